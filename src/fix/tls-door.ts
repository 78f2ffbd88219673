/**
 * FIX over TLS: takes sockets as they are accepted, and gives them back when their handshake is done and the peer's
 * certificate is good. What failed is said in words. The certificates can be changed while sessions go on.
 */
import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { createServer, type SecureVersion, type Server, type TLSSocket, type TlsOptions } from "node:tls";
import { LockstepError } from "../lib/errors.ts";
import { diagnose } from "./session-doctor.ts";

/**
 * What is spoken: TLS 1.3, and of 1.2 only what has forward secrecy and authenticated encryption (Mozilla's "intermediate"
 * list). No RSA key exchange, CBC, 3DES, RC4 or null, whatever the OpenSSL below would still do.
 */
const SPOKEN = {
  minVersion: "TLSv1.2" satisfies SecureVersion,
  ciphers: [
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-CHACHA20-POLY1305",
  ].join(":"),
} as const;

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
    this.#server = createServer({ ...tls, ...SPOKEN, rejectUnauthorized: false });
    this.#server.on("secureConnection", (socket) => this.#onSecure(socket));
    this.#server.on("tlsClientError", (error: NodeJS.ErrnoException, socket) => this.#onFailed(error, socket));
  }

  /**
   * Where too many are in their handshake, in all or of an address, the oldest goes: a client is done in milliseconds, and
   * so gets through however many idle connections there are.
   */
  makeRoom(address: string, max: number, perAddressMax: number): void {
    let sameAddress = 0;
    let oldest: Socket | null = null;
    for (const { socket } of this.#shaking.values()) {
      if (socket.remoteAddress !== address) continue;
      oldest ??= socket;
      sameAddress++;
    }
    if (sameAddress < perAddressMax) {
      if (this.#shaking.size < max) return;
      for (const { socket } of this.#shaking.values()) {
        oldest = socket;
        break;
      }
    }
    if (oldest === null) return;
    this.#shaking.delete(keyOf(oldest));
    oldest.destroy();
  }

  /** Begins the handshake of a new socket. */
  offer(socket: Socket, nowMs: number): void {
    const key = keyOf(socket);
    this.#shaking.set(key, { socket, openedMs: nowMs });
    // A later connection may have the same address and port, once this one was closed to make room.
    socket.once("close", () => {
      if (this.#shaking.get(key)?.socket === socket) this.#shaking.delete(key);
    });
    this.#server.emit("connection", socket);
  }

  /** New connections get these certificates; the ones there are go on with theirs. */
  reload(tls: TlsOptions): void {
    this.#server.setSecureContext({ ...tls, ...SPOKEN });
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
export function readTlsFiles(files: TlsFiles): TlsOptions & { readonly cert: Buffer; readonly ca?: Buffer } {
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
