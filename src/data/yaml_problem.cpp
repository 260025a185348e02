#include "yare/data/yaml_problem.h"

#include <yaml.h>

#include <algorithm>
#include <string>
#include <vector>

#include "libyaml_input.h"
#include "libyaml_text.h"
#include "yare/base/ascii.h"

namespace yare::inline data {

namespace {

struct Opened {
    std::size_t begin;  // byte
    std::size_t line;
    std::size_t column;
    bool flow;
};

struct LongText {
    std::size_t begin;
    std::size_t last_line;
    bool quoted;
};

class ProblemFinder {
  public:
    explicit ProblemFinder(std::string_view text) : text_(text), index_(text), input_(text, parser_) {
        yaml_parser_initialize(&parser_);
        yaml_parser_set_input(&parser_, yaml::LibyamlInput::read, &input_);
    }
    ProblemFinder(const ProblemFinder&) = delete;
    ProblemFinder& operator=(const ProblemFinder&) = delete;
    ~ProblemFinder() { yaml_parser_delete(&parser_); }

    std::optional<YamlProblem> run() {
        for (bool more = true; more;) {
            yaml_event_t event;
            if (!yaml_parser_parse(&parser_, &event)) {
                if (input_.too_deep() || input_.too_dear()) return std::nullopt;
                return problem();
            }
            more = take(event);
            yaml_event_delete(&event);
        }
        return std::nullopt;
    }

  private:
    bool take(const yaml_event_t& event) {
        switch (event.type) {
            case YAML_MAPPING_START_EVENT:
                open(event, event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
                break;
            case YAML_SEQUENCE_START_EVENT:
                open(event, event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
                break;
            case YAML_MAPPING_END_EVENT:
            case YAML_SEQUENCE_END_EVENT:
                if (!open_.empty()) last_closed_ = open_.back(), open_.pop_back();
                break;
            case YAML_SCALAR_EVENT:
                if (event.end_mark.line > event.start_mark.line) take_long(event);
                break;
            case YAML_DOCUMENT_END_EVENT:
            case YAML_STREAM_END_EVENT:
                return false;
            default:
                break;
        }
        return true;
    }

    // A text over several lines: if reading ends behind it, it may have begun by mistake.
    void take_long(const yaml_event_t& event) {
        const yaml_scalar_style_t style = event.data.scalar.style;
        if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE) {
            // Its first line sets the indentation of all.
            const std::size_t feed = text_.find('\n', byte(event.start_mark));
            const std::size_t first =
                feed == std::string_view::npos ? feed : text_.find_first_not_of(" \n", feed);
            if (first != std::string_view::npos) long_text_ = LongText{first, event.end_mark.line, false};
            return;
        }
        const bool quoted =
            style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
        if (!quoted && style != YAML_PLAIN_SCALAR_STYLE) return;
        const std::string_view text(reinterpret_cast<const char*>(event.data.scalar.value),
                                    event.data.scalar.length);
        // Once a quote is lost, every later one closes what it should open: the first text with a key in it
        // counts.
        if (quoted && !swallowing_ && has_key(text)) swallowing_ = byte(event.start_mark);
        long_text_ = LongText{byte(event.start_mark), event.end_mark.line, quoted};
    }

    // "key: " inside a text, folded from lines.
    static bool has_key(std::string_view text) {
        for (std::size_t at = text.find(": "); at != std::string_view::npos; at = text.find(": ", at + 1)) {
            std::size_t begin = at;
            while (begin > 0 && ascii::is_word(text[begin - 1])) --begin;
            if (begin < at && begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\n')) return true;
        }
        return false;
    }

    void open(const yaml_event_t& event, bool flow) {
        open_.push_back({byte(event.start_mark), event.start_mark.line, event.start_mark.column, flow});
    }

    std::optional<YamlProblem> problem() {
        YamlProblem out;
        if (parser_.error == YAML_READER_ERROR) {
            out.stopped = std::min(parser_.problem_offset, text_.size());
            return out;
        }
        out.stopped = byte(parser_.problem_mark);
        const std::size_t line = parser_.problem_mark.line;
        const std::string_view context = parser_.context ? parser_.context : "";
        const std::string_view what = parser_.problem ? parser_.problem : "";
        const bool after_long = long_text_ && line <= long_text_->last_line + 1;
        if (swallowing_) {
            out.cause = swallowing_;
            out.why = "the quote is opened here, and the text goes on over the lines below";
        } else if (after_long && long_text_->quoted) {
            // "a<LF>b: "c": what stands behind the closing quote was meant to be inside the next pair.
            out.cause = long_text_->begin;
            out.why = "the quote that ends there is opened here";
        } else if (context.find("quoted scalar") != std::string_view::npos) {
            out.cause = byte(parser_.context_mark);
            out.why = "the quote is opened here";
        } else if (context == "while parsing a flow sequence" || context == "while parsing a flow mapping") {
            out.cause = byte(parser_.context_mark);
            out.why = "the bracket is opened here";
        } else if (context == "while scanning a simple key") {
            out.cause = byte(parser_.context_mark);
            out.why = "this line should have a colon, or belong to the text before it";
        } else if (after_long) {
            out.cause = long_text_->begin;
            out.why = "the text before it begins here";
        } else if (context == "while parsing a block mapping" ||
                   context == "while parsing a block collection") {
            out.cause = misfit(parser_.problem_mark.column);
            out.why = "the line there does not line up with this one";
        } else if (what == "mapping values are not allowed in this context" && deeper_than_before(line)) {
            out.cause = before(line);
            out.why = "the line there is indented deeper than this one, which does not open a map";
        }
        if (out.cause && line_of(*out.cause) == line_of(out.stopped)) out.cause.reset();
        return out;
    }

    // The line lies between two levels: the nearer one may be what stands wrong. Both are at hand, the block
    // that is open and the one that ended just before the line.
    std::optional<std::size_t> misfit(std::size_t column) const {
        const auto distance = [column](const Opened& level) {
            return level.column > column ? level.column - column : column - level.column;
        };
        std::optional<Opened> found;
        if (last_closed_ && last_closed_->column > column) found = last_closed_;
        for (auto level = open_.rbegin(); level != open_.rend(); ++level) {
            if (level->column == column) continue;
            if (!found || distance(*level) < distance(*found)) found = *level;
            break;
        }
        return found ? std::optional(found->begin) : std::nullopt;
    }

    // The last line before this one that is neither empty nor a comment.
    std::optional<std::size_t> before(std::size_t line) const {
        std::size_t at = 0;
        std::optional<std::size_t> found;
        for (std::size_t i = 0; i < line && at < text_.size(); ++i) {
            const std::size_t feed = std::min(text_.find('\n', at), text_.size());
            const std::size_t first = text_.find_first_not_of(" \t\r", at);
            if (first < feed && text_[first] != '#') found = first;
            at = feed + 1;
        }
        return found;
    }

    bool deeper_than_before(std::size_t line) const {
        const std::optional<std::size_t> above = before(line);
        const std::optional<std::size_t> own = before(line + 1);
        return above && own && column_of(*own) > column_of(*above);
    }
    std::size_t column_of(std::size_t at) const {
        const std::size_t feed = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
        return feed == std::string_view::npos ? at : at - feed - 1;
    }

    std::size_t byte(const yaml_mark_t& mark) { return std::min(index_.byte(mark.index), text_.size()); }
    std::size_t line_of(std::size_t at) const {
        return std::size_t(
            std::count(text_.begin(), text_.begin() + std::ptrdiff_t(std::min(at, text_.size())), '\n'));
    }

    std::string_view text_;
    yaml::CharIndex index_;
    yaml_parser_t parser_{};
    yaml::LibyamlInput input_;
    std::vector<Opened> open_;
    std::optional<Opened> last_closed_;
    std::optional<LongText> long_text_;
    std::optional<std::size_t> swallowing_;
};

}  // namespace

std::optional<YamlProblem> find_yaml_problem(std::string_view text) {
    if (text.empty() || yaml::LibyamlInput::has_many_directives(text)) return std::nullopt;
    return ProblemFinder(text).run();
}

}  // namespace yare::inline data
