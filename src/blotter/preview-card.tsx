/** What an order would come to: in a sentence, beside the market, with its warnings. The ticket and the command line show it alike. */
import type { Preview } from "../desk/preview-wire.ts";
import { sideLook } from "./codes.ts";
import { span } from "./format.ts";

export function PreviewCard(props: { preview: Preview; isCurrent: boolean }) {
  const { preview, isCurrent } = props;
  const { reference, market, instrument, route, limits, notional, words, side } = preview;
  return (
    <div class="preview" data-side={side === "" ? undefined : sideLook(side).side} data-current={isCurrent}>
      <p class="preview-words">{words}</p>
      <dl class="preview-facts">
        <Fact name="Notional">{notional || "–"}</Fact>
        {reference !== null && (
          <Fact name="Reference">
            <b>{reference.price}</b> {reference.source}
            {reference.ageMs !== null && <small class="age"> {age(reference.ageMs)}</small>}
            {reference.awayPercent !== null && <Away percent={reference.awayPercent} />}
          </Fact>
        )}
        {market !== null && (
          <Fact name="Bid · Offer">
            <b>{market.bid || "–"}</b> · <b>{market.offer || "–"}</b>
            {market.quoteAgeMs !== null && <small class="age"> {age(market.quoteAgeMs)}</small>}
          </Fact>
        )}
        {route.to !== "" && (
          <Fact name="Goes to">
            {route.to}
            {market?.phase === "closed" && <small> market closed</small>}
            {route.rule !== "" && <small> {route.rule}</small>}
          </Fact>
        )}
        {instrument !== null && (
          <Fact name="Instrument">
            {instrument.description} <small>lot {instrument.lot}</small>
            {market !== null && market.volume !== "" && <small> · {market.volume} traded today</small>}
          </Fact>
        )}
        {limits.length > 0 && (
          <Fact name="Of the limits">
            {limits.map(({ name, limit, usedPercent }) => (
              <span key={name} class="limit-use" data-over={usedPercent > 100} title={`${name}: at most ${limit}`}>
                <span class="limit-track" aria-hidden="true">
                  <span class="limit-bar" style={{ transform: `scaleX(${Math.min(1, usedPercent / 100)})` }} />
                </span>
                {usedPercent < 10 ? usedPercent.toFixed(1) : usedPercent.toFixed(0)} % <small>of {name}</small>
              </span>
            ))}
          </Fact>
        )}
      </dl>
    </div>
  );
}

/** Always there, so that a screen reader hears what comes into it. */
export function Warnings(props: { preview: Preview | null; isArmed: boolean }) {
  const warnings = props.preview?.warnings ?? [];
  return (
    <div role="status">
      {warnings.length > 0 && (
        <ul class="warnings" data-armed={props.isArmed}>
          {warnings.map(({ kind, text }) => (
            <li key={kind}>
              <span aria-hidden="true">⚠</span> {text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Away({ percent }: { percent: number }) {
  const sign = percent > 0 ? "+" : percent < 0 ? "−" : "";
  return (
    <span class="away">
      {sign}
      {Math.abs(percent).toFixed(2)} %
    </span>
  );
}

function Fact(props: { name: string; children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function age(ms: number): string {
  return ms < 1_000 ? "just now" : `${span(ms)} ago`;
}
