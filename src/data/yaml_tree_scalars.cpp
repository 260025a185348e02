#include "yaml_tree_scalars.h"

#include "line_breaks.h"
#include "yaml_emit.h"
#include "yare/data/utf8.h"

namespace yare::inline data {

namespace {

constexpr std::string_view kYamlTag = "tag:yaml.org,2002:";

using Style = YamlTree::Style;

bool flow_plain_allowed(std::string_view text) {
    return !text.empty() && text[0] != '?' && text[0] != ':' &&
           text.find_first_of(",?[]{}:", 1) == std::string_view::npos;
}

Style style_of(const YamlTree& node, ScalarPlace place, const yaml::Analysis& analysis) {
    const std::string_view text = node.value;
    Style style = node.style;
    const bool has_line = text.find('\n') != std::string_view::npos;
    if (style == Style::Plain && has_line) style = Style::Literal;
    if (place.simple_key && analysis.multiline) style = Style::DoubleQuoted;
    if (style == Style::Plain) {
        const bool ends = text.empty() && (place.flow || place.simple_key);
        if (!analysis.plain_allowed || ends || (place.flow && !flow_plain_allowed(text)))
            style = Style::SingleQuoted;
    }
    if (style == Style::SingleQuoted && !analysis.single_quoted_allowed) style = Style::DoubleQuoted;
    if ((style == Style::Literal || style == Style::Folded) &&
        (!analysis.block_allowed || place.flow || place.simple_key))
        style = Style::DoubleQuoted;
    return style;
}

void plain(TreeLines& lines, std::string_view text) {
    if (!text.empty() && !lines.blank()) lines.put(" ");
    lines.put(text);
    if (!text.empty()) lines.needs_blank();
    lines.uses_line();
}

void single_quoted(TreeLines& lines, std::string_view text) {
    lines.indicator("'", kApart);
    bool breaks = false;
    for (std::size_t at = 0; at < text.size();) {
        if (yaml::any_break(text, at) != 0) {
            if (!breaks && text[at] == '\n') lines.line_break();
            lines.put_next(text, at);
            breaks = true;
            continue;
        }
        if (text[at] != ' ') {
            if (breaks) lines.start_line();
            breaks = false;
            lines.uses_line();
        }
        if (text[at] == '\'') lines.put("'");
        lines.put_next(text, at);
    }
    lines.indicator("'", kTight);
    lines.word_ends();
}

void double_quoted(TreeLines& lines, std::string_view text) {
    std::string quoted;
    yaml::Emitter(quoted, yaml::Dialect::V3).quoted(text);
    lines.indicator(quoted, kApart);
    lines.word_ends();
}

// How a block scalar begins, and what becomes of the line breaks at its end.
void hints(TreeLines& lines, std::string_view text) {
    if (!text.empty() && (text[0] == ' ' || yaml::any_break(text, 0) != 0)) lines.indicator("2", kTight);
    const auto last = [](std::string_view part) {
        std::size_t at = part.size() - 1;
        while (at > 0 && utf8::is_continuation(part[at])) --at;
        return at;
    };
    if (text.empty() || yaml::any_break(text, last(text)) == 0) return lines.indicator("-", kTight);
    const std::string_view before = text.substr(0, last(text));
    if (!before.empty() && yaml::any_break(before, last(before)) == 0) return;
    lines.indicator("+", kTight);
}

void begin_block(TreeLines& lines, WaitingComments& comments, std::string_view sign, std::string_view text) {
    lines.indicator(sign, kApart);
    hints(lines, text);
    if (comments.line.empty())
        lines.line_break();
    else
        comments.write_line();
    lines.needs_no_blank();
}

void literal(TreeLines& lines, WaitingComments& comments, std::string_view text) {
    begin_block(lines, comments, "|", text);
    bool breaks = true;
    for (std::size_t at = 0; at < text.size();) {
        const bool here = yaml::any_break(text, at) != 0;
        if (!here && breaks) lines.start_line();
        lines.put_next(text, at);
        if (!here) lines.uses_line();
        breaks = here;
    }
}

bool blank_behind_breaks(std::string_view text) {
    std::size_t at = 0;
    while (const std::size_t size = yaml::any_break(text, at)) at += size;
    return at >= text.size() || text[at] == ' ' || text[at] == '\t';
}

void folded(TreeLines& lines, WaitingComments& comments, std::string_view text) {
    begin_block(lines, comments, ">", text);
    bool breaks = true;
    bool leading_spaces = true;
    for (std::size_t at = 0; at < text.size();) {
        if (yaml::any_break(text, at) != 0) {
            // Helm: it looks at the beginning of the text here, not at where it is.
            if (!breaks && !leading_spaces && text[at] == '\n' && !blank_behind_breaks(text))
                lines.line_break();
            lines.put_next(text, at);
            breaks = true;
            continue;
        }
        if (breaks) {
            lines.start_line();
            leading_spaces = text[at] == ' ' || text[at] == '\t';
        }
        lines.put_next(text, at);
        lines.uses_line();
        breaks = false;
    }
}

// What has no place in an address as %XX.
std::string escaped_tag(std::string_view tag) {
    constexpr std::string_view kStays =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-;/?:@&=+$,.~*'()[]";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : tag) {
        if (kStays.find(c) != std::string_view::npos) {
            out += c;
            continue;
        }
        out += '%';
        out += kDigits[std::uint8_t(c) >> 4];
        out += kDigits[std::uint8_t(c) & 15];
    }
    return out;
}

// A tag in two parts: a handle that stands for the beginning, and the rest.
struct TagParts {
    std::string_view handle;  // "" for a tag that is written whole
    std::string_view suffix;
};

TagParts parts_of(std::string_view tag) {
    // Helm: a "!" alone is no tag.
    if (tag == "!") return {};
    if (tag.starts_with(kYamlTag)) return {"!!", tag.substr(kYamlTag.size())};
    if (tag.starts_with("!!")) return {"!!", tag.substr(2)};
    if (tag.starts_with('!')) return {"!", tag.substr(1)};
    return {"", tag};
}

}  // namespace

std::size_t tree_tag_size(std::string_view tag) {
    const TagParts parts = parts_of(tag);
    return parts.handle.size() + parts.suffix.size();
}

void write_tree_tag(TreeLines& lines, std::string_view tag) {
    const TagParts parts = parts_of(tag);
    if (parts.handle.empty() && parts.suffix.empty()) return;
    if (!lines.blank()) lines.put(" ");
    if (parts.handle.empty()) {
        lines.put("!<" + escaped_tag(parts.suffix) + ">");
    } else {
        lines.put(parts.handle);
        lines.put(escaped_tag(parts.suffix));
    }
    lines.word_ends();
}

void write_tree_scalar(TreeLines& lines, WaitingComments& comments, const YamlTree& node, ScalarPlace place) {
    const yaml::Analysis analysis = yaml::analyze(node.value, yaml::Dialect::V3);
    // Helm: "<<" is told apart from a text by its tag. (A tag "!" alone is none.)
    const bool merges =
        (node.tag.empty() || node.tag == "!") && node.style == Style::Plain && node.value == "<<";
    write_tree_tag(lines, merges ? std::string_view("tag:yaml.org,2002:merge") : std::string_view(node.tag));
    switch (style_of(node, place, analysis)) {
        case Style::Plain:
            return plain(lines, node.value);
        case Style::SingleQuoted:
            return single_quoted(lines, node.value);
        case Style::DoubleQuoted:
            return double_quoted(lines, node.value);
        case Style::Literal:
            return literal(lines, comments, node.value);
        case Style::Folded:
            return folded(lines, comments, node.value);
    }
}

}  // namespace yare::inline data
