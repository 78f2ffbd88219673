// An order book as textbooks have it, in C++: a map of prices to lists of orders, and a hash from ids to places in them.
// Plays a stream of operations and prints nanoseconds an operation, and the quantity that traded.
//
//   map-book FILE ROUNDS      FILE: int32 first measured operation, then per operation int32 kind, id, side, price, qty
//
// Kinds: 0 a new order (what is left rests), 1 a cancel, 2 a new order of which nothing rests, 3 a move to another price.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <list>
#include <map>
#include <unordered_map>
#include <vector>

struct Operation {
  int32_t kind, id, side, price, qty;
};

struct Order {
  int32_t id, qty;
};

typedef std::list<Order> Queue;

struct Place {
  int32_t side, price;
  Queue::iterator at;
};

class Book {
 public:
  int64_t tradedQty = 0;

  void add(const Operation& o, bool rests) {
    int32_t left = o.side == 0 ? take(asks_, o, [&](int32_t best) { return best <= o.price; })
                               : take(bids_, o, [&](int32_t best) { return best >= o.price; });
    if (left > 0 && rests) rest(o.id, o.side, o.price, left);
  }

  void cancel(int32_t id) {
    auto found = places_.find(id);
    if (found == places_.end()) return;
    remove(found->second);
    places_.erase(found);
  }

  void move(const Operation& o) {
    auto found = places_.find(o.id);
    if (found == places_.end()) return;
    Operation again = {0, o.id, found->second.side, o.price, found->second.at->qty};
    remove(found->second);
    places_.erase(found);
    add(again, true);
  }

 private:
  std::map<int32_t, Queue, std::greater<int32_t>> bids_;
  std::map<int32_t, Queue> asks_;
  std::unordered_map<int32_t, Place> places_;

  template <class Side, class Crosses>
  int32_t take(Side& side, const Operation& o, Crosses crosses) {
    int32_t left = o.qty;
    while (left > 0 && !side.empty() && crosses(side.begin()->first)) {
      Queue& queue = side.begin()->second;
      Order& maker = queue.front();
      int32_t qty = maker.qty < left ? maker.qty : left;
      left -= qty;
      maker.qty -= qty;
      tradedQty += qty;
      if (maker.qty > 0) break;
      places_.erase(maker.id);
      queue.pop_front();
      if (queue.empty()) side.erase(side.begin());
    }
    return left;
  }

  void rest(int32_t id, int32_t side, int32_t price, int32_t qty) {
    Queue& queue = side == 0 ? bids_[price] : asks_[price];
    queue.push_back(Order{id, qty});
    places_[id] = Place{side, price, --queue.end()};
  }

  void remove(const Place& place) {
    if (place.side == 0) removeFrom(bids_, place);
    else removeFrom(asks_, place);
  }

  template <class Side>
  void removeFrom(Side& side, const Place& place) {
    auto level = side.find(place.price);
    level->second.erase(place.at);
    if (level->second.empty()) side.erase(level);
  }
};

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::ifstream file(argv[1], std::ios::binary);
  int32_t from = 0;
  file.read(reinterpret_cast<char*>(&from), sizeof from);
  std::vector<Operation> operations;
  for (Operation o; file.read(reinterpret_cast<char*>(&o), sizeof o);) operations.push_back(o);
  for (int round = 0; round < std::atoi(argv[2]); round++) {
    Book book;
    auto play = [&](size_t first, size_t end) {
      for (size_t i = first; i < end; i++) {
        const Operation& o = operations[i];
        if (o.kind == 1) book.cancel(o.id);
        else if (o.kind == 3) book.move(o);
        else book.add(o, o.kind == 0);
      }
    };
    play(0, from);
    auto start = std::chrono::steady_clock::now();
    play(from, operations.size());
    double ns = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
    std::printf("%.3f %lld\n", ns / (operations.size() - from), static_cast<long long>(book.tradedQty));
  }
  return 0;
}
