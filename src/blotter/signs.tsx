/** Small signs used in several places: a status, a side, a bar of how much is filled. */
import type { OrderRow } from "../desk/wire.ts";
import { type StatusLook, sideLook } from "./codes.ts";
import { dateAndTime } from "./format.ts";
import { nowMs } from "./store.ts";

export function Status(props: { look: StatusLook }) {
  const { sign, word, tone } = props.look;
  return (
    <span class="status" data-tone={tone}>
      <span class="sign" aria-hidden="true">
        {sign}
      </span>
      {word}
    </span>
  );
}

export function Side(props: { code: string }) {
  const { word, side } = sideLook(props.code);
  return (
    <span class="side" data-side={side}>
      {word}
    </span>
  );
}

/** Who works an order: nobody yet, one who keeps others off, or whose it is; and that there are notes. */
export function Working({ row }: { row: OrderRow }) {
  const { isUnaccepted, isCare, lockedBy, owner, notes } = row;
  return (
    <>
      {isUnaccepted ? (
        <b class="unaccepted">Unaccepted</b>
      ) : lockedBy !== "" ? (
        <span class="locked">
          <svg class="lock-sign" viewBox="0 0 10 12" role="img" aria-label="Locked by">
            <path d="M1 5h8v6H1z" />
            <path d="M3 5V3.4a2 2 0 0 1 4 0V5" class="lock-bow" />
          </svg>
          {lockedBy}
        </span>
      ) : (
        owner || (isCare ? "Care" : "")
      )}
      {notes > 0 && <span class="notes-sign">✎{notes}</span>}
    </>
  );
}

export function workingText({ isUnaccepted, lockedBy, owner, desk, lastUser, notes, updatedUs }: OrderRow): string {
  const parts = [
    isUnaccepted ? "nobody has taken it on yet" : "",
    lockedBy === "" ? "" : `${lockedBy} works it, and nobody else can`,
    owner === "" ? "" : `${owner}'s`,
    desk === "" ? "" : `desk ${desk}`,
    notes === 0 ? "" : `${notes} ${notes === 1 ? "note" : "notes"}`,
    lastUser === "" ? "" : `last by ${lastUser}, ${dateAndTime(updatedUs)}`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** How long ago it came, while one looks. */
export function Age({ createdUs }: { createdUs: number }) {
  // Read so that it is drawn again with the page's clock.
  void nowMs.value;
  const seconds = Math.max(0, Math.floor(Date.now() / 1e3 - createdUs / 1e6));
  if (seconds < 60) return <>{seconds}s</>;
  if (seconds < 3_600) return <>{Math.floor(seconds / 60)}m</>;
  return <>{seconds < 86_400 ? `${Math.floor(seconds / 3_600)}h` : `${Math.floor(seconds / 86_400)}d`}</>;
}

export function Filled(props: { cumQty: number; orderQty: number; side: string }) {
  const share = props.orderQty === 0 ? 0 : props.cumQty / props.orderQty;
  // 99.96 % is not done: it must not round to 100.
  const percent = share >= 1 ? 100 : Math.floor(share * 100);
  return (
    <span class="filled" data-side={sideLook(props.side).side}>
      <span class="filled-track" aria-hidden="true">
        <span class="filled-bar" style={{ transform: `scaleX(${share})` }} />
      </span>
      <span class="filled-text">{percent}%</span>
    </span>
  );
}
