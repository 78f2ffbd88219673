/**
 * Which password a session has to log on with: the configuration's, or the one its client set with NewPassword(925).
 *
 * A client's change is in the journal, with what tells which configured password it replaced. It is in force for as long
 * as the configuration has that password. An operator who wants it reset puts another `password` or `passwordHash` into
 * the session's row (a new hash of the same words is another one) and starts again: the change is forgotten, by a command
 * in the journal, and does not come back when the old row does. The username is always the configuration's.
 */
import type { Config } from "./config.ts";
import type { Session, State } from "./core/state.ts";
import { type Command, CommandType } from "./domain/records.generated.ts";
import { type Credentials, isReplacedBy, parsePasswordHash } from "./fix/credentials.ts";

/**
 * Forgets the passwords of clients whose row in the configuration has another one by now, or none.
 *
 * Blocks for a scrypt (a third of a second) for each client that changed a password which stands there in clear.
 */
export function forgottenPasswords(state: State, config: Config): (Command & { sessionId: number })[] {
  return config.sessions.flatMap(({ sessionKey, settings }) => {
    const session = state.sessions[state.sessionIds.get(sessionKey) ?? 0];
    if (session === undefined || session.passwordHash === "") return [];
    const { sessionId, passwordHash, passwordReplaces: replaces } = session;
    const configured = settings.credentials?.password;
    if (configured !== undefined && isReplacedBy(configured, { passwordHash, replaces })) return [];
    return [{ type: CommandType.ChangePassword, sessionId, passwordHash: "", replaces: "" }];
  });
}

/** What the session has to log on with, once `forgottenPasswords` are forgotten; null lets it in without. */
export function credentialsInForce(
  configured: Credentials | null,
  session: Pick<Session, "passwordHash"> | undefined,
): Credentials | null {
  if (configured === null || session === undefined || session.passwordHash === "") return configured;
  return { username: configured.username, password: parsePasswordHash(session.passwordHash) };
}
