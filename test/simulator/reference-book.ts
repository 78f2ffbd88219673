/** The book at its most obvious: one sorted list a side, searched from the front every time. Slow, and easy to believe. */
export type ReferenceOrder = {
  id: number;
  isBuy: boolean;
  price: number;
  leavesQty: number;
  cumQty: number;
  isMarket: boolean;
  timeInForce: "day" | "ioc" | "fok";
};

export type ReferenceTrade = { maker: number; taker: number; qty: number; price: number };

export class ReferenceBook {
  bids: ReferenceOrder[] = [];
  asks: ReferenceOrder[] = [];
  trades: ReferenceTrade[] = [];

  add(order: ReferenceOrder): void {
    const others = order.isBuy ? this.asks : this.bids;
    const tradable = others.filter((other) => this.#crosses(order, other));
    const available = tradable.reduce((sum, other) => sum + other.leavesQty, 0);
    if (order.timeInForce === "fok" && available < order.leavesQty) return;
    for (const maker of tradable) {
      const qty = Math.min(maker.leavesQty, order.leavesQty);
      if (qty === 0) break;
      this.trades.push({ maker: maker.id, taker: order.id, qty, price: maker.price });
      for (const side of [maker, order]) {
        side.leavesQty -= qty;
        side.cumQty += qty;
      }
    }
    this.asks = this.asks.filter((other) => other.leavesQty > 0);
    this.bids = this.bids.filter((other) => other.leavesQty > 0);
    if (order.leavesQty === 0 || order.isMarket || order.timeInForce !== "day") return;
    const own = order.isBuy ? this.bids : this.asks;
    const behind = own.findIndex((other) => (order.isBuy ? other.price < order.price : other.price > order.price));
    own.splice(behind === -1 ? own.length : behind, 0, order);
  }

  cancel(id: number): void {
    this.bids = this.bids.filter((order) => order.id !== id);
    this.asks = this.asks.filter((order) => order.id !== id);
  }

  replace(id: number, orderQty: number, price: number): void {
    const order = [...this.bids, ...this.asks].find((other) => other.id === id);
    if (order === undefined) return;
    const leavesQty = orderQty - order.cumQty;
    if (leavesQty <= 0) {
      this.cancel(id);
    } else if (price === order.price && leavesQty <= order.leavesQty) {
      order.leavesQty = leavesQty;
    } else {
      this.cancel(id);
      this.add({ ...order, price, leavesQty });
    }
  }

  #crosses(order: ReferenceOrder, other: ReferenceOrder): boolean {
    if (order.isMarket) return true;
    return order.isBuy ? other.price <= order.price : other.price >= order.price;
  }
}
