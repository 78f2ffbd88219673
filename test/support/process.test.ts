import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startLockstep } from "./process.ts";

describe("a Lockstep process for tests", () => {
  it("is ready on free ports, stops with exit code 0, and leaves no directory behind", async () => {
    const oms = await startLockstep({ args: ["--no-agents"] });
    expect(oms.fixPort).toBeGreaterThan(0);
    expect(oms.httpPort).not.toBe(oms.fixPort);
    expect(await oms.stop()).toEqual({ code: 0, signal: null });
    expect(oms.output).toContain("SIGTERM: stopping");
    expect(existsSync(oms.dataDir)).toBe(false);
  });

  it("starts again in the directory of one that was killed", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "lockstep-test-"));
    try {
      const first = await startLockstep({ dataDir, args: ["--no-agents"] });
      expect(await first.kill()).toEqual({ code: null, signal: "SIGKILL" });
      const second = await startLockstep({ dataDir, args: ["--no-agents"] });
      expect(second.pid).not.toBe(first.pid);
      expect((await second.stop()).code).toBe(0);
      expect(existsSync(dataDir)).toBe(true);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  it("tells what a process said that could not start", async () => {
    await expect(startLockstep({ args: ["--durability", "prayer"] })).rejects.toThrow(/expected fsync or write/);
  });
});
