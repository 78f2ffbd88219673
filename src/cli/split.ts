/** `lockstep split`: an instrument is split, by way of a running OMS's desk; or what that would do. */
import { userInfo } from "node:os";
import type { SplitPreview, SplitRow } from "../desk/split-wire.ts";
import { askDesk, deskAddress, HTTP_HELP, queryOf } from "./desk-call.ts";
import { readOptions, usageError } from "./options.ts";

const HELP = `usage: lockstep split SYMBOL NEW:OLD [OPTIONS]

  NEW new shares for OLD old ones: 2:1, 3:2, 1:10. Orders that outlive the day and are kept here are restated at once:
  what is open is rounded down to the lot, prices in the client's favour. An order on a venue's book is the venue's to
  restate; at the venues of --replace-at the house replaces it. Orders the desk works are the desk's. It is said once a day.

  --replace-at NAME,…  venues that do not split the orders on their books
  --dry-run            tells what would become of each open order, and does nothing
  --id ID              what the split is called; one of that id is applied once (SYMBOL-NEW:OLD-DAY unless told)
  --actor NAME         who: the name of the account this runs under unless told
${HTTP_HELP}
  --json               for programs
`;
const WORDS: Readonly<Record<string, string>> = {
  restate: "is restated",
  replace: "is replaced at its venue",
  cancel: "is canceled",
  leave: "is left as it is",
};

/** @throws LockstepError LOCKSTEP_ERR_USAGE, LOCKSTEP_ERR_REQUEST for what the OMS refuses, or when none is there */
export async function split(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(
    args,
    {
      "replace-at": { type: "string" },
      "dry-run": { type: "boolean" },
      id: { type: "string" },
      actor: { type: "string" },
      http: { type: "string" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
    true,
  );
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [symbol, ratio, ...more] = positionals;
  const [, newShares, oldShares] = /^([1-9]\d{0,4}):([1-9]\d{0,4})$/.exec(ratio ?? "") ?? [];
  if (symbol === undefined || newShares === undefined || more.length > 0)
    throw usageError(`lockstep split ${positionals.join(" ")}: expected SYMBOL NEW:OLD, as ACME 2:1`);
  const asked = { symbol, newShares: Number(newShares), oldShares: Number(oldShares) };
  const replaceAt = values["replace-at"];
  const desk = askDesk(deskAddress(values.http));
  const { rows, tradingDay } = (await desk(`/api/splits${queryOf({ ...asked, replaceAt })}`)) as SplitPreview;
  const splitId = String(values.id ?? `${symbol}-${ratio}-${tradingDay}`);
  const isDone = values["dry-run"] !== true;
  if (isDone) {
    const venues = String(replaceAt ?? "").split(",");
    const actor = String(values.actor ?? userInfo().username);
    await desk("/api/splits", { ...asked, splitId, replaceAt: venues.filter((name) => name !== ""), actor });
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ splitId, ...asked, isDone, rows })}\n`);
  else process.stdout.write(textOf(`${symbol} ${ratio}`, isDone, rows));
  return 0;
}

function textOf(what: string, isDone: boolean, rows: readonly SplitRow[]): string {
  const counts = Object.entries(WORDS).map(([act, words]) => {
    const count = rows.filter((row) => row.act === act).length;
    return count === 0 ? "" : `${count} ${words}`;
  });
  const summary = counts.filter((text) => text !== "").join(", ");
  const head = isDone ? `${what} is split` : `${what} would be split`;
  const lines = rows.map((row) => {
    const before = `${row.orderQty} (${row.cumQty} filled)${row.price === "" ? "" : ` @ ${row.price}`}`;
    const after = `${row.newOrderQty} (${row.newCumQty} filled)${row.newPrice === "" ? "" : ` @ ${row.newPrice}`}`;
    const change = before === after ? before : `${before} -> ${after}`;
    return `  ${row.orderId} ${row.compId} ${row.clOrdId} ${WORDS[row.act]}: ${change}${row.text === "" ? "" : `; ${row.text}`}\n`;
  });
  return `${head}: ${summary === "" ? "no open order in it" : summary}\n${lines.join("")}`;
}
