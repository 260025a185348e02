#include "flags.h"

#include "flag_values.h"
#include "settings.h"
#include "yare/test/catch.h"

using namespace yare;
using namespace yare::cli;

namespace {

constexpr FlagSpec kSpecs[] = {
    {.name = "all", .shorthand = 'a', .type = FlagType::Bool},
    {.name = "quick", .shorthand = 'q', .type = FlagType::Bool},
    {.name = "name", .shorthand = 'n', .fallback = "x"},
    {.name = "max", .shorthand = 'm', .type = FlagType::Int, .fallback = "256"},
    {.name = "width", .type = FlagType::Uint},
    {.name = "timeout", .type = FlagType::Duration, .fallback = "5m0s"},
    {.name = "set", .type = FlagType::Strings},
    {.name = "values", .shorthand = 'f', .type = FlagType::SplitStrings},
    {.name = "labels", .shorthand = 'l', .type = FlagType::StringMap},
    {.name = "dry-run", .fallback = "none", .bare_value = "unset"},
    {.name = "old", .type = FlagType::Bool, .deprecated = "use --new instead"},
};

struct Parsed {
    Settings settings;
    FlagSet flags{settings};
    Result<void> result;

    explicit Parsed(std::vector<std::string> words, FlagSet::Unknown unknown = FlagSet::Unknown::Fail) {
        flags.add(kSpecs);
        result = flags.parse(words, unknown);
    }
    std::string error() const { return result ? "" : result.error().text(); }
};

}  // namespace

TEST_CASE("flags and words may be mixed", "[cli][flags]") {
    const Parsed parsed({"one", "-qa", "--name", "y", "two", "-m3", "--max=4", "--", "-q", "three"});
    REQUIRE(parsed.result.ok());
    CHECK(parsed.flags.arguments() == std::vector<std::string>{"one", "two", "-q", "three"});
    CHECK(parsed.flags.truth("all"));
    CHECK(parsed.flags.truth("quick"));
    CHECK(parsed.flags.text("name") == "y");
    CHECK(parsed.flags.integer("max") == 4);
}

TEST_CASE("what is not given keeps its default and counts as unchanged", "[cli][flags]") {
    const Parsed parsed({});
    CHECK(parsed.flags.text("name") == "x");
    CHECK(parsed.flags.integer("max") == 256);
    CHECK(parsed.flags.duration("timeout") == std::chrono::minutes(5));
    CHECK_FALSE(parsed.flags.changed("name"));
}

TEST_CASE("a flag with a bare value takes another only behind an equals sign", "[cli][flags]") {
    const Parsed bare({"--dry-run", "client"});
    CHECK(bare.flags.text("dry-run") == "unset");
    CHECK(bare.flags.arguments() == std::vector<std::string>{"client"});
    CHECK(Parsed({"--dry-run=client"}).flags.text("dry-run") == "client");
}

TEST_CASE("lists grow in the order given, commas parting only where they should", "[cli][flags]") {
    const Parsed parsed({"--set", "a=1,b=2", "--set", "c=3", "-f", "a.yaml,\"b,c.yaml\"", "-f", "", "-l",
                         "k=v,x=y", "-l", "k=w"});
    REQUIRE(parsed.result.ok());
    CHECK(parsed.flags.texts("set") == std::vector<std::string>{"a=1,b=2", "c=3"});
    CHECK(parsed.flags.texts("values") == std::vector<std::string>{"a.yaml", "b,c.yaml"});
    CHECK(parsed.flags.pairs("labels") ==
          std::vector<std::pair<std::string, std::string>>{{"k", "w"}, {"x", "y"}});
}

TEST_CASE("wrong flags are told in pflag's words", "[cli][flags]") {
    const struct {
        std::vector<std::string> words;
        std::string_view error;
    } rows[] = {
        {{"--nope"}, "unknown flag: --nope"},
        {{"--nope=1"}, "unknown flag: --nope"},
        {{"-qz"}, "unknown shorthand flag: 'z' in -z"},
        {{"-zq"}, "unknown shorthand flag: 'z' in -zq"},
        {{"--name"}, "flag needs an argument: --name"},
        {{"-qn"}, "flag needs an argument: 'n' in -n"},
        {{"--=x"}, "bad flag syntax: --=x"},
        {{"---x"}, "bad flag syntax: ---x"},
        {{"--all=maybe"},
         "invalid argument \"maybe\" for \"-a, --all\" flag: strconv.ParseBool: parsing \"maybe\": invalid "
         "syntax"},
        {{"-m", "x"},
         "invalid argument \"x\" for \"-m, --max\" flag: strconv.ParseInt: parsing \"x\": invalid syntax"},
        {{"--width", "-1"},
         "invalid argument \"-1\" for \"--width\" flag: strconv.ParseUint: parsing \"-1\": invalid syntax"},
        {{"--timeout", "5"},
         "invalid argument \"5\" for \"--timeout\" flag: time: missing unit in duration \"5\""},
        {{"-l", "k"}, "invalid argument \"k\" for \"-l, --labels\" flag: k must be formatted as key=value"},
        {{"-f", "a\"b"},
         "invalid argument \"a\\\"b\" for \"-f, --values\" flag: parse error on line 1, column 2: bare \" in "
         "non-quoted-field"},
        {{"-f", "\"ab"},
         "invalid argument \"\\\"ab\" for \"-f, --values\" flag: parse error on line 1, column 4: extraneous "
         "or missing \" in quoted-field"},
    };
    for (const auto& row : rows) {
        INFO(row.words[0]);
        CHECK(Parsed(row.words).error() == row.error);
    }
}

TEST_CASE("unknown flags can be passed over, with what may be their values", "[cli][flags]") {
    const Parsed parsed({"--nope", "value", "--bad=1", "word", "-z", "y", "--other", "-q", "--name", "n"},
                        FlagSet::Unknown::Skip);
    REQUIRE(parsed.result.ok());
    CHECK(parsed.flags.arguments() == std::vector<std::string>{"word"});
    CHECK(parsed.flags.truth("quick"));
    CHECK(parsed.flags.text("name") == "n");
}

TEST_CASE("a deprecated flag works and says what to use", "[cli][flags]") {
    const Parsed parsed({"--old", "--old=false"});
    CHECK_FALSE(parsed.flags.truth("old"));
    CHECK(parsed.flags.deprecations() ==
          std::vector<std::string>{"Flag --old has been deprecated, use --new instead",
                                   "Flag --old has been deprecated, use --new instead"});
}

TEST_CASE("numbers are read as Go reads them", "[cli][flags]") {
    CHECK(Parsed({"--max=0x10"}).flags.integer("max") == 16);
    CHECK(Parsed({"--max=1_000"}).flags.integer("max") == 1000);
    CHECK(Parsed({"--timeout=90s"}).flags.text("timeout") == "1m30s");
    CHECK(quoted_character('\'') == "'\\''");
    CHECK(quoted_character('"') == "'\"'");
}
