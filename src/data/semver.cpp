#include "yare/data/semver.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "version_shape.h"
#include "yare/base/ascii.h"
#include "yare/data/go_text.h"

namespace yare::inline data {

namespace {

constexpr std::size_t kVersionBytes = 256;

using namespace version;

Error invalid(std::string message) { return Error(ErrorCode::Invalid, std::move(message)); }

bool all_digits(std::string_view text) { return std::ranges::all_of(text, ascii::is_digit); }

template <typename Each>
bool each_identifier(std::string_view text, Each each) {
    for (;;) {
        const std::size_t dot = text.find('.');
        if (!each(text.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

Result<std::uint64_t> parse_number(std::string_view digits) {
    std::uint64_t number = 0;
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (code == std::errc() && end == digits.data() + digits.size()) return number;
    const bool range = code == std::errc::result_out_of_range;
    return invalid("strconv.ParseUint: parsing " + go_quote(digits) + ": " +
                   (range ? "value out of range" : "invalid syntax"));
}

Result<void> check_prerelease(std::string_view text) {
    const char* wrong = nullptr;
    each_identifier(text, [&](std::string_view part) {
        if (part.empty() || !std::ranges::all_of(part, is_identifier))
            wrong = "invalid prerelease string";
        else if (part.size() > 1 && part[0] == '0' && all_digits(part))
            wrong = "version segment starts with 0";
        return wrong == nullptr;
    });
    if (wrong) return invalid(wrong);
    return {};
}

Result<void> check_metadata(std::string_view text) {
    const bool good = each_identifier(text, [](std::string_view part) {
        return !part.empty() && std::ranges::all_of(part, is_identifier);
    });
    if (!good) return invalid("invalid metadata string");
    return {};
}

// As comparisons of pre-releases want it: two numbers as numbers, a number before a word, words as text.
int compare_identifiers(std::string_view left, std::string_view right) {
    if (left == right) return 0;
    if (left.empty()) return -1;
    if (right.empty()) return 1;
    const Result<std::uint64_t> left_number = parse_number(left);
    const Result<std::uint64_t> right_number = parse_number(right);
    if (!left_number && !right_number) return left > right ? 1 : -1;
    if (!right_number) return -1;
    if (!left_number) return 1;
    // Helm: 01 and 1 are not the same, and neither is greater than the other.
    return *left_number > *right_number ? 1 : -1;
}

std::string_view take_identifier(std::string_view& text) {
    const std::size_t dot = text.find('.');
    const std::string_view first = text.substr(0, dot);
    text.remove_prefix(dot == std::string_view::npos ? text.size() : dot + 1);
    return first;
}

int order_of(std::uint64_t left, std::uint64_t right) { return left < right ? -1 : left > right ? 1 : 0; }

}  // namespace

int version::compare_prereleases(std::string_view left, std::string_view right) {
    while (!left.empty() || !right.empty()) {
        const std::string_view left_part = take_identifier(left);
        const std::string_view right_part = take_identifier(right);
        if (const int order = compare_identifiers(left_part, right_part)) return order;
    }
    return 0;
}

std::string SemanticVersion::text() const {
    std::string out = std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
    if (!prerelease.empty()) out.append("-").append(prerelease);
    if (!metadata.empty()) out.append("+").append(metadata);
    return out;
}

Result<SemanticVersion> parse_version(std::string_view text) {
    if (text.size() > kVersionBytes) return invalid("version string is too long (max 256 bytes)");
    const std::optional<Shape> shape = Scanner(text, 0).shape(ascii::is_digit);
    if (!shape || shape->length != text.size()) return invalid("invalid semantic version");
    SemanticVersion out;
    out.original = text;
    std::uint64_t* const numbers[] = {&out.major, &out.minor, &out.patch};
    for (int index = 0; index < 3; ++index) {
        if (shape->numbers[index].empty()) continue;
        *numbers[index] =
            YARE_TRY_WHILE("error parsing version segment", parse_number(shape->numbers[index]));
    }
    out.prerelease = shape->prerelease;
    out.metadata = shape->metadata;
    if (!out.prerelease.empty()) YARE_TRY(check_prerelease(out.prerelease));
    return out;
}

Result<SemanticVersion> parse_strict_version(std::string_view text) {
    if (text.empty()) return invalid("version string empty");
    if (text.size() > kVersionBytes) return invalid("version string is too long (max 256 bytes)");
    const std::size_t first = text.find('.');
    const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (second == std::string_view::npos) return invalid("invalid semantic version");
    SemanticVersion out;
    out.original = text;
    std::string_view parts[] = {text.substr(0, first), text.substr(first + 1, second - first - 1),
                                text.substr(second + 1)};
    if (const std::size_t plus = parts[2].find('+'); plus != std::string_view::npos) {
        out.metadata = parts[2].substr(plus + 1);
        parts[2] = parts[2].substr(0, plus);
        YARE_TRY(check_metadata(out.metadata));
    }
    if (const std::size_t dash = parts[2].find('-'); dash != std::string_view::npos) {
        out.prerelease = parts[2].substr(dash + 1);
        parts[2] = parts[2].substr(0, dash);
        YARE_TRY(check_prerelease(out.prerelease));
    }
    for (const std::string_view part : parts) {
        if (!all_digits(part)) return invalid("invalid characters in version");
        if (part.size() > 1 && part[0] == '0') return invalid("version segment starts with 0");
    }
    out.major = YARE_TRY(parse_number(parts[0]));
    out.minor = YARE_TRY(parse_number(parts[1]));
    out.patch = YARE_TRY(parse_number(parts[2]));
    return out;
}

int compare_versions(const SemanticVersion& left, const SemanticVersion& right) {
    if (const int order = order_of(left.major, right.major)) return order;
    if (const int order = order_of(left.minor, right.minor)) return order;
    if (const int order = order_of(left.patch, right.patch)) return order;
    if (left.prerelease.empty() || right.prerelease.empty()) {
        return left.prerelease.empty() ? (right.prerelease.empty() ? 0 : 1) : -1;
    }
    return compare_prereleases(left.prerelease, right.prerelease);
}

}  // namespace yare::inline data
