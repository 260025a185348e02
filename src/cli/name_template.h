// Small templates given as flags: --name-template, `version --template`.
#pragma once

#include <string>

#include "invocation.h"
#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::cli {

// Executes a template with Go's own functions, over `dot`. `name` shows in errors.
Result<std::string> execute_template(Invocation& invocation, const std::string& name, const std::string& text,
                                     Value dot, Document& document);
// The name of a release: a template with sprig's functions and nothing to read but the environment.
Result<std::string> execute_name_template(Invocation& invocation, const std::string& text);

}  // namespace yare::cli
