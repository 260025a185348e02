#include "xml_writer.h"

#include "yare/data/markup.h"

namespace yare::unittest {

namespace {

std::string_view entity_of(char c) {
    switch (c) {
        case '\t':
            return "&#x9;";
        case '\n':
            return "&#xA;";
        case '\r':
            return "&#xD;";
        default:
            // What XML cannot hold is replaced.
            return static_cast<unsigned char>(c) < 0x20 ? "\uFFFD" : markup_entity(c);
    }
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        const std::string_view entity = entity_of(c);
        if (entity.empty())
            out += c;
        else
            out += entity;
    }
}

}  // namespace

void XmlWriter::indent() {
    if (!out_.empty()) out_ += '\n';
    out_.append(open_.size(), '\t');
}

void XmlWriter::begin_tag(std::string_view name, const Attributes& attributes) {
    indent();
    out_.append("<").append(name);
    for (const auto& [key, value] : attributes) {
        out_.append(" ").append(key).append("=\"");
        append_escaped(out_, value);
        out_ += '"';
    }
    out_ += '>';
}

void XmlWriter::open(std::string_view name, const Attributes& attributes) {
    begin_tag(name, attributes);
    open_.emplace_back(name);
    has_children_ = false;
}

void XmlWriter::close() {
    const std::string name = std::move(open_.back());
    open_.pop_back();
    if (has_children_) indent();
    out_.append("</").append(name).append(">");
    has_children_ = true;
}

void XmlWriter::element(std::string_view name, const Attributes& attributes, std::string_view text) {
    begin_tag(name, attributes);
    append_escaped(out_, text);
    out_.append("</").append(name).append(">");
    has_children_ = true;
}

void XmlWriter::data_element(std::string_view name, const Attributes& attributes, std::string_view text) {
    begin_tag(name, attributes);
    constexpr std::string_view kEnd = "]]>";
    if (!text.empty()) {
        out_ += "<![CDATA[";
        for (std::size_t at = text.find(kEnd); at != std::string_view::npos; at = text.find(kEnd)) {
            out_.append(text.substr(0, at)).append("]]]]><![CDATA[>");
            text.remove_prefix(at + kEnd.size());
        }
        out_.append(text).append(kEnd);
    }
    out_.append("</").append(name).append(">");
    has_children_ = true;
}

std::string XmlWriter::finish() && {
    while (!open_.empty()) close();
    return std::move(out_) + "\n";
}

}  // namespace yare::unittest
