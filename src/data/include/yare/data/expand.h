// Go's os.Expand: $NAME and ${NAME} in a text, replaced.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace yare::inline data {

// `value` is asked for each name, in order.
std::string expand_variables(std::string_view text,
                             const std::function<std::string(std::string_view)>& value);

}  // namespace yare::inline data
