// Console: the one place that prints. Standard output is collected and written in one go; standard error goes
// out at once, after what was printed before it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/base/source_map.h"
#include "yare/cli/run.h"

namespace yare::cli {

class Console {
  public:
    Console(Output& out, Output& error) : out_(&out), error_(&error) {}
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;
    ~Console() { flush(); }

    void print(std::string_view text);
    // Large texts, written as they lie there without being put together.
    void print_all(std::span<const std::string_view> texts);
    void print_error(std::string_view text);
    void flush();

    // One line in Helm's log format; debug lines only when asked for.
    void log(const Diagnostic& diagnostic);
    // Logs and forgets what was collected.
    void log_all(Diagnostics& diagnostics);
    void set_debug(bool debug) { debug_ = debug; }
    bool debug() const { return debug_; }

    // Colours are wanted on standard output.
    bool colored() const { return colored_; }
    void set_colored(bool colored) { colored_ = colored; }
    const Output& out() const { return *out_; }
    const Output& error() const { return *error_; }

  private:
    Output* out_;
    Output* error_;
    std::string pending_;
    bool debug_ = false;
    bool colored_ = false;
};

// "level=WARN msg=\"...\" key=value" without a line feed.
std::string log_line(const Diagnostic& diagnostic);

// All of a failure as a user reads it: "Error: " and Helm's text, then the place in the source and Yare's
// notes.
std::string error_message(const Error& error, const SourceMap* sources);

}  // namespace yare::cli
