/** A hundred thousand orders under a hand that scrolls: each row it reaches is the order that belongs there. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OrderRow } from "../../src/desk/wire.ts";
import { CommandType } from "../../src/domain/records.generated.ts";
import { OrdType, Side, TimeInForce } from "../../src/domain/values.ts";
import { Random } from "../../src/lib/random.ts";
import { BlotterBrowser, missingBrowser } from "../support/browser.ts";

const ORDERS = 100_000;
const JUMPS = process.env.LOCKSTEP_FULL === "1" ? 200 : 12;
const SEED = Number(process.env.LOCKSTEP_SEED ?? 20261122);
/** A hole on the screen may last this long, on a machine that does ten other things. */
const BLANK_MAX_MS = 5_000;

/** Runs in the page: notes the longest time in which some part of the table had no row on it. */
const WATCH_BLANKS = `(() => {
  const grid = document.querySelector(".orders-panel .grid");
  globalThis.longestBlankMs = 0;
  let since = null;
  const look = () => {
    const box = grid.getBoundingClientRect();
    const isBlank = [0.15, 0.5, 0.9].some(
      (part) => document.elementFromPoint(box.left + 200, box.top + box.height * part)?.closest(".grid-row") == null,
    );
    if (!isBlank) since = null;
    else {
      since ??= performance.now();
      globalThis.longestBlankMs = Math.max(globalThis.longestBlankMs, performance.now() - since);
    }
    requestAnimationFrame(look);
  };
  look();
})()`;
/** Runs in the page: each row wholly within the table, with its place and what it says. */
const SHOWN_ROWS = `(() => {
  const box = document.querySelector(".orders-panel .grid").getBoundingClientRect();
  return [...document.querySelectorAll(".orders-panel .grid-row")]
    .map((row) => ({
      at: row.getBoundingClientRect(),
      place: Number(row.getAttribute("aria-rowindex")) - 2,
      orderId: Number(row.getAttribute("data-order-id")),
      clOrdId: row.querySelector('[data-column="clOrdId"]')?.textContent,
      orderQty: row.querySelector('[data-column="orderQty"]')?.textContent,
    }))
    .filter(({ at }) => at.top > box.top + 25 && at.bottom < box.bottom + 1)
    .sort((a, b) => a.place - b.place)
    .map(({ at: _, ...row }) => row);
})()`;
type ShownRow = { place: number; orderId: number; clOrdId: string; orderQty: string };

describe.skipIf(missingBrowser !== "")(
  `${ORDERS.toLocaleString("en-US")} orders in a browser ${missingBrowser}`,
  () => {
    let desk: BlotterBrowser;
    let page: Page;

    beforeAll(async () => {
      desk = new BlotterBrowser(0);
      desk.begin();
      const { journal } = desk.fixture;
      const order = {
        type: CommandType.NewOrder,
        msgSeqNum: 1,
        possResend: false,
        account: "",
        symbol: "ACME",
        side: Side.Buy,
        ordType: OrdType.Limit,
        timeInForce: TimeInForce.Day,
        qtyScale: 0,
        priceMantissa: 10_050,
        priceScale: 2,
        unsupported: "",
        securityId: "",
        securityExchange: "",
        carried: "",
      } as const;
      for (let number = 1; number <= ORDERS; number++) {
        const about = { sessionId: 1 + (number % 5), clOrdId: `S${number}`, qtyMantissa: 1 + (number % 9_973) };
        journal.submit({ ...order, ...about, moreTerms: [] }, "", false);
      }
      journal.commit();
      await desk.start();
      page = await desk.open("", "laptop");
      await page.waitForSelector(".orders-panel [data-order-id]", { timeout: 60_000 });
      await page.evaluate(WATCH_BLANKS);
    }, 120_000);
    afterAll(() => desk?.close());

    const shown = () => page.evaluate<ShownRow[]>(SHOWN_ROWS);
    /** The first and the last row that should be wholly on the screen. */
    const places = () =>
      page.evaluate<[first: number, last: number]>(`(() => {
        const { scrollTop, clientHeight } = document.querySelector(".orders-panel .grid");
        return [Math.ceil(scrollTop / 24), Math.min(${ORDERS}, Math.floor((scrollTop + clientHeight - 26) / 24)) - 1];
      })()`);
    const selected = () => page.locator('.orders-panel [data-active="true"]').getAttribute("data-order-id");

    /** Every row of the screen is there, without a gap, and is the order that the API has in its place. */
    async function right(what: string): Promise<ShownRow[]> {
      let rows: ShownRow[] = [];
      const isWhole = async () => {
        const [first, last] = await places();
        rows = await shown();
        const isWithoutGap = rows.every(({ place }, index) => place === first + index);
        return rows.length > 10 && isWithoutGap && rows[rows.length - 1].place >= last;
      };
      await expect.poll(isWhole, { timeout: 20_000, interval: 30, message: what }).toBe(true);
      const before = rows[0].orderId + 1;
      const reply = await fetch(`${desk.fixture.address}/api/orders?limit=${rows.length}&before=${before}`);
      const { rows: known } = (await reply.json()) as { rows: OrderRow[] };
      expect(rows, what).toEqual(
        known.map(({ orderId, clOrdId, orderQty }) => ({
          place: ORDERS - orderId,
          orderId,
          clOrdId,
          orderQty: orderQty.toLocaleString("en-US"),
        })),
      );
      return rows;
    }

    test("End, Home, PageDown and PageUp reach the rows that are there", async () => {
      await page.locator(".orders-panel .grid").focus();
      await page.keyboard.press("End");
      expect((await right("End")).at(-1)!.orderId).toBe(1);
      await expect.poll(selected, { timeout: 20_000 }).toBe("1");
      await page.keyboard.press("PageUp");
      await page.keyboard.press("PageUp");
      const up = await right("two pages up");
      expect(up[0].place).toBeGreaterThan(ORDERS - 10 * up.length);
      expect(up.map(({ orderId }) => String(orderId))).toContain(await selected());
      await page.keyboard.press("Home");
      expect((await right("Home"))[0].orderId).toBe(ORDERS);
      for (let turn = 0; turn < 12; turn++) await page.keyboard.press("PageDown");
      const rows = await right("twelve pages down");
      expect(rows.at(-1)!.place).toBeGreaterThan(100);
      // What the keys stand on is wholly on the screen.
      const inView = async () =>
        (await shown()).map(({ orderId }) => String(orderId)).includes((await selected()) ?? "");
      await expect.poll(inView, { timeout: 20_000 }).toBe(true);
    }, 120_000);

    test(`a hand that drags and wheels finds the right order wherever it stops (seed ${SEED})`, async () => {
      const random = new Random(SEED);
      const grid = page.locator(".orders-panel .grid");
      const box = (await grid.boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      for (let jump = 0; jump < JUMPS; jump++) {
        const to = random.below(ORDERS);
        if (jump % 3 === 0) {
          for (let turn = 0; turn < 8; turn++) await page.mouse.wheel(0, 400 + random.below(4_000));
          await right(`wheel ${jump}`);
        } else {
          // A thumb of the scroll bar that is dragged passes by much on its way.
          const from = (await places())[0] * 24;
          for (let step = 1; step <= 6; step++) {
            const top = from + ((to * 24 - from) * step) / 6;
            await grid.evaluate((element, place) => element.scrollTo(0, place as number), top);
          }
          await right(`drag ${jump} to ${to}`);
        }
      }
    }, 120_000);

    test("no part of the table was empty for long, and nothing was logged", async () => {
      const blankMs = await page.evaluate<number>("globalThis.longestBlankMs");
      process.stdout.write(`longest hole while scrolling ${ORDERS} orders: ${Math.round(blankMs)} ms\n`);
      expect(blankMs).toBeLessThan(BLANK_MAX_MS);
      expect(desk.problems).toEqual([]);
    });
  },
);
