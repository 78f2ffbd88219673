/** How the desk looks to those who see it otherwise: without motion, twice as large; and what strangers write is text on every screen. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CommandType } from "../../src/domain/records.generated.ts";
import { ExceptionKind } from "../../src/domain/values.ts";
import { BlotterBrowser, missingBrowser } from "../support/browser.ts";

/** At most 64 characters, where ids have no more. */
const EVIL = "<img class=evil src=x onerror=hacked=1>";
const EVIL_ID = "<b class=evil>x</b>";
const SCREENS = ["orders", "depth/ACME", "sessions", "alerts", "history", "system"];

describe.skipIf(missingBrowser !== "")(`the desk's looks in a browser ${missingBrowser}`, () => {
  let desk: BlotterBrowser;
  let orderId = 0;

  beforeAll(async () => {
    desk = new BlotterBrowser(300);
    await desk.start();
    const { journal } = desk.fixture;
    const sessionKey = `FIX.4.4:${EVIL_ID}`;
    const session = { sessionKey, compId: EVIL_ID, account: EVIL_ID, pendingReports: false, replaceChains: false };
    journal.submit({ type: CommandType.DefineSession, ...session });
    orderId = desk.care(EVIL_ID);
    desk.carryOut({ action: "note", actionId: "n", user: EVIL_ID, orderId, text: EVIL });
    desk.refuse(EVIL);
    const report = { venueId: 1, reportSequence: 0, orderId: 0, requestNumber: 0 };
    const kind = ExceptionKind.DropCopyBreak;
    journal.submit({ type: CommandType.RaiseVenueException, ...report, kind, text: EVIL });
    journal.commit();
    const evilSession = {
      sessionId: 6,
      venue: "",
      isDropCopy: false,
      isCalled: false,
      compId: EVIL_ID,
      beginString: "FIX.4.4",
      state: "LoggedOut" as const,
      peer: EVIL,
      nextSenderMsgSeqNum: 1,
      nextTargetMsgSeqNum: 1,
      lastError: EVIL,
    };
    desk.status = { sessions: [evilSession], journalTrouble: EVIL };
  });
  afterAll(() => desk?.close());

  /** Nothing of what was written has become an element, and nothing of it ran. */
  async function isText(page: Page, where: string): Promise<void> {
    expect(await page.locator(".evil").count(), where).toBe(0);
    expect(await page.evaluate("typeof hacked"), where).toBe("undefined");
  }

  test.each(SCREENS)("%s shows what strangers wrote as text", async (screen) => {
    const page = await desk.open(`#/${screen}`);
    await expect.poll(() => page.locator(".banner").innerText(), { timeout: 20_000 }).toContain(EVIL);
    const shown = { orders: EVIL_ID, sessions: EVIL_ID, alerts: EVIL, history: EVIL_ID }[screen];
    if (shown !== undefined) {
      await expect.poll(() => page.locator("main").innerText(), { timeout: 20_000 }).toContain(shown);
    }
    await isText(page, screen);
    await page.close();
  });

  test("an order's timeline, notes, messages and menu show it as text", async () => {
    const page = await desk.open(`#/history/${orderId}`);
    await page.locator(`tr[data-order-id="${orderId}"]`).click({ timeout: 20_000 });
    await expect.poll(() => page.locator(".timeline").innerText(), { timeout: 20_000 }).toContain(EVIL);
    for (const tab of ["FIX messages", "Latency", "As of", "Timeline"]) {
      await page.getByRole("tab", { name: tab }).click();
      await isText(page, tab);
    }
    await page.close();
  });

  test("cells flash for less than a second, and not at all for those who want no motion", async () => {
    const page = await desk.open("");
    await page.waitForSelector("[data-order-id]");
    const flashes = () =>
      page.evaluate<{ name: string; ms: number }[]>(
        `document.getAnimations().map((one) => ({ name: one.animationName ?? "", ms: one.effect.getTiming().duration }))`,
      );
    let seen: { name: string; ms: number }[] = [];
    const flashed = async () => {
      desk.flow(4);
      seen = await flashes();
      return seen.some(({ name }) => name.startsWith("flash-"));
    };
    await expect.poll(flashed, { timeout: 20_000 }).toBe(true);
    expect(Math.max(...seen.map(({ ms }) => ms))).toBeLessThan(1_000);
    await page.emulateMedia({ reducedMotion: "reduce" });
    const marked = async () => {
      desk.flow(4);
      expect(await flashes()).toEqual([]);
      return page.locator(".value[class*=flash-]").count();
    };
    await expect.poll(marked, { timeout: 20_000 }).toBeGreaterThan(0);
    await page.close();
  });

  test("at twice the size every screen is there, and nothing of it is beyond the side", async () => {
    const page = await desk.open("", "zoomed");
    for (const screen of SCREENS) {
      await page.goto(`${desk.fixture.address}/#/${screen}`);
      await page.waitForSelector(".screen[aria-busy=true]", { state: "detached" });
      await page.waitForSelector(".panel");
      const wide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
      expect(wide, screen).toBeLessThanOrEqual(0);
      const link = (await page.locator('.screens [aria-current="page"]').boundingBox())!;
      expect(link.y + link.height, screen).toBeLessThanOrEqual(400);
      await desk.picture(page, `zoomed-${screen.split("/")[0]}`);
    }
    await page.close();
  });

  test("on a laptop with the figures open nothing overlaps or is cut off, and what an order is stays at the left", async () => {
    const page = await desk.open("", "laptop");
    await page.waitForSelector(".grid-row[data-order-id]");
    const figures = page.getByRole("button", { name: "Figures", exact: true });
    if ((await figures.getAttribute("aria-pressed")) !== "true") await figures.click();
    await page.waitForSelector(".system-panel .figures td");
    await desk.picture(page, "laptop-figures");
    const overlaps = await page.evaluate<string[]>(`(() => {
      const parts = [...document.querySelectorAll(".orders-panel .panel-bar :is(button, input, .panel-count)")];
      const boxes = parts.map((part) => ({ part, box: part.getBoundingClientRect() })).filter(({ box }) => box.width > 0);
      const found = [];
      for (const [index, a] of boxes.entries()) for (const b of boxes.slice(index + 1)) {
        const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        if (wide > 0.5 && high > 0.5) found.push(a.part.textContent + " over " + b.part.textContent);
      }
      return found;
    })()`);
    expect(overlaps).toEqual([]);
    const cut = await page.evaluate<string[]>(`[
      ...document.querySelectorAll(".grid-row [data-column=ordStatus] .value, .grid-row [data-column=unaccepted] .value, .system-body"),
    ].filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.textContent)`);
    expect(cut).toEqual([]);
    const left = () =>
      page.evaluate<number>(`(() => {
        const cell = document.querySelector(".orders-panel .grid-row [data-column=symbol]").getBoundingClientRect();
        return Math.round(cell.left - document.querySelector(".orders-panel .grid").getBoundingClientRect().left);
      })()`);
    const before = await left();
    await page.evaluate(`document.querySelector(".orders-panel .grid").scrollLeft = 500`);
    // The side stands before it.
    await expect.poll(left).toBeLessThan(before);
    expect(await left()).toBe(48);
    await desk.picture(page, "laptop-scrolled");
    await page.close();
  });

  test("logs no error and breaks no rule of its content security policy", () => {
    expect(desk.problems).toEqual([]);
  });
});
