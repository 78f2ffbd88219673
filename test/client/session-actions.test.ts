/** What operators do with clients' sessions, from the command line on a real process: done, told, and in the journal. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SessionRow, SessionsReply } from "../../src/desk/session-wire.ts";
import { decodeFrame } from "../../src/domain/frame.ts";
import { EventType } from "../../src/domain/records.generated.ts";
import { scanJournal } from "../../src/journal/journal.ts";
import { ByteReader } from "../../src/lib/byte-buffer.ts";
import { PersistentClient } from "../support/persistent-client.ts";
import { CLI_PATH, type LockstepProcess, startLockstep } from "../support/process.ts";

const run = promisify(execFile);

describe("lockstep session", () => {
  let oms: LockstepProcess;
  const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
  const raw: string[] = [];

  beforeAll(async () => {
    oms = await startLockstep({ args: ["--no-agents", "--durability", "write"] });
    alpha.onRaw = (text) => raw.push(text.replaceAll("\u0001", "|"));
    await alpha.logOn(oms.fixPort);
  });
  afterAll(() => oms?.stop());

  const session = (...args: string[]) =>
    run(process.execPath, [CLI_PATH, "session", ...args, "--http", `127.0.0.1:${oms.httpPort}`]);
  const listed = async () => {
    const { rows } = JSON.parse((await session("list", "--json")).stdout) as SessionsReply;
    return rows.find(({ compId }) => compId === "ALPHA");
  };
  const until = async (isSo: (row: SessionRow) => boolean) => {
    for (let turn = 0; turn < 100; turn++) {
      const row = await listed();
      if (row !== undefined && isSo(row)) return row;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`it never came to be: ${JSON.stringify(await listed())}`);
  };

  it("logs a client out with the reason, resets its numbers once it is gone, and keeps both on record", async () => {
    alpha.send("D", "11=A1|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=20261122-00:00:00|");
    await alpha.until(() => alpha.reports.get("A1")?.get("150") === "0", "the order was not acknowledged");
    await until(({ state, nextTargetMsgSeqNum }) => state === "LoggedOn" && nextTargetMsgSeqNum > 2);
    await expect(session("reset", "ALPHA", "--reason", "why not")).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining("ALPHA is connected: log it out first"),
    });
    const { stdout } = await session(
      "logout",
      "ALPHA",
      "--reason",
      "client changes its line",
      "--actor",
      "Ann",
      "--json",
    );
    expect(JSON.parse(stdout)).toEqual({
      name: "ALPHA",
      compId: "ALPHA",
      action: "logout",
      actor: "Ann",
      reason: "client changes its line",
    });
    await alpha.until(() => raw.some((text) => text.includes("|35=5|")), "no Logout came");
    expect(raw.find((text) => text.includes("|35=5|"))).toContain(
      "58=logged out by the desk: client changes its line (Ann)|",
    );
    await alpha.logOut();
    await until(({ state, peer }) => state === "LoggedOut" && peer === "");
    expect((await session("reset", "ALPHA", "--reason", "new line", "--actor", "Ann")).stdout).toBe(
      "ALPHA: both sequence numbers are 1\n",
    );
    expect(await until((row) => row.nextSenderMsgSeqNum === 1)).toMatchObject({ nextTargetMsgSeqNum: 1 });
    const fresh = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
    await fresh.logOn(oms.fixPort);
    expect(fresh.faults).toEqual([]);
    await fresh.logOut();

    const taken: object[] = [];
    const reader = new ByteReader();
    scanJournal(join(oms.dataDir, "journal"), (frame) => {
      reader.reset(frame.bytes, frame.payloadStart, frame.payloadEnd);
      for (const event of decodeFrame(reader).events) {
        if (event.type === EventType.SessionActionTaken) taken.push({ ...event });
      }
      return true;
    });
    expect(taken).toEqual([
      expect.objectContaining({ sessionId: 1, action: 2, actor: "Ann", reason: "client changes its line" }),
      expect.objectContaining({ sessionId: 1, action: 1, actor: "Ann", reason: "new line" }),
    ]);
  }, 60_000);

  it("says in one sentence what is wrong with an order of an operator", async () => {
    for (const [args, text] of [
      [["reset", "NOBODY", "--reason", "x"], "there is no session NOBODY"],
      [["reset", "ALPHA"], "expected --reason TEXT"],
      [["kill", "ALPHA"], "expected list, or log, logout, reset or connect NAME"],
      [["logout", "ALPHA", "--reason", "x"], "ALPHA is not logged on"],
    ] as const) {
      await expect(session(...args), text).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(text) });
    }
  }, 30_000);
});
