/** A command whose judgement threw: a bug of ours, made an outcome, so that one bad message cannot end the process. Cold. */
import { type Command, CommandName, CommandType, type Event, EventType } from "../domain/records.generated.ts";

const TEXT_MAX = 200;

/** What is recorded instead of the events it should have had. Nothing has changed: judging changes nothing. */
export function commandFailed(command: Command, error: unknown): Event {
  const words = error instanceof Error ? error.message : String(error);
  return {
    type: EventType.CommandFailed,
    ...refusalOf(command),
    text: `${CommandName[command.type]} could not be judged: ${words}`.slice(0, TEXT_MAX).replace(/[^\x20-\xff]/g, "?"),
  };
}

/** Whom to tell that a command was not carried out, and of which message; session 0 for what no client sent. */
export function refusalOf(command: Command): Refusal {
  switch (command.type) {
    case CommandType.NewOrder:
      return refusal(command, "D");
    case CommandType.CancelOrder:
      return refusal(command, "F");
    case CommandType.ReplaceOrder:
      return refusal(command, "G");
    case CommandType.RequestOrderStatus:
      return refusal(command, "H");
    case CommandType.DontKnowTrade:
      return refusal({ ...command, clOrdId: command.execId }, "Q");
    case CommandType.RequestMassCancel:
      return refusal(command, "q");
    case CommandType.RequestMassStatus:
      return refusal({ ...command, clOrdId: command.massStatusReqId }, "AF");
    case CommandType.NewOrderList:
      return refusal({ ...command, clOrdId: command.listId }, "E");
    case CommandType.CancelList:
      return refusal({ ...command, clOrdId: command.listId }, "K");
    case CommandType.ExecuteList:
      return refusal({ ...command, clOrdId: command.listId }, "L");
    case CommandType.RequestListStatus:
      return refusal({ ...command, clOrdId: command.listId }, "M");
    default:
      return { sessionId: 0, msgSeqNum: 0, refMsgType: "", clOrdId: "" };
  }
}

export type Refusal = { sessionId: number; msgSeqNum: number; refMsgType: string; clOrdId: string };

function refusal({ sessionId, msgSeqNum, clOrdId }: Omit<Refusal, "refMsgType">, refMsgType: string): Refusal {
  return { sessionId, msgSeqNum, refMsgType, clOrdId };
}
