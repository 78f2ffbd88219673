/** FIX over TLS on a real process: who gets in and who does not, and certificates that change under load. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasOpenssl, makeAuthority, makeCertificate, serialNumber } from "../support/certificates.ts";
import { PersistentClient } from "../support/persistent-client.ts";
import { type LockstepProcess, startLockstep } from "../support/process.ts";

if (!hasOpenssl)
  console.warn("test/client/tls-process.test.ts is skipped: there is no openssl to make certificates with");

let home = "";
let oms: LockstepProcess;
const pem = (name: string) => readFileSync(join(home, name));

beforeAll(async () => {
  if (!hasOpenssl) return;
  home = mkdtempSync(join(tmpdir(), "lockstep-tls-process-"));
  makeAuthority(home, "house");
  makeAuthority(home, "other");
  makeCertificate(home, "house", "server", "localhost", 5);
  makeCertificate(home, "house", "renewed", "localhost", 60);
  for (const kind of ["pem", "key"]) copyFileSync(join(home, `server.${kind}`), join(home, `first.${kind}`));
  makeCertificate(home, "house", "fund", "fund.example.com");
  makeCertificate(home, "house", "bank", "bank.example.com");
  makeCertificate(home, "house", "expired", "fund.example.com", -1);
  makeCertificate(home, "other", "alien", "fund.example.com");
  const tls = `{ certificate: ${home}/server.pem, key: ${home}/server.key, clientAuthority: ${home}/house.pem }`;
  const config = `insecureLogon: true
fix: { tls: ${tls}, limits: { wrongLogonsMax: 1000 } }
sessions:
  - { compId: ALPHA, beginString: FIX.4.4, certificate: { commonName: fund.example.com } }
venue: { agents: { enabled: false } }
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`;
  writeFileSync(join(home, "lockstep.yaml"), config);
  const args = ["--config", join(home, "lockstep.yaml"), "--durability", "write"];
  oms = await startLockstep({ dataDir: join(home, "data"), args });
});
afterAll(async () => {
  await oms?.stop();
  rmSync(home, { recursive: true, force: true });
});

const trusting = (name: string, more: ConnectionOptions = {}): ConnectionOptions => ({
  host: "127.0.0.1",
  ca: pem("house.pem"),
  servername: "localhost",
  ...(name === "" ? {} : { cert: pem(`${name}.pem`), key: pem(`${name}.key`) }),
  ...more,
});
const dialTls =
  (options: ConnectionOptions) =>
  (port: number): TLSSocket => {
    const socket = connectTls({ ...options, port });
    // Under TLS 1.3 the client is done before the server has looked at its certificate; what is written then is lost.
    socket.setNoDelay(true);
    return socket;
  };
const client = (options: ConnectionOptions) =>
  new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4", dial: dialTls(options) });
const order = (id: string) => `11=${id}|21=1|38=10|40=2|44=99.00|54=1|55=ZVZZT|59=0|60=20261122-00:00:00|`;

async function noted(pattern: RegExp): Promise<string> {
  for (const endMs = performance.now() + 10_000; !pattern.test(oms.output); ) {
    if (performance.now() > endMs) throw new Error(`nothing like ${pattern} in:\n${oms.output}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return pattern.exec(oms.output)![0];
}

/** The server's first answer to a ClientHello that offers one version and some suites: what a scanner does. */
function scan(version: number, suites: readonly number[]): Promise<Buffer> {
  const u16 = (value: number) => Buffer.from([value >> 8, value & 255]);
  const vector = (bytes: Buffer) => Buffer.concat([u16(bytes.length), bytes]);
  const extension = (type: number, body: Buffer) => Buffer.concat([u16(type), vector(body)]);
  const extensions = Buffer.concat([
    extension(10, vector(Buffer.concat([u16(0x17), u16(0x1d)]))),
    extension(11, Buffer.from([1, 0])),
    extension(13, vector(Buffer.concat([u16(0x0403), u16(0x0401), u16(0x0203), u16(0x0201)]))),
  ]);
  const hello = Buffer.concat([
    u16(Math.min(version, 0x0303)),
    Buffer.alloc(32, 7),
    Buffer.from([0]),
    vector(Buffer.concat(suites.map(u16))),
    Buffer.from([1, 0]),
    vector(extensions),
  ]);
  const handshake = Buffer.concat([Buffer.from([1, 0]), vector(hello)]);
  const socket = connect({ host: "127.0.0.1", port: oms.fixPort });
  socket.write(Buffer.concat([Buffer.from([22, 3, 1]), vector(handshake)]));
  return new Promise((resolve) => {
    socket.once("data", (bytes) => {
      resolve(bytes);
      socket.destroy();
    });
    socket.once("close", () => resolve(Buffer.alloc(0)));
    socket.on("error", () => {});
  });
}

const ALERT = 21;
const HANDSHAKE = 22;

describe.skipIf(!hasOpenssl)("FIX over TLS", { timeout: 60_000 }, () => {
  it.each([
    ["SSL 3.0", 0x0300, [0xc009, 0x002f]],
    ["TLS 1.0", 0x0301, [0xc009, 0xc013, 0x002f]],
    ["TLS 1.1", 0x0302, [0xc009, 0xc013, 0x002f]],
    ["no encryption", 0x0303, [0x0001, 0x0002, 0x003b, 0xc006, 0xc010]],
    ["RC4", 0x0303, [0x0004, 0x0005, 0xc007, 0xc011]],
    ["3DES and DES", 0x0303, [0x0009, 0x000a, 0x0016, 0xc008, 0xc012]],
    ["export grade", 0x0303, [0x0003, 0x0006, 0x0008, 0x0014]],
    ["no certificate of ours (anonymous)", 0x0303, [0x0018, 0x001b, 0x0034, 0xc018, 0xc019]],
    ["CBC", 0x0303, [0xc009, 0xc00a, 0xc013, 0xc014, 0xc023, 0xc024]],
    ["RSA key exchange", 0x0303, [0x002f, 0x0035, 0x009c, 0x009d]],
  ])("refuses %s", async (_what, version, suites) => {
    const answer = await scan(version, suites);
    expect([ALERT, undefined]).toContain(answer[0]);
  });

  it("answers the same ClientHello when it offers a suite in use", async () => {
    expect((await scan(0x0303, [0x000a, 0xc02b]))[0]).toBe(HANDSHAKE);
  });

  it.each([
    ["of another authority", "alien", /certificate is not from an authority trusted here/],
    ["that has expired", "expired", /the certificate has expired/],
    ["for another name", "bank", /client's certificate has CN=bank\.example\.com, expected CN=fund\.example\.com/],
    ["that is not there", "", /TLS handshake failed: (the client sent no certificate|the certificate is not)/],
  ])("refuses a client certificate %s and says which check failed", async (_what, name, why) => {
    const stranger = client(trusting(name));
    await stranger.logOn(oms.fixPort);
    expect([stranger.loggedOn, stranger.received]).toEqual([false, 0]);
    await noted(why);
  });

  it("tells at the start that its certificate ends in five days, and in the status", async () => {
    await noted(/the server certificate CN=localhost ends in 4 days, at .*; put a new one in its file/);
    await noted(/the client authority CN=house ends in 47 hours/);
  });

  it("takes new certificates on SIGHUP under load: every session stays, every order is answered", async () => {
    const alpha = client(trusting("fund"));
    await alpha.logOn(oms.fixPort);
    expect(alpha.loggedOn).toBe(true);
    const serial = async (): Promise<string> => {
      const socket = connectTls({ ...trusting("fund"), port: oms.fixPort });
      await new Promise((resolve) => socket.once("secureConnect", resolve));
      const { serialNumber: number } = socket.getPeerCertificate();
      socket.destroy();
      return number.toLowerCase();
    };
    expect(await serial()).toBe(serialNumber(join(home, "server.pem")));
    let sent = 0;
    let reloads = 0;
    for (let round = 0; round < 60; round++) {
      for (let index = 0; index < 50; index++) alpha.send("D", order(`T${sent++}`));
      if (round % 10 === 5) {
        // Back and forth, and once with a key that does not fit.
        const name = ["renewed", "server", "renewed", "bank", "server", "renewed"][reloads++];
        copyFileSync(join(home, name === "server" ? "first.pem" : `${name}.pem`), join(home, "server.pem"));
        if (name !== "bank")
          copyFileSync(join(home, name === "server" ? "first.key" : `${name}.key`), join(home, "server.key"));
        process.kill(oms.pid, "SIGHUP");
        const heard = () => oms.output.match(/SIGHUP: (new|the TLS)/g)?.length === reloads;
        await alpha.until(heard, "the signal was not heard");
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await alpha.until(() => alpha.reports.size === sent, "not every order was answered");
    await noted(/SIGHUP: the TLS certificate stays as it was/);
    const renewed = serialNumber(join(home, "renewed.pem"));
    for (let tries = 0; tries < 100 && (await serial()) !== renewed; tries++)
      await new Promise((done) => setTimeout(done, 20));
    expect(await serial()).toBe(renewed);
    expect([alpha.loggedOn, alpha.faults, alpha.possDups]).toEqual([true, [], 0]);
    expect(oms.output.match(/SIGHUP: new connections get the TLS certificate/g)?.length).toBe(5);
    expect(oms.output.match(/logged on with/g)?.length).toBe(1);
    await alpha.logOut();
  });
});
