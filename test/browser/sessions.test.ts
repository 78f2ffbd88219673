import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Act } from "../../src/desk/act-wire.ts";
import { BlotterBrowser, missingBrowser } from "../support/browser.ts";

describe.skipIf(missingBrowser !== "")(`the sessions console in a browser ${missingBrowser}`, () => {
  let desk: BlotterBrowser;
  const acts: Act[] = [];

  beforeAll(async () => {
    desk = new BlotterBrowser(500);
    // What the order path would do with an act: journal it, and answer.
    desk.fixture.onMessage = (message) => {
      if (message.kind !== "act") return;
      const { id, act } = message;
      acts.push(act);
      const isBusy = act.act === "logout" && act.reason === "busy";
      desk.fixture.tell({ kind: "acted", id, fault: isBusy ? "the house has more to do than it can take" : "" });
    };
    await desk.start();
  });
  afterAll(() => desk?.close());

  test("shows each session's state, numbers, last error and messages", async () => {
    const page = await desk.open("#/sessions");
    const row = page.locator('tr[data-session="DELMAR"]');
    await row.waitFor();
    expect(await row.innerText()).toMatch(
      /DELMAR\s+Logged out\s+FIX\.4\.4\s+[\d,]+\s+[\d,]+.*no Heartbeat\(0\) for 36 s/s,
    );
    await page.locator('tr[data-session="ALPINE"]').click();
    await expect.poll(() => page.locator(".session-log li").count(), { timeout: 5_000 }).toBeGreaterThan(20);
    expect(await page.locator(".session-log li code").first().innerText()).toMatch(/^8=FIX\.4\.4\|9=/);
    await desk.pictures(page, "sessions");
    await page.close();
  });

  test("logs a session out with who and why, and keeps the words when that is refused", async () => {
    const page = await desk.open("#/sessions");
    await page.locator('tr[data-session="CORVUS"]').click();
    const panel = page.getByRole("region", { name: "Session CORVUS" });
    expect(await panel.getByRole("button", { name: "Reset numbers…" }).isDisabled()).toBe(true);
    await panel.getByRole("button", { name: "Log out…" }).click();
    await panel.getByRole("button", { name: "Log out", exact: true }).click();
    await expect.poll(() => page.locator(".field-fault").innerText()).toContain("the journal keeps both");
    await panel.getByLabel("Who").fill("Ann");
    await panel.getByLabel("Why").fill("busy");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".field-fault").innerText()).toContain("more to do than it can take");
    expect(await panel.getByLabel("Why").inputValue()).toBe("busy");
    await panel.getByLabel("Why").fill("client asked");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".reason-form").count()).toBe(0);
    expect(acts.at(-1)).toEqual({ act: "logout", sessionId: 3, actor: "Ann", reason: "client asked" });
    await page.close();
  });

  test("a page of another origin may not act, and words that are none are refused", async () => {
    const post = (path: string, body: object, headers = {}) =>
      fetch(`${desk.fixture.address}${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body: JSON.stringify(body),
      });
    const before = acts.length;
    const who = { actor: "Eve", reason: "because" };
    expect((await post("/api/sessions/1/logout", who, { Origin: "http://evil.example" })).status).toBe(403);
    for (const body of [
      { actor: "", reason: "x" },
      { actor: "a", reason: " " },
      { ...who, more: 1 },
      { actor: "a\nb", reason: "x" },
    ]) {
      expect((await post("/api/sessions/1/logout", body)).status, JSON.stringify(body)).toBe(400);
    }
    expect((await post("/api/sessions/1/kill", who)).status).toBe(400);
    expect(acts.length).toBe(before);
  });

  test("logs no error and breaks no rule of its content security policy", () => {
    expect(desk.problems.filter((text) => !text.includes("409"))).toEqual([]);
  });
});
