/**
 * Plays conformance cases against the project's session engine: a real acceptor on a real socket, the echo application,
 * and a clock that moves only when a case says so. One player a version; a fresh session a case.
 */
import { connect } from "node:net";
import { FixAcceptor } from "../../src/fix/acceptor.ts";
import type { Dictionary } from "../../src/fix/dictionary.ts";
import { MemoryStore } from "../../src/fix/memory-store.ts";
import { FixSession } from "../../src/fix/session.ts";
import { type FixSessionConfig, fixSessionConfig } from "../../src/fix/session-types.ts";
import { ManualClock } from "../../src/lib/clock.ts";
import { START_NS } from "../fix/two-sides.ts";
import type { ConformanceCase, SpokenVersion, Step } from "./case-reader.ts";
import { EchoApplication } from "./echo-application.ts";
import { Line, settle, turnOver } from "./line.ts";

const SIDES = { us: "CLIENT", them: "VENUE" };

export class Player {
  readonly #version: SpokenVersion;
  readonly #clock = new ManualClock(START_NS);
  readonly #acceptor: FixAcceptor;
  readonly #dictionary: Dictionary | undefined;
  #port = 0;

  /** @param dictionary instead of the version's built-in one */
  constructor(version: SpokenVersion, dictionary?: Dictionary) {
    this.#version = version;
    this.#dictionary = dictionary;
    const application = new EchoApplication();
    this.#acceptor = new FixAcceptor({ sessions: [], application, clock: this.#clock, flush: "auto", tickMs: 0 });
  }

  async open(): Promise<void> {
    this.#port = (await this.#acceptor.listen("127.0.0.1", 0)).port;
  }

  async close(): Promise<void> {
    await this.#acceptor.close();
  }

  /** @throws Error that names the line of the first step that went otherwise */
  async play(played: ConformanceCase): Promise<void> {
    const config = fixSessionConfig({
      beginString: this.#version.beginString,
      defaultApplVerId: this.#version.applVerId,
      senderCompId: SIDES.them,
      targetCompId: SIDES.us,
      heartBtIntMin: 0,
      heartBtIntMax: 3600,
      resetOnLogon: !played.keepNumbers,
      validation: { emptyValuesAllowed: played.emptyValuesAllowed, userDefinedTagsAllowed: false },
      ...(this.#dictionary === undefined ? {} : { dictionary: this.#dictionary }),
    });
    const run = new CaseRun(this.#acceptor, this.#clock, this.#port, this.#version, config);
    try {
      for (const step of played.steps) {
        await run.step(step).catch((error: Error) => {
          throw new Error(`line ${step.line}: ${error.message}`);
        });
      }
      run.expectNothingLeft();
    } finally {
      await run.end();
    }
  }
}

class CaseRun {
  readonly #acceptor: FixAcceptor;
  readonly #clock: ManualClock;
  readonly #port: number;
  readonly #version: SpokenVersion;
  readonly #config: FixSessionConfig;
  readonly #store = new MemoryStore();
  readonly #lines = new Map<number, Line>();
  #session: FixSession;

  constructor(
    acceptor: FixAcceptor,
    clock: ManualClock,
    port: number,
    version: SpokenVersion,
    config: FixSessionConfig,
  ) {
    this.#acceptor = acceptor;
    this.#clock = clock;
    this.#port = port;
    this.#version = version;
    this.#config = config;
    this.#session = this.#start();
  }

  async step(step: Step): Promise<void> {
    switch (step.kind) {
      case "connect":
        this.#lines.set(step.client, await openLine(this.#port, this.#version));
        return;
      case "client":
        this.#line(step).send(step.text, this.#clock);
        return;
      case "server":
        return this.#line(step).expect(step.text);
      case "disconnected":
        return this.#line(step).expectClosed();
      case "disconnect":
        return this.#drop(this.#line(step));
      case "wait":
        return this.#wait(Number(step.text));
      case "restart":
        this.#acceptor.remove(this.#session, "");
        this.#session = this.#start();
        return;
      case "order":
        throw new Error("the application of an acceptor's case sends no order of its own");
    }
  }

  expectNothingLeft(): void {
    for (const line of this.#lines.values()) line.expectNothingLeft();
  }

  async end(): Promise<void> {
    for (const line of this.#lines.values()) line.socket.destroy();
    for (let turn = 0; turn < 200 && this.#session.connected; turn++) await turnOver();
    this.#acceptor.remove(this.#session, "");
  }

  #start(): FixSession {
    const session = new FixSession({ id: 0, config: this.#config, store: this.#store, clock: this.#clock });
    this.#acceptor.add(session);
    return session;
  }

  #line(step: Step): Line {
    const line = this.#lines.get(step.client);
    if (line === undefined) throw new Error(`connection ${step.client} is not open`);
    return line;
  }

  async #drop(line: Line): Promise<void> {
    await settle();
    line.socket.destroy();
    if (line.loggedOn) for (let turn = 0; turn < 200 && this.#session.connected; turn++) await turnOver();
    await settle();
  }

  async #wait(seconds: number): Promise<void> {
    await settle();
    for (let second = 0; second < seconds; second++) {
      this.#clock.advanceMs(1000);
      this.#acceptor.tick();
    }
  }
}

function openLine(port: number, version: SpokenVersion): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, noDelay: true });
    socket.once("error", reject);
    socket.once("connect", () => resolve(new Line(socket, version, SIDES)));
  });
}
