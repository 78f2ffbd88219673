/**
 * Where the house may listen. FIX carries passwords, and says itself that it has no security without a secure transport:
 * beyond this machine it is spoken over TLS, or in clear when that is said to be meant. The page has no users, and so
 * stays on this machine whatever FIX does.
 */
import type { Config, SessionConfig } from "./config.ts";
import { LockstepError } from "./lib/errors.ts";

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|\[::1\]|localhost)$/;

/** Where FIX listens: an address of its own, or the page's. */
export function fixHostOf({ fixHost, host }: Config): string {
  return fixHost ?? host;
}

/**
 * Checks where the two listeners would be, and who could reach them.
 *
 * @returns what the operator is warned of at every start, a sentence each
 * @throws LockstepError LOCKSTEP_ERR_CONFIG when a password could cross a network in clear, when a session without any
 *   proof of who it is could be reached from another machine, or when the page could
 */
export function checkExposure(config: Config): string[] {
  const fixHost = fixHostOf(config);
  const warnings: string[] = [];
  if (!LOOPBACK.test(config.host)) {
    refuse(
      `host ${config.host} is not loopback; expected 127.0.0.1, because the blotter has no users yet. ` +
        "Reach it from elsewhere through a tunnel; fix.host is a setting of its own",
    );
  }
  if (config.insecureLogon && !config.isDemo) {
    warnings.push(
      "insecureLogon: sessions without a password log on without one; on loopback only, and never with real orders",
    );
  }
  if (LOOPBACK.test(fixHost)) return warnings;
  const open = config.sessions.find((session) => !hasProof(config, session));
  if (open !== undefined) {
    refuse(
      `fix.host ${fixHost} is not loopback, and anybody could log on as ${open.compId}; expected a password for every ` +
        "session (or a certificate, with fix.tls and its clientAuthority), or fix.host 127.0.0.1",
    );
  }
  if (config.fixTls !== null) return warnings;
  if (!config.fixInsecure) {
    refuse(
      `fix.host ${fixHost} is not loopback, and without fix.tls passwords and orders would cross the network in clear; ` +
        "expected fix.tls, or fix.insecure: true where something else (stunnel, a VPN) keeps the line secret",
    );
  }
  warnings.push(
    `INSECURE: FIX on ${fixHost} is in clear (fix.insecure: true). Whoever sees the network reads every password and ` +
      "order, and can change them. Use fix.tls, unless a tunnel or a VPN carries this line",
  );
  return warnings;
}

/** Whether whoever logs on has to prove who he is. */
function hasProof({ fixTls }: Config, { settings }: SessionConfig): boolean {
  if (settings.credentials !== null) return true;
  return settings.certificate !== null && fixTls !== null && fixTls.clientAuthority !== "";
}

function refuse(text: string): never {
  throw new LockstepError("LOCKSTEP_ERR_CONFIG", text);
}
