// What the QuickFIX peers of the tests have in common: every message and event is a JSON line on standard output,
// {"event":"in"|"out"|"log"|"logon"|"logout","text":"..."}.
#pragma once
#include <quickfix/Application.h>
#include <quickfix/Log.h>
#include <quickfix/Message.h>

#include <cstdio>
#include <iostream>
#include <mutex>
#include <sstream>
#include <string>

namespace {

std::mutex outputLock;

// Messages arrive on QuickFIX's threads: a line is written whole, by one of them at a time.
void say(const char* event, const std::string& text) {
  std::string line = std::string("{\"event\":\"") + event + "\",\"text\":\"";
  for (unsigned char byte : text) {
    if (byte == '"' || byte == '\\') {
      line += '\\';
      line += byte;
    } else if (byte < 32 || byte > 126) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", byte);
      line += escaped;
    } else {
      line += byte;
    }
  }
  std::lock_guard<std::mutex> lock(outputLock);
  std::cout << line << "\"}" << std::endl;
}

// Sees every message as it is on the wire, before QuickFIX judges it, and what QuickFIX says of it.
class LineLog : public FIX::Log {
 public:
  void clear() {}
  void backup() {}
  void onIncoming(const std::string& text) { say("in", text); }
  void onOutgoing(const std::string& text) { say("out", text); }
  void onEvent(const std::string& text) { say("log", text); }
};

class LineLogFactory : public FIX::LogFactory {
 public:
  FIX::Log* create() { return new LineLog; }
  FIX::Log* create(const FIX::SessionID&) { return new LineLog; }
  void destroy(FIX::Log* log) { delete log; }
};

// "35=D|11=X|..." as a message; its type goes into the header.
FIX::Message messageOf(const std::string& line) {
  FIX::Message message;
  std::istringstream fields(line);
  for (std::string field; std::getline(fields, field, '|');) {
    const size_t equals = field.find('=');
    if (equals == std::string::npos) continue;
    const int tag = std::stoi(field.substr(0, equals));
    const std::string value = field.substr(equals + 1);
    if (tag == 35)
      message.getHeader().setField(tag, value);
    else
      message.setField(tag, value);
  }
  return message;
}

}  // namespace
