/** What walking an entry of a repeating group costs: a list of 50 orders, 15 fields each, those of the parties within. */
import { GroupCursor } from "../../../src/fix/messages/group-cursor.ts";
import { Tag } from "../../../src/fix/tags.ts";
import { dictionaryOf } from "../../../src/fix/versions.ts";
import type { BenchRow } from "../../row.ts";
import { viewOf } from "../../support/fix-line.ts";
import { measure, same } from "../../support/measure.ts";
import { whole } from "../messages.ts";

const ENTRIES = 50;

export function run(quick = false): Promise<BenchRow[]> {
  const entry = (line: number) =>
    `11=L-${line}|67=${line + 1}|453=2|448=P${line}|447=D|452=1|448=Q${line}|447=D|452=3|1=ACC-7|55=ACME|54=1|` +
    `38=${100 + line}|40=2|44=10.${10 + line}|`;
  const lines = Array.from({ length: ENTRIES }, (_, line) => entry(line)).join("");
  const head = "35=E|34=2|49=CLIENT01|52=20261122-10:11:12.345|56=LOCKSTEP|";
  const view = viewOf(whole(`${head}66=L|394=1|68=${ENTRIES}|73=${ENTRIES}|${lines}`));
  const spec = dictionaryOf("FIX.4.4").message("E")!;
  const orders = new GroupCursor();
  const parties = new GroupCursor();
  let qty = 0;
  let roles = 0;
  return measure(
    [
      {
        name: "GroupCursor: an entry of 15 fields with a group within",
        unit: "us",
        budget: 0.4,
        perTurn: ENTRIES,
        turn: () => {
          qty = 0;
          roles = 0;
          orders.open(view, spec, Tag.NoOrders);
          while (orders.next()) {
            if (orders.decimal(Tag.OrderQty)) qty += orders.mantissa;
            parties.openWithin(orders, Tag.NoPartyIDs);
            while (parties.next()) roles += parties.int(Tag.PartyRole);
          }
        },
        check: () => {
          same(qty, ENTRIES * 100 + (ENTRIES * (ENTRIES - 1)) / 2, "sum of the quantities");
          same(roles, ENTRIES * 4, "sum of the parties' roles");
        },
      },
    ],
    quick,
  );
}
