/**
 * The floor of one order at a time at the `fsync` level: a bare Node TCP server that for each read writes twice to a
 * preallocated file, each time with an fdatasync, as the OMS does for an order and its report, and sends back what it read.
 *
 *   fdatasync-server DIRECTORY      prints its port
 */
import { fdatasyncSync, openSync, writeSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const FILE_BYTES = 32 * 1024 * 1024;
/** About what the journal keeps of an order: its message, command and events; and its report. */
const FRAME = Buffer.alloc(600, 7);

const fd = openSync(join(process.argv[2], "frames"), "w");
writeSync(fd, Buffer.alloc(FILE_BYTES));
fdatasyncSync(fd);
let at = 0;

function append(): void {
  if (at + FRAME.length > FILE_BYTES) at = 0;
  writeSync(fd, FRAME, 0, FRAME.length, at);
  at += FRAME.length;
  fdatasyncSync(fd);
}

const server = createServer({ noDelay: true }, (socket) => {
  socket.on("data", (bytes) => {
    append();
    append();
    socket.write(bytes);
  });
  socket.on("error", () => socket.destroy());
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`listening ${typeof address === "object" && address !== null ? address.port : 0}\n`);
});
