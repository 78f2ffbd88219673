/** The messages and the reading of results that the FIX benches share. */
import type { Bench } from "tinybench";

const BODY =
  "35=D|34=100027|49=CLIENT01|52=20261122-10:11:12.345|56=LOCKSTEP|11=ORD-00100027|1=ACC-7|21=1|55=ACME|54=1|" +
  "60=20261122-10:11:12.344|38=1500|40=2|44=101.25|59=0|15=USD|100=XNAS|";

export const NEW_ORDER = whole(BODY);

/** A whole FIX.4.4 message from "35=D|34=2|...|". */
export function whole(body: string): Buffer {
  const head = `8=FIX.4.4|9=${body.length}|${body}`.replaceAll("|", "\x01");
  let sum = 0;
  for (let index = 0; index < head.length; index++) sum += head.charCodeAt(index);
  return Buffer.from(`${head}10=${String(sum & 255).padStart(3, "0")}\x01`, "latin1");
}

/** A task's median in microseconds. */
export function microseconds(bench: Bench, task: string): number {
  const result = bench.getTask(task)?.result;
  if (result === undefined || !("latency" in result)) throw new Error(`the bench's task "${task}" has no result`);
  return result.latency.p50 * 1000;
}
