import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { OperationsReply } from "../../src/desk/operations-wire.ts";
import { BlotterBrowser, missingBrowser } from "../support/browser.ts";

describe.skipIf(missingBrowser !== "")(`the desk's screens in a browser ${missingBrowser}`, () => {
  let desk: BlotterBrowser;

  beforeAll(async () => {
    desk = new BlotterBrowser(1_500);
    await desk.start();
  });
  afterAll(() => desk?.close());

  test("goes from screen to screen with g and a letter, and back, saying where it is in title and address", async () => {
    const page = await desk.open("");
    await page.waitForSelector("[data-order-id]");
    expect(await page.title()).toBe("SIM · Lockstep");
    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await page.waitForSelector(".history");
    expect(await page.title()).toBe("SIM · History · Lockstep");
    expect(new URL(page.url()).hash).toMatch(/^#\/history/);
    expect(await page.locator('.screens [aria-current="page"]').innerText()).toContain("History");
    // A letter in a field is a letter.
    await page.keyboard.type("go");
    expect(await page.locator(".history [data-search]").inputValue()).toBe("go");
    await page.goBack();
    await page.waitForSelector(".orders-panel");
    expect(await page.locator(".environment").innerText()).toBe("SIM");
    await page.close();
  });

  test("finds an order of the past by the venue's ExecID, its own number, and words, and opens it", async () => {
    const { orders } = desk.fixture.journal.state;
    const page = await desk.open("#/history");
    const reply = await fetch(`${desk.fixture.address}/api/executions?fillsOnly=true&limit=1`);
    const [fill] = ((await reply.json()) as { rows: { orderId: number; exchangeExecId: string; clOrdId: string }[] })
      .rows;
    const search = page.locator("[data-search]");
    const firstRow = page.locator(".history tbody tr").first();
    for (const text of [fill.exchangeExecId, String(fill.orderId)]) {
      await search.fill(text);
      await expect.poll(() => firstRow.getAttribute("data-order-id"), { message: text }).toBe(String(fill.orderId));
    }
    await search.fill("zeph");
    await expect
      .poll(async () => [...new Set(await page.locator('[data-name="Symbol"]').allInnerTexts())])
      .toEqual(["ZEPHYR"]);
    await search.fill("nova alpine");
    await expect
      .poll(async () => [...new Set(await page.locator('[data-name="Symbol"]').allInnerTexts())])
      .toEqual(["NOVA"]);
    expect([...new Set(await page.locator('[data-name="Client"]').allInnerTexts())]).toEqual(["ALPINE"]);
    await desk.pictures(page, "history");
    await search.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".timeline-frame");
    await page.keyboard.press("Escape");
    await search.fill("no such thing");
    await expect.poll(() => page.locator(".screen-note").innerText()).toBe("No order of any day matches.");
    expect(orders.count).toBeGreaterThan(0);
    await page.close();
  });

  test("is of use on a phone: screens within a thumb's reach, nothing wider than the screen", async () => {
    const page = await desk.open("#/history", "phone");
    await page.waitForSelector(".history tbody tr");
    const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
    expect(wide).toBeLessThanOrEqual(390);
    const target = await page.locator(".screens a").last().boundingBox();
    expect(target!.height).toBeGreaterThanOrEqual(44);
    await page.locator(".screens a", { hasText: "System" }).click();
    await page.waitForSelector(".system-screen");
    await page.close();
  });

  test("draws the system's figures, with the last minute's by the journal", async () => {
    const page = await desk.open("#/system");
    await page.waitForSelector(".cards");
    await expect.poll(() => page.locator(".chart canvas").count()).toBe(6);
    const { minutes } = (await (await fetch(`${desk.fixture.address}/api/operations`)).json()) as OperationsReply;
    const last = minutes.at(-2) ?? minutes.at(-1)!;
    expect(await page.locator('[data-card="Orders"] b').innerText()).toBe(last.orders.toLocaleString("en-US"));
    expect(await page.locator(".hops tbody tr").count()).toBe(5);
    await desk.pictures(page, "system");
    await page.close();
  });

  test("says on every screen what keeps the journal from taking everything, or that what is shown diverged", async () => {
    const page = await desk.open("#/system");
    const trouble = "the journal's disk is full: nothing is acknowledged until there is room";
    desk.status = { journalTrouble: trouble };
    await expect.poll(() => page.locator(".banner").innerText(), { timeout: 10_000 }).toContain(trouble);
    desk.status = {};
    await page.close();
  });

  test("logs no error and breaks no rule of its content security policy", () => {
    expect(desk.problems).toEqual([]);
  });
});
