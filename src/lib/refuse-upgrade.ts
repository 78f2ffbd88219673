/** A WebSocket that is not to be: the answer to its HTTP request, and the end of the line. */
import type { Duplex } from "node:stream";

const REASONS = { 403: "Forbidden", 404: "Not Found", 503: "Service Unavailable" } as const;

/** @param text why, for people */
export function refuseUpgrade(socket: Duplex, status: keyof typeof REASONS, text: string): void {
  const lines = [
    `HTTP/1.1 ${status} ${REASONS[status]}`,
    "Connection: close",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${text}`);
}
