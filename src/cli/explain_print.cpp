#include "explain_print.h"

#include <algorithm>

#include "yare/data/json.h"
#include "yare/data/utf8.h"

namespace yare::cli {
namespace {

using render::CallExplained;
using render::PartKind;
using render::SourcePlace;
using render::ValueRead;
using render::Writer;
using templates::CallKind;

constexpr std::size_t kWidestValue = 80;

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r") == std::string_view::npos; }

// Control characters of a stranger's file do not reach the terminal.
std::string shown(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (static_cast<unsigned char>(c) < 0x20 && c != '\t') c = '?';
    }
    return out;
}

std::string cut(std::string text) {
    if (text.size() <= kWidestValue) return text;
    std::size_t end = kWidestValue;
    while (end > 0 && utf8::is_continuation(text[end])) --end;
    return text.substr(0, end) + " ...";
}

std::string value_text(const Value& value) {
    JsonFormat format;
    format.escape_html = false;
    const Result<std::string> json = write_json(value, format);
    return json ? cut(*json) : "?";
}

std::string place_words(const SourcePlace& at) {
    const std::string where = std::to_string(at.line) + ":" + std::to_string(at.column);
    return at.file == "tpl" ? "the text given to tpl, " + where : at.file + ":" + where;
}

std::string read_words(const ValueRead& read) {
    std::string out = ".Values." + read.path;
    if (read.set) {
        out += " = " + value_text(read.value);
    } else {
        out += ", which is not set";
    }
    if (read.origin.empty()) return out;
    out += (read.set ? " (" : " (null: ") + read.origin;
    for (std::size_t i = 0; i < read.beaten.size(); ++i)
        out += (i == 0 ? "; beaten: " : ", ") + read.beaten[i];
    return out + ")";
}

void append_reads(std::string& out, std::string_view words, const std::vector<ValueRead>& reads) {
    for (const ValueRead& read : reads) out += "  " + std::string(words) + " " + read_words(read) + "\n";
}

// A line with its number before it, and marks below it.
std::string excerpt(std::size_t number, std::string_view line, const std::vector<std::size_t>& marks) {
    const std::string label = std::to_string(number);
    std::string out = "    " + label + " | " + shown(line) + "\n";
    if (marks.empty()) return out;
    std::string below;
    for (std::size_t i = 0; i <= std::min(marks.back(), line.size()); ++i) {
        const bool middle = i < line.size() && utf8::is_continuation(line[i]);
        const bool marked = std::find(marks.begin(), marks.end(), i) != marks.end();
        if (marked) {
            below += '^';
        } else if (!middle) {
            below += i < line.size() && line[i] == '\t' ? '\t' : ' ';
        }
    }
    return out + "    " + std::string(label.size(), ' ') + " | " + below + "\n";
}

std::string call_words(const CallExplained& call) {
    switch (call.kind) {
        case CallKind::Include:
            return "included as \"" + call.name + "\" at ";
        case CallKind::Template:
            return "called as template \"" + call.name + "\" at ";
        case CallKind::Tpl:
            break;
    }
    return "evaluated by tpl at ";
}

std::string writer_text(const Writer& writer, std::string_view part) {
    const std::string before = part.empty() ? "" : "\"" + shown(part) + "\" is ";
    if (writer.kind == PartKind::Frame)
        return before + "put around the documents by template itself, as Helm does\n";
    if (writer.kind == PartKind::Crd) {
        return before + "copied from " + place_words(writer.at) + "; CRDs are no templates\n" +
               excerpt(writer.at.line, writer.at.text, {});
    }
    if (writer.at.line == 0) return before + "written by " + writer.chart + "; the place is not known\n";
    std::string out = before + "written by " + place_words(writer.at) + "\n";
    out += excerpt(writer.at.line, writer.at.text, writer.marks);
    for (const CallExplained& call : writer.calls) {
        out += "  " + call_words(call) + place_words(call.at) + "\n";
        append_reads(out, call.kind == CallKind::Tpl ? "  the text is" : "  given", call.reads);
    }
    if (writer.chart.find("/charts/") != std::string::npos)
        out += "  of the sub-chart " + writer.chart + "\n";
    append_reads(out, "reads", writer.reads);
    append_reads(out, "only there because of", writer.conditions);
    return out;
}

// Who wrote nothing but blanks is worth a word only where there is nobody else.
std::vector<const Writer*> writers_to_tell(const render::ExplainedLine& line) {
    std::vector<const Writer*> out;
    for (const Writer& writer : line.writers) {
        if (!blank(std::string_view(line.text).substr(std::min(writer.begin, line.text.size()),
                                                      writer.end - writer.begin)))
            out.push_back(&writer);
    }
    if (out.empty() && !line.writers.empty()) out.push_back(&line.writers.front());
    return out;
}

std::string heading(const Explanation& explanation) {
    const bool one = explanation.first_line == explanation.last_line;
    std::string lines = one ? "line " + std::to_string(explanation.first_line)
                            : "lines " + std::to_string(explanation.first_line) + " to " +
                                  std::to_string(explanation.last_line);
    if (!explanation.subject.empty())
        return explanation.subject + (one ? " is " : " has the ") + lines + " of the output\n";
    return lines + " of the output" + (explanation.inside.empty() ? "" : ", in " + explanation.inside) + "\n";
}

// JSON.

class Tree {
  public:
    Value place(const SourcePlace& at) {
        Map* map = document_.make_map();
        text(*map, "file", at.file);
        number(*map, "line", at.line);
        number(*map, "column", at.column);
        text(*map, "source", at.text);
        return map;
    }
    Value reads(const std::vector<ValueRead>& reads) {
        std::vector<Value> items;
        for (const ValueRead& read : reads) {
            Map* map = document_.make_map();
            text(*map, "path", read.path);
            map->set("set", Value::of_bool(read.set));
            map->set("value", read.set ? deep_copy(read.value, document_) : Value());
            map->set("origin", read.origin.empty() ? Value() : document_.string(read.origin));
            std::vector<Value> beaten;
            beaten.reserve(read.beaten.size());
            for (const std::string& place : read.beaten) beaten.push_back(document_.string(place));
            map->set("beaten", document_.make_list(beaten));
            items.emplace_back(map);
        }
        return document_.make_list(items);
    }
    Value calls(const std::vector<CallExplained>& calls) {
        std::vector<Value> items;
        for (const CallExplained& call : calls) {
            Map* map = document_.make_map();
            text(*map, "kind",
                 call.kind == CallKind::Tpl        ? "tpl"
                 : call.kind == CallKind::Template ? "template"
                                                   : "include");
            text(*map, "name", call.name);
            map->set("at", place(call.at));
            map->set("reads", reads(call.reads));
            items.emplace_back(map);
        }
        return document_.make_list(items);
    }
    Value writer(const Writer& writer, std::string_view line) {
        Map* map = document_.make_map();
        number(*map, "begin", writer.begin);
        number(*map, "end", writer.end);
        text(*map, "text", line.substr(std::min(writer.begin, line.size()), writer.end - writer.begin));
        text(*map, "by",
             writer.kind == PartKind::Frame ? "frame"
             : writer.kind == PartKind::Crd ? "crd"
                                            : "template");
        if (writer.kind == PartKind::Frame) return map;
        map->set("at", place(writer.at));
        text(*map, "chart", writer.chart);
        map->set("calls", calls(writer.calls));
        map->set("reads", reads(writer.reads));
        map->set("conditions", reads(writer.conditions));
        return map;
    }
    Value whole(const Explanation& explanation) {
        Map* map = document_.make_map();
        if (!explanation.subject.empty()) text(*map, "subject", explanation.subject);
        if (!explanation.inside.empty()) text(*map, "inside", explanation.inside);
        number(*map, "firstLine", explanation.first_line);
        number(*map, "lastLine", explanation.last_line);
        std::vector<Value> lines;
        for (const render::ExplainedLine& line : explanation.lines) {
            Map* item = document_.make_map();
            number(*item, "line", line.number);
            text(*item, "text", line.text);
            std::vector<Value> writers;
            writers.reserve(line.writers.size());
            for (const Writer& one : line.writers) writers.push_back(writer(one, line.text));
            item->set("writtenBy", document_.make_list(writers));
            lines.emplace_back(item);
        }
        map->set("lines", document_.make_list(lines));
        return map;
    }

  private:
    void text(Map& map, std::string_view key, std::string_view value) {
        map.set(key, document_.string(value));
    }
    static void number(Map& map, std::string_view key, std::size_t value) {
        map.set(key, Value::of_int(std::int64_t(value)));
    }

    Document document_;
};

}  // namespace

std::string explanation_text(const Explanation& explanation) {
    std::string out = heading(explanation);
    for (const render::ExplainedLine& line : explanation.lines) {
        out += "\n" + excerpt(line.number, line.text, {}) + "\n";
        const std::vector<const Writer*> writers = writers_to_tell(line);
        for (const Writer* writer : writers) {
            const std::string_view part = std::string_view(line.text).substr(
                std::min(writer->begin, line.text.size()), writer->end - writer->begin);
            out += writer_text(*writer, writers.size() > 1 ? part : "");
        }
    }
    const std::size_t told = explanation.first_line + explanation.lines.size() - 1;
    if (!explanation.lines.empty() && told < explanation.last_line) {
        out += "\nits other lines: --explain " + std::to_string(told + 1) + "-" +
               std::to_string(explanation.last_line) + "\n";
    }
    return out;
}

Result<std::string> explanation_json(const Explanation& explanation) {
    JsonFormat format;
    format.escape_html = false;
    format.indent = "  ";
    Tree tree;
    const std::string text = YARE_TRY(write_json(tree.whole(explanation), format));
    return text + "\n";
}

}  // namespace yare::cli
