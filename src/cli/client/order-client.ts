/**
 * A person's FIX client: commands of the order grammar go out as messages of whatever FIX version the session speaks, and
 * what comes back is told in plain words. Its sequence numbers live as long as it does: it resets them at logon.
 */

import { clientDictionary } from "../../client/client-dictionary.ts";
import type { OrderCommand } from "../../domain/order-grammar.ts";
import { OrdType } from "../../domain/values.ts";
import { SECTION_BITS } from "../../fix/dictionary.ts";
import { FixInitiator } from "../../fix/initiator.ts";
import { MemoryStore } from "../../fix/memory-store.ts";
import type { MessageView } from "../../fix/message-view.ts";
import { FixSession } from "../../fix/session.ts";
import { type FixApplication, fixSessionConfig, type SessionEventKind } from "../../fix/session-types.ts";
import { MsgType, Tag } from "../../fix/tags.ts";
import type { Clock } from "../../lib/clock.ts";
import { OwnOrders } from "./own-orders.ts";
import { cancelRejectSentence, messageRejectSentence, reportSentence } from "./report-words.ts";

export type OrderClientOptions = {
  readonly beginString: string;
  /** For FIXT.1.1; "" otherwise. */
  readonly defaultApplVerId: string;
  readonly sender: string;
  readonly target: string;
  readonly password: string;
  /** ClOrdIDs are this, a dash and a number. */
  readonly idPrefix: string;
  readonly clock: Clock;
  readonly print: (sentence: string) => void;
  /** The session is over without our asking, and why. */
  readonly onLost: (reason: string) => void;
};

/** Events the client tells in its own words, or that are no news to a person. */
const QUIET_EVENTS: ReadonlySet<SessionEventKind> = new Set(["logged-on", "logged-out", "reset", "reject-received"]);
type OrderRequest = Extract<OrderCommand, { kind: "new" | "cancel" | "replace" | "status" }>;
type Fields = Map<number, string>;
/** CxlType (125) exists in FIX 4.0 only, where every cancel says that it is for all that is left. */
const CXL_TYPE = 125;

export class OrderClient {
  readonly orders: OwnOrders;
  readonly #options: OrderClientOptions;
  readonly #session: FixSession;
  readonly #initiator: FixInitiator;
  #number = 0;
  #leaving = false;
  #loggedOn = false;
  #started: (reason: string) => void = () => {};

  /** @throws LockstepError LOCKSTEP_ERR_CONFIG for a version that is not spoken */
  constructor(options: OrderClientOptions) {
    const { beginString, defaultApplVerId, sender, target, password, clock } = options;
    this.#options = options;
    this.orders = new OwnOrders(options.idPrefix);
    const config = fixSessionConfig({
      beginString,
      defaultApplVerId,
      dictionary: clientDictionary(beginString, defaultApplVerId),
      senderCompId: sender,
      targetCompId: target,
      password,
      resetOnLogon: true,
    });
    this.#session = new FixSession({ id: 0, config, store: new MemoryStore(), clock });
    const application = this.#application();
    this.#initiator = new FixInitiator({ session: this.#session, application, clock, flush: "auto", reconnect: false });
  }

  /** @returns "" when logged on, else why not, in plain words */
  logOn(host: string, port: number): Promise<string> {
    return new Promise((resolve) => {
      this.#started = resolve;
      this.#initiator.connect(host, port);
    });
  }

  /** Sends what a command asks for. @returns the ClOrdID of the request; "" with a sentence printed when it cannot be sent */
  send(command: OrderRequest): string {
    if (!this.#session.loggedOn) return this.#cannot("not logged on");
    if (command.kind === "new") return this.#sendNew(command);
    const order = this.orders.find(command.target);
    if (order === undefined) {
      return this.#cannot(
        command.target === "last"
          ? "no order was sent yet"
          : `order ${command.target} is not known here; "orders" lists those sent since the start`,
      );
    }
    const { clOrdId: current, side, symbol } = order;
    const fields: Fields = new Map([
      [Tag.Side, side],
      [Tag.Symbol, symbol],
    ]);
    if (command.kind === "status") {
      fields.set(Tag.ClOrdID, current);
      this.orders.ask(current, "status", order, this.#write(MsgType.OrderStatusRequest, fields));
      return current;
    }
    const clOrdId = this.#nextId();
    fields.set(Tag.ClOrdID, clOrdId).set(Tag.OrigClOrdID, current);
    if (command.kind === "cancel") {
      fields.set(Tag.OrderQty, order.qty).set(CXL_TYPE, "F");
      this.orders.ask(clOrdId, "cancel", order, this.#write(MsgType.OrderCancelRequest, fields));
      return clOrdId;
    }
    if (command.price !== "" && order.ordType === OrdType.Market) return this.#cannot("a market order has no price");
    fields.set(Tag.OrderQty, command.qty || order.qty).set(Tag.OrdType, order.ordType);
    fields.set(Tag.TimeInForce, order.timeInForce).set(Tag.HandlInst, order.isCare ? "3" : "1");
    if (order.ordType === OrdType.Limit) fields.set(Tag.Price, command.price || order.price);
    this.orders.ask(clOrdId, "replace", order, this.#write(MsgType.OrderCancelReplaceRequest, fields));
    return clOrdId;
  }

  /** Logs out and waits for the answer. */
  async logOut(): Promise<void> {
    this.#leaving = true;
    await this.#initiator.close();
  }

  #sendNew(command: Extract<OrderCommand, { kind: "new" }>): string {
    const clOrdId = this.#nextId();
    const fields: Fields = new Map<number, string>([
      [Tag.ClOrdID, clOrdId],
      [Tag.HandlInst, command.isCare ? "3" : "1"],
      [Tag.OrderQty, command.qty],
      [Tag.OrdType, command.ordType],
      [Tag.Side, command.side],
      [Tag.Symbol, command.symbol],
      [Tag.TimeInForce, command.timeInForce],
    ]);
    if (command.price !== "") fields.set(Tag.Price, command.price);
    if (command.account !== "") fields.set(Tag.Account, command.account);
    this.orders.add(clOrdId, command, this.#write(MsgType.NewOrderSingle, fields));
    return clOrdId;
  }

  /** Writes the fields that the session's version knows in such a message. @returns its MsgSeqNum */
  #write(msgType: string, fields: Fields): number {
    const places = this.#session.config.dictionary.message(msgType)?.places ?? new Uint16Array(0);
    fields.set(Tag.TransactTime, "");
    const writer = this.#session.begin(msgType);
    for (const [tag, value] of [...fields].sort(([a], [b]) => a - b)) {
      if (((places[tag] ?? 0) & SECTION_BITS) === 0) continue;
      if (tag === Tag.TransactTime) writer.timestamp(tag, this.#options.clock.nowNs());
      else writer.text(tag, value);
    }
    return this.#session.send();
  }

  #application(): FixApplication {
    const { print, onLost } = this.#options;
    return {
      onLogon: () => {
        this.#loggedOn = true;
        this.#started("");
      },
      onLogout: (_, reason) => {
        this.orders.end();
        if (!this.#leaving) onLost(reason);
      },
      onMessage: (_, message) => print(sentenceOf(message, this.orders.take(message))),
      onReject: (_, message) => print(messageRejectSentence(message, this.orders.take(message))),
      onSessionEvent: (_, kind, text) => {
        if (!this.#loggedOn && (kind === "connect-failed" || kind === "disconnected")) this.#started(text);
        else if (!QUIET_EVENTS.has(kind) && !this.#leaving) print(`session: ${text}`);
      },
    };
  }

  #nextId(): string {
    return `${this.#options.idPrefix}-${++this.#number}`;
  }

  #cannot(sentence: string): "" {
    this.#options.print(sentence);
    return "";
  }
}

function sentenceOf(message: MessageView, clOrdId: string): string {
  switch (message.msgType) {
    case MsgType.ExecutionReport:
      return reportSentence(message);
    case MsgType.OrderCancelReject:
      return cancelRejectSentence(message);
    case MsgType.BusinessMessageReject:
      return messageRejectSentence(message, clOrdId);
    case MsgType.News:
      return `news: ${message.text(Tag.Headline)}: ${message.text(Tag.Text)}`;
    default:
      return `a message of type ${message.msgType} came, which this client does not read`;
  }
}
