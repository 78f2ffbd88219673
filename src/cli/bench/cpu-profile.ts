/**
 * A CPU profile as V8 writes it, folded into one tree of who called whom, and told by hop and by file.
 *
 * Pure: profile in, numbers out. V8 samples a thread's stack every so often; a sample stands for the time until the next
 * one. What runs outside the language (system calls, the collector) is a frame without a file, and counts for the nearest
 * of our files that called it, as the library's small pieces (`src/lib`) do: the question is what an order pays for.
 */

/** What the inspector's Profiler.stop gives; times in microseconds of the machine's monotonic clock. */
export type CpuProfile = {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
    children?: number[];
  }[];
  startTime: number;
  endTime: number;
  samples: number[];
  /** From the sample before to this one; the first from `startTime`. */
  timeDeltas: number[];
};

/** From and to, in microseconds of the same clock: only time inside one of them counts. */
export type TimeWindow = readonly [fromUs: number, toUs: number];

/** All calls of one function from one chain of callers. */
export type FlameNode = {
  name: string;
  /** "src/fix/framer" for one of ours, "node:net", "" outside the language. */
  file: string;
  /** In the built file; 0 where there is none. */
  line: number;
  selfUs: number;
  totalUs: number;
  children: FlameNode[];
};

export type SelfTime = { name: string; selfUs: number };

/** V8's own names for what is no function. */
const ROOT = "(root)";
const IDLE = "(idle)";
const PROGRAM = "(program)";
const COLLECTOR = "(garbage collector)";

/** Whose file a frame lies in says which hop it is part of; the first prefix that fits counts. */
const HOPS: readonly (readonly [prefix: string, hop: string])[] = [
  ["src/fix/outbound", "report: encode"],
  ["src/fix/message-writer", "report: encode"],
  ["src/fix/timestamps", "report: encode"],
  ["src/client/fix-adapter", "message to command"],
  ["src/client/session-ledger", "report: kept for resend"],
  ["src/client/sent-places", "report: kept for resend"],
  ["src/sequencer/sent-stage", "report: kept for resend"],
  ["src/client/", "report: fields"],
  ["src/fix/acceptor", "report: to the socket"],
  ["src/fix/connection out", "report: to the socket"],
  ["src/fix/", "read, frame, session, validate"],
  ["src/sequencer/", "sequencer"],
  ["src/core/", "risk, decide, evolve"],
  ["src/domain/", "records: encode"],
  ["src/journal/", "journals: hash and write"],
  ["src/exchange/", "to and from the venue"],
  ["simulator/", "exchange in the box"],
  ["src/", "server: timers, status"],
];
/** A connection's file has both directions. */
const CONNECTION = "src/fix/connection";
const CONNECTION_OUT: ReadonlySet<string> = new Set(["write", "flush", "#writeOut", "#written", "#grow"]);
const OUTSIDE = "Node: event loop, sockets read";

/** Folds a profile. Idle time is left out; the whole time sampled is the root's total and what `idleUs` says. */
export function foldProfile(
  profile: CpuProfile,
  windows: readonly TimeWindow[],
): { root: FlameNode; idleUs: number; samples: number } {
  const selfUs = new Map<number, number>();
  let atUs = profile.startTime;
  let samples = 0;
  for (let index = 0; index < profile.samples.length; index++) {
    atUs += profile.timeDeltas[index];
    const untilUs = index + 1 < profile.samples.length ? atUs + profile.timeDeltas[index + 1] : profile.endTime;
    const us = overlap(atUs, untilUs, windows);
    if (us <= 0) continue;
    samples++;
    selfUs.set(profile.samples[index], (selfUs.get(profile.samples[index]) ?? 0) + us);
  }
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const root: FlameNode = { name: ROOT, file: "", line: 0, selfUs: 0, totalUs: 0, children: [] };
  let idleUs = 0;
  const add = (id: number, parent: FlameNode): void => {
    const node = byId.get(id);
    if (node === undefined) return;
    const { functionName } = node.callFrame;
    const own = selfUs.get(id) ?? 0;
    if (functionName === IDLE) {
      idleUs += own;
      return;
    }
    const into = functionName === ROOT ? root : childOf(parent, node.callFrame);
    into.selfUs += own;
    for (const child of node.children ?? []) add(child, into);
  };
  if (profile.nodes.length > 0) add(profile.nodes[0].id, root);
  sum(root);
  return { root, idleUs, samples };
}

/** Without the frames that are less than a share of the whole: a tree fit to be kept and drawn. Totals stay as they are. */
export function pruned(root: FlameNode, leastShare: number): FlameNode {
  const leastUs = root.totalUs * leastShare;
  const copy = (node: FlameNode): FlameNode => ({
    ...node,
    selfUs: Math.round(node.selfUs),
    totalUs: Math.round(node.totalUs),
    children: node.children.filter(({ totalUs }) => totalUs >= leastUs).map(copy),
  });
  return copy(root);
}

/** Time by hop of an order's way, the most first. */
export function selfByHop(root: FlameNode): SelfTime[] {
  return tally(root, (owner) => hopOf(owner));
}

/** Time by file, what it had done outside the language included, the most first. */
export function selfByFile(root: FlameNode): SelfTime[] {
  return tally(root, (owner) => owner);
}

/** Time by function, its own alone, the most first. */
export function selfByFunction(root: FlameNode): SelfTime[] {
  const times = new Map<string, number>();
  visit(root, "", (node) => {
    if (node === root) return;
    const name = node.file === "" ? node.name : `${node.name} (${node.file})`;
    times.set(name, (times.get(name) ?? 0) + node.selfUs);
  });
  return sorted(times);
}

/** @param owner a file's name, or what stands for one */
export function hopOf(owner: string): string {
  if (owner.startsWith("(")) return owner;
  return HOPS.find(([prefix]) => owner.startsWith(prefix))?.[1] ?? OUTSIDE;
}

function tally(root: FlameNode, nameOf: (owner: string) => string): SelfTime[] {
  const times = new Map<string, number>();
  visit(root, "", (node, owner) => {
    if (node.selfUs === 0) return;
    const name = nameOf(owner === "" ? OUTSIDE : owner);
    times.set(name, (times.get(name) ?? 0) + node.selfUs);
  });
  return sorted(times);
}

/** @param owner the nearest caller's file that pays for what has none of its own */
function visit(node: FlameNode, owner: string, see: (node: FlameNode, owner: string) => void): void {
  const payer = payerOf(node, owner);
  see(node, payer);
  for (const child of node.children) visit(child, payer, see);
}

function payerOf({ name, file }: FlameNode, owner: string): string {
  if (name === COLLECTOR || (name === PROGRAM && owner === "")) return name;
  const isOurs = file.startsWith("src/") || file.startsWith("simulator/");
  if (file === CONNECTION && CONNECTION_OUT.has(name)) return `${CONNECTION} out`;
  if (isOurs && !(file.startsWith("src/lib/") && owner !== "")) return file;
  return owner === "" || owner.startsWith("node:") ? file || owner : owner;
}

function childOf(
  parent: FlameNode,
  { functionName, url, lineNumber }: CpuProfile["nodes"][number]["callFrame"],
): FlameNode {
  const name = functionName === "" ? "(anonymous)" : functionName;
  const file = fileOf(url);
  const line = lineNumber < 0 ? 0 : lineNumber + 1;
  let child = parent.children.find((known) => known.name === name && known.file === file && known.line === line);
  if (child === undefined) {
    child = { name, file, line, selfUs: 0, totalUs: 0, children: [] };
    parent.children.push(child);
  }
  return child;
}

/** "file:///…/dist/src/fix/framer.js" is "src/fix/framer". */
function fileOf(url: string): string {
  if (url === "" || url.startsWith("node:")) return url;
  const at = Math.max(url.lastIndexOf("/dist/") + 6, url.lastIndexOf("/node_modules/") + 1);
  return url.slice(at).replace(/\.[cm]?[jt]s$/, "");
}

function sum(node: FlameNode): number {
  node.totalUs = node.selfUs + node.children.reduce((total, child) => total + sum(child), 0);
  node.children.sort((left, right) => right.totalUs - left.totalUs);
  return node.totalUs;
}

function sorted(times: Map<string, number>): SelfTime[] {
  return [...times]
    .map(([name, selfUs]) => ({ name, selfUs }))
    .filter(({ selfUs }) => selfUs > 0)
    .sort((left, right) => right.selfUs - left.selfUs);
}

function overlap(fromUs: number, toUs: number, windows: readonly TimeWindow[]): number {
  let us = 0;
  for (const [start, end] of windows) us += Math.max(0, Math.min(toUs, end) - Math.max(fromUs, start));
  return us;
}
