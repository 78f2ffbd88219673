/** What a cancel or replace of a client will read is fetched when it is queued, before its batch is carried out. */
import { afterEach, expect, it, vi } from "vitest";
import type { SimulatedExchange } from "../../simulator/exchange.ts";
import { FixGateway } from "../../simulator/server/fix-gateway.ts";
import type { Venue } from "../../simulator/venue.ts";
import { Framer } from "../../src/fix/framer.ts";
import { MessageView } from "../../src/fix/message-view.ts";
import { FixSession } from "../../src/fix/session.ts";
import { fixSessionConfig } from "../../src/fix/session-types.ts";
import { SpanReader } from "../../src/journal/span-reader.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { instrument, open, Site } from "./trading-floor.ts";

const NOW_NS = 1_795_310_400_000_000_000n;
const TIME = "60=20261122-01:20:00";
const site = new Site();
afterEach(() => site.clear());

function house(): { exchange: SimulatedExchange; venue: Venue; give(type: string, body: string): void; id: number } {
  const made: { venue: Venue; gateway: FixGateway }[] = [];
  const exchange = open(site.directory, {
    instruments: [instrument("ACME")],
    nowNs: () => NOW_NS,
    server: (venue) => {
      const gateway = new FixGateway(venue);
      made.push({ venue, gateway });
      return gateway;
    },
  });
  const [{ venue, gateway }] = made;
  const spans = new SpanReader(site.directory);
  gateway.open({ exchange, flush: () => {}, schedule: () => {}, spans, nowNs: () => NOW_NS, note: () => {} });
  gateway.sessions.enter("ALPHA", exchange.beginInput());
  exchange.flush();
  const id = gateway.sessions.participantOf("ALPHA")!;
  const config = fixSessionConfig({ beginString: "FIX.4.4", senderCompId: "XSIM", targetCompId: "ALPHA" });
  const store = gateway.sessions.storeOf(id);
  const session = new FixSession({ id, config, store, clock: new ManualClock(NOW_NS) });
  gateway.addClient({ session, account: "A", dropCopy: null, cancelOnDisconnect: null });
  gateway.serve();
  let number = 0;
  const give = (type: string, body: string) => {
    const inside = `35=${type}|49=ALPHA|56=XSIM|34=${++number}|52=20261122-01:20:00|${body}`.replaceAll("|", "\x01");
    const text = `8=FIX.4.4\x019=${inside.length}\x01${inside}`;
    const sum = [...text].reduce((total, character) => total + character.charCodeAt(0), 0) % 256;
    const bytes = Buffer.from(`${text}10=${String(sum).padStart(3, "0")}\x01`, "latin1");
    const framer = new Framer();
    const view = new MessageView();
    framer.push(bytes, 0, bytes.length);
    expect(framer.next(view)).toBe(true);
    gateway.onMessage(session, view);
  };
  return { exchange, venue, give, id };
}

it("glances at the order a client's cancel or replace names, by any of its ClOrdIDs, and at nothing else", () => {
  const { exchange, venue, give, id } = house();
  const glance = vi.spyOn(venue, "glance");
  const order = "55=ACME|54=1|38=10|40=2|44=99.00|";
  give("D", `11=A1|${order}${TIME}|`);
  exchange.flush();
  expect(venue.engine.pool.used).toBe(1);
  give("F", `11=A9|41=NONE|${order}${TIME}|`);
  expect(glance).not.toHaveBeenCalled();
  give("G", `11=A2|41=A1|${order.replace("99.00", "98.00")}${TIME}|`);
  expect(glance.mock.calls).toEqual([[id, 1]]);
  exchange.flush();
  give("F", `11=A3|41=A2|${order}${TIME}|`);
  expect(glance.mock.calls).toEqual([
    [id, 1],
    [id, 1],
  ]);
  expect(venue.engine.pool.used, "the cancel is queued, and not carried out yet").toBe(1);
  exchange.flush();
  expect(venue.engine.pool.used).toBe(0);
  exchange.close();
});
