/**
 * The project's initiator for the mirror-image conformance set, in which the runner is the venue: FIX.4.4, GW to VENUE at
 * 127.0.0.1, HeartBtInt 5, both numbers reset with 141=Y on every logon, connecting again every second.
 *
 *   npm run --silent fix:dial -- --port 9879
 */
import { parseArgs } from "node:util";
import { FixInitiator } from "../../src/fix/initiator.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { BusinessRejectReason } from "../../src/fix/reject-reasons.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixApplication, fixSessionConfig } from "../../src/fix/session-types.ts";
import { SystemClock } from "../../src/lib/clock.ts";

const clock = new SystemClock();
const config = fixSessionConfig({
  beginString: "FIX.4.4",
  senderCompId: "GW",
  targetCompId: "VENUE",
  heartBtInt: 5,
  resetOnLogon: true,
});
const session = new FixSession({ id: 0, config, store: new MemoryStore(), clock });

const application: FixApplication = {
  onLogon: () => {},
  onLogout: () => {},
  /** A venue's reports are taken; anything else is nothing this side asked for. */
  onMessage(from, message) {
    if (message.msgType === "8" || message.msgType === "9") return;
    const reason = BusinessRejectReason.UnsupportedMessageType;
    from.businessReject(message.msgSeqNum, message.msgType, reason, "Unsupported Message Type");
  },
  onSessionEvent(from, kind, text) {
    if (process.env.FIX_ECHO_VERBOSE) console.error(`${from?.name ?? "-"} ${kind}: ${text}`);
  },
};

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
