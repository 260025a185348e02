// Functions of chance: all of it comes from the Environment's Random.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "call.h"
#include "runes.h"
#include "yare/data/base64.h"
#include "yare/data/utf8.h"

namespace yare::templates {

namespace {

using P = Param;

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kAlphaNumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

template <typename Pick>
Result<Value> random_text(Call& call, std::int64_t count, Pick pick) {
    if (count <= 0) return Value::of_view("");  // Helm: a negative count is an error that sprig drops
    char* const out = YARE_TRY(new_text(call, std::uint64_t(count)));
    YARE_TRY(pay(call, std::uint64_t(count) * 2 + 4));
    for (std::int64_t i = 0; i < count; ++i) out[i] = pick(call.environment.random());
    return Value::of_view({out, std::size_t(count)});
}

Result<Value> random_of(Call& call, std::int64_t count, std::string_view letters) {
    return random_text(call, count, [&](Random& random) { return letters[random.below(letters.size())]; });
}

Result<Value> rand_alpha(Call& call, Args args) { return random_of(call, args[0].as_integer(), kLetters); }
Result<Value> rand_numeric(Call& call, Args args) { return random_of(call, args[0].as_integer(), kDigits); }
Result<Value> rand_alpha_num(Call& call, Args args) {
    return random_of(call, args[0].as_integer(), kAlphaNumeric);
}

Result<Value> rand_ascii(Call& call, Args args) {
    return random_text(call, args[0].as_integer(),
                       [](Random& random) { return char(' ' + random.below('~' - ' ' + 1)); });
}

Result<Value> rand_int(Call& call, Args args) {
    const std::int64_t low = args[0].as_integer();
    const auto range = std::int64_t(std::uint64_t(args[1].as_integer()) - std::uint64_t(low));
    if (range <= 0) return failure("invalid argument to Intn");
    return Value::of_int(
        std::int64_t(std::uint64_t(low) + call.environment.random().below(std::uint64_t(range))));
}

Result<Value> rand_bytes(Call& call, Args args) {
    const std::int64_t count = args[0].as_integer();
    if (count < 0) return failure("runtime error: makeslice: len out of range");
    YARE_TRY(call.budget.reserve(std::min<std::uint64_t>(std::uint64_t(count), std::uint64_t{1} << 60) * 4));
    std::string bytes(std::size_t(count), '\0');
    call.environment.random().fill(std::as_writable_bytes(std::span(bytes)));
    return new_string(call, base64(bytes));
}

Result<Value> uuidv4(Call& call, Args) {
    std::array<std::uint8_t, 16> bytes{};
    call.environment.random().fill(std::as_writable_bytes(std::span(bytes)));
    bytes[6] = std::uint8_t((bytes[6] & 0x0F) | 0x40);  // version 4
    bytes[8] = std::uint8_t((bytes[8] & 0x3F) | 0x80);  // RFC 4122
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
        out += "0123456789abcdef"[bytes[i] >> 4];
        out += "0123456789abcdef"[bytes[i] & 15];
    }
    return new_string(call, out);
}

Result<Value> shuffle(Call& call, Args args) {
    std::string_view text = args[0].as_string();
    YARE_TRY(pay(call, text.size() * 2));
    std::vector<std::uint32_t> runes;
    while (!text.empty()) {
        const utf8::Rune rune = utf8::decode(text);
        runes.push_back(rune.code);
        text.remove_prefix(rune.width);
    }
    for (std::size_t i = runes.size(); i > 1; --i) {
        std::swap(runes[i - 1], runes[call.environment.random().below(i)]);
    }
    std::string out;
    for (const std::uint32_t rune : runes) utf8::append(out, rune);
    return new_string(call, out);
}

constexpr Function kFunctions[] = {
    {"randAlpha", rand_alpha, {P::Int}},
    {"randNumeric", rand_numeric, {P::Int}},
    {"randAlphaNum", rand_alpha_num, {P::Int}},
    {"randAscii", rand_ascii, {P::Int}},
    {"randInt", rand_int, {P::Int, P::Int}},
    {"randBytes", rand_bytes, {P::Int}},
    {"uuidv4", uuidv4},
    {"shuffle", shuffle, {P::String}},
};

}  // namespace

std::span<const Function> random_functions() { return kFunctions; }

}  // namespace yare::templates
