/**
 * The same transcripts with the venue in another process, behind a FIX line: the simulated exchange's FIX side before a
 * scripted book, and QuickFIX C++. The OMS is the server's own order path with a row of `venues`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LineStage } from "../support/line-stage.ts";
import { hasVersion, playOn } from "../support/scenario.ts";
import { VERSIONS, type Version } from "../support/scenario-client.ts";
import { VenueProcess } from "../support/venue-process.ts";

const folder = join(import.meta.dirname, "order");
const transcripts = readdirSync(folder)
  .filter((name) => name.endsWith(".scenario"))
  .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
const isFull = process.env.LOCKSTEP_FULL === "1";
/** What the venue is called in: one version every day, the others in the full run. */
const LINES = VERSIONS.filter(({ name }) => isFull || name === "FIX.4.4");

/** Transcripts that ask for what a FIX line cannot say, and why. */
const NOT_OVER_FIX: Readonly<Record<string, string>> = {};

/** Plays a transcript over the line, the client in the line's version, or in a later one where only that has its messages. */
async function play(venue: VenueProcess, line: Version, text: string): Promise<void> {
  const client = hasVersion(text, line) ? line : VERSIONS.findLast((version) => hasVersion(text, version))!;
  const stage = await LineStage.open(venue, line, client);
  try {
    await playOn(stage, text);
  } finally {
    await stage.close();
  }
}

describe.each(LINES)("with the exchange in another process, over $name", (line) => {
  let venue: VenueProcess;
  beforeAll(async () => {
    venue = await VenueProcess.exchange(line.beginString, line.applVerId);
  });
  afterAll(() => venue?.stop());

  it.each(transcripts)("$name", async ({ name, text }) => {
    const played = play(venue, line, text);
    if (NOT_OVER_FIX[name] === undefined) await played;
    else await expect(played, "it passes: it does not belong into the list").rejects.toThrow();
  });
});
