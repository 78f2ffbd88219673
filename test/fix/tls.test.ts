import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AcceptorOptions } from "../../src/fix/acceptor.ts";
import { FixInitiator } from "../../src/fix/initiator.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixSessionConfig, fixSessionConfig } from "../../src/fix/session-types.ts";
import { readTlsFiles } from "../../src/fix/tls-door.ts";
import { ExpiryWatch } from "../../src/fix/tls-expiry.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { hasOpenssl, makeAuthority, makeCertificate, serialNumber } from "../support/certificates.ts";
import { acceptorSide, RawClient, Recorder, turnOver } from "./two-sides.ts";

if (!hasOpenssl) console.warn("test/fix/tls.test.ts is skipped: there is no openssl to make certificates with");

type Side = Awaited<ReturnType<typeof acceptorSide>>;
let side: Side | null = null;
let home = "";
const pem = (name: string) => readFileSync(join(home, name));

beforeAll(() => {
  if (!hasOpenssl) return;
  home = mkdtempSync(join(tmpdir(), "lockstep-tls-"));
  makeAuthority(home, "house");
  makeAuthority(home, "other");
  makeCertificate(home, "house", "server", "localhost");
  makeCertificate(home, "house", "renewed", "localhost");
  makeCertificate(home, "house", "fund", "fund.example.com");
  makeCertificate(home, "house", "expired", "fund.example.com", -1);
  makeCertificate(home, "house", "bank", "bank.example.com");
  makeCertificate(home, "other", "alien", "fund.example.com");
});
afterAll(() => rmSync(home, { recursive: true, force: true }));
afterEach(async () => {
  await side?.close();
  side = null;
});

const files = (name = "server", clientAuthority = "") =>
  readTlsFiles({
    certificate: join(home, `${name}.pem`),
    key: join(home, `${name}.key`),
    clientAuthority: clientAuthority && join(home, clientAuthority),
  });
const open = async (config: Partial<FixSessionConfig> = {}, options: Partial<AcceptorOptions> = {}): Promise<Side> => {
  side = await acceptorSide(config, "auto", options);
  return side;
};
const trusting = (name = ""): ConnectionOptions => ({
  ca: pem("house.pem"),
  servername: "localhost",
  ...(name === "" ? {} : { cert: pem(`${name}.pem`), key: pem(`${name}.key`) }),
});

function dialTls({ port, clock }: Side, options: ConnectionOptions): RawClient {
  return new RawClient(port, clock, connectTls({ host: "127.0.0.1", port, ...options }));
}

const LOGON = "35=A|34=1|98=0|108=30";
const ANSWER = "35=A|34=1|49=S|56=C|98=0|108=30";

async function eventOf(here: Side, pattern: RegExp): Promise<string | undefined> {
  for (let turn = 0; turn < 300 && !here.app.events.some((note) => pattern.test(note)); turn++) await turnOver();
  return here.app.events.find((note) => pattern.test(note));
}

describe.skipIf(!hasOpenssl)("FIX over TLS", () => {
  it.each(["TLSv1.2", "TLSv1.3"] as const)("logs a client on over %s", async (version) => {
    const here = await open({}, { tls: files() });
    const client = dialTls(here, { ...trusting(), minVersion: version, maxVersion: version });
    client.send(LOGON);
    expect(await client.expect(1)).toEqual([ANSWER]);
    client.socket.destroy();
  });

  it.each(["TLSv1", "TLSv1.1"] as const)("does not speak %s", async (version) => {
    const here = await open({}, { tls: files() });
    const old = { minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" } as const;
    const client = dialTls(here, { ...trusting(), ...old });
    expect(await client.expectClosed()).toBe(true);
    expect(await eventOf(here, /TLS handshake failed: the client speaks an old TLS/)).toBeDefined();
  });

  it("refuses a client in clear, and a client that only connects", async () => {
    const here = await open({}, { tls: files(), guard: { failuresMax: 100 } });
    const client = here.dial();
    client.send(LOGON);
    expect(await client.expectClosed()).toBe(true);
    expect(client.received.filter((line) => line.startsWith("35="))).toEqual([]);
    expect(await eventOf(here, /what came is not TLS; the client speaks in clear/)).toBeDefined();
    const idle = connect({ host: "127.0.0.1", port: here.port });
    const closed = new Promise((resolve) => idle.once("close", resolve));
    await new Promise((resolve) => idle.once("connect", resolve));
    for (let turn = 0; turn < 10; turn++) await turnOver();
    here.clock.advanceMs(10_000);
    here.acceptor.tick();
    await closed;
  });

  it("binds a client's certificate to its CompID by name, alternative name or fingerprint", async () => {
    const print = spawnSync("openssl", ["x509", "-in", join(home, "fund.pem"), "-noout", "-fingerprint", "-sha256"]);
    const fingerprint = print.stdout.toString().trim().split("=")[1];
    for (const binding of [
      { commonName: "fund.example.com" },
      { subjectAltName: "fund.example.com" },
      { fingerprint },
    ]) {
      const here = await open({ certificate: binding }, { tls: files("server", "house.pem") });
      const wrong = dialTls(here, trusting("bank"));
      wrong.send(LOGON);
      expect(await wrong.expectClosed()).toBe(true);
      expect(wrong.received).toEqual([]);
      expect(await eventOf(here, /client's certificate has .*(bank\.example\.com|SHA-256).*, expected/)).toBeDefined();
      const client = dialTls(here, trusting("fund"));
      client.send(LOGON);
      expect(await client.expect(1)).toEqual([ANSWER]);
      client.socket.destroy();
      await here.close();
      side = null;
    }
  });

  it.each([
    ["alien", /not from an authority trusted here/],
    ["expired", /the certificate has expired/],
    ["", /no certificate|UNABLE_TO_GET_ISSUER_CERT|not from an authority/],
  ])("refuses the client certificate %j and says which check failed", async (name, why) => {
    const here = await open({}, { tls: files("server", "house.pem") });
    const client = dialTls(here, trusting(name));
    client.send(LOGON);
    expect(await client.expectClosed()).toBe(true);
    expect(client.received).toEqual([]);
    expect(await eventOf(here, why)).toMatch(/TLS handshake failed/);
  });

  it("takes new certificates for new connections and drops nobody", async () => {
    const here = await open({}, { tls: files() });
    const first = dialTls(here, trusting());
    first.send(LOGON);
    await first.expect(1);
    here.acceptor.reloadTls(files("renewed"));
    const serial = async () => {
      const socket = connectTls({ host: "127.0.0.1", port: here.port, ...trusting() });
      await new Promise((resolve) => socket.once("secureConnect", resolve));
      const { serialNumber } = socket.getPeerCertificate();
      socket.destroy();
      return serialNumber.toLowerCase();
    };
    expect(await serial()).toBe(serialNumber(join(home, "renewed.pem")));
    first.send("35=1|34=2|112=still here");
    expect(await first.expect(1)).toEqual(["35=0|34=2|49=S|56=C|112=still here"]);
    first.socket.destroy();
  });
});

describe.skipIf(!hasOpenssl)("the waiting room before a handshake", () => {
  it("lets a real client through 200 connections that never shake hands", async () => {
    const here = await open({}, { tls: files() });
    const idle = Array.from({ length: 200 }, () => connect({ host: "127.0.0.1", port: here.port }));
    for (const socket of idle) socket.on("error", () => {});
    await Promise.all(idle.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
    const client = dialTls(here, trusting());
    client.send(LOGON);
    expect(await client.expect(1)).toEqual([ANSWER]);
    client.socket.destroy();
    for (const socket of idle) socket.destroy();
  });
});

describe.skipIf(!hasOpenssl)("the end of a certificate", () => {
  const DAY_MS = 86_400_000;

  it("is told 30, 7 and 1 days before and when it has come, once each, ours and the authority's", () => {
    makeCertificate(home, "house", "long", "localhost", 60);
    makeAuthority(home, "longer", 100);
    const clock = new ManualClock(BigInt(Date.now()) * 1_000_000n);
    const told: string[] = [];
    const watch = new ExpiryWatch(clock, (level, text) => told.push(`${level}: ${text}`));
    watch.watch(Buffer.concat([pem("long.pem"), pem("longer.pem")]), pem("longer.pem"));
    const days = watch.status().map(({ role, subject, daysLeft }) => `${role} ${subject} ${daysLeft}`);
    expect(days).toEqual([
      "server certificate CN=localhost 59",
      "server certificate CN=longer 99",
      "client authority CN=longer 99",
    ]);
    const seen: [day: number, level: string, what: string][] = [];
    for (let hour = 0; hour <= 102 * 24; hour++) {
      watch.check();
      for (const text of told.splice(0)) {
        const [, level, what] = /^(\w+): the (.*?),? at /.exec(text)!;
        seen.push([Math.floor(hour / 24), level, what]);
      }
      clock.advanceMs(DAY_MS / 24);
    }
    const ends = (day: number, who: string) => [
      [day - 30, "warn", `${who} ends in 29 days`],
      [day - 7, "warn", `${who} ends in 6 days`],
      [day - 1, "error", `${who} ends in 23 hours`],
      [day, "error", expect.stringMatching(`^${who} has ended`)],
    ];
    expect(seen.filter(([, , what]) => what.includes("localhost"))).toEqual(
      ends(60, "server certificate CN=localhost"),
    );
    const authority = seen.filter(([, , what]) => what.includes("client authority"));
    expect(authority).toEqual(ends(100, "client authority CN=longer"));
    expect(seen.length).toBe(12);
    expect(watch.status()[0].daysLeft).toBe(-43);
  });
});

describe.skipIf(!hasOpenssl)("an initiator over TLS", () => {
  const dial = (here: Side, tls: ConnectionOptions) => {
    const given = { beginString: "FIX.4.4", senderCompId: "C", targetCompId: "S" };
    const session = new FixSession({
      id: 0,
      config: fixSessionConfig(given),
      store: new MemoryStore(),
      clock: here.clock,
    });
    const app = new Recorder();
    const initiator = new FixInitiator({ session, application: app, clock: here.clock, flush: "auto", tickMs: 0, tls });
    initiator.connect("127.0.0.1", here.port);
    return { session, app, initiator };
  };

  it("logs on with its certificate to a server it trusts", async () => {
    const here = await open({ certificate: { commonName: "fund.example.com" } }, { tls: files("server", "house.pem") });
    const { session, initiator } = dial(here, trusting("fund"));
    for (let turn = 0; turn < 300 && !session.loggedOn; turn++) await turnOver();
    expect(session.loggedOn).toBe(true);
    await initiator.close();
  });

  it.each([
    ["another authority's", () => ({ ...trusting(), ca: pem("other.pem") }), /not from an authority trusted here/],
    ["another host's", () => ({ ...trusting(), servername: "venue.example.com" }), /for another host name/],
  ])("does not log on to %s server, and says why", async (_what, tls, why) => {
    const here = await open({}, { tls: files() });
    const { session, app, initiator } = dial(here, tls());
    for (let turn = 0; turn < 300 && app.events.length === 0; turn++) await turnOver();
    expect(app.events[0]).toMatch(why);
    expect(session.connected).toBe(false);
    await initiator.close();
  });
});
