#include "xml_writer.h"

namespace yare::unittest {

namespace {

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "&#34;";
                break;
            case '\'':
                out += "&#39;";
                break;
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '\t':
                out += "&#x9;";
                break;
            case '\n':
                out += "&#xA;";
                break;
            case '\r':
                out += "&#xD;";
                break;
            default:
                // What XML cannot hold is replaced.
                if (static_cast<unsigned char>(c) < 0x20)
                    out += "\xEF\xBF\xBD";
                else
                    out += c;
        }
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
