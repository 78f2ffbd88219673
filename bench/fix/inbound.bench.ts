/** What taking the expected message in its order costs, beside its check, which is measured alone for that. */
import { Inbound } from "../../src/fix/inbound.ts";
import { InboundCheck } from "../../src/fix/inbound-check.ts";
import { Outbound } from "../../src/fix/outbound.ts";
import { Resender } from "../../src/fix/resender.ts";
import { FixSession } from "../../src/fix/session.ts";
import { SessionLog } from "../../src/fix/session-log.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import type { BenchRow } from "../row.ts";
import { CountingStore, lineConfig, orderViews, TIME_NS } from "../support/fix-line.ts";
import { measure, same } from "../support/measure.ts";

const MESSAGES = 100;

export async function run(quick = false): Promise<BenchRow[]> {
  const config = lineConfig();
  const store = new CountingStore();
  const clock = new ManualClock(TIME_NS);
  const inboundCheck = new InboundCheck(config);
  inboundCheck.wallMs = Number(TIME_NS / 1_000_000n);
  const out = new Outbound(config, store, clock);
  const log = new SessionLog(new FixSession({ id: 1, config, store, clock }));
  let delivered = 0;
  const owner = {
    connected: true,
    deliver: () => {
      delivered++;
      inbound.nextMsgSeqNum++;
    },
    leave: () => {},
    endWithLogout: () => {},
  };
  const resender = new Resender(out, store, config.resendChunk);
  const inbound: Inbound = new Inbound({ config, store, out, resender, check: inboundCheck, owner, log });
  const views = orderViews(100_000, MESSAGES);
  const check = () => same(delivered, MESSAGES, "messages");
  const rows = await measure(
    [
      {
        name: "Inbound: the expected message, its check too",
        unit: "us",
        perTurn: MESSAGES,
        before: () => {
          inbound.nextMsgSeqNum = 100_000;
        },
        turn: () => {
          delivered = 0;
          for (let index = 0; index < MESSAGES; index++) inbound.receive(views[index], 0);
        },
        check,
      },
      {
        name: "the check alone",
        unit: "us",
        perTurn: MESSAGES,
        turn: () => {
          delivered = 0;
          for (let index = 0; index < MESSAGES; index++)
            if (inboundCheck.isValid(views[index]) && inboundCheck.isFromPeer(views[index])) delivered++;
        },
        check,
      },
    ],
    quick,
  );
  return [
    ...rows,
    { name: "Inbound: beside the check", unit: "us", value: rows[0].value - rows[1].value, budget: 0.1 },
  ];
}
