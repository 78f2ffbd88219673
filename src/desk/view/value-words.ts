/** What people call FIX's codes on the screen; sorted, grouped and searched by these words. */

/** OrdType (40). */
export const ORD_TYPE_WORDS: Readonly<Record<string, string>> = {
  "1": "Market",
  "2": "Limit",
  "3": "Stop",
  "4": "Stop limit",
  K: "Market to limit",
  P: "Pegged",
};

/** TimeInForce (59). */
export const TIME_IN_FORCE_WORDS: Readonly<Record<string, string>> = {
  "0": "Day",
  "1": "GTC",
  "2": "OPG",
  "3": "IOC",
  "4": "FOK",
  "6": "GTD",
  "7": "ATC",
};
