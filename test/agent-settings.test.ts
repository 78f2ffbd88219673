import { describe, expect, it } from "vitest";
import { parseConfig } from "../src/config.ts";

function house(agents: string): string {
  return `insecureLogon: true
sessions:
  - { compId: ALPHA, beginString: FIX.4.4 }
venue:
  agents:
${agents}
instruments:
  - { symbol: ACME, referencePrice: "100.00", lotSize: "10", agents: true }
  - { symbol: NOVA, referencePrice: "10.00" }
`;
}

describe("the agents' settings", () => {
  it("are, without a list, one of each kind in the instruments that have agents", () => {
    const { agents } = parseConfig(house("    seed: 7"), "house.yaml");
    expect(agents).toEqual({ seed: 7, symbols: ["ACME"], dailyVolatilityPercent: 0.8 });
    expect(parseConfig(house("    enabled: false"), "house.yaml").agents).toBeNull();
  });

  it("take a list of agents, with symbols, seeds, rates and limits of their own", () => {
    const { agents } = parseConfig(
      house(`    list:
      - { kind: maker, name: deep, levels: 9, size: 200, inventoryMax: 5000, ratePerSecond: 4, symbols: [ACME, NOVA] }
      - { kind: parent, seed: 3 }
      - { kind: parent, style: participation, participationPercent: 20 }`),
      "house.yaml",
    );
    expect(agents?.list).toMatchObject([
      { kind: "maker", name: "deep", levels: 9, size: 200, inventoryMax: 5_000, symbols: ["ACME", "NOVA"], seed: null },
      {
        kind: "parent",
        name: "parent-2",
        seed: 3,
        symbols: null,
        selfTrade: false,
        ratePerSecondMax: 50,
        style: "even",
      },
      { kind: "parent", name: "parent-3", style: "participation", participationPercent: 20 },
    ]);
  });

  it.each([
    ["{ kind: market }", 'kind: found "market", expected "maker", "noise", "momentum", "parent"'],
    ["{ kind: maker, depth: 3 }", "depth: unknown key; remove it or correct its spelling"],
    ["{ kind: maker, levels: 0 }", "levels: found 0, expected an integer from 1 to 20"],
    ["{ kind: noise, levels: 3 }", "levels: found it with kind noise; only a maker has it"],
    ["{ kind: maker, thresholdBps: 3 }", "thresholdBps: found it with kind maker; only a momentum has it"],
    ["{ kind: maker, symbols: [NONE] }", "symbols/0: found NONE, expected a symbol that is among the instruments"],
    ["{ kind: maker, size: 15 }", "size: found 15, expected a multiple of 10, the lot of ACME"],
    ["{ kind: maker, size: 50, inventoryMax: 40 }", "inventoryMax: found 40, expected size (50) or more"],
    ["{ kind: maker, ratePerSecond: 9, ratePerSecondMax: 5 }", "ratePerSecondMax: found 5, below the agent's own rate"],
    ["{ kind: noise, style: even }", "style: found it with kind noise; only a parent has it"],
    ["{ kind: parent, style: fast }", 'style: found "fast", expected "even", "participation"'],
    [
      "{ kind: parent, participationPercent: 20 }",
      "participationPercent: found it with style even; expected style participation beside it",
    ],
    ["{ kind: parent, style: participation, participationPercent: 95 }", "participationPercent: found 95, expected"],
    ["{ kind: maker, seed: -1 }", "seed: found -1, expected an integer from 0 to"],
  ])("of %s are refused by line and key", (row, text) => {
    expect(() => parseConfig(house(`    list:\n      - ${row}`), "house.yaml")).toThrow(
      `house.yaml, line 7: venue/agents/list/0/${text}`,
    );
  });

  it("refuse two agents of one name, and more than there is room for", () => {
    const two = house("    list:\n      - { kind: maker, name: a }\n      - { kind: noise, name: a }");
    expect(() => parseConfig(two, "house.yaml")).toThrow(
      "house.yaml, line 8: venue/agents/list/1/name: a stands there twice",
    );
    const many = house(`    list:\n${"      - { kind: noise }\n".repeat(15)}`);
    expect(() => parseConfig(many, "house.yaml")).toThrow("venue/agents/list: found");
  });

  it("name a recorded day, its kind and speed, and refuse what is wrong with them", () => {
    const given = (recorded: string) => house(`    seed: 7\n  recorded: ${recorded}`);
    expect(parseConfig(house("    seed: 7"), "house.yaml").recorded).toBeNull();
    expect(parseConfig(given("{ file: day.csv, kind: trades, speed: 10 }"), "house.yaml").recorded).toEqual({
      file: "day.csv",
      kind: "trades",
      speed: 10,
      loop: false,
    });
    expect(() => parseConfig(given("{ file: day.csv, kind: quotes }"), "house.yaml")).toThrow(
      'house.yaml, line 7: venue/recorded/kind: found "quotes", expected "orders", "trades"',
    );
    expect(() => parseConfig(given("{ file: day.csv, kind: orders, speed: 0 }"), "house.yaml")).toThrow(
      "line 7: venue/recorded/speed: found 0, expected a number from 0.001 to 10000",
    );
  });
});
