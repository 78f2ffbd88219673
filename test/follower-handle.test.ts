import { expect, it } from "vitest";
import { FollowerHandle } from "../src/follower-handle.ts";
import { NO_ALERTS } from "./support/follower-fixture.ts";

const FILE = new URL("./support/workers/short-lived-follower.js", import.meta.url);

function options(position: SharedArrayBuffer) {
  const http = { host: "127.0.0.1", port: 0 };
  const shown = {
    environment: "SIM" as const,
    version: "0",
    fixAddress: "",
    durability: "fsync",
    snapshots: { everyFrames: 1_000_000, everyMinutes: 15 },
    skips: [],
    verify: "never" as const,
    verifyAfter: 0,
    alerts: NO_ALERTS,
    warnings: { priceAwayPercent: 0, limitUsedPercent: 0, dayVolumePercent: 0, sameOrderMs: 0 },
    trading: { calendars: [], instruments: [] },
  };
  return { journalDirectory: "", dataDirectory: "", http, position, ...shown };
}

it("starts a follower that ended by itself again, later each time, on the port it had", async () => {
  const position = new SharedArrayBuffer(64);
  const lives = new Int32Array(position);
  const ends: string[] = [];
  const handle = new FollowerHandle(
    options(position),
    (error, againInMs) => ends.push(`${error.message} ${againInMs}`),
    () => {},
    () => {},
    FILE,
  );
  expect(await handle.start()).toEqual({ host: "127.0.0.1", port: 4321 });
  for (let waited = 0; Atomics.load(lives, 0) < 3 && waited < 20_000; waited += 20)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ends).toEqual(["the follower's thread ended by itself with code 7 1000", "no room for history 2000"]);
  await handle.stop();
  expect(Atomics.load(lives, 0)).toBe(3);
});

it("tells why a follower cannot start at all", async () => {
  const position = new SharedArrayBuffer(64);
  Atomics.store(new Int32Array(position), 0, 1);
  const handle = new FollowerHandle(
    options(position),
    () => {},
    () => {},
    () => {},
    FILE,
  );
  await expect(handle.start()).rejects.toThrow("no room for history");
});
