/**
 * What else happens to an OMS while its venue's line is bad: orders under its name that it never sent, care orders whose
 * parts are at the venue, and an operator who stops its client for a while.
 */
import { Stage } from "../../src/core/order-table.ts";
import type { State } from "../../src/core/state.ts";
import { VenueReportKind } from "../../src/domain/exchange-port.ts";
import { type Command, CommandType } from "../../src/domain/records.generated.ts";
import { KillScope, Side } from "../../src/domain/values.ts";
import { emptyReport } from "../../src/exchange/venue-report-reader.ts";
import type { Random } from "../../src/lib/random.ts";
import { deskCommand } from "../support/desk-words.ts";
import { newOrder } from "../support/trade-words.ts";
import type { VenueDesk } from "./venue-line.ts";
import type { World } from "./world.ts";

const FOR_PEOPLE = { moreTerms: [21, "3".charCodeAt(0), 0] };
/** Care orders there are at once, at the most. */
const CARE_MAX = 6;

type House = { state: State; tell: (command: Command) => void; sessionId: number };

export type LinePeopleOptions = {
  world: World;
  random: Random;
  desk: VenueDesk;
  symbols: readonly string[];
  /** The OMS while it runs. */
  house: () => House | null;
};

export class LinePeople {
  /** ClOrdIDs of the orders the venue has of us and we never sent, in the order it told of them. */
  readonly aliens: string[] = [];
  readonly #options: LinePeopleOptions;
  #acts = 0;
  #isOver = false;

  constructor(options: LinePeopleOptions) {
    this.#options = options;
  }

  begin(): void {
    const { world, random } = this.#options;
    world.after(50 + random.below(400), () => {
      if (this.#isOver) return;
      this.#act();
      this.begin();
    });
  }

  /** Nobody is stopped any more; what waits for a person waits on. */
  end(): void {
    this.#isOver = true;
    const house = this.#options.house();
    if (house !== null && house.state.kills.size > 0) this.#stop(house, false);
  }

  #act(): void {
    const { random } = this.#options;
    const choice = random.below(100);
    if (choice < 8) return this.#alien();
    const house = this.#options.house();
    if (house === null) return;
    if (house.state.kills.size > 0) return random.oneIn(3) ? this.#stop(house, false) : undefined;
    if (choice < 10) return this.#stop(house, true);
    this.#care(house);
  }

  /** The venue has an order under our name, and says so. */
  #alien(): void {
    const { desk, random, symbols, world } = this.#options;
    const clOrdId = `STRANGE-${this.aliens.length + 1}`;
    this.aliens.push(clOrdId);
    const report = emptyReport(0);
    report.kind = VenueReportKind.Alien;
    report.clOrdId = clOrdId;
    report.exchangeOrderId = `Z${this.aliens.length}`;
    report.alien = { symbol: symbols[random.below(symbols.length)], side: random.oneIn(2) ? Side.Buy : Side.Sell };
    report.text = "39=0 38=100";
    world.note(`the venue has ${clOrdId}`);
    desk.sayOfItself(report, -this.aliens.length);
  }

  #stop({ tell, sessionId }: House, isOn: boolean): void {
    const word = { scope: KillScope.Session, sessionId, desk: "", isOn, actor: "Ann", reason: "enough", requestId: 1 };
    this.#options.world.note(`kill switch ${isOn ? "on" : "off"}`);
    tell({ type: CommandType.SetKillSwitch, ...word });
  }

  #care({ state, tell, sessionId }: House): void {
    const { random, symbols } = this.#options;
    const { orders, care } = state;
    const live = [...care.work.keys()].filter((id) => !care.parentOf.has(id) && orders.isLive(orders.rowOf(id)));
    const number = ++this.#acts;
    if (live.length < CARE_MAX && (live.length === 0 || random.oneIn(3))) {
      const terms = { sessionId, symbol: symbols[random.below(symbols.length)], priceMantissa: this.#price() };
      const side = random.oneIn(2) ? Side.Buy : Side.Sell;
      return tell(newOrder(`CARE-${number}`, { ...FOR_PEOPLE, ...terms, side, qtyMantissa: 200 + random.below(400) }));
    }
    const orderId = live[random.below(live.length)];
    const row = orders.rowOf(orderId);
    const words = (text: string) => tell(deskCommand(text, `L${number}`));
    if (orders.stage[row] === Stage.PendingNew) return words(`accept ${orderId}`);
    const parts = care.work.get(orderId)?.children ?? [];
    const part = parts[random.below(Math.max(1, parts.length))] ?? 0;
    const px = (orders.price[row] / 100).toFixed(2);
    if (part !== 0 && random.oneIn(6)) return words(`cancel ${part}`);
    if (random.oneIn(12)) return words(`cancel ${orderId}`);
    if (random.oneIn(10)) return words(`fill ${orderId} ${1 + random.below(20)} @ ${px}`);
    words(`slice ${orderId} ${1 + random.below(150)} @ ${px}`);
  }

  #price(): number {
    return 9_980 + this.#options.random.below(41);
  }
}
