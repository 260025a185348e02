// The functions that the engine runs itself: Go's builtins and Helm's include, tpl, required and fail.
#pragma once

#include <string_view>

#include "node.h"

namespace yare::templates {

struct Callee {
    const Function* function = nullptr;  // null: there is no such function
    Builtin builtin = Builtin::None;
};

// What a name means in every template: a builtin, or a function of the library.
Callee find_callee(std::string_view name);

}  // namespace yare::templates
