/** Judges OrderMassStatusRequests (35=AF): a report for each open order in scope. */
import { type Event, EventType, type RequestMassStatus } from "../domain/records.generated.ts";
import { ABSENT, MassStatusReqType, OrdRejReason, type Side } from "../domain/values.ts";
import { namesInstrument, openOrdersInScope, readScope } from "./order-scope.ts";
import type { State } from "./state.ts";
import { beginSweep, type SweepStep } from "./sweep.ts";
import { SweepKind } from "./sweeps.ts";
import { resolution } from "./symbology.ts";

export function decideMassStatus(state: State, command: RequestMassStatus, events: Event[]): void {
  const { sessionId, massStatusReqId, massStatusReqType } = command;
  const { Security, All, Party } = MassStatusReqType;
  if (massStatusReqType !== Security && massStatusReqType !== All && massStatusReqType !== Party) {
    const text = `MassStatusReqType(585) ${massStatusReqType} is not supported; 1 (security), 7 (all orders) and 8 (party) are`;
    return refuse(command, OrdRejReason.Other, text, events);
  }
  if (massStatusReqType === Party && command.account === "") {
    const text = "MassStatusReqType(585) 8 (party) needs the party whose PartyRole(452) is 24 (customer account)";
    return refuse(command, OrdRejReason.Other, text, events);
  }
  if (massStatusReqType === MassStatusReqType.Security && !namesInstrument(command)) {
    const text = "MassStatusReqType(585) 1 (security) needs Symbol(55) or SecurityID(48)";
    return refuse(command, OrdRejReason.Other, text, events);
  }
  if (!readScope(state, command)) return refuse(command, resolution.reason, resolution.text, events);
  const orderIds = openOrdersInScope(state);
  if (orderIds.length === 0) return refuse(command, OrdRejReason.UnknownOrder, "no open order is in scope", events);
  const asked = {
    kind: SweepKind.MassStatus,
    sessionId,
    requestId: massStatusReqId,
    requestType: ABSENT,
    text: "",
    orderIds,
  };
  beginSweep(state, asked, massStatusStep, events);
}

/** Reports of the next orders; one that ended since the request is told as it is now. */
export const massStatusStep: SweepStep = (_state, { sessionId, requestId, orderIds }, from, to, events) => {
  for (let index = from; index < to; index++) {
    events.push({
      type: EventType.MassStatusReported,
      orderId: orderIds[index],
      sessionId,
      massStatusReqId: requestId,
      totNumReports: orderIds.length,
      lastRptRequested: index === orderIds.length - 1,
      symbol: "",
      side: ABSENT as Side,
      ordRejReason: 0,
      text: "",
    });
  }
  return to - from;
};

/** An order nobody knows (FIX 4.4 Volume 4, OrderMassStatusRequest), or a request that cannot be answered. */
function refuse(command: RequestMassStatus, ordRejReason: number, text: string, events: Event[]): void {
  const { sessionId, massStatusReqId, symbol, side } = command;
  const none = { orderId: 0, totNumReports: 0, lastRptRequested: true, ordRejReason, text };
  events.push({ type: EventType.MassStatusReported, ...none, sessionId, massStatusReqId, symbol, side });
}
