/** The ten commonest actions by keyboard alone: a real process, a FIX client, and the page in headless Chromium. */
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missingBrowser } from "../support/browser.ts";
import { type LockstepProcess, startLockstep } from "../support/process.ts";
import { of, Trader } from "../support/trader.ts";

const now = () => new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);
const PATIENT = { timeout: 20_000 };
const PICTURES = process.env.LOCKSTEP_PICTURES;

describe.skipIf(missingBrowser !== "")(`by keyboard alone ${missingBrowser}`, () => {
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
    await row(1).waitFor(PATIENT);
    await grid().focus();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await oms?.stop();
  });

  const row = (orderId: number) => page.locator(`.orders-panel [data-order-id="${orderId}"]`);
  const grid = () => page.locator(".orders-panel .grid");
  const item = (action: string) => page.locator(`.action-menu [data-action="${action}"]`);
  const ticket = () => page.locator(".ticket");
  const line = () => page.locator(".command-input");
  const field = (name: string) => page.locator(`.ticket [name="${name}"]`);
  const gone = (selector: string) => page.locator(selector).waitFor({ state: "detached", ...PATIENT });
  const picture = async (name: string) => {
    if (PICTURES === undefined) return;
    for (const [colorScheme, width, height] of [
      ["dark", 1_600, 1_000],
      ["light", 1_280, 800],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`) });
    }
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 1_600, height: 1_000 });
  };
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** Chosen in the menu of the selected order by its first letter. */
  const choose = async (action: string, letter: string) => {
    await press("m");
    await page.locator(".action-menu button:focus").waitFor(PATIENT);
    await press(letter);
    await expect.poll(() => item(action).evaluate((element) => element.matches(":focus")), PATIENT).toBe(true);
    await press("Enter");
  };

  it("a care order is accepted from its menu, which says why other things cannot be done yet", async () => {
    await press("ArrowDown", "m");
    await item("accept").waitFor(PATIENT);
    expect(await item("slice").isDisabled()).toBe(true);
    expect(await item("slice").innerText()).toContain("accept the order first");
    await press("Enter");
    await alpha.next({ 35: "8", 11: "CARE", 150: "0", 39: "0" });
    await gone(".action-menu");
    await row(1).locator('[data-column="ordStatus"]', { hasText: /New/ }).waitFor(PATIENT);
  });

  it("it is sliced in words like 0.4k; what cannot be is said beside its field, and what was typed stays", async () => {
    await choose("slice", "s");
    await ticket().waitFor(PATIENT);
    await page.keyboard.type("2k");
    // Type and price: the client's limit stands there already.
    await press("Tab", "Tab", "Control+a");
    await page.keyboard.type("99.40");
    await press("Enter");
    const qty = field("qty");
    await ticket().getByText("2000 is more than the 1000 that are free").waitFor(PATIENT);
    expect([await qty.getAttribute("aria-invalid"), await qty.inputValue()]).toEqual(["true", "2k"]);
    const said = page.locator(`#${await qty.getAttribute("aria-describedby")}`);
    expect(await said.innerText()).toContain("2000 is more than the 1000 that are free");
    await expect.poll(() => qty.evaluate((element) => element.matches(":focus")), PATIENT).toBe(true);
    await press("Control+a");
    await page.keyboard.type("0.4k");
    await page.locator(".ticket .echo", { hasText: "= 400" }).waitFor(PATIENT);
    await press("Enter");
    await row(2).waitFor(PATIENT);
    await gone(".ticket");
  });

  it("a note is added, and the focus is back where it was", async () => {
    await expect.poll(() => grid().evaluate((element) => element.matches(":focus")), PATIENT).toBe(true);
    await choose("note", "n");
    await ticket().waitFor(PATIENT);
    await page.keyboard.type("the client will call again");
    await press("Enter");
    await page.getByText("Note 1: done").waitFor(PATIENT);
  });

  it("it is canceled with Delete, after it was confirmed, parts and all", async () => {
    await gone(".ticket");
    await press("Delete");
    const button = page.locator(".ticket [data-do]");
    await button.waitFor(PATIENT);
    expect(await button.innerText()).toBe("Cancel the order");
    await page.locator(".preview-words", { hasText: "Cancel order 1: Buy 1,000 ZVZZT" }).waitFor(PATIENT);
    await page.keyboard.type("the client called");
    await press("Enter");
    const canceled = await alpha.next({ 35: "8", 11: "CARE", 150: "4" });
    expect(of(canceled, 58)).toBe("the client called");
    await gone(".ticket");
  });

  it("a new order is entered in the ticket as it is spoken: side, quantity, symbol, type, price, time", async () => {
    await press("n");
    await ticket().waitFor(PATIENT);
    await press("s", "Tab");
    await page.keyboard.type("1k");
    await press("Tab");
    await page.keyboard.type("zvzzt");
    await press("Tab", "l", "Tab");
    await page.locator(".preview-facts", { hasText: "100.00 close" }).waitFor(PATIENT);
    // The reference price, and a tick up from there.
    await press("ArrowUp", "ArrowUp", "ArrowUp");
    await expect.poll(() => field("price").inputValue(), PATIENT).toBe("100.02");
    await press("Tab", "d", "Tab");
    await page.keyboard.type("HOUSE");
    await page
      .locator(".preview-words", { hasText: "Sell 1,000 ZVZZT, limit 100.02, day, for HOUSE" })
      .waitFor(PATIENT);
    expect(await page.locator(".preview").innerText()).toContain("100,020.00 USD");
    await picture("ticket");
    await press("Enter");
    await row(3).waitFor(PATIENT);
    await page.getByText("New order 3: done").waitFor(PATIENT);
    await gone(".ticket");
  });

  it("a new order is typed in words, with a preview while it is typed; warnings want Enter twice", async () => {
    await press("Control+k");
    await line().waitFor(PATIENT);
    await page.keyboard.type("b");
    await press("Tab");
    await expect.poll(() => line().inputValue(), PATIENT).toBe("buy ");
    await page.keyboard.type("tenk");
    await page.locator(".command-said", { hasText: '"tenk" is no quantity; expected a number like' }).waitFor(PATIENT);
    await picture("command-fault");
    await press("Control+a");
    await page.keyboard.type("buy 0.5k ZVZ");
    await page.locator(".completions button", { hasText: "ZVZZT" }).waitFor(PATIENT);
    await press("Tab");
    await page.keyboard.type("lim 96.50 day");
    await page.locator(".preview-words", { hasText: "Buy 500 ZVZZT, limit 96.50, day, for HOUSE" }).waitFor(PATIENT);
    await page.locator(".warnings", { hasText: "the price is 3.5 % below the close 100.00" }).waitFor(PATIENT);
    await picture("command");
    await press("Enter");
    await page.getByText("Enter once more sends it all the same").waitFor(PATIENT);
    expect(await row(4).count()).toBe(0);
    await press("Enter");
    await row(4).waitFor(PATIENT);
    await page.locator(".outcomes", { hasText: "done, order 4" }).waitFor(PATIENT);
    await press("ArrowUp");
    expect(await line().inputValue()).toBe("buy 0.5k ZVZZT lim 96.50 day");
    await page.locator(".warnings", { hasText: /you sent the same order .* ago \(order 4\)/ }).waitFor(PATIENT);
    await press("Control+a");
    await page.keyboard.type("cancel last");
    await page.locator(".preview-words", { hasText: "Cancel order 4: Buy 500 ZVZZT" }).waitFor(PATIENT);
    await press("Enter");
    await page.locator(".outcomes", { hasText: "cancel last" }).waitFor(PATIENT);
    await press("Escape");
    await gone(".command-line");
  });

  it("an order is found with /, opened with Enter, left with Escape, and amended with F2", async () => {
    await press("/");
    await page.keyboard.type("H3");
    await row(4).waitFor({ state: "detached", ...PATIENT });
    await grid().focus();
    await press("Home", "Enter");
    await page.locator('.drawer[aria-label="Order 3"]').waitFor(PATIENT);
    await press("Escape");
    await gone(".drawer");
    await press("F2");
    await ticket().waitFor(PATIENT);
    await expect.poll(() => field("qty").inputValue(), PATIENT).toBe("1000");
    await press("Tab", "Shift+ArrowUp");
    await expect.poll(() => field("price").inputValue(), PATIENT).toBe("100.12");
    await press("Enter");
    await gone(".ticket");
    await row(3).getByText("100.12").waitFor(PATIENT);
    await press("/", "Escape");
    await grid().focus();
  });

  it("alerts are acknowledged with a key", async () => {
    alpha.send("D", `11=CARE-2|21=3|38=100|40=2|44=99.50|54=1|55=ZVZZT|59=0|60=${now()}|`);
    await page.locator(".screen-badge").waitFor(PATIENT);
    await press("Shift+A");
    await page.locator(".toast", { hasText: "acknowledged" }).waitFor(PATIENT);
    await gone(".screen-badge");
  });

  it("every key is told with ?", async () => {
    await press("?");
    await page.locator(".help").waitFor(PATIENT);
    const keys = await page.locator(".help dt").allInnerTexts();
    for (const key of ["F2", "Del", "Esc", "Enter", "Tab", "?", "n", "m", "/"])
      expect(keys.flatMap((text) => text.split(/\s+/))).toContain(key);
    await picture("help");
    await press("Escape");
    await gone(".help");
  });

  it("what is wrong is said beside its field before it is sent, and what is missing when it is sent", async () => {
    await press("n");
    await ticket().waitFor(PATIENT);
    await press("Tab");
    await page.keyboard.type("ten");
    await page.locator('[data-field="qty"] .fault', { hasText: '"ten" is no quantity' }).waitFor(PATIENT);
    expect(await page.locator('[data-field="symbol"] .fault').innerText()).toBe("");
    await press("Enter");
    await page.locator('[data-field="symbol"] .fault', { hasText: "which symbol?" }).waitFor(PATIENT);
    await picture("ticket-fault");
    expect(await page.locator(".ticket [aria-invalid=true]").count()).toBe(3);
    await press("Escape");
    await gone(".ticket");
  });

  it("what cannot be sent is kept, and said to be", async () => {
    await press("n");
    await ticket().waitFor(PATIENT);
    await press("Tab");
    await page.keyboard.type("700");
    await press("Tab");
    await page.keyboard.type("ZVZZT");
    await press("Tab", "Tab");
    await page.keyboard.type("99.00");
    await page.route("**/api/preview*", (route) => route.abort());
    await press("Enter");
    await page.getByText("The desk cannot be reached, and nothing was sent").waitFor(PATIENT);
    await page.unroute("**/api/preview*");
    expect(await field("price").inputValue()).toBe("99.00");
  });

  it("an order whose answer is lost is pending, never done; it outlives a reload and a killed server, and is not done twice", async () => {
    const { dataDir, fixPort, httpPort } = oms;
    // The desk gets it, and the page never hears.
    await page.route("**/api/actions", async (route) => {
      await route.fetch();
      await route.abort();
    });
    await press("Enter");
    await page
      .locator('.stage[data-stage="unknown"]', { hasText: "It was sent, and the line was lost" })
      .waitFor(PATIENT);
    await row(6).waitFor(PATIENT);
    await page.unroute("**/api/actions");
    // The page is loaded again: the ticket is there, and what was sent is known to be.
    await page.reload();
    await page.locator('.stage[data-stage="unknown"]').waitFor(PATIENT);
    expect(await field("qty").inputValue()).toBe("700");
    await oms.kill("SIGKILL");
    const lost = page.locator(".ticket .line-lost", { hasText: /what is shown is .* old. What you typed is kept/ });
    await lost.waitFor(PATIENT);
    await picture("ticket-lost");
    await field("qty").focus();
    await press("Enter");
    await page.locator('.stage[data-stage="unknown"]').waitFor(PATIENT);
    const args = ["--fix-port", String(fixPort), "--http-port", String(httpPort), "--no-agents"];
    oms = await startLockstep({ dataDir, args });
    await gone(".line-lost");
    await press("Enter");
    await page.getByText("New order 6: done").waitFor(PATIENT);
    await gone(".ticket");
    await row(6).waitFor(PATIENT);
    expect(await row(7).count()).toBe(0);
  }, 90_000);
});
