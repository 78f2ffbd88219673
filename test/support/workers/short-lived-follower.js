// A follower that listens and then ends by itself, a few times; counted in the shared position's memory.
import { parentPort, workerData } from "node:worker_threads";

const lives = new Int32Array(workerData.position);
const life = Atomics.add(lives, 0, 1) + 1;
if (life === 2) {
  parentPort.postMessage({ kind: "failed", code: "LOCKSTEP_ERR_DATA_DIR", text: "no room for history" });
  parentPort.close();
} else {
  parentPort.postMessage({ kind: "listening", host: "127.0.0.1", port: workerData.http.port || 4321 });
  if (life === 1) setTimeout(() => process.exit(7), 20);
  parentPort.on("message", (message) => message.kind === "stop" && parentPort.close());
}
