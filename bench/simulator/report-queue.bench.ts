/** What a report costs to put in the queue, and to be read out of it with its texts made. */
import { ReportKind, ReportQueue } from "../../simulator/report-queue.ts";
import { Text } from "../../simulator/report-text.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const REPORTS = 1_000;

export function run(quick = false): Promise<BenchRow[]> {
  let queue = new ReportQueue(0);
  let heard = 0;
  let texts = 0;
  const listener = {
    onReport: (report: { clOrdId: string; exchangeOrderId: string }) => {
      heard++;
      texts += report.clOrdId.length + report.exchangeOrderId.length;
      return true;
    },
  };
  const fill = () => {
    for (let index = 0; index < REPORTS; index++)
      queue.add(ReportKind.Accepted, 100_000 + index, 1, 1_000_000 + index, 0, 0, 0, 1_500, 10_125, 0, Text.None);
  };
  fill();
  return measure(
    [
      {
        name: "ReportQueue: a report put in",
        unit: "ns",
        budget: 20,
        perTurn: REPORTS,
        before: () => queue.deliver(listener, 0),
        turn: fill,
        check: () => same(queue.size, REPORTS, "reports waiting"),
      },
      {
        name: "ReportQueue: a report delivered",
        unit: "ns",
        perTurn: REPORTS,
        before: () => {
          queue = new ReportQueue(0);
          fill();
          heard = 0;
          texts = 0;
        },
        turn: () => queue.deliver(listener, 0),
        check: () => {
          same(heard, REPORTS, "reports heard");
          same(texts, REPORTS * 16, "characters of their ids");
          same(queue.size, 0, "reports left");
        },
      },
    ],
    quick,
  );
}
