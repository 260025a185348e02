// `yare template --explain`: which template line wrote a line of the output or a field of an object
// (docs/explain.md).
#pragma once

#include <string>
#include <string_view>

#include "yare/base/result.h"
#include "yare/render/explanation.h"

namespace yare::cli {

enum class ExplainFormat { Text, Json };

// What is said about `query`: a line (14), lines (14-20), a byte of a line (14:6), an object (Service/web) or
// a place in one (Service/web:spec.ports[0].port).
Result<std::string> explain(std::string_view query, const render::ExplainedRender& render,
                            ExplainFormat format);

}  // namespace yare::cli
