#include "console.h"

#include "yare/test/catch.h"
#include "yare/test/sources.h"

using namespace yare;
using namespace yare::cli;

namespace {

class Collected final : public Output {
  public:
    explicit Collected(std::string& into) : into_(into) {}
    void write(std::string_view text) override { into_ += "<" + std::string(text) + ">"; }

  private:
    std::string& into_;
};

}  // namespace

TEST_CASE("log lines are quoted as Go's slog quotes them", "[cli][console]") {
    CHECK(log_line({Severity::Warning, "plain", {}, {}}) == "level=WARN msg=plain");
    CHECK(log_line({Severity::Info, "two words", {{"key", "value"}, {"empty", ""}}, {}}) ==
          "level=INFO msg=\"two words\" key=value empty=\"\"");
    CHECK(log_line({Severity::Error, "a=b", {{"path", "C:\\x"}, {"quote", "\""}, {"lines", "a\nb"}}, {}}) ==
          "level=ERROR msg=\"a=b\" path=C:\\x quote=\"\\\"\" lines=\"a\\nb\"");
}

TEST_CASE("standard output is written in one piece, before what follows on standard error",
          "[cli][console]") {
    std::string seen;
    Collected out(seen);
    Collected error(seen);
    {
        Console console(out, error);
        console.print("a");
        console.print("b");
        console.print_error("c");
        console.print("d");
    }
    CHECK(seen == "<ab><c><d>");
}

TEST_CASE("debug lines come only when they are asked for", "[cli][console]") {
    std::string seen;
    Collected out(seen);
    Collected error(seen);
    Console console(out, error);
    console.log({Severity::Debug, "x", {}, {}});
    console.set_debug(true);
    console.log({Severity::Debug, "y", {}, {}});
    CHECK(seen == "<level=DEBUG msg=y\n>");
}

TEST_CASE("below Helm's words stand the place and the notes", "[cli][console]") {
    test::Sources sources;
    const Source& source = sources.add("web/templates/svc.yaml", "a: 1\n\tport: {{ .Values.x }}\n");
    const Error error = Error(ErrorCode::Invalid, "it failed", source.at(14)).note("note: `x` is not set");
    CHECK(error_message(error, &sources.map) ==
          "Error: it failed\n"
          "\n"
          "  web/templates/svc.yaml:2\n"
          "    2 | \tport: {{ .Values.x }}\n"
          "      | \t        ^\n"
          "  note: `x` is not set\n");
    CHECK(error_message(Error(ErrorCode::Invalid, "plain"), &sources.map) == "Error: plain\n");
}

TEST_CASE("control characters of a file do not reach the terminal", "[cli][console]") {
    test::Sources sources;
    const Source& source = sources.add("f", "a\x1b[31m: {{ x }}\n");
    const std::string text = error_message(Error(ErrorCode::Invalid, "bad", source.at(0)), &sources.map);
    CHECK(text.find('\x1b') == std::string::npos);
}
