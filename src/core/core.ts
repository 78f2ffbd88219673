/**
 * Hot path: every command passes here; budget 1 us for both turns of an order (new, and the venue's answer).
 *
 * The deterministic middle. In: one command with its sequence and time. Out: the events that say what became of it.
 * `decide` holds the judgement and changes nothing; `evolve` changes the state and judges nothing. Neither knows FIX, a
 * clock, a disk or chance: the same commands in the same order give the same events, byte for byte, on any machine.
 */

import { contingencyOf } from "../domain/linked-orders.ts";
import { type Command, CommandType, type Event, EventType } from "../domain/records.generated.ts";
import { unreachable } from "../lib/assert.ts";
import { decideCancelOrder, decideOrderStatus, decideReplaceOrder } from "./cancel-replace.ts";
import { followLists } from "./contingency.ts";
import { decideContinueSweep } from "./continue-sweep.ts";
import { decideOpenTradingDay } from "./day-roll.ts";
import { decideDeskAction } from "./desk-actions.ts";
import { decideCancelDisconnected, decideDefineCancelOnDisconnect, decideLogOut } from "./disconnect.ts";
import {
  decideExchangeAccepted,
  decideExchangeCanceled,
  decideExchangeExpired,
  decideExchangeFill,
  decideExchangeRejected,
  decideExchangeReplaced,
  decideExchangeRequestRejected,
  decideExchangeRestated,
  decideExchangeTriggered,
} from "./exchange-reports.ts";
import { commandFailed } from "./failed-command.ts";
import { decideExchangeHalted } from "./halts.ts";
import { decideSetKillSwitch } from "./kill-switch.ts";
import { decideLinkedOrder } from "./linked-orders.ts";
import { decideDefineListing } from "./listings.ts";
import { decideCancelList, decideExecuteList, decideListStatus, decideNewOrderList } from "./lists.ts";
import { decideMassCancel } from "./mass-cancel.ts";
import { decideMassStatus } from "./mass-status.ts";
import { decideNewOrder } from "./new-order.ts";
import { followParts } from "./parents.ts";
import {
  decideChangePassword,
  decideDefineInstrument,
  decideDefineSession,
  decideSetLimit,
  decideUpdateMarket,
} from "./reference-data.ts";
import { decideDefineRouting } from "./routing.ts";
import { decideActOnSession } from "./session-actions.ts";
import { decideApplySplit } from "./splits.ts";
import type { State } from "./state.ts";
import { decideDontKnowTrade, decideExchangeBusted, decideExchangeCorrected } from "./trade-changes.ts";
import {
  decideCloseException,
  decideDefineVenue,
  decideExchangeAlien,
  decideExchangeDoneForDay,
  decideExchangeStatus,
  decideRaiseVenueException,
  decideReleaseHeldOrders,
  decideVenueLineDown,
  decideVenueLineUp,
} from "./venue-lines.ts";
import { decideUpdatePhase } from "./warehouse.ts";

export { evolve } from "./evolve.ts";

/**
 * Judges one command. A bug met on the way is an outcome, too: CommandFailed, and nothing else.
 *
 * @param events where its events are appended; empty when given. Never more than 65,535.
 */
export function decide(state: State, command: Command, events: Event[]): void {
  try {
    judge(state, command, events);
    if (state.care.work.size > 0) followParts(state, events);
    if (state.lists.size > 0) followLists(state, events);
  } catch (error) {
    events.length = 0;
    events.push(commandFailed(command, error));
  }
}

function judge(state: State, command: Command, events: Event[]): void {
  switch (command.type) {
    case CommandType.NewOrder:
      if (command.moreTerms.length > 0 && contingencyOf(command.moreTerms) !== 0)
        return decideLinkedOrder(state, command, events);
      return decideNewOrder(state, command, events);
    case CommandType.CancelOrder:
      return decideCancelOrder(state, command, events);
    case CommandType.ReplaceOrder:
      return decideReplaceOrder(state, command, events);
    case CommandType.RequestOrderStatus:
      return decideOrderStatus(state, command, events);
    case CommandType.RequestMassStatus:
      return decideMassStatus(state, command, events);
    case CommandType.RequestMassCancel:
      return decideMassCancel(state, command, events);
    case CommandType.NewOrderList:
      return decideNewOrderList(state, command, events);
    case CommandType.ExecuteList:
      return decideExecuteList(state, command, events);
    case CommandType.CancelList:
      return decideCancelList(state, command, events);
    case CommandType.RequestListStatus:
      return decideListStatus(state, command, events);
    case CommandType.ApplySplit:
      return decideApplySplit(state, command, events);
    case CommandType.ContinueSweep:
      return decideContinueSweep(state, command, events);
    case CommandType.ExchangeAccepted:
      return decideExchangeAccepted(state, command, events);
    case CommandType.ExchangeRejected:
      return decideExchangeRejected(state, command, events);
    case CommandType.ExchangeFill:
      return decideExchangeFill(state, command, events);
    case CommandType.ExchangeCanceled:
      return decideExchangeCanceled(state, command, events);
    case CommandType.ExchangeReplaced:
      return decideExchangeReplaced(state, command, events);
    case CommandType.ExchangeRequestRejected:
      return decideExchangeRequestRejected(state, command, events);
    case CommandType.ExchangeExpired:
      return decideExchangeExpired(state, command, events);
    case CommandType.VenueLineUp:
      return decideVenueLineUp(state, command, events);
    case CommandType.VenueLineDown:
      return decideVenueLineDown(state, command, events);
    case CommandType.ExchangeStatus:
      return decideExchangeStatus(state, command, events);
    case CommandType.ExchangeDoneForDay:
      return decideExchangeDoneForDay(state, command, events);
    case CommandType.DefineVenue:
      return decideDefineVenue(state, command, events);
    case CommandType.RaiseVenueException:
      return decideRaiseVenueException(state, command, events);
    case CommandType.ExchangeAlien:
      return decideExchangeAlien(state, command, events);
    case CommandType.CloseException:
      return decideCloseException(state, command, events);
    case CommandType.ReleaseHeldOrders:
      return decideReleaseHeldOrders(state, command, events);
    case CommandType.ExchangeBusted:
      return decideExchangeBusted(state, command, events);
    case CommandType.ExchangeCorrected:
      return decideExchangeCorrected(state, command, events);
    case CommandType.DontKnowTrade:
      return decideDontKnowTrade(state, command, events);
    case CommandType.ExchangeHalted:
      return decideExchangeHalted(state, command, events);
    case CommandType.ExchangeTriggered:
      return decideExchangeTriggered(state, command, events);
    case CommandType.ExchangeRestated:
      return decideExchangeRestated(state, command, events);
    case CommandType.LogOnSession:
      events.push({ type: EventType.SessionLoggedOn, sessionId: command.sessionId, peer: command.peer });
      return;
    case CommandType.LogOutSession:
      return decideLogOut(state, command, events);
    case CommandType.DefineCancelOnDisconnect:
      return decideDefineCancelOnDisconnect(state, command, events);
    case CommandType.CancelDisconnected:
      return decideCancelDisconnected(state, command, events);
    case CommandType.AdvanceSession:
    case CommandType.RecordSent:
      // Sequence numbers belong to the sessions, which read them back from the frames; the trade does not know them.
      return;
    case CommandType.ChangePassword:
      return decideChangePassword(state, command, events);
    case CommandType.ActOnSession:
      return decideActOnSession(state, command, events);
    case CommandType.SetKillSwitch:
      return decideSetKillSwitch(state, command, events);
    case CommandType.DefineSession:
      return decideDefineSession(state, command, events);
    case CommandType.DefineInstrument:
      return decideDefineInstrument(state, command, events);
    case CommandType.DefineListing:
      return decideDefineListing(command, events);
    case CommandType.DefineRouting:
      return decideDefineRouting(state, command, events);
    case CommandType.SetLimit:
      return decideSetLimit(state, command, events);
    case CommandType.OpenTradingDay:
      return decideOpenTradingDay(state, command, events);
    case CommandType.SkipFrame: {
      const { type: _, ...skip } = command;
      events.push({ type: EventType.FrameSkipped, ...skip });
      return;
    }
    case CommandType.UpdatePhase:
      return decideUpdatePhase(state, command, events);
    case CommandType.UpdateMarket:
      return decideUpdateMarket(state, command, events);
    case CommandType.SetJournalSpace: {
      const { isLow, freeBytes, lowBytes } = command;
      events.push({ type: EventType.JournalSpaceSet, isLow, freeBytes, lowBytes });
      return;
    }
    case CommandType.AcceptCare:
    case CommandType.RejectCare:
    case CommandType.ClaimOrder:
    case CommandType.PassOrder:
    case CommandType.LockOrder:
    case CommandType.ReleaseOrder:
    case CommandType.SliceOrder:
    case CommandType.ManualFill:
    case CommandType.DeskCancel:
    case CommandType.DeskReplace:
    case CommandType.DeskNewOrder:
    case CommandType.AddNote:
    case CommandType.HandOver:
    case CommandType.DeskCancelAll:
    case CommandType.DeskCloseException:
    case CommandType.SetNoteRule:
      return decideDeskAction(state, command, events);
    default:
      unreachable(command);
  }
}
