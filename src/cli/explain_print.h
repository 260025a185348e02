// An explanation as text for people and as JSON for programs.
#pragma once

#include <string>
#include <vector>

#include "yare/base/result.h"
#include "yare/render/explanation.h"

namespace yare::cli {

struct Explanation {
    std::string subject;  // "Service/web:spec.type"; of lines empty
    std::string inside;   // of lines: the object they are in
    std::size_t first_line = 0;
    std::size_t last_line = 0;
    std::vector<render::ExplainedLine> lines;  // may be fewer than first_line to last_line
};

std::string explanation_text(const Explanation& explanation);
Result<std::string> explanation_json(const Explanation& explanation);

}  // namespace yare::cli
