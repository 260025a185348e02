#include "yaml_reread.h"

#include <algorithm>

#include "byte_scan.h"
#include "yare/data/json.h"
#include "yare/data/utf8.h"

namespace yare::inline data::yaml {

namespace {

constexpr std::size_t kLongestKey = 1024;
constexpr std::string_view kNextLine = "\xC2\x85";

Error refused(std::string_view why) { return Error(ErrorCode::Invalid, "yaml: " + std::string(why)); }

// A line may not begin so, not even inside quotes.
bool is_document_indicator(std::string_view rest) {
    return (rest.starts_with("---") || rest.starts_with("...")) &&
           (rest.substr(3).starts_with(" ") || rest.substr(3).starts_with(kNextLine));
}

}  // namespace

Result<std::string_view> Reread::text(std::string_view text) {
    if (only_low_characters(text)) return text;
    return unusual(text);
}

Result<std::string_view> Reread::key(std::string_view text) {
    // Helm: the reader gives up on keys of more than 1024 characters, and on those with a line break in them.
    if (text.size() > kLongestKey / 6 - 2) {
        std::string json;
        append_json_string(json, text);
        const auto length =
            std::count_if(json.begin(), json.end(), [](char c) { return (c & '\xC0') != '\x80'; });
        if (std::size_t(length) > kLongestKey) return refused("did not find expected ',' or '}'");
    }
    if (only_low_characters(text)) return text;
    if (text.find(kNextLine) != std::string_view::npos) return refused("did not find expected ',' or '}'");
    return unusual(text);
}

Result<std::string_view> Reread::unusual(std::string_view text) {
    scratch_.clear();
    for (std::size_t at = 0; at < text.size();) {
        const utf8::Rune rune = utf8::decode(text, at);
        const bool control = rune.code >= 0x7F && rune.code < 0xA0 && rune.code != 0x85;
        if (control || rune.code == 0xFFFE || rune.code == 0xFFFF)
            return refused("control characters are not allowed");
        if (rune.code != 0x85) {
            if (rune.valid)
                scratch_.append(text.substr(at, rune.width));
            else
                scratch_.append(utf8::kReplacementText);
            at += rune.width;
            continue;
        }
        // Helm: a "next line" character inside the quotes is a line break, and lines are folded.
        while (!scratch_.empty() && scratch_.back() == ' ') scratch_.pop_back();
        std::size_t lines = 0;
        while (at < text.size()) {
            if (text.substr(at).starts_with(kNextLine)) {
                ++lines;
                at += kNextLine.size();
                if (is_document_indicator(text.substr(at)))
                    return refused("found unexpected document indicator");
            } else if (text[at] == ' ') {
                ++at;
            } else {
                break;
            }
        }
        if (lines == 1)
            scratch_ += ' ';
        else
            scratch_.append(lines - 1, '\n');
    }
    return std::string_view(scratch_);
}

}  // namespace yare::inline data::yaml
