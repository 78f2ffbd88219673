/** What a running server reads again at SIGHUP. What has a fault is told and stays as it was; nobody is dropped. */
import type { SimulatedExchange } from "../simulator/exchange.ts";
import type { Config } from "./config.ts";
import type { FixAcceptor } from "./fix/acceptor.ts";
import { readTlsFiles, type TlsFiles } from "./fix/tls-door.ts";
import type { ExpiryWatch } from "./fix/tls-expiry.ts";
import { errorText, LockstepError } from "./lib/errors.ts";
import type { Log, OrderPath } from "./order-path.ts";
import { routingCommand } from "./reference-data-adapter.ts";
import { loadScenario } from "./scenario-file.ts";

/** The TLS files: new connections get them, sessions that are here go on. @returns what ends it */
export function reloadTlsOnHangUp(
  fixTls: TlsFiles | null,
  acceptor: FixAcceptor,
  expiry: ExpiryWatch,
  log: Log,
): () => void {
  if (fixTls === null) return () => {};
  return onHangUp("the TLS certificate stays as it was", log, () => {
    const tls = readTlsFiles(fixTls);
    acceptor.reloadTls(tls);
    expiry.watch(tls.cert, tls.ca ?? null);
    log("info", "SIGHUP: new connections get the TLS certificate as it is now");
  });
}

/** Calendars and price bands. @param reread undefined where there is no file @returns what ends it */
export function reloadTradingOnHangUp(
  reread: (() => Config) | undefined,
  exchanges: readonly SimulatedExchange[],
  log: Log,
): () => void {
  if (reread === undefined) return () => {};
  return onHangUp("calendars and price bands stay as they were", log, () => {
    const { trading } = reread();
    for (const exchange of exchanges) exchange.setTradingPlan(trading);
    log(
      "info",
      `SIGHUP: ${exchanges.map(({ name }) => name).join(", ")} has the calendars and price bands that are in the configuration now`,
    );
  });
}

/**
 * The routing rules: all of them, or none when one has a fault. Orders that are here stay where they are.
 *
 * @param running the venues that orders can be sent to; one that came into the file needs a restart
 * @returns what ends it
 */
export function reloadRoutingOnHangUp(
  { config: running, reread, log }: { config: Config; reread?: () => Config; log: Log },
  { state, sequencer }: Pick<OrderPath, "state" | "sequencer">,
): () => void {
  if (reread === undefined) return () => {};
  return onHangUp("the routing rules stay as they were", log, () => {
    const { routing } = reread();
    const known = new Set([...running.exchanges, ...running.venues].map(({ name, venueId }) => `${venueId} ${name}`));
    const other = routing.find(({ to }) => to.venueId !== undefined && !known.has(`${to.venueId} ${to.venue}`));
    if (other !== undefined)
      throw new LockstepError(
        "LOCKSTEP_ERR_CONFIG",
        `the rule ${other.id} goes to ${other.to.venue}, which came after the start; restart to have it`,
      );
    const command = routingCommand(state, routing);
    if (command === null) return;
    if (!sequencer.offer(command)) throw new LockstepError("LOCKSTEP_ERR_CONFIG", "the line is full; send it again");
    log("info", `SIGHUP: ${routing.length} routing rules are in force from now on`);
  });
}

/**
 * The scenario: the file as it is now, or another one that the configuration names by now.
 *
 * @param given a path that goes before the configuration's
 * @returns what ends it
 */
export function reloadScenarioOnHangUp(
  given: string | undefined,
  { config, reread, log }: { config: Config; reread?: () => Config; log: Log },
  exchange: SimulatedExchange,
): () => void {
  let path = given ?? config.scenarioPath;
  return onHangUp("the scenario stays as it was", log, () => {
    if (given === undefined) path = scenarioPathNow(reread, path);
    const scenario = path === null ? null : loadScenario(path);
    if (!exchange.setScenario(scenario)) return;
    const name =
      scenario === null ? "no scenario" : `the scenario "${scenario.name}" of ${scenario.rules.length} rules`;
    log("info", `SIGHUP: ${exchange.name} has ${name} from now on`);
  });
}

/** A configuration with a fault is told by who reads the calendars again. */
function scenarioPathNow(reread: (() => Config) | undefined, before: string | null): string | null {
  try {
    return reread === undefined ? before : reread().scenarioPath;
  } catch {
    return before;
  }
}

/** Says in time, and in the status, when a certificate ends; without TLS there is nothing to say. */
export function watchCertificates(fixTls: TlsFiles | null, expiry: ExpiryWatch): ExpiryWatch {
  if (fixTls === null) return expiry;
  const { cert, ca } = readTlsFiles(fixTls);
  expiry.watch(cert, ca ?? null);
  return expiry;
}

function onHangUp(otherwise: string, log: Log, run: () => void): () => void {
  const reload = () => {
    try {
      run();
    } catch (error) {
      log("error", `SIGHUP: ${otherwise}: ${errorText(error)}`);
    }
  };
  process.on("SIGHUP", reload);
  return () => process.off("SIGHUP", reload);
}
