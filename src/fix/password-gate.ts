/**
 * Where passwords are compared and made into hashes: on other threads, two at a time, the rest wait their turn. A
 * comparison costs the same for everybody: where one of the house's passwords is a scrypt hash, a Logon that names nobody
 * costs a scrypt, too.
 */
import { randomBytes, scrypt } from "node:crypto";
import {
  type Credentials,
  digestOf,
  formatPasswordHash,
  HASH_BYTES,
  type PasswordChange,
  SALT_BYTES,
  SCRYPT_COST,
  type ScryptCost,
  type StoredPassword,
  sameBytes,
  scryptFingerprintOf,
  scryptParametersOf,
} from "./credentials.ts";

/** scrypts at once: each has its memory, and the machine has other work. */
const RUNNING_MAX = 2;

export class PasswordGate {
  #cost: ScryptCost | null = null;
  readonly #salt = randomBytes(SALT_BYTES);
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  /** scrypts made since the start, by cost: what strangers pay is counted here. */
  readonly made = new Map<number, number>();

  constructor(known: readonly (Credentials | null)[] = []) {
    for (const credentials of known) this.know(credentials);
  }

  /** From now on a comparison costs at least what it costs with these credentials. */
  know(credentials: Credentials | null): void {
    if (credentials?.password.kind !== "scrypt") return;
    const { cost } = credentials.password;
    if (this.#cost === null || cost.ln > this.#cost.ln) this.#cost = cost;
  }

  /** Whether answers come later, from another thread; otherwise `done` is called before `check` returns. */
  isSlow(known: Credentials | null): boolean {
    return this.#cost !== null || known?.password.kind === "scrypt";
  }

  /** Whether the Logon's username and password are right; null for nobody, who is never right. */
  check(known: Credentials | null, username: string, password: string, done: (right: boolean) => void): void {
    const stored = known?.password ?? null;
    const digest = stored?.kind === "digest" ? stored.digest : this.#salt;
    const rightDigest = sameBytes(digestOf(password), digest) && stored?.kind === "digest";
    const rightName = sameBytes(digestOf(username), digestOf(known?.username ?? "")) || known?.username === "";
    const cost = stored?.kind === "scrypt" ? stored.cost : this.#cost;
    if (cost === null) return done(rightName && rightDigest);
    const salt = stored?.kind === "scrypt" ? stored.salt : this.#salt;
    const length = stored?.kind === "scrypt" ? stored.hash.length : HASH_BYTES;
    this.#scrypt(password, salt, length, cost, (hash) => {
      const rightHash = hash !== null && stored?.kind === "scrypt" && sameBytes(hash, stored.hash);
      done(rightName && (rightDigest || rightHash));
    });
  }

  /**
   * Makes what is kept of a new password, at the cost of the house's other passwords.
   *
   * @param configured the configuration's password, which it replaces
   * @param done gets null when the machine could not (no memory for a scrypt)
   */
  makeChange(password: string, configured: StoredPassword, done: (change: PasswordChange | null) => void): void {
    this.#hash(password, (passwordHash) => {
      if (passwordHash === null) return done(null);
      const replaced = scryptFingerprintOf(configured);
      if (replaced.fingerprint !== "") return done({ passwordHash, replaces: replaced.fingerprint });
      this.#hash(replaced.digest, (replaces) => done(replaces === null ? null : { passwordHash, replaces }));
    });
  }

  #hash(text: string, done: (passwordHash: string | null) => void): void {
    const cost = this.#cost ?? SCRYPT_COST;
    const salt = randomBytes(SALT_BYTES);
    this.#scrypt(text, salt, HASH_BYTES, cost, (hash) =>
      done(hash === null ? null : formatPasswordHash({ kind: "scrypt", cost, salt, hash })),
    );
  }

  #scrypt(text: string, salt: Buffer, length: number, cost: ScryptCost, done: (hash: Buffer | null) => void): void {
    this.made.set(cost.ln, (this.made.get(cost.ln) ?? 0) + 1);
    this.#enqueue(() => {
      scrypt(text, salt, length, scryptParametersOf(cost), (error, hash) => {
        this.#finished();
        done(error === null ? hash : null);
      });
    });
  }

  #enqueue(start: () => void): void {
    if (this.#running >= RUNNING_MAX) {
      this.#waiting.push(start);
      return;
    }
    this.#running++;
    start();
  }

  #finished(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running--;
    else next();
  }
}
