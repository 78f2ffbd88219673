import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { message } from "../fix/messages.ts";
import { CLI_PATH } from "../support/process.ts";

const WAIT_MS = 30_000;
let root = "";
let child: ChildProcess | null = null;
let out = "";
let err = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "lockstep-follow-"));
  out = "";
  err = "";
});
afterEach(() => {
  child?.kill("SIGKILL");
  rmSync(root, { recursive: true, force: true });
});

function line(clOrdId: string): string {
  const order = message("FIX.4.4", `35=D|49=A|56=B|34=2|52=20261122-10:00:00|11=${clOrdId}`).toString("latin1");
  return `${order.replaceAll("\u0001", "|")}\n`;
}

function follow(...files: string[]): Promise<number | null> {
  const args = [CLI_PATH, "decode", "--follow", "--json", ...files];
  const started = spawn(process.execPath, args, { cwd: root });
  child = started;
  started.stdout.on("data", (bytes: Buffer) => {
    out += bytes;
  });
  started.stderr.on("data", (bytes: Buffer) => {
    err += bytes;
  });
  return new Promise((resolve) => started.once("close", resolve));
}

/** What was shown so far, as "file:line ClOrdID". */
function shown(): string[] {
  return out
    .split("\n")
    .slice(0, -1)
    .map((text) => {
      const { source, line: at, fields } = JSON.parse(text);
      return `${source}:${at} ${fields.find(({ tag }: { tag: number }) => tag === 11).value}`;
    });
}

async function until(isSo: () => boolean): Promise<void> {
  const end = performance.now() + WAIT_MS;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`waited ${WAIT_MS} ms\n${out}\n${err}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe("lockstep decode --follow", () => {
  it("shows what is there and what comes, in several files, through rotation and truncation, and ends with 0", async () => {
    const [a, b] = [join(root, "a.log"), join(root, "b.log")];
    writeFileSync(a, `noise\n${line("A1")}`);
    const ended = follow("a.log", "b.log");
    await until(() => shown().length === 1 && err.includes("b.log cannot be read (ENOENT); waiting"));
    writeFileSync(b, line("B1"));
    await until(() => shown().length === 2);
    // Half a message is not shown before the rest of it comes.
    const half = line("A2");
    appendFileSync(a, half.slice(0, 30));
    appendFileSync(b, line("B2"));
    await until(() => shown().length === 3);
    appendFileSync(a, half.slice(30));
    await until(() => shown().length === 4);
    // What is written to the old file before the new one is there is read too.
    renameSync(a, join(root, "a.log.1"));
    appendFileSync(join(root, "a.log.1"), line("A3"));
    await until(() => shown().length === 5);
    writeFileSync(a, `${line("A4")}${line("A5")}`);
    await until(() => shown().length === 7);
    truncateSync(b, 0);
    await until(() => err.includes("b.log was truncated"));
    writeFileSync(b, line("B3"));
    await until(() => shown().length === 8);
    expect(shown()).toEqual([
      "a.log:2 A1",
      "b.log:1 B1",
      "b.log:2 B2",
      "a.log:3 A2",
      "a.log:4 A3",
      "a.log:1 A4",
      "a.log:2 A5",
      "b.log:1 B3",
    ]);
    child?.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(err).toContain("a.log is another file now");
    expect(err).toContain("8 messages: 8 NewOrderSingle (D)");
  });

  it("ends with 0 on SIGTERM when nothing came at all", async () => {
    writeFileSync(join(root, "empty.log"), "");
    const ended = follow("empty.log", "absent.log");
    await until(() => err.includes("waiting"));
    child?.kill("SIGTERM");
    expect(await ended).toBe(0);
  });
});
