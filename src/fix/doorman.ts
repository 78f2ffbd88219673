/**
 * Decides whose a new connection is. Its first message comes in; out goes the session it is bound to, or nothing: whoever is
 * refused here hears nothing, and every refusal costs the same, whichever of the checks it failed. What was wrong is told
 * to the house, in words, with the peer's address; and an address that is wrong too often waits.
 */
import type { Clock } from "../lib/clock.ts";
import { type AddressList, addressList } from "./address-list.ts";
import type { Connection } from "./connection.ts";
import { credentialsIn, newPasswordPolicyFault, parsePasswordHash } from "./credentials.ts";
import { type GuardLimits, LogonGuard } from "./logon-guard.ts";
import { type NewPasswordOutcome, PASSWORD_CHANGED } from "./logon-rules.ts";
import { MessageView } from "./message-view.ts";
import { PasswordGate } from "./password-gate.ts";
import type { FixSession } from "./session.ts";
import { type Diagnosis, diagnose } from "./session-doctor.ts";
import type { FixApplication } from "./session-types.ts";
import { MsgType, Tag } from "./tags.ts";
import { certificateFault } from "./tls-peer.ts";

/** The session, or why there is none for this connection. `session` is named for the note. */
type Finding = { readonly session: FixSession | null; readonly fault: Diagnosis | null };

export type DoormanOptions = {
  readonly clock: Clock;
  readonly limits: GuardLimits;
  /** Told of each refusal, and of an address that has to wait. */
  readonly note: (session: FixSession | null, text: string) => void;
  /** Keeps new passwords, if anybody does. */
  readonly application: FixApplication;
};

export class Doorman {
  readonly #sessions = new Map<string, FixSession>();
  readonly #allowed = new Map<FixSession, AddressList>();
  readonly #guard: LogonGuard;
  readonly #clock: Clock;
  readonly #note: DoormanOptions["note"];
  readonly #gate = new PasswordGate();
  readonly #application: FixApplication;
  /** Sessions whose peer waits for its new password to be durable: nobody else logs on meanwhile. */
  readonly #changing = new Set<FixSession>();
  /** Refused first messages since the start; for a console. */
  refused = 0;

  constructor(options: DoormanOptions) {
    this.#clock = options.clock;
    this.#note = options.note;
    this.#application = options.application;
    this.#guard = new LogonGuard(options.limits);
  }

  /** scrypts made to compare passwords or to keep new ones, by their cost (ln of N). */
  get scrypts(): ReadonlyMap<number, number> {
    return this.#gate.made;
  }

  /** False when there already is a session with this identity. */
  add(session: FixSession): boolean {
    const key = keyOf(session);
    if (this.#sessions.has(key)) return false;
    this.#sessions.set(key, session);
    this.#allowed.set(session, addressList(session.config.allowFrom));
    this.#gate.know(session.credentials);
    return true;
  }

  remove(session: FixSession): void {
    this.#sessions.delete(keyOf(session));
    this.#allowed.delete(session);
  }

  /** Sessions nobody is connected to have hours, too. */
  tickAbsent(): void {
    for (const session of this.#sessions.values()) if (!session.connected) session.tick();
  }

  /** Whether the address failed too often and has to wait before it may connect again. */
  mustWait(address: string): boolean {
    return this.#guard.mustWait(address, this.#clock.monotonicMs());
  }

  /** Binds the connection to the session its first message names, or closes it; at once, or when its password was checked. */
  meet(connection: Connection, view: MessageView): void {
    const named = this.#sessions.get(identityIn(view)) ?? null;
    const credentials = named?.credentials ?? null;
    const [username, password] = credentialsIn(named?.config ?? null, view);
    if (!this.#gate.isSlow(credentials) && !view.has(Tag.NewPassword)) {
      this.#gate.check(credentials, username, password, (right) => this.#decide(connection, view, named, right));
      return;
    }
    // The socket's bytes are not ours while the password is checked elsewhere.
    const bytes = Buffer.from(view.bytes.subarray(view.start, view.end));
    connection.hold();
    this.#gate.check(credentials, username, password, (right) => {
      const copy = new MessageView();
      copy.index(bytes, 0, bytes.length);
      // Right by a password that was changed while it was compared is wrong.
      this.#decide(connection, copy, named, right && (named?.credentials ?? null) === credentials);
    });
  }

  #decide(connection: Connection, view: MessageView, named: FixSession | null, right: boolean): void {
    if (!connection.open) return;
    const { session, fault } = this.#find(connection, view, named, right);
    if (session === null || fault !== null) {
      this.#refuse(connection, session, fault ?? diagnose("unknownSession", { found: "", expected: "" }), right);
      return;
    }
    this.#guard.succeeded(connection.address);
    if (!view.has(Tag.NewPassword) || !session.wouldAccept(view)) return bind(connection, session, view, null);
    const against = this.#application.changePassword
      ? newPasswordFault(session, view)
      : "passwords are not changed over FIX here";
    if (against === "") this.#changePassword(connection, session, view);
    else bind(connection, session, view, against);
  }

  /** Makes the hash, has it kept, and only then takes the Logon: its answer says that the change is durable. */
  #changePassword(connection: Connection, session: FixSession, view: MessageView): void {
    const { password: configured } = session.config.credentials!;
    const finish = (outcome: NewPasswordOutcome): void => {
      this.#changing.delete(session);
      if (!this.#knows(session)) connection.close();
      else if (connection.open) bind(connection, session, view, outcome);
    };
    this.#changing.add(session);
    this.#gate.makeChange(view.text(Tag.NewPassword), configured, (change) => {
      // Who is gone by now was not told of anything: nothing is changed.
      if (change === null || !connection.open) return finish("it cannot be kept now; try again");
      this.#application.changePassword!(session, change, (kept) => {
        if (!kept) return finish("it cannot be kept now; try again");
        const { username } = session.config.credentials!;
        session.credentials = { username, password: parsePasswordHash(change.passwordHash) };
        this.#gate.know(session.credentials);
        finish(PASSWORD_CHANGED);
      });
    });
  }

  /** The first thing that is wrong. All of it was worked out before, so that nobody can tell by the time it takes. */
  #find(connection: Connection, view: MessageView, named: FixSession | null, right: boolean): Finding {
    if (view.msgType !== MsgType.Logon) {
      const found = `MsgType(35) ${view.msgType}`;
      return { session: null, fault: diagnose("notALogon", { found, expected: "" }) };
    }
    // It may have been taken out while its password was compared.
    if (named === null || !this.#knows(named)) return { session: null, fault: this.#unknown(view) };
    const { config } = named;
    if (!this.#allowed.get(named)!.has(connection.address)) {
      const facts = { found: connection.address, expected: config.allowFrom.join(", ") };
      return { session: named, fault: diagnose("addressNotAllowed", facts) };
    }
    const certificate = certificateFault(config.certificate, connection.certificate);
    if (certificate !== null) return { session: named, fault: certificate };
    if (named.credentials !== null && !right) return { session: named, fault: wrongPassword(named, view) };
    if (named.connected || this.#changing.has(named)) {
      return { session: named, fault: diagnose("alreadyConnected", { found: "", expected: named.status().peer }) };
    }
    return { session: named, fault: null };
  }

  #knows(session: FixSession): boolean {
    return this.#sessions.get(keyOf(session)) === session;
  }

  /** Which of the names is not known, as near as can be told. */
  #unknown(view: MessageView): Diagnosis {
    const found = words(view.textAt(0), view.text(Tag.SenderCompID), view.text(Tag.TargetCompID), applVerIdIn(view));
    const sender = view.text(Tag.SenderCompID);
    const target = view.text(Tag.TargetCompID);
    for (const { config } of this.#sessions.values()) {
      const expected = words(config.beginString, config.targetCompId, config.senderCompId, config.defaultApplVerId);
      if (config.targetCompId === sender && config.senderCompId === target) {
        return diagnose("otherVersion", { found, expected });
      }
      if (config.targetCompId === target && config.senderCompId === sender) {
        return diagnose("compIdsSwapped", { found, expected });
      }
      if (config.targetCompId === sender) return diagnose("otherTarget", { found, expected });
      if (config.targetCompId.toLowerCase() === sender.toLowerCase()) return diagnose("otherCase", { found, expected });
    }
    return diagnose("unknownSession", { found, expected: "" });
  }

  #refuse(connection: Connection, session: FixSession | null, fault: Diagnosis, right: boolean): void {
    this.refused++;
    this.#note(session, `a logon from ${connection.peer} was refused in silence: ${fault.note}`);
    // Who knows the password and is only early (his old line is not yet given up) is no guesser.
    const isHere = session !== null && (session.connected || this.#changing.has(session));
    const isGuess = session === null || session.credentials === null || !right || !isHere;
    if (isGuess && !(isHere && session.credentials === null)) this.failed(connection.address);
    connection.close();
  }

  /** Counts a failure of the address; after too many it waits. */
  failed(address: string): void {
    const pauseMs = this.#guard.failed(address, this.#clock.monotonicMs());
    if (pauseMs === 0) return;
    this.#note(null, diagnose("mustWait", { found: address, expected: `${Math.round(pauseMs / 1000)} s` }).note);
  }
}

/** The connection is the session's from here on; what came behind the Logon is read. */
function bind(connection: Connection, session: FixSession, view: MessageView, newPassword: NewPasswordOutcome): void {
  connection.session = session;
  session.accept(connection, view, newPassword);
  connection.resume();
}

/** Why a NewPassword(925) is not taken, of a peer that knows the old one; "" when nothing is against it. */
function newPasswordFault({ config, credentials }: FixSession, view: MessageView): string {
  if (credentials === null || config.credentials === null) return "this session has no password";
  const [username, old] = credentialsIn(config, view);
  return newPasswordPolicyFault(view.text(Tag.NewPassword), old, username, config.newPasswordLengthMin);
}

function wrongPassword(session: FixSession, view: MessageView): Diagnosis {
  const [username, password] = credentialsIn(session.config, view);
  const expected = session.credentials?.username ?? "";
  if (password === "") return diagnose("passwordMissing", { found: "", expected: session.config.beginString });
  if (expected !== "" && username !== expected) return diagnose("wrongUsername", { found: username, expected });
  return diagnose("wrongPassword", { found: "", expected: "" });
}

function keyOf({ config }: FixSession): string {
  return identity(config.beginString, config.targetCompId, config.senderCompId, config.defaultApplVerId);
}

function identityIn(view: MessageView): string {
  return identity(view.textAt(0), view.text(Tag.SenderCompID), view.text(Tag.TargetCompID), applVerIdIn(view));
}

function applVerIdIn(view: MessageView): string {
  return view.text(Tag.DefaultApplVerID);
}

function identity(beginString: string, theirs: string, ours: string, applVerId: string): string {
  return `${beginString}\x01${theirs}\x01${ours}\x01${applVerId}`;
}

/** The names a Logon carries, as its sender writes them. */
function words(beginString: string, sender: string, target: string, applVerId: string): string {
  const version = applVerId === "" ? beginString : `${beginString} with DefaultApplVerID(1137) ${applVerId}`;
  return `${version} SenderCompID(49) "${sender}" TargetCompID(56) "${target}"`;
}
