import { afterEach, describe, expect, it } from "vitest";
import { hashPassword, parsePasswordHash, plainPassword } from "../../src/fix/credentials.ts";
import { FixInitiator } from "../../src/fix/initiator.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixSessionConfig, fixSessionConfig } from "../../src/fix/session-types.ts";
import { acceptorSide, type RawClient, Recorder, turnOver } from "./two-sides.ts";

type Side = Awaited<ReturnType<typeof acceptorSide>>;
let side: Side | null = null;
afterEach(async () => {
  await side?.close();
  side = null;
});

const open = async (...given: Parameters<typeof acceptorSide>): Promise<Side> => {
  side = await acceptorSide(...given);
  return side;
};
const LOGON = "35=A|34=1|98=0|108=30";
const ANSWER = "35=A|34=1|49=S|56=C|98=0|108=30";
const PASSWORD = { username: "", password: plainPassword("right") };
const hashed = { username: "user", password: parsePasswordHash(hashPassword("right", 14)) };

async function refusedInSilence(client: RawClient): Promise<void> {
  expect(await client.expectClosed()).toBe(true);
  expect(client.received).toEqual([]);
}

describe("passwords", () => {
  it("lets the right password in and is silent about the others", async () => {
    const { dial, app } = await open({ credentials: PASSWORD });
    for (const fields of ["", "|554=wrong", "|554=righ", "|554=right ", "|554=Right"]) {
      const client = dial();
      client.send(`${LOGON}${fields}`);
      await refusedInSilence(client);
    }
    expect(app.events[0]).toMatch(/^logon-refused: .*127\.0\.0\.1:\d+.*has no password/);
    expect(app.events[1]).toMatch(/the password is wrong/);
    const client = dial();
    client.send(`${LOGON}|554=right`);
    expect(await client.expect(1)).toEqual([ANSWER]);
    expect(app.events.join()).not.toMatch(/righ[^t]|554=/);
  });

  it("looks at the username when there is one", async () => {
    const { dial, app } = await open({ credentials: { ...PASSWORD, username: "user" } });
    const wrong = dial();
    wrong.send(`${LOGON}|553=uset|554=right`);
    await refusedInSilence(wrong);
    expect(app.events[0]).toMatch(/Username\(553\) is "uset", expected "user"/);
    const client = dial();
    client.send(`${LOGON}|553=user|554=right`);
    expect(await client.expect(1)).toEqual([ANSWER]);
  });

  it("takes the password from RawData(96) before FIX 4.3", async () => {
    const { dial } = await open({ beginString: "FIX.4.2", credentials: PASSWORD });
    const client = dial();
    client.beginString = "FIX.4.2";
    client.send("35=A|34=1|95=5|96=right|98=0|108=30");
    expect(await client.expect(1)).toEqual([ANSWER]);
  });

  it("compares with a scrypt hash on another thread, and takes up what came meanwhile", async () => {
    const { dial, app } = await open({ credentials: hashed });
    const client = dial();
    client.socket.write(
      Buffer.concat([client.text(`${LOGON}|553=user|554=right`), client.text("35=1|34=2|112=at once")]),
    );
    expect(await client.expect(2)).toEqual([ANSWER, "35=0|34=2|49=S|56=C|112=at once"]);
    expect(app.notes).toEqual(["logon"]);
  });

  it("refuses a hash it did not write, without repeating it", () => {
    for (const text of ["", "secret", "$scrypt$ln=30,r=8,p=1$aaaaaaaaaaaa$aaaa", "$scrypt$ln=4,r=8,p=1$AAAAAAAAAA$"]) {
      expect(() => parsePasswordHash(text)).toThrow(/^a passwordHash is not in the form \$scrypt\$ln=17/);
    }
  });
});

/** Six ways to be wrong, as a stranger would try them. */
const WRONG: readonly (readonly [string, (client: RawClient) => void])[] = [
  ["a wrong password", (client) => client.send(`${LOGON}|553=user|554=wrong`)],
  [
    "an unknown CompID",
    (client) => {
      client.sender = "NOBODY";
      client.send(`${LOGON}|553=user|554=right`);
    },
  ],
  [
    "a wrong CompID pair",
    (client) => {
      client.target = "T";
      client.send(`${LOGON}|553=user|554=right`);
    },
  ],
  ["no Logon", (client) => client.send("35=0|34=1")],
  ["a wrong username", (client) => client.send(`${LOGON}|553=nobody|554=right`)],
  [
    "a session that is here already",
    (client) => {
      client.sender = "D";
      client.send(`${LOGON}|553=user|554=right`);
    },
  ],
];

describe("a stranger", () => {
  it("hears nothing, and waits as long, whichever way he is wrong", async () => {
    const { dial, app } = await open({ credentials: hashed }, "auto", {
      others: [{ targetCompId: "D", credentials: hashed }],
      guard: { failuresMax: 1000 },
    });
    const live = dial();
    live.sender = "D";
    live.send(`${LOGON}|553=user|554=right`);
    expect(await live.expect(1)).toEqual(["35=A|34=1|49=S|56=D|98=0|108=30"]);
    const best = new Map<string, number>();
    for (let round = 0; round < 4; round++) {
      for (const [what, speak] of WRONG) {
        const client = dial();
        await new Promise((resolve) => client.socket.once("connect", resolve));
        const startMs = performance.now();
        const closed = new Promise((resolve) => client.socket.once("close", resolve));
        speak(client);
        await closed;
        best.set(what, Math.min(best.get(what) ?? 1e9, performance.now() - startMs));
        expect(client.received, what).toEqual([]);
      }
    }
    const times = [...best.values()];
    expect(Math.min(...times), JSON.stringify([...best])).toBeGreaterThan(0.6 * Math.max(...times));
    expect(live.closed).toBe(false);
    const notes = app.events.filter((note) => note.startsWith("logon-refused: "));
    expect(notes).toHaveLength(4 * WRONG.length);
    expect(notes.every((note) => /from 127\.0\.0\.1:\d+/.test(note))).toBe(true);
  });

  it("has to wait after too many wrong logons, longer each time, and only from his address", async () => {
    const { dial, app, clock } = await open({ credentials: PASSWORD }, "auto", {
      guard: { failuresMax: 3, pauseMinMs: 1000, pauseMaxMs: 3000 },
    });
    const wrong = async () => {
      const client = dial("127.0.0.2");
      client.send(`${LOGON}|554=wrong`);
      await refusedInSilence(client);
    };
    for (let attempt = 0; attempt < 3; attempt++) await wrong();
    expect(app.events.at(-1)).toMatch(/127\.0\.0\.2 failed to log on too often in a row.* closed for 1 s/);
    const count = app.events.length;
    await wrong();
    expect(app.events).toHaveLength(count);
    const other = dial("127.0.0.3");
    other.send(`${LOGON}|554=right`);
    expect(await other.expect(1)).toEqual([ANSWER]);
    for (const pause of ["2 s", "3 s", "3 s"]) {
      clock.advanceMs(3000);
      await wrong();
      expect(app.events.at(-1)).toContain(`closed for ${pause}`);
    }
    other.send("35=5|34=2");
    await other.expectClosed();
    clock.advanceMs(3000);
    const client = dial("127.0.0.2");
    client.send("35=A|34=3|98=0|108=30|554=right");
    expect(await client.expect(1)).toEqual(["35=A|34=3|49=S|56=C|98=0|108=30"]);
  });
});

describe("NewPassword(925)", () => {
  const fixt: Partial<FixSessionConfig> = { beginString: "FIXT.1.1", defaultApplVerId: "9", credentials: PASSWORD };
  const logon = (client: RawClient, number: number, fields: string) => {
    client.beginString = "FIXT.1.1";
    client.send(`35=A|34=${number}|98=0|108=30|${fields}|1137=9`);
  };

  it("is refused in words where nobody keeps it, but not to a stranger", async () => {
    const { dial } = await open(fixt);
    const stranger = dial();
    logon(stranger, 1, "554=wrong|925=newer");
    await refusedInSilence(stranger);
    const client = dial();
    logon(client, 1, "554=right|925=newer");
    expect(await client.expect(1)).toEqual([
      "35=5|34=1|49=S|56=C|58=NewPassword(925) is refused: passwords are not changed over FIX here|1409=3",
    ]);
    expect(await client.expectClosed()).toBe(true);
  });

  it("is kept where there is a place for it, and asked for from then on", async () => {
    const { dial, app } = await open(fixt);
    Object.assign(app, {
      changePassword: (_session: FixSession, text: string) =>
        text.length < 5 ? "too short" : { username: "", password: plainPassword(text) },
    });
    const short = dial();
    logon(short, 1, "554=right|925=new");
    expect((await short.expect(1))[0]).toMatch(/58=NewPassword\(925\) is refused: too short\|1409=3$/);
    await short.expectClosed();
    const client = dial();
    logon(client, 2, "554=right|925=newer");
    expect((await client.expect(1))[0]).toMatch(/35=A\|.*1409=1$/);
    client.send("35=5|34=3");
    expect((await client.expect(1))[0]).toMatch(/35=5\|.*1409=4$/);
    await client.expectClosed();
    const old = dial();
    logon(old, 4, "554=right");
    await refusedInSilence(old);
    const again = dial();
    logon(again, 4, "554=newer");
    expect((await again.expect(1))[0]).toMatch(/35=A\|.*1137=9\|1409=0$/);
    expect(app.events.join()).not.toContain("newer");
  });

  it("may become a hash where there was none before", async () => {
    const { dial, app } = await open(fixt);
    const newer = parsePasswordHash(hashPassword("newer", 14));
    Object.assign(app, { changePassword: () => ({ username: "", password: newer }) });
    const client = dial();
    logon(client, 1, "554=right|925=newer");
    expect((await client.expect(1))[0]).toMatch(/1409=1$/);
    client.send("35=5|34=2");
    await client.expectClosed();
    const again = dial();
    logon(again, 3, "554=newer");
    expect((await again.expect(1))[0]).toMatch(/35=A\|.*1409=0$/);
  });

  it("says no SessionStatus(1409) where the version has none", async () => {
    const { dial } = await open({ beginString: "FIX.4.4", credentials: PASSWORD });
    const client = dial();
    client.send(`${LOGON}|554=right`);
    expect(await client.expect(1)).toEqual([ANSWER]);
  });
});

describe("TestMessageIndicator(464)", () => {
  it.each([
    ["Y", "464=N", "35=5|34=1|49=S|56=C|58=TestMessageIndicator(464) is N, expected Y"],
    ["N", "464=Y", "35=5|34=1|49=S|56=C|58=TestMessageIndicator(464) is Y, expected N"],
    ["N", "464=N", ANSWER],
    ["Y", "", ANSWER],
    ["", "464=Y", ANSWER],
  ] as const)("with setting %j, %j is answered", async (testMessages, field, answer) => {
    const { dial } = await open({ testMessages });
    const client = dial();
    client.send(`${LOGON}|${field}`.replace(/\|$/, ""));
    expect(await client.expect(1)).toEqual([answer]);
  });
});

describe("an initiator's password", () => {
  it("is on the wire and not in the store", async () => {
    const { clock, port, session } = await open({
      credentials: { username: "me", password: plainPassword("s3cret!") },
    });
    const stored: string[] = [];
    const store = new MemoryStore();
    const sent = store.sent.bind(store);
    store.sent = (number, isApplication, bytes, start, end) => {
      stored.push(Buffer.from(bytes.subarray(start, end)).toString("latin1"));
      sent(number, isApplication, bytes, start, end);
    };
    const config = fixSessionConfig({
      beginString: "FIX.4.4",
      senderCompId: "C",
      targetCompId: "S",
      username: "me",
      password: "s3cret!",
    });
    const ours = new FixSession({ id: 0, config, store, clock });
    const initiator = new FixInitiator({ session: ours, application: new Recorder(), clock, flush: "auto", tickMs: 0 });
    initiator.connect("127.0.0.1", port);
    for (let turn = 0; turn < 200 && !ours.loggedOn; turn++) await turnOver();
    expect([ours.loggedOn, session.loggedOn, store.nextSenderMsgSeqNum]).toEqual([true, true, 2]);
    expect(stored).toEqual([""]);
    await initiator.close();
  });
});
