/**
 * The project's session engine with an application that echoes, for the FIX session conformance sets: one acceptor on
 * 127.0.0.1, SenderCompID ISLD, a session for each version. Holds no session logic of its own.
 *
 *   npm run --silent fix:echo -- --port 9878
 */
import { parseArgs } from "node:util";
import { FixAcceptor } from "../../src/fix/acceptor.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { fixSessionConfig } from "../../src/fix/session-types.ts";
import { SystemClock } from "../../src/lib/clock.ts";
import { EchoApplication } from "./echo-application.ts";

const clock = new SystemClock();

function session(id: number, beginString: string, targetCompId: string, defaultApplVerId = ""): FixSession {
  const config = fixSessionConfig({
    beginString,
    defaultApplVerId,
    senderCompId: "ISLD",
    targetCompId,
    heartBtIntMin: 0,
    heartBtIntMax: 3600,
    // The sets are QuickFIX's, and so are a few habits they expect.
    applVerIdOnBusinessReject: true,
    resetOnLogon: targetCompId !== "TW44P",
    validation: { emptyValuesAllowed: targetCompId === "NO_CHECK_FIELDS_HAVE_VALUES", userDefinedTagsAllowed: false },
  });
  return new FixSession({ id, config, store: new MemoryStore(), clock });
}

const sessions = [
  session(0, "FIX.4.0", "TW40"),
  session(1, "FIX.4.1", "TW41"),
  session(2, "FIX.4.2", "TW42"),
  session(3, "FIX.4.3", "TW43"),
  session(4, "FIX.4.4", "TW44"),
  session(5, "FIXT.1.1", "TW50", "7"),
  session(6, "FIXT.1.1", "TW50SP1", "8"),
  session(7, "FIXT.1.1", "TW50SP2", "9"),
  session(8, "FIX.4.4", "TW"),
  session(9, "FIX.4.4", "NO_CHECK_FIELDS_HAVE_VALUES"),
  session(10, "FIX.4.4", "TW44P"),
];

const verbose = process.env.FIX_ECHO_VERBOSE !== undefined;
const application = new EchoApplication((text) => {
  if (verbose) console.error(text);
});

const { values } = parseArgs({ options: { port: { type: "string", default: "9878" }, host: { type: "string" } } });
const acceptor = new FixAcceptor({ sessions, application, clock, flush: "auto" });
await acceptor.listen(values.host ?? "127.0.0.1", Number(values.port));
console.log("listening");
