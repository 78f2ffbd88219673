/** Working an order by keyboard alone: a real process, a FIX client, and the page in headless Chromium. */
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missingBrowser } from "../support/browser.ts";
import { type LockstepProcess, startLockstep } from "../support/process.ts";
import { of, Trader } from "../support/trader.ts";

const now = () => new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);

describe.skipIf(missingBrowser !== "")(`an order that people work, by keyboard ${missingBrowser}`, () => {
  let oms: LockstepProcess;
  let browser: Browser;
  let page: Page;
  const alpha = new Trader("ALPHA", "FIX.4.4", "", "LOCKSTEP");

  beforeAll(async () => {
    oms = await startLockstep({ args: ["--no-agents"] });
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--headless", "--disable-gpu"],
    });
    page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await page.goto(`http://127.0.0.1:${oms.httpPort}/`);
    await alpha.logOn(oms.fixPort);
    alpha.send("D", `11=CARE|21=3|38=1000|40=2|44=99.50|54=1|55=ZVZZT|59=0|60=${now()}|`);
    await page.locator('[data-order-id="1"]').waitFor({ timeout: 15_000 });
    await page.locator(".orders-panel .grid").focus();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await oms?.stop();
  });

  const item = (action: string) => page.locator(`.action-menu [data-action="${action}"]`);

  it("is accepted from its menu, which says why other things cannot be done yet", async () => {
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("m");
    await item("accept").waitFor({ timeout: 10_000 });
    expect(await item("slice").isDisabled()).toBe(true);
    expect(await item("slice").innerText()).toContain("accept the order first");
    await page.keyboard.press("Enter");
    await alpha.next({ 35: "8", 11: "CARE", 150: "0", 39: "0" });
  });

  it("is sliced in words like 0.4k; what cannot be is said beside the fields, and what was typed stays", async () => {
    await page.locator(".orders-panel .grid").focus();
    await page.keyboard.press("m");
    await item("slice").waitFor({ timeout: 10_000 });
    await item("slice").focus();
    await page.keyboard.press("Enter");
    await page.locator('.ticket [name="qty"]').fill("2k");
    await page.locator('.ticket [name="price"]').fill("99.40");
    await page.keyboard.press("Enter");
    await page
      .locator(".ticket .fault", { hasText: "2000 is more than the 1000 that are free" })
      .waitFor({ timeout: 10_000 });
    expect(await page.locator('.ticket [name="qty"]').inputValue()).toBe("2k");
    await page.locator('.ticket [name="qty"]').fill("0.4k");
    await page.locator('.ticket [name="qty"]').press("Enter");
    await page.locator('[data-order-id="2"]').waitFor({ timeout: 10_000 });
  });

  it("is canceled with Delete, after it was confirmed, parts and all", async () => {
    await page.locator(".ticket").waitFor({ state: "detached", timeout: 10_000 });
    await page.locator(".orders-panel .grid").focus();
    await page.keyboard.press("Delete");
    const button = page.locator(".ticket [data-do]");
    await button.waitFor({ timeout: 10_000 });
    expect(await button.innerText()).toBe("Cancel the order");
    await page.locator('.ticket [name="text"]').fill("the client called");
    await page.keyboard.press("Enter");
    const canceled = await alpha.next({ 35: "8", 11: "CARE", 150: "4" });
    expect(of(canceled, 58)).toBe("the client called");
  });

  it("is entered with n for an account", async () => {
    await page.locator(".ticket").waitFor({ state: "detached", timeout: 10_000 });
    await page.keyboard.press("n");
    for (const [name, text] of [
      ["qty", "100"],
      ["symbol", "zvzzt"],
      ["price", "99.00"],
      ["account", "HOUSE"],
    ])
      await page.locator(`.ticket [name="${name}"]`).fill(text);
    await page.keyboard.press("Enter");
    await page.locator('[data-order-id="3"]').waitFor({ timeout: 10_000 });
  });
});
