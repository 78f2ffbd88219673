/** Who a TLS peer is by its certificate, and what is wrong with one, in words. */
import { type PeerCertificate, TLSSocket } from "node:tls";
import { type Diagnosis, diagnose } from "./session-doctor.ts";

/** What of the peer's certificate belongs to a session's CompID; every part given has to be right. */
export type CertificateBinding = {
  readonly commonName?: string;
  /** One of the subject's alternative names: "client.example.com" of "DNS:client.example.com". */
  readonly subjectAltName?: string;
  /** SHA-256 of the certificate: "AB:CD:…", or without colons, in either case. */
  readonly fingerprint?: string;
};

/** The parts that are looked at. */
export type PeerIdentity = {
  readonly commonName: string;
  readonly subjectAltNames: readonly string[];
  readonly fingerprint: string;
};

/** Null for a peer without TLS or without a certificate. */
export function peerIdentity(socket: object): PeerIdentity | null {
  if (!(socket instanceof TLSSocket)) return null;
  const certificate = socket.getPeerCertificate() as PeerCertificate | Record<string, never>;
  if (certificate.fingerprint256 === undefined) return null;
  const names = (certificate.subjectaltname ?? "").split(", ").map((name) => name.replace(/^[^:]*:/, ""));
  const commonName = certificate.subject?.CN;
  return {
    commonName: Array.isArray(commonName) ? commonName.join(",") : (commonName ?? ""),
    subjectAltNames: names.filter((name) => name !== ""),
    fingerprint: bare(certificate.fingerprint256),
  };
}

/** Null when the peer's certificate is the one bound to the session. */
export function certificateFault(binding: CertificateBinding | null, peer: PeerIdentity | null): Diagnosis | null {
  if (binding === null) return null;
  if (peer === null) return diagnose("noCertificate", { found: "", expected: bindingText(binding) });
  const { commonName, subjectAltName, fingerprint } = binding;
  if (commonName !== undefined && commonName !== peer.commonName) {
    return diagnose("wrongCertificate", { found: `CN=${peer.commonName}`, expected: `CN=${commonName}` });
  }
  if (subjectAltName !== undefined && !peer.subjectAltNames.includes(subjectAltName)) {
    const found = `alternative names ${peer.subjectAltNames.join(", ") || "none"}`;
    return diagnose("wrongCertificate", { found, expected: `alternative name ${subjectAltName}` });
  }
  if (fingerprint !== undefined && bare(fingerprint) !== peer.fingerprint) {
    const facts = { found: `SHA-256 ${peer.fingerprint}`, expected: `SHA-256 ${bare(fingerprint)}` };
    return diagnose("wrongCertificate", facts);
  }
  return null;
}

function bindingText({ commonName, subjectAltName, fingerprint }: CertificateBinding): string {
  return commonName ?? subjectAltName ?? fingerprint ?? "";
}

function bare(fingerprint: string): string {
  return fingerprint.replaceAll(":", "").toLowerCase();
}
