/** Drop copies on a real process: each report in scope once, with equal business fields, in a sequence of their own. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { CommandName, CommandType } from "../../src/domain/records.generated.ts";
import { readRecovered } from "../../src/recover.ts";
import { PersistentClient } from "../support/persistent-client.ts";
import { startLockstep } from "../support/process.ts";

const root = mkdtempSync(join(tmpdir(), "lockstep-drop-copy-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const CONFIG = `insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
  - { compId: OMEGA, beginString: FIX.4.4 }
  - { compId: DROPA, beginString: FIX.4.4, dropCopy: { clients: [ALPHA] } }
  - { compId: DROPACC, beginString: FIX.4.4, dropCopy: { accounts: [FUND-7] } }
  - { compId: DROPALL, beginString: FIX.4.2, dropCopy: {} }
limits: [{ maxOrderQty: 1000 }]
venue: { agents: { enabled: false } }
instruments: [{ symbol: ZVZZT, referencePrice: "100.00" }, { symbol: ZWZZT, referencePrice: "100.00" }]
`;
const linked = (clOrdId: string, side: string, price: string, contingency: number) =>
  `11=${clOrdId}|21=1|38=10|40=2|44=${price}|54=${side}|55=ZWZZT|59=0|60=20261122-00:00:00|583=X|1385=${contingency}|`;
const line = (clOrdId: string, number: number, account: string) =>
  `11=${clOrdId}|67=${number}|1=${account}|55=ZVZZT|54=1|38=10|40=2|44=99.00|`;
const order = (clOrdId: string, side: string, qty: number, account = "") =>
  `${account === "" ? "" : `1=${account}|`}11=${clOrdId}|21=1|38=${qty}|40=2|44=99.00|54=${side}|55=ZVZZT|59=0|60=20261122-00:00:00|`;

it("gets each report in its scope once, with equal business fields, also what it missed", async () => {
  const dataDir = join(root, "data");
  const config = join(root, "house.yaml");
  writeFileSync(config, CONFIG);
  const session = (compId: string, beginString = "FIX.4.4") => new PersistentClient({ compId, beginString });
  const [alpha, omega, dropA, dropAccount, dropAll] = [
    session("ALPHA"),
    session("OMEGA"),
    session("DROPA"),
    session("DROPACC"),
    session("DROPALL", "FIX.4.2"),
  ];
  let oms = await startLockstep({ dataDir, args: ["--config", config] });
  for (const client of [alpha, omega, dropA]) await client.logOn(oms.fixPort);
  alpha.send("D", order("A1", "1", 100));
  omega.send("D", order("O1", "2", 60));
  omega.send("D", order("O2", "2", 10, "FUND-7"));
  alpha.send("D", order("A2", "1", 2_000));
  await alpha.until(() => alpha.executions.size === 4 && omega.executions.size === 4, "not every order was worked");
  alpha.send("F", `11=A3|41=A1|54=1|55=ZVZZT|60=20261122-00:00:00|`);
  await alpha.until(() => alpha.executions.size === 5 && dropA.executions.size === 5, "the cancel was not copied");
  // A copy has the client's business fields, and says whose they are.
  for (const [execId, content] of alpha.executions)
    expect(dropA.executions.get(execId)).toBe(
      content.replace("|49=LOCKSTEP|56=ALPHA", "|49=LOCKSTEP|56=DROPA|115=ALPHA"),
    );

  // Of lists, too: where every order of the list is in its scope.
  omega.send("E", `66=OF|394=3|68=2|73=2|${line("L1", 1, "FUND-7")}${line("L2", 2, "FUND-7")}`);
  omega.send("E", `66=O|394=3|68=2|73=2|${line("L3", 1, "FUND-7")}${line("L4", 2, "OWN")}`);
  alpha.send("E", `66=A|394=3|68=1|73=1|${line("L1", 1, "FUND-8")}`);
  await omega.until(() => omega.listStatuses.length === 2 && omega.executions.size === 8, "the lists were not told");
  await dropA.until(() => dropA.listStatuses.length === 1 && dropA.executions.size === 6, "the list was not copied");
  expect(dropA.listStatuses).toEqual(
    alpha.listStatuses.map((content) => content.replace("|56=ALPHA", "|56=DROPA|115=ALPHA")),
  );
  // Of linked orders, without what no version of a drop copy's has.
  alpha.send("D", linked("ENTRY", "1", "98.00", 2));
  alpha.send("D", linked("EXIT", "2", "105.00", 1));
  await dropA.until(() => dropA.executions.size === 8, "the linked orders were not copied");
  await alpha.until(() => alpha.executions.size === 8, "the linked orders were not told");
  // The exit waits, and is told before the venue has the entry, or after.
  const [entry, exit] = ["ENTRY", "EXIT"].map(
    (clOrdId) => [...alpha.executions.values()].find((content) => content.includes(`|11=${clOrdId}|`)) ?? "",
  );
  expect([entry.includes("|1385=2"), exit.includes("|1385=1")]).toEqual([true, true]);
  expect([...dropA.executions.values()].some((content) => content.includes("|1385="))).toBe(false);

  await oms.kill("SIGKILL");
  oms = await startLockstep({ dataDir, args: ["--config", config] });
  for (const client of [dropA, dropAccount, dropAll]) await client.logOn(oms.fixPort);
  await dropAll.until(
    () => dropAll.executions.size === 16 && dropAccount.executions.size === 5,
    "the missed reports did not come",
  );
  expect(
    [...dropAccount.executions.values()].every(
      (content) => content.includes("1=FUND-7") && content.includes("115=OMEGA"),
    ),
  ).toBe(true);
  expect([...dropAll.executions.keys()].sort()).toEqual(
    [...alpha.executions.keys(), ...omega.executions.keys()].sort(),
  );
  expect(dropA.executions.size).toBe(8);
  const lists = (client: PersistentClient) => client.listStatuses.map((text) => /\|66=([^|]*)/.exec(text)?.[1]);
  expect([lists(dropAccount), lists(dropAll).sort()]).toEqual([["OF"], ["A", "O", "OF"]]);
  expect([alpha, omega, dropA, dropAccount, dropAll].map((client) => client.faults)).toEqual([[], [], [], [], []]);

  // The entry trades after the kill: the exit, of which no venue has heard, follows it there.
  for (const client of [alpha, omega]) await client.logOn(oms.fixPort);
  const plain = (clOrdId: string, side: string, price: string) =>
    linked(clOrdId, side, price, 1).replace("583=X|1385=1|", "");
  omega.send("D", plain("O3", "2", "98.00"));
  await alpha.until(() => alpha.reports.get("ENTRY")?.get("39") === "2", "the entry was not filled");
  omega.send("D", plain("O4", "1", "105.00"));
  await alpha.until(() => alpha.reports.get("EXIT")?.get("39") === "2", "the exit was not filled");

  dropA.send("D", order("NO", "1", 1));
  await dropA.until(() => dropA.faults.length > 0, "the order was not refused");
  expect(dropA.faults[0]).toMatch(/35=j.*58=this is a drop copy session; it takes no orders.*380=6/);
  await oms.stop();
});

// However busy the machine: no order is refused for being late.
const REQUESTS_CONFIG = `insecureLogon: true
fix: { limits: { lagMaxMs: 0 } }
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
  - { compId: BRAVO, beginString: FIX.4.2 }
  - { compId: CHARLIE, beginString: FIXT.1.1, defaultApplVerId: "9" }
  - { compId: DROP44, beginString: FIX.4.4, timestampDigits: 6, dropCopy: { clients: [ALPHA], includeRequests: true } }
  - { compId: DROP42, beginString: FIX.4.2, dropCopy: { accounts: [FUND-7, ALPHA-1], includeRequests: true } }
  - { compId: DROP50, beginString: FIXT.1.1, defaultApplVerId: "9", dropCopy: { includeRequests: true } }
  - { compId: REPORTS, beginString: FIX.4.4, dropCopy: {} }
limits: [{ maxOrderQty: 1000 }]
venue: { agents: { enabled: false } }
instruments: [{ symbol: ZVZZT, referencePrice: "100.00" }]
`;

it("gets each request in its scope once, before its reports, also what it missed when the process died", async () => {
  const dataDir = join(root, "requests");
  const config = join(root, "requests.yaml");
  writeFileSync(config, REQUESTS_CONFIG);
  const client = (compId: string, beginString = "FIX.4.4", applVerId = "") =>
    new PersistentClient({ compId, beginString, applVerId });
  const alpha = client("ALPHA");
  const bravo = client("BRAVO", "FIX.4.2");
  const charlie = client("CHARLIE", "FIXT.1.1", "9");
  const drop44 = client("DROP44");
  const drop42 = client("DROP42", "FIX.4.2");
  const drop50 = client("DROP50", "FIXT.1.1", "9");
  const reports = client("REPORTS");
  const everybody = [alpha, bravo, charlie, drop44, drop42, drop50, reports];
  let oms = await startLockstep({ dataDir, args: ["--config", config] });
  for (const one of everybody) if (one !== drop42) await one.logOn(oms.fixPort);

  const linked = (clOrdId: string, origClOrdId: string, rest = "") =>
    `11=${clOrdId}|41=${origClOrdId}|${rest}54=1|55=ZVZZT|60=20261122-00:00:01.123456|`;
  // Taken, replaced, canceled; one refused by a limit (150=8), one cancel of nothing (9); an account of another's.
  alpha.send("D", order("A1", "1", 100));
  alpha.send("D", order("A2", "1", 2_000));
  alpha.send("G", linked("A3", "A1", "21=1|38=90|40=2|44=98.50|"));
  await alpha.until(() => alpha.reports.get("A3")?.get("150") === "5", "the replace was not worked");
  alpha.send("F", linked("A4", "A3"));
  alpha.send("F", linked("A5", "NEVER"));
  alpha.send("H", "11=A3|54=1|55=ZVZZT|");
  bravo.send("D", order("B1", "2", 10, "FUND-7"));
  bravo.send("F", linked("B2", "B1", "38=10|"));
  charlie.send("D", "11=C1|38=5|40=1|453=1|448=T|447=D|452=12|54=1|55=ZVZZT|60=20261122-00:00:00|");
  await alpha.until(() => alpha.reports.get("A4")?.get("39") === "4", "the cancel was not worked");
  await bravo.until(() => bravo.reports.has("B2"), "the other's cancel was not worked");
  await charlie.until(() => charlie.reports.has("C1"), "the third's order was not worked");
  await drop50.until(() => drop50.requests.length === 8, "the copies did not come");
  await oms.kill("SIGKILL");

  oms = await startLockstep({ dataDir, args: ["--config", config] });
  for (const one of everybody) await one.logOn(oms.fixPort);
  await drop42.until(() => drop42.requests.length === 7, "the missed copies did not come");
  // A last request after the restart, so that whatever came twice would be there by now.
  alpha.send("D", order("A6", "1", 1));
  for (const [drop, count] of [
    [drop44, 6],
    [drop42, 8],
    [drop50, 9],
  ] as const)
    await drop.until(() => drop.requests.length >= count, `${drop.compId} lacks copies`);
  await alpha.until(() => alpha.reports.has("A6"), "the last order was not worked");

  const names = (drop: PersistentClient) => drop.requests.map((content) => /\|11=([^|]*)/.exec(content)?.[1]);
  expect(names(drop44)).toEqual(["A1", "A2", "A3", "A4", "A5", "A6"]);
  expect([...names(drop42)].sort()).toEqual(["A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2"]);
  expect([...names(drop50)].sort()).toEqual(["A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2", "C1"]);
  expect([reports.requests, alpha.requests]).toEqual([[], []]);
  // The client's business fields, byte for byte; in another version what that has.
  const head = (type: string, drop: string, owner: string) => `35=${type}|49=LOCKSTEP|56=${drop}|115=${owner}|`;
  expect(drop44.requests[2]).toBe(
    head("G", "DROP44", "ALPHA") + linked("A3", "A1", "21=1|38=90|40=2|44=98.50|").slice(0, -1),
  );
  expect(drop42.requests[0]).toBe(head("D", "DROP42", "ALPHA") + order("A1", "1", 100).slice(0, -1));
  expect(drop42.requests.find((content) => content.includes("11=A4"))).toBe(
    head("F", "DROP42", "ALPHA") + linked("A4", "A3").slice(0, -1),
  );
  const c1 = drop50.requests.find((content) => content.includes("11=C1")) ?? "";
  expect(c1.replace(/769=20\d{6}-\d\d:\d\d:\d\d\.\d{3}\|/, "769=now|")).toBe(
    `${head("D", "DROP50", "CHARLIE")}11=C1|38=5|40=1|453=1|448=T|447=D|452=12|54=1|55=ZVZZT|60=20261122-00:00:00|797=Y|768=1|769=now|770=4|771=LOCKSTEP`,
  );
  // What was refused is there, too.
  expect(drop44.reports.get("A2")?.get("150")).toBe("8");
  expect(everybody.map((one) => one.faults)).toEqual([[], [], [], [], [], [], []]);
  await oms.stop();
});

it("says in SendingTime(52) of a request's copy when it was received, where the version has no other place", async () => {
  const dataDir = join(root, "stamps");
  const config = join(root, "stamps.yaml");
  writeFileSync(config, REQUESTS_CONFIG);
  const oms = await startLockstep({ dataDir, args: ["--config", config] });
  const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
  await alpha.logOn(oms.fixPort);
  alpha.send("D", order("A1", "1", 2_000));
  await alpha.until(() => alpha.reports.has("A1"), "the order was not worked");
  await oms.stop();
  const applied: { type: string; timeNs: bigint; sent: string[] }[] = [];
  readRecovered(join(dataDir, "journal"), (frame, content) => {
    const sent = content.sent.map(({ start, end }) => Buffer.from(frame.bytes.subarray(start, end)).toString("latin1"));
    applied.push({ type: CommandName[content.command.type], timeNs: frame.timeNs, sent });
    return true;
  });
  const frame = applied.find(({ type }) => type === "NewOrder");
  const copies = frame?.sent.filter((text) => text.includes("\x0135=D\x01")) ?? [];
  expect(copies.map((text) => /\x0156=([^\x01]*)/.exec(text)?.[1])).toEqual(["DROP44", "DROP42", "DROP50"]);
  // One frame has the refused order, its copies and then the reports of its refusal: all of them are durable, or none is.
  const toDrop44 = frame?.sent.filter((text) => text.includes("\x0156=DROP44\x01")) ?? [];
  expect(toDrop44.map((text) => /\x0135=(.)/.exec(text)?.[1])).toEqual(["D", "8"]);
  const iso = new Date(Number((frame?.timeNs ?? 0n) / 1_000_000n)).toISOString();
  const micros = String(((frame?.timeNs ?? 0n) / 1_000n) % 1_000_000n).padStart(6, "0");
  const seconds = `${iso.slice(0, 10).replaceAll("-", "")}-${iso.slice(11, 19)}`;
  expect(/\x0152=([^\x01]*)/.exec(copies[0])?.[1]).toBe(`${seconds}.${micros}`);
  expect(/\x0152=([^\x01]*)/.exec(copies[1])?.[1]).toBe(`${seconds}.${micros.slice(0, 3)}`);
  expect(/\x01769=([^\x01]*)/.exec(copies[2])?.[1]).toBe(`${seconds}.${micros.slice(0, 3)}`);
});

it("gets the copies of exactly the requests the journal has, however often the process dies under load", async () => {
  const dataDir = join(root, "load");
  const config = join(root, "load.yaml");
  writeFileSync(config, REQUESTS_CONFIG);
  const alpha = new PersistentClient({ compId: "ALPHA", beginString: "FIX.4.4" });
  const drop = new PersistentClient({ compId: "DROP44", beginString: "FIX.4.4" });
  let sent = 0;
  for (let round = 0; round < 3; round++) {
    const oms = await startLockstep({ dataDir, args: ["--config", config, "--durability", "write"] });
    await alpha.logOn(oms.fixPort);
    await drop.logOn(oms.fixPort);
    const seen = drop.requests.length;
    for (let count = 0; count < 300; count++) alpha.send("D", order(`L${++sent}`, "1", 1));
    // Dies while some of them are on their way, and copies are under way or being sent again.
    await drop.until(() => drop.requests.length > seen + 20 * round, "no copies came");
    await oms.kill("SIGKILL");
    await drop.until(() => !drop.loggedOn && !alpha.loggedOn, "the lines did not end");
  }
  const oms = await startLockstep({ dataDir, args: ["--config", config] });
  await drop.logOn(oms.fixPort);
  await alpha.logOn(oms.fixPort);
  // What the journal never had, the client sends again when it is asked for it.
  alpha.send("D", order("LAST", "1", 1));
  await alpha.until(() => alpha.reports.has("LAST"), "the last order was not worked");
  await drop.until(() => drop.requests.at(-1)?.includes("11=LAST|") === true, "the last copy did not come");
  await oms.stop();
  const worked: string[] = [];
  readRecovered(join(dataDir, "journal"), (_frame, { command }) => {
    if (command.type === CommandType.NewOrder) worked.push(command.clOrdId);
    return true;
  });
  expect(drop.requests.map((content) => /\|11=([^|]*)/.exec(content)?.[1])).toEqual(worked);
  expect(worked.length).toBeGreaterThan(300);
  expect([alpha.faults, drop.faults]).toEqual([[], []]);
});
