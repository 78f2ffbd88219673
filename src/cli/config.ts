/** `lockstep config`: prints the embedded configuration to start one's own from, or checks a file. */
import { loadConfig } from "../config.ts";
import { DEMO_CONFIG } from "../demo-config.ts";
import { checkExposure } from "../exposure.ts";
import { readOptions } from "./options.ts";

const HELP = `usage: lockstep config [FILE]

  Without FILE prints the embedded configuration. With FILE checks it: exit 0 when it is good, else every fault with its line.
`;

export async function config(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, { help: { type: "boolean", short: "h" } }, true);
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [path] = positionals;
  if (path === undefined) {
    process.stdout.write(DEMO_CONFIG);
    return 0;
  }
  const given = loadConfig(path);
  for (const warning of checkExposure(given)) process.stderr.write(`${path}: ${warning}\n`);
  const { sessions, instruments, limits } = given;
  process.stdout.write(
    `${path}: good (${sessions.length} sessions, ${instruments.length} instruments, ${limits.length} limits)\n`,
  );
  return 0;
}
