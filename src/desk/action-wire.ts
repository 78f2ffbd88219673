/**
 * What people ask for over HTTP, and what they are answered. The one place that says so: schemas, types and the checks of
 * what each action needs are made from here.
 */
import { type Static, Type } from "@sinclair/typebox";
import { ACTION_ID_MAX, CL_ORD_ID_MAX, DESK_ORDERS_MAX, TEXT_MAX, USER_MAX } from "../domain/limits.ts";

const closed = { additionalProperties: false } as const;
/** The journal keeps Latin-1. */
const LATIN = "^[\\x20-\\x7e\\xa0-\\xff]*$";
const name = (description: string) => Type.String({ description, minLength: 1, maxLength: USER_MAX, pattern: LATIN });
const Decimal = (description: string) =>
  Type.String({ description, maxLength: 20, pattern: "^\\d{1,15}(\\.\\d{1,8})?$" });
const OrderId = Type.Integer({ minimum: 1, maximum: 0xffff_ffff });

/** What an order without a note may not go on to, by the numbers of the journal's NoteBefore. */
export const NOTE_BEFORE = ["nothing", "work", "accept"] as const;

/** Each action, and the fields it cannot be without. */
export const NEEDS = {
  accept: ["orderId"],
  reject: ["orderId"],
  claim: ["orderId"],
  pass: ["orderId"],
  lock: ["orderId"],
  release: ["orderId"],
  slice: ["orderId", "qty"],
  fill: ["orderId", "qty", "price"],
  replace: ["orderId", "qty"],
  cancel: ["orderId"],
  note: ["orderId", "text"],
  new: ["account", "symbol", "side", "qty"],
  handOver: ["from", "to"],
  cancelAll: ["orderIds"],
  closeException: ["exceptionId", "text"],
  requireNotes: ["before"],
} as const satisfies Record<string, readonly string[]>;
export type ActionName = keyof typeof NEEDS;

export const ActionSchema = Type.Object(
  {
    action: Type.Union(
      (Object.keys(NEEDS) as ActionName[]).map((action) => Type.Literal(action)),
      { description: "what is done" },
    ),
    user: name("who does it"),
    actionId: Type.Optional(
      Type.String({
        description: "an id of your own: sent again, the first outcome is told again, and nothing is done twice",
        minLength: 1,
        maxLength: ACTION_ID_MAX,
        pattern: "^[\\x21-\\x7e]+$",
      }),
    ),
    orderId: Type.Optional(OrderId),
    seen: Type.Optional(
      Type.String({
        description: "the order's `seen` as you saw it: refused when it has changed",
        pattern: "^\\d{1,19}$",
      }),
    ),
    qty: Type.Optional(Decimal("quantity")),
    price: Type.Optional(Decimal("price; none for a market order")),
    ordType: Type.Optional(
      Type.String({ description: "OrdType(40)", minLength: 1, maxLength: 1, pattern: "^[A-Z0-9]$" }),
    ),
    timeInForce: Type.Optional(
      Type.String({
        description: "TimeInForce(59); 0 (day) when absent",
        minLength: 1,
        maxLength: 1,
        pattern: "^[A-Z0-9]$",
      }),
    ),
    venueId: Type.Optional(
      Type.Integer({
        description: "which venue; where the instrument's orders go when absent",
        minimum: 1,
        maximum: 16,
      }),
    ),
    contra: Type.Optional(name("with whom a fill by hand was made")),
    tradedMs: Type.Optional(
      Type.Integer({
        description: "when, in milliseconds since 1970 UTC; now when absent",
        minimum: 1,
        maximum: 8_640_000_000_000,
      }),
    ),
    text: Type.Optional(Type.String({ description: "a reason, or a note", maxLength: TEXT_MAX, pattern: LATIN })),
    owner: Type.Optional(name("the trader it is passed to")),
    desk: Type.Optional(name("the desk it is passed to")),
    account: Type.Optional(name("Account(1)")),
    symbol: Type.Optional(name("Symbol(55)")),
    side: Type.Optional(
      Type.Union([Type.Literal("1"), Type.Literal("2"), Type.Literal("5")], { description: "Side(54)" }),
    ),
    isCare: Type.Optional(Type.Boolean({ description: "people work it; it goes to no venue by itself" })),
    client: Type.Optional(
      name(
        "who gave the order by telephone, and is told of it: a session's CompID, or its key; or the CompID whose orders need notes",
      ),
    ),
    clOrdId: Type.Optional(
      Type.String({
        description: "ClOrdID(11) the client gave it by telephone; sent over its session it is a duplicate",
        minLength: 1,
        maxLength: CL_ORD_ID_MAX,
        pattern: "^[\\x21-\\x7e]+$",
      }),
    ),
    from: Type.Optional(name("whose orders are handed over")),
    to: Type.Optional(name("to whom")),
    before: Type.Optional(
      Type.Union(
        NOTE_BEFORE.map((step) => Type.Literal(step)),
        {
          description: "orders need a note before they are given out or filled by hand (work), or accepted; or none",
        },
      ),
    ),
    orderIds: Type.Optional(Type.Array(OrderId, { maxItems: DESK_ORDERS_MAX, minItems: 1 })),
    exceptionId: Type.Optional(Type.Integer({ minimum: 1, maximum: 0xffff_ffff })),
  },
  closed,
);
export type ActionRequest = Static<typeof ActionSchema>;
/** With the id it is known by. */
export type IdentifiedAction = ActionRequest & { actionId: string };

export const ActionReplySchema = Type.Object(
  {
    actionId: Type.String(),
    status: Type.Union([Type.Literal("done"), Type.Literal("refused"), Type.Literal("unknown")], {
      description: "unknown: not heard of within five seconds; ask again with the same actionId",
    }),
    orderId: Type.Integer({ description: "the order, or the one that was made; 0 for none" }),
    text: Type.String({ description: "why it was refused, or what came of it" }),
    field: Type.Optional(Type.String({ description: "which field a refusal is about; absent when it is about none" })),
  },
  closed,
);
export type ActionReply = Static<typeof ActionReplySchema>;

export const MenuSchema = Type.Object(
  {
    orderId: Type.Integer(),
    seen: Type.String({ description: "when the order last changed; give it back with an action" }),
    isChild: Type.Boolean(),
    isCare: Type.Boolean(),
    freeQty: Type.String({ description: "what may be given out, or filled by hand" }),
    items: Type.Array(
      Type.Object(
        {
          action: Type.String(),
          isEnabled: Type.Boolean(),
          reason: Type.String({ description: "why not; empty when it can be done" }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type Menu = Static<typeof MenuSchema>;

export const NoteRulesSchema = Type.Object(
  {
    rules: Type.Array(
      Type.Object(
        {
          compId: Type.String({ description: "empty for a desk, or for all" }),
          desk: Type.String({ description: "empty for a client, or for all" }),
          before: Type.String({ description: "work or accept" }),
          user: Type.String({ description: "who set it" }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type NoteRulesReply = Static<typeof NoteRulesSchema>;

export const SelectionSchema = Type.Object(
  {
    count: Type.Integer({ description: "orders named" }),
    cancelable: Type.Array(Type.Integer(), { description: "those that can be canceled" }),
    notionals: Type.Array(
      Type.Object(
        { currency: Type.String(), leaves: Type.String({ description: "what is still open, at the orders' prices" }) },
        closed,
      ),
    ),
    reasons: Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer() }, closed)),
  },
  closed,
);
export type Selection = Static<typeof SelectionSchema>;

/** What an action lacks, or what of it cannot be exact; "" when nothing. */
export function actionRequestFault(request: ActionRequest): string {
  for (const field of NEEDS[request.action]) {
    if (request[field] === undefined) return `body/${field}: ${request.action} needs it, and it is missing`;
  }
  for (const field of ["qty", "price"] as const) {
    const digits = request[field]?.replace(".", "").length ?? 0;
    if (digits > 15) return `body/${field}: at most 15 digits are exact, found ${digits}`;
  }
  return "";
}
