// The functions that the engine runs itself: Go's builtins and Helm's include, tpl, required and fail.
#pragma once

#include <span>

#include "node.h"

namespace yare::templates {

struct BuiltinEntry {
    Builtin builtin;
    Function function;  // the signature alone
};

std::span<const BuiltinEntry> all_builtins();

}  // namespace yare::templates
