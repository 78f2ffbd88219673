/** The FIX venue against an acceptor that answers what the test has it answer, or nothing. */
import { afterEach, describe, expect, it } from "vitest";
import { ExceptionKind } from "../../src/domain/values.ts";
import { msgSeqNumOf, reportSequenceOf } from "../../src/domain/venue-session.ts";
import { withoutStale } from "../../src/exchange/stale-requests.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { fixSessionConfig } from "../../src/fix/session-types.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { type BenchOptions, FixVenueBench } from "../support/fix-venue-bench.ts";
import { cancel, newOrder, replace } from "../support/trade-words.ts";

let bench: FixVenueBench;
const open = async (options: BenchOptions = {}) => {
  bench = await FixVenueBench.open(options);
};
afterEach(async () => {
  await bench?.close();
});

const UNKNOWN = "35=8|37=NONE|150=I|39=8|103=5";

describe("a request that was not answered when the line was cut", () => {
  it("is asked for, sent again under the same number with 97=Y, and answered: nothing is in doubt", async () => {
    await open();
    bench.tell(newOrder("A"));
    expect(await bench.next({ 35: "D" })).toMatchObject({ 11: "1-1", 38: "100", 44: "100.00", 55: "ZVZZT" });
    await bench.blink();
    await bench.next({ 35: "H", 11: "1-1" });
    bench.say(`${UNKNOWN}|11=1-1`);
    expect(await bench.next({ 35: "D", 97: "Y" })).toMatchObject({ 11: "1-1", 38: "100" });
    bench.say("35=8|11=1-1|150=0|39=0|38=100|151=100");
    await bench.until(() => bench.order(1)?.ordStatus === "0", "the order is not accepted");
    expect([bench.doubts, bench.exceptions]).toEqual([[], []]);
  });

  it("is over for the client where the venue's policy says so", async () => {
    await open({ row: "unknown: cancel" });
    bench.tell(newOrder("A"));
    await bench.next({ 35: "D" });
    await bench.blink();
    await bench.next({ 35: "H", 11: "1-1" });
    bench.say(`${UNKNOWN}|11=1-1`);
    await bench.until(() => bench.order(1)?.ordStatus === "4", "the order is not canceled");
    expect(bench.doubts).toEqual([]);
  });

  it("is asked for with all others at once where the venue has that, and by itself when it is not among them", async () => {
    await open({ row: "massStatus: true" });
    for (const clOrdId of ["A", "B"]) bench.tell(newOrder(clOrdId));
    for (const orderId of [1, 2]) await bench.next({ 35: "D", 11: `${orderId}-1` });
    await bench.blink();
    const { 584: id } = await bench.next({ 35: "AF", 585: "7" });
    bench.say(`35=8|11=2-1|37=V2|150=I|39=0|38=100|44=100.00|584=${id}|911=1|912=Y`);
    await bench.until(() => bench.order(2)?.ordStatus === "0", "order 2 is not taken as accepted");
    expect(bench.order(2)?.exchangeOrderId).toBe("V2");
    await bench.next({ 35: "H", 11: "1-1" });
    bench.say(`${UNKNOWN}|11=1-1`);
    await bench.next({ 35: "D", 97: "Y", 11: "1-1" });
  });

  it("is asked for one by one when the venue rejects the question for all", async () => {
    await open({ row: "massStatus: true" });
    bench.tell(newOrder("A"));
    await bench.next({ 35: "D" });
    await bench.blink();
    const { 34: number } = await bench.next({ 35: "AF" });
    bench.say(`35=j|45=${number}|372=AF|380=3`);
    await bench.next({ 35: "H", 11: "1-1" });
  });

  it("keeps its order's replaces waiting until the venue has said how it stands; a cancel leaves at once", async () => {
    await open();
    bench.tell(newOrder("A"));
    await bench.accept(1);
    bench.tell(replace("R", "A", { qtyMantissa: 200 }));
    await bench.next({ 35: "G", 11: "1-2", 41: "1-1" });
    await bench.blink();
    await bench.next({ 35: "H", 11: "1-1" });
    bench.tell(cancel("C", "R"));
    await bench.next({ 35: "F", 11: "1-3" });
    bench.say("35=8|11=1-2|37=V1|150=I|39=0|38=200|44=100.00");
    await bench.until(() => bench.order(1)?.orderQty === 200, "the replace is not taken as accepted");
    bench.say("35=8|11=1-3|41=1-2|150=4|39=4|38=200");
    await bench.until(() => bench.order(1)?.ordStatus === "4", "the order is not canceled");
    expect(bench.doubts).toEqual([]);
  });
});

it("an order that came while the line was down leaves when it is up, where the venue's policy is to hold it", async () => {
  await open({ row: "whenDown: hold" });
  bench.session.disconnect("cut by the test");
  await bench.until(() => !bench.isUp, "the OMS has not seen that the line is cut");
  bench.tell(newOrder("A"));
  await bench.accept(1);
  expect([bench.doubts, bench.exceptions]).toEqual([[], []]);
});

describe("what the venue says of orders", () => {
  it("is an exception with both figures when its CumQty is another than ours, and nothing is booked", async () => {
    await open();
    bench.tell(newOrder("A"));
    await bench.next({ 35: "D" });
    await bench.blink();
    await bench.next({ 35: "H" });
    bench.say("35=8|11=1-1|150=I|39=1|38=100|44=100.00|14=60|6=100.00");
    await bench.until(() => bench.exceptions.length > 0, "no exception was opened");
    expect(bench.exceptions).toMatchObject([
      { kind: ExceptionKind.CumQtyDiffers, orderId: 1, text: "OUTSIDE says CumQty(14) 60, we have booked 0 lots" },
    ]);
    expect(bench.order(1)?.cumQty).toBe(0);
  });

  it("is told to people when we do not know the order, which is canceled where the policy says so", async () => {
    await open({ row: "alien: cancel" });
    bench.say("35=8|11=STRANGE|37=V77|150=0|39=0|38=300|55=ZVZZT|54=2");
    const sent = await bench.next({ 35: "F", 41: "STRANGE" });
    expect(sent).toMatchObject({ 55: "ZVZZT", 54: "2" });
    expect(sent[11]).toMatch(/^A\d+$/);
    expect(bench.exceptions).toMatchObject([{ kind: ExceptionKind.AlienOrder, orderId: 0 }]);
    bench.say(`35=8|11=${sent[11]}|41=STRANGE|37=V77|150=4|39=4|38=300|55=ZVZZT|54=2`);
    bench.tell(newOrder("A"));
    await bench.accept(1);
    expect(bench.exceptions).toHaveLength(1);
  });

  it.each([
    ["alert", ""],
    ["cancel", "alien: cancel, clOrdIdPrefix: LS"],
  ])(
    "is told of every order we do not know, however it is named and told of, once each (alien: %s)",
    async (policy, row) => {
      await open({ row });
      bench.tell(newOrder("A"));
      const { 11: ours } = await bench.next({ 35: "D" });
      bench.say(`35=8|11=${ours}|150=0|39=0|38=100|151=100`);
      const names = ["STRANGE", "A17", "999-1", "LS999-1", "1-1x", "", "B".repeat(64)];
      const reports = [
        "150=0|39=0|151=300",
        "150=F|39=1|32=5|31=99.99|14=5",
        "150=I|39=1|14=7",
        "150=F|39=2|32=300|31=99.99|14=300",
      ];
      const strangers = names.flatMap((name, at) =>
        reports.map((told, index) => ({ id: `V${at}-${index}`, name, told })),
      );
      for (const { id, name, told } of strangers) {
        const named = name === "" ? "" : `11=${name}|`;
        bench.say(`35=8|${named}37=${id}|${told}|38=300|55=ZVZZT|54=2`);
        bench.say(`35=8|${named}37=${id}|${told}|38=300|55=ZVZZT|54=2`);
      }
      const found = () => bench.exceptions.filter(({ kind }) => kind === ExceptionKind.AlienOrder);
      await bench.until(() => found().length >= strangers.length, "not every stranger is told of");
      const idsOf = () => found().map(({ text }) => /OrderID\(37\) (\S+)\)/.exec(text)?.[1]);
      expect(idsOf().toSorted()).toEqual(strangers.map(({ id }) => id).toSorted());
      const canceled = () => bench.ear.received.all.filter((message) => message[35] === "F");
      if (policy === "alert") return expect(canceled()).toEqual([]);
      await bench.until(() => canceled().length >= strangers.length, "not every stranger is canceled");
      const cancels = canceled();
      expect(cancels.map((message) => message[37]).toSorted()).toEqual(idsOf().toSorted());
      // What the venue says of these cancels is no new stranger; that it will not do them people have to know.
      const [first, second] = cancels;
      bench.say(`35=8|11=${first[11]}|41=${first[41]}|37=V0-0|150=6|39=6|38=300|55=ZVZZT|54=2`);
      bench.say(`35=9|11=${second[11]}|41=${second[41]}|37=V0-1|39=1|102=2|434=1|58=not now`);
      await bench.until(() => found().length > strangers.length, "nobody is told that the stranger stays");
      expect(
        found()
          .slice(strangers.length)
          .map(({ text }) => text),
      ).toEqual([`the venue has not canceled the order ${second[41]}, which we do not know: not now`]);
    },
  );

  it("is canceled by the venue's own symbol, whatever we call by that name", async () => {
    await open({ row: "alien: cancel, symbols: [{ symbol: ZVZZT, theirs: TEST }]" });
    bench.say("35=8|11=STRANGE|37=V77|150=0|39=0|38=300|55=ZVZZT|54=2");
    expect(await bench.next({ 35: "F", 41: "STRANGE" })).toMatchObject({ 55: "ZVZZT", 54: "2" });
  });

  it("is booked exactly or not at all: a price off our scale is an exception", async () => {
    await open();
    bench.tell(newOrder("A"));
    await bench.accept(1);
    bench.say("35=8|11=1-1|150=F|39=1|38=100|32=40|31=99.9950|14=40|17=T1");
    await bench.until(() => bench.exceptions.length > 0, "no exception was opened");
    expect(bench.exceptions[0]).toMatchObject({ kind: ExceptionKind.Unbookable, orderId: 1 });
    expect(bench.exceptions[0].text).toContain("LastPx(31) 99.9950");
    bench.say("35=8|11=1-1|150=F|39=1|38=100|32=40|31=99.9900|14=40|17=T2");
    await bench.until(() => bench.order(1)?.cumQty === 40, "the fill is not booked");
    bench.say("35=8|11=1-1|150=F|39=1|38=100|32=40|31=99.99|14=40|17=T2");
    bench.tell(newOrder("B"));
    await bench.accept(2);
    expect(bench.order(1)?.cumQty).toBe(40);
  });

  it.each(["FIX.4.2", "FIX.4.4"] as const)(
    "busts and corrects trades, in %s by its own fields",
    async (beginString) => {
      await open({ beginString });
      bench.tell(newOrder("A"));
      await bench.accept(1);
      const isOld = beginString === "FIX.4.2";
      const fill = isOld ? "150=1" : "150=F";
      bench.say(`35=8|11=1-1|${fill}|39=1|38=100|32=40|31=99.99|14=40|151=60|17=T1`);
      bench.say(`35=8|11=1-1|${fill}|39=1|38=100|32=10|31=99.99|14=50|151=50|17=T2`);
      await bench.until(() => bench.order(1)?.cumQty === 50, "the fills are not booked");
      const bust = isOld ? "20=1|150=1" : "150=H";
      bench.say(`35=8|11=1-1|${bust}|39=1|38=100|32=40|31=99.99|14=10|151=90|17=T3|19=T1`);
      await bench.until(() => bench.order(1)?.cumQty === 10, "the trade is not undone");
      const correct = isOld ? "20=2|150=1" : "150=G";
      bench.say(`35=8|11=1-1|${correct}|39=1|38=100|32=5|31=99.98|14=5|151=95|17=T4|19=T2`);
      await bench.until(() => bench.order(1)?.cumQty === 5, "the trade is not corrected");
      expect(bench.order(1)).toMatchObject({ leavesQty: 95, avgPxMantissa: 99_980_000, avgPxScale: 6 });
      expect(bench.exceptions).toEqual([]);
    },
  );

  it.each([
    ["Reject(3)", (number: string) => `35=3|45=${number}|371=44|372=D|373=5|58=no such price`],
    ["BusinessMessageReject(j)", (number: string) => `35=j|45=${number}|372=D|380=4|58=no such price`],
  ])("refuses the order when its message is rejected by %s, with the venue's words", async (_, rejectOf) => {
    await open();
    bench.tell(newOrder("A"));
    const { 34: number } = await bench.next({ 35: "D" });
    bench.say(rejectOf(number));
    await bench.until(() => bench.order(1)?.ordStatus === "8", "the order is not refused");
    bench.tell(newOrder("B"));
    await bench.accept(2);
    bench.tell(cancel("C", "B"));
    const { 34: cancelNumber } = await bench.next({ 35: "F" });
    bench.say(`35=j|45=${cancelNumber}|372=F|380=4|58=not now`);
    await bench.until(() => bench.order(2)?.pending === "", "the cancel is not refused");
    expect(bench.order(2)?.ordStatus).toBe("0");
    expect(bench.exceptions).toEqual([]);
  });
});

it("a request that is older than the market it was meant for is missing for a resend, a cancel is not", () => {
  const clock = new ManualClock(BigInt(Date.UTC(2026, 10, 22)) * 1_000_000n);
  const store = new MemoryStore();
  const config = fixSessionConfig({ beginString: "FIX.4.4", senderCompId: "GW", targetCompId: "VENUE" });
  const session = new FixSession({ id: 1, config, store, clock });
  for (const msgType of ["D", "G", "F", "H"]) {
    session.begin(msgType).text(11, "1-1");
    session.send();
  }
  const resent = () => {
    const numbers: number[] = [];
    withoutStale(store, 1_000, clock).readSent(1, 4, (msgSeqNum) => numbers.push(msgSeqNum));
    return numbers;
  };
  expect(resent()).toEqual([1, 2, 3, 4]);
  clock.advanceMs(1_001);
  expect(resent()).toEqual([3, 4]);
});

it("reports are numbered after their messages, and begin a new epoch when a session's numbers begin again", () => {
  const numbers: number[] = [];
  for (const each of [1, 2, 5, 1, 2, 1]) numbers.push(reportSequenceOf(each, numbers.at(-1) ?? 0));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(new Set(numbers).size).toBe(6);
  expect(numbers.map(msgSeqNumOf)).toEqual([1, 2, 5, 1, 2, 1]);
});

describe("what a venue is sent", () => {
  it("is in its words: symbols, tags, ClOrdIDs", async () => {
    await open({
      row: 'clOrdIdPrefix: LS, symbols: [{ symbol: ZVZZT, theirs: TEST, securityId: US0001, securityIdSource: "4", exchange: XTST }], tags: [{ message: D, tag: 1, value: HOUSE }, { message: "*", tag: 59, remove: true }, { message: D, tag: 207, renameTo: 100 }]',
    });
    bench.tell(newOrder("A"));
    const sent = await bench.next({ 35: "D" });
    expect(sent).toMatchObject({ 11: "LS1-1", 55: "TEST", 48: "US0001", 22: "4", 100: "XTST", 1: "HOUSE" });
    expect([sent[207], sent[59]]).toEqual([undefined, undefined]);
    bench.say("35=8|11=LS1-1|150=0|39=0|38=100|151=100");
    await bench.until(() => bench.order(1)?.ordStatus === "0", "the order is not accepted");
  });

  it("has the terms few orders have, and the client's own fields as they came; a replace says them again", async () => {
    await open();
    const parties = "453=2\x01448=P1\x01447=D\x01452=1\x01448=P2\x01447=D\x01452=12\x01528=A\x01";
    bench.tell(newOrder("A", { moreTerms: [111, 40, 0], carried: parties }));
    expect(await bench.next({ 35: "D" })).toMatchObject({ 111: "40", 453: "2", 448: "P2", 452: "12", 528: "A" });
    bench.say("35=8|11=1-1|150=0|39=0|38=100|151=100");
    await bench.until(() => bench.order(1)?.ordStatus === "0", "the order is not accepted");
    bench.tell(replace("R", "A", { qtyMantissa: 200 }));
    expect(await bench.next({ 35: "G" })).toMatchObject({ 38: "200", 111: "40", 453: "2", 528: "A" });
    expect(bench.ear.received.all.length).toBe(2);
  });

  it("has its required fields in FIX 4.2, and fills come back by ExecTransType and ExecType 1 and 2", async () => {
    await open({ beginString: "FIX.4.2" });
    bench.tell(newOrder("A"));
    expect(await bench.next({ 35: "D" })).toMatchObject({ 21: "1", 11: "1-1" });
    bench.say("35=8|11=1-1|150=0|39=0|38=100|151=100");
    bench.say("35=8|11=1-1|150=1|39=1|38=100|32=40|31=100.00|14=40|151=60|17=T1");
    bench.say("35=8|11=1-1|150=2|39=2|38=100|32=60|31=100.00|14=100|17=T2");
    await bench.until(() => bench.order(1)?.ordStatus === "2", "the order is not filled");
  });

  it("is no more a second than it takes, cancels first", async () => {
    await open({ row: "throttle: { perSecond: 4, burst: 2 }" });
    for (const clOrdId of ["A", "B", "C", "D"]) bench.tell(newOrder(clOrdId));
    await bench.next({ 35: "D", 11: "1-1" });
    await bench.next({ 35: "D", 11: "2-1" });
    bench.tell(cancel("X", "A"));
    bench.tell(cancel("Y", "D"));
    await bench.next({ 35: "F", 11: "4-2" });
    const order = bench.ear.received.all.map((message) => `${message[35]} ${message[11]}`);
    // The cancel of an order that waits itself does not overtake it.
    expect(order).toEqual(["D 1-1", "D 2-1", "F 1-2", "D 3-1", "D 4-1", "F 4-2"]);
  });
});

describe("the drop copy of a venue", () => {
  it("is compared with what we booked: what is on one side only, or differs, is an exception, and nothing is booked", async () => {
    await open({ withDropCopy: true });
    await bench.until(() => bench.copy.loggedOn, "the drop copy session is not up");
    bench.tell(newOrder("A"));
    await bench.accept(1);
    const fill = (execId: string, qty: number) =>
      `35=8|11=1-1|37=V1|150=F|39=1|38=100|32=${qty}|31=100.00|14=${qty}|151=1|17=${execId}`;
    bench.say(fill("T1", 10));
    bench.say(fill("T1", 10), bench.copy);
    bench.say(fill("T2", 11), bench.copy);
    bench.say(fill("T2", 11));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(bench.exceptions).toEqual([]);
    const fromMs = performance.now();
    bench.say(fill("T3", 12), bench.copy);
    bench.say(fill("T4", 13));
    bench.say(fill("T5", 14));
    bench.say(fill("T5", 15), bench.copy);
    await bench.until(() => bench.exceptions.length === 3, "the breaks are not seen");
    expect(performance.now() - fromMs).toBeLessThan(5_000);
    expect(bench.exceptions.map(({ text }) => text).toSorted()).toEqual([
      "ExecID(17) T5 is 15 @ 100.00 in the drop copy, and booked as 14 @ 100.00",
      "the drop copy has ExecID(17) T3 (12 @ 100.00, ClOrdID(11) 1-1), which we have not booked",
      "we have booked ExecID(17) T4, which the drop copy does not have",
    ]);
    expect(bench.order(1)?.cumQty).toBe(10 + 11 + 13 + 14);
    expect(bench.exceptions.every(({ kind, orderId }) => kind === ExceptionKind.DropCopyBreak && orderId === 1)).toBe(
      true,
    );
  });

  it("is no break while the line that would bring the fill is down", async () => {
    await open({ withDropCopy: true });
    await bench.until(() => bench.copy.loggedOn, "the drop copy session is not up");
    bench.tell(newOrder("A"));
    await bench.accept(1);
    const fill = "35=8|11=1-1|37=V1|150=F|39=1|38=100|32=10|31=100.00|14=10|151=90|17=T1";
    bench.session.disconnect("cut by the test");
    bench.say(fill);
    bench.say(fill, bench.copy);
    await bench.until(() => bench.order(1)?.cumQty === 10, "the fill did not come by resend");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(bench.exceptions).toEqual([]);
  });
});
