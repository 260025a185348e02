// What template prints of a render, whoever made it.
#pragma once

#include <string_view>
#include <vector>

#include "../invocation.h"
#include "yare/base/result.h"
#include "yare/render/manifest.h"

namespace yare::cli {

// The documents of a text that --show-only asks for, in the order of its patterns.
Result<std::vector<std::string_view>> existing_documents(const Invocation& invocation, std::string_view text);
Result<void> print_only(Invocation& invocation, std::string_view text);

// What --debug shows of a render that failed: the files, where one of them does not read. Helm has them in no
// particular order, here they are sorted.
void print_unreadable(Invocation& invocation, const render::BadDocument& bad);

// Helm: what fails while rendering gets a line about --debug; what fails before it does not.
Error with_debug_hint(Error error, const Invocation& invocation);

}  // namespace yare::cli
