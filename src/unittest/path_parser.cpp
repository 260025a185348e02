#include "path_parser.h"

namespace yare::unittest {

namespace {

constexpr std::string_view kEndsDotted = ".[) &|=!><~";
constexpr std::string_view kEndsUndotted = ".[]) &|=!><~";

// One level of backslashes less.
std::string unescaped(std::string_view text) {
    std::string out;
    bool escaped = false;
    for (const char c : text) {
        if (c == '\\') {
            if (escaped) out += c;
            escaped = !escaped;
            continue;
        }
        escaped = false;
        out += c;
    }
    return out;
}

}  // namespace

Result<std::vector<PathStep>> PathParser::sub_path(bool in_filter) {
    Steps steps;
    while (true) {
        const bool more = YARE_TRY(step(steps, in_filter));
        if (!more) return steps;
    }
}

// One step; false behind the last.
Result<bool> PathParser::step(Steps& steps, bool in_filter) {
    if (sees(")")) {
        if (in_filter) return false;
        return error("syntax error");
    }
    if (done()) return false;
    const bool descended = std::exchange(descended_, false);
    if (sees("..")) {
        YARE_TRY(descent(steps));
        return true;
    }
    if (take(".")) return child(steps, kEndsDotted, in_filter);
    PathParser ahead(*this);
    ahead.skip_blanks();
    if (ahead.take("[") && (ahead.sees_after_blanks("'") || ahead.sees_after_blanks("\"")))
        return bracket_child(steps, in_filter);
    if (take("[?(")) {
        descended_ = descended;
        YARE_TRY(filter(steps));
        return true;
    }
    if (sees("[")) return subscript(steps, in_filter);
    if (!anything_ && !in_filter) return child(steps, kEndsUndotted, in_filter);
    return error("invalid path syntax");
}

Result<void> PathParser::descent(Steps& steps) {
    at_ += 2;
    const std::string_view child = name(".[");
    if (child.empty() && !sees("["))
        return error("child name or array access or filter missing after recursive descent");
    emit();
    steps.push_back({PathStep::Kind::Descend, {}, {}, {}});
    if (child == "*") {
        steps.push_back({PathStep::Kind::All, {}, {}, {}});
    } else if (!child.empty()) {
        steps.push_back({PathStep::Kind::Children, {unescaped(child)}, {}, {}});
    }
    descended_ = true;
    return {};
}

Result<bool> PathParser::child(Steps& steps, std::string_view ends, bool in_filter) {
    const std::string_view found = name(ends);
    if (found.empty()) return error("child name missing");
    if (take("~")) {
        if (!done()) return error("property name operator may only be used on last child in path");
        emit();
        steps.push_back({PathStep::Kind::Names, {unescaped(found)}, {}, {}});
        return true;
    }
    emit();
    if (found == "*") {
        steps.push_back({PathStep::Kind::All, {}, {}, {}});
    } else {
        steps.push_back({PathStep::Kind::Children, {unescaped(found)}, {}, {}});
    }
    if (sees("[") && !sees("['") && !sees("[\"") && !sees("[?(")) return subscript(steps, in_filter);
    return goes_on(in_filter);
}

// The names between the quotes of a bracket, up to its end.
Result<bool> PathParser::bracket_child(Steps& steps, bool in_filter) {
    skip_blanks();
    take("[");
    std::vector<std::string> names;
    while (true) {
        skip_blanks();
        const char quote = text_[at_++];
        const std::string shown = quote == '\'' ? "\"'\"" : "'\"'";
        const std::size_t begin = at_;
        while (!done() && text_[at_] != quote) {
            if (text_[at_] == '\\') {
                if (at_ + 1 >= text_.size() || (text_[at_ + 1] != quote && text_[at_ + 1] != '\\'))
                    return error(std::string("unsupported escape sequence inside ") + quote + quote);
                ++at_;
            }
            ++at_;
        }
        if (done()) return error("unmatched " + shown);
        names.push_back(unescaped(text_.substr(begin, at_ - begin)));
        ++at_;
        if (!sees_after_blanks(",")) break;
        skip_blanks();
        take(",");
        if (!sees_after_blanks("'") && !sees_after_blanks("\"")) return error("missing \"'\" or '\"'");
    }
    if (!sees_after_blanks("]")) return error("missing \"]\" or \",\"");
    skip_blanks();
    take("]");
    if (take("~")) {
        emit();
        if (!done()) return error("property name operator may only be used on last child in path");
        steps.push_back({PathStep::Kind::Names, std::move(names), {}, {}});
        return true;
    }
    emit();
    steps.push_back({PathStep::Kind::Children, std::move(names), {}, {}});
    if (sees("[") && !sees("['") && !sees("[\"") && !sees("[?(")) return subscript(steps, in_filter);
    return goes_on(in_filter);
}

Result<bool> PathParser::subscript(Steps& steps, bool in_filter) {
    const std::size_t close = text_.find(']', at_);
    if (close == std::string_view::npos) {
        at_ = text_.size();
        return error("unmatched [");
    }
    const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    if (inside.empty()) return raw_error("subscript missing from [] before position " + std::to_string(at_));
    if (const auto valid = subscript_items(inside, 0); !valid) {
        return raw_error("invalid array index " + std::string(piece()) + " before position " +
                         std::to_string(at_) + ": " + valid.error().text());
    }
    if (take("~")) {
        if (!done()) return error("property name operator can only be used on last item in path");
        if (inside != "*") return error("property name operator can only be used on map nodes");
        emit();
        steps.push_back({PathStep::Kind::AllNames, {}, {}, {}});
        return true;
    }
    emit();
    steps.push_back({PathStep::Kind::Subscript, {}, std::string(inside), {}});
    return goes_on(in_filter);
}

// Whether the path goes on behind a child or a subscript.
Result<bool> PathParser::goes_on(bool in_filter) {
    if (done() || kEndsOperand.find(text_[at_]) == std::string_view::npos) return true;
    if (in_filter) return false;
    return error(std::string("invalid character '") + text_[at_] + "'");
}

Result<void> PathParser::filter(Steps& steps) {
    const auto kind = std::exchange(descended_, false) ? PathStep::Kind::NodeFilter : PathStep::Kind::Filter;
    emit();
    skip_blanks();
    if (sees(")]")) return error("missing filter");
    if (++depth_ > kDeepest) return error("invalid filter expression");
    std::shared_ptr<const Filter> condition = YARE_TRY(any_of());
    --depth_;
    skip_blanks();
    if (done()) return error("missing end of filter");
    if (!take(")]")) return error("invalid filter expression");
    emit();
    steps.push_back({kind, {}, {}, std::move(condition)});
    return {};
}

Result<Path> Path::compile(std::string_view text) { return PathParser(text).path(); }

}  // namespace yare::unittest
