/** How the house does. Open notional is a look at every order, so it is taken anew every two seconds at most. */
import { Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import type { DeskData } from "./desk-data.ts";
import { killSwitchRows } from "./kill-routes.ts";
import { openNotional } from "./operations.ts";
import { OperationsReplySchema } from "./operations-wire.ts";

const KEPT_MS = 2_000;

export function addOperationsRoute(server: FastifyInstance, data: DeskData): void {
  const summary = "Orders, answers, fills and refusals minute by minute, and what is open";
  const querystring = Type.Object({}, { additionalProperties: false });
  let open: ReturnType<typeof openNotional> | null = null;
  let sequence = -1;
  let takenMs = 0;
  server.get("/api/operations", { schema: { summary, querystring, response: { 200: OperationsReplySchema } } }, () => {
    const nowMs = performance.now();
    if (open === null || (nowMs - takenMs > KEPT_MS && sequence !== data.appliedSequence())) {
      open = openNotional(data.state);
      sequence = data.appliedSequence();
      takenMs = nowMs;
    }
    const { minutes, running } = data.operations();
    return {
      minutes: [...minutes, running],
      openOrders: open.openOrders,
      openNotional: open.sums,
      killSwitches: killSwitchRows(data.state),
      sequence: data.appliedSequence(),
    };
  });
}
