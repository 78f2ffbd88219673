import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { addressList, parseNetwork, plainAddress } from "../../src/fix/address-list.ts";
import { LogonGuard } from "../../src/fix/logon-guard.ts";
import { acceptorSide, turnOver } from "./two-sides.ts";

type Side = Awaited<ReturnType<typeof acceptorSide>>;
let side: Side | null = null;
const idle: Socket[] = [];
afterEach(async () => {
  for (const socket of idle.splice(0)) socket.destroy();
  await side?.close();
  side = null;
});

const open = async (...given: Parameters<typeof acceptorSide>): Promise<Side> => {
  side = await acceptorSide(...given);
  return side;
};
const LOGON = "35=A|34=1|98=0|108=30";
const ANSWER = "35=A|34=1|49=S|56=C|98=0|108=30";

/** Connections that say nothing, or `bytes`; all are connected when this resolves. */
async function idlers(port: number, count: number, localAddress: string, bytes = ""): Promise<() => number> {
  const closed = new Set<Socket>();
  const sockets = Array.from({ length: count }, () => {
    const socket = connect({ host: "127.0.0.1", port, localAddress });
    socket.on("error", () => {});
    socket.on("close", () => closed.add(socket));
    idle.push(socket);
    return socket;
  });
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
  for (const socket of sockets) if (bytes !== "") socket.write(bytes);
  for (let turn = 0; turn < 10; turn++) await turnOver();
  return () => closed.size;
}

async function until(condition: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 500 && !condition(); turn++) await turnOver();
  return condition();
}

describe("allowFrom", () => {
  it("reads addresses and networks, and nothing else", () => {
    expect(parseNetwork("10.1.0.0/16")).toEqual({ address: "10.1.0.0", bits: 16, family: "ipv4" });
    expect(parseNetwork("2001:db8::/32")).toEqual({ address: "2001:db8::", bits: 32, family: "ipv6" });
    for (const text of ["", "10.1", "10.1.0.0/33", "10.1.0.0/", "10.1.0.0/8/8", "host", "::/129", "10.0.0.0/ 8"]) {
      expect(parseNetwork(text), text).toBeNull();
    }
    const list = addressList(["10.1.0.0/16", "192.0.2.7", "2001:db8::/32"]);
    const inside = ["10.1.255.255", "192.0.2.7", "2001:db8::1", plainAddress("::ffff:10.1.2.3")];
    const outside = ["10.2.0.0", "192.0.2.8", "2001:db9::1", "?"];
    expect(inside.filter((address) => !list.has(address))).toEqual([]);
    expect(outside.filter((address) => list.has(address))).toEqual([]);
  });

  it("lets a session in from its networks only, and is silent about it", async () => {
    const { dial, app } = await open({ allowFrom: ["127.0.0.8/30"] });
    const stranger = dial("127.0.0.12");
    stranger.send(LOGON);
    expect(await stranger.expectClosed()).toBe(true);
    expect(stranger.received).toEqual([]);
    expect(app.events[0]).toMatch(/^logon-refused: .*127\.0\.0\.12 is not in the session's list \(127\.0\.0\.8\/30\)/);
    const client = dial("127.0.0.9");
    client.send(LOGON);
    expect(await client.expect(1)).toEqual([ANSWER]);
  });
});

describe("the waiting room", () => {
  it.each([
    ["another address", "127.0.0.2"],
    ["the same address", "127.0.0.1"],
  ])("lets a real client through 300 idle connections from %s", async (_what, address) => {
    const { dial, port, app, clock, acceptor } = await open();
    const closed = await idlers(port, 300, address);
    const client = dial();
    client.send(LOGON);
    expect(await client.expect(1)).toEqual([ANSWER]);
    // 32 of one address may wait; the others made room.
    expect(await until(() => closed() >= 268)).toBe(true);
    expect(app.events.filter((note) => note.includes("too many connections wait")).length).toBeLessThan(5);
    clock.advanceMs(9_999);
    acceptor.tick();
    await turnOver();
    expect(closed()).toBeLessThan(300);
    clock.advanceMs(1);
    acceptor.tick();
    expect(await until(() => closed() === 300)).toBe(true);
    expect(client.closed).toBe(false);
  });

  it("is bounded in total, over all addresses", async () => {
    const { port, dial } = await open({}, "auto", { waitingMax: 20, waitingPerAddressMax: 8 });
    const closed = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => idlers(port, 8, `127.0.1.${n}`)));
    const open_ = () => 48 - closed.reduce((sum, count) => sum + count(), 0);
    expect(await until(() => open_() === 20)).toBe(true);
    const client = dial();
    client.send(LOGON);
    expect(await client.expect(1)).toEqual([ANSWER]);
  });

  it("never closes a session to make room", async () => {
    const { port, dial } = await open({}, "auto", { connectionsMax: 4 });
    const client = dial();
    client.send(LOGON);
    expect(await client.expect(1)).toEqual([ANSWER]);
    await idlers(port, 20, "127.0.0.2");
    client.send("35=1|34=2|112=still here");
    expect(await client.expect(1)).toEqual(["35=0|34=2|49=S|56=C|112=still here"]);
  });

  it("closes a connection whose first message is cut short after 5 s, and says so", async () => {
    const { port, app, clock, acceptor } = await open();
    const closed = await idlers(port, 3, "127.0.0.2", "8=FIX.4.4\x019=1000\x0135=A\x01");
    clock.advanceMs(4_999);
    acceptor.tick();
    await turnOver();
    expect(closed()).toBe(0);
    clock.advanceMs(1);
    acceptor.tick();
    expect(await until(() => closed() === 3)).toBe(true);
    expect(app.events[0]).toMatch(/127\.0\.0\.2:\d+ is cut: 22 bytes of a message came, and the rest did not in 5 s/);
  });

  it("cuts a session whose message does not end, and keeps its numbers", async () => {
    const { dial, app, clock, acceptor, session } = await open();
    const client = dial();
    client.send(LOGON);
    await client.expect(1);
    client.socket.write("8=FIX.4.4\x019=200\x0135=D\x0134=2\x01");
    for (let turn = 0; turn < 10; turn++) await turnOver();
    clock.advanceMs(3_000);
    client.socket.write("49=C\x01");
    for (let turn = 0; turn < 10; turn++) await turnOver();
    clock.advanceMs(2_000);
    acceptor.tick();
    expect(await client.expectClosed()).toBe(true);
    expect(app.notes.at(-1)).toMatch(/^logout: \d+ bytes of a message came, and the rest did not in 5 s/);
    expect(session.nextTargetMsgSeqNum).toBe(2);
  });

  it("does not take a busy session's half messages for one that never ends", async () => {
    const { dial, clock, acceptor } = await open();
    const client = dial();
    client.send(LOGON);
    await client.expect(1);
    client.socket.setNoDelay(true);
    // Every write ends one message and begins the next: there always is half a message, and never an old one.
    let head = 0;
    for (let number = 2; number < 12; number++) {
      const bytes = client.text(`35=1|34=${number}|112=${number}`);
      const next = client.text(`35=1|34=${number + 1}|112=${number + 1}`, 2_000);
      client.socket.write(Buffer.concat([bytes.subarray(head), next.subarray(0, 20)]));
      head = 20;
      expect((await client.expect(1))[0]).toContain(`112=${number}`);
      clock.advanceMs(2_000);
      acceptor.tick();
    }
    expect(client.closed).toBe(false);
  });

  it("closes what is no FIX at once, and names it", async () => {
    const { port, app } = await open();
    const closed = await Promise.all([
      idlers(port, 1, "127.0.0.2", "GET / HTTP/1.1\r\n\r\n"),
      idlers(port, 1, "127.0.0.2", "\x16\x03\x01\x02\x00"),
      idlers(port, 1, "127.0.0.2", "8=FIX.4.4\x019=5\x0135=A\x0110=000\x01"),
    ]);
    expect(await until(() => closed.every((count) => count() === 1))).toBe(true);
    const events = app.events.join("\n");
    expect(events).toContain('the first bytes are "GET / HTTP/1.1\\r\\n"');
    expect(events).toContain("the first bytes are a TLS handshake");
    expect(events).toContain("the first message is garbled");
  });
});

describe("the guard", () => {
  it("remembers a bounded number of addresses, the latest ones", () => {
    const guard = new LogonGuard({ failuresMax: 1, pauseMinMs: 1000, pauseMaxMs: 60_000, addressesMax: 100 });
    for (let n = 0; n < 10_000; n++) guard.failed(`10.0.${n >> 8}.${n & 255}`, 0);
    expect(guard.addresses).toBe(100);
    expect(guard.mustWait("10.0.39.15", 999)).toBe(true);
    expect(guard.mustWait("10.0.39.15", 1000)).toBe(false);
    expect(guard.mustWait("10.0.0.0", 0)).toBe(false);
  });
});
