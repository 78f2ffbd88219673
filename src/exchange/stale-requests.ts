/** What is resent to a venue: an order or replace that is older than the market it was meant for is not sent again. */
import { MessageView } from "../fix/message-view.ts";
import type { SessionStore } from "../fix/session-types.ts";
import { MsgType, Tag } from "../fix/tags.ts";
import { timestampNs } from "../fix/timestamps.ts";
import type { Clock } from "../lib/clock.ts";

const NS_PER_MS = 1_000_000n;

/**
 * The store as a ResendRequest sees it: orders and replaces older than `staleMs` are missing, so that the session fills
 * their numbers with a gap fill. What becomes of them the venue is asked, and its policy says. Cancels are always right.
 */
export function withoutStale(store: SessionStore, staleMs: number, clock: Clock): SessionStore {
  const view = new MessageView();
  return {
    ...store,
    readSent: (from, to, visit) => {
      const oldestNs = clock.nowNs() - BigInt(staleMs) * NS_PER_MS;
      store.readSent(from, to, (msgSeqNum, bytes, start, end) => {
        const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        if (view.index(buffer, start, end) && isStale(view, oldestNs)) return;
        visit(msgSeqNum, bytes, start, end);
      });
    },
  };
}

function isStale(view: MessageView, oldestNs: bigint): boolean {
  if (view.msgType !== MsgType.NewOrderSingle && view.msgType !== MsgType.OrderCancelReplaceRequest) return false;
  const index = view.indexOf(Tag.SendingTime);
  return timestampNs(view.bytes, view.starts[index], view.ends[index]) < oldestNs;
}
