// Diagnostics: what a user should know although the work goes on. Libraries collect here, in the order found;
// the command line prints (warnings and information in Helm's log format, on standard error).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "yare/base/pos.h"

namespace yare::inline base {

enum class Severity { Debug, Info, Warning, Error };

struct Diagnostic {
    Severity severity = Severity::Warning;
    std::string message;
    // Printed as key=value behind the message, in this order.
    std::vector<std::pair<std::string, std::string>> attributes;
    Pos pos;
    bool quoted = false;  // the values are printed in quotes, whatever they hold
};

class Diagnostics {
  public:
    void report(Diagnostic diagnostic) { entries_.push_back(std::move(diagnostic)); }
    void warn(std::string message, std::vector<std::pair<std::string, std::string>> attributes = {}) {
        report({Severity::Warning, std::move(message), std::move(attributes), {}});
    }
    void info(std::string message, std::vector<std::pair<std::string, std::string>> attributes = {}) {
        report({Severity::Info, std::move(message), std::move(attributes), {}});
    }
    void debug(std::string message, std::vector<std::pair<std::string, std::string>> attributes = {}) {
        report({Severity::Debug, std::move(message), std::move(attributes), {}});
    }
    const std::vector<Diagnostic>& entries() const { return entries_; }
    // Hands out what was collected and forgets it.
    std::vector<Diagnostic> drain() { return std::exchange(entries_, {}); }

  private:
    std::vector<Diagnostic> entries_;
};

}  // namespace yare::inline base
