/** Good FIX messages made bad in all the ways bytes go bad: flipped, cut, doubled, swapped, with wrong lengths and sums. */
import { checkSum, message } from "./messages.ts";

const TIME = "52=20261122-01:20:00.000";
const ORDER = "11=a|21=1|38=100|40=2|44=10.01|54=1|55=ACME|60=20261122-01:20:00";
const BODIES = [
  `35=D|34=2|49=C|${TIME}|56=S|${ORDER}`,
  `35=0|34=2|49=C|${TIME}|56=S`,
  `35=1|34=3|49=C|${TIME}|56=S|112=x`,
  `35=2|34=2|49=C|${TIME}|56=S|7=1|16=0`,
  `35=4|34=2|43=Y|49=C|${TIME}|56=S|122=20261122-01:20:00.000|36=9|123=Y`,
  `35=4|34=2|49=C|${TIME}|56=S|36=99`,
  `35=5|34=2|49=C|${TIME}|56=S|58=bye`,
  `35=A|34=1|49=C|${TIME}|56=S|98=0|108=30|141=Y`,
  `35=3|34=2|49=C|${TIME}|56=S|45=1|58=no`,
  `35=E|34=2|49=C|${TIME}|56=S|66=L|394=1|68=1|73=1|11=a|67=1|54=1|55=ACME|38=1`,
  `35=B|34=2|49=C|${TIME}|56=S|148=h|33=1|58=t|95=3|96=a=b`,
  `35=E|34=2|49=C|${TIME}|56=S|66=L|394=1|68=3|73=3|11=a|67=1|453=2|448=X|447=D|452=1|448=Y|452=3|802=1|523=s|803=4|54=1|11=b|67=2|54=2|58=t|354=5|355=a=b\x01c|11=c|67=3|54=1|38=5`,
  `35=W|34=2|49=C|${TIME}|56=S|262=r|55=ACME|268=3|269=0|270=10.01|271=5|273=01:20:00.123|269=1|270=10.02|271=7|269=2|270=10.02`,
  `35=X|34=2|49=C|${TIME}|56=S|262=r|268=2|279=0|269=0|278=i|55=ACME|270=1|271=2|279=2|269=1|278=j`,
  `35=y|34=2|49=C|${TIME}|56=S|320=r|322=s|560=0|393=2|893=Y|146=2|55=A|454=1|455=x|456=1|15=USD|55=B|555=1|600=l|623=1`,
  `35=A|34=1|49=C|${TIME}|56=S|98=0|108=30|95=8|96=\x0110=000\x01|384=2|372=D|385=S|372=8|385=R`,
  `35=8|34=2|49=C|${TIME}|56=S|37=1|17=2|150=0|39=0|55=ACME|54=1|38=5|151=5|14=0|6=0|382=1|375=b|337=t|58=x|354=3|355=\x01\x01\x01`,
];

export const CORPUS: readonly Buffer[] = BODIES.map((body) => message("FIX.4.4", body));
const SOUP = [
  "\x01",
  "=",
  "8=FIX.4.4\x019=",
  "10=000\x01",
  "\x019=999999999\x01",
  "34=",
  "-1",
  "\x00",
  "9".repeat(20),
  "\xff",
];

/** One message with one to three wounds; about a third get a right length and sum again, so that they get further in. */
export function mutate(random: () => number): Buffer {
  const pick = (count: number) => Math.floor(random() * count);
  let bytes: Buffer = Buffer.from(CORPUS[pick(CORPUS.length)]);
  for (let wounds = 1 + pick(3); wounds > 0; wounds--) bytes = wound(bytes, pick);
  return random() < 0.35 ? mended(bytes) : bytes;
}

function wound(bytes: Buffer, pick: (count: number) => number): Buffer {
  const at = pick(bytes.length);
  const to = Math.min(bytes.length, at + 1 + pick(12));
  switch (pick(7)) {
    case 0:
      bytes[at] = pick(256);
      return bytes;
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(SOUP[pick(SOUP.length)], "latin1"), bytes.subarray(at)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, at), CORPUS[pick(CORPUS.length)].subarray(pick(20))]);
    case 5:
      return bytes.subarray(0, at);
    default: {
      const fields = bytes.toString("latin1").split("\x01");
      const other = pick(fields.length);
      const here = pick(fields.length);
      [fields[here], fields[other]] = [fields[other], fields[here]];
      return Buffer.from(fields.join("\x01"), "latin1");
    }
  }
}

/** The same body with a BodyLength(9) and CheckSum(10) that are right. */
function mended(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  const body = /^8=[^\x01]*\x019=[^\x01]*\x01([\s\S]*?)(10=[^\x01]*\x01)?$/.exec(text)?.[1] ?? text;
  const head = `8=FIX.4.4\x019=${body.length}\x01${body}`;
  return Buffer.from(`${head}10=${checkSum(head)}\x01`, "latin1");
}
