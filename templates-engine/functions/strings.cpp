// Functions that cut, join, search and lay out texts. Go counts in bytes here, wherever it does not say
// runes.
#include <algorithm>
#include <bit>
#include <string>

#include "call.h"
#include "runes.h"
#include "text.h"
#include "yare/data/go_text.h"
#include "yare/data/utf8.h"

namespace yare::templates {

namespace {

using enum Param;

Error bad_bounds(const std::string& range) {
    return failure("runtime error: slice bounds out of range [" + range);
}

Value view(std::string_view text) { return Value::of_view(text); }

Result<Value> hello(Call&, Args) { return view("Hello!"); }

Result<Value> trim(Call&, Args args) { return view(trim_space(args[0].as_string())); }

Result<Value> substr(Call&, Args args) {
    const std::int64_t start = args[0].as_integer();
    const std::int64_t end = args[1].as_integer();
    const std::string_view text = args[2].as_string();
    const auto size = std::int64_t(text.size());
    if (start < 0) {
        if (end < 0) return bad_bounds(":" + std::to_string(end) + "]");
        if (end > size)
            return bad_bounds(":" + std::to_string(end) + "] with length " + std::to_string(size));
        return view(text.substr(0, std::size_t(end)));
    }
    if (end < 0 || end > size) {
        if (start > size) return bad_bounds(std::to_string(start) + ":" + std::to_string(size) + "]");
        return view(text.substr(std::size_t(start)));
    }
    if (start > end) return bad_bounds(std::to_string(start) + ":" + std::to_string(end) + "]");
    return view(text.substr(std::size_t(start), std::size_t(end - start)));
}

Result<Value> trunc(Call&, Args args) {
    const std::int64_t count = args[0].as_integer();
    const std::string_view text = args[1].as_string();
    const auto size = std::int64_t(text.size());
    if (count < 0 && size + count > 0) return view(text.substr(std::size_t(size + count)));
    if (count >= 0 && size > count) return view(text.substr(0, std::size_t(count)));
    return args[1];
}

Result<Value> repeat(Call& call, Args args) {
    const std::int64_t count = args[0].as_integer();
    const std::string_view text = args[1].as_string();
    if (count < 0) return failure("strings: negative Repeat count");
    if (count == 0 || text.empty()) return view("");
    const std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    if (std::uint64_t(count) > most / text.size()) return failure("strings: Repeat output length overflow");
    const std::uint64_t size = std::uint64_t(count) * text.size();
    char* const out = YARE_TRY(new_text(call, size));
    if (text.size() == 1) {
        std::memset(out, text.front(), size);
    } else {
        for (std::uint64_t at = 0; at < size; at += text.size())
            std::memcpy(out + at, text.data(), text.size());
    }
    return view({out, std::size_t(size)});
}

bool in_set(std::uint32_t code, std::string_view set) {
    for (; !set.empty(); set.remove_prefix(utf8::decode(set).width)) {
        if (utf8::decode(set).code == code) return true;
    }
    return false;
}

Result<Value> trim_all(Call& call, Args args) {
    const std::string_view set = args[0].as_string();
    std::string_view text = args[1].as_string();
    YARE_TRY(pay(call, (set.size() / 4 + 1) * text.size() / 2));
    while (!text.empty() && in_set(utf8::decode(text).code, set))
        text.remove_prefix(utf8::decode(text).width);
    while (!text.empty() && in_set(utf8::decode_last(text).code, set)) {
        text.remove_suffix(utf8::decode_last(text).width);
    }
    return view(text);
}

Result<Value> trim_suffix(Call&, Args args) {
    std::string_view text = args[1].as_string();
    if (text.ends_with(args[0].as_string())) text.remove_suffix(args[0].as_string().size());
    return view(text);
}

Result<Value> trim_prefix(Call&, Args args) {
    std::string_view text = args[1].as_string();
    if (text.starts_with(args[0].as_string())) text.remove_prefix(args[0].as_string().size());
    return view(text);
}

Result<Value> contains(Call& call, Args args) {
    YARE_TRY(pay(call, args[1].as_string().size() / 16));
    return Value::of_bool(find_text(args[1].as_string(), args[0].as_string()) != std::string_view::npos);
}

Result<Value> has_prefix(Call&, Args args) {
    return Value::of_bool(args[1].as_string().starts_with(args[0].as_string()));
}

Result<Value> has_suffix(Call&, Args args) {
    return Value::of_bool(args[1].as_string().ends_with(args[0].as_string()));
}

// "a\nb" becomes `lead` + pad + "a\n" + pad + "b".
Result<Value> indent_behind(Call& call, std::string_view lead, std::int64_t spaces, std::string_view text) {
    if (spaces < 0) return failure("strings: negative Repeat count");
    const auto lines = std::uint64_t(std::count(text.begin(), text.end(), '\n')) + 1;
    const std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
    const auto pad = std::size_t(std::min(std::uint64_t(spaces), most));
    const std::uint64_t size = lead.size() + text.size() + lines * pad;
    char* const out = YARE_TRY(new_text(call, size));
    char* at = std::copy(lead.begin(), lead.end(), out);
    while (true) {
        at = std::fill_n(at, pad, ' ');
        const std::size_t line = text.find('\n');
        if (line == std::string_view::npos) break;
        at = std::copy_n(text.data(), line + 1, at);
        text.remove_prefix(line + 1);
    }
    std::copy(text.begin(), text.end(), at);
    return view({out, std::size_t(size)});
}

Result<Value> indent(Call& call, Args args) {
    return indent_behind(call, "", args[0].as_integer(), args[1].as_string());
}

Result<Value> nindent(Call& call, Args args) {
    return indent_behind(call, "\n", args[0].as_integer(), args[1].as_string());
}

// Go: an empty text is found before each rune and at the end.
Result<Value> replace_nothing(Call& call, std::string_view with, std::string_view text) {
    const std::uint64_t size = text.size() + (utf8::count(text) + 1) * std::uint64_t{with.size()};
    char* const out = YARE_TRY(new_text(call, size));
    char* at = std::copy(with.begin(), with.end(), out);
    while (!text.empty()) {
        const std::size_t width = utf8::decode(text).width;
        at = std::copy_n(text.data(), width, at);
        at = std::copy(with.begin(), with.end(), at);
        text.remove_prefix(width);
    }
    return view({out, std::size_t(size)});
}

Result<Value> replace(Call& call, Args args) {
    const std::string_view old = args[0].as_string();
    const std::string_view with = args[1].as_string();
    std::string_view text = args[2].as_string();
    if (old == with) return args[2];
    if (old.empty()) return replace_nothing(call, with, text);
    YARE_TRY(pay(call, text.size() / 8));
    std::uint64_t found = 0;
    std::string_view rest = text;
    for (std::size_t at = find_text(rest, old); at != std::string_view::npos; at = find_text(rest, old)) {
        rest.remove_prefix(at + old.size());
        ++found;
    }
    if (found == 0) return args[2];
    const std::uint64_t size = text.size() - found * old.size() + found * with.size();
    char* const out = YARE_TRY(new_text(call, size));
    char* to = out;
    for (; found > 0; --found) {
        const std::size_t at = find_text(text, old);
        to = std::copy_n(text.data(), at, to);
        to = std::copy(with.begin(), with.end(), to);
        text.remove_prefix(at + old.size());
    }
    std::copy(text.begin(), text.end(), to);
    return view({out, std::size_t(size)});
}

Result<Value> plural(Call&, Args args) { return args[2].as_integer() == 1 ? args[0] : args[1]; }

// Helm: the bytes are taken for characters one by one, so what is not ASCII comes out garbled once a space
// was cut.
Result<Value> nospace(Call& call, Args args) {
    const std::string_view text = args[0].as_string();
    YARE_TRY(call.budget.reserve(text.size() * 4));
    std::string out;
    std::size_t kept = 0;
    for (const char byte : text) {
        const auto code = static_cast<unsigned char>(byte);
        if (is_space(code)) continue;
        utf8::append(out, code);
        ++kept;
    }
    if (kept == text.size()) return args[0];
    return new_string(call, out);
}

// Helm: bytes for characters here too.
Result<Value> initials(Call& call, Args args) {
    YARE_TRY(call.budget.reserve(args[0].as_string().size() * 4));
    std::string out;
    bool after_gap = true;
    for (const char byte : args[0].as_string()) {
        const auto code = static_cast<unsigned char>(byte);
        if (is_space(code)) {
            after_gap = true;
        } else if (after_gap) {
            utf8::append(out, code);
            after_gap = false;
        }
    }
    return new_string(call, out);
}

// "Now is the time" to 10 becomes "Now is ...", and from its 8th byte on "...is t...".
Result<Value> abbreviate(Call& call, std::string_view text, std::int64_t offset, std::int64_t width) {
    const auto size = std::int64_t(text.size());
    const auto part = [&](std::int64_t from, std::int64_t to) {
        return text.substr(std::size_t(from), std::size_t(to - from));
    };
    if (size <= width) return view(text);
    offset = std::min(offset, size);
    if (size - offset < width - 3) offset = size - (width - 3);
    if (offset <= 4) return join_text(call, {part(0, width - 3), "..."});
    if (offset + width - 3 >= size) return join_text(call, {"...", part(size - (width - 3), size)});
    const std::int64_t inner = width - 3;
    // Helm: the inner text is cut to its width again, and is lost when that is below 4 (never: the width is
    // at least 7).
    return join_text(call, {"...", part(offset, offset + inner - 3), "..."});
}

Result<Value> abbrev(Call& call, Args args) {
    if (args[0].as_integer() < 4) return args[1];
    return abbreviate(call, args[1].as_string(), 0, args[0].as_integer());
}

Result<Value> abbrevboth(Call& call, Args args) {
    const std::int64_t left = args[0].as_integer();
    const std::int64_t right = args[1].as_integer();
    if (right < 4 || (left > 0 && right < 7)) return args[2];
    return abbreviate(call, args[2].as_string(), left, right);
}

// Breaks lines at spaces, so that none is longer than `width`; words that are longer stand out or are cut.
std::string wrapped(std::string_view text, std::size_t width, std::string_view line_end, bool cut_words) {
    std::string out;
    std::size_t at = 0;
    while (text.size() - at > width) {
        if (text[at] == ' ') {
            ++at;
            continue;
        }
        std::size_t space = text.substr(at, width + 1).rfind(' ');
        if (space == std::string_view::npos && cut_words) {
            out.append(text, at, width).append(line_end);
            at += width;
            continue;
        }
        if (space == std::string_view::npos)
            space = text.find(' ', at + width);
        else
            space += at;
        if (space == std::string_view::npos) {
            out.append(text, at);
            at = text.size();
            break;
        }
        out.append(text, at, space - at).append(line_end);
        at = space + 1;
    }
    out.append(text, at);
    return out;
}

Result<Value> wrap(Call& call, Args args) {
    const auto width = std::size_t(std::max<std::int64_t>(args[0].as_integer(), 1));
    YARE_TRY(call.budget.reserve(args[1].as_string().size() * 3));
    return new_string(call, wrapped(args[1].as_string(), width, "\n", false));
}

Result<Value> wrap_with(Call& call, Args args) {
    const auto width = std::size_t(std::max<std::int64_t>(args[0].as_integer(), 1));
    const std::string_view line_end = args[1].as_string().empty() ? "\n" : args[1].as_string();
    const std::string_view text = args[2].as_string();
    YARE_TRY(call.budget.reserve(text.size() + (text.size() / width + 1) * line_end.size()));
    return new_string(call, wrapped(text, width, line_end, true));
}

Result<Value> split(Call& call, Args args) {
    const Parts parts = YARE_TRY(split_text(call, args[1].as_string(), args[0].as_string(), -1));
    return number_parts(call, parts);
}

Result<Value> splitn(Call& call, Args args) {
    const Parts parts =
        YARE_TRY(split_text(call, args[2].as_string(), args[0].as_string(), args[1].as_integer()));
    return number_parts(call, parts);
}

Result<Value> split_list(Call& call, Args args) {
    const std::string_view separator = args[0].as_string();
    const Parts parts = YARE_TRY(split_text(call, args[1].as_string(), separator, -1));
    NewList list = YARE_TRY(NewList::make(call, parts.size()));
    for (std::string_view part : parts) list.add(view(part));
    return list.finish(GoType::Strings);
}

Result<Value> join(Call& call, Args args) {
    const std::string_view separator = args[0].as_string();
    const Value strings = YARE_TRY(to_strings(call, args[1]));
    const std::span<const Value> items = strings.items();
    if (items.empty()) return view("");
    if (items.size() == 1) return items[0];
    std::uint64_t size = separator.size() * (items.size() - 1);
    for (const Value& item : items) size += item.as_string().size();
    char* const out = YARE_TRY(new_text(call, size));
    char* at = out;
    for (const Value& item : items) {
        if (&item != items.data()) at = std::copy(separator.begin(), separator.end(), at);
        at = std::copy(item.as_string().begin(), item.as_string().end(), at);
    }
    return view({out, std::size_t(size)});
}

Result<Value> to_strings_function(Call& call, Args args) { return to_strings(call, args[0]); }

Result<Value> sort_alpha(Call& call, Args args) {
    const Value strings = YARE_TRY(args[0].is_nil() ? one_string(call, "<nil>") : to_strings(call, args[0]));
    NewList sorted = YARE_TRY(NewList::make(call, strings.items().size()));
    std::uint64_t size = 0;
    for (const Value& item : strings.items()) size += item.as_string().size() / 16 + 1;
    if (!call.budget.spend(size * std::uint64_t(std::bit_width(strings.items().size()))))
        return call.budget.error();
    for (const Value& item : strings.items()) sorted.add(item);
    std::sort(sorted.begin(), sorted.end(),
              [](const Value& a, const Value& b) { return a.as_string() < b.as_string(); });
    return sorted.finish(GoType::Strings);
}

constexpr Function kFunctions[] = {
    {"hello", hello},
    {"trim", trim, {String}},
    {"substr", substr, {Int, Int, String}},
    {"trunc", trunc, {Int, String}},
    {"repeat", repeat, {Int, String}},
    {"trimAll", trim_all, {String, String}},
    {"trimall", trim_all, {String, String}},
    {"trimSuffix", trim_suffix, {String, String}},
    {"trimPrefix", trim_prefix, {String, String}},
    {"contains", contains, {String, String}},
    {"hasPrefix", has_prefix, {String, String}},
    {"hasSuffix", has_suffix, {String, String}},
    {"indent", indent, {Int, String}},
    {"nindent", nindent, {Int, String}},
    {"replace", replace, {String, String, String}},
    {"plural", plural, {String, String, Int}},
    {"nospace", nospace, {String}},
    {"initials", initials, {String}},
    {"abbrev", abbrev, {Int, String}},
    {"abbrevboth", abbrevboth, {Int, Int, String}},
    {"wrap", wrap, {Int, String}},
    {"wrapWith", wrap_with, {Int, String, String}},
    {"split", split, {String, String}},
    {"splitn", splitn, {String, Int, String}},
    {"splitList", split_list, {String, String}},
    {"join", join, {String, Any}},
    {"toStrings", to_strings_function, {Any}},
    {"sortAlpha", sort_alpha, {Any}},
};

}  // namespace

std::span<const Function> string_functions() { return kFunctions; }

}  // namespace yare::templates
