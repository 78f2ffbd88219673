/** The tables of history.db. Any change here raises SCHEMA_VERSION, and the file is made anew from the journal. */
export const SCHEMA_VERSION = 6;

/**
 * Append-only tables are keyed by the journal's sequence, so that every insert goes to the right-hand edge of its tree;
 * only `events`, read by order, is keyed by the order,
 * and leads to the rest. `orders` has no index on anything that changes with a fill. Fills have an index of their own, at
 * whose edge they come, too: among millions of reports the newest fills are found at once, were the last one days ago.
 * `market` has the prices a venue told, by instrument. `order_ids` has every name an order ever had: its clients' ClOrdIDs, the venue's OrderID and ExecIDs.
 */
export const TABLES = `
CREATE TABLE meta (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  schema_version INTEGER NOT NULL, journal_id TEXT NOT NULL, applied_sequence INTEGER NOT NULL
) STRICT;
CREATE TABLE orders (
  order_id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL, comp_id TEXT NOT NULL, cl_ord_id TEXT NOT NULL,
  account TEXT NOT NULL, symbol TEXT NOT NULL, currency TEXT NOT NULL,
  price_scale INTEGER NOT NULL, qty_scale INTEGER NOT NULL,
  side TEXT NOT NULL, ord_type TEXT NOT NULL, time_in_force TEXT NOT NULL, ord_status TEXT NOT NULL,
  order_qty INTEGER NOT NULL, cum_qty INTEGER NOT NULL, leaves_qty INTEGER NOT NULL, price INTEGER,
  avg_px_mantissa INTEGER NOT NULL, avg_px_scale INTEGER NOT NULL,
  venue_id INTEGER NOT NULL, exchange_order_id TEXT NOT NULL, pending TEXT NOT NULL,
  created_us INTEGER NOT NULL, updated_us INTEGER NOT NULL, text TEXT NOT NULL, rule_id TEXT NOT NULL
) STRICT;
CREATE TABLE order_ids (
  id TEXT NOT NULL, order_id INTEGER NOT NULL,
  PRIMARY KEY (id, order_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE market (
  instrument_id INTEGER NOT NULL, sequence INTEGER NOT NULL, time_us INTEGER NOT NULL,
  bid_px INTEGER, ask_px INTEGER, last_px INTEGER,
  PRIMARY KEY (instrument_id, sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE executions (
  sequence INTEGER NOT NULL, event_index INTEGER NOT NULL, order_id INTEGER NOT NULL, time_us INTEGER NOT NULL,
  exec_type TEXT NOT NULL, ord_status TEXT NOT NULL, last_qty INTEGER, last_px INTEGER,
  cum_qty INTEGER NOT NULL, leaves_qty INTEGER NOT NULL, exchange_exec_id TEXT NOT NULL, cl_ord_id TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (sequence, event_index)
) STRICT, WITHOUT ROWID;
CREATE INDEX fills ON executions (sequence, event_index) WHERE exec_type = 'F';
CREATE TABLE events (
  order_id INTEGER NOT NULL, sequence INTEGER NOT NULL, event_index INTEGER NOT NULL, time_us INTEGER NOT NULL,
  name TEXT NOT NULL, detail TEXT NOT NULL,
  PRIMARY KEY (order_id, sequence, event_index)
) STRICT, WITHOUT ROWID;
CREATE TABLE messages (
  sequence INTEGER NOT NULL, position INTEGER NOT NULL, session_id INTEGER NOT NULL, direction TEXT NOT NULL,
  msg_seq_num INTEGER NOT NULL, raw BLOB NOT NULL,
  PRIMARY KEY (sequence, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE commands (
  sequence INTEGER PRIMARY KEY, time_us INTEGER NOT NULL, name TEXT NOT NULL, detail TEXT NOT NULL
) STRICT;
`;
