/** The whole thing as its users meet it: a real process, a FIX client, and the page in headless Chromium. */
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PersistentClient } from "../support/persistent-client.ts";
import { type LockstepProcess, startLockstep } from "../support/process.ts";

const CHROMIUM = "/usr/bin/chromium";
const ARGS = [
  "--no-sandbox",
  "--headless",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
const missing = existsSync(CHROMIUM) ? "" : "skipped: needs chromium";

function time(): string {
  return new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, 21);
}

describe.skipIf(missing !== "")(`an order on the page, from a FIX client ${missing}`, () => {
  let oms: LockstepProcess;
  let browser: Browser;
  let page: Page;
  const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
  const bravo = new PersistentClient({ compId: "BRAVO", beginString: "FIX.4.2" });
  const problems: string[] = [];

  beforeAll(async () => {
    oms = await startLockstep({ args: ["--no-agents"] });
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
    page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(`http://127.0.0.1:${oms.httpPort}/`);
    await alpha.logOn(oms.fixPort);
    await bravo.logOn(oms.fixPort);
  });
  afterAll(async () => {
    await browser?.close();
    await oms?.stop();
  });

  const order = (client: PersistentClient, clOrdId: string, side: string, qty: number, price: string) =>
    client.send("D", `11=${clOrdId}|21=1|38=${qty}|40=2|44=${price}|54=${side}|55=ZVZZT|59=0|60=${time()}|`);
  const cell = (orderId: number, column: string) =>
    page.locator(`[data-order-id="${orderId}"] [data-column="${column}"]`);
  const shows = async (orderId: number, column: string, text: string) => {
    await cell(orderId, column).filter({ hasText: text }).waitFor({ timeout: 5_000 });
  };

  it("appears, fills and cancels without a reload", async () => {
    await page.evaluate("window.stillTheSamePage = true");
    order(alpha, "E2E-1", "1", 300, "99.50");
    await shows(1, "ordStatus", "New");
    await shows(1, "symbol", "ZVZZT");
    order(bravo, "E2E-2", "2", 100, "99.50");
    await shows(1, "ordStatus", "Part");
    await shows(2, "ordStatus", "Filled");
    alpha.send("F", `11=E2E-3|41=E2E-1|54=1|55=ZVZZT|60=${time()}|`);
    await shows(1, "ordStatus", "Canceled");
    expect(await page.evaluate("window.stillTheSamePage")).toBe(true);
    expect(problems).toEqual([]);
  });

  it("shows its whole story with the FIX messages of both directions", async () => {
    await page.locator('[data-order-id="1"]').click();
    const drawer = page.locator("aside.drawer").first();
    await drawer.getByText("Order accepted").waitFor({ timeout: 5_000 });
    await drawer.getByText(/FIX messages/).click();
    const text = (await drawer.textContent()) ?? "";
    for (const word of ["NewOrderSingle", "ExecutionReport", "OrderCancelRequest"])
      expect(text.replaceAll(" ", "")).toContain(word);
    expect(problems).toEqual([]);
  });

  it("is there again after kill -9 of the server, by itself, and the page said so meanwhile", async () => {
    const { dataDir } = oms;
    await oms.kill("SIGKILL");
    await page
      .getByText(/reconnect|lost|offline/i)
      .first()
      .waitFor({ timeout: 10_000 });
    const ports = ["--fix-port", String(oms.fixPort), "--http-port", String(oms.httpPort), "--no-agents"];
    oms = await startLockstep({ dataDir, args: ports });
    await alpha.logOn(oms.fixPort);
    order(alpha, "E2E-4", "1", 10, "99.00");
    await page.waitForFunction("window.stillTheSamePage === true");
    await shows(3, "ordStatus", "New");
    await shows(1, "ordStatus", "Canceled");
  }, 60_000);
});
