// A venue that does what a transcript says, on an independent engine: QuickFIX C++ (Debian's libquickfix) as acceptor, its
// data dictionary switched on. Left alone it accepts, cancels and replaces at once; holding, it waits for the word. It keeps
// its own books, so that the quantities it tells are true. test/support/scripted-exchange.ts is the same on our engine.
//
// Lines on standard input: "do WORDS", one of
//   hold | release | accept | reject TEXT | fill 100 @ 10.01 | bust 1 [back] | correct 2 to 500 @ 10.00 [back] | trigger | halt
//   restate 900 @ 10.01 [reason 2] | unsolicited cancel | expire | done for day | done for the day     (order 2 before any)
// and "state", "reset" (no orders, all numbers 1), "down" (it logs out and lets nobody in), "up".
// Every line of standard output is JSON: "ready" with the port, "request" with a request in words, "log"; and one answer a
// line: "done" with a fault or "", "state" with the next numbers in and out.
//
//   quickfix-script PORT BEGINSTRING DICTIONARY.xml [TRANSPORT.xml]
//   g++ -std=c++14 -O1 -w quickfix-script.cpp -o quickfix-script -lquickfix -lpthread
#include <quickfix/MessageStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketAcceptor.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <map>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "quickfix-lines.h"

namespace {

const int RESET_PATIENCE_MS = 10000;

// Prices are whole cents, as the transcripts' instruments have them; NO_PRICE is a market order's.
const long NO_PRICE = -1;

long centsOf(const std::string& text) { return std::lround(std::stod(text) * 100); }

std::string fixedText(double value, int digits) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

// 10.01, 10.1, 10: as a transcript writes a price.
std::string priceWords(long cents) {
  if (cents == NO_PRICE) return "market";
  return fixedText(cents / 100.0, cents % 100 == 0 ? 0 : cents % 10 == 0 ? 1 : 2);
}

// Our ClOrdIDs are the order and the number of its request.
std::string numberOf(const std::string& clOrdId) { return clOrdId.substr(0, clOrdId.find('-')); }

struct Trade {
  std::string execId;
  long qty, price;
};

struct Order {
  // The request in force, and the ID it has here.
  std::string clOrdId, orderId, symbol, side, ordType, execInst;
  std::string status = "0";
  long orderQty = 0, price = NO_PRICE, cumQty = 0;
  std::vector<Trade> trades;
  bool isOpen() const { return status == "0" || status == "1" || status == "9"; }
};

struct Request {
  std::string type, clOrdId, origClOrdId;
  std::shared_ptr<Order> order;
  long orderQty, price;
};

class Venue : public FIX::NullApplication {
 public:
  explicit Venue(const FIX::SessionID& session)
      : session_(session),
        hasExecTransType_(session.getBeginString().getValue() < "FIX.4.3"),
        hasTriggered_(session.getBeginString().getValue() == "FIXT.1.1") {}

  void fromApp(const FIX::Message& message, const FIX::SessionID&)
      throw(FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) {
    std::lock_guard<std::mutex> lock(lock_);
    const std::string type = message.getHeader().getField(35);
    if (type != "D" && type != "F" && type != "G" && type != "H") throw FIX::UnsupportedMessageType();
    const std::string clOrdId = message.getField(11);
    if (type == "H") return status(clOrdId, message);
    Request request{type, clOrdId, type == "D" ? "" : message.getField(41), nullptr, 0, NO_PRICE};
    if (type != "F") {
      request.orderQty = std::stol(message.getField(38));
      if (message.isSetField(44)) request.price = centsOf(message.getField(44));
    }
    if (type == "D") orders_[numberOf(clOrdId)] = orderOf(message, request);
    request.order = named(numberOf(type == "D" ? clOrdId : request.origClOrdId));
    const std::string terms = std::to_string(request.orderQty) + " @ " + priceWords(request.price);
    say("request", type == "F" ? "cancel" : (type == "D" ? "new " : "replace ") + terms);
    current_ = request.order;
    if (holds_)
      waiting_.push_back(request);
    else
      answer(request);
  }

  void act(const std::string& words) {
    std::lock_guard<std::mutex> lock(lock_);
    std::istringstream from(words);
    std::string verb;
    from >> verb;
    if (verb != "order") return actOn(words);
    std::string number, rest;
    from >> number;
    std::getline(from >> std::ws, rest);
    current_ = named(number);
    actOn(rest);
  }

  void reset() {
    std::lock_guard<std::mutex> lock(lock_);
    orders_.clear();
    waiting_.clear();
    current_.reset();
    holds_ = false;
  }

 private:
  void actOn(const std::string& words) {
    std::istringstream from(words);
    std::string verb, qty, at, price, more;
    from >> verb;
    if (words == "hold") {
      holds_ = true;
    } else if (words == "release") {
      holds_ = false;
      while (!waiting_.empty()) answer(next());
    } else if (words == "accept") {
      answer(next());
    } else if (verb == "reject") {
      refuse(next(), words.substr(7));
    } else if (verb == "fill") {
      from >> qty >> at >> price;
      fill(std::stol(qty), centsOf(price));
    } else if (verb == "bust") {
      from >> qty >> more;
      change(std::stoul(qty), 0, 0, more == "back");
    } else if (verb == "correct") {
      std::string number, to;
      from >> number >> to >> qty >> at >> price >> more;
      change(std::stoul(number), std::stol(qty), centsOf(price), more == "back");
    } else if (verb == "restate") {
      std::string reason = "5";
      from >> qty >> at >> price >> more >> reason;
      restate(std::stol(qty), centsOf(price), more == "reason" ? reason : "5");
    } else if (words == "trigger") {
      Order& order = current();
      tell(order, hasTriggered_ ? "L" : "D", hasTriggered_ ? "" : "378=4");
    } else if (words == "halt") {
      // What says nothing of halts rests, and nothing is said of it.
      const std::string text = "trading is halted";
      if (current().execInst == "J") end("9", "9", text);
      if (current().execInst == "K") end("4", "4", text + "|378=6");
    } else if (words == "unsolicited cancel") {
      end("4", "4", "the venue canceled it");
    } else if (words == "expire") {
      end("C", "C", "the session is over");
    } else if (words == "done for day") {
      end("3", "3", "done for the day");
    } else if (words == "done for the day") {
      // It rests on, for the next day.
      tell(current(), "3", "39=3|58=the market has closed");
    } else {
      throw std::runtime_error("QuickFIX's script cannot \"" + words + "\"");
    }
  }

  std::shared_ptr<Order> orderOf(const FIX::Message& message, const Request& request) {
    auto order = std::make_shared<Order>();
    order->clOrdId = request.clOrdId;
    order->orderId = "V" + request.clOrdId;
    order->symbol = message.getField(55);
    order->side = message.getField(54);
    order->ordType = message.getField(40);
    if (message.isSetField(18)) order->execInst = message.getField(18);
    order->orderQty = request.orderQty;
    order->price = request.price;
    return order;
  }

  void answer(const Request& request) {
    Order& order = *request.order;
    if (request.type == "D") {
      if (order.cumQty == 0) order.status = "0";
      return tell(order, "0", "");
    }
    if (!order.isOpen()) return reject(request, "0", "too late");
    if (request.origClOrdId != order.clOrdId) return reject(request, "1", request.origClOrdId + " is not in force");
    order.clOrdId = request.clOrdId;
    if (request.type == "F") {
      order.status = "4";
    } else {
      order.orderQty = std::max(request.orderQty, order.cumQty);
      order.price = request.price;
      if (order.orderQty == order.cumQty) order.status = "2";
    }
    tell(order, request.type == "F" ? "4" : "5", "41=" + request.origClOrdId);
  }

  void refuse(const Request& request, const std::string& text) {
    if (request.type != "D") return reject(request, "2", text);
    request.order->status = "8";
    tell(*request.order, "8", "103=0|58=" + text);
  }

  void reject(const Request& request, const std::string& reason, const std::string& text) {
    FIX::Message message = messageOf("35=9|37=" + request.order->orderId + "|11=" + request.clOrdId + "|41=" +
                                     request.origClOrdId + "|39=" + request.order->status + "|102=" + reason +
                                     "|434=" + (request.type == "F" ? "1" : "2") + "|58=" + text);
    FIX::Session::sendToTarget(message, session_);
  }

  void fill(long qty, long price) {
    Order& order = current();
    order.cumQty += qty;
    if (order.isOpen()) order.status = order.cumQty >= order.orderQty ? "2" : "1";
    order.trades.push_back({nextExecId(), qty, price});
    tellTrade(order, "F", "0", order.trades.back().execId, "", qty, price);
  }

  // A trade is undone (quantity 0), or was another. What does not come back to the book is off the order's quantity, and
  // the end of a filled order.
  void change(size_t number, long qty, long price, bool isBack) {
    Order& order = current();
    if (number < 1 || number > order.trades.size()) throw std::runtime_error("the order has no such trade");
    Trade& trade = order.trades[number - 1];
    const Trade before = trade;
    const long leaves = order.isOpen() ? order.orderQty - order.cumQty : 0;
    order.cumQty += qty - trade.qty;
    trade = {nextExecId(), qty, price};
    if (isBack || order.isOpen()) order.status = order.cumQty == 0 ? "0" : order.cumQty < order.orderQty ? "1" : "2";
    if (!isBack && order.isOpen()) order.orderQty = order.cumQty + leaves;
    if (!isBack && order.status == "2" && order.cumQty < order.orderQty) order.status = "4";
    const bool isBust = qty == 0;
    tellTrade(order, isBust ? "H" : "G", isBust ? "1" : "2", trade.execId, before.execId, isBust ? before.qty : qty,
              isBust ? before.price : price);
  }

  void restate(long qty, long price, const std::string& reason) {
    Order& order = current();
    // A split counts what was filled in the new shares.
    if (reason == "0") order.cumQty = std::lround(double(order.cumQty) * qty / order.orderQty);
    order.orderQty = qty;
    order.price = price;
    if (order.isOpen()) order.status = order.cumQty == 0 ? "0" : order.cumQty < qty ? "1" : "2";
    tell(order, "D", "378=" + reason);
  }

  void end(const std::string& status, const std::string& execType, const std::string& text) {
    Order& order = current();
    order.status = status;
    tell(order, execType, "58=" + text);
  }

  void status(const std::string& clOrdId, const FIX::Message& asked) {
    say("request", "status " + clOrdId);
    if (orders_.count(numberOf(clOrdId))) return tell(*orders_[numberOf(clOrdId)], "I", "");
    FIX::Message report = messageOf("35=8|6=0|14=0|151=0|39=8|103=5|37=NONE|17=" + nextExecId() + "|11=" + clOrdId);
    report.setField(150, hasExecTransType_ ? "8" : "I");
    if (hasExecTransType_) report.setField(20, "3");
    for (int tag : {54, 55}) report.setField(tag, asked.getField(tag));
    FIX::Session::sendToTarget(report, session_);
  }

  void tellTrade(const Order& order, const std::string& execType, const std::string& transType, const std::string& execId,
                 const std::string& refId, long qty, long price) {
    std::string more = "17=" + execId + "|32=" + std::to_string(qty) + "|31=" + fixedText(price / 100.0, 2);
    if (!refId.empty()) more += "|19=" + refId;
    // Before FIX 4.3 ExecType is the OrdStatus it led to, and ExecTransType says the rest.
    if (hasExecTransType_) more += "|20=" + transType;
    tell(order, hasExecTransType_ ? order.status : execType, more);
  }

  // An ExecutionReport of the order as it stands; `more` are fields put over it.
  void tell(const Order& order, const std::string& execType, const std::string& more) {
    FIX::Message report = messageOf("35=8|37=" + order.orderId + "|11=" + order.clOrdId + "|150=" + execType +
                                    "|39=" + order.status + "|55=" + order.symbol + "|54=" + order.side);
    report.setField(38, std::to_string(order.orderQty));
    report.setField(40, order.ordType);
    if (order.price != NO_PRICE) report.setField(44, fixedText(order.price / 100.0, 2));
    report.setField(14, std::to_string(order.cumQty));
    report.setField(151, std::to_string(order.isOpen() ? order.orderQty - order.cumQty : 0));
    double notional = 0;
    for (const Trade& trade : order.trades) notional += double(trade.qty) * trade.price;
    report.setField(6, order.cumQty == 0 ? "0" : fixedText(notional / order.cumQty / 100, 4));
    report.setField(60, "20261122-10:00:00");
    if (hasExecTransType_) report.setField(20, execType == "I" ? "3" : "0");
    if (hasExecTransType_ && execType == "I") report.setField(150, order.status);
    report.setField(17, nextExecId());
    const FIX::Message over = messageOf(more);
    for (const FIX::FieldBase& field : over) report.setField(field);
    FIX::Session::sendToTarget(report, session_);
  }

  std::string nextExecId() { return "Q" + std::to_string(++execs_); }

  Request next() {
    if (waiting_.empty()) throw std::runtime_error("the venue has nothing to answer");
    const Request request = waiting_.front();
    waiting_.pop_front();
    return request;
  }

  Order& current() {
    if (!current_) throw std::runtime_error("the venue has no order");
    return *current_;
  }

  std::shared_ptr<Order> named(const std::string& number) {
    if (!orders_.count(number)) throw std::runtime_error("the venue knows no order " + number);
    return orders_[number];
  }

  const FIX::SessionID session_;
  const bool hasExecTransType_, hasTriggered_;
  // Requests come on QuickFIX's thread, words on the main one.
  std::mutex lock_;
  std::map<std::string, std::shared_ptr<Order>> orders_;
  std::deque<Request> waiting_;
  std::shared_ptr<Order> current_;
  bool holds_ = false;
  long execs_ = 0;
};

// What QuickFIX says, without the messages.
class QuietLog : public LineLog {
 public:
  void onIncoming(const std::string&) {}
  void onOutgoing(const std::string&) {}
};

class QuietLogFactory : public FIX::LogFactory {
 public:
  FIX::Log* create() { return new QuietLog; }
  FIX::Log* create(const FIX::SessionID&) { return new QuietLog; }
  void destroy(FIX::Log* log) { delete log; }
};

std::string settingsText(int count, char** arguments) {
  std::ostringstream text;
  text << "[DEFAULT]\nConnectionType=acceptor\nStartTime=00:00:00\nEndTime=00:00:00\nUseDataDictionary=Y\n"
       << "ValidateFieldsOutOfOrder=Y\nValidateFieldsHaveValues=Y\nValidateUserDefinedFields=Y\nAllowUnknownMsgFields=N\n"
       << "SocketAcceptPort=" << arguments[1] << "\nSocketReuseAddress=Y\nSocketNodelay=Y\n"
       << "[SESSION]\nSenderCompID=VENUE\nTargetCompID=GW\nBeginString=" << arguments[2];
  if (count < 5) {
    text << "\nDataDictionary=" << arguments[3] << "\n";
  } else {
    text << "\nAppDataDictionary=" << arguments[3] << "\nTransportDataDictionary=" << arguments[4]
         << "\nDefaultApplVerID=FIX.5.0SP2\n";
  }
  return text.str();
}

// The gateway has logged out by now, or does so at once; what it left is forgotten.
std::string resetNumbers(FIX::Session& session) {
  for (int waitedMs = 0; session.isLoggedOn(); waitedMs++) {
    if (waitedMs > RESET_PATIENCE_MS) return "the gateway does not log out";
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  session.reset();
  return "";
}

void obey(const std::string& line, Venue& venue, FIX::Session& session) {
  if (line == "state") {
    const int in = session.getExpectedTargetNum();
    return say("state", std::to_string(in) + " " + std::to_string(session.getExpectedSenderNum()));
  }
  std::string fault;
  try {
    if (line == "reset") {
      fault = resetNumbers(session);
      venue.reset();
    } else if (line == "down") {
      session.logout("cut by the script");
    } else if (line == "up") {
      session.logon();
    } else {
      venue.act(line.substr(3));
    }
  } catch (const std::exception& error) {
    fault = error.what();
  }
  say("done", fault);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 4 && count != 5) {
    std::cerr << "usage: quickfix-script PORT BEGINSTRING DICTIONARY.xml [TRANSPORT.xml]" << std::endl;
    return 2;
  }
  try {
    std::istringstream text(settingsText(count, arguments));
    FIX::SessionSettings settings(text);
    const FIX::SessionID id(arguments[2], "VENUE", "GW");
    Venue venue(id);
    FIX::MemoryStoreFactory stores;
    QuietLogFactory logs;
    FIX::SocketAcceptor acceptor(venue, stores, settings, logs);
    acceptor.start();
    FIX::Session* session = FIX::Session::lookupSession(id);
    say("ready", arguments[1]);
    for (std::string line; std::getline(std::cin, line);) obey(line, venue, *session);
    acceptor.stop();
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
}
