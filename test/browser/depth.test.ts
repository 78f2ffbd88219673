import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SimulatedExchange } from "../../simulator/exchange.ts";
import { hashLevels, type PublicLevel } from "../../simulator/market-data/public-book.ts";
import { DepthPublisher } from "../../src/depth-publisher.ts";
import type { IdentifiedAction } from "../../src/desk/action-wire.ts";
import type { Ticks } from "../../src/domain/price.ts";
import { Random } from "../../src/lib/random.ts";
import { instrument, open, Site, Trader } from "../simulator/trading-floor.ts";
import { BlotterBrowser, missingBrowser } from "../support/browser.ts";

describe.skipIf(missingBrowser !== "")(`the depth of an instrument in a browser ${missingBrowser}`, () => {
  let desk: BlotterBrowser;
  let site: Site;
  let exchange: SimulatedExchange;
  let trader: Trader;
  let publisher: DepthPublisher;
  let orders = 0;
  const random = new Random(5);
  const watched: (readonly string[])[] = [];
  /** What came to the order path. */
  const acted: IdentifiedAction[] = [];

  beforeAll(async () => {
    desk = new BlotterBrowser(400);
    site = new Site();
    exchange = open(site.directory, { instruments: [instrument("ACME", { referencePx: 10_050 as Ticks })] });
    trader = new Trader(exchange);
    publisher = new DepthPublisher(
      exchange,
      Date.now,
      (books) => desk.fixture.tell({ kind: "depth", books }),
      (error) => {
        throw error;
      },
    );
    desk.fixture.onMessage = (message) => {
      if (message.kind === "action") {
        acted.push(message.action);
        desk.carryOut(message.action);
      }
      if (message.kind !== "watch") return;
      watched.push(message.symbols);
      publisher.watch(message.symbols);
    };
    trade(300);
    await desk.start();
  });
  afterAll(async () => {
    publisher?.close();
    await desk?.close();
    exchange?.close();
    site?.clear();
  });

  /** Orders around the reference price; those that cross trade. */
  function trade(count: number): void {
    for (let index = 0; index < count; index++) {
      const isBuy = random.oneIn(2);
      const price = 10_050 + (random.below(24) - 8) * (isBuy ? -1 : 1);
      const qty = 100 * (1 + random.below(30));
      if (isBuy) trader.buy(`${++orders}-1`, qty, price);
      else trader.sell(`${++orders}-1`, qty, price);
    }
  }

  const engineHash = () => {
    const levels = (side: "bids" | "asks") => {
      const found: PublicLevel[] = [];
      exchange.visitDepth("ACME", side, 1_000, (price, qty, count) => found.push({ price, qty, orders: count }));
      return found;
    };
    return hashLevels(levels("bids"), levels("asks"));
  };

  /** Of what a person sees: every row's price, quantity and number of orders. */
  async function shownHash(page: Page): Promise<number> {
    const rows = await page.locator(".ladder tbody tr[data-price]").evaluateAll((found) =>
      found.map((row) => {
        const cells = [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "");
        const isBid = row.getAttribute("data-side") === "bid";
        const [qty, count] = isBid ? [cells[2], cells[1]] : [cells[4], cells[5]];
        return { isBid, price: cells[3], qty, count };
      }),
    );
    const number = (text: string) => Number(text.replaceAll(/[,.]/g, ""));
    const level = ({ price, qty, count }: (typeof rows)[number]) => ({
      price: number(price) as Ticks,
      qty: number(qty),
      orders: number(count),
    });
    const bids = rows.filter(({ isBid }) => isBid).map(level);
    const asks = rows
      .filter(({ isBid }) => !isBid)
      .map(level)
      .reverse();
    return hashLevels(bids, asks);
  }

  test("shows the exchange's own book, row for row, while it trades", async () => {
    expect(watched).toEqual([]);
    const page = await desk.open("#/depth/ACME");
    await page.waitForSelector(".ladder tbody tr[data-price]");
    expect(watched.at(-1)).toEqual(["ACME"]);
    for (let turn = 0; turn < 4; turn++) {
      trade(25);
      await expect.poll(() => shownHash(page), { timeout: 10_000 }).toBe(engineHash());
      expect(Number(await page.locator(".ladder").getAttribute("data-hash"))).toBe(engineHash());
    }
    expect(await page.locator(".tape tr").count()).toBeGreaterThan(5);
    expect(await page.title()).toBe("SIM · Depth · Lockstep");
    if (process.env.LOCKSTEP_PICTURES !== undefined) {
      for (let turn = 0; turn < 40; turn++) {
        trade(4);
        if (turn % 4 === 0) desk.flow(10);
        await page.waitForTimeout(220);
      }
    }
    await expect.poll(() => page.locator(".chart canvas").count()).toBe(1);
    await desk.pictures(page, "depth");
    await page.close();
    // Nobody watches any more: the exchange's side is told, and tells nothing.
    await expect.poll(() => watched.at(-1), { timeout: 10_000 }).toEqual([]);
  }, 60_000);

  test("a click on a price opens a ticket; only while it is armed by a held button does a click send, once and as shown", async () => {
    const page = await desk.open("#/depth/ACME");
    await page.waitForSelector(".ladder tbody tr[data-price]");
    const bestBid = () => page.locator('.ladder tr[data-side="bid"]').first();
    const buyAt = (price: string) => page.getByRole("button", { name: `Buy at ${price}`, exact: true }).first();
    const priceOf = async () => (await bestBid().locator(".ladder-price").innerText()).trim();
    expect(await page.getByRole("button", { name: "Hold to arm" }).isDisabled()).toBe(true);
    await page.getByRole("textbox", { name: "Qty" }).fill("1.2k");
    await page.getByRole("textbox", { name: "Account" }).fill("ALP-01");
    const price = await priceOf();
    await buyAt(price).click();
    const ticket = page.getByRole("dialog");
    await ticket.waitFor({ timeout: 20_000 });
    expect(await ticket.getByLabel("Symbol", { exact: false }).inputValue()).toBe("ACME");
    expect(await ticket.getByLabel("Price", { exact: false }).first().inputValue()).toBe(price);
    expect(acted).toEqual([]);
    await page.keyboard.press("Escape");
    await expect.poll(() => ticket.count()).toBe(0);

    const armed = page.locator('.arm[data-armed="true"]');
    // A click on the button is not holding it.
    const hold = page.getByRole("button", { name: "Hold to arm" });
    await hold.click();
    expect(await armed.count()).toBe(0);
    const arm = async () => {
      await page.getByRole("button", { name: "Hold to arm" }).hover();
      await page.mouse.down();
      await armed.waitFor({ timeout: 20_000 });
      await page.mouse.up();
    };
    await arm();
    expect(await page.locator(".arm-sign").innerText()).toContain("ARMED");
    await buyAt(price).hover();
    const words = `Buy 1200 ACME @ ${price} Day for ALP-01`;
    await expect.poll(() => page.locator(".arm-words").innerText()).toContain(`Click: ${words}`);
    await desk.pictures(page, "depth-armed");
    await buyAt(price).hover();
    await expect.poll(() => page.locator(".arm-words").innerText()).toContain(`Click: ${words}`);
    // Longer than a glance, so that it counts as seen.
    await page.evaluate("new Promise((resolve) => setTimeout(resolve, 300))");
    await page.mouse.down();
    await page.mouse.up();
    await expect
      .poll(() => page.locator(".arm-shot").first().innerText(), { timeout: 20_000 })
      .toMatch(new RegExp(`^${words.replace(/[.]/g, "\\.")}: done, order \\d+$`));
    expect(acted).toHaveLength(1);
    expect(acted[0]).toMatchObject({ action: "new", side: "1", symbol: "ACME", qty: "1200", price, account: "ALP-01" });

    await page.keyboard.press("Escape");
    await expect.poll(() => armed.count()).toBe(0);
    await arm();
    await page.evaluate("dispatchEvent(new Event('blur'))");
    await expect.poll(() => armed.count()).toBe(0);
    await arm();
    await page.getByRole("textbox", { name: "Qty" }).fill("5");
    await expect.poll(() => armed.count()).toBe(0);
    await buyAt(await priceOf()).click();
    await ticket.waitFor({ timeout: 20_000 });
    expect(acted).toHaveLength(1);
    await page.close();
  }, 90_000);

  test("tells of the house's own orders and fills in the instrument, and opens them", async () => {
    const page = await desk.open("#/depth/ACME");
    await page.waitForSelector(".ladder tbody tr[data-price]");
    const fills = page.getByRole("region", { name: "Our fills" });
    const before = await fills.locator("tr").count();
    expect(before).toBeGreaterThan(0);
    await fills.locator("tr button").first().click();
    await page.waitForSelector(".timeline-frame");
    expect(await page.locator(".drawer h2").innerText()).toContain("ACME");
    await page.close();
  });

  test("shows a book at once that a ticket has glanced at before, though nothing trades", async () => {
    const glance = await fetch(
      `${desk.fixture.address}/api/preview?${new URLSearchParams({ action: "new", user: "Ann", symbol: "ACME", side: "1", qty: "100", price: "100.50", account: "ALP-01" })}`,
    );
    expect(glance.status).toBe(200);
    await expect.poll(() => watched.at(-1), { timeout: 20_000 }).toContain("ACME");
    const page = await desk.open("#/depth/ACME");
    await page.waitForSelector(".ladder tbody tr[data-price]", { timeout: 20_000 });
    await expect.poll(() => page.locator(".tape tr").count()).toBeGreaterThan(5);
    await page.close();
  });

  test("says so when no depth is told of an instrument, or there is none of that name", async () => {
    const page = await desk.open("#/depth/NOVA");
    await expect
      .poll(() => page.locator(".screen-note").first().innerText(), { timeout: 10_000 })
      .toContain("No depth is told of this instrument");
    await page.goto(`${desk.fixture.address}/#/depth/NOPE`);
    await expect
      .poll(() => page.locator(".toast").innerText(), { timeout: 10_000 })
      .toContain("There is no instrument NOPE");
    await page.close();
  });

  test("logs no error and breaks no rule of its content security policy", () => {
    expect(desk.problems).toEqual([]);
  });
});
