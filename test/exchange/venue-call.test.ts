/** How a venue is called, as its row says: addresses, TLS with a certificate of ours, credentials, hours. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config.ts";
import { plainPassword } from "../../src/fix/credentials.ts";
import { SystemClock } from "../../src/lib/clock.ts";
import { hasOpenssl, makeAuthority, makeCertificate } from "../support/certificates.ts";
import { type BenchOptions, FixVenueBench } from "../support/fix-venue-bench.ts";
import { freePort } from "../support/quickfix-venue.ts";
import { newOrder } from "../support/trade-words.ts";

let bench: FixVenueBench;
let home = "";
const open = async (options: BenchOptions) => {
  bench = await FixVenueBench.open(options);
};
const trade = async (orderId: number) => {
  bench.tell(newOrder(`C${orderId}`));
  await bench.accept(orderId);
};
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "lockstep-venue-call-"));
});
afterEach(async () => {
  await bench?.close();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

it("goes to the next of its addresses when nobody answers at the first", async () => {
  const dead = await freePort();
  await open({ hosts: (port) => `{ host: 127.0.0.1, port: ${dead} }, { host: 127.0.0.1, port: ${port} }` });
  await trade(1);
  await bench.blink();
  await trade(2);
});

describe.skipIf(!hasOpenssl)("over TLS", () => {
  const path = (name: string) => join(home, name);
  const pem = (name: string) => readFileSync(path(name));
  /** A venue that lets in who shows a certificate of its authority's, made for us. */
  const strict = () => ({
    door: { tls: { cert: pem("venue.pem"), key: pem("venue.key"), ca: pem("house.pem"), requestCert: true } },
    session: { certificate: { commonName: "gateway.example.com" } },
  });
  const trusts = (more = "") => `tls: { authority: ${path("house.pem")}, serverName: venue.example.com${more} }`;
  const shows = (name: string) => trusts(`, certificate: ${path(`${name}.pem`)}, key: ${path(`${name}.key`)}`);

  beforeAll(() => {
    makeAuthority(home, "house");
    makeCertificate(home, "house", "venue", "venue.example.com");
    makeCertificate(home, "house", "gateway", "gateway.example.com");
    makeCertificate(home, "house", "stranger", "stranger.example.com");
  });

  it("shows the venue our certificate, and trades", async () => {
    await open({ ...strict(), row: shows("gateway") });
    await trade(1);
  });

  it.each([
    ["another certificate than the venue knows us by", shows, "stranger", "the peer closed the connection"],
    ["no certificate", () => trusts(), "", "the peer closed the connection"],
    [
      "a certificate, to a venue that is somebody else",
      (name: string) => shows(name).replace("venue.example", "other.example"),
      "gateway",
      "the certificate is for another host name",
    ],
  ])("does not get in with %s, and says so", async (_, row, name, why) => {
    await open({ ...strict(), row: row(name), isRefused: true });
    const isSaid = () => bench.notes.some((note) => note.startsWith("OUTSIDE:") && note.includes(why));
    await bench.until(isSaid, `nobody said that ${why}`);
    expect([bench.isUp, bench.ear.logons]).toEqual([false, 0]);
  });

  it("is not begun with a key that is another certificate's", async () => {
    const row = shows("gateway").replace("gateway.key", "stranger.key");
    await expect(FixVenueBench.open({ row })).rejects.toThrow(
      "venues/OUTSIDE: tls: expected PEM files that go together",
    );
  });
});

it("logs on with the credentials of its row, the password in a file", async () => {
  writeFileSync(join(home, "secret"), "a long enough one\n");
  const credentials = { username: "gateway", password: plainPassword("a long enough one") };
  await open({ row: `username: gateway, passwordFile: ${join(home, "secret")}`, session: { credentials } });
  await trade(1);
});

it("logs out when its hours are over and refuses orders, and begins the next day with numbers from 1", async () => {
  const hour = new Date(Number(new SystemClock().nowNs() / 1_000_000n)).getUTCHours();
  // Two hours from the full hour on: open now, and at the same time tomorrow.
  const [start, end] = [hour, (hour + 2) % 24].map((each) => `${String(each).padStart(2, "0")}:00`);
  const row = `schedule: { timeZone: UTC, start: "${start}", end: "${end}" }`;
  const config = parseConfig(settingsWith(row), "the venue's hours");
  await open({ row, session: { schedule: config.venues[0].line.session.schedule } });
  await trade(1);
  bench.clock.stepHours(2);
  await bench.until(() => !bench.isUp && !bench.session.connected, "the line is still up");
  bench.tell(newOrder("late"));
  await bench.until(() => bench.order(2)?.ordStatus === "8", "the order is not refused");
  bench.clock.stepHours(22);
  await bench.until(() => bench.isUp, "the line is not up the next day");
  const [logon] = bench.oms.venues.sessions;
  expect([logon.nextSenderMsgSeqNum, logon.nextTargetMsgSeqNum]).toEqual([2, 2]);
  await trade(3);
});

function settingsWith(row: string): string {
  return `insecureLogon: true
sessions: [{ compId: ALPHA, beginString: FIX.4.4 }]
venues:
  - { name: OUTSIDE, id: 2, beginString: FIX.4.4, hosts: [{ host: 127.0.0.1, port: 1 }], senderCompId: GW, targetCompId: VENUE, ${row} }
instruments: [{ symbol: ZVZZT, referencePrice: "100.00", venue: OUTSIDE }]
`;
}
