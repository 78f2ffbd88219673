/** Where an order's time went: its hops through the house beside everybody's, and its way to its end by the journal. */
import type { OrderDetail } from "../desk/detail-wire.ts";
import type { SystemMessage } from "../desk/wire.ts";
import { count, gap, latency, timeOfDay, words } from "./format.ts";
import * as store from "./store.ts";

type Population = SystemMessage["latencies"][number];

export function OrderLatency(props: { detail: OrderDetail }) {
  const { detail } = props;
  const population = store.system.value?.latencies ?? [];
  return (
    <>
      <h3 class="drawer-heading">Hop by hop, from the client's socket and back</h3>
      {detail.hopsUs !== null && detail.hopsUs.length === population.length ? (
        <Waterfall hopsUs={detail.hopsUs} population={population} />
      ) : (
        <p class="drawer-note">
          This order was not one of the sample: one in a few is followed from socket to socket, and the newest of them
          are kept since the start. What the journal's own times tell is below.
        </p>
      )}
      <h3 class="drawer-heading">By the journal's times</h3>
      <Milestones detail={detail} />
    </>
  );
}

function Waterfall(props: { hopsUs: number[]; population: Population[] }) {
  const { hopsUs, population } = props;
  const total = hopsUs.reduce((sum, hop) => sum + hop, 0);
  let before = 0;
  return (
    <table class="waterfall">
      <thead>
        <tr>
          <th>Hop</th>
          <th class="waterfall-bars">This order, one after the other</th>
          <th>µs</th>
          <th>p50</th>
          <th>p90</th>
          <th>p99</th>
          <th>of {count(population[0].count)} orders</th>
        </tr>
      </thead>
      <tbody>
        {population.map((row, index) => {
          const from = before / total;
          before += hopsUs[index];
          const standing = standingOf(hopsUs[index], row);
          return (
            <tr key={row.hop}>
              <th>{row.hop}</th>
              <td class="waterfall-bars">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  <rect
                    x={from * 100}
                    width={Math.max(0.6, (hopsUs[index] / total) * 100)}
                    height="10"
                    data-tone={standing.tone}
                  />
                </svg>
              </td>
              <td>
                <b>{latency(hopsUs[index])}</b>
              </td>
              <td>{latency(row.p50Us)}</td>
              <td>{latency(row.p90Us)}</td>
              <td>{latency(row.p99Us)}</td>
              <td data-tone={standing.tone}>{standing.text}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th>socket to socket</th>
          <td />
          <td>
            <b>{latency(total)}</b>
          </td>
          <td colSpan={4} class="faint">
            percentiles are each hop's own, and do not add up
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function standingOf(us: number, { p50Us, p90Us, p99Us }: Population): { text: string; tone: string } {
  if (us <= p50Us) return { text: "among the faster half", tone: "good" };
  if (us <= p90Us) return { text: "as most", tone: "" };
  return us <= p99Us ? { text: "slower than 90 %", tone: "warn" } : { text: "slower than 99 %", tone: "bad" };
}

/** Events worth measuring to, from the order's acceptance on; of fills the first and the last. */
function Milestones(props: { detail: OrderDetail }) {
  const { events } = props.detail;
  const accepted = events[0];
  const fills = events.filter(({ name }) => name === "OrderFilled");
  const shown = events.filter(
    (event) => event.name !== "OrderFilled" || event === fills[0] || event === fills[fills.length - 1],
  );
  const spanUs = Math.max(1, (shown.at(-1)?.timeUs ?? 0) - (accepted?.timeUs ?? 0));
  return (
    <table class="waterfall">
      <tbody>
        {shown.map((event) => (
          <tr key={`${event.sequence}-${event.eventIndex}`}>
            <th>{milestoneWord(event, fills)}</th>
            <td class="waterfall-bars">
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect width={Math.max(0.6, ((event.timeUs - accepted.timeUs) / spanUs) * 100)} height="10" />
              </svg>
            </td>
            <td>+{gap(event.timeUs - accepted.timeUs)}</td>
            <td class="faint">{timeOfDay(event.timeUs, 6)}</td>
            <td class="faint">#{count(event.sequence)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function milestoneWord(event: OrderDetail["events"][number], fills: OrderDetail["events"]): string {
  if (event.name !== "OrderFilled" || fills.length === 1) return words(event.name);
  return event === fills[0] ? "First fill" : `Last of ${fills.length} fills`;
}
