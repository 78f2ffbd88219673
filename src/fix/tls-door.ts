/**
 * FIX over TLS: takes sockets as they are accepted, and gives them back when their handshake is done and the peer's
 * certificate is good. What failed is said in words. The certificates can be changed while sessions go on.
 */
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { createServer, type SecureVersion, type Server, type TLSSocket, type TlsOptions } from "node:tls";
import { LockstepError } from "../lib/errors.ts";
import { diagnose } from "./session-doctor.ts";

const TLS_MIN: SecureVersion = "TLSv1.2";

export type TlsDoorOptions = {
  readonly tls: TlsOptions;
  readonly onSecure: (socket: TLSSocket, openedMs: number) => void;
  /** In words, with the peer's address. */
  readonly onRefused: (address: string, text: string) => void;
};

export class TlsDoor {
  readonly #server: Server;
  readonly #options: TlsDoorOptions;
  /** Sockets in their handshake by the peer's address and port, and since when. */
  readonly #shaking = new Map<string, { socket: Socket; openedMs: number }>();

  constructor(options: TlsDoorOptions) {
    this.#options = options;
    const { tls } = options;
    // A bad certificate is looked at here, not by the server: it would say no more than "closed".
    this.#server = createServer({ ...tls, minVersion: TLS_MIN, rejectUnauthorized: false });
    this.#server.on("secureConnection", (socket) => this.#onSecure(socket));
    this.#server.on("tlsClientError", (error: NodeJS.ErrnoException, socket) => this.#onFailed(error, socket));
  }

  get size(): number {
    return this.#shaking.size;
  }

  /** How many of an address are in their handshake. */
  countOf(address: string): number {
    let count = 0;
    for (const { socket } of this.#shaking.values()) if (socket.remoteAddress === address) count++;
    return count;
  }

  /** Begins the handshake of a new socket. */
  offer(socket: Socket, nowMs: number): void {
    const key = keyOf(socket);
    this.#shaking.set(key, { socket, openedMs: nowMs });
    socket.once("close", () => this.#shaking.delete(key));
    this.#server.emit("connection", socket);
  }

  /** New connections get these certificates; the ones there are go on with theirs. */
  reload(tls: TlsOptions): void {
    this.#server.setSecureContext({ ...tls, minVersion: TLS_MIN });
  }

  /** Ends handshakes that take too long, or all of them. */
  expire(openedBeforeMs: number): void {
    for (const { socket, openedMs } of this.#shaking.values()) if (openedMs <= openedBeforeMs) socket.destroy();
  }

  #onSecure(socket: TLSSocket): void {
    const key = keyOf(socket);
    const openedMs = this.#shaking.get(key)?.openedMs ?? 0;
    this.#shaking.delete(key);
    if (this.#options.tls.requestCert && !socket.authorized) {
      const error = String(socket.authorizationError ?? "no certificate");
      this.#refuse(socket, certificateText(error));
      return;
    }
    this.#options.onSecure(socket, openedMs);
  }

  #onFailed(error: NodeJS.ErrnoException, socket: TLSSocket): void {
    this.#refuse(socket, handshakeText(error));
  }

  #refuse(socket: TLSSocket, found: string): void {
    const peer = `${socket.remoteAddress ?? "?"}:${socket.remotePort ?? 0}`;
    const { note } = diagnose("tlsFailed", { found, expected: "" });
    this.#options.onRefused(socket.remoteAddress ?? "?", `a connection from ${peer} is closed: ${note}`);
    socket.destroy();
  }
}

/** Where the certificates lie. */
export type TlsFiles = {
  readonly certificate: string;
  readonly key: string;
  /** Authorities whose clients are let in; with it every client needs a certificate. "" asks for none. */
  readonly clientAuthority: string;
};

/** @throws LockstepError LOCKSTEP_ERR_CONFIG when a file cannot be read. */
export function readTlsFiles(files: TlsFiles): TlsOptions {
  const read = (path: string): Buffer => {
    try {
      return readFileSync(path);
    } catch (error) {
      const text = `the TLS file ${path} cannot be read: ${(error as Error).message}`;
      throw new LockstepError("LOCKSTEP_ERR_CONFIG", text, { cause: error });
    }
  };
  const { certificate, key, clientAuthority } = files;
  const own = { cert: read(certificate), key: read(key) };
  return clientAuthority === "" ? own : { ...own, ca: read(clientAuthority), requestCert: true };
}

/** What a failed check of a certificate means, by the name Node gives it. */
export function certificateText(code: string): string {
  switch (code) {
    case "CERT_HAS_EXPIRED":
      return "the certificate has expired";
    case "CERT_NOT_YET_VALID":
      return "the certificate is not valid yet; compare the clocks";
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "CERT_SIGNATURE_FAILURE":
      return `the certificate is not from an authority trusted here (${code})`;
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return "the certificate is for another host name";
    case "UNABLE_TO_GET_CRL":
    case "CERT_REVOKED":
      return "the certificate is revoked";
    default:
      return `the certificate is not good (${code})`;
  }
}

/** Why a handshake ended, in words. */
export function handshakeText(error: NodeJS.ErrnoException): string {
  const code = error.code ?? "";
  if (code === "ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE") return "the client sent no certificate";
  if (code === "ERR_SSL_UNSUPPORTED_PROTOCOL") return "the client speaks an old TLS; 1.2 and 1.3 are spoken here";
  if (code === "ERR_SSL_NO_SHARED_CIPHER") return "the client knows no cipher in use here";
  if (/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH|UNKNOWN_PROTOCOL/.test(code)) {
    return "what came is not TLS; the client speaks in clear";
  }
  if (/^(CERT|UNABLE|SELF|DEPTH|ERR_TLS_CERT)/.test(code)) return certificateText(code);
  if (/ALERT/.test(code)) return `the client does not accept our certificate or TLS version (${code})`;
  return error.message;
}

function keyOf(socket: Socket): string {
  return `${socket.remoteAddress}:${socket.remotePort}`;
}
