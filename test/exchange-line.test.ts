/** The line to `lockstep exchange`: TLS with certificates that change at SIGHUP, and a throttle that names its limit. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasOpenssl, makeAuthority, makeCertificate } from "./support/certificates.ts";
import { PersistentClient } from "./support/persistent-client.ts";
import { type LockstepProcess, startLockstep } from "./support/process.ts";
import { limit } from "./support/trader.ts";

if (!hasOpenssl) console.warn("test/exchange-line.test.ts is skipped: there is no openssl to make certificates with");

describe.skipIf(!hasOpenssl)("the line to lockstep exchange", () => {
  let home = "";
  let exchange: LockstepProcess;
  const pem = (name: string) => readFileSync(join(home, name));
  const dial = (port: number) => connectTls({ host: "127.0.0.1", port, ca: pem("house.pem"), servername: "localhost" });
  const client = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4", target: "XSIM", dial });
  /** The serial number of the certificate that a new connection is shown. */
  const shown = () =>
    new Promise<string>((resolve, reject) => {
      const socket = dial(exchange.fixPort);
      socket.once("error", reject);
      socket.once("secureConnect", () => {
        resolve(socket.getPeerCertificate().serialNumber);
        socket.destroy();
      });
    });

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), "lockstep-exchange-line-"));
    makeAuthority(home, "house");
    makeCertificate(home, "house", "server", "localhost", 60);
    makeCertificate(home, "house", "renewed", "localhost", 60);
    const config = `compId: XSIM
insecureLogon: true
fix: { tls: { certificate: ${home}/server.pem, key: ${home}/server.key } }
sessions:
  - { compId: ALPHA, beginString: FIX.4.4, throttle: { perSecond: 1, burst: 5, over: reject } }
instruments: [ { symbol: ZVZZT, referencePrice: "100.00" } ]
`;
    writeFileSync(join(home, "exchange.yaml"), config);
    const args = ["--config", join(home, "exchange.yaml"), "--no-agents"];
    exchange = await startLockstep({ command: "exchange", dataDir: join(home, "data"), args });
    await client.logOn(exchange.fixPort);
  }, 60_000);

  afterAll(async () => {
    client.drop();
    await exchange?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it("shows new connections the new certificate after SIGHUP, and drops nobody", async () => {
    const before = await shown();
    for (const kind of ["pem", "key"]) copyFileSync(join(home, `renewed.${kind}`), join(home, `server.${kind}`));
    process.kill(exchange.pid, "SIGHUP");
    const hasHeard = () => exchange.output.includes("SIGHUP: new connections get the TLS certificate");
    await client.until(hasHeard, "SIGHUP is not heard");
    expect(await shown()).not.toBe(before);
    expect(client.loggedOn).toBe(true);
  });

  it("refuses orders over the session's limit, and names it", async () => {
    const heard: string[] = [];
    client.onRaw = (raw) => heard.push(raw);
    for (let number = 0; number < 20; number++) client.send("D", limit(`T${number}`, "ZVZZT", 1, 1, "90.00"));
    const isAnswered = () => heard.filter((raw) => /\x0135=[8j]\x01/.test(raw)).length === 20;
    await client.until(isAnswered, "every order should be answered");
    const refused = heard.filter((raw) => raw.includes("\x0135=j\x01"));
    expect(refused.length).toBeGreaterThan(10);
    expect(refused[0]).toContain("over the session's limit of 1 messages a second (5 at once)");
  });
});
