#include "yare/render/explanation.h"

#include <algorithm>

#include "yare/data/json.h"
#include "yare/render/explain.h"

namespace yare::render {

using templates::CallSite;
using templates::PathId;
using templates::Piece;
using templates::Trace;
using templates::TracedFile;

namespace {

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// "key" of "  - key: value", and the value's text; both may be empty.
struct LineParts {
    std::string_view key;
    std::string_view value;
};

std::string_view bare(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    text = text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
    const bool quoted = text.size() >= 2 && (text[0] == '"' || text[0] == '\'') && text.back() == text[0];
    return quoted ? text.substr(1, text.size() - 2) : text;
}

LineParts parts_of_line(std::string_view line) {
    std::size_t at = line.find_first_not_of(' ');
    while (at != std::string_view::npos && line.substr(at).starts_with("- "))
        at = line.find_first_not_of(' ', at + 1);
    if (at == std::string_view::npos) return {};
    line.remove_prefix(at);
    const std::size_t colon = line.ends_with(':') ? line.size() - 1 : line.find(": ");
    if (colon == std::string_view::npos) return {{}, bare(line)};
    return {bare(line.substr(0, colon)), bare(line.substr(colon + 1))};
}

class Explainer {
  public:
    explicit Explainer(const ExplainedRender& render)
        : printed_(render.printed),
          trace_(render.trace),
          sources_(render.sources),
          chart_(render.chart),
          origins_(render.origins) {}

    ExplainedLine line(std::size_t number, std::size_t line_begin, std::size_t begin, std::size_t end) {
        const std::string_view text = printed_.text();
        ExplainedLine out;
        out.number = number;
        const std::size_t feed = std::min(text.find('\n', line_begin), text.size());
        line_ = text.substr(line_begin, feed - line_begin);
        out.text = line_;
        for (std::size_t at = begin; at < end;) {
            const Step step = step_at(at, end);
            if (!out.writers.empty() && same_writer(last_, step)) {
                extend(out.writers.back(), step, at, line_begin);
            } else {
                out.writers.push_back(begin_writer(step, at, line_begin));
            }
            last_ = step;
            at = step.end;
        }
        for (Writer& writer : out.writers) {
            std::sort(writer.marks.begin(), writer.marks.end());
            writer.marks.erase(std::unique(writer.marks.begin(), writer.marks.end()), writer.marks.end());
            if (!writer.marks.empty()) writer.at.column = writer.marks.front();
        }
        return out;
    }

  private:
    // Bytes that one piece wrote.
    struct Step {
        const PrintedPart* part = nullptr;
        const Piece* piece = nullptr;  // null: no template
        Location at;
        std::size_t end = 0;
    };

    Step step_at(std::size_t byte, std::size_t end) const {
        Step out;
        out.part = &printed_.part_at(byte);
        out.end = std::min(end, out.part->end);
        if (out.part->kind != PartKind::Rendered) return out;
        const TracedFile* file = trace_.file(out.part->path);
        const std::size_t inside = out.part->offset + (byte - out.part->begin);
        out.piece = file ? file->piece_at(inside) : nullptr;
        if (!out.piece) {
            out.end = byte + 1;
            return out;
        }
        out.end = std::min(out.end, byte + (out.piece->end - inside));
        // Of plain text the first character that shows says more than the blanks before it.
        std::size_t shown = inside;
        const std::string_view text = std::string_view(printed_.text()).substr(byte, out.end - byte);
        const std::size_t first = text.find_first_not_of(" \t\r\n");
        if (first != std::string_view::npos) shown += first;
        out.at = sources_.locate(out.piece->place_of(shown));
        return out;
    }

    static bool same_writer(const Step& left, const Step& right) {
        if (left.part->kind != right.part->kind || left.part->path != right.part->path) return false;
        if (!left.piece || !right.piece) return left.piece == right.piece;
        return left.piece->call == right.piece->call && left.at.source == right.at.source &&
               left.at.line == right.at.line;
    }

    Writer begin_writer(const Step& step, std::size_t at, std::size_t line_begin) {
        Writer out;
        out.begin = at - line_begin;
        out.kind = step.part->kind;
        if (step.part->kind == PartKind::Crd) out.at = crd_place(*step.part, at);
        if (step.part->kind != PartKind::Frame) out.chart = chart_of(step.part->path);
        if (step.piece) {
            out.at = place(step.at);
            if (const std::string own = chart_of(out.at.file); !own.empty()) out.chart = own;
            for (std::uint32_t call = step.piece->call; call != 0; call = trace_.call_site(call).outer)
                out.calls.push_back(explain_call(call));
        }
        weight_ = 0;
        extend(out, step, at, line_begin);
        return out;
    }

    void extend(Writer& writer, const Step& step, std::size_t at, std::size_t line_begin) {
        writer.end = step.end - line_begin;
        if (!step.piece || !step.at.source) return;
        const std::string_view text = std::string_view(printed_.text()).substr(at, step.end - at);
        // Actions are what a reader looks for; plain text is marked where there is nothing else, and blanks
        // (what nindent puts before a line) where there is no text.
        const int weight = blank(text) ? 1 : step.piece->literal ? 2 : 3;
        if (weight > weight_) writer.marks.clear();
        if (weight > weight_ || weight == 3) writer.marks.push_back(step.at.column);
        weight_ = std::max(weight, weight_);
        for (const PathId path : trace_.reads(step.piece->reads)) add_read(writer.reads, narrowed(path));
        for (const PathId path : trace_.reads(step.piece->conditions)) add_read(writer.conditions, path);
    }

    void add_read(std::vector<ValueRead>& out, PathId path) const {
        ValueRead read = value_read(path);
        const auto same = [&](const ValueRead& other) { return other.path == read.path; };
        if (std::none_of(out.begin(), out.end(), same)) out.push_back(std::move(read));
    }

    ValueRead value_read(PathId path) const {
        ValueHistory history = value_history(trace_, sources_, origins_, path);
        return {trace_.path_text(path), trace_.is_set(path), trace_.value(path), std::move(history.origin),
                std::move(history.beaten)};
    }

    // A table or list that was written as a whole: the one entry of it that this line can be.
    PathId narrowed(PathId path) const {
        const Value& whole = trace_.value(path);
        if (!whole.is_map() && !whole.is_list()) return path;
        const LineParts parts = parts_of_line(line_);
        if (parts.key.empty() && parts.value.empty()) return path;
        PathId by_key = 0;
        PathId by_value = 0;
        bool keys_differ = false;
        bool values_differ = false;
        for (PathId other = path + 1; other < trace_.path_count(); ++other) {
            if (!trace_.is_set(other) || !below(other, path)) continue;
            const bool item = trace_.key(other).starts_with('[');
            if (parts.key.empty() ? !item : trace_.key(other) != parts.key) continue;
            if (!parts.key.empty()) keys_differ |= std::exchange(by_key, other) != 0;
            if (!parts.value.empty() && scalar(trace_.value(other)) == parts.value)
                values_differ |= std::exchange(by_value, other) != 0;
        }
        if (by_value != 0 && !values_differ) return by_value;
        return by_key != 0 && !keys_differ ? by_key : path;
    }

    bool below(PathId path, PathId ancestor) const {
        while (path > ancestor) path = trace_.parent(path);
        return path == ancestor;
    }

    static std::string scalar(const Value& value) {
        if (value.is_string()) return std::string(value.as_string());
        if (value.is_map() || value.is_list()) return {};
        const Result<std::string> text = write_json(value);
        return text ? *text : std::string();
    }

    CallExplained explain_call(std::uint32_t call) const {
        const CallSite& site = trace_.call_site(call);
        CallExplained out{site.kind, site.name, place(sources_.locate(site.place)), {}};
        for (const PathId path : trace_.reads(site.reads)) out.reads.push_back(value_read(path));
        return out;
    }

    static SourcePlace place(const Location& at) {
        if (!at.source) return {};
        const bool tpl = at.source->origin.valid();
        return {tpl ? "tpl" : at.source->name, at.line, at.column, std::string(at.line_text)};
    }

    // A CRD is printed as it stands in its file.
    SourcePlace crd_place(const PrintedPart& part, std::size_t at) const {
        SourcePlace out;
        out.file = part.path;
        const std::string_view before = part.whole.substr(0, part.offset + (at - part.begin));
        out.line = 1 + std::size_t(std::count(before.begin(), before.end(), '\n'));
        const std::size_t feed = before.rfind('\n');
        out.column = before.size() - (feed == std::string_view::npos ? 0 : feed + 1);
        out.text = line_;
        return out;
    }

    // The chart whose file that is: the longest path that leads to it.
    std::string chart_of(std::string_view file) const { return chart_of(chart_, file); }
    static std::string chart_of(const charts::Chart& chart, std::string_view file) {
        for (const charts::Chart* sub_chart : chart.dependencies) {
            std::string found = chart_of(*sub_chart, file);
            if (!found.empty()) return found;
        }
        const std::string folder = chart.full_path();
        return file.starts_with(folder + "/") ? folder : std::string();
    }

    const PrintedText& printed_;
    const Trace& trace_;
    const SourceMap& sources_;
    const charts::Chart& chart_;
    const charts::ValueOrigins& origins_;
    std::string_view line_;
    Step last_;
    int weight_ = 0;  // of what the writer under way has marked
};

}  // namespace

std::vector<ExplainedLine> explain_bytes(const ExplainedRender& render, std::size_t begin, std::size_t end) {
    const std::string_view text = render.printed.text();
    end = std::min(end, text.size());
    std::vector<ExplainedLine> out;
    if (begin >= end) return out;
    Explainer explainer(render);
    std::size_t number =
        1 + std::size_t(std::count(text.begin(), text.begin() + std::ptrdiff_t(begin), '\n'));
    const std::size_t feed_before = begin == 0 ? std::string_view::npos : text.rfind('\n', begin - 1);
    std::size_t line = feed_before == std::string_view::npos ? 0 : feed_before + 1;
    while (line < end) {
        const std::size_t feed = std::min(text.find('\n', line), text.size());
        const std::size_t from = std::max(begin, line);
        std::size_t to = std::min(end, feed);
        if (from == to) to = std::min(end, feed + 1);
        if (from < to) out.push_back(explainer.line(number, line, from, to));
        line = feed + 1;
        ++number;
    }
    return out;
}

}  // namespace yare::render
