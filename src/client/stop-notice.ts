/**
 * What clients hear before a planned stop: News (35=B) in plain words, right before our Logout. Only who is logged on is
 * told; nobody is to read old news at the next logon.
 */
import type { FixSession } from "../fix/session.ts";
import { MsgType, Tag } from "../fix/tags.ts";

const FLASH = "1";

/** Sends the notice to a session that is logged on, as its version has it. @returns whether it was sent */
export function sendStopNotice(session: FixSession, headline: string, text: string): boolean {
  const spec = session.config.dictionary.message(MsgType.News);
  if (!session.loggedOn || spec === undefined) return false;
  const to = session.begin(MsgType.News);
  const mark = to.beginGroup(Tag.NoLinesOfText);
  to.text(Tag.Text, text);
  to.endGroup(mark, 1);
  to.char(Tag.Urgency, FLASH);
  // FIX 4.0 has no Headline.
  if (spec.places[Tag.Headline] > 0) to.text(Tag.Headline, headline);
  session.send();
  return true;
}
