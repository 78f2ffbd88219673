import { afterEach, describe, expect, it } from "vitest";
import { FixAcceptor } from "../../src/fix/acceptor.ts";
import { Tag } from "../../src/fix/tags.ts";
import { acceptorSide, Recorder, turnOver } from "./two-sides.ts";

type Side = Awaited<ReturnType<typeof acceptorSide>>;
let side: Side | null = null;
afterEach(async () => {
  await side?.close();
  side = null;
});

const LOGON = "35=A|34=1|98=0|108=30";
const LOGON_ANSWER = "35=A|34=1|49=S|56=C|98=0|108=30";
const ORDER = "11=a|21=1|38=100|40=1|54=1|55=ACME|60=20261122-01:20:00";

async function loggedOn(given: Parameters<typeof acceptorSide>[0] = {}, flush: "auto" | "manual" = "auto") {
  side = await acceptorSide(given, flush);
  const client = side.dial();
  client.send(LOGON);
  if (flush === "auto") expect(await client.expect(1)).toEqual([LOGON_ANSWER]);
  return { ...side, client };
}

describe("session", () => {
  it("hands the application one message after another and answers TestRequests", async () => {
    const { client, app, session } = await loggedOn();
    client.send(`35=D|34=2|${ORDER}`);
    client.send("35=1|34=3|112=you there");
    expect(await client.expect(1)).toEqual(["35=0|34=2|49=S|56=C|112=you there"]);
    expect(app.notes).toEqual(["logon", `message 35=D|34=2|49=C|56=S|${ORDER}`]);
    expect([session.nextSenderMsgSeqNum, session.nextTargetMsgSeqNum]).toEqual([3, 4]);
  });

  it("finds the same messages when every byte is a segment of its own", async () => {
    const { client, app } = await loggedOn();
    const bytes = Buffer.concat([client.text(`35=D|34=2|${ORDER}`), client.text("35=1|34=3|112=x")]);
    for (let at = 0; at < bytes.length; at++) {
      client.socket.write(bytes.subarray(at, at + 1));
      if (at % 16 === 0) await turnOver();
    }
    expect(await client.expect(1)).toEqual(["35=0|34=2|49=S|56=C|112=x"]);
    expect(app.notes).toHaveLength(2);
  });

  it("asks for a gap once, keeps what came early, and goes on in order", async () => {
    const { client, app } = await loggedOn();
    client.send(`35=D|34=4|${ORDER.replace("11=a", "11=late")}`);
    client.send("35=0|34=5");
    expect(await client.expect(1)).toEqual(["35=2|34=2|49=S|56=C|7=2|16=0"]);
    client.send(`35=D|34=2|43=Y|122=20261122-01:19:00|${ORDER}`);
    client.send("35=4|34=3|43=Y|122=20261122-01:19:00|36=4|123=Y");
    client.send("35=1|34=6|112=x");
    expect(await client.expect(1)).toEqual(["35=0|34=3|49=S|56=C|112=x"]);
    expect(app.notes.map((note) => /11=\w+/.exec(note)?.[0])).toEqual([undefined, "11=a", "11=late"]);
  });

  it("serves a ResendRequest while it waits for a gap itself", async () => {
    const { client, session } = await loggedOn();
    session.begin("8").text(Tag.OrderID, "1");
    session.send();
    expect(await client.expect(1)).toEqual(["35=8|34=2|49=S|56=C|37=1"]);
    client.send("35=0|34=9");
    expect(await client.expect(1)).toEqual(["35=2|34=3|49=S|56=C|7=2|16=0"]);
    client.send("35=2|34=10|7=1|16=0");
    expect(await client.expect(3)).toEqual([
      "35=4|34=1|43=Y|49=S|56=C|36=2|123=Y",
      "35=8|34=2|43=Y|49=S|56=C|37=1",
      "35=4|34=3|43=Y|49=S|56=C|36=4|123=Y",
    ]);
    client.send("35=4|34=2|43=Y|122=20261122-01:19:00|36=11|123=Y");
    client.send("35=1|34=11|112=x");
    expect(await client.expect(1)).toEqual(["35=0|34=4|49=S|56=C|112=x"]);
  });

  it("asks again for a gap that does not move", async () => {
    const { client, clock, acceptor, app } = await loggedOn();
    client.send("35=0|34=4");
    expect(await client.expect(1)).toEqual(["35=2|34=2|49=S|56=C|7=2|16=0"]);
    clock.advanceMs(30_000);
    acceptor.tick();
    expect(await client.expect(2)).toEqual(["35=0|34=3|49=S|56=C", "35=2|34=4|49=S|56=C|7=2|16=0"]);
    expect(app.events.at(-1)).toMatch(
      /^gap: messages from 2 are still missing; asked again; the client does not answer/,
    );
  });

  it("keeps numbers over a dropped line and resends what was sent meanwhile", async () => {
    const { client, session, app, ...rest } = await loggedOn();
    client.socket.destroy();
    for (let turn = 0; turn < 100 && session.connected; turn++) await turnOver();
    session.begin("8").text(Tag.OrderID, "away");
    expect(session.send()).toBe(2);
    const again = rest.dial();
    again.send("35=A|34=2|98=0|108=30");
    expect(await again.expect(1)).toEqual(["35=A|34=3|49=S|56=C|98=0|108=30"]);
    again.send("35=2|34=3|7=2|16=2");
    expect(await again.expect(1)).toEqual(["35=8|34=2|43=Y|49=S|56=C|37=away"]);
    expect(app.notes).toEqual(["logon", "logout: the peer closed the connection", "logon"]);
  });

  it("resends ten thousand messages in order without filling a buffer", async () => {
    const { client, session } = await loggedOn({ resendChunk: 300 });
    const text = "x".repeat(300);
    for (let sent = 0; sent < 10_000; sent++) {
      session.begin("8").text(Tag.Text, text);
      session.send();
    }
    await client.expect(10_000);
    client.send("35=2|34=2|7=1|16=0");
    const received: string[] = [];
    for (let turn = 0; turn < 200 && received.length < 10_001; turn++) received.push(...(await client.expect(2000)));
    expect(received.map((line) => Number(/34=(\d+)/.exec(line)![1]))).toEqual(
      Array.from({ length: 10_001 }, (_, index) => index + 1),
    );
    expect(received.every((line) => line.includes("|43=Y|"))).toBe(true);
  });

  it("heartbeats, asks, and gives up on a silent peer", async () => {
    const { client, clock, acceptor, app } = await loggedOn();
    clock.advanceMs(30_000);
    acceptor.tick();
    expect(await client.expect(1)).toEqual(["35=0|34=2|49=S|56=C"]);
    clock.advanceMs(6_000);
    acceptor.tick();
    expect(await client.expect(1)).toEqual(["35=1|34=3|49=S|56=C|112=TEST"]);
    clock.advanceMs(35_900);
    acceptor.tick();
    await turnOver();
    expect([client.closed, client.received.length]).toEqual([false, 0]);
    clock.advanceMs(100);
    acceptor.tick();
    expect(await client.expectClosed()).toBe(true);
    expect(app.notes.at(-1)).toMatch(/^logout: nothing was received/);
  });

  it("logs out on its own wish and closes when the peer does not answer", async () => {
    const { client, clock, acceptor, session, app } = await loggedOn();
    session.logout("end of day");
    expect(session.loggedOn).toBe(false);
    expect(await client.expect(1)).toEqual(["35=5|34=2|49=S|56=C|58=end of day"]);
    clock.advanceMs(2_000);
    acceptor.tick();
    expect(await client.expectClosed()).toBe(true);
    expect(app.notes.at(-1)).toBe("logout: the peer did not answer our Logout in time");
  });

  it("lets the application reject along the message's route", async () => {
    const { client, app } = await loggedOn();
    app.onMessage = (session, view) => {
      if (view.text(11) === "a") session.reject(view.msgSeqNum, Tag.Symbol, "D", 5, "no such symbol");
      else session.businessReject(view.msgSeqNum, "D", 4, "closed", "b");
    };
    client.send(`35=D|34=2|115=FUND|${ORDER}`);
    client.send(`35=D|34=3|${ORDER.replace("11=a", "11=b")}`);
    expect(await client.expect(2)).toEqual([
      "35=3|34=2|49=S|56=C|128=FUND|45=2|58=no such symbol|371=55|372=D|373=5",
      "35=j|34=3|49=S|56=C|45=3|58=closed|372=D|379=b|380=4",
    ]);
  });

  it("resets both numbers in mid-session when the peer says so", async () => {
    const { client, session } = await loggedOn();
    client.send("35=0|34=2");
    client.send("35=A|34=1|98=0|108=30|141=Y");
    expect(await client.expect(1)).toEqual(["35=A|34=1|49=S|56=C|98=0|108=30|141=Y"]);
    expect([session.nextSenderMsgSeqNum, session.nextTargetMsgSeqNum, session.loggedOn]).toEqual([2, 2, true]);
  });

  it("takes seeded rubbish without losing the session or its numbers", async () => {
    const { client, session } = await loggedOn();
    for (let round = 0; round < 50; round++) {
      client.socket.write(
        Buffer.from(`8=FIX.4.4\x019=${round}\x0135=D\x01\x00\xff junk ${round}\x0110=000\x01`, "latin1"),
      );
    }
    client.send("35=1|34=2|112=x");
    expect(await client.expect(1)).toEqual(["35=0|34=2|49=S|56=C|112=x"]);
    expect(session.status().garbled).toBeGreaterThan(0);
    expect(session.status().state).toBe("active");
  });
});

describe("logon", () => {
  const refused: [string, string, Parameters<typeof acceptorSide>[0], string[]][] = [
    ["another CompID in silence", "35=A|34=1|50=x|98=0|108=30", { targetCompId: "OTHER" }, []],
    ["a message that is no Logon in silence", "35=0|34=1", {}, []],
    ["a Logon without HeartBtInt in silence", "35=A|34=1|98=0", {}, []],
    ["encryption", "35=A|34=1|98=1|108=30", {}, ["35=5|34=1|49=S|56=C|58=EncryptMethod(98) must be 0"]],
    [
      "a heartbeat out of bounds",
      "35=A|34=1|98=0|108=1",
      {},
      ["35=5|34=1|49=S|56=C|58=HeartBtInt(108) must be from 5 to 300 seconds"],
    ],
    [
      "a reset that is not agreed",
      "35=A|34=1|98=0|108=30|141=Y",
      { allowReset141: false },
      ["35=5|34=1|49=S|56=C|58=ResetSeqNumFlag(141)=Y is not allowed for this session"],
    ],
  ];
  for (const [what, logon, given, answer] of refused) {
    it(`refuses ${what}`, async () => {
      side = await acceptorSide(given);
      const client = side.dial();
      client.send(logon);
      expect(await client.expectClosed()).toBe(true);
      expect(client.received).toEqual(answer);
      expect(side.app.events[0]).toMatch(/^logon-refused: /);
      expect(side.session.connected).toBe(false);
    });
  }

  it("refuses what the application refuses, in its words", async () => {
    side = await acceptorSide();
    Object.assign(side.app, { authenticate: () => "unknown user" });
    const client = side.dial();
    client.send(LOGON);
    expect(await client.expectClosed()).toBe(true);
    expect(client.received).toEqual(["35=5|34=1|49=S|56=C|58=unknown user"]);
  });

  it("closes a connection whose Logon does not come", async () => {
    side = await acceptorSide();
    const client = side.dial();
    await new Promise((resolve) => client.socket.once("connect", resolve));
    await turnOver();
    side.clock.advanceMs(10_000);
    side.acceptor.tick();
    expect(await client.expectClosed()).toBe(true);
  });

  it("refuses a second connection for a session that is here", async () => {
    const { client, ...rest } = await loggedOn();
    const second = rest.dial();
    second.send(LOGON);
    expect(await second.expectClosed()).toBe(true);
    expect([second.received, client.closed, rest.session.loggedOn]).toEqual([[], false, true]);
  });
});

describe("acceptor", () => {
  it("sends and closes nothing before the owner's flush in manual mode", async () => {
    const { client, acceptor, session } = await loggedOn({}, "manual");
    for (let turn = 0; turn < 20 && !session.loggedOn; turn++) await turnOver();
    await turnOver();
    expect(client.received).toEqual([]);
    acceptor.flush();
    expect(await client.expect(1)).toEqual([LOGON_ANSWER]);
    client.send("35=5|34=2");
    for (let turn = 0; turn < 20 && session.connected; turn++) await turnOver();
    await turnOver();
    expect([client.received, client.closed]).toEqual([[], false]);
    acceptor.flush();
    expect(await client.expectClosed()).toBe(true);
    expect(client.received).toEqual(["35=5|34=2|49=S|56=C"]);
  });

  it("cuts off a peer that does not read", async () => {
    const { client, clock, acceptor, session, app } = await loggedOn();
    client.socket.pause();
    const text = "x".repeat(4000);
    for (let sent = 0; sent < 6000 && session.connected; sent++) {
      session.begin("8").text(Tag.Text, text);
      session.send();
      if (sent % 100 === 0) await turnOver();
    }
    expect(session.connected).toBe(false);
    expect(app.notes.at(-1)).toMatch(/^logout: more than 4194304 bytes unsent/);
    expect(session.nextSenderMsgSeqNum).toBeGreaterThan(1000);
    clock.advanceMs(1);
    acceptor.tick();
  });

  it("says in one sentence that its port is in use", async () => {
    const { port, clock } = await loggedOn();
    const second = new FixAcceptor({ sessions: [], application: new Recorder(), clock, flush: "auto" });
    await expect(second.listen("127.0.0.1", port)).rejects.toMatchObject({
      code: "LOCKSTEP_ERR_PORT_IN_USE",
      message: `port ${port} on 127.0.0.1 is already in use: stop the program that has it, or choose another FIX port`,
    });
  });
});
