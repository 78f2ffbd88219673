import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CommandType } from "../../src/domain/records.generated.ts";
import { ExceptionKind } from "../../src/domain/values.ts";
import { BlotterBrowser, missingBrowser } from "../support/browser.ts";

/** Runs in the page before anything else: counts the tones it would make. */
const COUNT_TONES = `
  globalThis.tones = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) { globalThis.tones++; return start.call(this, at); };
`;

describe.skipIf(missingBrowser !== "")(`alerts in a browser ${missingBrowser}`, () => {
  let desk: BlotterBrowser;
  const kills: string[] = [];

  beforeAll(async () => {
    desk = new BlotterBrowser(300);
    desk.fixture.alerts = { ...desk.fixture.alerts, unacknowledgedMs: 200, unacceptedMs: 500 };
    // What the order path would do with an act: journal it, and answer.
    desk.fixture.onMessage = (message) => {
      if (message.kind !== "act") return;
      const { id, act } = message;
      if (act.act === "close") {
        const { exceptionId, actor, reason } = act;
        desk.fixture.journal.submit({ type: CommandType.CloseException, exceptionId, actor, text: reason });
        desk.fixture.journal.commit();
      }
      if (act.act === "kill") {
        const { act: _, ...set } = act;
        kills.push(`${set.isOn ? "stop" : "go on"} ${set.sessionId}: ${set.actor}, ${set.reason}`);
        desk.fixture.journal.submit({ type: CommandType.SetKillSwitch, requestId: 0, ...set });
        desk.fixture.journal.commit();
      }
      desk.fixture.tell({ kind: "acted", id, fault: "" });
    };
    await desk.start();
    desk.quiet();
  });
  afterAll(() => desk?.close());

  const alertsOf = (page: Page) => page.getByRole("region", { name: "Alerts" });
  const rowOf = (page: Page, orderId: number) =>
    alertsOf(page).locator("li", { has: page.getByRole("button", { name: `order ${orderId}`, exact: true }) });

  function raise(text: string): void {
    const report = { venueId: 1, reportSequence: 0, orderId: 0, requestNumber: 0 };
    const kind = ExceptionKind.DropCopyBreak;
    desk.fixture.journal.submit({ type: CommandType.RaiseVenueException, ...report, kind, text });
    desk.fixture.journal.commit();
  }

  test("one is there when a venue swallows an acknowledgement, and is over by itself when it answers", async () => {
    const page = await desk.open("#/alerts");
    const orderId = desk.sent();
    const row = rowOf(page, orderId);
    await row.waitFor({ timeout: 20_000 });
    expect(await row.innerText()).toContain("Not acknowledged by venue");
    await expect.poll(() => page.title()).toMatch(/^\(1\) SIM/);
    expect(await page.locator(".screens .screen-badge").innerText()).toContain("1");
    const toast = page.locator(".toast", { hasText: "not acknowledged by" });
    expect(await toast.getAttribute("data-tone")).toBe("grave");
    await desk.pictures(page, "alerts");
    desk.answer(orderId);
    await expect.poll(() => row.getAttribute("data-cleared"), { timeout: 20_000 }).toBe("true");
    expect(await row.innerText()).toContain("over since");
    await expect.poll(() => page.locator('.toast[data-tone="cleared"]').innerText()).toContain("Over:");
    await expect.poll(() => page.title()).toMatch(/^SIM/);
    await row.getByRole("button", { name: "Acknowledge" }).click();
    await expect.poll(() => row.count()).toBe(0);
    await page.close();
  }, 60_000);

  test("they stay over a reload until they are acknowledged, and then do not come back while they last", async () => {
    const page = await desk.open("#/alerts");
    raise("the drop copy has a fill T77 of 100 that no order of ours has");
    const alerts = alertsOf(page);
    await expect.poll(() => alerts.innerText(), { timeout: 20_000 }).toContain("a fill T77");
    // An order that is refused is an alert, too, whatever the viewer looks at.
    desk.refuse("<b>bold</b><img src=x onerror=alert(1)>");
    await expect.poll(() => alerts.innerText(), { timeout: 20_000 }).toContain("was refused");
    await page.reload();
    await expect.poll(() => alerts.locator("li").count(), { timeout: 20_000 }).toBe(2);
    await alerts.getByRole("button", { name: "Acknowledge all" }).click();
    await expect.poll(() => alerts.locator("li").count()).toBe(0);
    await page.reload();
    // Told by the desk again, and not shown again.
    await expect
      .poll(() => page.getByRole("region", { name: "Exceptions" }).locator("li").count(), { timeout: 20_000 })
      .toBe(1);
    await page.waitForSelector('.connection[data-state="live"]', { state: "attached" });
    expect(await alerts.locator("li").count()).toBe(0);
    expect(await page.title()).toMatch(/^SIM/);
    const exceptions = page.getByRole("region", { name: "Exceptions" });
    await exceptions.getByRole("button", { name: "Close…" }).click();
    await exceptions.getByLabel("Who").fill("Ann");
    await exceptions.getByLabel("Why").fill("booked by hand");
    await page.keyboard.press("Enter");
    await expect.poll(() => exceptions.locator("li").count(), { timeout: 20_000 }).toBe(0);
    await page.close();
  }, 60_000);

  test("make no sound before somebody turns it on, never take the focus, and can be muted by kind", async () => {
    const page = await desk.open("#/alerts");
    await page.addInitScript(COUNT_TONES);
    await page.reload();
    await page.getByRole("region", { name: "What makes noise" }).waitFor();
    const tones = () => page.evaluate<number>("globalThis.tones");
    await page.locator("h2").first().click();
    desk.refuse("one");
    await page.locator(".toast", { hasText: "one" }).waitFor({ timeout: 20_000 });
    expect(await tones()).toBe(0);
    await page.getByRole("button", { name: "Sound is off" }).click();
    // It is heard once, so that one knows how it sounds.
    await expect.poll(tones).toBeGreaterThan(0);
    const heard = await tones();
    const filter = page.getByRole("checkbox", { name: "Toast: Order refused" });
    await page.getByRole("checkbox", { name: "Sound: Order refused" }).uncheck();
    await filter.uncheck();
    desk.refuse("two");
    await expect.poll(() => alertsOf(page).innerText(), { timeout: 20_000 }).toContain("two");
    expect(await page.locator(".toast", { hasText: "two" }).count()).toBe(0);
    expect(await tones()).toBe(heard);
    // Past the pause between two sounds, another kind is heard, and what has the focus keeps it.
    await filter.focus();
    let fills = 0;
    const another = () => {
      raise(`a fill that no order has, ${++fills}`);
      return tones();
    };
    await expect.poll(another, { timeout: 20_000, interval: 500 }).toBeGreaterThan(heard);
    await page.locator(".toast", { hasText: "a fill that no order has" }).first().waitFor({ timeout: 20_000 });
    expect(await page.evaluate<string>("document.activeElement.getAttribute('aria-label')")).toBe(
      "Toast: Order refused",
    );
    await page.reload();
    expect(await filter.isChecked()).toBe(false);
    expect(await page.getByRole("button", { name: "Sound is on" }).count()).toBe(1);
    await page.close();
  }, 60_000);

  test("of many at once three are shown, and how many more there are", async () => {
    const page = await desk.open("");
    for (let count = 0; count < 8; count++) desk.refuse(`many ${count}`);
    await page.locator(".toast", { hasText: /and \d+ more alerts/ }).waitFor({ timeout: 20_000 });
    expect(await page.locator(".toast[data-tone]").count()).toBe(3);
    await page
      .locator(".toast", { hasText: /more alerts/ })
      .getByRole("button")
      .click();
    await page.waitForSelector(".alerts-screen");
    await page.close();
  }, 60_000);

  test("a care order that nobody accepts is told of in place of its arrival, which is not over", async () => {
    const page = await desk.open("#/alerts");
    const orderId = desk.care();
    const row = rowOf(page, orderId);
    await expect.poll(() => row.innerText(), { timeout: 20_000 }).toContain("Care order not accepted");
    expect(await row.count()).toBe(1);
    expect(await row.getAttribute("data-cleared")).toBe("false");
    expect(await page.locator('.toast[data-tone="cleared"]').count()).toBe(0);
    await row.getByRole("button", { name: "Acknowledge" }).click();
    await expect.poll(() => row.count()).toBe(0);
    await page.close();
  });

  test("the kill switch says what it would stop, is held, not clicked, and is an alert until trading goes on", async () => {
    const page = await desk.open("#/alerts", "phone");
    const panel = page.getByRole("region", { name: "Kill switch" });
    const hold = panel.getByRole("button", { name: "Hold to stop" });
    await expect.poll(() => panel.innerText(), { timeout: 20_000 }).toMatch(/Cancels \d+ live orders of \d clients/);
    const orderId = desk.care();
    desk.carryOut({ action: "accept", actionId: "a", user: "Ann", orderId });
    desk.carryOut({ action: "pass", actionId: "p", user: "Ann", orderId, desk: "rates" });
    await panel.getByLabel("Stop").selectOption("desk rates", { timeout: 20_000 });
    await expect.poll(() => panel.innerText(), { timeout: 20_000 }).toMatch(/Cancels 1 live order of one client/);
    await panel.getByLabel("Stop").selectOption("ALPINE");
    await expect.poll(() => panel.innerText(), { timeout: 20_000 }).toMatch(/Cancels \d+ live orders of one client/);
    const count = Number(/Cancels (\d+)/.exec(await panel.innerText())?.[1]);
    const { orders } = desk.fixture.journal.state;
    const live = Array.from({ length: orders.count }, (_, index) => index + 1).filter(
      (orderId) => orders.isLive(orderId) && orders.sessionId[orderId] === 1,
    );
    expect(count).toBe(live.length);
    expect(await hold.isDisabled()).toBe(true);
    await panel.getByLabel("Why").fill("runaway algorithm");
    expect((await hold.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    await hold.click();
    expect(kills).toEqual([]);
    await hold.scrollIntoViewIfNeeded();
    await desk.picture(page, "phone-kill");
    await hold.hover();
    await page.mouse.down();
    await expect.poll(() => kills, { timeout: 20_000 }).toEqual(["stop 1: desk, runaway algorithm"]);
    await page.mouse.up();
    await expect.poll(() => panel.locator("[data-kill]").innerText(), { timeout: 20_000 }).toContain("ALPINE stopped");
    await expect.poll(() => alertsOf(page).innerText(), { timeout: 20_000 }).toContain("ALPINE may not trade");
    await page.setViewportSize({ width: 1600, height: 1000 });
    await desk.picture(page, "kill-on");
    await panel.getByRole("button", { name: "Let it go on…" }).click();
    await panel.locator(".reason-form").getByLabel("Who").fill("Ann");
    await panel.locator(".reason-form").getByLabel("Why").fill("mended");
    await page.keyboard.press("Enter");
    await expect.poll(() => kills.at(-1), { timeout: 20_000 }).toBe("go on 1: Ann, mended");
    await expect.poll(() => panel.locator("[data-kill]").count(), { timeout: 20_000 }).toBe(0);
    const alert = alertsOf(page).locator("li", { hasText: "ALPINE may not trade" });
    await expect.poll(() => alert.getAttribute("data-cleared"), { timeout: 20_000 }).toBe("true");
    await page.close();
  }, 60_000);

  test("logs no error and breaks no rule of its content security policy", () => {
    expect(desk.problems).toEqual([]);
  });
});
