/** The page of `lockstep exchange` in headless Chromium: live books, halts, and faults, from a FIX client's side and the operator's. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LockstepProcess, startLockstep } from "../support/process.ts";
import { limit, of, Trader } from "../support/trader.ts";

const CHROMIUM = "/usr/bin/chromium";
const ARGS = ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking", "--no-first-run"];
const SCENARIO = `
name: a refusal
seed: 1
rules:
  - { name: refusals, on: order, off: true, do: { reject: { reason: 0 } } }
`;
const missing = existsSync(CHROMIUM) ? "" : "skipped: needs chromium";

describe.skipIf(missing !== "")(`the exchange's page ${missing}`, () => {
  let home = "";
  let exchange: LockstepProcess;
  let browser: Browser;
  let page: Page;
  const alpha = new Trader("ALPHA", "FIX.4.4");
  const problems: string[] = [];
  const shows = (selector: string, text: string | RegExp) =>
    page.locator(selector).filter({ hasText: text }).first().waitFor({ timeout: 10_000 });

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "lockstep-exchange-page-"));
    writeFileSync(join(home, "scenario.yaml"), SCENARIO);
    const args = ["--no-agents", "--scenario", join(home, "scenario.yaml")];
    exchange = await startLockstep({ command: "exchange", args });
    await alpha.logOn(exchange.fixPort);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
    page = await browser.newPage({ viewport: { width: 1360, height: 950 } });
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.goto(`http://127.0.0.1:${exchange.httpPort}/`);
    await shows("#state", "live");
  }, 60_000);

  afterAll(async () => {
    alpha.drop();
    await browser?.close();
    await exchange?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it("shows a book and its trades as they come, without a reload", async () => {
    await page.getByLabel("Show symbols that contain").fill("zvz");
    await page.getByRole("button", { name: "ZVZZT", exact: true }).click();
    await shows("#bookName", "Book of ZVZZT");
    alpha.send("D", limit("P1", "ZVZZT", 1, 1_300, "99.00"));
    alpha.send("D", limit("P2", "ZVZZT", 2, 40, "101.25"));
    await shows("#book td.bid", "99.00");
    await shows("#book span.bid", "1,300");
    await shows("#book tr.spread", "spread 2.25");
    alpha.send("D", limit("P3", "ZVZZT", 2, 300, "99.00"));
    await shows("#book span.bid", "1,000");
    await shows("#trades td", "300");
    await shows("#market tr.chosen", "99.00");
    await shows("#sessions tr", /ALPHA.*active/);
  });

  it("halts a symbol and resumes it, and says who ordered it", async () => {
    await page.getByLabel("Phase").selectOption("halted");
    await page.getByRole("button", { name: "Set" }).click();
    await shows("#phase", "halted");
    await shows("#commands tr", /page.*ZVZZT halted/);
    alpha.send("D", limit("P4", "ZVZZT", 1, 1, "98.00"));
    await alpha.next({ 35: "8", 11: "P4", 150: "8", 103: "2" });
    await page.getByLabel("Phase").selectOption("resume");
    await page.getByRole("button", { name: "Set" }).click();
    await shows("#phase", "continuous");
  });

  it("busts a trade, cancels an order and a session's orders, and says what cannot be", async () => {
    const fill = alpha.heard.findLast((message) => of(message, 150) === "F")!;
    await page.getByLabel("Trade", { exact: true }).fill(of(fill, 17)!);
    await page.getByRole("button", { name: "Bust" }).click();
    await alpha.next({ 35: "8", 150: "H", 19: of(fill, 17)! });
    await page.getByRole("button", { name: "Bust" }).click();
    await shows("#answer.bad", "XSIM has no trade");
    const ack = alpha.heard.find((message) => of(message, 11) === "P2")!;
    await page.getByLabel("Cancel order").fill(of(ack, 37)!);
    await page.getByRole("button", { name: "Cancel it", exact: true }).click();
    await alpha.next({ 35: "8", 11: "P2", 150: "4" });
    await page.locator("#sessions tr", { hasText: "ALPHA" }).getByRole("button", { name: "Cancel its orders" }).click();
    await alpha.next({ 35: "8", 11: "P1", 150: "4" });
  });

  it("switches a rule of the scenario on and off, and cuts a client's line", async () => {
    await shows("#scenario", "a refusal");
    await page.getByRole("button", { name: "Switch on" }).click();
    await page.getByRole("button", { name: "Switch off" }).waitFor();
    alpha.send("D", limit("P5", "ZVZZT", 1, 1, "97.00"));
    await alpha.next({ 35: "8", 11: "P5", 150: "8" });
    await page.getByRole("button", { name: "Switch off" }).click();
    await page.getByRole("button", { name: "Switch on" }).waitFor();
    alpha.send("D", limit("P6", "ZVZZT", 1, 1, "97.00"));
    await alpha.next({ 35: "8", 11: "P6", 150: "0" });
    await page.locator("#sessions tr", { hasText: "ALPHA" }).getByRole("button", { name: "Cut the line" }).click();
    await alpha.until(() => !alpha.loggedOn, "the line should be cut");
    await shows("#sessions tr", /ALPHA.*idle/);
  });

  it("comes from one place only, and had nothing to complain of", async () => {
    const answer = await fetch(`http://127.0.0.1:${exchange.httpPort}/`);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe-inline");
    // The browser logs the one command that could not be.
    expect(problems).toEqual([expect.stringContaining("status of 400")]);
  });

  it("says that the exchange does not answer, and comes back with it", async () => {
    await exchange.kill("SIGKILL");
    await shows("#state.bad", "the exchange does not answer");
  });
});
