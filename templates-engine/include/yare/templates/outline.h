// Outline: what there is to be executed in templates, for those who ask afterwards what was (Trace::visited).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "yare/templates/template_set.h"

namespace yare::templates {

// One way that an if, with or range may go.
struct OutlineBranch {
    std::string_view kind;  // "if", "with", "range", "else"
    std::uint32_t place = 0;
    std::vector<std::uint32_t> statements;  // directly inside; never empty
};

// Places are bytes in the text of the file.
struct Outline {
    std::string file;
    std::vector<std::uint32_t> statements;  // actions, and texts that are not blank
    std::vector<OutlineBranch> branches;
};

// Of each file of the set, with the defines that stand in it and were not defined anew elsewhere; by name.
std::vector<Outline> outlines(const TemplateSet& set);

}  // namespace yare::templates
