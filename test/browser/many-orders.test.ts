/** Working many orders at once, by keyboard: a real process, a FIX client, and pages of two traders in headless Chromium. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missingBrowser } from "../support/browser.ts";
import { type LockstepProcess, startLockstep } from "../support/process.ts";
import { Trader } from "../support/trader.ts";

const now = () => new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);
const PICTURES = process.env.LOCKSTEP_PICTURES;
const PATIENT = { timeout: 20_000 };
const ORDERS = 200;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe.skipIf(missingBrowser !== "")(`many orders at once ${missingBrowser}`, () => {
  let oms: LockstepProcess;
  let browser: Browser;
  let page: Page;
  let directory = "";
  const alpha = new Trader("ALPHA", "FIX.4.4", "", "LOCKSTEP");

  async function open(user: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
    await context.addInitScript(`localStorage.setItem("lockstep-user", "${user}")`);
    const opened = await context.newPage();
    await opened.goto(`http://127.0.0.1:${oms.httpPort}/`);
    await opened.locator("[data-order-id]").first().waitFor(PATIENT);
    return opened;
  }
  async function picture(name: string): Promise<void> {
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }
  /** @returns the order it was about, or that was made */
  async function act(action: Record<string, unknown>): Promise<number> {
    const reply = await fetch(`http://127.0.0.1:${oms.httpPort}/api/actions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user: "Anna", ...action }),
    });
    const answer = (await reply.json()) as { status: string; orderId: number; text: string };
    if (answer.status !== "done") throw new Error(answer.text);
    return answer.orderId;
  }
  /** What axe calls serious of what is on the screen now. */
  async function serious(): Promise<string[]> {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<{
      violations: { id: string; impact: string; nodes: { target: string[] }[] }[];
    }>('axe.run(document, { resultTypes: ["violations"] })');
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    return grave.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(" ")}`);
  }
  const order = (clOrdId: string, terms: string) =>
    alpha.send("D", `11=${clOrdId}|21=1|40=2|54=1|55=ZVZZT|59=0|60=${now()}|${terms}`);
  const grid = (of = page) => of.locator(".orders-panel .grid");
  const status = () => page.locator(".selection-status");

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "lockstep-many-"));
    oms = await startLockstep({ dataDir: directory, args: ["--no-agents"] });
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--headless", "--disable-gpu"],
    });
    await alpha.logOn(oms.fixPort);
    for (let index = 1; index <= ORDERS; index++)
      order(`M${index}`, `38=100|44=${(90 + (index % 50) / 100).toFixed(2)}|`);
    await alpha.next({ 35: "8", 11: `M${ORDERS}`, 39: "0" });
    page = await open("Anna");
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await oms?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it("are selected with Space and Shift, summed by the desk, and stay selected when others come above them", async () => {
    await grid().focus();
    for (const key of ["ArrowDown", "ArrowDown", "Space"]) await page.keyboard.press(key);
    await status().getByText("1 selected").waitFor(PATIENT);
    for (let step = 0; step < 3; step++) await page.keyboard.press("Shift+ArrowDown");
    await status().getByText("4 selected").waitFor(PATIENT);
    await expect.poll(() => status().innerText(), PATIENT).toContain("qty 400 · leaves 400 · USD 36,");
    const picked = () => page.locator('[data-picked="true"]').evaluateAll((rows) => rows.map((row) => row.id));
    const before = await picked();
    expect(before).toEqual([199, 198, 197, 196].map((orderId) => `data-order-id-${orderId}`));
    order("LATER", "38=100|44=90.00|");
    await page.locator(`[data-order-id="${ORDERS + 1}"]`).waitFor(PATIENT);
    expect((await picked()).toSorted()).toEqual(before.toSorted());
    await page.locator('[data-order-id="199"]').click({ modifiers: ["Control"] });
    await status().getByText("3 selected").waitFor(PATIENT);
  });

  it("are selected as the desk knows them with Ctrl+A, those below the screen too", async () => {
    await page.keyboard.press("/");
    await page.keyboard.type("alpha");
    await expect.poll(() => page.locator(".status-bar").innerText(), PATIENT).toContain("201 of 201 orders");
    await grid().focus();
    await page.keyboard.press("Control+a");
    await status().getByText("201 selected").waitFor(PATIENT);
    await expect
      .poll(() => status().innerText(), PATIENT)
      .toMatch(/qty 20,100 · leaves 20,100 · USD [\d,.]+ · 1 client/);
    await picture("selection-1600");
  });

  it("are offered a menu for all of them, which says with how many each thing can be done, and why not", async () => {
    await page.keyboard.press("m");
    const item = (action: string) => page.locator(`.mass-menu [data-action="${action}"]`);
    await item("cancel").waitFor(PATIENT);
    expect(await item("cancel").innerText()).toMatch(/Cancel …\s+201/);
    expect(await item("accept").isDisabled()).toBe(true);
    expect(await item("accept").innerText()).toContain("nobody has to take it on");
    await picture("mass-menu-1600");
    expect(await serious()).toEqual([]);
    await page.keyboard.press("Escape");
    await item("cancel").waitFor({ state: "detached", timeout: 20_000 });
  });

  it("are canceled by keyboard once their number is typed; one that went meanwhile is told, and tried again alone", async () => {
    await grid().focus();
    await page.keyboard.press("Delete");
    const dialog = page.locator("dialog.mass");
    await dialog.locator('[name="count"]').waitFor(PATIENT);
    const figures = await dialog.locator(".mass-figures").innerText();
    expect(figures).toMatch(/201\s+of 201 orders/);
    expect(figures).toMatch(/USD 1,8\d\d,\d{3}\.00/);
    expect(figures).toMatch(/ALPHA 201/);
    await picture("mass-plan-1600");
    expect(await serious()).toEqual([]);
    alpha.send("F", `11=GONE|41=M100|55=ZVZZT|54=1|60=${now()}|`);
    await alpha.next({ 35: "8", 11: "GONE", 150: "4" });
    await page.keyboard.type("200");
    expect(await dialog.locator("[data-do]").isDisabled()).toBe(true);
    await page.keyboard.press("Backspace");
    await page.keyboard.type("1");
    await page.keyboard.press("Enter");
    await dialog.locator('.mass-state[data-state="bad"]').waitFor({ timeout: 30_000 });
    expect(await dialog.locator(".mass-state").innerText()).toContain(
      "200 of 201 canceled, or being canceled, 1 failed",
    );
    const failure = dialog.locator('[data-failed="100"]');
    expect(await failure.innerText()).toMatch(/100\s+ALPHA\s+ZVZZT\s+.*no longer open: it is canceled/);
    await picture("mass-outcome-1600");
    expect(await serious()).toEqual([]);
    await dialog.locator("[data-retry]").click();
    await dialog.locator(".mass-figures", { hasText: "0 of 1 orders" }).waitFor(PATIENT);
    expect(await dialog.innerText()).toContain("no longer open: it is canceled");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached", timeout: 20_000 });
    await expect.poll(() => status().innerText(), PATIENT).toMatch(/201 selected.*leaves 0/);
  });

  it("one of them is amended by one of two traders who press F2 together; the other sees who holds it", async () => {
    const entered = { action: "new", account: "HOUSE", symbol: "ZVZZT", side: "1", qty: "100", price: "90" };
    const orderId = await act(entered);
    const ben = await open("Ben");
    await grid().focus();
    await page.keyboard.press("Escape");
    const pages = [page, ben];
    for (const one of pages) {
      await one.locator(".filter input").fill(String(orderId));
      await one.locator(`[data-order-id="${orderId}"]`).waitFor(PATIENT);
      await grid(one).focus();
      await one.keyboard.press("Home");
      await one.locator(`[data-order-id="${orderId}"][data-active="true"]`).waitFor(PATIENT);
    }
    await Promise.all(pages.map((one) => one.keyboard.press("F2")));
    const ticket = (one: Page) => one.locator("dialog.ticket");
    const opened = () => Promise.all(pages.map((one) => ticket(one).count()));
    await expect.poll(async () => (await opened()).reduce((sum, each) => sum + each, 0), PATIENT).toBe(1);
    const [winner, loser] = (await opened())[0] === 1 ? pages : pages.toReversed();
    const holder = winner === page ? "Anna" : "Ben";
    await loser.getByText(`${holder} has locked the order`).first().waitFor(PATIENT);
    await loser.locator(`[data-order-id="${orderId}"] .locked`, { hasText: holder }).waitFor(PATIENT);
    expect(await ticket(loser).count()).toBe(0);
    await winner.keyboard.press("Escape");
    await loser.locator(`[data-order-id="${orderId}"] .locked`).waitFor({ state: "detached", timeout: 20_000 });
    await grid(loser).focus();
    await loser.keyboard.press("F2");
    await ticket(loser).waitFor(PATIENT);
    await loser.keyboard.press("Escape");
    await loser.locator(`[data-order-id="${orderId}"] .locked`).waitFor({ state: "detached", timeout: 20_000 });
    await ben.context().close();
  });

  it("that have parts stand above them in a tree, opened with the right arrow and closed with the left", async () => {
    alpha.send("D", `11=WHOLE|21=3|38=1000|40=2|44=90.00|54=1|55=ZVZZT|59=0|60=${now()}|`);
    await alpha.next({ 35: "8", 11: "WHOLE", 39: "A" });
    const wholeId = await act({ action: "accept", orderId: ORDERS + 3 });
    for (const qty of ["300", "200"]) await act({ action: "slice", orderId: wholeId, qty, price: "90" });
    await page.locator(".filter input").fill("zvzzt");
    await page.locator(`[data-order-id="${wholeId + 2}"]`).waitFor(PATIENT);
    await grid().focus();
    await page.keyboard.press("t");
    await page.locator(`[data-order-id="${wholeId + 2}"]`).waitFor({ state: "detached", timeout: 20_000 });
    await page.keyboard.press("Home");
    await page.locator(`[data-order-id="${wholeId}"][data-active="true"][aria-expanded="false"]`).waitFor(PATIENT);
    await page.keyboard.press("ArrowRight");
    await page.locator(`[data-order-id="${wholeId + 2}"][aria-level="2"]`).waitFor(PATIENT);
    await page.locator(`[data-order-id="${wholeId}"][aria-level="1"][aria-expanded="true"]`).waitFor(PATIENT);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowLeft");
    await page.locator(`[data-order-id="${wholeId}"][data-active="true"]`).waitFor(PATIENT);
    await picture("tree-1600");
    expect(await serious()).toEqual([]);
    await page.keyboard.press("ArrowLeft");
    await page.locator(`[data-order-id="${wholeId + 2}"]`).waitFor({ state: "detached", timeout: 20_000 });
    // What cannot be changed is not locked by the attempt.
    await page.keyboard.press("F2");
    await page.getByText("only its client can change the order").first().waitFor(PATIENT);
    const menu = await fetch(`http://127.0.0.1:${oms.httpPort}/api/actions/${wholeId}?user=Ben`);
    expect(await menu.text()).not.toContain("Anna has locked");
    await page.keyboard.press("t");
    await page.locator(`[data-order-id="${wholeId + 2}"]`).waitFor(PATIENT);
    // One key leads to the parts, from a part to its whole, and to the market of either.
    await page.keyboard.press("p");
    await page.locator(".chip", { hasText: `Part of = ${wholeId}` }).waitFor(PATIENT);
    await page.locator(`[data-order-id="${wholeId}"]`).waitFor({ state: "detached", timeout: 20_000 });
    await page.locator(`[data-order-id="${wholeId + 1}"]`).waitFor(PATIENT);
    await page.keyboard.press("Home");
    await page.locator(`[data-order-id="${wholeId + 2}"][data-active="true"]`).waitFor(PATIENT);
    await page.keyboard.press("p");
    await page.locator(`.drawer[aria-label="Order ${wholeId}"]`).waitFor(PATIENT);
    await page.keyboard.press("b");
    await page.locator('.depth-book[aria-label="Depth of ZVZZT"]').waitFor(PATIENT);
    expect(await page.locator(".drawer").count()).toBe(0);
    await page.goBack();
    await page.getByRole("button", { name: `Remove: Part of = ${wholeId}` }).click();
    await page.locator(".filter input").fill("zvzzt");
    await page.locator(`[data-order-id="${wholeId}"]`).waitFor(PATIENT);
  });

  it("that a rule of the view names stand out by colour and sign, in a link to the view, too", async () => {
    await page.getByRole("button", { name: /^Views/ }).click();
    const rule = page.getByLabel("Rows that fulfil");
    await rule.fill("colour=red");
    await rule.press("Enter");
    await page.locator(".rules .field-fault", { hasText: "there is no column colour" }).waitFor(PATIENT);
    await rule.fill("leaves>=1k owner=anna");
    await page.getByLabel("Colour", { exact: true }).selectOption("violet");
    await rule.press("Enter");
    const marked = page.locator('.grid-row[data-rule="violet"]');
    await marked.waitFor(PATIENT);
    expect(await marked.locator(".rule-sign").getAttribute("title")).toBe("leaves>=1k owner=anna");
    expect(await marked.getAttribute("data-order-id")).toBe(String(ORDERS + 3));
    await picture("rules-1600");
    await page.keyboard.press("Escape");
    await page.reload();
    await marked.waitFor(PATIENT);
    await page.locator(".filter input").fill("");
  });

  it("that are refused stay above all others until somebody acknowledges them, whatever the view is sorted by", async () => {
    await page.locator(".segments button", { hasText: "Working" }).click();
    order("OFF-TICK", "38=100|44=90.005|");
    await alpha.next({ 35: "8", 11: "OFF-TICK", 150: "8" });
    const pinned = page.locator("[data-pinned-order]");
    await pinned.waitFor(PATIENT);
    expect(await pinned.innerText()).toMatch(/Rejected[\s\S]*ZVZZT[\s\S]*OFF-TICK[\s\S]*44/);
    await picture("attention-1600");
    expect(await serious()).toEqual([]);
    await page.locator(".filter input").fill("nothing has this");
    await pinned.waitFor({ state: "detached", timeout: 20_000 });
    await page.locator(".filter input").fill("");
    await pinned.waitFor(PATIENT);
    await page.getByRole("button", { name: /^Acknowledge order/ }).click();
    await pinned.waitFor({ state: "detached", timeout: 20_000 });
    await page.getByRole("button", { name: "All", exact: true }).click();
  });

  it("are still shown after many questions: a view that nobody looks at any more is let go", async () => {
    for (const word of ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10"]) {
      await page.locator(".filter input").fill(`${word}7`);
      await expect
        .poll(
          async () => (await page.locator('.orders-panel [data-column="clOrdId"]').allInnerTexts())[0] ?? "",
          PATIENT,
        )
        .toMatch(word);
    }
    await page.locator(".filter input").fill("");
  });

  it("stay selected when the server is killed and starts again", async () => {
    const ports = ["--fix-port", String(oms.fixPort), "--http-port", String(oms.httpPort), "--no-agents"];
    await page.locator(".filter input").fill("M200");
    const shown = () => page.locator("[data-order-id]").evaluateAll((rows) => rows.map((row) => row.id).join());
    await expect.poll(shown, PATIENT).toBe("data-order-id-200");
    await grid().focus();
    await page.keyboard.press("Home");
    await page.locator('[data-order-id="200"][data-active="true"]').waitFor(PATIENT);
    await page.keyboard.press("Space");
    await status().getByText("1 selected").waitFor(PATIENT);
    await oms.kill("SIGKILL");
    await page.locator(".banner", { hasText: "Connection lost" }).waitFor(PATIENT);
    oms = await startLockstep({ dataDir: directory, args: ports });
    await page.locator(".connection[data-state=live]").waitFor(PATIENT);
    await expect.poll(() => status().innerText(), PATIENT).toContain("1 selected · qty 100 · leaves 0");
    await grid().focus();
    await page.keyboard.press("Escape");
    await status().waitFor({ state: "detached", timeout: 20_000 });
  });
});
