/**
 * Re-decides what a journal recorded: the command is judged once more against the state as it was before it, and its
 * events are compared with the recorded ones byte for byte. `verify` does it with the whole journal; whoever follows a
 * journal can do it with each frame before applying it. Changes nothing: applying the recorded events is the caller's.
 */
import { decide } from "./core/core.ts";
import type { State } from "./core/state.ts";
import type { FrameContent } from "./domain/frame.ts";
import { type Event, EventName, EventType, encodeEvent } from "./domain/records.generated.ts";
import { ByteWriter } from "./lib/byte-buffer.ts";

export class Redecider {
  readonly #events: Event[] = [];
  readonly #was = new ByteWriter(1_024);
  readonly #is = new ByteWriter(1_024);

  /**
   * @param state everything before this frame applied, nothing of the frame
   * @returns "" when the command gives its recorded events again, else the first difference in words
   */
  difference(state: State, { command, events: recorded }: FrameContent): string {
    // A bug that was met and recorded is nothing that judging again could give, or should.
    if (recorded.length === 1 && recorded[0].type === EventType.CommandFailed) return "";
    const decided = this.#events;
    decided.length = 0;
    decide(state, command, decided);
    for (let index = 0; index < Math.max(recorded.length, decided.length); index++) {
      const was = recorded[index];
      const is = decided[index];
      if (was === undefined) return `event ${index} is ${EventName[is.type]} now, and none was recorded`;
      if (is === undefined) return `event ${index} was recorded as ${EventName[was.type]}, and none comes now`;
      if (this.#isSame(was, is)) continue;
      return `event ${index} was recorded as ${eventText(was)}, and is now ${eventText(is)}`;
    }
    return "";
  }

  #isSame(was: Event, is: Event): boolean {
    this.#was.offset = 0;
    this.#is.offset = 0;
    encodeEvent(was, this.#was);
    encodeEvent(is, this.#is);
    const length = this.#was.offset;
    return length === this.#is.offset && this.#was.bytes.compare(this.#is.bytes, 0, length, 0, length) === 0;
  }
}

/** The event's name and its fields as JSON. */
function eventText(event: Event): string {
  const { type, ...fields } = event;
  return `${EventName[type]} ${JSON.stringify(fields, (_, value) => (typeof value === "bigint" ? String(value) : value))}`;
}
