/**
 * Who may log on: a username and a password that is kept only as something it can be compared with. Passwords that come
 * in a Logon are compared in `PasswordGate`, in constant time, and are kept nowhere.
 *
 * A stored password is `$scrypt$ln=17,r=8,p=1$<salt>$<hash>` (base64, no padding), as `hashPassword` writes it; or, for a
 * password that stands in the configuration itself, a SHA-256 that lives in memory only.
 */
import { createHash, randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { LockstepError } from "../lib/errors.ts";
import type { MessageView } from "./message-view.ts";
import type { FixSessionConfig } from "./session-types.ts";
import { MsgType, Tag } from "./tags.ts";

export type ScryptCost = { readonly ln: number; readonly r: number; readonly p: number };
type ScryptPassword = {
  readonly kind: "scrypt";
  readonly cost: ScryptCost;
  readonly salt: Buffer;
  readonly hash: Buffer;
};
export type StoredPassword = { readonly kind: "digest"; readonly digest: Buffer } | ScryptPassword;

export type Credentials = {
  /** Username(553); "" does not look at it. */
  readonly username: string;
  readonly password: StoredPassword;
};

/** What is kept of a password that a client has set with NewPassword(925). */
export type PasswordChange = {
  /** The new password, as `hashPassword` writes it. */
  readonly passwordHash: string;
  /** What tells whether the configuration still has the password that was replaced; see `isReplacedBy`. */
  readonly replaces: string;
};

/** What OWASP asks for at least where there is no Argon2id: 128 MiB and a third of a second. */
export const SCRYPT_COST: ScryptCost = { ln: 17, r: 8, p: 1 };
const COST_LN_MAX = 20;
export const HASH_BYTES = 32;
export const SALT_BYTES = 16;
/** What FIX can carry in one field, and a person can type. */
const PRINTABLE = /^[\x20-\x7e]*$/;
export const PASSWORD_LENGTH_MIN = 8;
export const PASSWORD_LENGTH_MAX = 64;
const FORM = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{8,})\$([A-Za-z0-9+/]{32,})$/;

/** A password as the configuration may keep it. Blocks for a third of a second. */
export function hashPassword(password: string, ln = SCRYPT_COST.ln): string {
  const cost = { ...SCRYPT_COST, ln };
  const salt = randomBytes(SALT_BYTES);
  const hash = scryptSync(password, salt, HASH_BYTES, scryptParametersOf(cost));
  return formatPasswordHash({ kind: "scrypt", cost, salt, hash });
}

export function formatPasswordHash({ cost: { ln, r, p }, salt, hash }: ScryptPassword): string {
  return `$scrypt$ln=${ln},r=${r},p=${p}$${base64(salt)}$${base64(hash)}`;
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

/** Like `passwordFault`, for a NewPassword(925): what the house's policy has against it. */
export function newPasswordPolicyFault(next: string, old: string, username: string, lengthMin: number): string {
  const fault = passwordFault(next, lengthMin);
  if (fault !== "") return fault;
  if (next === old) return "it is the old one";
  return username !== "" && next.toLowerCase().includes(username.toLowerCase()) ? "the username is part of it" : "";
}

/** @throws LockstepError LOCKSTEP_ERR_CONFIG when the text is no hash of ours; the text itself is not repeated. */
export function parsePasswordHash(text: string): ScryptPassword {
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
 * What the journal may know of a configured password, to tell later whether it is still the same. A hash is salted, so
 * its SHA-256 gives nothing away. A password in clear has none: its digest has to go through a scrypt first, and
 * `fingerprint` is "".
 */
export function scryptFingerprintOf(configured: StoredPassword): { fingerprint: string; digest: string } {
  if (configured.kind === "digest") return { fingerprint: "", digest: base64(configured.digest) };
  return { fingerprint: `sha256:${base64(digestOf(formatPasswordHash(configured)))}`, digest: "" };
}

/**
 * Whether the configuration still has the password that a change replaced.
 *
 * Blocks for a scrypt (a third of a second) where the password stands in the configuration in clear.
 */
export function isReplacedBy(configured: StoredPassword, { replaces }: PasswordChange): boolean {
  const { fingerprint, digest } = scryptFingerprintOf(configured);
  if (fingerprint !== "") return fingerprint === replaces;
  if (!FORM.test(replaces)) return false;
  const { cost, salt, hash } = parsePasswordHash(replaces);
  return sameBytes(scryptSync(digest, salt, hash.length, scryptParametersOf(cost)), hash);
}

export function digestOf(text: string): Buffer {
  return createHash("sha256").update(text, "latin1").digest();
}

export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

export function scryptParametersOf({ ln, r, p }: ScryptCost) {
  return { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r };
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
