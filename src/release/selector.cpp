#include "selector.h"

#include <string>

namespace yare::release {

namespace {

std::string_view trim(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

Result<bool> meets(std::string_view requirement, const Labels& labels) {
    if (requirement.find_first_of(" ()<>") != std::string_view::npos) {
        return Error(ErrorCode::Invalid, "the selector \"" + std::string(requirement) +
                                             "\" needs a cluster: only = and != are understood without one");
    }
    if (requirement.starts_with('!')) return !labels.contains(std::string(requirement.substr(1)));
    const std::size_t equals = requirement.find('=');
    if (equals == std::string_view::npos) return labels.contains(std::string(requirement));
    const bool negated = equals > 0 && requirement[equals - 1] == '!';
    const std::string key(requirement.substr(0, negated ? equals - 1 : equals));
    std::string_view value = requirement.substr(equals + 1);
    if (value.starts_with('=')) value.remove_prefix(1);
    const auto found = labels.find(key);
    const bool equal = found != labels.end() && found->second == value;
    return equal != negated;
}

}  // namespace

Result<bool> selects(std::string_view selector, const Labels& labels) {
    while (!selector.empty()) {
        const std::size_t comma = std::min(selector.find(','), selector.size());
        const std::string_view requirement = trim(selector.substr(0, comma));
        if (!requirement.empty()) {
            const bool met = YARE_TRY(meets(requirement, labels));
            if (!met) return false;
        }
        selector.remove_prefix(std::min(comma + 1, selector.size()));
    }
    return true;
}

}  // namespace yare::release
