/**
 * An abuser in a process of its own, so that what it does is not in the way of who measures.
 *
 *   abuser-process PORT COMPID resend|flood|garbage|once PERSECOND STORED
 *
 * It trades STORED orders first, says "ready", abuses from the first byte on its standard input until that ends, and
 * prints what it sent and got as one JSON line. `once` asks a single time for everything, and says "done" when it has it.
 */
import { type AbuseKind, Abuser } from "../../test/support/abuser.ts";

const [port, compId, kind, perSecond, stored] = process.argv.slice(2);
const abuser = new Abuser(Number(port), compId);
await abuser.logOn();
await abuser.trade(Number(stored));
process.stdout.write("ready\n");
process.stdin.once("data", () => {
  if (kind === "once") void askOnce();
  else void abuser.abuse(kind as AbuseKind, Number(perSecond));
});

async function askOnce(): Promise<void> {
  const startMs = performance.now();
  abuser.socket.write(abuser.message("2", "7=1|16=0|"), "latin1");
  await abuser.until(() => abuser.possDups >= Number(stored), "not every report came again", 120_000);
  process.stdout.write(`done ${performance.now() - startMs}\n`);
}

process.stdin.once("end", () => {
  abuser.stop();
  const { sent, possDups, bytesIn } = abuser;
  process.stdout.write(`${JSON.stringify({ sent, possDups, bytesIn, received: [...abuser.received] })}\n`);
  setTimeout(() => process.exit(0), 100);
});
