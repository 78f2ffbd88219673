/** `lockstep kill --last-resort`: cancels everything at the venues while no OMS runs, by a journal on another disk. */

import { userInfo } from "node:os";
import { join } from "node:path";
import { type Config, loadConfig } from "../../config.ts";
import type { State } from "../../core/state.ts";
import { holdDataDirectory } from "../../data-lock.ts";
import { ACTOR_MAX, REASON_MAX } from "../../desk/act-wire.ts";
import { Notionals } from "../../desk/notional.ts";
import { JOURNAL_NAME, journalNames } from "../../journal/backup.ts";
import { nodeDisk } from "../../journal/disk.ts";
import { cancelEverything, type LastResortResult, liveOrders, venueName } from "../../last-resort.ts";
import { errorText, LockstepError } from "../../lib/errors.ts";
import type { Log } from "../../order-path.ts";
import { readRecovered } from "../../recover.ts";
import { passedOverText, Snapshots } from "../../snapshots.ts";
import { makeLog } from "../foreground.ts";
import { packageVersion, readOptions, readWhole, usageError } from "../options.ts";

const HELP = `usage: lockstep kill --last-resort --config FILE [--data-dir DIR] [--json]
       lockstep kill --last-resort --config FILE [--data-dir DIR] --to TO --reason TEXT --yes [OPTIONS]

  For when the OMS cannot run: its disk is full or takes no writes, or it does not start. Refused while one runs in DIR.
  Without --yes it tells what is live at which venue, and sends nothing. With --yes it copies the journals from DIR, of
  which it only reads, into the directory TO on another disk, puts the kill switch of the house on there, calls every
  outside venue as the OMS does, cancels everything, tells what became of each order, and logs out. The exchanges in the
  box live in the same process: there is nothing of theirs outside it.

  From then on TO is the data directory: start the OMS with it, or put it in DIR's place. It has every session's numbers
  and what clients are to be told; they hear of their canceled orders when they log on. The kill switch stays on until
  lockstep kill --all --release. Never start again with what was in DIR: it does not know of the cancels.

  --data-dir DIR   the data directory, or a backup when that cannot be read (./data)
  --to TO          a directory that is empty or not there yet
  --reason TEXT    why; clients are told, and the journal keeps it
  --actor NAME     who: the name of the account this runs under unless told
  --wait SECONDS   how long the venues have to answer (60)
  --log-level L    also what the OMS logs: debug, info, warn, error
  --json           for programs: one object, with every order

  Exit 0 when nothing is live any more (without --yes: when it could be told), 1 otherwise, and when a venue told of
  something that only a person can put right, as of an order that this journal does not know.
`;

const OPTIONS = {
  "last-resort": { type: "boolean" },
  config: { type: "string" },
  "data-dir": { type: "string" },
  to: { type: "string" },
  reason: { type: "string" },
  actor: { type: "string" },
  wait: { type: "string" },
  yes: { type: "boolean" },
  "log-level": { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type Live = { venue: string; isOutside: boolean; orders: number; notional: { currency: string; leaves: string }[] };

/** @throws LockstepError LOCKSTEP_ERR_USAGE, LOCKSTEP_ERR_DATA_DIR_LOCKED, and what `cancelEverything` throws */
export async function lastResort(args: string[]): Promise<number> {
  const { values } = readOptions(args, OPTIONS);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (typeof values.config !== "string") throw usageError("lockstep kill --last-resort: expected --config FILE");
  const config = loadConfig(values.config);
  const from = typeof values["data-dir"] === "string" ? values["data-dir"] : config.dataDir;
  if (journalNames(nodeDisk, from)[0] !== JOURNAL_NAME)
    throw new LockstepError("LOCKSTEP_ERR_DATA_DIR", `there is no journal in ${from}; name it with --data-dir`);
  const reason = String(values.reason ?? "").trim();
  if (values.yes && (reason === "" || typeof values.to !== "string"))
    throw usageError(
      "lockstep kill --last-resort --yes: expected --reason TEXT and --to TO, a directory on another disk",
    );
  // What is copied is for this user's eyes only, like what it is copied from.
  process.umask(0o077);
  const hold = holdDataDirectory(from);
  try {
    if (hold.fault !== "") tell(`whether an OMS runs in ${from} is not known: ${hold.fault}`);
    if (!values.yes) return preview(config, from, values.json === true);
    const to = String(values.to);
    const actor = String(values.actor ?? userInfo().username).trim();
    if (!isWords(reason, REASON_MAX) || !isWords(actor, ACTOR_MAX))
      throw usageError(`expected --reason of up to ${REASON_MAX} characters and --actor of up to ${ACTOR_MAX}`);
    const waitMs = readWhole(values.wait ?? "60", "wait", 1, 86_400) * 1_000;
    const log: Log = values["log-level"] === undefined ? () => undefined : makeLog(values);
    const isJson = values.json === true;
    const onLive = (state: State) => {
      if (!isJson) process.stdout.write(liveText(config, liveByVenue(config, state)));
    };
    const asked = { config, from, to, version: packageVersion(), actor, reason, waitMs };
    return report(await cancelEverything({ ...asked, log, onFatal: die, onLive }), to, isJson);
  } finally {
    hold.release();
  }
}

function preview(config: Config, from: string, isJson: boolean): number {
  const { state, fault } = readState(from);
  const live = liveByVenue(config, state);
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ live, fault })}\n`);
    return 0;
  }
  if (fault !== "") tell(fault);
  process.stdout.write(liveText(config, live));
  process.stdout.write("nothing was sent; with --yes, --reason TEXT and --to TO they are canceled\n");
  return 0;
}

/** The state as far as the journal can be read. */
function readState(from: string): { state: State; fault: string } {
  const snapshots = new Snapshots(from, packageVersion(), nodeDisk);
  const loaded = snapshots.load(({ path, reason }) => tell(passedOverText(path, reason)));
  let reached = loaded?.state ?? null;
  try {
    const { state, scan } = readRecovered(
      join(from, JOURNAL_NAME),
      (_frame, _content, state) => {
        reached = state;
        return true;
      },
      loaded,
    );
    const { tornTail } = scan;
    return { state, fault: tornTail === null ? "" : `the journal's last group is torn: ${tornTail.reason}` };
  } catch (error) {
    if (!(error instanceof LockstepError) || error.code !== "LOCKSTEP_ERR_JOURNAL_DAMAGED" || reached === null)
      throw error;
    return { state: reached, fault: `${error.message}; this is told of what comes before` };
  }
}

function liveByVenue(config: Config, state: State): Live[] {
  const rows = new Map<number, { orders: number; sums: Notionals }>();
  for (const orderId of liveOrders(state)) {
    const row = state.orders.rowOf(orderId);
    const venueId = state.orders.venueId[row];
    const known = rows.get(venueId) ?? { orders: 0, sums: new Notionals() };
    known.orders++;
    known.sums.addOpen(state, row);
    rows.set(venueId, known);
  }
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([venueId, { orders, sums }]) => ({
      venue: venueName(config, venueId),
      isOutside: config.venues.some((one) => one.venueId === venueId),
      orders,
      notional: sums.toWire(),
    }));
}

function liveText(config: Config, live: readonly Live[]): string {
  return live.length === 0 ? "no order is live\n" : live.map((row) => `${venueText(config, row)}\n`).join("");
}

function venueText(config: Config, { venue, isOutside, orders, notional }: Live): string {
  const money = notional.map(({ currency, leaves }) => `, ${currency} ${leaves}`).join("");
  const live = `${(venue || "at no venue").padEnd(16)} ${orders} orders${money}`;
  if (!isOutside) return `${live}: there is nothing of them outside the OMS`;
  const { session, hosts } = config.venues.find(({ name }) => name === venue)!.line;
  const where = hosts.map(({ host, port }) => `${host}:${port}`).join(", ");
  return `${live}: an OrderCancelRequest(F) each, as ${session.senderCompId} to ${session.targetCompId} at ${where}`;
}

function report({ outcomes, exceptions, left }: LastResortResult, to: string, isJson: boolean): number {
  const isAnswered = outcomes.every(({ outcome }) => outcome !== "not answered");
  const isDone = isAnswered && exceptions.length === 0;
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ isDone, dataDirectory: to, left, exceptions, orders: outcomes })}\n`);
    return isDone ? 0 : 1;
  }
  for (const text of left) tell(text);
  const counts = new Map<string, number>();
  for (const { venue, outcome } of outcomes) {
    const key = `${(venue || "at no venue").padEnd(16)} ${outcome}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const lines = [...counts].sort().map(([key, count]) => `${key}: ${count}\n`);
  for (const { outcome, orderId, client, clOrdId, symbol, venue, exchangeOrderId, why } of outcomes) {
    const there = exchangeOrderId === "" ? "" : ` as ${exchangeOrderId}`;
    if (outcome === "not answered")
      lines.push(`order ${orderId} (${client} ${clOrdId}, ${symbol}) at ${venue || "no venue"}${there}: ${why}\n`);
  }
  lines.push(...exceptions.map((text) => `${text}\n`));
  const words = isAnswered
    ? "call the venues about what stands above\n"
    : "call the venues whose orders were not answered\n";
  lines.push(isDone ? "nothing is live any more\n" : words);
  lines.push(`the data directory is ${to} from now on: every message is in its journal; start the OMS with it\n`);
  process.stdout.write(lines.join(""));
  return isDone ? 0 : 1;
}

/** What a journal and a FIX message can carry. */
function isWords(text: string, lengthMax: number): boolean {
  return text.length > 0 && text.length <= lengthMax && /^[\x20-\x7e\xa0-\xff]*$/.test(text);
}

/** Nothing that is not durable may reach a venue any more. */
function die(error: unknown): never {
  tell(`stopped: ${errorText(error)}. Nothing more was sent; do it again with another --to`);
  process.exit(1);
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}
