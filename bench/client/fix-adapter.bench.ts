/** What it costs to make a command of an order, a cancel and a replace. */
import { FixAdapter } from "../../src/client/fix-adapter.ts";
import { type Command, CommandType } from "../../src/domain/records.generated.ts";
import type { MessageView } from "../../src/fix/message-view.ts";
import { whole } from "../fix/messages.ts";
import type { BenchRow } from "../row.ts";
import { clOrdIdOf, symbolOf } from "../support/core-day.ts";
import { openLine, orderViews, viewOf } from "../support/fix-line.ts";
import { measure, same, type Task } from "../support/measure.ts";

const MESSAGES = 100;
const HEAD = "49=CLIENT01|52=20261122-10:11:12.345|56=LOCKSTEP|";

export function run(quick = false): Promise<BenchRow[]> {
  const views = (make: (number: number) => string) =>
    Array.from({ length: MESSAGES }, (_, index) => viewOf(whole(make(100_000 + index))));
  const named = (number: number) =>
    `11=CXL-00${number}|41=${clOrdIdOf(number)}|55=${symbolOf(number)}|54=1|60=20261122-10:11:12.344|`;
  const cancels = views((number) => `35=F|34=${number}|${HEAD}${named(number)}38=1500|`);
  const replaces = views((number) => `35=G|34=${number}|${HEAD}${named(number)}21=1|38=1800|40=2|44=101.25|59=0|`);
  return measure(
    [
      task("FixAdapter: a new order made a command", orderViews(100_000, MESSAGES), CommandType.NewOrder),
      task("FixAdapter: a cancel made a command", cancels, CommandType.CancelOrder),
      task("FixAdapter: a replace made a command", replaces, CommandType.ReplaceOrder),
    ],
    quick,
  );
}

function task(name: string, views: readonly MessageView[], type: CommandType): Task {
  let taken = 0;
  let bytes = 0;
  const line = {
    offer: (command: Command, _raw?: Uint8Array, start = 0, end = 0) => {
      if (command.type === type) taken++;
      bytes += end - start;
      return true;
    },
    offerReserved: () => true,
  };
  const adapter = new FixAdapter(line, () => {});
  const { session } = openLine(adapter);
  return {
    name,
    unit: "us",
    budget: 0.4,
    perTurn: MESSAGES,
    turn: () => {
      taken = 0;
      bytes = 0;
      for (let index = 0; index < MESSAGES; index++) adapter.onMessage(session, views[index]);
    },
    check: () => {
      same(taken, MESSAGES, "commands in line");
      same(
        bytes,
        views.reduce((sum, view) => sum + view.end - view.start, 0),
        "bytes of their messages",
      );
    },
  };
}
