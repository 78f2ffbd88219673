/** The differences another configuration would have made, for people and for programs. */
import { decimalText } from "../../domain/price.ts";
import { timeText } from "../../lib/iso-time.ts";
import { stateHash } from "../../state-hash.ts";
import { NotionalSums, notionalText } from "./notional.ts";
import { jsonValue } from "./place.ts";
import type { Tally, WhatIfResult } from "./what-if.ts";
import type { Difference } from "./what-if-outcome.ts";

const CHANGES = ["refused", "accepted", "refused for another reason"] as const;
/** The limits of the exercise, said where its result is read. */
const KEPT =
  "Public prices and all other venue reports are as recorded: the venue's book is not played again without these orders.";
const NO_ANSWER = "; no venue has answered them, so they stay pending and fill nothing here";

export function whatIfText(result: WhatIfResult, configPath: string): string {
  const { sequence, timeNs, commands, recorded, otherwise, differences, consequences } = result;
  const lines = [
    `what if ${configPath} had been in force from the first of ${commands} commands, up to sequence ${sequence}, ${timeText(timeNs)}`,
    `recorded    ${tallyText(recorded)}`,
    `otherwise   ${tallyText(otherwise)}`,
  ];
  for (const text of result.notApplied) lines.push(`not applied ${text}`);
  for (const change of CHANGES) {
    const rows = differences.filter((difference) => difference.change === change);
    if (rows.length === 0) continue;
    lines.push("", `would have been ${change}: ${rows.length}${change === "accepted" ? NO_ANSWER : ""}`);
    for (const row of rows) lines.push(...rowText(row));
  }
  if (differences.length === 0) lines.push("", "nothing would have been different");
  else lines.push("", "totals by client and reason", ...totals(differences).map(totalText));
  if (consequences > 0)
    lines.push("", `${consequences} later requests about those orders would have had other answers`);
  lines.push(...leftOutText(result));
  lines.push("", `state otherwise ${stateHash(result.state)}`, KEPT);
  return `${lines.join("\n")}\n`;
}

/** A line for each difference, and the summary. */
export function whatIfJson(result: WhatIfResult): string {
  const { sequence, timeNs, commands, recorded, otherwise, differences, consequences, limitsPutAside } = result;
  const rows = differences.map(({ timeNs: atNs, notional, lostQty, lostNotional, qtyScale, ...row }) => ({
    kind: "difference",
    ...row,
    time: timeText(atNs),
    notional: notionalText(notional),
    lostQty: decimalText(lostQty, qtyScale),
    lostNotional: notionalText(lostNotional),
  }));
  const summary = {
    kind: "summary",
    sequence,
    time: timeText(timeNs),
    commands,
    recorded,
    otherwise,
    differences: differences.length,
    consequences,
    totals: totals(differences),
    reportsLeftOut: Object.fromEntries(
      [...result.leftOut].map(([reason, names]) => [reason, Object.fromEntries(names)]),
    ),
    fillsLost: [...result.lost.bySymbol].map(([symbol, { fills, qty, qtyScale, notional }]) => ({
      symbol,
      fills,
      qty: bigDecimalText(qty, qtyScale),
      notional,
    })),
    limitsPutAside,
    notApplied: result.notApplied,
    stateHash: stateHash(result.state),
  };
  return [...rows, summary].map((row) => `${JSON.stringify(row, jsonValue)}\n`).join("");
}

function tallyText({ orders, refused, fills, notional }: Tally): string {
  return `${orders} new orders, ${refused} refused by the house, ${fills} fills of ${notional.text()}`;
}

function rowText(row: Difference): string[] {
  const side = row.side === "1" ? "buy" : "sell";
  const price = row.price === "" ? "market" : `@ ${row.price}`;
  const terms = row.request === "cancel" ? row.symbol : `${side} ${row.qty} ${row.symbol} ${price}`;
  const worth = row.request === "cancel" ? "" : `  notional ${notionalText(row.notional)} ${row.currency}`.trimEnd();
  const order = row.orderId === 0 ? "" : `  order ${row.orderId}`;
  const lines = [`  ${row.sequence}  ${row.compId} ${row.request} ${row.clOrdId} ${terms}${worth}${order}`];
  if (row.change !== "accepted") lines.push(`      ${row.reason}: ${row.text}`);
  if (row.recordedReason !== "") lines.push(`      was refused, ${row.recordedReason}: ${row.recordedText}`);
  if (row.lostFills > 0) {
    const qty = decimalText(row.lostQty, row.qtyScale);
    lines.push(`      lost: ${row.lostFills} fills, ${qty}, ${notionalText(row.lostNotional)} ${row.currency}`);
  }
  return lines;
}

type Total = {
  compId: string;
  change: string;
  reason: string;
  requests: number;
  notional: NotionalSums;
  lostFills: number;
  lostNotional: NotionalSums;
};

/** In the order of client, change and reason. */
function totals(differences: readonly Difference[]): Total[] {
  const found = new Map<string, Total>();
  for (const { compId, change, reason, recordedReason, currency, notional, lostFills, lostNotional } of differences) {
    const why = change === "accepted" ? recordedReason : reason;
    const key = `${compId}\n${change}\n${why}`;
    let total = found.get(key);
    if (total === undefined) {
      total = {
        compId,
        change,
        reason: why,
        requests: 0,
        notional: new NotionalSums(),
        lostFills: 0,
        lostNotional: new NotionalSums(),
      };
      found.set(key, total);
    }
    total.requests++;
    total.notional.add(currency, notional);
    total.lostFills += lostFills;
    if (lostFills > 0) total.lostNotional.add(currency, lostNotional);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
}

function totalText({ compId, change, reason, requests, notional, lostFills, lostNotional }: Total): string {
  const lost = lostFills === 0 ? "" : `, lost ${lostFills} fills of ${lostNotional.text()}`;
  const was = change === "accepted" ? "instead of " : "";
  return `  ${compId}  ${change}, ${was}${reason}: ${requests}, notional ${notional.text()}${lost}`;
}

function leftOutText({ leftOut, lost }: WhatIfResult): string[] {
  if (leftOut.size === 0) return [];
  const lines = ["", "venue reports left out"];
  for (const [reason, names] of leftOut) {
    const counts = [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${count} ${name}`);
    lines.push(`  ${reason}: ${counts.join(", ")}`);
  }
  for (const [symbol, { fills, qty, qtyScale, notional }] of lost.bySymbol) {
    lines.push(`  fills lost in ${symbol}: ${fills}, ${bigDecimalText(qty, qtyScale)}, ${notional.text()}`);
  }
  return lines;
}

function bigDecimalText(value: bigint, scale: number): string {
  const digits = String(value).padStart(scale + 1, "0");
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
