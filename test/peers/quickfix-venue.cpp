// An independent FIX venue for tests: QuickFIX C++ (Debian's libquickfix) as acceptor, with its data dictionary switched on
// and its numbers kept in files, so that it can be killed and started again. Every NewOrderSingle is answered with an
// ExecutionReport. With VENUE_BOOK=1 it is a small exchange that keeps its orders in a file: a buy at 100.00 or above, or a
// sell at or below, is filled at 100.00 (a quantity that ends in 5 in two parts), one of 666 is rejected, the rest may be
// canceled, replaced and asked for. Lines on standard input: a message to send, also while nobody is logged on ("35=8|11=X|..."), or "quit".
// Every message and event is a JSON line on standard output, "ready" when it listens,
// "given" when a message of standard input is sent, or kept for a resend.
//
//   quickfix-venue PORT BEGINSTRING STORE-DIRECTORY DICTIONARY.xml [TRANSPORT.xml]
//   g++ -std=c++14 -O1 -w quickfix-venue.cpp -o quickfix-venue -lquickfix -lpthread
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <vector>

#include <quickfix/FileStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketAcceptor.h>

#include "quickfix-lines.h"

namespace {

struct Order {
  std::string clOrdId, symbol, side, price, status = "0";
  long orderQty = 0, cumQty = 0;
};

class Venue : public FIX::NullApplication {
 public:
  Venue(bool hasExecTransType, const std::string& bookPath) : hasExecTransType_(hasExecTransType), bookPath_(bookPath) {
    if (!bookPath_.empty()) load();
  }
  void onLogon(const FIX::SessionID&) { say("logon", ""); }
  void onLogout(const FIX::SessionID&) { say("logout", ""); }

  void fromApp(const FIX::Message& message, const FIX::SessionID& session)
      throw(FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) {
    if (!bookPath_.empty()) return work(message, session);
    if (message.getHeader().getField(35) != "D") throw FIX::UnsupportedMessageType();
    const std::string clOrdId = message.getField(11);
    FIX::Message report = messageOf("35=8|6=0|14=0|39=0|150=0|37=O-" + clOrdId + "|17=E-" + clOrdId + "|11=" + clOrdId);
    for (int tag : {38, 54, 55}) report.setField(tag, message.getField(tag));
    report.setField(151, message.getField(38));
    if (hasExecTransType_) report.setField(20, "0");
    FIX::Session::sendToTarget(report, session);
  }

  // The last report of the run before, once more: it may not have gone out. Its ExecID is the same.
  void sayAgain(const FIX::SessionID& session) {
    if (lastReport_.empty()) return;
    FIX::Message report = messageOf(lastReport_.substr(0, lastReport_.rfind("10=")));
    FIX::Session::sendToTarget(report, session);
  }

 private:
  void work(const FIX::Message& message, const FIX::SessionID& session) {
    const std::string type = message.getHeader().getField(35);
    const std::string clOrdId = message.getField(11);
    if (type == "D") return enter(message, clOrdId, session);
    if (type == "H") return status(clOrdId, message, session);
    if (type != "F" && type != "G") throw FIX::UnsupportedMessageType();
    const std::string origClOrdId = message.getField(41);
    const int number = names_.count(origClOrdId) ? names_[origClOrdId] : -1;
    if (number < 0 || orders_[number].status > "1") return refuse(type, clOrdId, origClOrdId, number, session);
    Order& order = orders_[number];
    if (type == "G") {
      order.orderQty = std::stol(message.getField(38));
      order.price = message.getField(44);
    } else {
      order.status = "4";
    }
    order.clOrdId = clOrdId;
    names_[clOrdId] = number;
    tell(number, type == "G" ? "5" : "4", "0", 0, origClOrdId, session);
    if (type == "G") trade(number, session);
  }

  void enter(const FIX::Message& message, const std::string& clOrdId, const FIX::SessionID& session) {
    // The same ClOrdID with PossResend is the same order (FIX 4.4 Volume 4, Appendix D, F.1.c).
    if (names_.count(clOrdId)) return tell(names_[clOrdId], "I", "3", 0, "", session);
    Order order;
    order.clOrdId = clOrdId;
    order.symbol = message.getField(55);
    order.side = message.getField(54);
    order.price = message.isSetField(44) ? message.getField(44) : "0";
    order.orderQty = std::stol(message.getField(38));
    if (order.orderQty == 666) order.status = "8";
    const int number = static_cast<int>(orders_.size());
    orders_.push_back(order);
    names_[clOrdId] = number;
    tell(number, order.status == "8" ? "8" : "0", "0", 0, "", session);
    if (order.status == "0") trade(number, session);
  }

  void trade(int number, const FIX::SessionID& session) {
    Order& order = orders_[number];
    const double price = std::stod(order.price);
    if (order.side == "1" ? price < 100 : price > 100) return;
    const long leaves = order.orderQty - order.cumQty;
    const long first = order.orderQty % 10 == 5 ? leaves / 2 : leaves;
    for (long qty : {first, leaves - first}) {
      if (qty == 0) continue;
      order.cumQty += qty;
      order.status = order.cumQty == order.orderQty ? "2" : "1";
      tell(number, "F", "0", qty, "", session);
    }
  }

  void status(const std::string& clOrdId, const FIX::Message& asked, const FIX::SessionID& session) {
    if (names_.count(clOrdId)) return tell(names_[clOrdId], "I", "3", 0, "", session);
    FIX::Message report = messageOf("35=8|6=0|14=0|151=0|39=8|103=5|37=NONE|17=" + nextExecId() + "|11=" + clOrdId);
    report.setField(150, hasExecTransType_ ? "8" : "I");
    if (hasExecTransType_) report.setField(20, "3");
    for (int tag : {54, 55}) report.setField(tag, asked.getField(tag));
    FIX::Session::sendToTarget(report, session);
  }

  void tell(int number, std::string execType, const std::string& transType, long lastQty, const std::string& origClOrdId,
            const FIX::SessionID& session) {
    const Order& order = orders_[number];
    if (hasExecTransType_ && (execType == "F" || execType == "I")) execType = order.status;
    const bool isOver = order.status != "0" && order.status != "1";
    FIX::Message report = messageOf("35=8|37=Q" + std::to_string(number) + "|17=" + nextExecId() + "|11=" + order.clOrdId);
    report.setField(150, execType);
    report.setField(39, order.status);
    report.setField(55, order.symbol);
    report.setField(54, order.side);
    report.setField(38, std::to_string(order.orderQty));
    report.setField(44, order.price);
    report.setField(14, std::to_string(order.cumQty));
    report.setField(151, std::to_string(isOver ? 0 : order.orderQty - order.cumQty));
    report.setField(6, order.cumQty > 0 ? "100.00" : "0");
    if (lastQty > 0) {
      report.setField(32, std::to_string(lastQty));
      report.setField(31, "100.00");
    }
    if (!origClOrdId.empty()) report.setField(41, origClOrdId);
    if (order.status == "8") report.setField(58, "666 is refused here");
    if (hasExecTransType_) report.setField(20, transType);
    std::string line = report.toString();
    std::replace(line.begin(), line.end(), '\001', '|');
    save(line.substr(line.find("35=")));
    FIX::Session::sendToTarget(report, session);
  }

  void refuse(const std::string& type, const std::string& clOrdId, const std::string& origClOrdId, int number,
              const FIX::SessionID& session) {
    FIX::Message reject = messageOf("35=9|11=" + clOrdId + "|41=" + origClOrdId);
    reject.setField(37, number < 0 ? "NONE" : "Q" + std::to_string(number));
    reject.setField(39, number < 0 ? "8" : orders_[number].status);
    reject.setField(102, number < 0 ? "1" : "0");
    reject.setField(434, type == "F" ? "1" : "2");
    FIX::Session::sendToTarget(reject, session);
  }

  std::string nextExecId() { return "Q" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()); }

  // Written before a report goes out, and the report with it: a kill in between neither loses nor forgets it.
  void save(const std::string& report) {
    std::ofstream file(bookPath_ + ".new");
    file << "! " << report << '\n';
    for (const Order& order : orders_)
      file << order.clOrdId << ' ' << order.symbol << ' ' << order.side << ' ' << order.price << ' ' << order.status << ' '
           << order.orderQty << ' ' << order.cumQty << '\n';
    for (const auto& name : names_) file << "= " << name.first << ' ' << name.second << '\n';
    file.close();
    std::rename((bookPath_ + ".new").c_str(), bookPath_.c_str());
  }

  void load() {
    std::ifstream file(bookPath_);
    for (std::string first; file >> first;) {
      if (first == "!") {
        std::getline(file >> std::ws, lastReport_);
        continue;
      }
      if (first == "=") {
        std::string name;
        int number = 0;
        file >> name >> number;
        names_[name] = number;
        continue;
      }
      Order order;
      order.clOrdId = first;
      file >> order.symbol >> order.side >> order.price >> order.status >> order.orderQty >> order.cumQty;
      orders_.push_back(order);
    }
  }

  bool hasExecTransType_;
  std::string bookPath_;
  std::string lastReport_;
  std::vector<Order> orders_;
  std::map<std::string, int> names_;
};

std::string settingsText(int count, char** arguments) {
  std::ostringstream text;
  text << "[DEFAULT]\nConnectionType=acceptor\nStartTime=00:00:00\nEndTime=00:00:00\nUseDataDictionary=Y\n"
       << "ValidateFieldsOutOfOrder=Y\nValidateFieldsHaveValues=Y\nValidateUserDefinedFields=Y\nAllowUnknownMsgFields=N\n"
       << "SocketAcceptPort=" << arguments[1] << "\nSocketReuseAddress=Y\nFileStorePath=" << arguments[3]
       << "\n[SESSION]\nSenderCompID=VENUE\nTargetCompID=GW\nBeginString=" << arguments[2];
  if (count < 6) {
    text << "\nDataDictionary=" << arguments[4] << "\n";
  } else {
    text << "\nAppDataDictionary=" << arguments[4] << "\nTransportDataDictionary=" << arguments[5]
         << "\nDefaultApplVerID=FIX.5.0SP2\n";
  }
  return text.str();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5 && count != 6) {
    std::cerr << "usage: quickfix-venue PORT BEGINSTRING STORE-DIRECTORY DICTIONARY.xml [TRANSPORT.xml]" << std::endl;
    return 2;
  }
  try {
    std::istringstream text(settingsText(count, arguments));
    FIX::SessionSettings settings(text);
    const std::string beginString = arguments[2];
    const bool hasBook = std::getenv("VENUE_BOOK") != nullptr;
    Venue venue(beginString < "FIX.4.3", hasBook ? std::string(arguments[3]) + "/book.txt" : "");
    FIX::FileStoreFactory stores(arguments[3]);
    LineLogFactory logs;
    FIX::SocketAcceptor acceptor(venue, stores, settings, logs);
    acceptor.start();
    const FIX::SessionID session(beginString, "VENUE", "GW");
    venue.sayAgain(session);
    say("ready", "");
    for (std::string line; std::getline(std::cin, line) && line != "quit";) {
      FIX::Message message = messageOf(line);
      FIX::Session::sendToTarget(message, session);
      say("given", "");
    }
    acceptor.stop();
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
}
