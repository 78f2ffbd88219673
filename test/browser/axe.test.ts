import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FollowerFixture } from "../support/follower-fixture.ts";
import { pathStatus } from "../support/path-status.ts";
import { TradingDay } from "../support/trading-day.ts";

const CHROMIUM = "/usr/bin/chromium";
const BLOTTER = join(import.meta.dirname, "../../dist/blotter/index.html");
const missing = !existsSync(CHROMIUM)
  ? "skipped: needs chromium"
  : !existsSync(BLOTTER)
    ? "skipped: needs the built blotter (npm run build)"
    : "";
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Violation = { id: string; impact: string; help: string; nodes: { target: string[]; failureSummary: string }[] };

describe.skipIf(missing !== "")(`what everybody can use of the desk ${missing}`, () => {
  let fixture: FollowerFixture;
  let browser: Browser;

  beforeAll(async () => {
    fixture = new FollowerFixture(BigInt(Date.now()) * 1_000_000n - 60_000_000_000n);
    const day = new TradingDay(fixture.journal, 5);
    day.begin();
    for (let step = 0; step < 600; step++) day.step();
    fixture.journal.commit();
    await fixture.start();
    fixture.tell(pathStatus(fixture.journal, 1));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(async () => {
    await browser?.close();
    await fixture?.close();
  });

  const screens = ["#/orders", "#/depth", "#/history", "#/system", "an order", "the command line", "the ticket"];
  const themed = screens.flatMap((screen) => (["dark", "light"] as const).map((theme) => [screen, theme] as const));
  test.each([...themed, ["#/sessions", "dark"] as const, ["#/alerts", "light"] as const])(
    "%s in %s has nothing that axe calls serious",
    async (screen, colorScheme) => {
      const page = await browser.newPage({ viewport: { width: 1_600, height: 1_000 }, colorScheme });
      await page.goto(`${fixture.address}/${screen.startsWith("#") ? screen : ""}`);
      if (screen === "an order") {
        await page.locator("[data-order-id]").first().click();
        await page.waitForSelector(".drawer");
      }
      if (screen.startsWith("the ")) {
        await page.locator("[data-order-id]").first().waitFor();
        // Each with a preview, a warning and a fault.
        if (screen === "the ticket") {
          await page.keyboard.press("n");
          await page.locator('.ticket [name="qty"]').fill("10k");
          await page.locator('.ticket [name="symbol"]').fill("acme");
          await page.locator('.ticket [name="price"]').fill("99x");
          await page.keyboard.press("Enter");
          await page.waitForSelector(".ticket [aria-invalid=true]");
        } else {
          await page.keyboard.press("Control+k");
          await page.keyboard.type("buy 10k ACME lim 104 ");
          await page.waitForSelector(".warnings li");
        }
        await page.waitForSelector(".preview-facts");
      }
      await page.waitForTimeout(400);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate<{ violations: Violation[] }>(
        'axe.run(document, { resultTypes: ["violations"] })',
      );
      const serious = violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes[0].target.join(" ")}: ${nodes[0].failureSummary}`);
      expect(serious).toEqual([]);
      await page.close();
    },
  );
});
