// Which names a chart's archive may hold. Private to this library.
#pragma once

#include <string>
#include <string_view>

#include "yare/base/result.h"

namespace yare::charts {

// A member's name without the chart's own folder ("web/templates/a.yaml" is "templates/a.yaml"), or why it is
// refused.
Result<std::string> name_within_chart(std::string_view name);

// Whether a file of that name, in a folder or an archive, may be a template of the chart or of a sub-chart.
bool may_be_template(std::string_view name);

// Whether the bytes begin as a gzip file does; the error is for whoever named the file.
Result<void> check_is_archive(std::string_view bytes, const std::string& name);

}  // namespace yare::charts
