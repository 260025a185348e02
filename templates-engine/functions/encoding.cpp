// Base64 and base32. What does not decode gives the reason as its text, so that a template goes on.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "call.h"
#include "yare/data/base64.h"

namespace yare::templates {

namespace {

using P = Param;

Result<Value> b64enc(Call& call, Args args) {
    const std::string_view text = args[0].as_string();
    YARE_TRY(call.budget.reserve(text.size() / 3 * 4 + 4));
    return new_string(call, base64(text));
}

Result<Value> b64dec(Call& call, Args args) {
    std::size_t bad_at = 0;
    const auto decoded = decode_base64(args[0].as_string(), &bad_at);
    if (!decoded) return new_string(call, "illegal base64 data at input byte " + std::to_string(bad_at));
    return new_string(call, *decoded);
}

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::string base32(std::string_view text) {
    std::string out;
    out.reserve((text.size() + 4) / 5 * 8);
    for (std::size_t at = 0; at < text.size(); at += 5) {
        const std::size_t count = std::min<std::size_t>(5, text.size() - at);
        std::uint64_t group = 0;
        for (std::size_t i = 0; i < 5; ++i) {
            group = (group << 8) | (i < count ? static_cast<unsigned char>(text[at + i]) : 0U);
        }
        const std::size_t letters = (count * 8 + 4) / 5;
        for (std::size_t i = 0; i < 8; ++i) {
            out += i < letters ? kBase32[(group >> (35 - 5 * i)) & 31] : '=';
        }
    }
    return out;
}

Result<Value> b32enc(Call& call, Args args) {
    YARE_TRY(call.budget.reserve(args[0].as_string().size() / 5 * 8 + 8));
    return new_string(call, base32(args[0].as_string()));
}

// Decodes groups of eight letters; the last may end in padding, after 2, 4, 5 or 7 of them.
struct Base32Reader {
    std::string text;  // without line ends
    std::string out;
    std::size_t at = 0;
    std::optional<std::size_t> bad_at;

    explicit Base32Reader(std::string_view given) {
        for (const char letter : given) {
            if (letter != '\r' && letter != '\n') text += letter;
        }
        while (at < text.size() && !bad_at && !ended_) group();
    }

  private:
    bool ended_ = false;

    void group() {
        std::uint64_t bits = 0;
        std::size_t letters = 0;
        for (; letters < 8; ++letters) {
            if (at == text.size()) {
                bad_at = at - letters;  // Go: where the group began, for a text that breaks off
                return;
            }
            const char letter = text[at];
            if (letter == '=' && letters >= 2 && text.size() - at <= 8) {
                padding(letters);
                if (bad_at) return;
                break;
            }
            const std::size_t digit = kBase32.find(letter);
            if (digit == std::string_view::npos) {
                bad_at = at;
                return;
            }
            ++at;
            bits = (bits << 5) | digit;
        }
        bits <<= 5 * (8 - letters);
        for (std::size_t i = 0; i < letters * 5 / 8; ++i) out += char(bits >> (32 - 8 * i));
    }

    // Behind `letters` letters of a group, at the first '='.
    void padding(std::size_t letters) {
        ended_ = true;
        const std::size_t behind = text.size() - at - 1;
        if (behind + letters < 7) {
            bad_at = text.size();
            return;
        }
        for (std::size_t i = 0; i < std::min(7 - letters, behind); ++i) {
            if (text[at + 1 + i] != '=') {
                bad_at = at + i;  // Go counts one too few here
                return;
            }
        }
        if (letters == 3 || letters == 6) bad_at = at;
    }
};

Result<Value> b32dec(Call& call, Args args) {
    const Base32Reader reader(args[0].as_string());
    if (reader.bad_at) {
        return new_string(call, "illegal base32 data at input byte " + std::to_string(*reader.bad_at));
    }
    return new_string(call, reader.out);
}

constexpr Function kFunctions[] = {
    {"b64enc", b64enc, {P::String}},
    {"b64dec", b64dec, {P::String}},
    {"b32enc", b32enc, {P::String}},
    {"b32dec", b32dec, {P::String}},
};

}  // namespace

std::span<const Function> encoding_functions() { return kFunctions; }

}  // namespace yare::templates
