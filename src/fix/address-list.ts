/** Where a session may be logged on from: addresses and networks, IPv4 and IPv6. */
import { BlockList, isIP } from "node:net";

export type AddressList = { has(address: string): boolean };

/** "10.1.0.0/16", "192.0.2.7", "2001:db8::/32": null when the text is none of these. */
export function parseNetwork(text: string): { address: string; bits: number; family: "ipv4" | "ipv6" } | null {
  const [address, bitsText, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return null;
  const bitsMax = version === 4 ? 32 : 128;
  const bits = bitsText === undefined ? bitsMax : Number(bitsText);
  if (bitsText !== undefined && !(/^\d{1,3}$/.test(bitsText) && bits <= bitsMax)) return null;
  return { address, bits, family: version === 4 ? "ipv4" : "ipv6" };
}

/** An empty list has everybody in it. Texts that are no networks were refused where they were configured. */
export function addressList(networks: readonly string[]): AddressList {
  if (networks.length === 0) return { has: () => true };
  const list = new BlockList();
  for (const text of networks) {
    const network = parseNetwork(text);
    if (network !== null) list.addSubnet(network.address, network.bits, network.family);
  }
  return { has: (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 4 ? "ipv4" : "ipv6") };
}

/** An IPv4 peer of an IPv6 socket is one of IPv4. */
export function plainAddress(address: string | undefined): string {
  if (address === undefined) return "?";
  return address.startsWith("::ffff:") ? address.slice(7) : address;
}
