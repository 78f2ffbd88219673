import { describe, expect, it } from "vitest";
import { viewOrder } from "../../src/core/order-view.ts";
import { State } from "../../src/core/state.ts";
import { transferState } from "../../src/core/state-image.ts";
import type { Qty, Ticks } from "../../src/domain/price.ts";
import { CommandType, type Event, EventType } from "../../src/domain/records.generated.ts";
import { ABSENT, ExceptionKind, OrdRejReason, OrdStatus, Side } from "../../src/domain/values.ts";
import { ImageReader, ImageWriter } from "../../src/lib/image.ts";
import { cancel, marketOrder, names, newOrder, replace, TestCore } from "../support/trade-words.ts";

const POLICY = { holdsWhenDown: false, repeatsUnknown: true, cancelsAliens: false, ordTypes: "", timesInForce: "" };

/** A core whose venue is behind a line, which is up unless told. */
class LineCore extends TestCore {
  constructor(policy: Partial<typeof POLICY> = {}, isUp = true) {
    super();
    this.tell({ type: CommandType.DefineVenue, venueId: 1, name: "OUTSIDE", ...POLICY, ...policy });
    if (isUp) this.up();
  }

  up(): Event[] {
    return this.tell({ type: CommandType.VenueLineUp, venueId: 1, text: "logged on" });
  }

  down(): Event[] {
    return this.tell({ type: CommandType.VenueLineDown, venueId: 1, text: "cut" });
  }

  /** A line that is lost and found. */
  blink(): void {
    this.down();
    this.up();
  }

  status(
    orderId: number,
    ordStatus: string,
    cumQty = 0,
    given: { request?: number; qty?: number; price?: number } = {},
  ) {
    return this.venue({
      type: CommandType.ExchangeStatus,
      orderId,
      requestNumber: given.request ?? 1,
      ordStatus: ordStatus as OrdStatus,
      exchangeOrderId: `X${orderId}`,
      orderQty: (given.qty ?? 100) as Qty,
      price: (given.price ?? 10_000) as Ticks,
      cumQty: cumQty as Qty,
      avgPxMantissa: 0,
      avgPxScale: 0,
      text: "",
    });
  }

  get doubts(): number[] {
    return [...this.state.venues.doubts];
  }

  ordStatus(orderId: number): string | undefined {
    return viewOrder(this.state, orderId)?.ordStatus;
  }
}

function textOf(events: Event[], type: number): string {
  const event = events.find((each) => each.type === type);
  return event !== undefined && "text" in event ? event.text : "none";
}

describe("an order for a venue whose line is down", () => {
  it("is refused with the line's trouble, and taken once the line is up", () => {
    const core = new LineCore({}, false);
    core.down();
    expect(core.tell(newOrder("A"))).toMatchObject([
      {
        type: EventType.OrderRejected,
        ordRejReason: OrdRejReason.ExchangeClosed,
        text: "the line to OUTSIDE is down (cut); cancels are taken, new orders when it is up again",
      },
    ]);
    core.up();
    expect(names(core.tell(newOrder("B")))).toEqual(["OrderAccepted", "OrderRouted"]);
  });

  it("waits where the venue's policy says so, and leaves when the line is up, once", () => {
    const core = new LineCore({ holdsWhenDown: true }, false);
    expect(names(core.tell(newOrder("A")))).toEqual(["OrderAccepted"]);
    expect(names(core.tell(newOrder("B")))).toEqual(["OrderAccepted"]);
    expect(names(core.tell(cancel("C", "B")))).toEqual(["CancelRequested", "OrderCanceled"]);
    expect(names(core.tell(replace("R", "A", { qtyMantissa: 70 })))).toEqual(["ReplaceRequested", "OrderReplaced"]);
    expect(core.up()).toMatchObject([
      { type: EventType.VenueLineChanged, isUp: true },
      { type: EventType.OrderRouted, orderId: 1, venueId: 1, requestNumber: 1 },
    ]);
    expect(core.tell({ type: CommandType.ReleaseHeldOrders, venueId: 1 })).toEqual([]);
    expect(core.doubts).toEqual([]);
  });
});

it("an order of a kind its venue does not take is refused before it goes there", () => {
  const core = new LineCore({ ordTypes: "2", timesInForce: "03" });
  expect(textOf(core.tell(marketOrder("A")), EventType.OrderRejected)).toBe("OrdType(40) 1 is not taken by OUTSIDE");
  const kill = newOrder("B", { timeInForce: "4" });
  expect(textOf(core.tell(kill), EventType.OrderRejected)).toBe("TimeInForce(59) 4 is not taken by OUTSIDE");
  expect(names(core.tell(newOrder("C", { timeInForce: "3" })))).toEqual(["OrderAccepted", "OrderRouted"]);
});

describe("an order whose request was not answered when the line was lost", () => {
  it("is in doubt; cancels are taken, replaces wait for the venue's word", () => {
    const core = new LineCore();
    core.tell(newOrder("A"));
    core.tell(newOrder("B"));
    core.accept(2);
    core.down();
    expect(core.doubts).toEqual([1]);
    core.up();
    expect(textOf(core.tell(replace("R", "A")), EventType.RequestRejected)).toContain("has not told yet");
    expect(names(core.tell(cancel("C", "A")))).toEqual(["CancelRequested", "OrderRouted"]);
    expect(names(core.tell(replace("S", "B")))).toEqual(["ReplaceRequested", "OrderRouted"]);
  });

  it("is in doubt no more when the venue's answer comes after all", () => {
    const core = new LineCore();
    core.tell(newOrder("A"));
    core.blink();
    core.accept(1);
    expect(core.doubts).toEqual([]);
  });

  it("is taken as accepted when the venue has it, and its fills are booked from reports only", () => {
    const core = new LineCore();
    core.tell(newOrder("A"));
    core.blink();
    expect(names(core.status(1, OrdStatus.New))).toEqual(["VenueReportRecorded", "OrderAcknowledged", "DoubtResolved"]);
    expect(core.ordStatus(1)).toBe(OrdStatus.New);
  });

  it("is sent again under the same number when the venue does not know it", () => {
    const core = new LineCore();
    core.tell(newOrder("A"));
    core.blink();
    expect(core.status(1, ABSENT)).toMatchObject([
      { type: EventType.VenueReportRecorded },
      { type: EventType.RequestRepeated, orderId: 1, venueId: 1, requestNumber: 1 },
    ]);
    expect(core.doubts).toEqual([1]);
    core.accept(1);
    expect(core.doubts).toEqual([]);
  });

  it("is sent again with the replace that followed it", () => {
    const core = new LineCore();
    core.tell(newOrder("A"));
    core.tell(replace("R", "A", { qtyMantissa: 300 }));
    core.blink();
    expect(core.status(1, ABSENT)).toMatchObject([
      { type: EventType.VenueReportRecorded },
      { type: EventType.RequestRepeated, orderId: 1, requestNumber: 1 },
      { type: EventType.RequestRepeated, orderId: 1, requestNumber: 2 },
    ]);
  });

  it("is acknowledged by the venue's word, and the acknowledgment it overtook troubles nobody", () => {
    const core = new LineCore();
    core.tell(newOrder("A"));
    core.blink();
    core.status(1, OrdStatus.New);
    expect(names(core.accept(1))).toEqual(["VenueReportRecorded", "VenueReportRefused"]);
    expect([core.ordStatus(1), core.state.venues.exceptions.size]).toEqual([OrdStatus.New, 0]);
  });

  it("is canceled to the client when the venue does not know it, where the policy says so", () => {
    const core = new LineCore({ repeatsUnknown: false });
    core.tell(newOrder("A"));
    core.blink();
    expect(core.status(1, ABSENT)).toMatchObject([
      { type: EventType.VenueReportRecorded },
      { type: EventType.OrderCanceled, orderId: 1, solicited: false },
    ]);
    expect([core.ordStatus(1), core.doubts]).toEqual([OrdStatus.Canceled, []]);
  });

  it("has the cancel it asked for when the venue does not know it", () => {
    const core = new LineCore();
    core.tell(newOrder("A"));
    core.tell(cancel("C", "A"));
    core.blink();
    expect(core.status(1, ABSENT)[1]).toMatchObject({ type: EventType.OrderCanceled, solicited: true });
    // The cancel had gone before the question: the venue refuses it for want of the order.
    const refused = { orderId: 1, requestNumber: 2, cxlRejReason: 1, text: "unknown order" };
    core.venue({ type: CommandType.ExchangeRequestRejected, ...refused });
    expect([core.ordStatus(1), core.state.venues.exceptions.size]).toEqual([OrdStatus.Canceled, 0]);
  });

  it("is replaced when the venue has the replace in force, and asked again when it has not", () => {
    const core = new LineCore();
    for (const clOrdId of ["A", "B"]) core.tell(newOrder(clOrdId));
    for (const orderId of [1, 2]) core.accept(orderId);
    core.tell(replace("R", "A", { qtyMantissa: 300 }));
    core.tell(replace("S", "B", { qtyMantissa: 300 }));
    core.blink();
    expect(core.status(1, OrdStatus.New, 0, { request: 2, qty: 300 })[1]).toMatchObject({
      type: EventType.OrderReplaced,
      orderId: 1,
      orderQty: 300,
    });
    expect(core.status(2, OrdStatus.New)[1]).toMatchObject({ type: EventType.RequestRepeated, requestNumber: 2 });
    expect(core.doubts).toEqual([2]);
  });

  it("has its replace refused when the venue never had it, where the policy says so", () => {
    const core = new LineCore({ repeatsUnknown: false });
    core.tell(newOrder("A"));
    core.accept(1);
    core.tell(replace("R", "A", { qtyMantissa: 300 }));
    core.blink();
    const events = core.status(1, OrdStatus.New);
    expect(textOf(events, EventType.RequestRejected)).toBe("the line was lost, and the venue does not know of it");
    expect([core.doubts, core.ordStatus(1)]).toEqual([[], OrdStatus.New]);
  });

  it("is asked to be canceled again, whatever the policy, when the venue has no cancel", () => {
    const core = new LineCore({ repeatsUnknown: false });
    core.tell(newOrder("A"));
    core.accept(1);
    core.tell(cancel("C", "A"));
    core.blink();
    expect(core.status(1, OrdStatus.New)[1]).toMatchObject({ type: EventType.RequestRepeated, requestNumber: 2 });
    expect(core.status(1, OrdStatus.PendingCancel)[1]).toMatchObject({ type: EventType.DoubtResolved });
  });

  it.each([
    ["canceled", OrdStatus.Canceled],
    ["expired", OrdStatus.Expired],
    ["done for the day", OrdStatus.DoneForDay],
    ["rejected", OrdStatus.Rejected],
  ])("ends as the venue says: %s", (_, ordStatus) => {
    const core = new LineCore();
    core.tell(newOrder("A"));
    core.blink();
    core.status(1, ordStatus);
    expect([core.ordStatus(1), core.doubts]).toEqual([ordStatus, []]);
  });

  it("keeps its doubt and becomes an exception when the venue's CumQty is another; a person ends it", () => {
    const core = new LineCore();
    core.tell(newOrder("A"));
    core.fill(1, 40, 10_000);
    core.blink();
    const events = core.status(1, OrdStatus.PartiallyFilled, 60);
    expect(events[1]).toMatchObject({
      type: EventType.ExceptionOpened,
      exceptionId: 1,
      kind: ExceptionKind.CumQtyDiffers,
      orderId: 1,
      text: "OUTSIDE says CumQty(14) 60, we have booked 40 lots",
    });
    expect(names(core.status(1, OrdStatus.PartiallyFilled, 60))).toEqual(["VenueReportRecorded"]);
    expect(viewOrder(core.state, 1)?.cumQty).toBe(40);
    expect(core.doubts).toEqual([1]);
    const close = { type: CommandType.CloseException, exceptionId: 1, actor: "ann", text: "busted there" } as const;
    expect(names(core.tell(close))).toEqual(["ExceptionClosed", "DoubtResolved"]);
    expect(names(core.tell(close))).toEqual(["CommandRefused"]);
  });

  it("is an exception when the venue does not know what it had taken", () => {
    const core = new LineCore();
    core.tell(newOrder("A"));
    core.accept(1);
    core.tell(cancel("C", "A"));
    core.blink();
    expect(core.status(1, ABSENT)[1]).toMatchObject({ kind: ExceptionKind.UnknownAtVenue, orderId: 1 });
  });
});

describe("an order the venue has and we do not know", () => {
  const alien = {
    type: CommandType.ExchangeAlien,
    orderId: 0,
    requestNumber: 0,
    clOrdId: "Z9",
    exchangeOrderId: "X9",
    symbol: "ZVZZT",
    side: Side.Buy,
    text: "39=0, 100 open",
  } as const;

  it("is told once, and canceled where the policy says so", () => {
    const core = new LineCore({ cancelsAliens: true });
    const events = core.venue(alien);
    expect(names(events)).toEqual(["VenueReportRecorded", "AlienOrderFound", "ExceptionOpened"]);
    expect(events[1]).toMatchObject({ clOrdId: "Z9", isCanceled: true, reportSequence: 1 });
    expect(names(core.venue(alien))).toEqual(["VenueReportRecorded"]);
  });
});

it("lines, doubts and exceptions are part of the state's image", () => {
  const core = new LineCore({ holdsWhenDown: true });
  core.tell(newOrder("A"));
  core.fill(1, 40, 10_000);
  core.blink();
  core.status(1, OrdStatus.PartiallyFilled, 60);
  const pieces: Buffer[] = [];
  const writer = new ImageWriter((bytes) => pieces.push(Buffer.from(bytes)));
  transferState(core.state, writer);
  writer.flush();
  const bytes = Buffer.concat(pieces);
  let at = 0;
  const read = new State();
  transferState(
    read,
    new ImageReader((into) => {
      into.set(bytes.subarray(at, at + into.length));
      at += into.length;
    }, bytes.length),
  );
  expect(read.venues).toEqual(core.state.venues);
  expect(read.venues.exceptions.size).toBe(1);
});
