import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BlotterBrowser, missingBrowser } from "../support/browser.ts";

/** WCAG 2.5.5 and every phone maker: what a thumb hits without looking. */
const THUMB = 44;
const SCREENS = ["orders", "depth/ACME", "sessions", "alerts", "history", "system"];

describe.skipIf(missingBrowser !== "")(`the desk on a phone ${missingBrowser}`, () => {
  let desk: BlotterBrowser;
  /** Actions as the order path would get them. */
  const acted: { action: string; orderId?: number }[] = [];

  beforeAll(async () => {
    desk = new BlotterBrowser(700);
    desk.fixture.onMessage = (message) => {
      if (message.kind !== "action") return;
      acted.push(message.action);
      desk.carryOut(message.action);
    };
    await desk.start();
  });
  afterAll(() => desk?.close());

  const height = async (page: Page, name: string) =>
    (await page.getByRole("button", { name }).first().boundingBox())!.height;
  const isWider = (page: Page) => page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");

  test.each(SCREENS)("%s is no wider than the screen", async (screen) => {
    const page = await desk.open(`#/${screen}`, "phone");
    await page.waitForSelector(".panel");
    await page.waitForSelector(".screen[aria-busy=true]", { state: "detached" });
    expect(await isWider(page)).toBeLessThanOrEqual(0);
    await desk.picture(page, `phone-${screen.split("/")[0]}`);
    await page.close();
  });

  test("shows orders as cards, with filters in a sheet", async () => {
    const page = await desk.open("", "phone");
    await page.waitForSelector(".card-cell");
    const [first] = await page
      .locator(".grid-row")
      .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-order-id"))).sort((a, b) => b - a));
    expect(first).toBe(desk.fixture.journal.state.orders.count);
    await page.getByRole("button", { name: /Filter/ }).click();
    const sheet = page.getByRole("dialog", { name: "Which orders" });
    await sheet.getByRole("button", { name: "Working" }).click();
    await sheet.getByRole("textbox", { name: "Filter orders" }).fill("acme");
    await expect
      .poll(() => sheet.locator(".sheet-done").innerText(), { timeout: 20_000 })
      .toMatch(/^Show \d+ orders?$/);
    await desk.picture(page, "phone-sheet");
    for (const name of ["Working", "Group", "Show"])
      expect(await height(page, name), name).toBeGreaterThanOrEqual(THUMB);
    await sheet.locator(".sheet-done").click();
    await expect.poll(() => sheet.count()).toBe(0);
    expect(await page.getByRole("button", { name: "Filter (2)" }).count()).toBe(1);
    await expect
      .poll(async () => [...new Set(await page.locator(".card-symbol").allInnerTexts())], { timeout: 20_000 })
      .toEqual(["ACME"]);
    await page.close();
  });

  test("accepts a care order and cancels one, each asked twice", async () => {
    const orderId = desk.care();
    const page = await desk.open("", "phone");
    const card = page.locator(`.grid-row[data-order-id="${orderId}"]`);
    await card.waitFor({ timeout: 20_000 });
    expect(await card.innerText()).toContain("Not accepted");
    await desk.picture(page, "phone-list");
    await card.getByRole("button").click();
    const menu = page.getByRole("menu");
    await menu.waitFor({ timeout: 20_000 });
    await desk.picture(page, "phone-menu");
    for (const item of await menu.getByRole("menuitem").all()) {
      expect((await item.boundingBox())!.height).toBeGreaterThanOrEqual(THUMB);
    }
    await page.keyboard.press("Escape");
    await card.locator(".card-head").click();
    await page.waitForSelector(".timeline-frame");
    expect(await height(page, "Accept…")).toBeGreaterThanOrEqual(THUMB);
    await page.getByRole("button", { name: "Accept…" }).click();
    expect(acted).toEqual([]);
    await desk.picture(page, "phone-order");
    await page.getByRole("button", { name: "Accept it" }).click();
    await expect.poll(() => acted.map(({ action }) => action), { timeout: 20_000 }).toEqual(["accept"]);
    await expect.poll(() => page.getByRole("button", { name: "Accept…" }).count(), { timeout: 20_000 }).toBe(0);
    await page.getByRole("button", { name: "Cancel…" }).click();
    const ticket = page.getByRole("dialog");
    await ticket.waitFor({ timeout: 20_000 });
    await desk.picture(page, "phone-ticket");
    expect(acted).toHaveLength(1);
    const cancel = ticket.getByRole("button", { name: "Cancel the order" });
    expect((await cancel.boundingBox())!.height).toBeGreaterThanOrEqual(THUMB);
    expect(await isWider(page)).toBeLessThanOrEqual(0);
    await cancel.click();
    await expect.poll(() => acted.map(({ action }) => action), { timeout: 20_000 }).toEqual(["accept", "cancel"]);
    await page.close();
  }, 60_000);

  test("takes a new order with fields and buttons for a thumb", async () => {
    const page = await desk.open("", "phone");
    await page.getByRole("button", { name: "+ Order" }).click();
    const ticket = page.getByRole("dialog");
    await ticket.waitFor({ timeout: 20_000 });
    const targets = ticket.locator("input, select, button");
    expect(await targets.count()).toBeGreaterThan(8);
    for (const target of await targets.all()) {
      expect((await target.boundingBox())!.height, await target.innerHTML()).toBeGreaterThanOrEqual(THUMB);
    }
    expect(await isWider(page)).toBeLessThanOrEqual(0);
    await desk.picture(page, "phone-new-order");
    await page.close();
  });

  test("logs no error and breaks no rule of its content security policy", () => {
    expect(desk.problems).toEqual([]);
  });
});
