/** `lockstep password` as a user meets it: through a pipe, and on a terminal. */
import { spawn, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type Credentials, parsePasswordHash } from "../../src/fix/credentials.ts";
import { PasswordGate } from "../../src/fix/password-gate.ts";
import { CLI_PATH } from "../support/process.ts";

function run(input: string, ...args: string[]) {
  return spawnSync(process.execPath, [CLI_PATH, "password", ...args], { input, encoding: "latin1", timeout: 30_000 });
}

function isRight(passwordHash: string, password: string): Promise<boolean> {
  const credentials: Credentials = { username: "", password: parsePasswordHash(passwordHash) };
  return new Promise((resolve) => new PasswordGate([credentials]).check(credentials, "", password, resolve));
}

describe("lockstep password", () => {
  it("prints a line for the configuration that lets this password in and no other", async () => {
    const { status, stdout, stderr } = run("correct horse\n");
    expect([status, stderr]).toEqual([0, ""]);
    const [, hash] = /^passwordHash: "(\$scrypt\$ln=17,r=8,p=1\$[^"]+)"\n$/.exec(stdout) ?? [];
    expect(await isRight(hash, "correct horse")).toBe(true);
    expect(await isRight(hash, "correct horse\n")).toBe(false);
  });

  it("prints JSON when asked, and another salt each time", async () => {
    const hashes = [run("correct horse\r\n", "--json"), run("correct horse", "--json")].map(
      ({ stdout }) => (JSON.parse(stdout) as { passwordHash: string }).passwordHash,
    );
    expect(hashes[0]).not.toBe(hashes[1]);
    expect(await Promise.all(hashes.map((hash) => isRight(hash, "correct horse")))).toEqual([true, true]);
  });

  it.each([
    ["", "it has 0 characters, expected 8 to 64"],
    ["short77\n", "it has 7 characters, expected 8 to 64"],
    [`${"x".repeat(65)}\n`, "it has 65 characters, expected 8 to 64"],
    ["p\xe4ssword-1\n", "printable ASCII"],
  ])("refuses %j without repeating it", (input, reason) => {
    const { status, stdout, stderr } = run(input);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(reason);
    if (input !== "") expect(stderr).not.toContain(input.trim());
  });

  const hasTerminal = spawnSync("script", ["--version"]).status === 0;
  it.skipIf(!hasTerminal)("asks twice on a terminal and shows nothing of it (skipped: needs script)", async () => {
    const type = async (answers: readonly string[]) => {
      const child = spawn("script", ["-qec", `"${process.execPath}" "${CLI_PATH}" password`, "/dev/null"]);
      let screen = "";
      let asked = 0;
      child.stdout.setEncoding("latin1").on("data", (text: string) => {
        screen += text;
        const questions = screen.match(/Password: |Once more: /g)?.length ?? 0;
        for (; asked < questions; asked++) child.stdin.write(answers[asked]);
      });
      const code = await new Promise((resolve) => child.on("close", resolve));
      return { code, screen };
    };
    const same = await type(["correct hoX\x7frse\r", "correct horse\r"]);
    expect(same.code).toBe(0);
    expect(same.screen).not.toMatch(/correct|horse/);
    const [, hash] = /passwordHash: "([^"]+)"/.exec(same.screen) ?? [];
    expect(await isRight(hash, "correct horse")).toBe(true);
    const other = await type(["correct horse\r", "correct house\r"]);
    expect(other.code).toBe(1);
    expect(other.screen).toContain("the two passwords differ");
  });
});
