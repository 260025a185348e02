// Which parts of a chart's templates the tests have run.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "yare/base/source_map.h"
#include "yare/templates/outline.h"
#include "yare/templates/trace.h"

namespace yare::unittest {

class Coverage {
  public:
    // The files of a set, with their texts by name.
    void add_files(const templates::TemplateSet& set, const std::map<std::string, std::string_view>& texts);
    // What a render has visited, in the files of a map.
    void add_run(const templates::Trace& trace, const SourceMap& sources);
    void merge(const Coverage& other);
    // A line for each file, with the lines that nothing has run, and one for all.
    std::string text() const;

  private:
    struct File {
        std::string text;
        std::set<std::uint32_t> statements;
        std::map<std::pair<std::uint32_t, std::string_view>, std::set<std::uint32_t>> branches;
    };
    std::map<std::string, File> files_;
    std::map<std::string, std::set<std::uint32_t>, std::less<>> visited_;  // by file
};

}  // namespace yare::unittest
