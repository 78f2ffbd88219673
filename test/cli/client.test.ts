import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLI_PATH, type LockstepProcess, startLockstep } from "../support/process.ts";

type Outcome = { code: number | null; lines: string[]; errors: string };

describe("lockstep client", () => {
  let oms: LockstepProcess;
  beforeAll(async () => {
    oms = await startLockstep();
  });
  afterAll(() => oms?.stop());

  /** Runs the client on a pipe. @returns its lines without the time */
  function run(args: string[], input: string, onStart: () => void = () => {}): Promise<Outcome> {
    const child = spawn(process.execPath, [CLI_PATH, "client", "--fix", `127.0.0.1:${oms.fixPort}`, ...args]);
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => {
      if (output === "") onStart();
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.stdin.end(input);
    return new Promise((resolve) =>
      child.once("close", (code) => {
        const lines = output.trimEnd().split("\n");
        resolve({ code, lines: lines.map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d{3} /, "")), errors });
      }),
    );
  }

  it("plays a pipe's lines one after the other and tells every answer in words", async () => {
    const input = `
buy 100 ZVZZT @ 100.00
replace last 1k @ 100.05
status last
sell 40 zvzzt @ 100 ioc
orders
cancel 1
buy 5 NOSUCH market
cancel T-9
quit
sell 1 ZVZZT @ 1
`;
    const { code, lines, errors } = await run(["--id-prefix", "T"], input);
    expect(lines).toEqual([
      `logged on to 127.0.0.1:${oms.fixPort}`,
      "order T-1: accepted, buy 100 ZVZZT @ 100.00",
      "order T-2 (was T-1): replaced, now buy 1000 ZVZZT @ 100.05, 1000 left",
      "order T-2: on the book, buy 1000 ZVZZT @ 100.05, 0 of 1000 ZVZZT filled, 1000 left",
      "order T-3: accepted, sell 40 ZVZZT @ 100.00 ioc",
      "order T-2: part filled 40 of 1000 ZVZZT at 100.05, average 100.05, 960 left",
      "order T-3: filled 40 of 40 ZVZZT at 100.05, average 100.05, nothing left",
      "T-2  buy 1000 ZVZZT @ 100.05: part filled, 40 filled at average 100.05",
      "T-3  sell 40 ZVZZT @ 100.00 ioc: filled, 40 filled at average 100.05",
      "order T-4 (was T-2): canceled, 40 of 1000 ZVZZT filled",
      "order T-5: rejected: Symbol(55) NOSUCH is not traded here (unknown symbol)",
      'order T-9 is not known here; "orders" lists those sent since the start',
      "logged out",
    ]);
    expect(errors).toBe("");
    // One line asked for an order that is not there: whoever runs this in a script wants to know.
    expect(code).toBe(1);
  });

  it("goes on after an order for people, which waits for the desk and not for the exchange", async () => {
    const input =
      "sell 50k ZVZZT @ 100.10 care\nbuy 10 ZVZZT market care\norders\nreplace 1 40k\ncancel last\ncancel 1\n";
    const { code, lines, errors } = await run(["--id-prefix", "P"], input);
    expect(lines.slice(1)).toEqual([
      "order P-1: waits for the desk to accept it",
      "order P-2: waits for the desk to accept it",
      "P-1  sell 50000 ZVZZT @ 100.10: not accepted yet",
      "P-2  buy 10 ZVZZT at market: not accepted yet",
      "order P-3 (was P-1): replaced, now sell 40000 ZVZZT @ 100.10, 40000 left",
      "order P-4 (was P-2): canceled, 0 of 10 ZVZZT filled",
      "order P-5 (was P-3): canceled, 0 of 40000 ZVZZT filled",
      "logged out",
    ]);
    expect(errors).toBe("");
    expect(code).toBe(0);
  });

  for (const [sender, beginString] of [
    ["ALPHA", "FIX.4.4"],
    ["BRAVO", "FIX.4.2"],
    ["CHARLIE", "FIXT.1.1"],
  ]) {
    it(`speaks ${beginString} and waits for the answers at the end of input`, async () => {
      const args = ["--sender", sender, "--begin-string", beginString, "--id-prefix", "V"];
      const { code, lines } = await run(args, "buy 10 ZXZZT @ 99 gtc\nreplace 1 20\ncancel last");
      expect(lines.slice(1)).toEqual([
        "order V-1: accepted, buy 10 ZXZZT @ 99.00 gtc",
        "order V-2 (was V-1): replaced, now buy 20 ZXZZT @ 99.00 gtc, 20 left",
        "order V-3 (was V-2): canceled, 0 of 20 ZXZZT filled",
        "logged out",
      ]);
      expect(code).toBe(0);
    });
  }

  it("shows the place of what it does not understand, goes on, and exits 1", async () => {
    const { code, lines, errors } = await run(
      ["--id-prefix", "W"],
      "buy 10x ZVZZT @ 1\nbuy 1 ZVZZT @ 99\ncancel last\n",
    );
    expect(errors).toBe(
      'buy 10x ZVZZT @ 1\n    ^ column 5: "10x" is no quantity; expected a number like 100, 1,000, 10k or 1.5m\n',
    );
    expect(lines).toHaveLength(4);
    expect(code).toBe(1);
  });

  it("says why it is not logged on, and exits 1", async () => {
    const refused = await run(["--sender", "NOBODY"], "");
    expect(refused).toMatchObject({ code: 1, errors: expect.stringMatching(/NOBODY is not logged on: /) });
    const nobody = await run(["--fix", "127.0.0.1:9"], "");
    expect(nobody).toMatchObject({ code: 1, errors: expect.stringMatching(/cannot connect to 127\.0\.0\.1:9: /) });
    expect((await run(["--no-reset"], "")).errors).toMatch(/LOCKSTEP_ERR_USAGE/);
  });

  it("plays a demonstration in which two sessions cross, and exits 0", async () => {
    const { code, lines, errors } = await run(["--demo", "--seconds", "3", "--id-prefix", "D"], "");
    expect(errors).toBe("");
    expect(lines.filter((line) => /^BRAVO order .*: filled/.test(line)).length).toBeGreaterThan(0);
    expect(lines.filter((line) => /^ALPHA order .*: (part )?filled/.test(line)).length).toBeGreaterThan(0);
    expect(lines.slice(-2)).toEqual(["BRAVO logged out", "ALPHA logged out"]);
    expect(code).toBe(0);
  }, 20_000);

  it("says that the session is over when the OMS goes, and exits 1", async () => {
    const stopping = { done: Promise.resolve({}) as Promise<unknown> };
    const { code, lines } = await run(["--seconds", "20"], "", () => {
      stopping.done = oms.stop();
    });
    await stopping.done;
    expect(lines.slice(1)).toEqual([
      "news: Planned stop: the OMS is stopping",
      "the session is over: the peer logged out: the OMS is stopping",
    ]);
    expect(code).toBe(1);
  });
});
