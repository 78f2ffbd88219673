/**
 * What an action would come to, before it is sent: asked for while a person types, in a ticket field by field and in the
 * command line as text. The one place that says so: schemas and types are made from here.
 */
import { type Static, Type } from "@sinclair/typebox";
import { ACCOUNT_MAX, TEXT_MAX, USER_MAX } from "../domain/limits.ts";
import { ORDER_LINE_MAX } from "../domain/order-grammar.ts";
import { ActionSchema } from "./action-wire.ts";

const closed = { additionalProperties: false } as const;
/** As it stands in a field that somebody is typing in: anything, judged by what reads it. */
const Typed = (description: string, maxLength = 64) => Type.Optional(Type.String({ description, maxLength }));
const OrderId = Type.Integer({ minimum: 1, maximum: 0xffff_ffff });

export const PreviewQuerySchema = Type.Object(
  {
    action: Type.Union(
      (["new", "slice", "fill", "replace"] as const).map((action) => Type.Literal(action)),
      { description: "what would be done" },
    ),
    user: Typed("who would do it", USER_MAX),
    orderId: Type.Optional(OrderId),
    seen: Type.Optional(Type.String({ description: "the order's `seen` as you saw it", pattern: "^\\d{1,19}$" })),
    side: Typed("Side(54)", 1),
    qty: Typed("quantity as typed: 10k, 1.5m"),
    symbol: Typed("Symbol(55), in any case"),
    ordType: Typed("OrdType(40): 1 or 2; by the price when absent", 1),
    price: Typed("price as typed"),
    timeInForce: Typed("TimeInForce(59)", 1),
    account: Typed("Account(1)"),
    client: Typed("CompID of the client that gave it by telephone and is told of it", 64),
    contra: Typed("with whom a fill by hand was made"),
    isCare: Type.Optional(Type.Boolean({ description: "people would work it" })),
  },
  closed,
);
export type PreviewQuery = Static<typeof PreviewQuerySchema>;

const Text = Type.String();
const AgeMs = Type.Union([Type.Integer(), Type.Null()], { description: "milliseconds; null when it is not known" });

export const PreviewSchema = Type.Object(
  {
    action: Text,
    orderId: Type.Integer({ description: "0 for a new order" }),
    words: Type.String({ description: "what would be done, in a sentence" }),
    side: Type.String({ description: "Side(54) of the order, empty while it is not known" }),
    faults: Type.Array(
      Type.Object(
        {
          field: Type.String({ description: "which field it is about, empty for none" }),
          text: Text,
          isMissing: Type.Boolean({ description: "nothing is there yet, rather than something wrong" }),
        },
        closed,
      ),
      { description: "why it cannot be sent; none when it can" },
    ),
    warnings: Type.Array(Type.Object({ kind: Text, text: Text }, closed), {
      description: "what a careful person would look at once more",
    }),
    request: Type.Union([ActionSchema, Type.Null()], {
      description: "what to POST to /api/actions to have it done; null while something is wrong",
    }),
    qty: Type.String({ description: "the quantity as it was understood, in digits" }),
    current: Type.Union([Type.Object({ qty: Text, price: Text }, closed), Type.Null()], {
      description: "what the order has now; null for a new one",
    }),
    notional: Text,
    instrument: Type.Union([
      Type.Object(
        {
          symbol: Text,
          description: Text,
          currency: Text,
          priceScale: Type.Integer(),
          tickTable: Type.Array(Type.Integer(), { description: "pairs (from price, tick)" }),
          lot: Text,
        },
        closed,
      ),
      Type.Null(),
    ]),
    market: Type.Union([
      Type.Object(
        {
          bid: Text,
          offer: Text,
          last: Text,
          close: Type.String({ description: "the reference price of the instrument's definition" }),
          volume: Type.String({ description: "what traded today, as its exchange tells; empty when it does not" }),
          phase: Type.String({ description: "open, closed, or empty when its venue does not say" }),
          quoteAgeMs: AgeMs,
          lastAgeMs: AgeMs,
        },
        closed,
      ),
      Type.Null(),
    ]),
    reference: Type.Union(
      [
        Type.Object(
          {
            price: Text,
            source: Type.String({ description: "last trade, mid, or close" }),
            ageMs: AgeMs,
            awayPercent: Type.Union([Type.Number(), Type.Null()], {
              description: "how far the order's price is above (or, negative, below) it; null without a price",
            }),
          },
          closed,
        ),
        Type.Null(),
      ],
      { description: "the price the order's is measured by" },
    ),
    route: Type.Object({ to: Text, rule: Type.String({ description: "which routing rule, or why none" }) }, closed),
    limits: Type.Array(
      Type.Object(
        { name: Text, limit: Text, usedPercent: Type.Number({ description: "how much of it the order would use" }) },
        closed,
      ),
    ),
    sequence: Type.Integer({ description: "the last frame the answer knows of" }),
  },
  closed,
);
export type Preview = Static<typeof PreviewSchema>;
export type PreviewFault = Preview["faults"][number];

export const CommandQuerySchema = Type.Object(
  {
    text: Type.String({ description: "the line, as lockstep client reads it", maxLength: ORDER_LINE_MAX + TEXT_MAX }),
    user: Type.String({ minLength: 1, maxLength: USER_MAX }),
    account: Type.Optional(
      Type.String({ description: "for whom, when the line does not say", maxLength: ACCOUNT_MAX }),
    ),
    selected: Type.Optional(OrderId),
  },
  closed,
);
export type CommandQuery = Static<typeof CommandQuerySchema>;

export const CommandReplySchema = Type.Object(
  {
    text: Type.String({ description: "the line that was asked about" }),
    kind: Type.String({ description: "new, cancel, replace, status …; empty while the line is not understood" }),
    fault: Type.Union([
      Type.Object(
        {
          text: Type.String({ description: "what was found, and what was expected" }),
          column: Type.Integer({ description: "where in the line, from 1" }),
          length: Type.Integer({ description: "of the word; 0 where something is missing" }),
        },
        closed,
      ),
      Type.Null(),
    ]),
    completion: Type.Object(
      {
        column: Type.Integer({ description: "where the word begins that is being typed, from 1" }),
        words: Type.Array(Text, { description: "what it may become" }),
        wants: Type.Array(Text, { description: "quantity, symbol, price, order, account or words" }),
      },
      closed,
    ),
    preview: Type.Union([PreviewSchema, Type.Null()]),
    orderId: Type.Integer({ description: "the order a status asks for; 0 for none" }),
  },
  closed,
);
export type CommandReply = Static<typeof CommandReplySchema>;
