/**
 * The project's session engine with an application that echoes, for the FIX session conformance sets: one acceptor on
 * 127.0.0.1, SenderCompID ISLD, a session for each version. Holds no session logic of its own.
 *
 *   npm run --silent fix:echo -- --port 9878
 */
import { parseArgs } from "node:util";
import { FixAcceptor } from "../../src/fix/acceptor.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import type { MessageView } from "../../src/fix/message-view.ts";
import { BusinessRejectReason } from "../../src/fix/reject-reasons.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixApplication, fixSessionConfig } from "../../src/fix/session-types.ts";
import { Tag } from "../../src/fix/tags.ts";
import { SystemClock } from "../../src/lib/clock.ts";

const clock = new SystemClock();

function session(id: number, beginString: string, targetCompId: string, defaultApplVerId = ""): FixSession {
  const config = fixSessionConfig({
    beginString,
    defaultApplVerId,
    senderCompId: "ISLD",
    targetCompId,
    heartBtIntMin: 0,
    heartBtIntMax: 3600,
    // The sets are QuickFIX's, and so are a few habits they expect.
    applVerIdOnBusinessReject: true,
    resetOnLogon: targetCompId !== "TW44P",
    validation: { emptyValuesAllowed: targetCompId === "NO_CHECK_FIELDS_HAVE_VALUES", userDefinedTagsAllowed: false },
  });
  return new FixSession({ id, config, store: new MemoryStore(), clock });
}

const sessions = [
  session(0, "FIX.4.0", "TW40"),
  session(1, "FIX.4.1", "TW41"),
  session(2, "FIX.4.2", "TW42"),
  session(3, "FIX.4.3", "TW43"),
  session(4, "FIX.4.4", "TW44"),
  session(5, "FIXT.1.1", "TW50", "7"),
  session(6, "FIXT.1.1", "TW50SP1", "8"),
  session(7, "FIXT.1.1", "TW50SP2", "9"),
  session(8, "FIX.4.4", "TW"),
  session(9, "FIX.4.4", "NO_CHECK_FIELDS_HAVE_VALUES"),
  session(10, "FIX.4.4", "TW44P"),
];

/** Sends a message back as it came: PossResend from the header, and the body with its tags ascending, groups whole. */
function echo(to: FixSession, message: MessageView): void {
  const writer = to.begin(message.msgType);
  if (message.has(Tag.PossResend)) writer.text(Tag.PossResend, message.text(Tag.PossResend));
  const dictionary = to.config.dictionary;
  const spec = dictionary.message(message.msgType)!;
  const bodies: { tag: number; from: number; to: number }[] = [];
  for (let index = 0; index < message.count; index++) {
    const tag = message.tagAt(index);
    const place = spec.places[tag];
    const isBody = (place & 3) === 2;
    const last = bodies[bodies.length - 1];
    if (isBody) bodies.push({ tag, from: message.starts[index] - `${tag}=`.length, to: message.ends[index] + 1 });
    // A group's members have no place of their own in the message: they stay behind their count.
    else if (place === 0 && last) last.to = message.ends[index] + 1;
  }
  bodies.sort((a, b) => a.tag - b.tag);
  for (const body of bodies) writer.fields(message.bytes, body.from, body.to);
  to.send();
}

const seen = new Map<FixSession, Set<string>>();

const application: FixApplication = {
  onLogon: () => {},
  onLogout: (from) => seen.delete(from),
  onMessage(from, message) {
    const old = !from.config.traits.hasBusinessReject;
    const echoed = message.msgType === "D" || message.msgType === "C" || (message.msgType === "d" && !old);
    if (!echoed) {
      const text = old ? "Unsupported message type" : "Unsupported Message Type";
      from.businessReject(message.msgSeqNum, message.msgType, BusinessRejectReason.UnsupportedMessageType, text);
      return;
    }
    if (message.msgType === "D") {
      const known = seen.get(from) ?? new Set<string>();
      seen.set(from, known);
      const clOrdId = message.text(Tag.ClOrdID);
      if (message.possResend && known.has(clOrdId)) return;
      known.add(clOrdId);
    }
    echo(from, message);
  },
  onSessionEvent(from, kind, text) {
    if (process.env.FIX_ECHO_VERBOSE) console.error(`${from?.name ?? "-"} ${kind}: ${text}`);
  },
};

const { values } = parseArgs({ options: { port: { type: "string", default: "9878" }, host: { type: "string" } } });
const acceptor = new FixAcceptor({ sessions, application, clock, flush: "auto" });
await acceptor.listen(values.host ?? "127.0.0.1", Number(values.port));
console.log("listening");
