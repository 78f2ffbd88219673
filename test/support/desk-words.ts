/** What traders do, in the words of transcripts. */
import { NO_PRICE, parseDecimal } from "../../src/domain/price.ts";
import { type Command, CommandType, type Event, EventType } from "../../src/domain/records.generated.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";

type Asked = { qtyMantissa: number; qtyScale: number; priceMantissa: number; priceScale: number };

/** Quantity and price as a person writes them; "market" for no price. */
export function askedOf(qty: string, price: string): Asked {
  const priceMantissa = price === "market" ? NO_PRICE : parseDecimal(price, 2);
  return { qtyMantissa: parseDecimal(qty, 0), qtyScale: 0, priceMantissa, priceScale: 2 };
}

/** "accept 1", "slice 1 400 @ 10.01 by Ben", "reject 1: too large": @throws Error for words that are none of these */
export function deskCommand(words: string, actionId: string): Command {
  const [, plain, text = ""] = /^([^:]*)(?:: (.*))?$/.exec(words) ?? [];
  const [, deed, user = "Anna"] = /^(.*?)(?: by (\w+))?$/.exec(plain ?? "") ?? [];
  const [verb, id = "0", ...rest] = (deed ?? "").split(" ");
  const action = { actionId, user, orderId: Number(id), seenNs: 0n };
  const [qty = "", , price = "market"] = rest;
  switch (verb) {
    case "accept":
      return { type: CommandType.AcceptCare, ...action };
    case "reject":
      return { type: CommandType.RejectCare, ...action, text };
    case "claim":
      return { type: CommandType.ClaimOrder, ...action };
    case "pass":
      return { type: CommandType.PassOrder, ...action, owner: rest[1] ?? "", desk: rest[2] ?? "" };
    case "lock":
      return { type: CommandType.LockOrder, ...action };
    case "release":
      return { type: CommandType.ReleaseOrder, ...action };
    case "slice": {
      const ordType = price === "market" ? OrdType.Market : OrdType.Limit;
      const timeInForce = TimeInForce.Day;
      // "slice 1 400 @ 10.01 to 9": to a venue by its number.
      const venueId = Number(rest[4] ?? 0);
      return { type: CommandType.SliceOrder, ...action, ordType, timeInForce, ...askedOf(qty, price), venueId };
    }
    case "fill":
      return { type: CommandType.ManualFill, ...action, ...askedOf(qty, price), tradedNs: 1n, contra: text };
    case "cancel":
      return { type: CommandType.DeskCancel, ...action, text };
    case "replace":
      return { type: CommandType.DeskReplace, ...action, ...askedOf(qty, price) };
    case "note":
      return { type: CommandType.AddNote, ...action, note: text };
    case "notes": {
      const [, desk] = id.startsWith("desk:") ? id.split(":") : [];
      const compId = desk === undefined && id !== "all" ? id : "";
      const before = ["nothing", "work", "accept"].indexOf(qty);
      return { type: CommandType.SetNoteRule, actionId, user, compId, desk: desk ?? "", before };
    }
    case "enter": {
      const order = { account: "HOUSE", symbol: "ACME", side: Side.Buy, ordType: OrdType.Limit };
      const asked = askedOf(id, rest[1] ?? "market");
      const timeInForce = TimeInForce.Day;
      // "enter 100 @ 10.00 for CLIENT as X": given by telephone, under a ClOrdID of the client's or none.
      const phone = { client: rest[3] ?? "", clOrdId: rest[5] ?? "" };
      return {
        type: CommandType.DeskNewOrder,
        actionId,
        user,
        ...order,
        timeInForce,
        ...asked,
        isCare: false,
        ...phone,
      };
    }
    default:
      throw new Error(`the desk cannot "${words}"`);
  }
}

/** Hears what became of what the desk did, in words: "done", or "refused: why". */
export class DeskEar {
  readonly heard: string[] = [];

  publish(event: Event): void {
    if (event.type === EventType.DeskActionDone) this.heard.push("done");
    if (event.type === EventType.DeskActionRefused) this.heard.push(`refused: ${event.reason}`);
  }

  release(): void {
    // Everything was said when it was decided.
  }
}
