/**
 * Who may log on: a username and a password that is kept only as something it can be compared with. Passwords that come
 * in a Logon are compared here, in constant time, and are kept nowhere.
 *
 * A stored password is `$scrypt$ln=17,r=8,p=1$<salt>$<hash>` (base64, no padding), as `hashPassword` writes it; or, for a
 * password that stands in the configuration itself, a SHA-256 that lives in memory only.
 */
import { createHash, randomBytes, scrypt, scryptSync, timingSafeEqual } from "node:crypto";
import { LockstepError } from "../lib/errors.ts";
import type { MessageView } from "./message-view.ts";
import type { FixSessionConfig } from "./session-types.ts";
import { MsgType, Tag } from "./tags.ts";

type ScryptCost = { readonly ln: number; readonly r: number; readonly p: number };
export type StoredPassword =
  | { readonly kind: "digest"; readonly digest: Buffer }
  | { readonly kind: "scrypt"; readonly cost: ScryptCost; readonly salt: Buffer; readonly hash: Buffer };

export type Credentials = {
  /** Username(553); "" does not look at it. */
  readonly username: string;
  readonly password: StoredPassword;
};

/** What OWASP asks for at least where there is no Argon2id: 128 MiB and a third of a second. */
const COST: ScryptCost = { ln: 17, r: 8, p: 1 };
const COST_LN_MAX = 20;
const HASH_BYTES = 32;
const SALT_BYTES = 16;
/** scrypts at once: each has its memory, and the machine has other work. */
const RUNNING_MAX = 2;
/** What FIX can carry in one field, and a person can type. */
const PRINTABLE = /^[\x20-\x7e]*$/;
export const PASSWORD_LENGTH_MIN = 8;
export const PASSWORD_LENGTH_MAX = 64;
const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{8,})\$([A-Za-z0-9+/]{32,})$/;

/** A password as the configuration may keep it. Blocks for a third of a second. */
export function hashPassword(password: string, ln = COST.ln): string {
  const cost = { ...COST, ln };
  const salt = randomBytes(SALT_BYTES);
  const hash = scryptSync(password, salt, HASH_BYTES, parametersOf(cost));
  return `$scrypt$ln=${ln},r=${cost.r},p=${cost.p}$${base64(salt)}$${base64(hash)}`;
}

/**
 * What keeps a text from being a password, in words that do not repeat it; "" when nothing does.
 *
 * @param lengthMin characters it needs at least
 */
export function passwordFault(password: string, lengthMin: number): string {
  const { length } = password;
  if (!PRINTABLE.test(password)) return "it has other characters than printable ASCII, which FIX cannot carry safely";
  if (length >= lengthMin && length <= PASSWORD_LENGTH_MAX) return "";
  return `it has ${length} characters, expected ${lengthMin} to ${PASSWORD_LENGTH_MAX}`;
}

/** @throws LockstepError LOCKSTEP_ERR_CONFIG when the text is no hash of ours; the text itself is not repeated. */
export function parsePasswordHash(text: string): StoredPassword {
  const found = FORM.exec(text);
  const [ln, r, p] = (found ?? []).slice(1, 4).map(Number);
  if (found === null || ln < 10 || ln > COST_LN_MAX || r < 1 || p < 1) {
    const expected = "$scrypt$ln=17,r=8,p=1$<salt>$<hash>, with ln from 10 to 20";
    throw new LockstepError("LOCKSTEP_ERR_CONFIG", `a passwordHash is not in the form ${expected}`);
  }
  const salt = Buffer.from(found[4], "base64");
  return { kind: "scrypt", cost: { ln, r, p }, salt, hash: Buffer.from(found[5], "base64") };
}

/** A password that stands in the configuration in clear. */
export function plainPassword(password: string): StoredPassword {
  return { kind: "digest", digest: digestOf(password) };
}

/** Username and password of a Logon; before FIX 4.3 there is no Password(554), and RawData(96) carries it. */
export function credentialsIn(
  config: FixSessionConfig | null,
  logon: MessageView,
): [username: string, password: string] {
  const hasPassword = config === null || (config.dictionary.message(MsgType.Logon)?.places[Tag.Password] ?? 0) !== 0;
  return [logon.text(Tag.Username), logon.text(hasPassword ? Tag.Password : Tag.RawData)];
}

/**
 * Compares, at the same cost for everybody: where one of the house's passwords is a scrypt hash, a Logon that names nobody
 * costs a scrypt, too. Two run at a time, on other threads; the rest wait their turn.
 */
export class PasswordGate {
  readonly #cost: ScryptCost | null;
  readonly #salt = randomBytes(SALT_BYTES);
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(known: readonly (Credentials | null)[]) {
    let cost: ScryptCost | null = null;
    for (const credentials of known) {
      if (credentials?.password.kind !== "scrypt") continue;
      if (cost === null || credentials.password.cost.ln > cost.ln) cost = credentials.password.cost;
    }
    this.#cost = cost;
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
    this.#enqueue(() => {
      scrypt(
        password,
        salt,
        stored?.kind === "scrypt" ? stored.hash.length : HASH_BYTES,
        parametersOf(cost),
        (error, hash) => {
          this.#finished();
          const rightHash = error === null && stored?.kind === "scrypt" && sameBytes(hash, stored.hash);
          done(rightName && (rightDigest || rightHash));
        },
      );
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

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text, "latin1").digest();
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function parametersOf({ ln, r, p }: ScryptCost) {
  return { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r };
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
