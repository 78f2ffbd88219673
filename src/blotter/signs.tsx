/** Small signs used in several places: a status, a side, a bar of how much is filled. */
import { type StatusLook, sideLook } from "./codes.ts";

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
