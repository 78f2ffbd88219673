import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FollowerFixture } from "../support/follower-fixture.ts";
import { pathStatus } from "../support/path-status.ts";
import { TradingDay } from "../support/trading-day.ts";

const CHROMIUM = "/usr/bin/chromium";
const BLOTTER = join(import.meta.dirname, "../../dist/blotter/index.html");
const ARGS = [
  "--no-sandbox",
  "--headless",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
/** A directory for pictures of the page; none are made without it. */
const PICTURES = process.env.LOCKSTEP_PICTURES;
/** Runs in the page: the first order wholly below the table's header, and where it stands. */
const TOP_ROW = `(() => {
  const top = document.querySelector(".orders-panel .grid").getBoundingClientRect().top + 26;
  const rows = [...document.querySelectorAll("[data-order-id]")]
    .map((row) => [row.getBoundingClientRect().top, row.dataset.orderId])
    .filter(([rowTop]) => rowTop >= top)
    .sort((a, b) => a[0] - b[0]);
  return rows[0].join(" ");
})()`;
const missing = !existsSync(CHROMIUM)
  ? "skipped: needs chromium"
  : !existsSync(BLOTTER)
    ? "skipped: needs the built blotter (npm run build)"
    : "";

describe.skipIf(missing !== "")(`the blotter in a browser ${missing}`, () => {
  let fixture: FollowerFixture;
  let browser: Browser;
  let day: TradingDay;
  let second = 0;
  const problems: string[] = [];

  beforeAll(async () => {
    // A step is 12 ms of the clients' day, and the day ends now, so that the times on the screen are like a real day's.
    fixture = new FollowerFixture(BigInt(Date.now()) * 1_000_000n - 60_000_000_000n);
    day = new TradingDay(fixture.journal, 11);
    day.begin();
    for (let step = 0; step < 4_000; step++) {
      fixture.journal.timeNs += 12_000_000n;
      day.step();
    }
    fixture.journal.commit();
    await fixture.start();
    setInterval(() => fixture.tell(pathStatus(fixture.journal, second++)), 1_000).unref();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  });
  afterAll(async () => {
    await browser?.close();
    await fixture?.close();
  });

  async function open(width: number, height: number, colorScheme: "dark" | "light" = "dark"): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
    });
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.goto(fixture.address);
    await page.waitForSelector("[data-order-id]");
    return page;
  }

  function flow(steps: number): void {
    for (let step = 0; step < steps; step++) {
      fixture.journal.timeNs += 12_000_000n;
      day.step();
    }
    fixture.journal.commit();
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  const cell = (page: Page, orderId: number, column: string) =>
    page.locator(`[data-order-id="${orderId}"] [data-column="${column}"]`);

  test("shows the journal's orders and says which sequence they are true at", async () => {
    const page = await open(1600, 1000);
    expect(await page.title()).toBe("SIM · Lockstep");
    await expect
      .poll(() => page.locator("#sequence b").innerText())
      .toBe(fixture.journal.writer.durableSequence.toLocaleString("en-US"));
    const newest = fixture.journal.state.orders.count;
    expect(await page.locator("[data-order-id]").first().getAttribute("data-order-id")).toBe(String(newest));
    // Only what is on the screen is in the page, however many orders there are.
    expect(await page.locator("[data-order-id]").count()).toBeLessThan(60);
    for (let turn = 0; turn < 25; turn++) {
      flow(4);
      await page.waitForTimeout(PICTURES === undefined ? 20 : 1_000);
    }
    flow(6);
    await page.waitForTimeout(150);
    await picture(page, "orders-1600");
    await page.close();
  });

  test("shows a new order and its fill within two conflation windows", async () => {
    const page = await open(1280, 800);
    const orderId = day.newOrder();
    fixture.journal.commit();
    await expect.poll(() => cell(page, orderId, "clOrdId").count()).toBe(1);
    const status = fixture.journal.state.orders.ordStatus(orderId) === "8" ? "Rejected" : "Pend new";
    expect(await cell(page, orderId, "ordStatus").innerText()).toContain(status);
    await picture(page, "orders-1280");
    await page.close();
  });

  test("opens the selected order with Enter, decodes its messages, and closes with Escape", async () => {
    const page = await open(1600, 1000);
    // The order of the newest sixty with the longest story.
    const { orders } = fixture.journal.state;
    let chosen = orders.count;
    for (let orderId = orders.count; orderId > orders.count - 60; orderId--) {
      if (orders.requestNumber[orderId] > 1 && orders.cumQty[orderId] > 0) chosen = orderId;
    }
    for (let step = orders.count - chosen; step >= 0; step--) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".timeline-frame");
    await picture(page, "timeline-1600");
    await page.keyboard.press("ArrowRight");
    await page.waitForSelector(".fields");
    expect(await page.locator('[data-tag="35"]').innerText()).toMatch(/35\s+MsgType\s+D\s+New Order Single/);
    await picture(page, "messages-1600");
    await page.keyboard.press("Escape");
    expect(await page.locator(".drawer").count()).toBe(0);
    await page.close();
  });

  test("filters on the server from the box behind /, and by group", async () => {
    const page = await open(1600, 1000);
    await page.keyboard.press("/");
    await page.keyboard.type("nova sell");
    await expect
      .poll(async () => [...new Set(await page.locator('.orders-panel [data-column="symbol"]').allInnerTexts())])
      .toEqual(["NOVA"]);
    await page.locator(".segments button", { hasText: "Filled" }).click();
    await expect
      .poll(async () => [...new Set(await page.locator('.orders-panel [data-column="ordStatus"]').allInnerTexts())])
      .toEqual(["●Filled"]);
    await picture(page, "filtered-1600");
    await page.close();
  });

  test("groups orders on the server, opens a group, and adds it up", async () => {
    const page = await open(1600, 1000);
    await page.getByRole("button", { name: /^Group/ }).click();
    await page.getByRole("checkbox", { name: "Symbol" }).check();
    await page.getByRole("checkbox", { name: "Side" }).check();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator(".group-label").count()).toBeGreaterThan(5);
    const group = page.locator('[data-order-id="NOVA"]');
    expect(await group.locator('[data-column="orderQty"]').innerText()).toMatch(/^[\d,]+$/);
    await group.click();
    await page.locator(`[data-order-id="NOVA\u001fSell"]`).click();
    await page.waitForTimeout(200);
    const rows = page.locator('.orders-panel [data-group="false"]');
    const symbols = [...new Set(await rows.locator('[data-column="symbol"]').allInnerTexts())];
    expect({ symbols, sides: [...new Set(await rows.locator('[data-column="side"]').allInnerTexts())] }).toEqual({
      symbols: ["NOVA"],
      sides: ["Sell"],
    });
    await picture(page, "groups-1600");
    await page.getByRole("button", { name: "Remove: by Symbol" }).click();
    await page.getByRole("button", { name: "Remove: by Side" }).click();
    await expect.poll(() => page.locator(".group-label").count()).toBe(0);
    await page.close();
  });

  test("filters by a column, sorts by two, keeps the view under a name and in a link", async () => {
    const page = await open(1600, 1000);
    const header = page.locator(".orders-panel [role=columnheader]");
    // An order for a symbol nobody knows is refused; it stands before all others.
    await page.locator(".segments button", { hasText: "Working" }).click();
    await header.filter({ hasText: "Qty" }).first().click({ button: "right" });
    await page.getByRole("textbox", { name: "Qty: value" }).fill("ten");
    expect(await page.locator(".field-fault").innerText()).toContain("A number is expected");
    await page.getByRole("textbox", { name: "Qty: value" }).fill("2k");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".chip").first().innerText()).toContain("Qty ≥ 2000");
    await header.filter({ hasText: "Symbol" }).getByRole("button", { name: "Symbol", exact: true }).click();
    await header
      .filter({ hasText: "Leaves" })
      .getByRole("button", { name: "Leaves", exact: true })
      .click({ modifiers: ["Shift"] });
    await page.waitForTimeout(400);
    const texts = (column: string) => page.locator(`.orders-panel .grid-row [data-column="${column}"]`).allInnerTexts();
    const shown = async () => (await texts("symbol")).map((symbol, index) => ({ symbol, index }));
    const symbols = (await shown()).map(({ symbol }) => symbol);
    expect(symbols).toEqual([...symbols].sort());
    const quantities = (await texts("orderQty")).map((text) => Number(text.replaceAll(",", "")));
    expect(Math.min(...quantities)).toBeGreaterThanOrEqual(2_000);
    await page.getByRole("button", { name: /^Views/ }).click();
    await page.getByRole("textbox", { name: "Name of this view" }).fill("Large, by symbol");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Large, by symbol", exact: true }).waitFor();
    await picture(page, "views-1600");
    const link = await page.evaluate<string>(
      'location.origin + "/#view=" + encodeURIComponent(localStorage.getItem("lockstep-view"))',
    );
    await page.close();

    // Another browser: no memory of its own, but the link; and the saved view for everybody.
    const other = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await other.goto(link);
    await expect.poll(() => other.locator(".chip").allInnerTexts()).toHaveLength(2);
    await other.goto(fixture.address);
    await other.evaluate("localStorage.clear()");
    await other.reload();
    await other.getByRole("button", { name: /^Views/ }).click();
    await other.getByRole("button", { name: "Large, by symbol", exact: true }).click();
    await expect.poll(() => other.locator(".chip").first().innerText()).toContain("Qty ≥ 2000");
    await other.close();
  });

  test("stays on the rows it shows while orders arrive above them", async () => {
    const page = await open(1280, 800);
    const grid = page.locator(".orders-panel .grid");
    await grid.evaluate((element) => element.scrollTo(0, 24 * 100));
    await page.waitForTimeout(100);
    const topRow = () => page.evaluate<string>(TOP_ROW);
    const before = await topRow();
    for (let order = 0; order < 12; order++) day.newOrder();
    fixture.journal.commit();
    await expect.poll(() => page.locator(".new-chip").innerText()).toBe("↑ 12 new");
    expect(await topRow()).toBe(before);
    await page.close();
  });

  test("renders text of the outside world inert", async () => {
    const page = await open(1600, 1000);
    const orderId = day.newOrder("<img src=x onerror=document.title=1>");
    fixture.journal.commit();
    await expect.poll(() => cell(page, orderId, "clOrdId").innerText()).toContain("<img src=x");
    await cell(page, orderId, "symbol").click();
    await page.waitForSelector(".timeline-frame");
    expect(await page.locator("#blotter img").count()).toBe(0);
    expect(await page.title()).toBe("SIM · Lockstep");
    await page.close();
  });

  test("says that the line is lost, and is right again after it is back", async () => {
    const page = await open(1600, 1000, "light");
    flow(3);
    await page.waitForTimeout(300);
    await picture(page, "light-1600");
    const port = Number(new URL(fixture.address).port);
    await fixture.stop();
    await page.waitForSelector(".banner[data-tone=bad]");
    expect(await page.locator(".banner").innerText()).toContain("Connection lost.");
    await picture(page, "lost-1600");
    flow(40);
    await fixture.start(port);
    await expect.poll(() => page.locator(".banner").count(), { timeout: 5_000 }).toBe(0);
    await expect
      .poll(() => page.locator("#sequence b").innerText())
      .toBe(fixture.journal.writer.durableSequence.toLocaleString("en-US"));
    const newest = fixture.journal.state.orders.count;
    expect(await page.locator("[data-order-id]").first().getAttribute("data-order-id")).toBe(String(newest));
    await page.close();
  });

  test("breaks no rule of its content security policy and logs no error", () => {
    // The browser itself reports the line that the test above cut.
    expect(problems.filter((text) => !text.includes("WebSocket connection to"))).toEqual([]);
  });
});
