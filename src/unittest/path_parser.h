// From the text of a path to its steps. Errors say where reading stopped and what was read last, so the
// parser keeps the place of its last piece.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "path.h"
#include "yare/data/go_text.h"
#include "yare/data/utf8.h"

namespace yare::unittest {

class PathParser {
  public:
    explicit PathParser(std::string_view text) : text_(text) {}

    Result<Path> path() {
        if (take("$")) emit();
        std::vector<PathStep> steps = YARE_TRY(sub_path(false));
        return Path(std::move(steps));
    }

  private:
    using Steps = std::vector<PathStep>;

    // What ends an operand of a condition, and with it the path in it.
    static constexpr std::string_view kEndsOperand = " &|=!><";
    static constexpr std::size_t kDeepest = 200;

    bool done() const { return at_ >= text_.size(); }
    std::string_view rest() const { return text_.substr(std::min(at_, text_.size())); }
    bool sees(std::string_view token) const { return rest().starts_with(token); }
    bool take(std::string_view token) {
        if (!sees(token)) return false;
        at_ += token.size();
        return true;
    }
    void skip_blanks() {
        for (std::size_t next = at_; next < text_.size() && is_space(utf8::next(text_, next));) at_ = next;
    }
    bool sees_after_blanks(std::string_view token) const {
        PathParser ahead(*this);
        ahead.skip_blanks();
        return ahead.sees(token);
    }
    std::string_view piece() const { return text_.substr(from_, at_ - from_); }
    void emit() {
        last_from_ = from_;
        from_ = at_;
        anything_ = true;
    }
    Error error(const std::string& what) const {
        return Error(ErrorCode::Invalid, what + " at position " + std::to_string(at_) + ", following " +
                                             go_quote(text_.substr(last_from_, at_ - last_from_)));
    }
    static Error raw_error(std::string what) { return Error(ErrorCode::Invalid, std::move(what)); }
    std::string_view name(std::string_view ends) {
        const std::size_t begin = at_;
        at_ = std::min(text_.size(), text_.find_first_of(ends, at_));
        return text_.substr(begin, at_ - begin);
    }

    Result<Steps> sub_path(bool in_filter);
    Result<bool> step(Steps& steps, bool in_filter);
    Result<void> descent(Steps& steps);
    Result<bool> child(Steps& steps, std::string_view ends, bool in_filter);
    Result<bool> bracket_child(Steps& steps, bool in_filter);
    Result<bool> subscript(Steps& steps, bool in_filter);
    Result<void> filter(Steps& steps);
    Result<bool> goes_on(bool in_filter);

    // Conditions, in path_condition_parser.cpp.
    Result<std::shared_ptr<const Filter>> any_of();
    Result<std::shared_ptr<const Filter>> all_of();
    Result<std::shared_ptr<const Filter>> basic();
    Result<std::shared_ptr<const Filter>> term();
    Result<std::optional<Filter::Operand>> literal();
    Result<Filter::Operand> operand(bool first);
    Result<void> regular_expression(Filter& filter);

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t from_ = 0;       // of the piece that is being read
    std::size_t last_from_ = 0;  // of the one before
    bool anything_ = false;
    bool descended_ = false;  // the last piece was ".."
    std::size_t depth_ = 0;
};

}  // namespace yare::unittest
