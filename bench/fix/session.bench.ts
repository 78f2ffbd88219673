/** What an order costs a session until the application has it, and of that what is neither check nor order of numbers. */
import { InboundCheck } from "../../src/fix/inbound-check.ts";
import type { BenchRow } from "../row.ts";
import { lineConfig, openLine, orderViews, TIME_NS } from "../support/fix-line.ts";
import { measure, same } from "../support/measure.ts";

const MESSAGES = 100;

export async function run(quick = false): Promise<BenchRow[]> {
  let heard = 0;
  const { session, wire } = openLine({ onLogon: () => {}, onLogout: () => {}, onMessage: () => void heard++ });
  const inboundCheck = new InboundCheck(lineConfig());
  inboundCheck.wallMs = Number(TIME_NS / 1_000_000n);
  const views = orderViews(100_000, MESSAGES);
  const rows = await measure(
    [
      {
        name: "FixSession: an order received, its check too",
        unit: "us",
        perTurn: MESSAGES,
        before: () => {
          const first = session.nextTargetMsgSeqNum;
          for (let index = 0; index < MESSAGES; index++) views[index].msgSeqNum = first + index;
        },
        turn: () => {
          heard = 0;
          session.readTime();
          for (let index = 0; index < MESSAGES; index++) session.receive(views[index]);
        },
        check: () => {
          same(heard, MESSAGES, "messages the application has");
          // The answer to the Logon.
          same(wire.messages, 1, "messages sent");
        },
      },
      {
        name: "the check alone",
        unit: "us",
        perTurn: MESSAGES,
        turn: () => {
          heard = 0;
          for (let index = 0; index < MESSAGES; index++)
            if (inboundCheck.isValid(views[index]) && inboundCheck.isFromPeer(views[index])) heard++;
        },
        check: () => same(heard, MESSAGES, "messages found right"),
      },
    ],
    quick,
  );
  return [
    ...rows,
    { name: "FixSession: beside the check", unit: "us", value: rows[0].value - rows[1].value, budget: 0.2 },
  ];
}
