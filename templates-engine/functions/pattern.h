// Go's regular expressions on RE2, which reads nearly the same language: what differs in syntax is rewritten,
// error texts are Go's, and the loops over several matches are Go's too (they differ from RE2's own where
// matches are empty).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"

namespace yare::templates {

class Pattern {
  public:
    // Says after each match of a loop whether to go on. What a loop gives once it was told to stop is cut
    // short.
    class Watch {
      public:
        virtual ~Watch() = default;
        virtual bool go_on() = 0;
    };

    // "error parsing regexp: missing closing ): `a(b`". Patterns that this thread has compiled before are
    // kept, up to a bound: charts use the same few in loops. What is returned lives until the next call.
    // `built` is set when it was not.
    static Result<const Pattern*> compile(std::string_view expression, bool& built);

    ~Pattern();

    struct Match {
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    bool matches(std::string_view text) const;
    // The first match, leftmost; false when there is none.
    bool find(std::string_view text, Match& match) const;
    // Up to `most` matches, all of them for a negative number.
    std::vector<Match> find_all(std::string_view text, std::int64_t most, Watch& watch) const;

    // Puts `with` in the place of each match, expanding $1, ${1}, $name, ${name} and $$ unless `literal`.
    // Stops and gives nothing when the result would grow past `limit`.
    std::optional<std::string> replace_all(std::string_view text, std::string_view with, bool literal,
                                           std::size_t limit, Watch& watch) const;
    std::vector<std::string_view> split(std::string_view text, std::int64_t most, Watch& watch) const;

    // How many instructions it has become: what looking at a byte costs at worst.
    std::size_t size() const;
    // Whose places a replacement may ask for, so that each instruction costs as many more.
    std::size_t groups() const;

  private:
    struct Parts;
    explicit Pattern(std::unique_ptr<Parts> parts);
    static Result<std::unique_ptr<Pattern>> build(std::string_view expression);

    std::unique_ptr<Parts> parts_;
};

// Makes a text match itself alone.
std::string quote_pattern(std::string_view text);

}  // namespace yare::templates
