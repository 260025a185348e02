// Flags as data, and the parsing of them as pflag does it: the same types, the same error texts.
//
// A FlagSpec is a constant; a FlagSet is made of specs for the one command that runs and holds what was
// given.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yare/base/diagnostics.h"
#include "yare/base/result.h"

namespace yare::cli {

struct Settings;

enum class FlagType : std::uint8_t {
    Bool,
    String,
    Int,
    Uint,
    Float32,
    Duration,
    Strings,         // every use adds one
    SplitStrings,    // every use adds a line of comma-separated values
    StringMap,       // every use adds key=value pairs
    Checked,         // text that `check` accepts
    CheckedStrings,  // every use adds one; printed as a list
};

// What one use of a checked flag says: the value to keep, or pflag's complaint.
using FlagCheck = Result<std::string> (*)(std::string_view given, std::string_view before,
                                          Diagnostics& diagnostics);

struct FlagSpec {
    std::string_view name;
    char shorthand = 0;
    FlagType type = FlagType::String;
    std::string_view fallback = {};  // the value when it is not given, as text; empty means the type's zero
    std::string_view usage = {};
    std::string_view type_name = {};   // what help calls the type, where it is not the usual name
    std::string_view bare_value = {};  // the value of "--name" alone; empty: a value must be given
    std::string_view deprecated = {};  // what to use instead
    bool hidden = false;
    FlagCheck check = nullptr;
    std::string (*fallback_from)(const Settings&) = nullptr;  // for values that come from the environment
    std::span<const std::string_view> choices = {};  // for completion: "value" or "value\tdescription"
};

// "--name" alone is enough.
bool takes_bare(const FlagSpec& spec);
// What help calls a flag's type: "string", "stringArray"; empty for Bool.
std::string_view type_name(const FlagSpec& spec);

class FlagSet {
  public:
    explicit FlagSet(const Settings& settings) : settings_(&settings) {}

    void add(const FlagSpec& spec);
    void add(std::span<const FlagSpec> specs);
    void set_output(Diagnostics& diagnostics) { diagnostics_ = &diagnostics; }

    enum class Unknown { Fail, Skip };
    // Stops at the first error; what came before it stands.
    Result<void> parse(std::span<const std::string> arguments, Unknown unknown = Unknown::Fail);

    // What is left when flags are taken away.
    const std::vector<std::string>& arguments() const { return arguments_; }
    // "--help" or "-h" was met by a set that has no such flag.
    bool help_wanted() const { return help_wanted_; }
    // "Flag --x has been deprecated, ..." for each use of one, in order.
    const std::vector<std::string>& deprecations() const { return deprecations_; }

    // Each asks for a flag that was added, by its type; anything else is a bug.
    bool truth(std::string_view name) const;
    const std::string& text(std::string_view name) const;
    std::int64_t integer(std::string_view name) const;
    std::chrono::nanoseconds duration(std::string_view name) const;
    const std::vector<std::string>& texts(std::string_view name) const;
    // In the order of first use; the last value of a key wins.
    const std::vector<std::pair<std::string, std::string>>& pairs(std::string_view name) const;
    bool changed(std::string_view name) const;
    bool has(std::string_view name) const { return find(name) != nullptr; }
    const FlagSpec* find(std::string_view name) const;
    const FlagSpec* find(char shorthand) const;

  private:
    struct Flag {
        const FlagSpec* spec;
        std::string text;  // of the single-valued types, in their usual form
        std::vector<std::string> texts;
        std::vector<std::pair<std::string, std::string>> pairs;
        bool changed = false;
    };
    using Arguments = std::span<const std::string>;

    Flag* flag(std::string_view name);
    const Flag& existing(std::string_view name) const;
    Result<void> parse_long(std::string_view argument, Arguments& rest, Unknown unknown);
    Result<void> parse_short(std::string_view argument, Arguments& rest, Unknown unknown);
    Result<void> set(Flag& flag, std::string_view value);
    Result<void> store(Flag& flag, std::string_view value);

    const Settings* settings_;
    Diagnostics* diagnostics_ = nullptr;
    std::vector<Flag> flags_;
    std::vector<std::string> arguments_;
    std::vector<std::string> deprecations_;
    bool help_wanted_ = false;
};

// The value a flag has when it is not given.
std::string fallback_of(const FlagSpec& spec, const Settings& settings);

}  // namespace yare::cli
