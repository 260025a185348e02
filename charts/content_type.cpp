#include "content_type.h"

#include <algorithm>
#include <array>

#include "yare/base/ascii.h"

namespace yare::charts {

namespace {

using namespace std::string_view_literals;

struct Magic {
    std::string_view bytes;
    std::string_view type;
};
constexpr std::array kMagics = {
    Magic{"%PDF-"sv, "application/pdf"},
    Magic{"%!PS-Adobe-"sv, "application/postscript"},
    Magic{"\xFE\xFF\0\0"sv, "text/plain; charset=utf-16be"},
    Magic{"\xFE\xFF"sv, "text/plain; charset=utf-16be"},
    Magic{"\xFF\xFE"sv, "text/plain; charset=utf-16le"},
    Magic{"\xEF\xBB\xBF"sv, "text/plain; charset=utf-8"},
    Magic{"\0\0\1\0"sv, "image/x-icon"},
    Magic{"\0\0\2\0"sv, "image/x-icon"},
    Magic{"BM"sv, "image/bmp"},
    Magic{"GIF87a"sv, "image/gif"},
    Magic{"GIF89a"sv, "image/gif"},
    Magic{"\x89PNG\r\n\x1A\n"sv, "image/png"},
    Magic{"\xFF\xD8\xFF"sv, "image/jpeg"},
    Magic{"OggS\0"sv, "application/ogg"},
    Magic{"MThd\0\0\0\6"sv, "audio/midi"},
    Magic{"ID3"sv, "audio/mpeg"},
    Magic{"\x1A\x45\xDF\xA3"sv, "video/webm"},
    Magic{"wOFF"sv, "font/woff"},
    Magic{"wOF2"sv, "font/woff2"},
    Magic{"\0\1\0\0"sv, "font/ttf"},
    Magic{"OTTO"sv, "font/otf"},
    Magic{"ttcf"sv, "font/collection"},
    Magic{"PK\3\4"sv, "application/zip"},
    Magic{"Rar!\x1A\7\0"sv, "application/x-rar-compressed"},
    Magic{"Rar!\x1A\7\1\0"sv, "application/x-rar-compressed"},
    Magic{"\0asm"sv, "application/wasm"},
};
constexpr std::array kTags = {"<!DOCTYPE HTML"sv,
                              "<HTML"sv,
                              "<HEAD"sv,
                              "<SCRIPT"sv,
                              "<IFRAME"sv,
                              "<H1"sv,
                              "<DIV"sv,
                              "<FONT"sv,
                              "<TABLE"sv,
                              "<A"sv,
                              "<STYLE"sv,
                              "<TITLE"sv,
                              "<B"sv,
                              "<BODY"sv,
                              "<BR"sv,
                              "<P"sv,
                              "<!--"sv};

bool begins_with_tag(std::string_view text, std::string_view tag) {
    if (text.size() <= tag.size()) return false;
    for (std::size_t index = 0; index < tag.size(); ++index) {
        if (ascii::upper(text[index]) != tag[index]) return false;
    }
    return text[tag.size()] == ' ' || text[tag.size()] == '>';
}

bool is_binary(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x08 || byte == 0x0B || (byte >= 0x0E && byte <= 0x1A) || (byte >= 0x1C && byte <= 0x1F);
}

}  // namespace

std::string content_type(std::string_view bytes) {
    std::string head(bytes.substr(0, 512));
    head.resize(512, '\0');
    const std::size_t start = std::min(head.find_first_not_of("\t\n\x0C\r "), head.size());
    const std::string_view text = std::string_view(head).substr(start);
    for (const std::string_view tag : kTags) {
        if (begins_with_tag(text, tag)) return "text/html; charset=utf-8";
    }
    if (text.starts_with("<?xml")) return "text/xml; charset=utf-8";
    for (const Magic& magic : kMagics) {
        if (std::string_view(head).starts_with(magic.bytes)) return std::string(magic.type);
    }
    if (std::ranges::any_of(text, is_binary)) return "application/octet-stream";
    return "text/plain; charset=utf-8";
}

}  // namespace yare::charts
