/** `lockstep views`: the views of the orders that people have saved on a running OMS's blotter. */
import { readFileSync } from "node:fs";
import { errorText } from "../lib/errors.ts";
import { askDesk, deskAddress, HTTP_HELP } from "./desk-call.ts";
import { readOptions, usageError } from "./options.ts";

const HELP = `usage: lockstep views list
       lockstep views show NAME            as JSON, to be saved elsewhere
       lockstep views save NAME [FILE]     from a file or standard input
       lockstep views delete NAME

  --json           for programs
${HTTP_HELP}
`;
type Reply = { views: { name: string; view: Record<string, unknown> }[] };

/** @throws LockstepError LOCKSTEP_ERR_USAGE, LOCKSTEP_ERR_REQUEST */
export async function views(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(
    args,
    { http: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    true,
  );
  const [verb = "", name, file, ...more] = positionals;
  if (values.help || verb === "") {
    process.stdout.write(HELP);
    return values.help ? 0 : 1;
  }
  const desk = askDesk(deskAddress(values.http));
  const say = (answer: unknown, words: string) =>
    process.stdout.write(values.json ? `${JSON.stringify(answer)}\n` : words);
  const isNamed = name !== undefined && more.length === 0;
  if (verb === "list" && name === undefined) {
    const reply = (await desk("/api/views")) as Reply;
    say(reply, reply.views.map((one) => `${one.name}\n`).join(""));
  } else if (verb === "show" && isNamed) {
    const found = ((await desk("/api/views")) as Reply).views.find((one) => one.name === name);
    if (found === undefined) throw usageError(`there is no saved view ${name}`);
    say(found.view, `${JSON.stringify(found.view, null, 2)}\n`);
  } else if (verb === "save" && isNamed) {
    await desk(`/api/views/${encodeURIComponent(name)}`, { view: readView(file) }, "PUT");
    say({ name }, `${name} is saved\n`);
  } else if (verb === "delete" && isNamed) {
    await desk(`/api/views/${encodeURIComponent(name)}`, undefined, "DELETE");
    say({ name }, `${name} is deleted\n`);
  } else throw usageError(`${positionals.join(" ")}: expected list, or show, save or delete NAME`);
  return 0;
}

function readView(file: string | undefined): Record<string, unknown> {
  try {
    const view: unknown = JSON.parse(readFileSync(file ?? 0, "utf8"));
    if (typeof view === "object" && view !== null && !Array.isArray(view)) return view as Record<string, unknown>;
  } catch (error) {
    throw usageError(`${file ?? "standard input"}: ${errorText(error)}`);
  }
  throw usageError(`${file ?? "standard input"}: expected a view as a JSON object`);
}
