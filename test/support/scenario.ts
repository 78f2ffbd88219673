/**
 * Plays a transcript on a stage: an OMS with its journal, a client of it, and a venue. A line is `client > FIELDS`, `client <
 * FIELDS` (the next message has at least these), `exchange > WORDS` (the venue does it) or `exchange < WORDS` (the venue was
 * asked it), `house > WORDS`, or `desk > WORDS` (a trader does it) and `desk < WORDS` (what came of it); `#` starts a comment,
 * and `versions NAMES` says which versions have its messages. After every line that does something, all that follows from
 * it has happened, wherever the venue is.
 */
import { NO_PRICE, type Ticks } from "../../src/domain/price.ts";
import { type Command, CommandType } from "../../src/domain/records.generated.ts";
import { TradingPhase } from "../../src/domain/values.ts";
import { deskCommand } from "./desk-words.ts";
import { HouseStage } from "./house-stage.ts";
import type { Over, Version } from "./scenario-client.ts";
import type { Stage } from "./stage.ts";

const FIRST_DAY = 20_261_122;
/** The client's session. */
const CLIENT = 1;
/** An exchange that is not there but in name. */
const ALT = 9;

/** Is the transcript one of this version's? */
export function hasVersion(text: string, { name }: Version): boolean {
  const [, versions] = /^versions (.+)$/m.exec(text) ?? [];
  return versions === undefined || versions.split(" ").includes(name);
}

/** Plays it with the venue in this process. @throws Error naming the line that did not hold, with what was found */
export async function playScenario(text: string, version: Version, over: Over = "FIX"): Promise<void> {
  if (!hasVersion(text, version)) return;
  const stage = new HouseStage(version, over);
  try {
    await playOn(stage, text);
  } finally {
    stage.close();
  }
}

/** @throws Error naming the line that did not hold, with what was found */
export async function playOn(stage: Stage, text: string): Promise<void> {
  const player = new Player(stage);
  for (const [index, line] of withDays(text, stage.firstDay).split("\n").entries()) {
    const [, who, direction, rest] = /^(client|exchange|house|desk)\s+([<>])\s+(.*?)\s*$/.exec(line) ?? [];
    if (who === undefined) {
      if (line.trim() !== "" && !/^(#|versions )/.test(line))
        throw new Error(`line ${index + 1}: not understood: ${line}`);
      continue;
    }
    try {
      if (direction === "<") player.expect(who, rest);
      else await player.act(who, rest);
    } catch (error) {
      throw new Error(`line ${index + 1}: ${line}\n${(error as Error).message}`);
    }
  }
  stage.client.expectNothingMore();
}

/** A transcript's dates as days after the one the stage began with. */
function withDays(text: string, firstDay: number): string {
  if (firstDay === FIRST_DAY) return text;
  const shiftMs = dayMs(firstDay) - dayMs(FIRST_DAY);
  return text.replace(/\b202611(2[2-9]|30)\b/g, (day) =>
    new Date(dayMs(Number(day)) + shiftMs).toISOString().slice(0, 10).replaceAll("-", ""),
  );
}

function dayMs(day: number): number {
  return Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100);
}

class Player {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async act(who: string, words: string): Promise<void> {
    const stage = this.#stage;
    if (who === "client") stage.client.send(words);
    else if (who === "desk") stage.offer(deskCommand(words, words));
    else if (who === "exchange") await stage.venueActs(words);
    else await this.#house(words);
    await stage.settle();
    stage.client.deliver();
  }

  expect(who: string, words: string): void {
    const stage = this.#stage;
    if (who === "client") return stage.client.expect(words, stage.fits);
    const [heard, what] =
      who === "desk" ? [stage.deskEar.heard, "desk to hear"] : [stage.requests, "venue to be asked"];
    const found = heard.shift() ?? "nothing";
    if (found !== words) throw new Error(`expected the ${what}: ${words}, found: ${found}`);
  }

  /** Something nobody asked for over FIX: "day 20261123", "market of ACME opens"; or what people have to be shown: "has exception: TEXT". */
  async #house(words: string): Promise<void> {
    const stage = this.#stage;
    const [, exception] = /^has exception: (.+)$/.exec(words) ?? [];
    if (exception !== undefined) {
      const texts = [...stage.state.venues.exceptions.values()].map(({ text }) => text);
      if (!texts.includes(exception)) throw new Error(`open are: ${texts.join("; ")}`);
    } else if (words === "venue takes Day only") stage.limitVenue({ ordTypes: "", timesInForce: "034" });
    else if (words === "venue takes no stops") stage.limitVenue({ ordTypes: "12", timesInForce: "" });
    else if (words === "client has one replace at a time") {
      const { sessionKey, compId, account, pendingReports } = stage.state.sessions[CLIENT]!;
      const terms = { sessionKey, compId, account, pendingReports, replaceChains: false };
      stage.offer({ type: CommandType.DefineSession, ...terms });
    } else if (words === "XALT trades BETA.L only")
      stage.offer({ type: CommandType.DefineListing, venueId: ALT, name: "XALT", symbols: "BETA.L" });
    else if (words === "line is down") await stage.cutLine(false);
    else if (words === "line is up") await stage.cutLine(true);
    else stage.offer(houseCommand(words, stage.venueId));
  }
}

/** @param venueId of the venue that a transcript's routing rules call 1 */
function houseCommand(words: string, venueId: number): Command {
  const [, day] = /^day (\d{8})$/.exec(words) ?? [];
  const [, symbol, phase] = /^market of (\S+) (closes|opens)$/.exec(words) ?? [];
  const [, traded, px] = /^(\S+) trades at (\S+)$/.exec(words) ?? [];
  const [, rules] = /^routing (\[.*\])$/.exec(words) ?? [];
  const [, split, newShares, oldShares, byHouse] = /^(\S+) is split (\d+):(\d+)( by the house)?$/.exec(words) ?? [];
  if (rules !== undefined)
    return { type: CommandType.DefineRouting, rules: rules.replaceAll('"venueId":1', `"venueId":${venueId}`) };
  if (split !== undefined) {
    const ratio = { newShares: Number(newShares), oldShares: Number(oldShares) };
    const venueIds = byHouse === undefined ? [] : [venueId];
    return { type: CommandType.ApplySplit, splitId: words, symbol: split, ...ratio, venueIds, actor: "" };
  }
  if (day !== undefined) return { type: CommandType.OpenTradingDay, tradingDay: Number(day) };
  if (symbol !== undefined) {
    const now = phase === "opens" ? TradingPhase.Open : TradingPhase.Closed;
    return { type: CommandType.UpdatePhase, symbol, phase: now, holdsWhenClosed: true };
  }
  if (traded === undefined) throw new Error(`the house cannot "${words}"`);
  const lastPx = Math.round(Number(px) * 100) as Ticks;
  return { type: CommandType.UpdateMarket, symbol: traded, bidPx: NO_PRICE, askPx: NO_PRICE, lastPx };
}
