// QuickFIX C++ doing what the codec benches do: parses and validates a NewOrderSingle, builds and encodes an
// ExecutionReport of the same fields. usage: quickfix-codec DICTIONARY MESSAGE SECONDS; prints one JSON line, microseconds.
#include <quickfix/DataDictionary.h>
#include <quickfix/FixFields.h>
#include <quickfix/FixValues.h>
#include <quickfix/fix44/ExecutionReport.h>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

static volatile size_t sink = 0;

template <class Work> static double medianMicroseconds(double seconds, Work work) {
  std::vector<double> samples;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (std::chrono::steady_clock::now() < end) {
    const auto start = std::chrono::steady_clock::now();
    for (int index = 0; index < 100; index++) work(index);
    samples.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count() / 100);
  }
  std::sort(samples.begin(), samples.end());
  return samples[samples.size() / 2];
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  const FIX::DataDictionary dictionary(argv[1]);
  std::string order(argv[2]);
  std::replace(order.begin(), order.end(), '|', '\x01');
  const double seconds = atof(argv[3]);

  const double parse = medianMicroseconds(seconds, [&](int) {
    FIX::Message message(order, dictionary, true);
    dictionary.validate(message);
    sink += message.isSetField(11);
  });
  const double build = medianMicroseconds(seconds, [&](int index) {
    FIX44::ExecutionReport report(FIX::OrderID(std::to_string(100000 + index)), FIX::ExecID(std::to_string(100000 + index)),
                                  FIX::ExecType('0'), FIX::OrdStatus('0'), FIX::Side('1'), FIX::LeavesQty(1500), FIX::CumQty(0), FIX::AvgPx(0));
    report.setField(FIX::Account("ACC-7"));
    report.setField(FIX::ClOrdID("ORD-00100027"));
    report.setField(FIX::OrderQty(1500));
    report.setField(FIX::OrdType('2'));
    report.setField(FIX::Price(101.25));
    report.setField(FIX::Symbol("ACME"));
    report.setField(FIX::TimeInForce('0'));
    report.setField(FIX::TransactTime(FIX::UtcTimeStamp()));
    FIX::Header &header = report.getHeader();
    header.setField(FIX::SenderCompID("LOCKSTEP"));
    header.setField(FIX::TargetCompID("CLIENT01"));
    header.setField(FIX::MsgSeqNum(100000 + index));
    header.setField(FIX::SendingTime(FIX::UtcTimeStamp()));
    std::string text;
    report.toString(text);
    sink += text.size();
  });
  printf("{\"parse\":%.4f,\"build\":%.4f}\n", parse, build);
  return 0;
}
