// An independent FIX client for tests: QuickFIX C++ (Debian's libquickfix) with its data dictionary switched on, so that
// every message Lockstep sends is validated by code that is not Lockstep's. Lines on standard input are messages to
// send ("35=D|11=X|..."; an order's TransactTime is added, header and trailer are QuickFIX's), "logout" and "logon" end the session
// and take it up again with the numbers it had, "quit" ends the program. Every message and event is a JSON line on
// standard output: {"event":"in"|"out"|"log"|"logon"|"logout","text":"..."}.
//
//   quickfix-client HOST PORT SENDER BEGINSTRING DICTIONARY.xml RESET(Y|N) [TRANSPORT.xml]
//   g++ -std=c++14 -O1 -w quickfix-client.cpp -o quickfix-client -lquickfix -lpthread
#include <quickfix/MessageStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketInitiator.h>

#include "quickfix-lines.h"

#include <iostream>
#include <sstream>
#include <string>

namespace {

class Client : public FIX::NullApplication {
 public:
  void onLogon(const FIX::SessionID&) { say("logon", ""); }
  void onLogout(const FIX::SessionID&) { say("logout", ""); }
};

// FIX 5.0 and later: the session's dictionary is FIXT.1.1's, the application's is given beside it.
std::string dictionaryText(int count, char** arguments) {
  const std::string dictionary = arguments[5];
  if (count < 8) return "\nDataDictionary=" + dictionary;
  return "\nTransportDataDictionary=" + std::string(arguments[7]) + "\nAppDataDictionary=" + dictionary +
         "\nDefaultApplVerID=FIX.5.0SP2";
}

std::string settingsText(int count, char** arguments) {
  std::ostringstream text;
  text << "[DEFAULT]\nConnectionType=initiator\nReconnectInterval=1\nHeartBtInt=30\nStartTime=00:00:00\nEndTime=00:00:00\n"
       << "ResetOnLogon=" << arguments[6] << "\nTargetCompID=LOCKSTEP\nUseDataDictionary=Y\nValidateFieldsOutOfOrder=Y\n"
       << "ValidateFieldsHaveValues=Y\nValidateUserDefinedFields=Y\nAllowUnknownMsgFields=N\n"
       << "[SESSION]\nSocketConnectHost=" << arguments[1] << "\nSocketConnectPort=" << arguments[2]
       << "\nSenderCompID=" << arguments[3] << "\nBeginString=" << arguments[4] << dictionaryText(count, arguments)
       << "\n";
  return text.str();
}

// A MarketDataRequest's groups, whose entries are one field each: 267 of 269 and 146 of 55.
void regroup(FIX::Message& message, const std::string& line) {
  const int groups[2][2] = {{267, 269}, {146, 55}};
  for (const auto& group : groups) {
    message.removeField(group[0]);
    message.removeField(group[1]);
  }
  std::istringstream fields(line);
  for (std::string field; std::getline(fields, field, '|');) {
    const int tag = std::stoi(field);
    for (const auto& group : groups) {
      if (group[1] != tag) continue;
      FIX::Group entry(group[0], group[1]);
      entry.setField(tag, field.substr(field.find('=') + 1));
      message.addGroup(entry);
    }
  }
}

void send(const std::string& line, const FIX::SessionID& session) {
  FIX::Message message = messageOf(line);
  const std::string type = message.getHeader().getField(FIX::FIELD::MsgType);
  if (type == "D" || type == "F" || type == "G") {
    message.setField(FIX::TransactTime(FIX::UtcTimeStamp(), 3));
  }
  if (type == "V") regroup(message, line);
  FIX::Session::sendToTarget(message, session);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 7 && count != 8) {
    std::cerr << "usage: quickfix-client HOST PORT SENDER BEGINSTRING DICTIONARY.xml RESET(Y|N) [TRANSPORT.xml]" << std::endl;
    return 2;
  }
  try {
    std::istringstream text(settingsText(count, arguments));
    FIX::SessionSettings settings(text);
    Client client;
    FIX::MemoryStoreFactory stores;
    LineLogFactory logs;
    FIX::SocketInitiator initiator(client, stores, settings, logs);
    initiator.start();
    const FIX::SessionID session(arguments[4], arguments[3], "LOCKSTEP");
    for (std::string line; std::getline(std::cin, line) && line != "quit";) {
      if (line == "logout")
        FIX::Session::lookupSession(session)->logout();
      else if (line == "logon")
        FIX::Session::lookupSession(session)->logon();
      else
        send(line, session);
    }
    initiator.stop();
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
    return 1;
  }
}
