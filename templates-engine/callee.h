// What a name means where a template calls it.
#pragma once

#include <string_view>

#include "node.h"

namespace yare::templates {

struct Callee {
    const Function* function = nullptr;  // null: there is no such function
    Builtin builtin = Builtin::None;
};

// The same in every template of a dialect: a builtin, or a function of the library.
Callee find_callee(std::string_view name, Dialect dialect);

}  // namespace yare::templates
