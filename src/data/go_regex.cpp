#include "yare/data/go_regex.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "yare/base/ascii.h"

namespace yare::inline data {

namespace {

// What RE2 may take for an expression and its automata; nearly all need the first.
constexpr std::array<std::int64_t, 3> kMemory{std::int64_t{1} << 20, std::int64_t{8} << 20,
                                              std::int64_t{24} << 20};

Error syntax_error(std::string_view what, std::string_view where) {
    return Error(ErrorCode::Invalid,
                 "error parsing regexp: " + std::string(what) + ": `" + std::string(where) + "`");
}

// Go's words for RE2's failures.
std::string_view go_words(RE2::ErrorCode code) {
    switch (code) {
        case RE2::ErrorBadEscape:
            return "invalid escape sequence";
        case RE2::ErrorBadCharClass:
            return "invalid character class";
        case RE2::ErrorBadCharRange:
            return "invalid character class range";
        case RE2::ErrorMissingBracket:
            return "missing closing ]";
        case RE2::ErrorMissingParen:
            return "missing closing )";
        case RE2::ErrorUnexpectedParen:
            return "unexpected )";
        case RE2::ErrorTrailingBackslash:
            return "trailing backslash at end of expression";
        case RE2::ErrorRepeatArgument:
            return "missing argument to repetition operator";
        case RE2::ErrorRepeatSize:
            return "invalid repeat count";
        case RE2::ErrorRepeatOp:
            return "invalid nested repetition operator";
        case RE2::ErrorBadPerlOp:
            return "invalid or unsupported Perl syntax";
        case RE2::ErrorBadUTF8:
            return "invalid UTF-8";
        case RE2::ErrorBadNamedCapture:
            return "invalid named capture";
        case RE2::ErrorPatternTooLarge:
            return "expression too large";
        default:
            return "regexp/syntax: internal error";
    }
}

struct Alias {
    std::string_view name;
    std::string_view category;
};
// Unicode's long names of categories, as Go compares them: "Lowercase_Letter" is "Lowercaseletter".
constexpr std::array<Alias, 39> kAliases{{
    {"Closepunctuation", "Pe"},
    {"Cntrl", "Cc"},
    {"Combiningmark", "M"},
    {"Connectorpunctuation", "Pc"},
    {"Control", "Cc"},
    {"Currencysymbol", "Sc"},
    {"Dashpunctuation", "Pd"},
    {"Decimalnumber", "Nd"},
    {"Digit", "Nd"},
    {"Enclosingmark", "Me"},
    {"Finalpunctuation", "Pf"},
    {"Format", "Cf"},
    {"Initialpunctuation", "Pi"},
    {"Letter", "L"},
    {"Letternumber", "Nl"},
    {"Lineseparator", "Zl"},
    {"Lowercaseletter", "Ll"},
    {"Mark", "M"},
    {"Mathsymbol", "Sm"},
    {"Modifierletter", "Lm"},
    {"Modifiersymbol", "Sk"},
    {"Nonspacingmark", "Mn"},
    {"Number", "N"},
    {"Openpunctuation", "Ps"},
    {"Other", "C"},
    {"Otherletter", "Lo"},
    {"Othernumber", "No"},
    {"Otherpunctuation", "Po"},
    {"Othersymbol", "So"},
    {"Paragraphseparator", "Zp"},
    {"Privateuse", "Co"},
    {"Punct", "P"},
    {"Punctuation", "P"},
    {"Separator", "Z"},
    {"Spaceseparator", "Zs"},
    {"Spacingmark", "Mc"},
    {"Symbol", "S"},
    {"Titlecaseletter", "Lt"},
    {"Uppercaseletter", "Lu"},
}};

// The name of a class in \p{...} as RE2 knows it; Go minds neither case nor what stands between the words.
std::string class_name(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        if (c == ' ' || c == '_' || c == '-') continue;
        plain += plain.empty() ? ascii::upper(c) : ascii::lower(c);
    }
    const auto alias =
        std::find_if(kAliases.begin(), kAliases.end(), [&](const Alias& each) { return each.name == plain; });
    if (alias != kAliases.end()) return std::string(alias->category);
    // Scripts of several words have their underscores in RE2.
    return plain.size() == name.size() && plain != "Signwriting" ? plain : std::string(name);
}

// Walks an expression as far as is needed to see what RE2 reads otherwise than Go: `(?<n>a)` is `(?P<n>a)`
// there, `\C` and names of groups that are not ASCII must be refused.
class Rewriter {
  public:
    explicit Rewriter(std::string_view expression) : text_(expression) {}

    Result<std::string> rewrite() {
        while (at_ < text_.size()) YARE_TRY(step());
        return std::move(out_);
    }

  private:
    void take(std::size_t count) {
        out_ += text_.substr(at_, count);
        at_ += count;
    }
    bool looking_at(std::string_view what) const { return text_.substr(at_).starts_with(what); }

    Result<void> step() {
        if (looking_at("\\Q")) {
            const std::size_t end = text_.find("\\E", at_);
            take(end == std::string_view::npos ? text_.size() - at_ : end + 2 - at_);
        } else if (looking_at("\\C") && !in_class_) {
            return syntax_error("invalid escape sequence", "\\C");
        } else if (looking_at("\\p{") || looking_at("\\P{")) {
            unicode_class();
        } else if (text_[at_] == '\\') {
            take(std::min<std::size_t>(2, text_.size() - at_));
        } else if (in_class_) {
            step_in_class();
        } else if (text_[at_] == '[') {
            in_class_ = true;
            take(1);
            if (looking_at("^")) take(1);
            if (looking_at("]")) take(1);
        } else if (looking_at("(?<") || looking_at("(?P<")) {
            return group_name();
        } else {
            take(1);
        }
        return {};
    }

    void unicode_class() {
        const std::size_t end = text_.find('}', at_);
        if (end == std::string_view::npos) return take(3);
        take(3);
        if (looking_at("^")) take(1);
        out_ += class_name(text_.substr(at_, end - at_));
        at_ = end;
    }

    void step_in_class() {
        if (looking_at("[:")) {
            const std::size_t end = text_.find(":]", at_ + 2);
            if (end != std::string_view::npos) return take(end + 2 - at_);
        }
        if (text_[at_] == ']') in_class_ = false;
        take(1);
    }

    Result<void> group_name() {
        const std::size_t name = text_.find('<', at_) + 1;
        const std::size_t end = text_.find('>', name);
        if (end == std::string_view::npos) return syntax_error("invalid named capture", text_.substr(at_));
        for (const char letter : text_.substr(name, end - name)) {
            if (!ascii::is_word(letter))
                return syntax_error("invalid named capture", text_.substr(at_, end + 1 - at_));
        }
        out_ += "(?P<";
        at_ = name;
        return {};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool in_class_ = false;
    std::string out_;
};

}  // namespace

Result<std::unique_ptr<RE2>> compile_go_regex(std::string_view expression) {
    const std::string rewritten = YARE_TRY(Rewriter(expression).rewrite());
    RE2::Options options;
    options.set_log_errors(false);
    std::unique_ptr<RE2> out;
    for (const std::int64_t memory : kMemory) {
        options.set_max_mem(memory);
        out = std::make_unique<RE2>(rewritten, options);
        if (out->error_code() != RE2::ErrorPatternTooLarge) break;
    }
    if (out->ok()) return out;
    const RE2::ErrorCode code = out->error_code();
    const bool whole =
        code == RE2::ErrorMissingParen || code == RE2::ErrorUnexpectedParen || code == RE2::ErrorBadUTF8;
    Error error = syntax_error(go_words(code), whole ? expression : std::string_view(out->error_arg()));
    if (code == RE2::ErrorPatternTooLarge) error = std::move(error).with_code(ErrorCode::TooLarge);
    return error;
}

}  // namespace yare::inline data
