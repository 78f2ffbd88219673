/**
 * Judges OrderMassCancelRequests (35=q), and OrderMassActionRequests (35=CA) that ask for the same: a cancel of each open order of the session in scope, and, when they all are on
 * their way, a report (35=r, 35=BZ) with their number. What comes of each is told by its own ExecutionReport or, when the order
 * was filled meanwhile, by its fill (FIX 4.4 Volume 4, Order Mass Cancel Report).
 */
import { AFFECTED_ORDERS_MAX } from "../domain/limits.ts";
import { type Event, EventType, type RequestMassCancel } from "../domain/records.generated.ts";
import {
  MassActionType,
  MassCancelRejectReason,
  MassCancelRequestType,
  MassCancelResponse,
  OrdRejReason,
} from "../domain/values.ts";
import { houseCancelStep } from "./house-cancel.ts";
import { namesInstrument, openOrdersInScope, readScope } from "./order-scope.ts";
import type { State } from "./state.ts";
import { beginSweep, type SweepStep } from "./sweep.ts";
import { SWEEP_STEP, SweepKind } from "./sweeps.ts";
import { resolution } from "./symbology.ts";

export function decideMassCancel(state: State, command: RequestMassCancel, events: Event[]): void {
  const { sessionId, clOrdId, massCancelRequestType: type, massActionType } = command;
  const isAction = massActionType !== 0;
  const name = isAction ? "MassActionScope(1374)" : "MassCancelRequestType(530)";
  if (isAction && massActionType !== MassActionType.Cancel) {
    const text = `MassActionType(1373) ${massActionType} is not supported; 3 (cancel) is`;
    return refuse(command, MassCancelRejectReason.NotSupported, text, events);
  }
  if (type !== MassCancelRequestType.Security && type !== MassCancelRequestType.All) {
    const asked = isAction ? command.massActionScope : type;
    const text = `${name} ${asked} is not supported; 1 (security) and 7 (all orders) are`;
    return refuse(command, MassCancelRejectReason.NotSupported, text, events);
  }
  if (type === MassCancelRequestType.Security && !namesInstrument(command)) {
    const text = `${name} 1 (security) needs Symbol(55) or SecurityID(48)`;
    return refuse(command, MassCancelRejectReason.UnknownSecurity, text, events);
  }
  if (!readScope(state, command)) {
    const isUnknown = resolution.reason === OrdRejReason.UnknownSymbol;
    const reason = isUnknown ? MassCancelRejectReason.UnknownSecurity : MassCancelRejectReason.Other;
    return refuse(command, reason, resolution.text, events);
  }
  const orderIds = openOrdersInScope(state);
  const text = `canceled by the mass cancel request ${clOrdId}`;
  const kind = isAction ? SweepKind.MassAction : SweepKind.MassCancel;
  const asked = { kind, sessionId, requestId: clOrdId, requestType: type, text, orderIds };
  beginSweep(state, asked, massCancelStep, events);
}

/** Cancels the next orders; behind the last one comes the report. */
export const massCancelStep: SweepStep = (state, sweep, from, to, events) => {
  const { kind, sessionId, requestId, requestType, orderIds } = sweep;
  const first = events.length;
  const affected = houseCancelStep(state, sweep, from, to, events);
  if (to < orderIds.length) return affected;
  const total = sweep.affected + affected;
  const isNamed = orderIds.length <= SWEEP_STEP && total <= AFFECTED_ORDERS_MAX;
  events.push({
    type: EventType.MassCancelReported,
    sessionId,
    clOrdId: requestId,
    massCancelRequestType: requestType,
    massCancelResponse: requestType,
    massCancelRejectReason: 0,
    totalAffectedOrders: total,
    orderIds: isNamed ? canceledIn(events, first) : [],
    text: "",
    massActionType: kind === SweepKind.MassAction ? MassActionType.Cancel : 0,
    massActionScope: kind === SweepKind.MassAction ? Number(requestType) : 0,
  });
  return affected;
};

function canceledIn(events: readonly Event[], from: number): number[] {
  const orderIds: number[] = [];
  for (let index = from; index < events.length; index++) {
    const event = events[index];
    const isCancel = event.type === EventType.HouseCancelRequested || event.type === EventType.OrderCanceled;
    if (isCancel) orderIds.push(event.orderId);
  }
  return orderIds;
}

function refuse(command: RequestMassCancel, massCancelRejectReason: number, text: string, events: Event[]): void {
  events.push({
    type: EventType.MassCancelReported,
    sessionId: command.sessionId,
    clOrdId: command.clOrdId,
    massCancelRequestType: command.massCancelRequestType,
    massCancelResponse: MassCancelResponse.Rejected,
    massCancelRejectReason,
    totalAffectedOrders: 0,
    orderIds: [],
    text,
    massActionType: command.massActionType,
    massActionScope: command.massActionScope,
  });
}
