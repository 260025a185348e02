// Versions cut into their parts, for what reads versions and for what reads ranges of them.
#pragma once

#include <optional>
#include <string_view>

#include "yare/base/ascii.h"

namespace yare::inline data::version {

inline bool is_identifier(char c) { return ascii::is_alphanumeric(c) || c == '-'; }

// A version or the version of a range, cut into its parts but not judged. Views into the text.
struct Shape {
    std::string_view numbers[3];  // empty: not there
    std::string_view prerelease;
    std::string_view metadata;
    std::size_t length = 0;
};

class Scanner {
  public:
    Scanner(std::string_view text, std::size_t at) : text_(text), at_(at) {}

    // In a range a number may also be made of x, X and *. Helm: of | too, though nothing good comes of it.
    template <typename InNumber>
    std::optional<Shape> shape(InNumber in_number) {
        const std::size_t start = at_;
        Shape out;
        if (peek() == 'v') ++at_;
        out.numbers[0] = run(in_number);
        if (out.numbers[0].empty()) return std::nullopt;
        for (int index = 1; index < 3 && peek() == '.'; ++index) {
            ++at_;
            out.numbers[index] = run(in_number);
            if (out.numbers[index].empty()) {
                --at_;
                break;
            }
        }
        out.prerelease = identifiers_after('-');
        out.metadata = identifiers_after('+');
        out.length = at_ - start;
        return out;
    }

  private:
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    template <typename Accept>
    std::string_view run(Accept accept) {
        const std::size_t start = at_;
        while (at_ < text_.size() && accept(text_[at_])) ++at_;
        return text_.substr(start, at_ - start);
    }
    // "-rc.1": dotted identifiers behind a mark; nothing at all where the first is empty.
    std::string_view identifiers_after(char mark) {
        if (peek() != mark) return {};
        const std::size_t start = ++at_;
        if (run(is_identifier).empty()) {
            at_ = start - 1;
            return {};
        }
        while (peek() == '.') {
            ++at_;
            if (run(is_identifier).empty()) {
                --at_;
                break;
            }
        }
        return text_.substr(start, at_ - start);
    }

    std::string_view text_;
    std::size_t at_;
};

// -1, 0 or 1. Identifiers one by one: numbers as numbers, a number before a word, words as text.
int compare_prereleases(std::string_view left, std::string_view right);

}  // namespace yare::inline data::version
