/**
 * The journal as SQLite, for the questions people ask: orders, executions, events, raw messages, commands.
 *
 * In: decoded frames in sequence, a batch at a time, with the orders as they are afterwards. Out: `Queries`. It is a
 * cache: each batch and the sequence it reaches are one transaction, so that after a crash it continues exactly there,
 * and a file that is missing, of another schema or of another journal is thrown away and made again. It never judges,
 * and nothing but people's questions is answered from it.
 */
import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { FrameContent } from "../domain/frame.ts";
import { CommandName, type Event, EventName, EventType } from "../domain/records.generated.ts";
import { errorText, LockstepError } from "../lib/errors.ts";
import { HistoryStatements } from "./history-statements.ts";
import type { ExecutionRecord, OrderRecord } from "./order-record.ts";
import { redact, withoutHash } from "./redact.ts";
import { SCHEMA_VERSION, TABLES } from "./schema.ts";

/** A file of this name beside the history asks the follower to make it anew. */
export const REBUILD_MARKER = "history.rebuild";

export class History {
  readonly database: Database.Database;
  /** Frames up to this one are in the file; `apply` ignores what is not above it. */
  appliedSequence: number;
  /** Why the file was made anew, for the log; "" when it was continued. */
  readonly rebuiltBecause: string;
  readonly #statements: HistoryStatements;
  readonly #path: string;
  readonly #inode: number;
  #isOpen = false;

  /**
   * @param journalId hexadecimal; a file of another journal is not continued
   * @param lastSequence last frame of the journal now: a file that is ahead of it belongs to a journal that was put
   *   back from a backup, and is made anew
   * @throws LockstepError LOCKSTEP_ERR_DATA_DIR when the directory cannot be used
   */
  constructor(directory: string, journalId: string, lastSequence: number) {
    const opened = openDatabase(directory, journalId, lastSequence);
    this.database = opened.database;
    this.#path = join(directory, "history.db");
    this.#inode = inodeOf(this.#path);
    this.rebuiltBecause = opened.rebuiltBecause;
    this.appliedSequence = opened.appliedSequence;
    this.#statements = new HistoryStatements(this.database);
  }

  /** Opens the batch's transaction. */
  begin(): void {
    if (this.#isOpen) return;
    this.database.exec("BEGIN");
    this.#isOpen = true;
  }

  /** Stores a frame: its command, events and messages. Executions and orders are given beside it. */
  apply(sequence: number, timeUs: number, content: FrameContent, bytes: Uint8Array): void {
    const { command, events, sent } = content;
    const statements = this.#statements;
    statements.insertCommand.run(sequence, timeUs, CommandName[command.type], recordJson(withoutHash(command)));
    for (let index = 0; index < events.length; index++) {
      const event = events[index];
      if (event.type === EventType.MarketUpdated) statements.runMarket(sequence, timeUs, event);
      if (!("orderId" in event)) continue;
      statements.insertEvent.run(event.orderId, sequence, index, timeUs, EventName[event.type], recordJson(event));
      if (event.orderId !== 0) this.#nameOrder(event.orderId, event);
    }
    if (content.receivedEnd > content.receivedStart) {
      const raw = redact(bytes.subarray(content.receivedStart, content.receivedEnd));
      const sessionId = "sessionId" in command ? command.sessionId : 0;
      const msgSeqNum = "msgSeqNum" in command ? command.msgSeqNum : 0;
      statements.insertMessage.run(sequence, 0, sessionId, "in", msgSeqNum, raw);
    }
    for (let index = 0; index < sent.length; index++) {
      const { sessionId, msgSeqNum, start, end } = sent[index];
      statements.insertMessage.run(
        sequence,
        index + 1,
        sessionId,
        "out",
        msgSeqNum,
        redact(bytes.subarray(start, end)),
      );
    }
    this.appliedSequence = sequence;
  }

  /** Everything a person may know the order by. */
  #nameOrder(orderId: number, event: Event): void {
    const { insertOrderId } = this.#statements;
    if ("clOrdId" in event && event.clOrdId !== "") insertOrderId.run(event.clOrdId, orderId);
    if ("exchangeOrderId" in event && event.exchangeOrderId !== "") insertOrderId.run(event.exchangeOrderId, orderId);
    if ("exchangeExecId" in event && event.exchangeExecId !== "") insertOrderId.run(event.exchangeExecId, orderId);
  }

  applyExecution(row: ExecutionRecord): void {
    this.#statements.runExecution(row);
  }

  /** Stores an order as it is at the end of the batch. */
  applyOrder(order: OrderRecord): void {
    this.#statements.runOrder(order);
  }

  /** Commits the batch with the sequence it reached. */
  commit(): void {
    if (!this.#isOpen) return;
    this.#statements.setApplied.run(this.appliedSequence);
    this.database.exec("COMMIT");
    this.#isOpen = false;
  }

  /** Is the file still the one that was opened? It may have been deleted, or another put in its place. */
  get isInPlace(): boolean {
    return inodeOf(this.#path) === this.#inode;
  }

  /** Lets the file go and deletes it: it will be made anew. */
  discard(): void {
    try {
      this.close();
    } catch {
      // What is wrong with it does not matter any more.
    }
    removeFiles(this.#path);
  }

  close(): void {
    if (this.#isOpen) this.database.exec("ROLLBACK");
    this.#isOpen = false;
    this.database.close();
  }
}

type Opened = { database: Database.Database; appliedSequence: number; rebuiltBecause: string };

function openDatabase(directory: string, journalId: string, lastSequence: number): Opened {
  const path = join(directory, "history.db");
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    let reason = "";
    try {
      const database = connect(path);
      const applied = readApplied(database, journalId, lastSequence);
      if (typeof applied === "number") return { database, appliedSequence: applied, rebuiltBecause: "" };
      reason = applied;
      database.close();
    } catch (error) {
      // Whatever is wrong with a cache is mended by making it again; only a directory that refuses that is an error.
      reason = `the file could not be read: ${errorText(error)}`;
    }
    removeFiles(path);
    const database = connect(path);
    database.exec(TABLES);
    database.prepare("INSERT INTO meta VALUES (1, ?, ?, 0)").run(SCHEMA_VERSION, journalId);
    return { database, appliedSequence: 0, rebuiltBecause: reason };
  } catch (error) {
    throw new LockstepError(
      "LOCKSTEP_ERR_DATA_DIR",
      `the history ${path} cannot be made: ${errorText(error)}. Give a data directory you may write to, or free space`,
      { cause: error },
    );
  }
}

function removeFiles(path: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
}

/** @returns 0 for no file */
function inodeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
}

function connect(path: string): Database.Database {
  const database = new Database(path);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  // Pages are written back once for many batches instead of after each.
  database.pragma("wal_autocheckpoint = 8000");
  database.pragma("cache_size = -65536");
  database.pragma("trusted_schema = OFF");
  return database;
}

/** @returns the applied sequence, or a sentence that says why the file cannot be continued. */
function readApplied(database: Database.Database, journalId: string, lastSequence: number): number | string {
  const known = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get();
  if (known === undefined) return "there was no history yet";
  const row = database.prepare("SELECT schema_version, journal_id, applied_sequence FROM meta").get() as
    | { schema_version: number; journal_id: string; applied_sequence: number }
    | undefined;
  if (row === undefined) return "it does not say what it holds";
  if (row.schema_version !== SCHEMA_VERSION) {
    return `it has schema version ${row.schema_version}, this build has ${SCHEMA_VERSION}`;
  }
  if (row.journal_id !== journalId) return "it was made from another journal";
  if (row.applied_sequence > lastSequence) {
    return `it holds frames up to ${row.applied_sequence}, the journal ends at ${lastSequence}`;
  }
  return row.applied_sequence;
}

/** JSON knows no 64-bit integers: times are written as text. Few records have one, and looking for it is cheap. */
function recordJson(record: object): string {
  for (const value of Object.values(record)) if (typeof value === "bigint") return JSON.stringify(record, timesAsText);
  return JSON.stringify(record);
}

function timesAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
