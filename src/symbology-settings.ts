/** What an instrument's row in the configuration says of its other names: the schema's part, and what becomes of it. */
import { type Static, Type } from "@sinclair/typebox";
import { EXCHANGE_MAX } from "./domain/limits.ts";

const Id = (pattern: string) => Type.Optional(Type.String({ pattern }));

/** SecurityIDSource (22) of each key. */
const SOURCES = { cusip: "1", sedol: "2", isin: "4", ric: "5", exchangeSymbol: "8", figi: "S" } as const;

/** Keys of an instrument's row. */
export const SYMBOLOGY_SETTINGS = {
  /** MIC of the market it is listed on; clients name it in SecurityExchange(207). */
  exchange: Type.Optional(Type.String({ pattern: `^[A-Z0-9]{1,${EXCHANGE_MAX}}$` })),
  /** What it is called beside its symbol; clients name it in SecurityID(48) with SecurityIDSource(22). */
  securityIds: Type.Optional(
    Type.Object(
      {
        isin: Id("^[A-Z]{2}[A-Z0-9]{9}[0-9]$"),
        cusip: Id("^[A-Z0-9*@#]{8}[0-9]$"),
        sedol: Id("^[A-Z0-9]{6}[0-9]$"),
        ric: Id("^[\\x21-\\x7b\\x7d\\x7e]{1,32}$"),
        figi: Id("^[A-Z]{2}G[A-Z0-9]{8}[0-9]$"),
        /** What the market itself calls it. */
        exchangeSymbol: Id("^[\\x20-\\x7b\\x7d\\x7e]{1,32}$"),
      },
      { additionalProperties: false },
    ),
  ),
} as const;

const Row = Type.Object({ symbol: Type.String(), ...SYMBOLOGY_SETTINGS });
type Row = Static<typeof Row>;

/** The names as instruments keep them. */
export function toSecurityNames({ exchange = "", securityIds = {} }: Row): { exchange: string; securityIds: string } {
  const ids = (Object.keys(SOURCES) as (keyof typeof SOURCES)[]).flatMap((key) =>
    securityIds[key] === undefined ? [] : [`${SOURCES[key]}:${securityIds[key]}`],
  );
  return { exchange, securityIds: ids.join("|") };
}

/** A name that two rows of one market share, in words, by which no order could be told apart; null when there is none. */
export function sharedNameFault(rows: readonly Row[], index: number): string | null {
  const { exchange = "", securityIds = {} } = rows[index];
  for (const [key, id] of Object.entries(securityIds)) {
    const other = rows.findIndex(
      (row) => (row.exchange ?? "") === exchange && row.securityIds?.[key as keyof typeof SOURCES] === id,
    );
    if (other === index) continue;
    const where = exchange === "" ? "neither says its exchange" : `both are listed on ${exchange}`;
    return `securityIds/${key} ${id} is also ${rows[other].symbol}'s, and ${where}; an order by it could mean either`;
  }
  return null;
}
