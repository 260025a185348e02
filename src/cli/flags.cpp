#include "flags.h"

#include <algorithm>
#include <charconv>

#include "flag_values.h"
#include "settings.h"
#include "yare/data/go_text.h"
#include "yare/data/go_time.h"

namespace yare::cli {

bool takes_bare(const FlagSpec& spec) { return spec.type == FlagType::Bool || !spec.bare_value.empty(); }

std::string_view type_name(const FlagSpec& spec) {
    if (!spec.type_name.empty()) return spec.type_name;
    switch (spec.type) {
        case FlagType::Bool:
            return "";
        case FlagType::String:
            return "string";
        case FlagType::Int:
            return "int";
        case FlagType::Uint:
            return "uint";
        case FlagType::Float32:
            return "float32";
        case FlagType::Duration:
            return "duration";
        case FlagType::Strings:
            return "stringArray";
        case FlagType::SplitStrings:
            return "strings";
        case FlagType::StringMap:
            return "stringToString";
        case FlagType::Checked:
        case FlagType::CheckedStrings:
            break;
    }
    YARE_ASSERT(false, "a checked flag names its type");
    return "";
}

std::string fallback_of(const FlagSpec& spec, const Settings& settings) {
    if (spec.fallback_from) return spec.fallback_from(settings);
    if (!spec.fallback.empty()) return std::string(spec.fallback);
    switch (spec.type) {
        case FlagType::Bool:
            return "false";
        case FlagType::Int:
        case FlagType::Uint:
        case FlagType::Float32:
            return "0";
        case FlagType::Duration:
            return "0s";
        case FlagType::Strings:
        case FlagType::SplitStrings:
        case FlagType::StringMap:
        case FlagType::CheckedStrings:
            return "[]";
        case FlagType::String:
        case FlagType::Checked:
            break;
    }
    return "";
}

void FlagSet::add(const FlagSpec& spec) {
    flags_.push_back({&spec, fallback_of(spec, *settings_), {}, {}, false});
}

void FlagSet::add(std::span<const FlagSpec> specs) {
    flags_.reserve(flags_.size() + specs.size());
    for (const FlagSpec& spec : specs) add(spec);
}

FlagSet::Flag* FlagSet::flag(std::string_view name) {
    for (Flag& flag : flags_) {
        if (flag.spec->name == name) return &flag;
    }
    return nullptr;
}

const FlagSpec* FlagSet::find(std::string_view name) const {
    for (const Flag& flag : flags_) {
        if (flag.spec->name == name) return flag.spec;
    }
    return nullptr;
}

const FlagSpec* FlagSet::find(char shorthand) const {
    for (const Flag& flag : flags_) {
        if (flag.spec->shorthand == shorthand) return flag.spec;
    }
    return nullptr;
}

const FlagSet::Flag& FlagSet::existing(std::string_view name) const {
    for (const Flag& flag : flags_) {
        if (flag.spec->name == name) return flag;
    }
    assertion_failed("flag exists", "a command reads only flags that it declares", __FILE__, __LINE__);
}

bool FlagSet::truth(std::string_view name) const { return existing(name).text == "true"; }
const std::string& FlagSet::text(std::string_view name) const { return existing(name).text; }
bool FlagSet::changed(std::string_view name) const { return existing(name).changed; }
const std::vector<std::string>& FlagSet::texts(std::string_view name) const { return existing(name).texts; }
const std::vector<std::pair<std::string, std::string>>& FlagSet::pairs(std::string_view name) const {
    return existing(name).pairs;
}

std::int64_t FlagSet::integer(std::string_view name) const {
    const std::string& text = existing(name).text;
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

std::chrono::nanoseconds FlagSet::duration(std::string_view name) const {
    const Result<std::int64_t> parsed = parse_duration(existing(name).text);
    return std::chrono::nanoseconds(parsed.value());
}

Result<void> FlagSet::parse(std::span<const std::string> arguments, Unknown unknown) {
    while (!arguments.empty()) {
        const std::string& argument = arguments.front();
        arguments = arguments.subspan(1);
        if (argument.size() < 2 || argument[0] != '-') {
            arguments_.push_back(argument);
        } else if (argument == "--") {
            arguments_.insert(arguments_.end(), arguments.begin(), arguments.end());
            return {};
        } else if (argument[1] == '-') {
            YARE_TRY(parse_long(argument, arguments, unknown));
        } else {
            YARE_TRY(parse_short(argument, arguments, unknown));
        }
        if (help_wanted_) return {};
    }
    return {};
}

namespace {

// pflag: the word behind an unknown flag is taken for its value, unless it looks like a flag.
void skip_value(std::span<const std::string>& rest) {
    if (!rest.empty() && !rest.front().starts_with('-')) rest = rest.subspan(1);
}

}  // namespace

Result<void> FlagSet::parse_long(std::string_view argument, Arguments& rest, Unknown unknown) {
    std::string_view name = argument.substr(2);
    if (name.starts_with('-') || name.starts_with('=')) {
        return Error(ErrorCode::Invalid, "bad flag syntax: " + std::string(argument));
    }
    const std::size_t equals = name.find('=');
    const bool has_value = equals != std::string_view::npos;
    const std::string_view value = has_value ? name.substr(equals + 1) : std::string_view();
    name = name.substr(0, equals);
    Flag* found = flag(name);
    if (!found) {
        if (name == "help") {
            help_wanted_ = true;
            return {};
        }
        if (unknown == Unknown::Fail)
            return Error(ErrorCode::NotFound, "unknown flag: --" + std::string(name));
        if (!has_value) skip_value(rest);
        return {};
    }
    if (has_value) return set(*found, value);
    if (takes_bare(*found->spec))
        return set(*found, found->spec->bare_value.empty() ? "true" : found->spec->bare_value);
    if (rest.empty()) return Error(ErrorCode::Invalid, "flag needs an argument: --" + std::string(name));
    const std::string& next = rest.front();
    rest = rest.subspan(1);
    return set(*found, next);
}

Result<void> FlagSet::parse_short(std::string_view argument, Arguments& rest, Unknown unknown) {
    std::string_view letters = argument.substr(1);
    // pflag: a flag in a group that takes the next argument as its value takes it once; the loop starts from
    // the same rest.
    Arguments after = rest;
    while (!letters.empty()) {
        const char letter = letters[0];
        const FlagSpec* spec = find(letter);
        if (!spec) {
            if (letter == 'h') {
                help_wanted_ = true;
                return {};
            }
            if (unknown == Unknown::Fail) {
                return Error(ErrorCode::NotFound, "unknown shorthand flag: " + quoted_character(letter) +
                                                      " in -" + std::string(letters));
            }
            if (letters.size() > 2 && letters[1] == '=') return {};
            after = rest;
            skip_value(after);
            letters.remove_prefix(1);
            continue;
        }
        Flag& found = *flag(spec->name);
        after = rest;
        if (letters.size() > 2 && letters[1] == '=') {
            YARE_TRY(set(found, letters.substr(2)));
            break;
        }
        if (takes_bare(*spec)) {
            YARE_TRY(set(found, spec->bare_value.empty() ? "true" : spec->bare_value));
            letters.remove_prefix(1);
            continue;
        }
        if (letters.size() > 1) {
            YARE_TRY(set(found, letters.substr(1)));
            break;
        }
        if (rest.empty()) {
            return Error(ErrorCode::Invalid, "flag needs an argument: " + quoted_character(letter) + " in -" +
                                                 std::string(letters));
        }
        after = rest.subspan(1);
        YARE_TRY(set(found, rest.front()));
        break;
    }
    rest = after;
    return {};
}

Result<void> FlagSet::set(Flag& flag, std::string_view value) {
    Result<void> stored = store(flag, value);
    if (!stored) {
        std::string name = "--" + std::string(flag.spec->name);
        if (flag.spec->shorthand) name = std::string("-") + flag.spec->shorthand + ", " + name;
        return Error(ErrorCode::Invalid, "invalid argument " + go_quote(value) + " for " + go_quote(name) +
                                             " flag: " + stored.error().text());
    }
    flag.changed = true;
    if (!flag.spec->deprecated.empty()) {
        deprecations_.push_back("Flag --" + std::string(flag.spec->name) + " has been deprecated, " +
                                std::string(flag.spec->deprecated));
    }
    return {};
}

namespace {

Result<void> add_pairs(std::vector<std::pair<std::string, std::string>>& pairs, std::string_view value) {
    const auto equals = std::count(value.begin(), value.end(), '=');
    std::vector<std::string> items;
    if (equals > 1) {
        items = YARE_TRY(parse_csv_line(value));
    } else {
        const std::size_t begin = std::min(value.find_first_not_of('"'), value.size());
        const std::size_t end = value.find_last_not_of('"') + 1;
        items.emplace_back(equals == 0 ? value : value.substr(begin, end - std::min(begin, end)));
    }
    for (const std::string& item : items) {
        const std::size_t at = item.find('=');
        if (at == std::string::npos)
            return Error(ErrorCode::Invalid, item + " must be formatted as key=value");
        const std::string key = item.substr(0, at);
        const auto same =
            std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == key; });
        if (same == pairs.end()) {
            pairs.emplace_back(key, item.substr(at + 1));
        } else {
            same->second = item.substr(at + 1);
        }
    }
    return {};
}

}  // namespace

Result<void> FlagSet::store(Flag& flag, std::string_view value) {
    switch (flag.spec->type) {
        case FlagType::Bool: {
            const bool truth = YARE_TRY(parse_bool(value));
            flag.text = truth ? "true" : "false";
            return {};
        }
        case FlagType::Int: {
            const std::int64_t number = YARE_TRY(parse_integer(value));
            flag.text = std::to_string(number);
            return {};
        }
        case FlagType::Uint: {
            const std::uint64_t number = YARE_TRY(parse_unsigned(value));
            flag.text = std::to_string(number);
            return {};
        }
        case FlagType::Float32: {
            YARE_TRY(parse_number(value));
            flag.text = value;
            return {};
        }
        case FlagType::Duration: {
            const std::int64_t duration = YARE_TRY(parse_duration(value));
            flag.text = duration_text(duration);
            return {};
        }
        case FlagType::String:
            flag.text = value;
            return {};
        case FlagType::Strings:
            flag.texts.emplace_back(value);
            return {};
        case FlagType::SplitStrings: {
            if (value.empty()) return {};
            std::vector<std::string> items = YARE_TRY(parse_csv_line(value));
            for (std::string& item : items) flag.texts.push_back(std::move(item));
            return {};
        }
        case FlagType::StringMap:
            return add_pairs(flag.pairs, value);
        case FlagType::Checked:
        case FlagType::CheckedStrings:
            break;
    }
    Diagnostics unheard;
    Diagnostics& heard = diagnostics_ ? *diagnostics_ : unheard;
    std::string checked = YARE_TRY(flag.spec->check(value, flag.text, heard));
    if (flag.spec->type == FlagType::Checked) {
        flag.text = std::move(checked);
    } else {
        flag.texts.push_back(std::move(checked));
    }
    return {};
}

}  // namespace yare::cli
