/** What it costs to make a command of a venue's report: two that take an order for one that fills it. */

import { type VenueReport, VenueReportKind } from "../../src/domain/exchange-port.ts";
import { venueClOrdId } from "../../src/domain/instrument.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { type Command, CommandType } from "../../src/domain/records.generated.ts";
import { VenueAdapter } from "../../src/exchange/venue-adapter.ts";
import type { BenchRow } from "../row.ts";
import { measure, same } from "../support/measure.ts";

const REPORTS = 600;

export function run(quick = false): Promise<BenchRow[]> {
  const reports = Array.from({ length: REPORTS }, (_, index) => report(index));
  let offered = 0;
  let last: Command | null = null;
  const adapter = new VenueAdapter(1, (command) => {
    offered++;
    last = command;
    return true;
  });
  return measure(
    [
      {
        name: "VenueAdapter: a report made a command",
        unit: "us",
        budget: 0.2,
        perTurn: REPORTS,
        turn: () => {
          offered = 0;
          for (let index = 0; index < REPORTS; index++) adapter.onReport(reports[index]);
        },
        check: () => {
          same(offered, REPORTS, "commands offered");
          same(last?.type, CommandType.ExchangeFill, "the last command's type");
          same((last as { orderId?: number } | null)?.orderId, 100_000 + REPORTS - 1, "the last command's order");
        },
      },
    ],
    quick,
  );
}

function report(index: number): VenueReport {
  const isFill = index % 3 === 2;
  return {
    kind: isFill ? VenueReportKind.Fill : VenueReportKind.Accepted,
    reportSequence: index + 1,
    clOrdId: venueClOrdId(100_000 + index, 1),
    exchangeOrderId: isFill ? "" : `X${1_000_000 + index}`,
    exchangeExecId: isFill ? `T${index}` : "",
    lastQty: (isFill ? 500 : 0) as Qty,
    lastPx: (isFill ? 10_125 : 0) as Ticks,
    orderQty: 0 as Qty,
    price: 0 as Ticks,
    solicited: false,
    reason: 0,
    text: "",
  };
}
