/**
 * What the blotter and the desk say to each other over `/ws`, one JSON object a message.
 *
 * Orders: a viewer opens a view (a filter, an order, groups) and looks at a range of its lines. The desk keeps the view and
 * tells the window: the keys of its lines when they are others than before, and the rows that are new to the viewer or have
 * changed. Rows are whole; the viewer forgets those whose keys have left the window. With an `anchor` the window stays on that
 * order while others come above it: `from` says where it is now. `fromSequence` is what the viewer was told last, 0 at first.
 *
 * Executions: a viewer subscribes and gets a snapshot that holds the journal sequence it is true at, then deltas. Both sides
 * keep the same window, the newest `limit` rows. Executions are never conflated: each is told.
 *
 * Numbers are integers with the instrument's scales beside them; figures of groups are numbers of units.
 */
import { type Static, Type } from "@sinclair/typebox";
import { type AlertsMessage, AlertsSchema } from "./alert-wire.ts";
import { type DepthMessage, UnwatchSchema, WatchSchema } from "./depth-wire.ts";
import {
  type Select,
  SelectionFiguresSchema,
  type SelectionMessage,
  type SelectLines,
  SelectLinesSchema,
  SelectSchema,
} from "./selection-wire.ts";
import { FILTER_OPERATORS, GROUP_COLUMN_IDS, GROUP_SORT_FIELDS, ORDER_COLUMN_IDS } from "./view/names.ts";

const closed = { additionalProperties: false } as const;
const Integer = Type.Integer();
/** orderId, and so every key of the first table, is a positive 32-bit number. */
const OrderId = Type.Integer({ minimum: 1, maximum: 0xffff_ffff });

/** Lines of orders a viewer may look at, at once. */
export const WINDOW_MAX = 1_000;
export const EXECUTIONS_WINDOW_MAX = 2_000;
export const FILTER_TEXT_MAX = 64;

export const OrderGroupSchema = Type.Union([
  Type.Literal("all"),
  Type.Literal("working"),
  Type.Literal("filled"),
  Type.Literal("ended"),
]);

/** Chosen by the viewer and returned with every message, so that late ones are known. */
const ViewId = Type.Integer({ minimum: 1, maximum: 0x7fff_ffff });
const oneOf = <Word extends string>(words: readonly Word[]) => Type.Union(words.map((word) => Type.Literal(word)));
const FilterValue = Type.Union([Type.String({ maxLength: FILTER_TEXT_MAX }), Type.Number()]);
export const ColumnFilterSchema = Type.Object(
  {
    column: oneOf(ORDER_COLUMN_IDS),
    op: oneOf(FILTER_OPERATORS),
    /** A list for `in`. */
    value: Type.Union([FilterValue, Type.Array(FilterValue, { minItems: 1, maxItems: 100 })]),
  },
  closed,
);
export const OrderFilterSchema = Type.Object(
  {
    /** Words that each must be found in an id, symbol, client, account, side or status. */
    text: Type.Optional(Type.String({ maxLength: FILTER_TEXT_MAX })),
    group: Type.Optional(OrderGroupSchema),
    columns: Type.Optional(Type.Array(ColumnFilterSchema, { maxItems: 12 })),
  },
  closed,
);
const Rank = Type.Integer({ minimum: 0, maximum: 0x7fff_ffff });
export const RangeSchema = Type.Object(
  {
    from: Rank,
    /** The line behind the last one; at most `WINDOW_MAX` lines are told. */
    to: Rank,
    anchor: Type.Optional(OrderId),
  },
  closed,
);
const GroupKey = Type.String({ maxLength: 256 });
export const SortSchema = Type.Array(
  Type.Object({ column: oneOf(ORDER_COLUMN_IDS), descending: Type.Boolean() }, closed),
  { maxItems: 3 },
);
export const ViewSpecSchema = Type.Object(
  {
    filter: Type.Optional(OrderFilterSchema),
    sort: Type.Optional(SortSchema),
    group: Type.Optional(Type.Array(oneOf(GROUP_COLUMN_IDS), { maxItems: 3 })),
    groupSort: Type.Optional(Type.Object({ by: oneOf(GROUP_SORT_FIELDS), descending: Type.Boolean() }, closed)),
    tree: Type.Optional(
      Type.Boolean({
        description: "parts stand under their whole, which is opened by the key order:ORDERID, and nowhere else",
      }),
    ),
    /** Keys of groups whose orders are shown. */
    expanded: Type.Optional(Type.Array(GroupKey, { maxItems: 200 })),
  },
  closed,
);
export const OpenOrdersSchema = Type.Composite(
  [
    Type.Object({ kind: Type.Literal("open"), table: Type.Literal("orders"), view: ViewId, range: RangeSchema }),
    ViewSpecSchema,
  ],
  closed,
);
export const LookSchema = Type.Object({ kind: Type.Literal("look"), view: ViewId, range: RangeSchema }, closed);
export const ExpandSchema = Type.Object(
  { kind: Type.Literal("expand"), view: ViewId, key: GroupKey, isExpanded: Type.Boolean() },
  closed,
);
export const CloseSchema = Type.Object({ kind: Type.Literal("close"), view: ViewId }, closed);
export const SubscribeExecutionsSchema = Type.Object(
  {
    kind: Type.Literal("subscribe"),
    table: Type.Literal("executions"),
    subscription: ViewId,
    fillsOnly: Type.Optional(Type.Boolean()),
    orderId: Type.Optional(OrderId),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: EXECUTIONS_WINDOW_MAX })),
  },
  closed,
);
export const UnsubscribeSchema = Type.Object(
  { kind: Type.Literal("unsubscribe"), table: Type.Literal("executions") },
  closed,
);
/** By their `kind`. */
export const CLIENT_MESSAGES = {
  open: OpenOrdersSchema,
  look: LookSchema,
  expand: ExpandSchema,
  close: CloseSchema,
  subscribe: SubscribeExecutionsSchema,
  unsubscribe: UnsubscribeSchema,
  watch: WatchSchema,
  unwatch: UnwatchSchema,
  select: SelectSchema,
  selectLines: SelectLinesSchema,
} as const;
export type OpenOrders = Static<typeof OpenOrdersSchema>;
export type SubscribeExecutions = Static<typeof SubscribeExecutionsSchema>;
export type ClientMessage =
  | OpenOrders
  | Static<typeof LookSchema>
  | Static<typeof ExpandSchema>
  | Static<typeof CloseSchema>
  | SubscribeExecutions
  | Static<typeof UnsubscribeSchema>
  | Static<typeof WatchSchema>
  | Static<typeof UnwatchSchema>
  | Select
  | SelectLines;

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
    /** Traded, and open at its price or the day's reference price, in units of its currency; null of an order of another day. */
    notional: Type.Union([Type.Number(), Type.Null()]),
    venueId: Integer,
    exchangeOrderId: Type.String(),
    /** The routing rule that said where it goes; empty for none. */
    ruleId: Type.String(),
    pending: Type.String(),
    createdUs: Integer,
    updatedUs: Integer,
    text: Type.String(),
    /** OrderID of the order it is a part of; 0 for none. */
    parentOrderId: Integer,
    /** Parts it has, and how much they may still fill. */
    children: Integer,
    workingQty: Integer,
    /** The desk works it, and nobody has taken it on yet. */
    isCare: Type.Boolean(),
    isUnaccepted: Type.Boolean(),
    /** Who has it, which desk, who alone may work it, who did something last; empty for nobody. */
    owner: Type.String(),
    desk: Type.String(),
    lockedBy: Type.String(),
    lastUser: Type.String(),
    notes: Integer,
    /** Something is open about it that only a person can put right. */
    isSuspect: Type.Boolean(),
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
export const HelloSchema = Type.Object(
  {
    kind: Type.Literal("hello"),
    environment: Type.String(),
    version: Type.String(),
    fixAddress: Type.String(),
    durability: Type.String(),
  },
  closed,
);
export type HelloMessage = Static<typeof HelloSchema>;

const NumberOrNull = Type.Union([Type.Number(), Type.Null()]);
/** A line above orders that are alike. Quantities and money in units; prices null where there are none. */
export const GroupRowSchema = Type.Object(
  {
    key: Type.String({ description: "labels from the outermost, with U+001F between them" }),
    depth: Integer,
    label: Type.String(),
    isExpanded: Type.Boolean(),
    count: Integer,
    orderQty: Type.Number(),
    cumQty: Type.Number(),
    leavesQty: Type.Number(),
    notional: Type.Number(),
    avgPx: Type.Union(NumberOrNull.anyOf, { description: "of what was traded; null of more than one instrument" }),
    highPx: NumberOrNull,
    lowPx: NumberOrNull,
    symbols: Type.Integer({ description: "how many different ones" }),
    clients: Type.Integer({ description: "how many different ones" }),
  },
  closed,
);
export type GroupRow = Static<typeof GroupRowSchema>;

export const OrdersWindowSchema = Type.Object(
  {
    kind: Type.Literal("window"),
    table: Type.Literal("orders"),
    view: ViewId,
    fromSequence: Type.Integer({ description: "what the viewer was told last; 0 at first" }),
    toSequence: Type.Integer({ description: "the journal sequence the rows are true at" }),
    total: Type.Integer({ description: "orders there are" }),
    matched: Type.Integer({ description: "orders that pass the filter" }),
    size: Type.Integer({ description: "lines of the view, groups included" }),
    from: Type.Integer({ description: "the window's first line" }),
    keys: Type.Union([Type.Array(Type.Union([Type.Integer(), Type.String()])), Type.Null()], {
      description: "the window's lines: OrderIDs, and keys of groups; null when they are as before",
    }),
    rows: Type.Array(OrderRowSchema),
    groups: Type.Array(GroupRowSchema),
  },
  closed,
);
export type OrdersWindowMessage = Static<typeof OrdersWindowSchema>;

const TableHeader = { table: Type.Literal("executions"), subscription: ViewId, total: Integer };
export const ExecutionsSnapshotSchema = Type.Object(
  {
    kind: Type.Literal("snapshot"),
    ...TableHeader,
    sequence: Integer,
    limit: Integer,
    rows: Type.Array(ExecutionRowSchema, { description: "newest first" }),
  },
  closed,
);
export const ExecutionsDeltaSchema = Type.Object(
  {
    kind: Type.Literal("delta"),
    ...TableHeader,
    fromSequence: Integer,
    toSequence: Integer,
    rows: Type.Array(ExecutionRowSchema, { description: "oldest first" }),
  },
  closed,
);
export type ExecutionsSnapshot = Static<typeof ExecutionsSnapshotSchema>;
export type ExecutionsDelta = Static<typeof ExecutionsDeltaSchema>;

export const SessionSchema = Type.Object(
  {
    sessionId: Integer,
    compId: Type.String(),
    beginString: Type.String(),
    state: Type.String(),
    peer: Type.String(),
    nextSenderMsgSeqNum: Integer,
    nextTargetMsgSeqNum: Integer,
    lastError: Type.String(),
    venue: Type.String({ description: "the outside venue it is a line of; empty for a client's session" }),
    isDropCopy: Type.Boolean({ description: "the venue's line that carries drop copies" }),
    isCalled: Type.Boolean({ description: "we call it, now and whenever the line is lost" }),
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
    /** How many took up to 1, 2, 4 ... microseconds; the first ones less, the last ones more. */
    powers: Type.Array(Integer),
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
    /** Exceptions that wait for a person. */
    openExceptions: Integer,
    orders: Integer,
    tradingDay: Integer,
  },
  closed,
);
export type SystemMessage = Static<typeof SystemSchema>;
/** What was said to the desk and not understood; the connection lives. */
export const ErrorSchema = Type.Object(
  {
    kind: Type.Literal("error"),
    path: Type.String(),
    expected: Type.String(),
    found: Type.String(),
    text: Type.String(),
  },
  closed,
);
export type ErrorMessage = Static<typeof ErrorSchema>;

/** What the desk says, by the messages' names on the page that documents them. */
export const SERVER_MESSAGES = {
  hello: HelloSchema,
  window: OrdersWindowSchema,
  snapshot: ExecutionsSnapshotSchema,
  delta: ExecutionsDeltaSchema,
  system: SystemSchema,
  selection: SelectionFiguresSchema,
  alerts: AlertsSchema,
  error: ErrorSchema,
} as const;

export type ServerMessage =
  | HelloMessage
  | OrdersWindowMessage
  | ExecutionsSnapshot
  | ExecutionsDelta
  | SystemMessage
  | DepthMessage
  | SelectionMessage
  | AlertsMessage
  | ErrorMessage;
