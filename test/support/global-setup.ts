/**
 * Builds `dist` before the tests when a source is newer than it, because tests that start real processes run what users
 * run. Type errors are `npm run check`'s to fail on: here they are shown, and the tests judge what was built.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BUILT = join(ROOT, "dist/src/cli.js");

export function setup(): void {
  if (!isStale()) return;
  const startMs = Date.now();
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  for (const project of ["src/sdk/tsconfig.json", "tsconfig.json"]) {
    const result = spawnSync(process.execPath, [tsc, "-p", project], { cwd: ROOT, encoding: "utf8" });
    if (result.status !== 0) process.stderr.write(`tsc -p ${project} says:\n${result.stdout}${result.stderr}\n`);
  }
  // Not "is stale": somebody may have saved a source while the compiler ran.
  if (!existsSync(BUILT) || statSync(BUILT).mtimeMs < startMs) {
    throw new Error("dist could not be built, so no test can start the server; see what tsc says above");
  }
}

/** tsc writes every file anew, so the front door's age is the whole build's. */
function isStale(): boolean {
  if (!existsSync(BUILT)) return true;
  const builtMs = statSync(BUILT).mtimeMs;
  return ["src", "simulator"].some((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.startsWith("blotter"))
      .some((name) => statSync(join(ROOT, folder, name)).mtimeMs > builtMs),
  );
}
