// One rendering of a small chart made of templates and values alone, without the charts library.
#pragma once

#include <map>
#include <string>

namespace yare::test {

struct TemplateCase {
    // By the file's name under templates/. The one called t.yaml is rendered, the others can be included.
    std::map<std::string, std::string> templates;
    std::string values;  // YAML
};

struct CaseResult {
    bool failed = false;
    std::string text;  // what was written, or Helm's error
};

CaseResult render_case(const TemplateCase& input);

}  // namespace yare::test
