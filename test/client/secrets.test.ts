/** A planted password must be nowhere but in the client's own memory: not in the journal, not in a log, not in the history. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { hashPassword } from "../../src/fix/credentials.ts";
import { SystemClock } from "../../src/lib/clock.ts";
import { RawClient } from "../fix/two-sides.ts";
import { startLockstep } from "../support/process.ts";

const CANARY = "canary-4711-secret";
const PASSED_OVER = "canary-4712-wrong";
const WANTED = "canary-4713-newer";
const UNWANTED = "canary-4714-fxtuser";
const ELSEWHERE = "canary-4715-elsewhere";

function config(): string {
  return `insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4, username: fund, passwordHash: "${hashPassword(CANARY, 14)}" }
  - { compId: BRAVO, beginString: FIX.4.4, password: "${CANARY}" }
  - { compId: FIXT, beginString: FIXT.1.1, defaultApplVerId: "9", username: fxtuser, password: "${CANARY}" }
venue: { agents: { enabled: false } }
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`;
}

function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

it("writes no password into the journal, the history or the log of a real process", async () => {
  const home = mkdtempSync(join(tmpdir(), "lockstep-secret-"));
  const dataDir = join(home, "data");
  writeFileSync(join(home, "lockstep.yaml"), config());
  const oms = await startLockstep({ dataDir, args: ["--config", join(home, "lockstep.yaml")] });
  const speak = async (sender: string, number: number, fields: string, count: number, beginString = "FIX.4.4") => {
    const client = new RawClient(oms.fixPort, new SystemClock());
    Object.assign(client, { sender, target: "LOCKSTEP", beginString });
    client.send(`35=A|34=${number}|98=0|108=30|${fields}`);
    const received = await client.expect(count);
    return { client, received };
  };
  const alpha = await speak("ALPHA", 1, `553=fund|554=${CANARY}`, 1);
  expect(alpha.received[0]).toMatch(/^35=A/);
  const order = "11=a|21=1|38=100|40=2|44=100.00|54=1|55=ZVZZT|60=20261122-01:20:00";
  alpha.client.send(`35=D|34=2|${order}`);
  expect((await alpha.client.expect(1))[0]).toMatch(/^35=8/);
  // The same secrets where nobody expects them: before the Logon, in a second Logon, in a refused and an invalid one.
  await speak("ALPHA", 1, `553=fund|554=${PASSED_OVER}`, 1);
  await speak("BRAVO", 1, `554=${PASSED_OVER}`, 1);
  await speak("NOBODY", 1, `553=${PASSED_OVER}|554=${CANARY}`, 1);
  const bravo = await speak("BRAVO", 1, `554=${CANARY}`, 1);
  expect(bravo.received[0]).toMatch(/^35=A/);
  bravo.client.send(`35=A|34=2|98=0|108=30|554=${CANARY}`);
  await bravo.client.expectClosed();
  // A change that is against the policy, one by a wrong old password, one that is taken, one in mid-session.
  const change = (number: number, old: string, next: string) =>
    speak("FIXT", number, `553=fxtuser|554=${old}|925=${next}|1137=9`, 1, "FIXT.1.1");
  const refused = await change(1, CANARY, UNWANTED);
  expect(refused.received[0]).toMatch(/58=NewPassword\(925\) is refused: the username is part of it\|1409=3$/);
  const guessed = await change(1, PASSED_OVER, WANTED);
  expect([guessed.received, await guessed.client.expectClosed()]).toEqual([[], true]);
  const changed = await change(1, CANARY, WANTED);
  expect(changed.received[0]).toMatch(/^35=A.*\|1409=1$/);
  // Where no password belongs: in an order, in a message we do not take, in a Logon of a session that is on.
  changed.client.send(`35=BE|34=2|923=r|924=3|553=fxtuser|554=${WANTED}|925=${ELSEWHERE}`);
  changed.client.send(`35=D|34=3|11=b|38=1|40=1|54=1|55=ZVZZT|554=${ELSEWHERE}|60=20261122-01:20:00`);
  changed.client.send(`35=A|34=4|98=0|108=30|554=${WANTED}|925=${ELSEWHERE}|1137=9`);
  expect(await changed.client.expect(3)).toEqual([
    expect.stringMatching(/^35=j/),
    expect.stringMatching(/^35=3/),
    expect.stringMatching(/^35=5/),
  ]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await oms.stop();
  const files = filesUnder(dataDir);
  expect(files.some((file) => file.includes("journal"))).toBe(true);
  const everything = [...files.map((file) => readFileSync(file, "latin1")), oms.output];
  expect(everything.some((text) => text.includes("11=a\x01"))).toBe(true);
  expect(everything.some((text) => text.includes("$scrypt$ln="))).toBe(true);
  // The hash is in the journal, which needs it, and not in what people look at.
  const holders = files.filter((_file, index) => everything[index].includes("$scrypt$"));
  expect(holders.filter((file) => !file.includes("journal"))).toEqual([]);
  for (const secret of [CANARY, PASSED_OVER, WANTED, UNWANTED, ELSEWHERE]) {
    const found = files.filter((_file, index) => everything[index].includes(secret));
    expect([secret, found, oms.output.includes(secret)]).toEqual([secret, [], false]);
  }
  rmSync(home, { recursive: true, force: true });
});
