/** The thread that makes the journal's past again for people; it has only what others leave of a processor. */
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { type AsOfOptions, AsOfReader } from "./as-of-reader.ts";
import type { AsOfReply } from "./desk/as-of-wire.ts";
import { type DurablePosition, SharedPosition } from "./follower-messages.ts";
import { errorText } from "./lib/errors.ts";
import { yieldThread } from "./lib/thread-priority.ts";

/** A question is answered after this long with how far the reading came. */
const READ_MS = 1_500;

export type AsOfWorkerData = AsOfOptions & { asOf: true; position: SharedArrayBuffer };
export type AsOfQuestion = { sequence: number; orderId: number };
/** What the worker says to each question, in order. */
export type AsOfAnswer = { reply: AsOfReply } | { endsAt: number } | { failed: string };

function serve(data: AsOfWorkerData): void {
  const shared = new SharedPosition(data.position);
  const durable: DurablePosition = { segment: 0, offset: 0, sequence: 0 };
  const reader = new AsOfReader(data);
  const answer = ({ sequence, orderId }: AsOfQuestion): AsOfAnswer => {
    try {
      while (!shared.read(durable));
      if (sequence > durable.sequence) return { endsAt: durable.sequence };
      return { reply: reader.read(sequence, orderId, durable, READ_MS) };
    } catch (error) {
      return { failed: errorText(error) };
    }
  };
  parentPort?.on("message", (question: AsOfQuestion) => parentPort?.postMessage(answer(question)));
}

if (!isMainThread && isAsOf(workerData)) {
  yieldThread();
  serve(workerData);
}

/** Test runners run tests in workers of their own. */
function isAsOf(data: unknown): data is AsOfWorkerData {
  return typeof data === "object" && data !== null && "asOf" in data;
}
