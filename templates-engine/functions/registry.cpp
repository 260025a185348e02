// The one list of all functions.
#include <algorithm>
#include <vector>

#include "call.h"

namespace yare::templates {

namespace {

constexpr std::span<const Function> (*kGroups[])() = {
    string_functions,   text_case_functions, quote_functions,       list_functions,    dict_functions,
    merge_functions,    math_functions,      float_functions,       default_functions, reflection_functions,
    encoding_functions, format_functions,    regex_functions,       path_functions,    url_functions,
    version_functions,  random_functions,    network_functions,     date_functions,    duration_functions,
    toml_functions,     crypto_functions,    certificate_functions,
};

std::vector<const Function*> collect() {
    std::vector<const Function*> all;
    all.reserve(256);
    for (const auto group : kGroups) {
        for (const Function& function : group()) all.push_back(&function);
    }
    std::sort(all.begin(), all.end(), [](const Function* a, const Function* b) { return a->name < b->name; });
    return all;
}

const std::vector<const Function*>& sorted() {
    static const std::vector<const Function*> all = collect();
    return all;
}

}  // namespace

const Function* find_function(std::string_view name) {
    const auto& all = sorted();
    const auto at = std::lower_bound(
        all.begin(), all.end(), name,
        [](const Function* function, std::string_view wanted) { return function->name < wanted; });
    return at != all.end() && (*at)->name == name ? *at : nullptr;
}

std::span<const Function* const> all_functions() { return sorted(); }

}  // namespace yare::templates
