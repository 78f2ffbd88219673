import { expect, it } from "vitest";
import { playScenario } from "../support/scenario.ts";
import { VERSIONS } from "../support/scenario-client.ts";

const ORDERS = 200;
const numbers = Array.from({ length: ORDERS }, (_, index) => index + 1);

function entries(count: number): string {
  return numbers
    .slice(0, count)
    .map((number) => `11=A${number}|67=${number}|55=ACME|54=1|38=10|40=2|44=10.00`)
    .join("|");
}

const counts = (received: number, executing: number, done: string) =>
  `444=${ORDERS} orders: ${received} received, ${executing} executing, ${done}`;

it.each(VERSIONS)(
  "a list of 200 orders over $name is told in parts, counted, and canceled as a whole",
  async (version) => {
    const reports = (fields: string, text: string) =>
      [1, 2].map((part) => `client < 35=N|66=L1|68=${ORDERS}|82=2|83=${part}|73=100|${fields}|${text}`);
    const lines = [
      `client > 35=E|66=L1|394=3|433=2|68=${ORDERS}|73=${ORDERS}|${entries(ORDERS)}`,
      ...reports("429=1|431=2", counts(ORDERS, 0, "0 done (0 filled, 0 canceled, 0 rejected)")),
      "client > 35=L|66=L1",
      ...numbers.map(() => "exchange < new 10 @ 10"),
      ...reports("429=4|431=3", counts(0, ORDERS, "0 done (0 filled, 0 canceled, 0 rejected)")),
      ...numbers.map((number) => `client < 35=8|11=A${number}|150=0|39=0`),
      "exchange > order 7 fill 10 @ 10.00",
      "client < 35=8|11=A7|150=F|39=2",
      "client > 35=M|66=L1",
      ...reports("429=2|431=3", counts(0, ORDERS - 1, "1 done (1 filled, 0 canceled, 0 rejected)")),
      "client > 35=K|66=L1",
      ...numbers.slice(1).map(() => "exchange < cancel"),
      ...reports("429=2|431=4", counts(0, ORDERS - 1, "1 done (1 filled, 0 canceled, 0 rejected)")),
      ...numbers.filter((number) => number !== 7).map((number) => `client < 35=8|11=A${number}|150=4|39=4`),
      ...reports("429=5|431=6", counts(0, 0, `${ORDERS} done (1 filled, ${ORDERS - 1} canceled, 0 rejected)`)),
    ];
    await expect(playScenario(lines.join("\n"), version)).resolves.toBeUndefined();
  },
);
