/**
 * Plays the conformance cases in which the project's engine calls: a real FixInitiator that dials a socket of the case's,
 * and a clock that moves only when a case says so, or to let a pause before dialing pass. A fresh session a case.
 */
import { createServer, type Socket } from "node:net";
import { FixInitiator } from "../../src/fix/initiator.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixSessionConfig, fixSessionConfig } from "../../src/fix/session-types.ts";
import { Tag } from "../../src/fix/tags.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { START_NS } from "../fix/two-sides.ts";
import type { ConformanceCase, SpokenVersion, Step } from "./case-reader.ts";
import { GatewayApplication } from "./gateway-application.ts";
import { Line, settle } from "./line.ts";

const SIDES = { us: "VENUE", them: "GW" };
const REDIAL_MS = 1_000;
const DIAL_TURNS_MAX = 400;

export class InitiatorPlayer {
  readonly #version: SpokenVersion;
  readonly #clock = new ManualClock(START_NS);
  readonly #server = createServer((socket) => this.#onCall(socket));
  #port = 0;
  #calls: Line[] = [];
  #line: Line | null = null;
  #initiator: FixInitiator | null = null;

  constructor(version: SpokenVersion) {
    this.#version = version;
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.#port = (this.#server.address() as { port: number }).port;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** @throws Error that names the line of the first step that went otherwise */
  async play(played: ConformanceCase): Promise<void> {
    const config = fixSessionConfig({
      beginString: this.#version.beginString,
      defaultApplVerId: this.#version.applVerId,
      senderCompId: SIDES.them,
      targetCompId: SIDES.us,
      heartBtInt: 5,
      resetOnLogon: !played.keepNumbers,
    });
    const store = new MemoryStore();
    try {
      for (const step of played.steps) {
        await this.#step(step, config, store).catch((error: Error) => {
          throw new Error(`line ${step.line}: ${error.message}`);
        });
      }
      this.#line?.expectNothingLeft();
    } finally {
      await this.#end();
    }
  }

  async #step(step: Step, config: FixSessionConfig, store: MemoryStore): Promise<void> {
    switch (step.kind) {
      case "connect":
        this.#line = await this.#dialed(config, store);
        return;
      case "client":
        return this.#open().send(step.text, this.#clock);
      case "server":
        return this.#open().expect(step.text);
      case "disconnected":
        return this.#open().expectClosed();
      case "disconnect":
        await settle();
        this.#open().socket.destroy();
        return settle();
      case "wait":
        return this.#wait(Number(step.text));
      case "restart":
        return this.#end();
      case "order":
        await settle();
        return sendOrder(this.#initiator!.session, step.text);
    }
  }

  /** The gateway calls: at once when it was not made yet, or within its pause. */
  async #dialed(config: FixSessionConfig, store: MemoryStore): Promise<Line> {
    if (this.#initiator === null) {
      const clock = this.#clock;
      const session = new FixSession({ id: 0, config, store, clock });
      const pauses = { reconnectMinMs: REDIAL_MS, reconnectMaxMs: REDIAL_MS };
      const application = new GatewayApplication();
      this.#initiator = new FixInitiator({ session, application, clock, flush: "auto", tickMs: 0, ...pauses });
      this.#initiator.connect("127.0.0.1", this.#port);
    } else {
      for (let turn = 0; turn < DIAL_TURNS_MAX && this.#initiator.session.connected; turn++) await settle();
      await settle();
      this.#clock.advanceMs(REDIAL_MS);
      this.#initiator.tick();
    }
    for (let turn = 0; turn < DIAL_TURNS_MAX && this.#calls.length === 0; turn++) await settle();
    const line = this.#calls.shift();
    if (line === undefined) throw new Error("the gateway has not called");
    return line;
  }

  #onCall(socket: Socket): void {
    socket.setNoDelay(true);
    this.#calls.push(new Line(socket, this.#version, SIDES));
  }

  #open(): Line {
    if (this.#line === null) throw new Error("the gateway has not called yet");
    return this.#line;
  }

  async #wait(seconds: number): Promise<void> {
    await settle();
    for (let second = 0; second < seconds; second++) {
      this.#clock.advanceMs(1000);
      this.#initiator?.tick();
      await settle();
    }
  }

  async #end(): Promise<void> {
    for (const line of [...this.#calls, this.#line]) line?.socket.destroy();
    this.#calls = [];
    this.#line = null;
    await this.#initiator?.close();
    this.#initiator = null;
  }
}

/** The smallest order of any version. */
function sendOrder(session: FixSession, clOrdId: string): void {
  const { beginString } = session.config;
  const writer = session.begin("D");
  writer.text(Tag.ClOrdID, clOrdId);
  writer.char(Tag.HandlInst, "1");
  writer.decimal(Tag.OrderQty, 100, 0);
  writer.char(Tag.OrdType, "1");
  writer.char(Tag.Side, "1");
  writer.text(Tag.Symbol, "ACME");
  if (beginString !== "FIX.4.0" && beginString !== "FIX.4.1") writer.timestamp(Tag.TransactTime, START_NS);
  session.send();
}
