/** `lockstep journal` on data directories that a real process made, some of them while it is running. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_CONFIG } from "../../src/demo-config.ts";
import { PersistentClient } from "../support/persistent-client.ts";
import { CLI_PATH, startLockstep } from "../support/process.ts";

const root = mkdtempSync(join(tmpdir(), "lockstep-journal-cli-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let made = 0;
const newPath = () => join(root, `d${++made}`);

function journal(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI_PATH, "journal", ...args], { encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

const json = (...args: string[]) => JSON.parse(journal(...args, "--json").out);
const segment = (dataDir: string, number: number, name = "journal") =>
  join(dataDir, name, `segment-${String(number).padStart(8, "0")}.journal`);
const order = (clOrdId: string) => `11=${clOrdId}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=20261122-00:00:00|`;

function copyOf(dataDir: string): string {
  const copy = newPath();
  cpSync(dataDir, copy, { recursive: true });
  return copy;
}

function flip(path: string, offset: number): void {
  const bytes = readFileSync(path);
  bytes[offset] ^= 0x10;
  writeFileSync(path, bytes);
}

/** A data directory with several segments, and what the client was told; the process is backed up while it works. */
const source = join(root, "source");
const backup = join(root, "backup");
const first = { out: "", code: null as number | null, head: "" };
let orders = 0;

beforeAll(async () => {
  const config = join(root, "house.yaml");
  writeFileSync(config, `${DEMO_CONFIG.replace(/lagMaxMs: \d+/, "lagMaxMs: 0")}\nsegmentBytes: 65536\n`);
  const oms = await startLockstep({ dataDir: source, args: ["--config", config] });
  const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
  await alpha.logOn(oms.fixPort);
  const load = setInterval(() => {
    for (let index = 0; index < 5; index++) alpha.send("D", order(`L${orders++}`));
  }, 5);
  await alpha.until(() => alpha.reports.size >= 150, "no load");
  first.out = await new Promise((resolve) => {
    // Not spawnSync: the load goes on.
    import("node:child_process").then(({ execFile }) =>
      execFile(process.execPath, [CLI_PATH, "journal", "backup", source, backup, "--json"], (error, out, err) => {
        first.code = error === null ? 0 : 1;
        resolve(out + err);
      }),
    );
  });
  clearInterval(load);
  await alpha.until(() => alpha.reports.size >= orders, "not every order was answered");
  await oms.stop();
});

describe("lockstep journal", { timeout: 120_000 }, () => {
  it("backs up a running OMS to one moment of both journals, and what is restored trades on", async () => {
    expect(first.code, first.out).toBe(0);
    const taken = JSON.parse(first.out);
    expect(taken.journals.map((entry: { name: string }) => entry.name)).toEqual([
      "journal",
      "exchange",
      "exchange-XALT",
      "exchange-XDRK",
    ]);
    const dataDir = newPath();
    const restored = json("restore", backup, dataDir);
    expect(restored.journals[0].head).toBe(taken.journals[0].head);
    process.stdout.write(
      `restore drill: ${restored.frames} frames, state after ${Math.round(restored.recoveredMs)} ms, RTO of a million inputs ${restored.secondsPerMillion.toFixed(2)} s\n`,
    );
    expect(restored.secondsPerMillion).toBeCloseTo((restored.recoveredMs * 1_000) / restored.frames, 6);
    const until = String(taken.journals[0].sequence);
    const replay = spawnSync(process.execPath, [CLI_PATH, "replay", "--data-dir", source, "--until", until, "--json"], {
      encoding: "utf8",
    });
    expect(JSON.parse(replay.stdout.trim().split("\n").at(-1) ?? "{}").stateHash).toBe(restored.stateHash);
    const oms = await startLockstep({ dataDir, args: ["--no-agents"] });
    const bravo = new PersistentClient({ compId: "BRAVO", beginString: "FIX.4.2" });
    await bravo.logOn(oms.fixPort);
    bravo.send("D", order("AFTER"));
    await bravo.until(() => bravo.reports.get("AFTER")?.get("39") === "0", "the restored OMS does not trade");
    expect((await oms.stop()).code).toBe(0);
  });

  it("copies only what is new when it is run again, and refuses another journal's backup", () => {
    const target = copyOf(backup);
    const again = json("backup", source, target);
    expect(again.kept).toBeGreaterThan(0);
    expect(json("head", source).journals[0].head).toBe(again.journals[0].head);
    expect(json("backup", source, target)).toMatchObject({ copied: 4 });
    const other = copyOf(source);
    // The same journal, cut off before the backup's end: it cannot carry that backup on.
    rmSync(segment(other, json("inspect", other).journals[0].segments.length));
    const refused = journal("backup", other, target);
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/its end is gone.*LOCKSTEP_ERR_BACKUP/s) });
    expect(json("verify", target)).toMatchObject({ isWhole: true });
  });

  it("inspects and verifies for people and for programs", () => {
    const { code, out } = journal("inspect", source);
    expect(code).toBe(0);
    expect(out).toMatch(/^.*journal {2}journal [0-9a-f]{32}\n segment {2}sequences/);
    expect(out).toMatch(/\nhead {5}[0-9a-f]{64}@\d+\n/);
    const [own, venue] = json("inspect", source).journals;
    expect(own.segments.length).toBeGreaterThan(2);
    expect(own.segments[1].firstSequence).toBe(own.segments[0].lastSequence + 1);
    expect(venue.name).toBe("exchange");
    expect(journal("verify", source)).toMatchObject({ code: 0, out: expect.stringMatching(/^whole .*\nwhole /) });
    expect(journal("head", join(source, "exchange")).out).toBe(`${venue.head}\n`);
    expect(journal("verify", newPath())).toMatchObject({
      code: 1,
      err: expect.stringContaining("there is no journal in"),
    });
    expect(journal("mend", source)).toMatchObject({ code: 1, err: expect.stringContaining("unknown command mend") });
  });

  it("finds a journal that was cut off or rewritten behind its head", () => {
    const { head, sequence } = json("head", source).journals[0];
    expect(journal("verify", source, "--head", head).code).toBe(0);
    const cut = copyOf(source);
    const last = json("inspect", cut).journals[0].segments.at(-1);
    // Whole groups are gone, and the chain of what is left is right.
    truncateSync(segment(cut, last.segmentNumber), 128);
    expect(journal("verify", cut).code).toBe(0);
    expect(journal("verify", cut, "--head", head)).toMatchObject({
      code: 1,
      out: expect.stringContaining(`its head was written down at ${sequence}: its end is gone`),
    });
    const other = `${"ab".repeat(32)}@${sequence}`;
    expect(journal("verify", source, "--head", other).out).toContain("the past was rewritten");
    expect(journal("verify", source, "--head", "soon").err).toContain("expected HASH@SEQ");
  });

  it("repairs damaged, missing and exchanged segments from a backup, and keeps what it replaces", () => {
    const target = copyOf(backup);
    journal("backup", source, target);
    const broken = copyOf(source);
    const heads = json("head", source).journals;
    flip(segment(broken, 1), 700);
    rmSync(segment(broken, 2));
    cpSync(segment(broken, 3), segment(broken, 1, "exchange"));
    const found = json("verify", broken);
    expect(found.isWhole).toBe(false);
    expect(found.journals[0].damages.map(({ segmentNumber }: { segmentNumber: number }) => segmentNumber)).toEqual([
      1, 2,
    ]);
    expect(journal("backup", broken, newPath())).toMatchObject({
      code: 1,
      err: expect.stringContaining("Nothing was copied"),
    });
    const { code, out } = journal("repair", broken, "--from", target);
    expect(out).toMatch(/repaired .*segment 1 .*kept as segment-00000001\.journal\.replaced-1/);
    expect(code).toBe(0);
    expect(json("head", broken).journals).toEqual(heads);
    expect(existsSync(`${segment(broken, 1)}.replaced-1`)).toBe(true);
    expect(spawnSync(process.execPath, [CLI_PATH, "verify", "--data-dir", broken]).status).toBe(0);
  });

  it("mends what was backed up of the last segment, and loses nothing that came after", () => {
    const broken = copyOf(source);
    const manifest = JSON.parse(readFileSync(join(backup, "manifest.json"), "utf8"));
    const last = manifest.journals[0].segments.at(-1);
    flip(segment(broken, last.segmentNumber), 200);
    expect(journal("verify", broken).code).toBe(1);
    expect(journal("repair", broken, "--from", backup).code).toBe(0);
    expect(json("head", broken).journals).toEqual(json("head", source).journals);
  });

  it("says what the backup cannot mend, and takes no damaged backup", () => {
    const broken = copyOf(source);
    const older = copyOf(backup);
    const path = join(older, "manifest.json");
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    manifest.journals[0].segments.length = 1;
    writeFileSync(path, JSON.stringify(manifest));
    flip(segment(broken, 2), 300);
    expect(journal("repair", broken, "--from", older)).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /damaged .*segment-00000002\.journal at offset \d+: .*; the backup has no segment that fits/,
      ),
    });
    flip(segment(older, 1), 500);
    expect(journal("restore", older, newPath())).toMatchObject({
      code: 1,
      err: expect.stringContaining("is not what the manifest says: the backup is damaged"),
    });
    expect(journal("restore", newPath(), newPath()).err).toContain("is no whole backup");
    expect(journal("restore", backup, source).err).toContain("is not empty");
    expect(readdirSync(source)).toContain("journal");
  });
});
