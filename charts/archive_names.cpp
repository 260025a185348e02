#include "archive_names.h"

#include <algorithm>

#include "yare/base/ascii.h"
#include "yare/base/paths.h"
#include "yare/data/go_text.h"

namespace yare::charts {

namespace {

bool begins_with_drive(std::string_view path) {
    return path.size() >= 3 && ascii::is_letter(path[0]) && path[1] == ':' && path[2] == '/';
}

}  // namespace

bool may_be_template(std::string_view name) {
    return name.starts_with("templates/") || name.find("/templates/") != std::string_view::npos;
}

Result<std::string> name_within_chart(std::string_view name) {
    const auto refuse = [](std::string text) { return Error(ErrorCode::Invalid, std::move(text)); };
    // Archives made on Windows separate with backslashes.
    const char separator = name.find('\\') != std::string_view::npos ? '\\' : '/';
    const std::size_t first_end = name.find(separator);
    const std::string_view first = name.substr(0, first_end);
    std::string rest(first_end == std::string_view::npos ? std::string_view() : name.substr(first_end + 1));
    std::replace(rest.begin(), rest.end(), separator, '/');
    if (rest.starts_with('/')) return refuse("chart illegally contains absolute paths");
    rest = clean_path(rest);
    if (rest == ".") {
        return refuse("chart illegally contains content outside the base directory: " + go_quote(name));
    }
    if (rest.starts_with("..")) return refuse("chart illegally references parent directory");
    if (begins_with_drive(rest)) return refuse("chart contains illegally named files");
    if (first == "Chart.yaml") return refuse("chart yaml not in base directory");
    // A name that ends at a NUL for the disk but not for a check is two names. Helm has no such rule.
    if (rest.find('\0') != std::string::npos) return refuse("chart contains illegally named files");
    return rest;
}

}  // namespace yare::charts
