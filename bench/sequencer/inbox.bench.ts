/** What a command costs to put in line with its raw message, and to take out. */
import { Inbox } from "../../src/sequencer/inbox.ts";
import { NEW_ORDER } from "../fix/messages.ts";
import type { BenchRow } from "../row.ts";
import { newOrder } from "../support/core-day.ts";
import { measure, same } from "../support/measure.ts";

const COMMANDS = 500;

export function run(quick = false): Promise<BenchRow[]> {
  const inbox = new Inbox();
  const commands = Array.from({ length: COMMANDS }, (_, index) => newOrder(index + 1));
  let taken = 0;
  let bytes = 0;
  return measure(
    [
      {
        name: `Inbox: a command with its message of ${NEW_ORDER.length} bytes, in and out`,
        unit: "ns",
        budget: 50,
        perTurn: COMMANDS,
        turn: () => {
          for (let index = 0; index < COMMANDS; index++) inbox.offer(commands[index], NEW_ORDER, 0, NEW_ORDER.length);
          const half = inbox.takeAll();
          taken = half.commands.length;
          bytes = half.rawEnds[taken - 1];
        },
        check: () => {
          same(taken, COMMANDS, "commands taken");
          same(bytes, COMMANDS * NEW_ORDER.length, "bytes kept");
        },
      },
    ],
    quick,
  );
}
