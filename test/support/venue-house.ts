/** An OMS with venues outside, and the exchange that is all of them: their configurations. */

/** Each venue speaks a version, and trades an instrument that the OMS calls something else. */
export const VENUE_VERSIONS = [
  { name: "4.2", compId: "GW42", beginString: "FIX.4.2", applVerId: "", symbol: "ALFA", theirs: "S42" },
  { name: "4.4", compId: "GW44", beginString: "FIX.4.4", applVerId: "", symbol: "BETA", theirs: "S44" },
  { name: "5.0 SP2", compId: "GW50", beginString: "FIXT.1.1", applVerId: "9", symbol: "GAMA", theirs: "S50" },
] as const;

const applVer = (applVerId: string) => (applVerId === "" ? "" : `, defaultApplVerId: "${applVerId}"`);

/** The exchange: a session a venue, one for a counterparty, and one a venue that gets copies of all its reports. */
export function venueSideConfig(): string {
  const sessions = VENUE_VERSIONS.flatMap(({ compId, beginString, applVerId }) => [
    `  - { compId: ${compId}, beginString: ${beginString}${applVer(applVerId)} }`,
    `  - { compId: ${compId}COPY, beginString: ${beginString}${applVer(applVerId)}, dropCopy: { clients: [${compId}] } }`,
    `  - { compId: ${compId}CHECK, beginString: FIX.4.4, dropCopy: { clients: [${compId}] } }`,
  ]);
  return `
compId: XSIM
insecureLogon: true
sessions:
  - { compId: OTHER, beginString: FIX.4.4 }
${sessions.join("\n")}
instruments:
${VENUE_VERSIONS.map(({ theirs }) => `  - { symbol: ${theirs}, referencePrice: "100.00", staticBandPercent: 20 }`).join("\n")}
`;
}

/** The OMS. @param more further lines of each venue's row, as YAML's flow style has them */
export function outsideConfig(port: number, more = "", withDropCopy = true): string {
  const call = `hosts: [{ host: 127.0.0.1, port: ${port} }], reconnectMinMs: 50, reconnectMaxMs: 200`;
  const venues = VENUE_VERSIONS.map(({ name, compId, beginString, applVerId, symbol, theirs }, index) => {
    const copy = `dropCopy: { ${call}, senderCompId: ${compId}COPY, targetCompId: XSIM }`;
    const terms = `senderCompId: ${compId}, targetCompId: XSIM, symbols: [{ symbol: ${symbol}, theirs: ${theirs} }]`;
    const massStatus = name === "5.0 SP2" ? ", massStatus: true" : "";
    return `  - { name: V${index + 2}, id: ${index + 2}, beginString: ${beginString}${applVer(applVerId)}, ${call}, ${terms}${massStatus}${withDropCopy ? `, ${copy}` : ""}${more} }`;
  });
  return `
insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
venues:
${venues.join("\n")}
instruments:
  - { symbol: HOME, referencePrice: "100.00" }
${VENUE_VERSIONS.map(({ symbol }, index) => `  - { symbol: ${symbol}, referencePrice: "100.00", venue: V${index + 2} }`).join("\n")}
`;
}
