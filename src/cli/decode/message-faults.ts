/** What is wrong with a FIX message's frame: its first three fields, BodyLength and CheckSum. */
const SOH = "\u0001";

/** @param raw latin1, SOH behind each field. @returns a sentence for each fault, none when the frame is right */
export function messageFaults(raw: string): string[] {
  const faults: string[] = [];
  const body = new RegExp(`^8=[^${SOH}]*${SOH}9=([^${SOH}]*)${SOH}`).exec(raw);
  const trailer = new RegExp(`${SOH}10=([^${SOH}]*)${SOH}$`).exec(raw);
  if (body === null) faults.push("BodyLength(9) is not the second field");
  else if (!raw.startsWith("35=", body[0].length)) faults.push("MsgType(35) is not the third field");
  if (trailer === null) {
    faults.push("CheckSum(10) is missing: the message is cut off");
    return faults;
  }
  const bodyEnd = trailer.index + 1;
  if (body !== null) {
    const length = bodyEnd - body[0].length;
    if (body[1] !== String(length)) faults.push(`BodyLength(9) is ${body[1]}, but the body has ${length} bytes`);
  }
  let sum = 0;
  for (let at = 0; at < bodyEnd; at++) sum += raw.charCodeAt(at);
  const expected = String(sum % 256).padStart(3, "0");
  if (trailer[1] !== expected) faults.push(`CheckSum(10) is ${trailer[1]}, but the bytes add up to ${expected}`);
  return faults;
}
