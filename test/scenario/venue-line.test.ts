/**
 * The same transcripts with the venue in another process, behind a FIX line: the simulated exchange's FIX side before a
 * scripted book, QuickFIX C++, and `lockstep exchange` as it is, where a market can do what the transcript says. The OMS is the server's own order path with a row of `venues`.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ExchangeVenue } from "../support/exchange-venue.ts";
import { LineStage } from "../support/line-stage.ts";
import { compileQuickFixPeer, dictionaryPath, quickFixMissing } from "../support/quickfix-peer.ts";
import { freePort } from "../support/quickfix-venue.ts";
import { hasVersion, playOn } from "../support/scenario.ts";
import { VERSIONS, type Version } from "../support/scenario-client.ts";
import type { VenueDoor } from "../support/stage.ts";
import { VenueProcess } from "../support/venue-process.ts";

const folder = join(import.meta.dirname, "order");
const transcripts = readdirSync(folder)
  .filter((name) => name.endsWith(".scenario"))
  .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
const isFull = process.env.LOCKSTEP_FULL === "1";
/** What the venue is called in: one version every day, the others in the full run. */
const LINES = VERSIONS.filter(({ name }) => isFull || name === "FIX.4.4");

/** Transcripts that ask for what a line in these versions cannot say, and why: one that would pass fails the test. */
const NOT_OVER_FIX: Readonly<Record<string, { lines: readonly string[]; why: string }>> = {
  "k1a-trading-halt-reinstated.scenario": { lines: ["FIX.4.2"], why: "ExecInst(18) J came with FIX 4.3" },
  "k1b-trading-halt-canceled.scenario": { lines: ["FIX.4.2"], why: "ExecInst(18) K came with FIX 4.3" },
};

/** Plays a transcript over the line, the client in the line's version, or in a later one where only that has its messages. */
async function play(venue: VenueDoor, line: Version, text: string): Promise<void> {
  const client = hasVersion(text, line) ? line : VERSIONS.findLast((version) => hasVersion(text, version))!;
  const stage = await LineStage.open(venue, line, client);
  try {
    await playOn(stage, text);
    expect(stage.rejects, "messages that one side of the line refused").toBe(0);
  } finally {
    await stage.close();
  }
}

const quickFixLacks = quickFixMissing();
let directory = "";
let program = "";
beforeAll(() => {
  if (quickFixLacks !== "") return;
  directory = mkdtempSync(join(tmpdir(), "lockstep-quickfix-script-"));
  program = compileQuickFixPeer(directory, "quickfix-script");
}, 120_000);
afterAll(() => {
  if (directory !== "") rmSync(directory, { recursive: true, force: true });
});

const VENUES = [
  { who: "the exchange", lacks: "", open: (line: Version) => VenueProcess.exchange(line.beginString, line.applVerId) },
  { who: "QuickFIX C++", lacks: quickFixLacks, open: openQuickFix },
];

async function openQuickFix({ name, beginString }: Version): Promise<VenueProcess> {
  const dictionaries = name === "FIX.5.0SP2" ? ["FIX50SP2.xml", "FIXT11.xml"] : [`${name.replaceAll(".", "")}.xml`];
  const args = [String(await freePort()), beginString, ...dictionaries.map(dictionaryPath)];
  return VenueProcess.quickFix(program, args);
}

describe.each(VENUES)("with $who in another process$lacks", ({ lacks, open }) => {
  describe.skipIf(lacks !== "").each(LINES)("over $name", (line) => {
    let venue: VenueProcess;
    beforeAll(async () => {
      venue = await open(line);
    });
    afterAll(() => venue?.stop());

    it.each(transcripts)("$name", async ({ name, text }) => {
      if (!NOT_OVER_FIX[name]?.lines.includes(line.name)) return play(venue, line, text);
      await expect(play(venue, line, text), "it passes: it does not belong into the list").rejects.toThrow();
    });
  });
});

/** What those who trade at an exchange and its operator can bring about; all else is the script's. */
const MARKET_WORDS = new RegExp(
  [
    "^(client|desk) +[<>] ",
    "^exchange +< ",
    "^house +> (?!line is )",
    "^exchange +> (order \\d+ )?(hold|release|accept|reject|fill|bust|correct|expire|unsolicited cancel)\\b(?!.* back$)",
    "^(#|versions |$)",
  ].join("|"),
);
/** All of them in the full run, every third of them every day. */
const ofTheMarket = transcripts
  .filter(({ text }) => text.split("\n").every((line) => MARKET_WORDS.test(line)))
  .filter((_, index) => isFull || index % 3 === 0);
/** Of these, what no market does, and why: one that would pass fails the test. */
const NOT_AT_THE_EXCHANGE: Readonly<Record<string, string>> = {
  "b1d-cancel-before-the-order-is-acknowledged.scenario": "it refuses a cancel of an order it has not acknowledged",
  "oco-ends-together.scenario": "the same",
  "orders-for-a-closed-market.scenario": "an IOC order is canceled as it enters, not when the operator says so",
  "linked-bracket.scenario": "a stop is filled at its price, which no trade has reached",
  "stops-kept-for-a-venue-without.scenario": "a market order that nobody trades with is canceled as it enters",
  "ioc-and-fok.scenario": "nobody can trade with an IOC order afterwards: it is canceled as it enters",
  "j1b-bust-after-a-cancel.scenario": "its last fill is of an order that was canceled, which no book has any more",
};

describe("with lockstep exchange as it is", () => {
  const line = VERSIONS.find(({ name }) => name === "FIX.4.4")!;
  let venue: ExchangeVenue;
  beforeAll(async () => {
    venue = await ExchangeVenue.open();
  });
  afterAll(() => venue?.stop());

  it.each(ofTheMarket)("$name", async ({ name, text }) => {
    if (NOT_AT_THE_EXCHANGE[name] === undefined) return play(venue, line, text);
    await expect(play(venue, line, text), "it passes: it does not belong into the list").rejects.toThrow();
  });
});
