// A SourceMap that also prints errors with their places, for tests of parsers.
#pragma once

#include <string>

#include "yare/base/result.h"
#include "yare/base/source_map.h"

namespace yare::test {

class Sources {
  public:
    const Source& add(std::string name, std::string text) {
        return map.add(std::move(name), std::move(text));
    }
    // "Chart.yaml:2:6: message" (line and column from 1), or the text alone when the place is not known.
    std::string print(const Error& error) const;

    SourceMap map;
};

}  // namespace yare::test
