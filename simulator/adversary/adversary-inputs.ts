/** What the adversary journals, among the venue's inputs: scenarios, certification switches, operators' commands. */
import type { ByteReader, ByteWriter } from "../../src/lib/byte-buffer.ts";
import { LockstepError } from "../../src/lib/errors.ts";
import type { Venue } from "../venue.ts";
import { encodePassTime, INPUT_VERSION } from "../venue-inputs.ts";
import type { OperatorCommand } from "./operator-commands.ts";
import { OCCASIONS_OF, type Scenario } from "./scenario.ts";

export const AdversaryInput = { SetScenario: 30, SetCertification: 31, Command: 32 } as const;

/** A scenario as one line of ASCII, always the same for the same scenario; "" for none. */
export function scenarioText(scenario: Scenario | null): string {
  if (scenario === null) return "";
  return JSON.stringify(scenario).replaceAll(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Writes a scenario that is not in force already; its times begin with `nowMs`. */
export function writeScenario(to: ByteWriter, venue: Venue, scenario: Scenario | null, nowMs: number): boolean {
  const text = scenarioText(scenario);
  if (text === venue.adversary.text) return false;
  encodePassTime(to, nowMs);
  encodeScenario(to, text);
  return true;
}

/** @param text a `scenarioText` */
export function encodeScenario(to: ByteWriter, text: string): void {
  to.reserve(4 + text.length);
  to.u8(AdversaryInput.SetScenario);
  to.u8(INPUT_VERSION);
  to.text(text);
}

/** @throws LockstepError LOCKSTEP_ERR_RECORD_FORMAT for an act of a later build */
export function decodeScenario(text: string): Scenario | null {
  if (text === "") return null;
  const scenario = JSON.parse(text) as Scenario;
  for (const { act } of scenario.rules) if (OCCASIONS_OF[act.kind] === undefined) throw unknownAct(act.kind);
  return scenario;
}

/** Whether the quantities of the certification table mean something on a book. */
export function encodeCertification(to: ByteWriter, book: number, isOn: boolean): void {
  to.reserve(5);
  to.u8(AdversaryInput.SetCertification);
  to.u8(INPUT_VERSION);
  to.u16(book);
  to.bool(isOn);
}

/** @param who who asked, for the record; latin-1 */
export function encodeCommand(to: ByteWriter, who: string, command: OperatorCommand): void {
  const text = JSON.stringify(command);
  to.reserve(6 + who.length + text.length);
  to.u8(AdversaryInput.Command);
  to.u8(INPUT_VERSION);
  to.text(who);
  to.text(text);
}

/** The counterpart of `encodeCommand`, after kind and version. */
export function decodeCommand(from: ByteReader): { who: string; command: OperatorCommand } {
  const who = from.text();
  return { who, command: JSON.parse(from.text()) as OperatorCommand };
}

function unknownAct(kind: string): LockstepError {
  const text = `the exchange's journal has a scenario with the act ${kind}, which this build does not know`;
  return new LockstepError("LOCKSTEP_ERR_RECORD_FORMAT", `${text}. Start the build that wrote it, or a later one`);
}
