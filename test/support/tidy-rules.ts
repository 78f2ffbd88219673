/**
 * The plan of the house as a check: who may import whom, no cycles, no clock or chance in the deterministic middle, file
 * and name rules. It works on texts, so that planted violations prove that it sees.
 */

export type SourceTree = ReadonlyMap<string, string>;

/** What a folder may import: other folders of the project, and packages (`node:` ones included). */
type Room = { folders: readonly string[]; packages: readonly RegExp[] };

const NODE_FILES = [/^node:(fs|path|crypto)(\/promises)?$/];
const ANYTHING = [/.*/];

/** The import table. The first matching row of a path counts; `to read` is said where a room reads another's state. */
const ROOMS: readonly (readonly [path: RegExp, room: Room])[] = [
  [/^src\/lib\/logger/, { folders: ["src/lib"], packages: [/^node:/, /^pino$/] }],
  [/^src\/lib\//, { folders: ["src/lib"], packages: [/^node:/] }],
  [/^src\/domain\/price\.ts$/, { folders: ["src/domain", "src/lib"], packages: [/^decimal\.js$/] }],
  [/^src\/domain\//, { folders: ["src/domain", "src/lib"], packages: [] }],
  [/^src\/core\//, { folders: ["src/core", "src/domain", "src/lib"], packages: [] }],
  [/^src\/journal\//, { folders: ["src/journal", "src/domain", "src/lib"], packages: NODE_FILES }],
  [
    /^src\/sequencer\//,
    { folders: ["src/sequencer", "src/core", "src/journal", "src/domain", "src/lib"], packages: [] },
  ],
  [/^src\/fix\//, { folders: ["src/fix", "src/lib"], packages: [/^node:(net|tls|buffer|crypto|fs)$/] }],
  // A WebSocket begins as an HTTP request.
  [
    /^src\/client\/web-socket-/,
    { folders: ["src/client", "src/fix", "src/lib"], packages: [/^ws$/, /^node:(http|https|stream|tls|events)$/] },
  ],
  // Publishers read the order's row in the core's table: a plain copy of it for every report would cost more than the report.
  [
    /^src\/client\//,
    { folders: ["src/client", "src/core", "src/fix", "src/domain", "src/lib"], packages: [/^ws$/, /^node:crypto$/] },
  ],
  [/^src\/exchange\//, { folders: ["src/exchange", "src/core", "src/fix", "src/domain", "src/lib"], packages: [] }],
  [
    /^src\/desk\//,
    {
      folders: ["src/desk", "src/domain", "src/core", "src/lib", "src/history"],
      packages: [/^node:/, /^(fastify|ws|fixparser|@sinclair\/typebox.*|@fastify\/.*)$/],
    },
  ],
  [
    /^src\/history\//,
    {
      folders: ["src/history", "src/journal", "src/domain", "src/core", "src/lib"],
      packages: [/^node:/, /^(better-sqlite3|decimal\.js)$/],
    },
  ],
  [
    /^src\/blotter\//,
    {
      folders: ["src/blotter", "src/desk"],
      packages: [/^(preact|@preact\/.*|@tanstack\/.*|uplot|vite|node:url|preact\/.*)$/],
    },
  ],
  // For the clients' own programs: it stands alone.
  [/^src\/sdk\//, { folders: ["src/sdk"], packages: [] }],
  [/^simulator\//, { folders: ["simulator", "src/fix", "src/domain", "src/journal", "src/lib"], packages: [] }],
  [/^src\/(cli\/|[^/]+\.ts$)/, { folders: ["src", "simulator"], packages: ANYTHING }],
  [/^(test|bench)\//, { folders: ["src", "simulator", "bench", "test"], packages: ANYTHING }],
];

const IMPORT = /(?:^|\n)\s*(?:import|export)\s(?:[^"';]*?\sfrom\s)?["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/g;
const TYPE_IMPORT = /(?:^|\n)\s*import\s+type\s[^"';]*?from\s*["']([^"']+)["']/g;
const DETERMINISTIC = /^src\/(core|domain)\//;
/** Files without imports that the browser runs, too. */
const SHARED_WORDS = new Set([
  "src/desk/view/names.ts",
  "src/desk/view/id-runs.ts",
  "src/desk/view/condition-words.ts",
]);
const LINES_MAX = 500;
const BANNED_NAME = /([-/](utils?|helpers?|managers?|services?|impl)(\.|[-/])|\/index\.)/i;

/** A file's first comment says that it is on the hot path. */
const HOT = /^(\/\/[^\n]*\n)*\/\*\*\s+(\* )?Hot path:/;

/** A hot file's bench has its name and its place. */
export function benchOf(path: string): string {
  return `bench/${path.replace(/^src\//, "").replace(/\.ts$/, ".bench.ts")}`;
}

/** @returns the files on the hot path, sorted */
export function hotFiles(tree: SourceTree): string[] {
  return [...tree.keys()].filter((path) => /^(src|simulator)\//.test(path) && HOT.test(tree.get(path)!)).sort();
}

/** @returns every violation as one sentence, sorted */
export function findViolations(tree: SourceTree): string[] {
  const found: string[] = [];
  const graph = new Map<string, string[]>();
  for (const [path, text] of tree) {
    const imports = importsOf(path, text);
    graph.set(
      path,
      imports.files.filter((file) => !imports.typeOnly.has(file)),
    );
    found.push(...importFaults(path, imports), ...textFaults(path, text));
  }
  found.push(...cycleFaults(graph));
  for (const path of hotFiles(tree)) {
    if (!tree.has(benchOf(path))) found.push(`${path}: is hot and has no bench of its own name, ${benchOf(path)}`);
  }
  return found.sort();
}

type Imports = { files: string[]; packages: string[]; typeOnly: Set<string> };

function importsOf(path: string, text: string): Imports {
  const files: string[] = [];
  const packages: string[] = [];
  const folder = path.split("/").slice(0, -1);
  const resolve = (specifier: string) => {
    const parts = [...folder];
    for (const part of specifier.split("/")) {
      if (part === "..") parts.pop();
      else if (part !== ".") parts.push(part);
    }
    return parts.join("/");
  };
  for (const match of text.matchAll(IMPORT)) {
    const specifier = match[1] ?? match[2];
    if (specifier.startsWith(".")) files.push(resolve(specifier));
    else packages.push(specifier);
  }
  const typeOnly = new Set([...text.matchAll(TYPE_IMPORT)].map((match) => resolve(match[1])));
  return { files, packages, typeOnly };
}

function importFaults(path: string, { files, packages, typeOnly }: Imports): string[] {
  const row = ROOMS.find(([pattern]) => pattern.test(path));
  if (row === undefined) return [`${path}: lies in no room of the plan`];
  const [, room] = row;
  const faults: string[] = [];
  for (const file of files) {
    if (!room.folders.some((folder) => file.startsWith(`${folder}/`))) faults.push(`${path}: may not import ${file}`);
    if (/^src\/(?!cli\/)[^/]+\//.test(path) && /^simulator\//.test(file))
      faults.push(`${path}: may not import ${file}`);
    // The words both sides say are one file without imports; everything else of the desk's is types to the browser.
    const isDesk = /^src\/desk\//.test(file) && !SHARED_WORDS.has(file);
    if (/^src\/blotter\//.test(path) && isDesk && !typeOnly.has(file)) {
      faults.push(`${path}: may import types only from ${file}`);
    }
  }
  for (const name of packages) {
    if (!room.packages.some((pattern) => pattern.test(name)))
      faults.push(`${path}: may not import the package ${name}`);
  }
  return faults;
}

function textFaults(path: string, text: string): string[] {
  const faults: string[] = [];
  const isGenerated = /\.generated\.ts$/.test(path) || /^src\/fix\/(dictionaries\/|tags\.ts)/.test(path);
  const lines = text.split("\n").length - 1;
  if (!isGenerated && lines > LINES_MAX) faults.push(`${path}: has ${lines} lines, at most ${LINES_MAX}`);
  if (BANNED_NAME.test(path)) faults.push(`${path}: a name that says nothing of what is inside`);
  if (!/^[a-z0-9./-]+$/.test(path.replace(/\.(tsx?|generated|config|test|bench|d)$/g, "")) && !/\.tsx$/.test(path)) {
    faults.push(`${path}: file names are kebab-case`);
  }
  if (/(^|\n)export default /.test(text) && !/config\.ts$/.test(path)) faults.push(`${path}: has a default export`);
  if (/(^|\n)\s*(export )?(const )?enum /.test(text)) faults.push(`${path}: has an enum`);
  if (/\b(TODO|FIXME|XXX|HACK)\b/.test(text) && !/^test\//.test(path))
    faults.push(`${path}: has a mark of unfinished work`);
  if (!DETERMINISTIC.test(path)) return faults;
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  for (const word of [
    /\bDate\b/,
    /Math\.random/,
    /\bperformance\b/,
    /\bprocess\b/,
    /\basync\b/,
    /\bawait\b/,
    /\bPromise\b/,
    /\bsetTimeout\b/,
    /\bsetImmediate\b/,
  ]) {
    if (word.test(code))
      faults.push(`${path}: the deterministic middle may not use ${word.source.replaceAll("\\b", "")}`);
  }
  if (/^src\/core\//.test(path) && /\blocale|toLocale|Intl\b/.test(code)) faults.push(`${path}: depends on the locale`);
  return faults;
}

function cycleFaults(graph: ReadonlyMap<string, string[]>): string[] {
  const faults: string[] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: string[]) => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      faults.push(`cycle: ${[...trail.slice(at), path].join(" -> ")}`);
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return faults;
}
