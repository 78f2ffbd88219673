/**
 * The state as bytes, the same on every machine: what its hash is taken of. Every field that `decide` can read is in it,
 * in one order, so that two states with equal images decide alike.
 */
import { ByteWriter } from "../lib/byte-buffer.ts";
import type { TextMap } from "../lib/text-map.ts";
import type { State } from "./state.ts";

/** @returns the image; `visit` gets it in pieces of bounded size, valid during the call */
export function visitStateImage(state: State, visit: (bytes: Uint8Array) => void): void {
  const to = new ByteWriter(64 * 1024);
  const flush = () => {
    visit(to.bytes.subarray(0, to.offset));
    to.offset = 0;
  };
  writeReferenceData(state, to);
  flush();
  const { orders } = state;
  const { ids, firstId } = orders.kept;
  to.reserve(24);
  for (const value of [orders.count, orders.rowCount, firstId]) to.int(value);
  flush();
  visit(new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength));
  for (const { values } of orders.columns()) {
    const width = values.byteLength / values.length;
    visit(new Uint8Array(values.buffer, values.byteOffset, width * (orders.rowCount + 1)));
  }
  for (const map of [state.clOrdIds, state.accounts, state.exchangeOrderIds, state.exchangeExecIds]) {
    writeTextMap(map, to, flush);
  }
}

function writeReferenceData(state: State, to: ByteWriter): void {
  const text = (value: string) => {
    to.reserve(2 + value.length);
    to.text(value);
  };
  const int = (value: number) => {
    to.reserve(8);
    to.int(value);
  };
  int(state.tradingDay);
  text(String(state.dayOpenedNs));
  const { isLow, freeBytes, lowBytes } = state.journalSpace;
  int(isLow ? 1 : 0);
  int(freeBytes);
  int(lowBytes);
  for (const sequence of state.lastReportSequence) int(sequence);
  for (const session of state.sessions) {
    if (session === undefined) continue;
    for (const value of [session.sessionKey, session.compId, session.account, session.peer, session.lastLogout])
      text(value);
    for (const value of [session.passwordHash, session.passwordReplaces]) text(value);
    int((session.pendingReports ? 1 : 0) + (session.loggedOn ? 2 : 0));
  }
  for (const instrument of state.instruments) {
    if (instrument === undefined) continue;
    for (const value of [instrument.symbol, instrument.description, instrument.currency, instrument.assetClass])
      text(value);
    for (const value of [instrument.venueId, instrument.priceScale, instrument.qtyScale, instrument.lotSize])
      int(value);
    for (const value of [instrument.referencePx, instrument.bidPx, instrument.askPx, instrument.lastPx]) int(value);
    for (const value of instrument.tickTable) int(value);
  }
  for (const [key, value] of state.limits.entries()) {
    int(key);
    int(value);
  }
}

function writeTextMap(map: TextMap, to: ByteWriter, flush: () => void): void {
  to.reserve(8);
  to.int(map.size);
  for (let entry = 0; entry < map.size; entry++) {
    const text = map.textOf(entry);
    to.reserve(16 + text.length);
    to.u16(map.scopeOf(entry));
    to.text(text);
    to.int(map.valueOf(entry));
    if (to.offset > 48 * 1024) flush();
  }
  flush();
}
