// Hints: what Yare says about a chart and its values beyond Helm's rules. They change no verdict.
#pragma once

#include <string>
#include <vector>

namespace yare::lint {

struct Hint {
    std::string place;  // "my.yaml:12", "--set image.tga=1", "web/.helmignore:3"
    std::string text;

    // "hint: my.yaml:12: nothing reads image.tga; did you mean image.tag?"
    // One line, whatever a chart's names hold.
    std::string line() const;
};

}  // namespace yare::lint
