/** Splits of instruments, as the desk takes them and says beforehand what each would do. */
import { type Static, Type } from "@sinclair/typebox";

const closed = { additionalProperties: false } as const;
const Shares = Type.Integer({ minimum: 1, maximum: 10_000 });
const Venue = Type.String({ minLength: 1, maxLength: 32, pattern: "^[\\x21-\\x7e]+$" });

export const SPLIT_FIELDS = {
  symbol: Type.String({ description: "Symbol(55)", minLength: 1, maxLength: 32, pattern: "^[\\x20-\\x7e]+$" }),
  newShares: Shares,
  oldShares: Shares,
};
export const SplitBodySchema = Type.Object(
  {
    ...SPLIT_FIELDS,
    splitId: Type.String({
      description: "what it is called; a split of that id is applied once",
      pattern: "^[\\x21-\\x7e]{1,64}$",
    }),
    replaceAt: Type.Optional(
      Type.Array(Venue, { description: "venues that do not split the orders on their books", maxItems: 16 }),
    ),
    actor: Type.String({ minLength: 1, maxLength: 40, pattern: "^[\\x20-\\x7e\\xa0-\\xff]+$" }),
  },
  closed,
);
export const SplitQuerySchema = Type.Object(
  {
    ...SPLIT_FIELDS,
    replaceAt: Type.Optional(Type.String({ description: "names with commas between them", maxLength: 600 })),
  },
  closed,
);
export const SplitRowSchema = Type.Object(
  {
    orderId: Type.Integer(),
    clOrdId: Type.String(),
    compId: Type.String(),
    act: Type.String({
      description:
        "restate (kept here), replace (by the house, at its venue), cancel, leave (to its venue, the desk, or the end of its day)",
    }),
    orderQty: Type.String(),
    cumQty: Type.String(),
    price: Type.String({ description: "empty for none" }),
    newOrderQty: Type.String(),
    newCumQty: Type.String(),
    newPrice: Type.String(),
    text: Type.String({ description: "what was rounded, or why it is canceled" }),
  },
  closed,
);
export const SplitPreviewSchema = Type.Object({ rows: Type.Array(SplitRowSchema), tradingDay: Type.Integer() }, closed);
export type SplitRow = Static<typeof SplitRowSchema>;
export type SplitPreview = Static<typeof SplitPreviewSchema>;
