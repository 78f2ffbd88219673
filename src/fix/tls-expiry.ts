/**
 * Tells in time that a certificate ends: 30, 7 and 1 days before, and when it has. Ours (every one in the file: a chain
 * ends with its first), and those of the authorities whose clients are let in. Comes in: files as they are read, and the
 * time. Goes out: one sentence for each threshold crossed, and a row for each certificate for a console.
 */
import { X509Certificate } from "node:crypto";
import type { Clock } from "../lib/clock.ts";

const DAY_MS = 86_400_000;
/** Days before the end at which somebody is told, the nearest last. */
const THRESHOLDS = [30, 7, 1, 0];
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

export type CertificateStatus = {
  /** "server certificate" or "client authority". */
  readonly role: string;
  readonly subject: string;
  readonly expiresMs: number;
  /** Whole days left; negative when it has ended. */
  readonly daysLeft: number;
};

export type ExpiryAlarm = (level: "warn" | "error", text: string) => void;

type Watched = { role: string; subject: string; expiresMs: number; toldAt: number };

export class ExpiryWatch {
  readonly #clock: Clock;
  readonly #alarm: ExpiryAlarm;
  #watched: Watched[] = [];

  constructor(clock: Clock, alarm: ExpiryAlarm) {
    this.#clock = clock;
    this.#alarm = alarm;
  }

  /**
   * These are in use from now on, in PEM; what is close to its end is told at once, also when it was told before.
   *
   * @throws Error when a certificate cannot be read
   */
  watch(certificate: Buffer, clientAuthority: Buffer | null): void {
    const ours = certificatesIn(certificate, "server certificate");
    const theirs = clientAuthority === null ? [] : certificatesIn(clientAuthority, "client authority");
    this.#watched = [...ours, ...theirs];
    this.check();
  }

  /** Looks at the time; call it every now and then. */
  check(): void {
    const nowMs = this.#nowMs();
    for (const watched of this.#watched) {
      const daysLeft = (watched.expiresMs - nowMs) / DAY_MS;
      const crossed = THRESHOLDS.findLast((days) => daysLeft <= days);
      if (crossed === undefined || crossed >= watched.toldAt) continue;
      watched.toldAt = crossed;
      this.#tell(watched, daysLeft);
    }
  }

  status(): CertificateStatus[] {
    const nowMs = this.#nowMs();
    return this.#watched.map(({ role, subject, expiresMs }) => {
      return { role, subject, expiresMs, daysLeft: Math.floor((expiresMs - nowMs) / DAY_MS) };
    });
  }

  #tell({ role, subject, expiresMs }: Watched, daysLeft: number): void {
    const at = new Date(expiresMs).toISOString().slice(0, 16).replace("T", " ");
    const whose = `the ${role} ${subject}`;
    const remedy = "put a new one in its file and send SIGHUP: no session is dropped";
    if (daysLeft <= 0) this.#alarm("error", `${whose} has ended at ${at} UTC; ${remedy}`);
    else {
      const left = daysLeft < 2 ? `${Math.floor(daysLeft * 24)} hours` : `${Math.floor(daysLeft)} days`;
      this.#alarm(daysLeft <= 1 ? "error" : "warn", `${whose} ends in ${left}, at ${at} UTC; ${remedy}`);
    }
  }

  #nowMs(): number {
    return Number(this.#clock.nowNs() / 1_000_000n);
  }
}

function certificatesIn(pem: Buffer, role: string): Watched[] {
  return (pem.toString("latin1").match(PEM) ?? []).map((text) => {
    const { subject, validTo } = new X509Certificate(text);
    const expiresMs = Date.parse(validTo);
    return { role, subject: subject.replaceAll("\n", ", "), expiresMs, toldAt: Number.POSITIVE_INFINITY };
  });
}
