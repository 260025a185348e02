// Functions that change upper and lower case, by rune.
#include <string>

#include "call.h"
#include "runes.h"
#include "yare/data/go_text.h"
#include "yare/data/utf8.h"

namespace yare::templates {

namespace {

using enum Param;

bool is_ascii(std::string_view text) {
    for (const char byte : text) {
        if (static_cast<unsigned char>(byte) >= 0x80) return false;
    }
    return true;
}

// Each rune through `change`; a byte that is no UTF-8 becomes U+FFFD, as in Go.
template <typename Change>
Result<Value> map_runes(Call& call, std::string_view text, Change change) {
    if (is_ascii(text)) {
        char* const out = YARE_TRY(new_text(call, text.size()));
        for (std::size_t i = 0; i < text.size(); ++i) {
            out[i] = char(change(std::uint32_t(static_cast<unsigned char>(text[i]))));
        }
        return Value::of_view({out, text.size()});
    }
    std::string out;
    out.reserve(text.size() + 8);
    while (!text.empty()) {
        const utf8::Rune rune = utf8::decode(text);
        utf8::append(out, change(rune.code));
        text.remove_prefix(rune.width);
    }
    return new_string(call, out);
}

Result<Value> upper(Call& call, Args args) { return map_runes(call, args[0].as_string(), to_upper); }

Result<Value> lower(Call& call, Args args) { return map_runes(call, args[0].as_string(), to_lower); }

// What stands between words for Go's strings.Title: all ASCII but letters, digits and _; past ASCII only
// space.
bool separates_words(std::uint32_t code) {
    if (code < 0x80) return !(is_letter(code) || is_digit(code) || code == '_');
    if (is_letter(code) || is_digit(code)) return false;
    return is_space(code);
}

Result<Value> title(Call& call, Args args) {
    std::uint32_t before = ' ';
    return map_runes(call, args[0].as_string(), [&](std::uint32_t code) {
        const bool first = separates_words(before);
        before = code;
        return first ? to_title(code) : code;
    });
}

Result<Value> untitle(Call& call, Args args) {
    bool first = true;
    return map_runes(call, args[0].as_string(), [&](std::uint32_t code) {
        if (is_space(code)) {
            first = true;
        } else if (first) {
            first = false;
            return to_lower(code);
        }
        return code;
    });
}

// Helm: the first letter of a word becomes a title case letter where the others become upper case.
Result<Value> swapcase(Call& call, Args args) {
    bool first = true;
    return map_runes(call, args[0].as_string(), [&](std::uint32_t code) {
        if (is_upper(code) || is_title(code)) {
            first = false;
            return to_lower(code);
        }
        if (is_lower(code)) {
            const bool title_case = first;
            first = false;
            return title_case ? to_title(code) : to_upper(code);
        }
        first = is_space(code);
        return code;
    });
}

bool is_connector(std::uint32_t code) { return code == '-' || code == '_' || is_space(code); }

// "foo_bar-baz" becomes "FooBarBaz", "GOLANG_IS" becomes "GolangIs"; connectors at the start stay, and of
// several in a row all but the last.
std::string pascal_case(std::string_view text) {
    if (text.empty()) return {};
    std::string out;
    utf8::Rune now;
    bool word_is_upper = false;
    while (!text.empty()) {
        now = utf8::decode(text);
        text.remove_prefix(now.width);
        if (!is_connector(now.code)) {
            word_is_upper = is_upper(now.code);
            now.code = to_upper(now.code);
            break;
        }
        utf8::append(out, now.code);
    }
    if (text.empty()) {
        // Helm: where there is nothing but connectors, the last of them comes twice.
        utf8::append(out, now.code);
        return out;
    }
    while (!text.empty()) {
        const std::uint32_t before = now.code;
        now = utf8::decode(text);
        text.remove_prefix(now.width);
        if (is_connector(before)) {
            if (is_connector(now.code)) {
                utf8::append(out, before);
                continue;
            }
            word_is_upper = is_upper(now.code);
            now.code = to_upper(now.code);
            continue;
        }
        if (word_is_upper) {
            if (is_upper(now.code))
                now.code = to_lower(now.code);
            else
                word_is_upper = false;
        }
        utf8::append(out, before);
    }
    utf8::append(out, now.code);
    return out;
}

// Words for snake and kebab case: runs of one sort of character, of which capitals are the delicate one:
// "HTTPServer" is "HTTP" and "Server", "Server" is one word.
enum class Sort { None, Number, Upper, Alphabet, Connector, Punct, Other };

struct Word {
    Sort sort = Sort::None;
    std::string_view text;
};

// Letters that have words; Chinese, Japanese and Korean ones have none.
bool is_alphabet(std::uint32_t code) {
    if (!is_letter(code)) return false;
    return !(code >= 0x4E00 && code <= 0x9FCC) && !(code >= 0x3400 && code <= 0x4D85) &&
           !(code >= 0x20000 && code <= 0x2B81D);
}

// The next rune with the broken bytes before it; at the end (or with nothing but broken bytes) `before`
// again.
utf8::Rune next_valid(std::string_view text, std::uint32_t before) {
    std::uint32_t size = 0;
    while (!text.empty()) {
        const utf8::Rune rune = utf8::decode(text);
        size += rune.width;
        if (rune.code != utf8::kReplacement) return {rune.code, size, true};
        text.remove_prefix(rune.width);
    }
    return {before, size, false};
}

template <typename Belongs>
std::size_t run_length(std::string_view text, std::size_t at, std::uint32_t before, Belongs belongs) {
    while (at < text.size()) {
        const utf8::Rune rune = next_valid(text.substr(at), before);
        if (!belongs(rune.code) || rune.width == 0) break;
        before = rune.code;
        at += rune.width;
    }
    return at;
}

std::size_t upper_word_length(std::string_view text, std::size_t at, std::uint32_t first) {
    if (at >= text.size()) return at;
    const auto lower_letter = [](std::uint32_t code) { return is_alphabet(code) && !is_upper(code); };
    utf8::Rune rune = next_valid(text.substr(at), first);
    if (!is_upper(rune.code)) {
        return is_alphabet(rune.code) ? run_length(text, at + rune.width, rune.code, lower_letter) : at;
    }
    std::size_t last_size = rune.width;
    at += rune.width;
    while (at < text.size()) {
        rune = next_valid(text.substr(at), rune.code);
        if (!is_upper(rune.code)) break;
        last_size = rune.width;
        at += rune.width;
    }
    return at < text.size() && is_alphabet(rune.code) ? at - last_size : at;
}

// Takes the next word off `text`.
Word next_word(std::string_view& text) {
    if (text.empty()) return {};
    const utf8::Rune first = next_valid(text, utf8::kReplacement);
    const auto lower_letter = [](std::uint32_t code) { return is_alphabet(code) && !is_upper(code); };
    const auto other = [](std::uint32_t code) {
        return !is_connector(code) && !is_alphabet(code) && !is_number(code) && !is_punct(code);
    };
    Word word;
    std::size_t size = first.width;
    if (first.code == utf8::kReplacement) {
        word.sort = Sort::None;
    } else if (is_connector(first.code)) {
        word.sort = Sort::Connector;
        size = run_length(text, size, first.code, is_connector);
    } else if (is_punct(first.code)) {
        word.sort = Sort::Punct;
        size = run_length(text, size, first.code, is_punct);
    } else if (is_upper(first.code)) {
        word.sort = Sort::Upper;
        size = upper_word_length(text, size, first.code);
    } else if (is_alphabet(first.code)) {
        word.sort = Sort::Alphabet;
        size = run_length(text, size, first.code, lower_letter);
    } else if (is_number(first.code)) {
        word.sort = Sort::Number;
        size = run_length(text, size, first.code, is_number);
    } else {
        word.sort = Sort::Other;
        size = run_length(text, size, first.code, other);
    }
    word.text = text.substr(0, size);
    text.remove_prefix(size);
    return word;
}

class WordJoiner {
  public:
    WordJoiner(std::string_view text, char connector) : rest_(text), connector_(connector) {}

    std::string join() {
        if (rest_.empty()) return {};
        word_ = next_word(rest_);
        while (!rest_.empty()) step();
        write(word_);
        return std::move(out_);
    }

  private:
    static bool breaks(const Word& word) { return word.sort == Sort::Connector || word.sort == Sort::Punct; }
    void write_connector() { out_ += connector_; }

    void write(const Word& word) {
        std::string_view text = word.text;
        if (word.sort != Sort::Upper && word.sort != Sort::Connector) {
            out_ += text;
            return;
        }
        while (!text.empty()) {
            const utf8::Rune rune = utf8::decode(text);
            text.remove_prefix(rune.width);
            if (is_connector(rune.code))
                write_connector();
            else
                utf8::append(out_, is_upper(rune.code) ? to_lower(rune.code) : rune.code);
        }
    }

    void take() { word_ = next_word(rest_); }

    void write_letters_and_numbers() {
        while (word_.sort == Sort::Alphabet || word_.sort == Sort::Number) {
            write(word_);
            take();
        }
        if (word_.sort != Sort::None && !breaks(word_)) write_connector();
    }

    void step() {
        if (word_.sort != Sort::Connector) write(word_);
        const Word last = word_;
        take();
        switch (last.sort) {
            case Sort::Number:
                write_letters_and_numbers();
                return;
            case Sort::Connector:
                write(last);
                return;
            case Sort::Punct:
                return;
            default:
                break;
        }
        if (word_.sort != Sort::Number) {
            if (!breaks(word_)) write_connector();
            return;
        }
        if (rest_.empty()) return;
        const Word number = word_;
        take();
        if (word_.sort != Sort::Alphabet) {  // the number belongs to what stands before it: "Bld4Floor"
            write(number);
            if (!breaks(word_)) write_connector();
            return;
        }
        write_connector();  // and to what stands behind it where that is in lower case: "http_2xx"
        write(number);
        write_letters_and_numbers();
    }

    std::string_view rest_;
    char connector_;
    Word word_;
    std::string out_;
};

Result<Value> snakecase(Call& call, Args args) {
    return new_string(call, WordJoiner(args[0].as_string(), '_').join());
}

Result<Value> kebabcase(Call& call, Args args) {
    return new_string(call, WordJoiner(args[0].as_string(), '-').join());
}

Result<Value> camelcase(Call& call, Args args) { return new_string(call, pascal_case(args[0].as_string())); }

constexpr Function kFunctions[] = {
    {"upper", upper, {String}},         {"lower", lower, {String}},
    {"title", title, {String}},         {"untitle", untitle, {String}},
    {"swapcase", swapcase, {String}},   {"snakecase", snakecase, {String}},
    {"kebabcase", kebabcase, {String}}, {"camelcase", camelcase, {String}},
};

}  // namespace

std::span<const Function> text_case_functions() { return kFunctions; }

}  // namespace yare::templates
