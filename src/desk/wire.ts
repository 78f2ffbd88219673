/**
 * What the blotter and the desk say to each other over `/ws`, one JSON object a message.
 *
 * A viewer subscribes to a table and gets a snapshot that holds the journal sequence it is true at, then deltas. A
 * delta says from and to which sequence it leads: when `fromSequence` is not the viewer's own, something was missed
 * and the viewer subscribes again. Both sides keep the same window: the newest `limit` rows by key. Rows are whole;
 * a delta's row replaces the one of the same key. Numbers are integers with the instrument's scales beside them.
 */
import { type Static, Type } from "@sinclair/typebox";

const closed = { additionalProperties: false } as const;
const Integer = Type.Integer();
/** orderId, and so every key of the first table, is a positive 32-bit number. */
const OrderId = Type.Integer({ minimum: 1, maximum: 0xffff_ffff });

export const ORDERS_WINDOW_MAX = 5_000;
export const EXECUTIONS_WINDOW_MAX = 2_000;
export const FILTER_TEXT_MAX = 64;

export const OrderGroupSchema = Type.Union([
  Type.Literal("all"),
  Type.Literal("working"),
  Type.Literal("filled"),
  Type.Literal("ended"),
]);

export const SubscribeOrdersSchema = Type.Object(
  {
    kind: Type.Literal("subscribe"),
    table: Type.Literal("orders"),
    /** Chosen by the viewer and returned with every message of this subscription, so that late ones are known. */
    subscription: Type.Integer({ minimum: 1, maximum: 0x7fff_ffff }),
    text: Type.Optional(Type.String({ maxLength: FILTER_TEXT_MAX })),
    group: Type.Optional(OrderGroupSchema),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: ORDERS_WINDOW_MAX })),
  },
  closed,
);
export const SubscribeExecutionsSchema = Type.Object(
  {
    kind: Type.Literal("subscribe"),
    table: Type.Literal("executions"),
    subscription: Type.Integer({ minimum: 1, maximum: 0x7fff_ffff }),
    fillsOnly: Type.Optional(Type.Boolean()),
    orderId: Type.Optional(OrderId),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: EXECUTIONS_WINDOW_MAX })),
  },
  closed,
);
export const UnsubscribeSchema = Type.Object(
  { kind: Type.Literal("unsubscribe"), table: Type.Union([Type.Literal("orders"), Type.Literal("executions")]) },
  closed,
);
export const ClientMessageSchema = Type.Union([SubscribeOrdersSchema, SubscribeExecutionsSchema, UnsubscribeSchema]);
export type ClientMessage = Static<typeof ClientMessageSchema>;
export type SubscribeOrders = Static<typeof SubscribeOrdersSchema>;
export type SubscribeExecutions = Static<typeof SubscribeExecutionsSchema>;

export const OrderRowSchema = Type.Object(
  {
    orderId: OrderId,
    compId: Type.String(),
    clOrdId: Type.String(),
    account: Type.String(),
    symbol: Type.String(),
    currency: Type.String(),
    priceScale: Integer,
    qtyScale: Integer,
    side: Type.String(),
    ordType: Type.String(),
    timeInForce: Type.String(),
    ordStatus: Type.String(),
    orderQty: Integer,
    cumQty: Integer,
    leavesQty: Integer,
    price: Type.Union([Integer, Type.Null()]),
    avgPxMantissa: Integer,
    avgPxScale: Integer,
    venueId: Integer,
    exchangeOrderId: Type.String(),
    pending: Type.String(),
    createdUs: Integer,
    updatedUs: Integer,
    text: Type.String(),
  },
  closed,
);
export type OrderRow = Static<typeof OrderRowSchema>;

export const ExecutionRowSchema = Type.Object(
  {
    execId: Type.String(),
    sequence: Integer,
    eventIndex: Integer,
    orderId: OrderId,
    timeUs: Integer,
    execType: Type.String(),
    ordStatus: Type.String(),
    lastQty: Type.Union([Integer, Type.Null()]),
    lastPx: Type.Union([Integer, Type.Null()]),
    cumQty: Integer,
    leavesQty: Integer,
    exchangeExecId: Type.String(),
    text: Type.String(),
    symbol: Type.String(),
    compId: Type.String(),
    side: Type.String(),
    clOrdId: Type.String(),
    priceScale: Integer,
    qtyScale: Integer,
  },
  closed,
);
export type ExecutionRow = Static<typeof ExecutionRowSchema>;

/** Sent once, first. */
export type HelloMessage = {
  kind: "hello";
  environment: string;
  version: string;
  fixAddress: string;
  durability: string;
};

type TableHeader = { subscription: number; total: number };
export type OrdersSnapshot = TableHeader & {
  kind: "snapshot";
  table: "orders";
  sequence: number;
  limit: number;
  /** How many of the newest orders were looked through; below `total` when there are very many. */
  searched: number;
  /** Newest first. */
  rows: OrderRow[];
};
export type ExecutionsSnapshot = TableHeader & {
  kind: "snapshot";
  table: "executions";
  sequence: number;
  limit: number;
  rows: ExecutionRow[];
};
type DeltaHeader = TableHeader & { kind: "delta"; fromSequence: number; toSequence: number };
export type OrdersDelta = DeltaHeader & {
  table: "orders";
  rows: OrderRow[];
  /** Orders that match the filter no more. */
  removed: number[];
};
export type ExecutionsDelta = DeltaHeader & { table: "executions" /** Oldest first. */; rows: ExecutionRow[] };

const SessionSchema = Type.Object(
  {
    sessionId: Integer,
    compId: Type.String(),
    beginString: Type.String(),
    state: Type.String(),
    peer: Type.String(),
    nextSenderMsgSeqNum: Integer,
    nextTargetMsgSeqNum: Integer,
    lastError: Type.String(),
  },
  closed,
);
const LatencySchema = Type.Object(
  {
    hop: Type.String(),
    count: Integer,
    p50Us: Type.Number(),
    p90Us: Type.Number(),
    p99Us: Type.Number(),
    p999Us: Type.Number(),
    maxUs: Type.Number(),
  },
  closed,
);
const CertificateSchema = Type.Object(
  {
    role: Type.String(),
    subject: Type.String(),
    expiresMs: Type.Number(),
    /** Negative when it has ended. */
    daysLeft: Integer,
  },
  closed,
);
export const SystemSchema = Type.Object(
  {
    kind: Type.Literal("system"),
    timeMs: Type.Number(),
    /** Milliseconds since the order path last spoke; null before it ever did. */
    orderPathAgeMs: Type.Union([Type.Number(), Type.Null()]),
    sessions: Type.Array(SessionSchema),
    latencies: Type.Array(LatencySchema),
    ordersPerSecond: Type.Number(),
    reportsPerSecond: Type.Number(),
    orderPathDelayP99Ms: Type.Number(),
    orderPathDelayMaxMs: Type.Number(),
    inboxDepth: Integer,
    inboxMax: Integer,
    certificates: Type.Array(CertificateSchema),
    bytesWritten: Type.Number(),
    groupsWritten: Type.Number(),
    /** What keeps the journal from taking everything, in words; empty when nothing does. */
    journalTrouble: Type.String(),
    durability: Type.String(),
    appliedSequence: Integer,
    durableSequence: Integer,
    durableSegment: Integer,
    durableOffset: Integer,
    lagFrames: Integer,
    lagMs: Type.Number(),
    followerDelayP99Ms: Type.Number(),
    followerDelayMaxMs: Type.Number(),
    viewers: Integer,
    orders: Integer,
    tradingDay: Integer,
  },
  closed,
);
export type SystemMessage = Static<typeof SystemSchema>;
export type ErrorMessage = { kind: "error"; text: string };

export type ServerMessage =
  | HelloMessage
  | OrdersSnapshot
  | ExecutionsSnapshot
  | OrdersDelta
  | ExecutionsDelta
  | SystemMessage
  | ErrorMessage;
