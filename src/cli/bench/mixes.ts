/** What a load is made of: shares of new orders that rest, orders that take, cancels and replaces. */

export type Mix = {
  readonly about: string;
  /** Shares, in percent; they add up to 100. */
  readonly rest: number;
  readonly take: number;
  readonly cancel: number;
  readonly replace: number;
};

export const MIXES: Readonly<Record<string, Mix>> = {
  new: { about: "new orders that rest", rest: 100, take: 0, cancel: 0, replace: 0 },
  cancel: { about: "each order is cancelled again", rest: 50, take: 0, cancel: 50, replace: 0 },
  replace: { about: "new orders and replaces of their price", rest: 50, take: 0, cancel: 0, replace: 50 },
  cross: { about: "half of the orders meet the other half", rest: 50, take: 50, cancel: 0, replace: 0 },
  desk: { about: "50 % new, 45 % cancel, 5 % marketable", rest: 50, take: 5, cancel: 45, replace: 0 },
  "exchange-core": {
    about: "exchange-core's published mix: 9 % GTC, 3 % IOC, 6 % cancel, 82 % move",
    rest: 9,
    take: 3,
    cancel: 6,
    replace: 82,
  },
};
