/**
 * One process owns a data directory. The owner holds SQLite's exclusive lock on a small file in it: a lock of the kernel,
 * which is gone the moment the process is, however it ended, so that nobody ever has to delete a stale lock file.
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { errorText, LockstepError } from "./lib/errors.ts";

export type DataLock = { release(): void };

const FILE = "owner.lock";

/**
 * @throws LockstepError LOCKSTEP_ERR_DATA_DIR_LOCKED when another process has it, LOCKSTEP_ERR_DATA_DIR when the
 *   directory cannot be made or written to
 */
export function lockDataDirectory(directory: string): DataLock {
  let database: Database.Database | null = null;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    database = new Database(join(directory, FILE), { timeout: 0 });
    database.pragma("locking_mode = EXCLUSIVE");
    database.exec("BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS owner (pid INTEGER); DELETE FROM owner");
    database.prepare("INSERT INTO owner VALUES (?)").run(process.pid);
    database.exec("COMMIT");
  } catch (error) {
    database?.close();
    if ((error as { code?: string }).code === "SQLITE_BUSY") {
      throw locked(directory, "stop that one, or give this one another with --data-dir");
    }
    throw new LockstepError(
      "LOCKSTEP_ERR_DATA_DIR",
      `the data directory ${directory} cannot be written to: ${errorText(error)}; give one you may write to with --data-dir`,
      { cause: error },
    );
  }
  const held = database;
  return { release: () => held.close() };
}

/**
 * Keeps everybody from owning a data directory and writes nothing into it, so that it may be on a disk that takes no
 * writes: a shared lock, which is in the way of an owner's.
 *
 * @returns with `fault` "" or why nobody can say whether the directory has an owner
 * @throws LockstepError LOCKSTEP_ERR_DATA_DIR_LOCKED when it has one
 */
export function holdDataDirectory(directory: string): DataLock & { fault: string } {
  const path = join(directory, FILE);
  if (!existsSync(path)) return { release: () => undefined, fault: "" };
  let database: Database.Database | null = null;
  try {
    database = new Database(path, { readonly: true, timeout: 0 });
    database.exec("BEGIN");
    database.prepare("SELECT pid FROM owner").get();
  } catch (error) {
    database?.close();
    if ((error as { code?: string }).code === "SQLITE_BUSY") throw locked(directory, "end that one first");
    return { release: () => undefined, fault: `${path} cannot be read: ${errorText(error)}` };
  }
  const held = database;
  return { release: () => held.close(), fault: "" };
}

function locked(directory: string, remedy: string): LockstepError {
  return new LockstepError(
    "LOCKSTEP_ERR_DATA_DIR_LOCKED",
    `the data directory ${directory} belongs to another running Lockstep; ${remedy}`,
  );
}
