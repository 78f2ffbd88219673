/** The report of a run as text: every figure beside its peers' and budgets, and at the end what was to be reached. */
import type { BenchRow } from "./row.ts";

/** A peer's figure stands under every row of ours whose name it begins. */
function peersOf(row: BenchRow, rows: readonly BenchRow[]): BenchRow[] {
  return rows.filter(
    (other) => other.peer !== undefined && (row.name === other.name || row.name.startsWith(`${other.name}, `)),
  );
}

function isRate({ unit }: BenchRow): boolean {
  return unit.endsWith("/s");
}

/** Times are better small, rates large: how many times better we are. NaN where one of them is nothing. */
export function ratioOf(ours: BenchRow, peer: BenchRow): number {
  if (ours.value <= 0 || peer.value <= 0) return Number.NaN;
  return isRate(peer) ? ours.value / peer.value : peer.value / ours.value;
}

/** @returns the rows of one bench as lines */
export function rowLines(rows: readonly BenchRow[]): string[] {
  const lines: string[] = [];
  for (const row of rows) {
    if (row.peer !== undefined) continue;
    const budget = row.budget === undefined ? [] : [`budget ${number(row.budget)} ${row.unit}`];
    const reach = row.reach === undefined ? [] : [`reach ${number(row.reach)} ${row.unit}`];
    lines.push(line(`  ${row.name}`, row, [...budget, ...reach, ...noteOf(row)], ""));
    for (const peer of peersOf(row, rows)) {
      const ratio = ratioOf(row, peer);
      const text = Number.isNaN(ratio) ? "" : `   ${ratio.toFixed(2)} x`;
      const reached = peer.reach === undefined ? [] : [`reach ${peer.reach.toFixed(2)} x`];
      lines.push(line(`    ${peer.peer}`, peer, [...reached, ...noteOf(peer)], text));
    }
  }
  return lines;
}

export type Target = { name: string; against: string; found: string; reach: string; isReached: boolean };

/** What the rows of one bench were to reach, against peers and by themselves. */
export function targetsOf(rows: readonly BenchRow[]): Target[] {
  const targets: Target[] = [];
  for (const row of rows) {
    if (row.peer !== undefined) continue;
    if (row.reach !== undefined) {
      const isReached = isRate(row) ? row.value >= row.reach : row.value <= row.reach;
      const texts = { found: `${number(row.value)} ${row.unit}`, reach: `${number(row.reach)} ${row.unit}` };
      targets.push({ name: row.name, against: "", ...texts, isReached });
    }
    for (const peer of peersOf(row, rows)) {
      if (peer.reach === undefined) continue;
      const ratio = ratioOf(row, peer);
      const texts = { found: `${ratio.toFixed(2)} x`, reach: `${peer.reach.toFixed(2)} x` };
      targets.push({ name: row.name, against: peer.peer ?? "", ...texts, isReached: ratio >= peer.reach });
    }
  }
  return targets;
}

/** The table at the end of a report: targets reached and missed, and the budgets that were not kept. */
export function closingLines(all: Readonly<Record<string, readonly BenchRow[]>>): string[] {
  const lines: string[] = [];
  const targets = Object.values(all).flatMap(targetsOf);
  if (targets.length > 0) {
    const reached = targets.filter(({ isReached }) => isReached).length;
    lines.push("", `targets: ${reached} of ${targets.length} reached`);
    for (const { name, against, found, reach, isReached } of targets) {
      const what = against === "" ? name : `${name}, against ${against}`;
      lines.push(`  ${isReached ? "reached" : "MISSED "} ${what.padEnd(96)} ${found.padStart(14)}   of ${reach}`);
    }
  }
  const budgeted = Object.values(all).flatMap((rows) => rows.filter(({ budget }) => budget !== undefined));
  if (budgeted.length > 0) {
    const over = budgeted.filter(({ value, budget }) => value > budget!);
    lines.push("", `budgets of hot files: ${budgeted.length - over.length} of ${budgeted.length} kept`);
    for (const { name, value, budget, unit } of over)
      lines.push(
        `  over    ${name.padEnd(96)} ${`${number(value)} ${unit}`.padStart(14)}   of ${number(budget!)} ${unit}`,
      );
  }
  return lines;
}

function noteOf({ note }: BenchRow): string[] {
  return note === undefined ? [] : [note];
}

function line(name: string, { value, unit }: BenchRow, notes: readonly string[], ratio: string): string {
  const said = notes.length === 0 ? "" : `   (${notes.join("; ")})`;
  return `${name.padEnd(74)} ${number(value).padStart(12)} ${unit}${ratio}${said}`;
}

function number(value: number): string {
  const size = Math.abs(value);
  return size >= 1_000
    ? Math.round(value).toLocaleString("en-US")
    : value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}
