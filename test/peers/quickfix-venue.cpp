// An independent FIX venue for tests: QuickFIX C++ (Debian's libquickfix) as acceptor, with its data dictionary switched on
// and its numbers kept in files, so that it can be killed and started again. Every NewOrderSingle is answered with an
// ExecutionReport. Lines on standard input: a message to send, also while nobody is logged on ("35=8|11=X|..."), or "quit".
// Every message and event is a JSON line on standard output, "ready" when it listens,
// "given" when a message of standard input is sent, or kept for a resend.
//
//   quickfix-venue PORT BEGINSTRING STORE-DIRECTORY DICTIONARY.xml [TRANSPORT.xml]
//   g++ -std=c++14 -O1 -w quickfix-venue.cpp -o quickfix-venue -lquickfix -lpthread
#include <quickfix/FileStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketAcceptor.h>

#include "quickfix-lines.h"

namespace {

class Venue : public FIX::NullApplication {
 public:
  explicit Venue(bool hasExecTransType) : hasExecTransType_(hasExecTransType) {}
  void onLogon(const FIX::SessionID&) { say("logon", ""); }
  void onLogout(const FIX::SessionID&) { say("logout", ""); }

  void fromApp(const FIX::Message& message, const FIX::SessionID& session)
      throw(FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) {
    if (message.getHeader().getField(35) != "D") throw FIX::UnsupportedMessageType();
    const std::string clOrdId = message.getField(11);
    FIX::Message report = messageOf("35=8|6=0|14=0|39=0|150=0|37=O-" + clOrdId + "|17=E-" + clOrdId + "|11=" + clOrdId);
    for (int tag : {38, 54, 55}) report.setField(tag, message.getField(tag));
    report.setField(151, message.getField(38));
    if (hasExecTransType_) report.setField(20, "0");
    FIX::Session::sendToTarget(report, session);
  }

 private:
  bool hasExecTransType_;
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
    Venue venue(beginString < "FIX.4.3");
    FIX::FileStoreFactory stores(arguments[3]);
    LineLogFactory logs;
    FIX::SocketAcceptor acceptor(venue, stores, settings, logs);
    acceptor.start();
    say("ready", "");
    const FIX::SessionID session(beginString, "VENUE", "GW");
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
