import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { FixInitiator, type InitiatorOptions } from "../../src/fix/initiator.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixSessionConfig, fixSessionConfig } from "../../src/fix/session-types.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { LockstepError } from "../../src/lib/errors.ts";
import { hasOpenssl, makeAuthority, makeCertificate } from "../support/certificates.ts";
import { RawClient, Recorder, START_NS, turnOver } from "./two-sides.ts";

const clock = new ManualClock(START_NS);
let closing: (() => unknown)[] = [];
afterEach(async () => {
  // The venues first: who has nobody to log out from is closed at once.
  for (const close of closing) await close();
  closing = [];
});

type MakeServer = (onCall: (socket: Socket) => void) => Server;

/** A venue on a socket of its own: what it does with a call is the test's. */
class Venue {
  readonly calls: RawClient[] = [];
  readonly port: number;
  /** What becomes of a call, after the gateway's Logon was read; undefined says and does nothing. */
  onLogon: ((call: RawClient) => void) | undefined;

  private constructor(port: number) {
    this.port = port;
  }

  static async open(onLogon?: (call: RawClient) => void, make: MakeServer = createServer): Promise<Venue> {
    const server: Server = make((socket: Socket) => {
      const call = new RawClient(0, clock, socket);
      Object.assign(call, { sender: "S", target: "C" });
      venue.calls.push(call);
      socket.once("data", () => venue.onLogon?.(call));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const venue = new Venue((server.address() as { port: number }).port);
    venue.onLogon = onLogon;
    closing.push(() => {
      for (const call of venue.calls) call.socket.destroy();
      server.close();
    });
    return venue;
  }
}

const answers = (call: RawClient) => call.send("35=A|34=1|98=0|108=30");
const hangsUp = (call: RawClient) => call.socket.destroy();

/** A port nobody listens on. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function gateway(given: Partial<FixSessionConfig> = {}, options: Partial<InitiatorOptions> = {}) {
  const whole = { beginString: "FIX.4.4", senderCompId: "C", targetCompId: "S", resetOnLogon: true, ...given };
  const session = new FixSession({ id: 0, config: fixSessionConfig(whole), store: new MemoryStore(), clock });
  const app = new Recorder();
  const initiator = new FixInitiator({ session, application: app, clock, flush: "auto", tickMs: 0, ...options });
  closing.push(() => initiator.close());
  return { session, app, initiator };
}

type Gateway = ReturnType<typeof gateway>;

const toAny = ({ initiator }: Gateway, ports: number[]) =>
  initiator.connectToAny(ports.map((port) => ({ host: "127.0.0.1", port })));

/** Time stands still; the gateway looks at the clock again and again. */
async function until(here: Gateway, met: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !met(); turn++) {
    here.initiator.tick();
    await turnOver();
  }
  expect(met()).toBe(true);
}

async function turns(here: Gateway, count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    here.initiator.tick();
    await turnOver();
  }
}

describe("an initiator with several addresses", () => {
  const failures: [string, (call: RawClient) => void, RegExp][] = [
    ["hangs up", hangsUp, /the peer closed the connection/],
    ["answers under another name", (call) => call.send("35=A|34=1|98=0|108=30|115=X"), /answers ours is wrong/],
    ["answers with a number too low", (call) => call.send("35=A|34=0|98=0|108=30"), /MsgSeqNum too low, expecting 1/],
    ["refuses the Logon", (call) => call.send("35=5|34=1|58=closed"), /the peer refused our Logon: closed/],
    ["says something else first", (call) => call.send("35=0|34=1"), /first message was not a Logon/],
    ["is no FIX venue", (call) => call.socket.end("220 mail.example.com ESMTP\r\n"), /disconnected: /],
  ];

  it.each(failures)("calls the next one at once when the first %s", async (_what, does, why) => {
    const first = await Venue.open((call) => {
      if (why.source.includes("wrong")) call.sender = "STRANGER";
      does(call);
    });
    const second = await Venue.open(answers);
    const here = gateway();
    toAny(here, [first.port, second.port]);
    await until(here, () => here.session.loggedOn);
    expect([first.calls.length, second.calls.length]).toEqual([1, 1]);
    expect(here.app.events.join("\n")).toMatch(why);
    expect(here.app.notes).toEqual(["logon"]);
  });

  it("calls the next one at once when nobody listens at the first", async () => {
    const second = await Venue.open(answers);
    const here = gateway();
    const dead = await deadPort();
    toAny(here, [dead, second.port]);
    await until(here, () => here.session.loggedOn);
    expect(here.app.events[0]).toBe(
      `connect-failed: cannot connect to 127.0.0.1:${dead}: connect ECONNREFUSED 127.0.0.1:${dead}`,
    );
  });

  it("gives up a venue that does not answer its Logon, and calls the next one", async () => {
    const first = await Venue.open();
    const second = await Venue.open(answers);
    const here = gateway({ logonTimeoutMs: 3_000 });
    toAny(here, [first.port, second.port]);
    await until(here, () => first.calls[0]?.received.length === 1);
    clock.advanceMs(2_999);
    await turns(here);
    expect(second.calls.length).toBe(0);
    clock.advanceMs(1);
    await until(here, () => here.session.loggedOn);
    expect(second.calls.length).toBe(1);
    expect(here.app.events).toContain("disconnected: the peer did not answer our Logon in time");
  });

  it("gives up a venue that takes the call and never ends its TLS handshake", async () => {
    const first = await Venue.open();
    const here = gateway({}, { tls: { rejectUnauthorized: false }, connectTimeoutMs: 4_000 });
    toAny(here, [first.port, await deadPort()]);
    await until(here, () => first.calls.length === 1);
    await turns(here);
    expect(here.app.events).toEqual([]);
    clock.advanceMs(4_000);
    await until(here, () => here.app.events.length === 2);
    expect(here.app.events[0]).toContain("the connection was not made in time");
    expect(here.app.events[1]).toContain("ECONNREFUSED");
  });

  it.skipIf(!hasOpenssl)("does not log on where the certificate is wrong, and calls the next one", async () => {
    const home = mkdtempSync(join(tmpdir(), "lockstep-addresses-"));
    closing.push(() => rmSync(home, { recursive: true, force: true }));
    for (const authority of ["house", "other"]) {
      makeAuthority(home, authority);
      makeCertificate(home, authority, `${authority}-venue`, "localhost");
    }
    const pem = (name: string) => readFileSync(join(home, name));
    const secure =
      (name: string): MakeServer =>
      (onCall) =>
        createTlsServer({ cert: pem(`${name}.pem`), key: pem(`${name}.key`) }, onCall);
    const first = await Venue.open(answers, secure("other-venue"));
    const second = await Venue.open(answers, secure("house-venue"));
    const here = gateway({}, { tls: { ca: pem("house.pem"), servername: "localhost" } });
    toAny(here, [first.port, second.port]);
    await until(here, () => here.session.loggedOn);
    expect(here.app.events[0]).toMatch(/not from an authority trusted here/);
    expect(first.calls.flatMap((call) => call.received)).toEqual([]);
  });

  it("waits only when every address has failed, and then longer each time", async () => {
    const venues = [await Venue.open(hangsUp), await Venue.open(hangsUp)];
    const here = gateway({}, { reconnectMinMs: 1_000, reconnectMaxMs: 3_000 });
    toAny(here, [venues[0].port, await deadPort(), venues[1].port]);
    const counts = () => venues.map(({ calls }) => calls.length);
    for (const [round, pauseMs] of [1_000, 2_000, 3_000, 3_000].entries()) {
      await until(here, () => counts()[1] === round + 1 && !here.session.connected);
      clock.advanceMs(pauseMs - 1);
      await turns(here);
      expect(counts()).toEqual([round + 1, round + 1]);
      clock.advanceMs(1);
    }
  });

  it("goes back to the first when a line is lost, or to the second when it was the first's own", async () => {
    const venues = [await Venue.open(answers), await Venue.open(answers), await Venue.open(answers)];
    const here = gateway();
    toAny(
      here,
      venues.map(({ port }) => port),
    );
    expect(await losesLine(here, venues, 4)).toEqual([0, 1, 0, 1]);
  });

  it("goes round when it is told to go on with the next", async () => {
    const venues = [await Venue.open(answers), await Venue.open(answers), await Venue.open(answers)];
    const here = gateway({}, { afterSuccess: "next" });
    toAny(
      here,
      venues.map(({ port }) => port),
    );
    expect(await losesLine(here, venues, 4)).toEqual([0, 1, 2, 0]);
  });
});

/** Which venue the gateway logs on to, each time after the line to the one before was cut and a second has passed. */
async function losesLine(here: Gateway, venues: Venue[], times: number): Promise<number[]> {
  const order: number[] = [];
  for (let time = 0; time < times; time++) {
    await until(here, () => here.session.loggedOn);
    await turns(here, 2);
    const at = venues.findIndex(({ calls }) => calls.some((call) => !call.closed));
    order.push(at);
    venues[at].calls[venues[at].calls.length - 1].socket.destroy();
    await until(here, () => !here.session.connected && venues[at].calls.every((call) => call.closed));
    const before = venues.reduce((sum, { calls }) => sum + calls.length, 0);
    clock.advanceMs(999);
    await turns(here);
    expect(venues.reduce((sum, { calls }) => sum + calls.length, 0)).toBe(before);
    clock.advanceMs(1);
  }
  return order;
}

describe("an initiator's hours", () => {
  const HOUR_MS = 3_600_000;

  it("end with a Logout and no more calls, and begin with a call and numbers from 1", async () => {
    const venue = await Venue.open((call) => call.send("35=A|34=1|98=0|108=0"));
    const hour = new Date(Number(clock.nowNs() / 1_000_000n)).getUTCHours();
    // Two hours from the full hour on: open now, and at the same time tomorrow.
    const [start, end] = [hour * 3_600, ((hour + 2) % 24) * 3_600];
    const days = [0, 1, 2, 3, 4, 5, 6];
    const schedule = { timeZone: "UTC", start, end, week: null, days, holidays: [] };
    const here = gateway({ schedule, resetOnLogon: false, heartBtInt: 0 });
    toAny(here, [venue.port]);
    await until(here, () => here.session.loggedOn);
    clock.advanceMs(2 * HOUR_MS);
    await until(here, () => venue.calls[0].received.length === 2);
    expect(venue.calls[0].received[1]).toMatch(/^35=5\|34=2\|49=C\|56=S\|58=The session's hours are over; opens /);
    venue.calls[0].send("35=5|34=2");
    await until(here, () => !here.session.connected);
    for (let hours = 0; hours < 20; hours++) {
      clock.advanceMs(HOUR_MS);
      await turns(here, 3);
    }
    expect(venue.calls.length).toBe(1);
    clock.advanceMs(2 * HOUR_MS);
    await until(here, () => here.session.loggedOn);
    expect(venue.calls.map((call) => call.received[0])).toEqual(Array(2).fill("35=A|34=1|49=C|56=S|98=0|108=0"));
  });
});

describe("an initiator's Logon", () => {
  const logonOf = async (given: Partial<FixSessionConfig>, answer = answers): Promise<string> => {
    const venue = await Venue.open((call) => {
      call.beginString = given.beginString ?? "FIX.4.4";
      answer(call);
    });
    const here = gateway(given);
    toAny(here, [venue.port]);
    await until(here, () => venue.calls[0]?.received.length > 0);
    return venue.calls[0].received[0];
  };

  it.each<[string, Partial<FixSessionConfig>, string]>([
    [
      "its name, its password and that it is a test",
      { username: "me", password: "s3cret!", testMessages: "Y" },
      "35=A|34=1|49=C|56=S|98=0|108=30|141=Y|464=Y|553=me|554=s3cret!",
    ],
    [
      "that it is production, and nothing of a password it has not",
      { beginString: "FIX.4.3", testMessages: "N" },
      "35=A|34=1|49=C|56=S|98=0|108=30|141=Y|464=N",
    ],
    [
      "its password as RawData before FIX 4.3",
      { beginString: "FIX.4.2", username: "me", password: "s3cret!" },
      "35=A|34=1|49=C|56=S|95=7|96=s3cret!|98=0|108=30|141=Y",
    ],
    ["no ResetSeqNumFlag in FIX 4.0, which has none", { beginString: "FIX.4.0" }, "35=A|34=1|49=C|56=S|98=0|108=30"],
    [
      "a new password over FIXT.1.1",
      { beginString: "FIXT.1.1", defaultApplVerId: "9", username: "me", password: "old-one", newPassword: "new-one" },
      "35=A|34=1|49=C|56=S|98=0|108=30|141=Y|553=me|554=old-one|925=new-one|1137=9",
    ],
  ])("says %s", async (_what, given, logon) => {
    expect(await logonOf(given)).toBe(logon);
  });

  it.each([
    ["taken", "1", "new-one", ""],
    ["taken without a word of it", "", "new-one", ""],
    ["refused", "3", "old-one", "|925=new-one"],
  ])("has the new password in place of the old when that was %s", async (_what, status, password, more) => {
    const venue = await Venue.open((call) => {
      call.beginString = "FIXT.1.1";
      call.send(`35=A|34=1|98=0|108=30|1137=9${status === "" ? "" : `|1409=${status}`}`);
    });
    const fixt = { beginString: "FIXT.1.1", defaultApplVerId: "9" };
    const here = gateway({ ...fixt, username: "me", password: "old-one", newPassword: "new-one" });
    toAny(here, [venue.port]);
    await until(here, () => here.session.loggedOn);
    await turns(here, 2);
    venue.calls[0].socket.destroy();
    await until(here, () => !here.session.connected);
    clock.advanceMs(1_000);
    await until(here, () => venue.calls[1]?.received.length > 0);
    expect(venue.calls[1].received[0]).toBe(
      `35=A|34=1|49=C|56=S|98=0|108=30|141=Y|553=me|554=${password}${more}|1137=9`,
    );
  });

  it("cannot ask for a new password in a version whose Logon has no place for it", () => {
    const given = { beginString: "FIX.4.4", senderCompId: "C", targetCompId: "S", newPassword: "new-one" };
    expect(() => fixSessionConfig(given)).toThrow(LockstepError);
    expect(() => fixSessionConfig(given)).toThrow(/FIX.4.4 has no NewPassword\(925\) in its Logon/);
  });
});
