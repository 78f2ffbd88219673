import { afterEach, describe, expect, it } from "vitest";
import {
  hashPassword,
  isReplacedBy,
  type PasswordChange,
  parsePasswordHash,
  plainPassword,
} from "../../src/fix/credentials.ts";
import { FixInitiator } from "../../src/fix/initiator.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixApplication, type FixSessionConfig, fixSessionConfig } from "../../src/fix/session-types.ts";
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

/** Seven ways to be wrong, as a stranger would try them. */
const WRONG: readonly (readonly [string, (client: RawClient) => void])[] = [
  ["a wrong password", (client) => client.send(`${LOGON}|553=user|554=wrong`)],
  ["a wrong password, and a new one", (client) => client.send(`${LOGON}|553=user|554=wrong|925=correct horse 1`)],
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
  it("hears nothing, and costs one comparison of the same price, whichever way he is wrong", async () => {
    const { dial, app, acceptor } = await open({ credentials: hashed }, "auto", {
      others: [{ targetCompId: "D", credentials: hashed }],
      guard: { failuresMax: 1000 },
    });
    const live = dial();
    live.sender = "D";
    live.send(`${LOGON}|553=user|554=right`);
    expect(await live.expect(1)).toEqual(["35=A|34=1|49=S|56=D|98=0|108=30"]);
    const [[price, before]] = [...acceptor.scrypts];
    for (const [index, [what, speak]] of WRONG.entries()) {
      const client = dial();
      await new Promise((resolve) => client.socket.once("connect", resolve));
      const closed = new Promise((resolve) => client.socket.once("close", resolve));
      speak(client);
      await closed;
      expect(client.received, what).toEqual([]);
      expect([...acceptor.scrypts], what).toEqual([[price, before + index + 1]]);
    }
    expect(live.closed).toBe(false);
    const notes = app.events.filter((note) => note.startsWith("logon-refused: "));
    expect(notes).toHaveLength(WRONG.length);
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
  /** Keeps every change, when it is told to. */
  class Keeper {
    readonly kept: PasswordChange[] = [];
    readonly waiting: ((kept: boolean) => void)[] = [];
    answersAtOnce = true;

    readonly changePassword: NonNullable<FixApplication["changePassword"]> = (_session, change, done) => {
      this.kept.push(change);
      if (this.answersAtOnce) done(true);
      else this.waiting.push(done);
    };
  }
  /** A scrypt at full cost takes as long as the machine lets it. */
  const until = async (condition: () => boolean): Promise<void> => {
    for (let turn = 0; turn < 10_000 && !condition(); turn++) await turnOver();
  };
  const answers = async (client: RawClient, count = 1): Promise<string[]> => {
    await until(() => client.received.length >= count || client.closed);
    return client.received.splice(0);
  };
  const closed = async (client: RawClient): Promise<boolean> => {
    await until(() => client.closed);
    return client.closed;
  };
  const refused = async (client: RawClient): Promise<void> => {
    expect(await closed(client)).toBe(true);
    expect(client.received).toEqual([]);
  };
  const openKeeping = async (given: Partial<FixSessionConfig> = {}) => {
    const opened = await open({ ...fixt, ...given });
    const keeper = new Keeper();
    Object.assign(opened.app, { changePassword: keeper.changePassword });
    return { ...opened, keeper };
  };
  const NEWER = "correct horse 1";
  const NEWEST = "battery staple";

  it("is refused in words where nobody keeps it, but not to a stranger", async () => {
    const { dial } = await open(fixt);
    const stranger = dial();
    logon(stranger, 1, `554=wrong|925=${NEWER}`);
    await refused(stranger);
    const client = dial();
    logon(client, 1, `554=right|925=${NEWER}`);
    expect(await answers(client)).toEqual([
      "35=5|34=1|49=S|56=C|58=NewPassword(925) is refused: passwords are not changed over FIX here|1409=3",
    ]);
    expect(await closed(client)).toBe(true);
  });

  it("is kept as a hash, and asked for from then on", async () => {
    const { dial, app, keeper } = await openKeeping();
    const client = dial();
    logon(client, 1, `554=right|925=${NEWER}`);
    expect((await answers(client))[0]).toMatch(/35=A\|.*1409=1$/);
    client.send("35=5|34=2");
    expect((await answers(client))[0]).toMatch(/35=5\|.*1409=4$/);
    await closed(client);
    const old = dial();
    logon(old, 3, "554=right");
    await refused(old);
    const again = dial();
    logon(again, 3, `554=${NEWER}`);
    expect((await answers(again))[0]).toMatch(/35=A\|.*1137=9\|1409=0$/);
    expect(keeper.kept).toHaveLength(1);
    expect(isReplacedBy(PASSWORD.password, keeper.kept[0])).toBe(true);
    expect(isReplacedBy(plainPassword("other"), keeper.kept[0])).toBe(false);
    expect(isReplacedBy(hashed.password, keeper.kept[0])).toBe(false);
    expect(app.events.join() + JSON.stringify(keeper.kept)).not.toMatch(/horse|554=/);
  });

  it("is answered when it is durable and not before, and nobody else logs on meanwhile", async () => {
    const { dial, app, keeper, session } = await openKeeping({ credentials: hashed });
    keeper.answersAtOnce = false;
    const client = dial();
    client.beginString = "FIXT.1.1";
    const first = client.text(`35=A|34=1|98=0|108=30|553=user|554=right|925=${NEWER}|1137=9`);
    client.socket.write(Buffer.concat([first, client.text("35=1|34=2|112=behind it")]));
    await until(() => keeper.waiting.length > 0);
    const other = dial();
    logon(other, 1, "553=user|554=right");
    await refused(other);
    expect(app.events.at(-1)).toMatch(/logon-refused: .*already/);
    expect([client.received, session.connected, session.credentials]).toEqual([[], false, hashed]);
    keeper.waiting[0](true);
    expect(await answers(client, 2)).toEqual([
      expect.stringMatching(/^35=A\|34=1\|.*1409=1$/),
      "35=0|34=2|49=S|56=C|112=behind it",
    ]);
    expect(isReplacedBy(hashed.password, keeper.kept[0])).toBe(true);
    expect(isReplacedBy(parsePasswordHash(hashPassword("right", 14)), keeper.kept[0])).toBe(false);
  });

  it("leaves no way in for the old password, not even one whose comparison had begun", async () => {
    const slow = { username: "user", password: parsePasswordHash(hashPassword("right", 17)) };
    const { dial, keeper, session, app } = await openKeeping({ credentials: slow });
    keeper.answersAtOnce = false;
    const client = dial();
    logon(client, 1, `553=user|554=right|925=${NEWER}`);
    await until(() => keeper.waiting.length > 0);
    const late = dial();
    logon(late, 2, "553=user|554=right");
    // Long enough to be read, and far shorter than a scrypt of this cost.
    for (let turn = 0; turn < 20; turn++) await turnOver();
    keeper.waiting[0](true);
    client.socket.destroy();
    await until(() => app.notes.some((note) => note.startsWith("logout")));
    await refused(late);
    expect([session.connected, app.notes.filter((note) => note === "logon")]).toEqual([false, ["logon"]]);
  });

  it("changes nothing when it cannot be kept", async () => {
    const { dial, keeper } = await openKeeping({ credentials: hashed });
    keeper.answersAtOnce = false;
    const client = dial();
    logon(client, 1, `553=user|554=right|925=${NEWER}`);
    await until(() => keeper.waiting.length > 0);
    keeper.waiting[0](false);
    expect((await answers(client))[0]).toMatch(
      /35=5\|.*58=NewPassword\(925\) is refused: it cannot be kept now.*1409=3$/,
    );
    const again = dial();
    logon(again, 2, "553=user|554=right");
    expect((await answers(again))[0]).toMatch(/35=A\|.*1409=0$/);
  });

  it("may be what a change before it made, and always replaces the configuration's", async () => {
    const { dial, keeper } = await openKeeping({ credentials: hashed });
    for (const [number, old, next] of [
      [1, "right", NEWER],
      [3, NEWER, NEWEST],
    ] as const) {
      const client = dial();
      logon(client, number, `553=user|554=${old}|925=${next}`);
      expect((await answers(client))[0]).toMatch(/35=A\|.*1409=1$/);
      client.send(`35=5|34=${number + 1}`);
      await closed(client);
    }
    expect(keeper.kept.map((change) => isReplacedBy(hashed.password, change))).toEqual([true, true]);
  });

  it.each([
    ["short", "it has 5 characters, expected 12 to 64"],
    ["x".repeat(65), "it has 65 characters, expected 12 to 64"],
    ["p\u00e4ssword with an umlaut", "it has other characters than printable ASCII, which FIX cannot carry safely"],
    ["right horse 1", "it is the old one"],
    ["my name is USER", "the username is part of it"],
  ])("%j is against the policy, and said to whoever knows the old password only", async (next, reason) => {
    const credentials = { username: "user", password: plainPassword("right horse 1") };
    const { dial, keeper } = await openKeeping({ credentials });
    const stranger = dial();
    logon(stranger, 1, `553=user|554=wrong|925=${next}`);
    await refused(stranger);
    const client = dial();
    logon(client, 1, `553=user|554=right horse 1|925=${next}`);
    expect(await answers(client)).toEqual([`35=5|34=1|49=S|56=C|58=NewPassword(925) is refused: ${reason}|1409=3`]);
    expect(keeper.kept).toEqual([]);
  });

  it("is not taken with a Logon that is refused for something else", async () => {
    const { dial, keeper, session } = await openKeeping();
    const first = dial();
    logon(first, 1, "554=right");
    await answers(first);
    first.send("35=5|34=2");
    await closed(first);
    const client = dial();
    logon(client, 1, `554=right|925=${NEWER}`);
    expect((await answers(client))[0]).toMatch(/35=5\|.*58=MsgSeqNum too low, expecting 3 but received 1/);
    expect([keeper.kept, session.credentials]).toEqual([[], PASSWORD]);
  });

  it("is not taken in mid-session, where no password is compared", async () => {
    const { dial, keeper } = await openKeeping();
    const client = dial();
    logon(client, 1, "554=right");
    await answers(client);
    logon(client, 1, `554=wrong|141=Y|925=${NEWER}`);
    expect((await answers(client))[0]).toMatch(
      /35=5\|.*only the first Logon of a connection changes a password\|1409=3/,
    );
    expect(keeper.kept).toEqual([]);
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
