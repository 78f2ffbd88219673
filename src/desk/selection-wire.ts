/**
 * Rows a viewer has selected, over `/ws`. He names orders, or lines of a view he has open, and is told what they add up to:
 * again whenever one of them changes. `mark` is his own count of what he said, given back with every answer, so that an
 * answer to what he no longer means is known. A selection is of orders: it stays the same when rows come, move or go.
 */
import { type Static, Type } from "@sinclair/typebox";

const closed = { additionalProperties: false } as const;
/** Orders one viewer may select. */
export const SELECTED_MAX = 100_000;
/** Characters of one message's runs of OrderIDs: longer selections are told in several. */
export const RUNS_MAX = 60_000;

const Integer = Type.Integer();
const Mark = Type.Integer({ minimum: 0, maximum: 0x7fff_ffff });
export const Runs = Type.String({
  description: "OrderIDs and runs of them: 1-500,502",
  maxLength: RUNS_MAX,
  pattern: "^(\\d{1,10}(-\\d{1,10})?(,\\d{1,10}(-\\d{1,10})?)*)?$",
});
const Line = Type.Union([Type.Integer({ minimum: 1, maximum: 0xffff_ffff }), Type.String({ maxLength: 256 })]);

export const SelectSchema = Type.Object(
  {
    kind: Type.Literal("select"),
    mark: Mark,
    how: Type.Union([Type.Literal("replace"), Type.Literal("add"), Type.Literal("remove")]),
    orderIds: Runs,
  },
  closed,
);
export const SelectLinesSchema = Type.Object(
  {
    kind: Type.Literal("selectLines"),
    mark: Mark,
    view: Type.Integer({ minimum: 1, maximum: 0x7fff_ffff }),
    /** Keys of the first and last line; all orders of the view when absent. */
    between: Type.Optional(Type.Tuple([Line, Line])),
  },
  closed,
);
export type Select = Static<typeof SelectSchema>;
export type SelectLines = Static<typeof SelectLinesSchema>;

export const SelectionFiguresSchema = Type.Object(
  {
    kind: Type.Literal("selection"),
    mark: Integer,
    count: Integer,
    orderIds: Type.Union([Runs, Type.Null()], {
      description: "which orders, when the desk found them; null when the viewer named them",
    }),
    orderQty: Type.Number(),
    cumQty: Type.Number(),
    leavesQty: Type.Number(),
    open: Type.Array(
      Type.Object(
        { currency: Type.String(), leaves: Type.String({ description: "open, at the orders' prices" }) },
        closed,
      ),
    ),
    clients: Type.Integer({ description: "how many different ones" }),
    symbols: Type.Integer({ description: "how many different ones" }),
  },
  closed,
);
export type SelectionMessage = Static<typeof SelectionFiguresSchema>;
