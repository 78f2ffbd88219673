// QuickFIX C++ as an order acceptor that does nothing but answer: every NewOrderSingle gets an ExecutionReport (New) of the
// same terms, validated by the dictionary, stored for resend in memory or in files (not synced). One thread a session.
// usage: quickfix-acceptor DICTIONARY memory|file STORE-DIRECTORY PORT; prints "listening PORT", ends with its input.
#include <quickfix/Application.h>
#include <quickfix/FileStore.h>
#include <quickfix/FixFields.h>
#include <quickfix/FixValues.h>
#include <quickfix/MessageStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/ThreadedSocketAcceptor.h>
#include <quickfix/fix44/ExecutionReport.h>
#include <quickfix/fix44/NewOrderSingle.h>
#include <unistd.h>
#include <cstdio>
#include <memory>
#include <sstream>
#include <string>

class Answerer : public FIX::NullApplication {
  long orders = 0;

 public:
  void fromApp(const FIX::Message &message, const FIX::SessionID &session) throw(
      FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue, FIX::UnsupportedMessageType) {
    FIX::MsgType type;
    message.getHeader().getField(type);
    if (type.getValue() != FIX::MsgType_NewOrderSingle) return;
    FIX::ClOrdID clOrdId;
    FIX::Symbol symbol;
    FIX::Side side;
    FIX::OrderQty qty;
    FIX::Price price;
    FIX::Account account;
    FIX::OrdType ordType;
    FIX::TimeInForce timeInForce;
    message.getField(clOrdId);
    message.getField(symbol);
    message.getField(side);
    message.getField(qty);
    message.getField(price);
    message.getField(account);
    message.getField(ordType);
    message.getField(timeInForce);
    const std::string id = std::to_string(++orders);
    FIX44::ExecutionReport report(FIX::OrderID(id), FIX::ExecID("E" + id), FIX::ExecType(FIX::ExecType_NEW),
                                  FIX::OrdStatus(FIX::OrdStatus_NEW), side, FIX::LeavesQty(qty), FIX::CumQty(0), FIX::AvgPx(0));
    report.setField(account);
    report.setField(clOrdId);
    report.setField(qty);
    report.setField(ordType);
    report.setField(price);
    report.setField(symbol);
    report.setField(timeInForce);
    report.setField(FIX::TransactTime(FIX::UtcTimeStamp()));
    FIX::Session::sendToTarget(report, session);
  }
};

int main(int argc, char **argv) {
  if (argc < 5) return 2;
  const std::string store(argv[2]);
  std::stringstream text;
  text << "[DEFAULT]\nConnectionType=acceptor\nSocketAcceptPort=" << argv[4]
       << "\nSocketNodelay=Y\nSocketReuseAddress=Y\nStartTime=00:00:00\nEndTime=00:00:00\nHeartBtInt=30\nUseDataDictionary=Y"
       << "\nDataDictionary=" << argv[1] << "\nFileStorePath=" << argv[3]
       << "\n[SESSION]\nBeginString=FIX.4.4\nSenderCompID=LOCKSTEP\nTargetCompID=BENCH1\n";
  try {
    const FIX::SessionSettings settings(text);
    Answerer answerer;
    std::unique_ptr<FIX::MessageStoreFactory> stores;
    if (store == "file") stores.reset(new FIX::FileStoreFactory(settings));
    else stores.reset(new FIX::MemoryStoreFactory());
    FIX::ThreadedSocketAcceptor acceptor(answerer, *stores, settings);
    acceptor.start();
    printf("listening %s\n", argv[4]);
    fflush(stdout);
    char byte;
    while (read(0, &byte, 1) > 0) {
    }
    acceptor.stop(true);
  } catch (const std::exception &error) {
    fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
