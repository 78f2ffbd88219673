/**
 * Where an order's time went, hop by hop, and whether the hops add up to what the client saw. The server stamps a sample
 * of orders on the machine's monotonic clock; the client has its own stamps of the same orders on the same clock, so the
 * way to the server and back is known as well, and nothing is left over but the errors of reading clocks.
 */
import { Histogram } from "../../lib/histogram.ts";
import type { HopLog } from "../../sequencer/hop-trace.ts";
import type { RequestStamps } from "./load-run.ts";

export type HopFigure = { hop: string; meanUs: number; p50Us: number; p99Us: number; p999Us: number; maxUs: number };

export type HopFigures = {
  /** Orders that both sides have stamped. */
  orders: number;
  hops: HopFigure[];
  sumOfMeansUs: number;
  endToEndMeanUs: number;
};

const SUB_BITS = 7;

/** @returns null when the server kept no stamps of these orders */
export function hopFigures(log: HopLog, stampsOf: (clOrdId: string) => RequestStamps | null): HopFigures | null {
  const names = ["generator", "way to the server", ...log.hops, "way back"];
  const histograms = names.map(() => new Histogram(SUB_BITS));
  const whole = new Histogram(SUB_BITS);
  for (const { clOrdId, stampsMs } of log.orders) {
    const seen = stampsOf(clOrdId);
    if (seen === null) continue;
    const stampsNs = [seen.dueNs, seen.sentNs, ...stampsMs.map((ms) => ms * 1e6 + log.originNs), seen.answeredNs];
    // A process that is interrupted between a send and its stamp tells a time after the other side has read the bytes:
    // what was read was written, so a stamp is never later than the client's answer, nor earlier than the stamp before.
    for (let stamp = 1; stamp < stampsNs.length; stamp++) {
      stampsNs[stamp] = Math.max(stampsNs[stamp - 1], Math.min(stampsNs[stamp], seen.answeredNs));
      histograms[stamp - 1].record(stampsNs[stamp] - stampsNs[stamp - 1]);
    }
    whole.record(seen.answeredNs - seen.dueNs);
  }
  if (whole.count === 0) return null;
  const hops = names.map((hop, index) => figure(hop, histograms[index]));
  return {
    orders: whole.count,
    hops,
    sumOfMeansUs: hops.reduce((sum, { meanUs }) => sum + meanUs, 0),
    endToEndMeanUs: whole.mean / 1e3,
  };
}

function figure(hop: string, histogram: Histogram): HopFigure {
  const { mean, p50, p99, p999, max } = histogram.summary();
  return { hop, meanUs: mean / 1e3, p50Us: p50 / 1e3, p99Us: p99 / 1e3, p999Us: p999 / 1e3, maxUs: max / 1e3 };
}
