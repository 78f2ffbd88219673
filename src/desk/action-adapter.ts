/** What a person does, as the command the core judges: on its way in, and before it is sent to see what it would come to. */
import { NO_PRICE } from "../domain/price.ts";
import { type Command, CommandType } from "../domain/records.generated.ts";
import { OrdType, type Side, TimeInForce } from "../domain/values.ts";
import { type IdentifiedAction, NOTE_BEFORE } from "./action-wire.ts";

/** @param action with every field its kind needs */
export function commandOf(action: IdentifiedAction, nowNs: bigint): Command {
  const { actionId, user, text = "", price } = action;
  const about = { actionId, user, orderId: action.orderId ?? 0, seenNs: BigInt(action.seen ?? 0) };
  const ordType = (action.ordType ?? (price === undefined ? OrdType.Market : OrdType.Limit)) as OrdType;
  const timeInForce = (action.timeInForce ?? TimeInForce.Day) as TimeInForce;
  switch (action.action) {
    case "accept":
      return { type: CommandType.AcceptCare, ...about };
    case "reject":
      return { type: CommandType.RejectCare, ...about, text };
    case "claim":
      return { type: CommandType.ClaimOrder, ...about };
    case "pass":
      return { type: CommandType.PassOrder, ...about, owner: action.owner ?? "", desk: action.desk ?? "" };
    case "lock":
      return { type: CommandType.LockOrder, ...about };
    case "release":
      return { type: CommandType.ReleaseOrder, ...about };
    case "slice": {
      const terms = { ordType, timeInForce, ...askedOf(action), venueId: action.venueId ?? 0 };
      return { type: CommandType.SliceOrder, ...about, ...terms };
    }
    case "fill": {
      const tradedNs = action.tradedMs === undefined ? nowNs : BigInt(action.tradedMs) * 1_000_000n;
      return { type: CommandType.ManualFill, ...about, ...askedOf(action), tradedNs, contra: action.contra ?? "" };
    }
    case "replace":
      return { type: CommandType.DeskReplace, ...about, ...askedOf(action) };
    case "cancel":
      return { type: CommandType.DeskCancel, ...about, text };
    case "note":
      return { type: CommandType.AddNote, ...about, note: text };
    case "new": {
      const { account = "", symbol = "", isCare = false, client = "", clOrdId = "" } = action;
      const side = action.side as Side;
      const order = { account, symbol, side, ordType, timeInForce, ...askedOf(action), isCare, client, clOrdId };
      return { type: CommandType.DeskNewOrder, actionId, user, ...order };
    }
    case "handOver":
      return { type: CommandType.HandOver, actionId, user, from: action.from ?? "", to: action.to ?? "" };
    case "requireNotes": {
      const before = NOTE_BEFORE.indexOf(action.before ?? "nothing");
      return {
        type: CommandType.SetNoteRule,
        actionId,
        user,
        compId: action.client ?? "",
        desk: action.desk ?? "",
        before,
      };
    }
    case "cancelAll":
      return { type: CommandType.DeskCancelAll, actionId, user, orderIds: action.orderIds ?? [], text };
    default:
      return { type: CommandType.DeskCloseException, actionId, user, exceptionId: action.exceptionId ?? 0, text };
  }
}

/** Exact, as the core takes it: a number without its point, and the digits behind it. */
function askedOf({ qty = "0", price }: IdentifiedAction) {
  const [qtyMantissa, qtyScale] = exactOf(qty);
  const [priceMantissa, priceScale] = price === undefined ? [NO_PRICE, 0] : exactOf(price);
  return { qtyMantissa, qtyScale, priceMantissa, priceScale };
}

function exactOf(text: string): [mantissa: number, scale: number] {
  const point = text.indexOf(".");
  return [Number(text.replace(".", "")), point < 0 ? 0 : text.length - point - 1];
}
