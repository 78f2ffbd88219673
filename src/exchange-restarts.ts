/** An exchange that its scenario, or an operator, may restart: all of it ends, and it begins again from its journal. */
import { type ExchangeServerOptions, type RunningExchange, startExchange } from "./exchange-server.ts";

/**
 * Like `startExchange`; the ports stay the same over restarts. A restart that fails is told to `onFatal`.
 *
 * @throws LockstepError when it cannot start the first time
 */
export async function startRestartableExchange(options: ExchangeServerOptions): Promise<RunningExchange> {
  let isEnding = false;
  let restarting: Promise<void> | null = null;
  const onRestart = (): void => {
    if (isEnding || restarting !== null) return;
    restarting = restart().finally(() => {
      restarting = null;
    });
  };
  const { config } = options;
  let running = await startExchange({ ...options, onRestart });
  const { fix, http } = running;
  const restart = async (): Promise<void> => {
    try {
      await running.stop("the exchange restarts");
      const samePorts = { ...config, fixPort: fix.port, httpPort: http.port };
      running = await startExchange({ ...options, config: samePorts, onRestart });
    } catch (error) {
      options.onFatal(error);
    }
  };
  return {
    fix,
    http,
    stop: async (reason) => {
      isEnding = true;
      await restarting;
      await running.stop(reason);
    },
  };
}
