/**
 * The blotter in headless Chromium: frames a second and memory of the page while orders on its screen change, the first page
 * and a jump among a million orders. The desk runs in the bench's process, the browser has the other processor's time.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { Random } from "../../src/lib/random.ts";
import { FollowerFixture } from "../../test/support/follower-fixture.ts";
import { TradingDay } from "../../test/support/trading-day.ts";
import type { BenchRow } from "../row.ts";

const CHROMIUM = "/usr/bin/chromium";
const BLOTTER = join(import.meta.dirname, "../../dist/blotter/index.html");
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--enable-precise-memory-info"];
const UPDATES_PER_SECOND = 2_000;
const TURN_MS = 10;
const SECONDS = 15;
const JUMPS = 20;
const ROW_HEIGHT = 24;
const SCREEN = { viewport: { width: 1_600, height: 1_000 } };
const MB = 1_000_000;
/** Runs in the page: frames in so many milliseconds, and the longest time between two. */
const FRAMES = `(ms) => new Promise((resolve) => {
  let count = 0, longest = 0, last = performance.now();
  const end = last + ms;
  const frame = (now) => {
    count++;
    longest = Math.max(longest, now - last);
    last = now;
    if (now < end) requestAnimationFrame(frame);
    else resolve({ perSecond: (count * 1000) / ms, longest });
  };
  requestAnimationFrame(frame);
})`;

export async function run(quick = false): Promise<BenchRow[]> {
  if (!existsSync(CHROMIUM) || !existsSync(BLOTTER)) {
    const note = "skipped: needs chromium, and the built blotter";
    return [{ name: "blotter in the browser", unit: "frames/s", value: 0, note }];
  }
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  try {
    return [...(await moving(browser, quick)), ...(await many(browser, quick))];
  } finally {
    await browser.close();
  }
}

async function moving(browser: Browser, quick: boolean): Promise<BenchRow[]> {
  const orders = quick ? 2_000 : 100_000;
  const { fixture, day } = await desk(orders);
  const page = await browser.newPage(SCREEN);
  await show(page, fixture);
  let steps = 0;
  const beganMs = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - beganMs) / 1_000) * UPDATES_PER_SECOND;
    for (; steps < due; steps++) day.step();
    fixture.journal.commit();
  }, TURN_MS);
  await page.waitForTimeout(quick ? 300 : 3_000);
  const seconds = quick ? 1 : SECONDS;
  const frames = await page.evaluate<{ perSecond: number; longest: number }>(`(${FRAMES})(${seconds * 1_000})`);
  clearInterval(timer);
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN;
  await page.close();
  await fixture.close();
  const rate = Math.round(steps / ((performance.now() - beganMs) / 1_000));
  const what = `${orders.toLocaleString("en-US")} orders, ${rate.toLocaleString("en-US")} changes/s made`;
  return [
    { name: `blotter: frames, ${what}`, unit: "frames/s", value: frames.perSecond, reach: 50 },
    { name: "blotter: longest time between two frames", unit: "ms", value: frames.longest },
    { name: "blotter: the page's heap after that", unit: "MB", value: heap / MB, reach: 200 },
  ];
}

async function many(browser: Browser, quick: boolean): Promise<BenchRow[]> {
  const orders = quick ? 3_000 : 1_000_000;
  const { fixture } = await desk(orders);
  const page = await browser.newPage(SCREEN);
  const beganMs = performance.now();
  await show(page, fixture);
  const firstMs = performance.now() - beganMs;
  const random = new Random(1);
  const jumps: number[] = [];
  for (let jump = 0; jump < (quick ? 2 : JUMPS); jump++) {
    const index = random.below(orders - 100);
    // From the wheel's turn to the row on the screen, in the page itself.
    jumps.push(
      await page.evaluate<number>(`(async () => {
        const grid = document.querySelector(".orders-panel .grid");
        const began = performance.now();
        grid.scrollTop = ${index * ROW_HEIGHT};
        while (!document.querySelector('[aria-rowindex="${index + 4}"]')) await new Promise(requestAnimationFrame);
        return performance.now() - began;
      })()`),
    );
  }
  await page.close();
  await fixture.close();
  const of = `${orders.toLocaleString("en-US")} orders`;
  jumps.sort((a, b) => a - b);
  return [
    { name: `blotter, ${of}: from the address to the first rows`, unit: "ms", value: firstMs, reach: 1_000 },
    { name: `blotter, ${of}: a jump to any place, median`, unit: "ms", value: jumps[jumps.length >> 1], reach: 100 },
    { name: `blotter, ${of}: the slowest jump of ${jumps.length}`, unit: "ms", value: jumps[jumps.length - 1] },
  ];
}

async function desk(orders: number): Promise<{ fixture: FollowerFixture; day: TradingDay }> {
  const fixture = new FollowerFixture();
  const day = new TradingDay(fixture.journal, 1);
  day.begin();
  for (let order = 1; order <= orders; order++) {
    day.newOrder();
    if (order % 1_000 === 0) fixture.journal.commit();
  }
  fixture.journal.commit();
  await fixture.start();
  await fixture.caughtUp();
  // A house that has been open for a while: its history is not being made beside.
  for (let asOf = 0; asOf < fixture.journal.writer.durableSequence; ) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    ({ asOf } = (await (await fetch(`${fixture.address}/api/orders?limit=1`)).json()) as { asOf: number });
  }
  return { fixture, day };
}

async function show(page: Page, fixture: FollowerFixture): Promise<void> {
  await page.goto(fixture.address);
  await page.waitForSelector("[data-order-id]");
}
