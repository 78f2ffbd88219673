/** Authorities and certificates made with openssl, in a directory of the test's own. */
import { spawnSync } from "node:child_process";

export const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

function openssl(home: string, ...args: string[]): void {
  const { status, stderr } = spawnSync("openssl", args, { cwd: home, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** NAME.pem and NAME.key, good for so many days. */
export function makeAuthority(home: string, name: string, days = 2): void {
  const files = ["-keyout", `${name}.key`, "-out", `${name}.pem`];
  openssl(home, "req", "-x509", ...NEW_KEY, "-days", String(days), "-subj", `/CN=${name}`, ...files);
}

/** FILE.pem and FILE.key, signed by an authority for a name; with negative days it has ended already. */
export function makeCertificate(home: string, by: string, file: string, name: string, days = 2): void {
  const names = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
  openssl(home, "req", ...NEW_KEY, ...names, "-keyout", `${file}.key`, "-out", `${file}.csr`);
  const signer = ["-CA", `${by}.pem`, "-CAkey", `${by}.key`, "-CAcreateserial", "-copy_extensions", "copy"];
  openssl(home, "x509", "-req", "-in", `${file}.csr`, ...signer, "-days", String(days), "-out", `${file}.pem`);
}

/** As openssl prints it, in lower case. */
export function serialNumber(path: string): string {
  const { stdout } = spawnSync("openssl", ["x509", "-in", path, "-noout", "-serial"]);
  return stdout.toString().trim().split("=")[1].toLowerCase();
}
