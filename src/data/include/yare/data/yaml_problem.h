// Where a text that is no YAML went wrong, as a person would look for it. Readers stop at the first token
// that cannot be; what has to be mended often stands earlier: the quote that was never closed, the key whose
// indentation the rest does not follow.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace yare::inline data {

struct YamlProblem {
    std::size_t stopped = 0;           // the byte where reading ended
    std::optional<std::size_t> cause;  // an earlier byte, when the fault is as likely there
    std::string_view why;              // what `cause` is: "the quote is opened here"
};

// Of the first document; nothing when the text reads well.
std::optional<YamlProblem> find_yaml_problem(std::string_view text);

}  // namespace yare::inline data
