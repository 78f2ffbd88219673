/**
 * What runs when nobody gives a configuration: a house with three clients, eight bench sessions, a dozen liquid names
 * that agents trade, and three test symbols they never touch. It is a configuration like any other, read by the same
 * code, and what `lockstep config` prints to start one's own from.
 */
const LIQUID_NAMES: readonly (readonly [symbol: string, description: string, referencePrice: string])[] = [
  ["AAPL", "Apple Inc.", "228.00"],
  ["AMZN", "Amazon.com Inc.", "202.50"],
  ["GOOG", "Alphabet Inc.", "176.40"],
  ["IBM", "International Business Machines", "214.10"],
  ["INTC", "Intel Corporation", "24.35"],
  ["JPM", "JPMorgan Chase & Co.", "243.80"],
  ["KO", "The Coca-Cola Company", "62.15"],
  ["META", "Meta Platforms Inc.", "565.00"],
  ["MSFT", "Microsoft Corporation", "415.60"],
  ["NVDA", "NVIDIA Corporation", "141.95"],
  ["TSLA", "Tesla Inc.", "338.70"],
  ["XOM", "Exxon Mobil Corporation", "120.30"],
];
const TEST_SYMBOLS = ["ZVZZT", "ZWZZT"];
const CERTIFICATION_SYMBOL = "ZXZZT";
const BENCH_SESSIONS = [1, 2, 3, 4, 5, 6, 7, 8];

const sessions = [
  "  - { compId: ALPHA, beginString: FIX.4.4 }",
  "  - { compId: BRAVO, beginString: FIX.4.2 }",
  '  - { compId: CHARLIE, beginString: FIXT.1.1, defaultApplVerId: "9" }',
  '  - { compId: WEB1, beginString: FIXT.1.1, defaultApplVerId: "9" }',
  ...BENCH_SESSIONS.map((number) => `  - { compId: BENCH${number}, beginString: FIX.4.4 }`),
];
const instruments = [
  ...LIQUID_NAMES.map(
    ([symbol, description, referencePrice]) =>
      `  - { symbol: ${symbol}, description: "${description}", referencePrice: "${referencePrice}", agents: true }`,
  ),
  ...TEST_SYMBOLS.map((symbol) => `  - { symbol: ${symbol}, description: "Test symbol", referencePrice: "100.00" }`),
  `  # Orders of 9001 to 9099 rehearse here: see the certification table.
  - { symbol: ${CERTIFICATION_SYMBOL}, description: "Certification symbol", referencePrice: "100.00", certification: true }`,
];
const clientLimits = ["ALPHA", "BRAVO", "CHARLIE", "WEB1"].map(
  (compId) => `  - { session: ${compId}, maxOrderQty: 100000, maxOrderNotional: 20000000 }`,
);

export const DEMO_CONFIG = `# Lockstep's demonstration house.
compId: LOCKSTEP
# SIM, UAT or PROD: shown on every screen of the desk and in its title.
environment: SIM
# No passwords, and so loopback only.
insecureLogon: true
# New orders are refused while those before them wait longer than this. 50 is the default, for a machine of one's own.
fix: { limits: { lagMaxMs: 1000 } }

# Orders as JSON, or tag=value, over WebSocket: ws://127.0.0.1:9880/json, /fix
webSocket: { port: 9880 }

sessions:
${sessions.join("\n")}

# A limit binds one session, one symbol, both, or (with neither) everybody; all that apply are checked.
limits:
  - { priceCollarPercent: 20 }
${clientLimits.join("\n")}

venue:
  name: XSIM
  # The exchange's own traffic in the instruments with agents: true. Every key that is not here has its default.
  agents:
    enabled: true
    seed: 20261122
    list:
      # Prices on both sides; half a spread is half of spreadBps and volatilityFactor times the deviation of a second.
      - { kind: maker, name: maker, levels: 5, spreadBps: 1, volatilityFactor: 1.2, ratePerSecond: 2 }
      # Takes a little, leaves a little, and bids in auctions.
      - { kind: noise, name: noise, ratePerSecond: 0.5 }
      # Follows the faster of two moving averages.
      - { kind: momentum, name: momentum, halfLifeSeconds: 20, ratePerSecond: 0.2 }
      # Works a large order in slices, then rests.
      - { kind: parent, name: parent, durationSeconds: 300, pauseSeconds: 180, ratePerSecond: 0.25 }

# Two more exchanges in the box, each with books of its own. Orders go there when a rule of routing says so.
exchanges:
  # Another market in some of the names.
  - name: XALT
    id: 2
    agents:
      seed: 20261123
      list:
        - { kind: maker, name: maker, symbols: [AAPL, IBM, KO, MSFT], levels: 3, spreadBps: 2, ratePerSecond: 1 }
        - { kind: noise, name: noise, symbols: [AAPL, IBM, KO, MSFT], ratePerSecond: 0.2 }
  # Nobody but us: orders rest unseen until another client's meets them.
  - { name: XDRK, id: 3 }

# The first rule that an order meets counts; without one it goes to its instrument's venue, XSIM. lockstep route says which.
routing:
  - { id: to-xalt, when: { exDestination: XALT }, to: { venue: XALT } }
  - { id: to-xdrk, when: { exDestination: XDRK }, to: { venue: XDRK } }

instruments:
${instruments.join("\n")}
`;
