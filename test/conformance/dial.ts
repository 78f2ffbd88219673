/**
 * The project's initiator for the mirror-image conformance set, in which the runner is the venue: FIX.4.4, GW to VENUE at
 * 127.0.0.1, HeartBtInt 5, both numbers reset with 141=Y on every logon, connecting again every second.
 *
 *   npm run --silent fix:dial -- --port 9879
 */
import { parseArgs } from "node:util";
import { FixInitiator } from "../../src/fix/initiator.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { fixSessionConfig } from "../../src/fix/session-types.ts";
import { SystemClock } from "../../src/lib/clock.ts";
import { GatewayApplication } from "./gateway-application.ts";

const clock = new SystemClock();
const config = fixSessionConfig({
  beginString: "FIX.4.4",
  senderCompId: "GW",
  targetCompId: "VENUE",
  heartBtInt: 5,
  resetOnLogon: true,
  // The set waits 10 s for a line to be closed.
  logonTimeoutMs: 9_000,
});
const session = new FixSession({ id: 0, config, store: new MemoryStore(), clock });

const verbose = process.env.FIX_ECHO_VERBOSE !== undefined;
const application = new GatewayApplication((text) => {
  if (verbose) console.error(text);
});

const { values } = parseArgs({ options: { port: { type: "string", default: "9879" }, host: { type: "string" } } });
const initiator = new FixInitiator({
  session,
  application,
  clock,
  flush: "auto",
  reconnectMinMs: 1000,
  reconnectMaxMs: 1000,
});
initiator.connect(values.host ?? "127.0.0.1", Number(values.port));
console.log("dialing");
