/** The blotter in headless Chromium on a follower of a made-up day: what every test of a screen begins with. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import type { IdentifiedAction } from "../../src/desk/action-wire.ts";
import { DeskAdapter } from "../../src/desk-adapter.ts";
import { type Command, CommandType } from "../../src/domain/records.generated.ts";
import type { OrderPathStatus } from "../../src/follower-messages.ts";
import { FollowerFixture } from "./follower-fixture.ts";
import { pathStatus } from "./path-status.ts";
import { TradingDay } from "./trading-day.ts";

const CHROMIUM = "/usr/bin/chromium";
const BLOTTER = join(import.meta.dirname, "../../dist/blotter/index.html");
const ARGS = [
  "--no-sandbox",
  "--headless",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
/** A directory for pictures of the page; none are made without it. */
const PICTURES = process.env.LOCKSTEP_PICTURES;
const STEP_NS = 12_000_000n;

/** Why no browser test can run here; "" when they can. */
export const missingBrowser = !existsSync(CHROMIUM)
  ? "skipped: needs chromium"
  : !existsSync(BLOTTER)
    ? "skipped: needs the built blotter (npm run build)"
    : "";

export const SIZES = { desk: [1600, 1000], laptop: [1280, 800], phone: [390, 844], zoomed: [640, 400] } as const;

export class BlotterBrowser {
  readonly fixture: FollowerFixture;
  readonly day: TradingDay;
  /** What the page's console said that it should not have. */
  readonly problems: string[] = [];
  /** What the order path says otherwise than it would. */
  status: Partial<OrderPathStatus> = {};
  /** Called after each step of the day. */
  onStep: () => void = () => {};
  readonly #steps: number;
  #browser: Browser | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(steps: number, seed = 11) {
    this.#steps = steps;
    // The day ends now, so that the times on the screen are like a real day's.
    this.fixture = new FollowerFixture(BigInt(Date.now()) * 1_000_000n - BigInt(steps) * STEP_NS - 10_000_000_000n);
    this.day = new TradingDay(this.fixture.journal, seed);
  }

  /** Reference data, sessions and the day; `start` does it, unless it was done before. */
  begin(): void {
    if (this.fixture.journal.state.tradingDay === 0) this.day.begin();
  }

  async start(): Promise<void> {
    this.begin();
    this.flow(this.#steps);
    await this.fixture.start();
    let second = 0;
    const tell = () => this.fixture.tell({ ...pathStatus(this.fixture.journal, second++), ...this.status });
    tell();
    this.#timer = setInterval(tell, 1_000);
    this.#timer.unref();
    this.#browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  }

  /** So much of the day goes on. */
  flow(steps: number): void {
    for (let step = 0; step < steps; step++) {
      this.fixture.journal.timeNs += STEP_NS;
      this.day.step();
      this.onStep();
    }
    this.fixture.journal.commit();
  }

  /** A venue answers every order it was silent about. */
  quiet(): void {
    const { orders } = this.fixture.journal.state;
    for (let orderId = 1; orderId <= orders.count; orderId++) {
      if (orders.isOpen(orderId) && orders.isUnanswered(orderId)) this.answer(orderId);
    }
  }

  /** A new order is with its venue, which says nothing. @returns its OrderID */
  sent(): number {
    const { orders } = this.fixture.journal.state;
    let orderId = this.day.newOrder();
    while (orders.requestNumber[orderId] === 0) orderId = this.day.newOrder();
    this.fixture.journal.commit();
    return orderId;
  }

  /** A client's order for the desk to work has come, and nobody has accepted it. @returns its OrderID */
  care(text = ""): number {
    const { orders } = this.fixture.journal.state;
    let orderId = this.day.newOrder(text, true);
    while (!orders.isOpen(orderId)) orderId = this.day.newOrder(text, true);
    this.fixture.journal.commit();
    return orderId;
  }

  /** What the order path would do with what a person does. */
  carryOut(action: IdentifiedAction): void {
    const { journal } = this.fixture;
    const offer = (command: Command) => {
      journal.submit(command);
      journal.commit();
      return true;
    };
    new DeskAdapter(
      offer,
      () => undefined,
      () => journal.timeNs,
    ).take(action);
  }

  /** The venue ends an order. */
  answer(orderId: number): void {
    const { journal } = this.fixture;
    const requestNumber = journal.state.orders.requestNumber[orderId];
    const report = { venueId: 1, reportSequence: this.day.nextReport(), orderId, requestNumber };
    journal.submit({ type: CommandType.ExchangeCanceled, ...report, solicited: false, text: "not filled at once" });
    journal.commit();
  }

  /** A venue refuses a new order. */
  refuse(text: string): void {
    const orderId = this.sent();
    const report = { venueId: 1, reportSequence: this.day.nextReport(), orderId, requestNumber: 1 };
    this.fixture.journal.submit({ type: CommandType.ExchangeRejected, ...report, ordRejReason: 99, text });
    this.fixture.journal.commit();
  }

  async open(hash: string, size: keyof typeof SIZES = "desk", colorScheme: "dark" | "light" = "dark"): Promise<Page> {
    const [width, height] = SIZES[size];
    // A browser's zoom is a smaller page with finer points.
    const deviceScaleFactor = size === "zoomed" ? 2 : 1;
    const page = await this.#browser!.newPage({ viewport: { width, height }, colorScheme, deviceScaleFactor });
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.problems.push(message.text());
    });
    page.on("pageerror", (error) => this.problems.push(String(error)));
    await page.goto(`${this.fixture.address}/${hash}`);
    await page.waitForSelector(".environment[data-environment=SIM]");
    return page;
  }

  async picture(page: Page, name: string): Promise<void> {
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  /** The screen in the sizes people have. */
  async pictures(page: Page, name: string): Promise<void> {
    if (PICTURES === undefined) return;
    const before = page.viewportSize()!;
    for (const [width, height] of [SIZES.desk, SIZES.laptop, SIZES.phone]) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`) });
    }
    await page.setViewportSize(before);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#browser?.close();
    await this.fixture.close();
  }
}
