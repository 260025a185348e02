// Cases on disk. A folder is a case:
//
//     template.yaml    the template, t.yaml to Helm
//     *.tpl            further templates
//     values.yaml      values; may be missing
//     expected.yaml    what it writes, or
//     expected.err     the error, as Helm prints it behind "Error: "
//
// or, with a cases.jsonl in it, a table of short templates over one values.yaml: a line is
// {"template": "{{ 1 }}", "out": "1"} or {"template": "{{ nil }}", "err": "..."}.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "render_case.h"

namespace yare::test {

struct ExpectedCase {
    std::string name;
    TemplateCase input;
    bool fails = false;
    std::string expected;
    bool recorded = true;  // there is an expectation at all
};

struct CaseFolder {
    std::filesystem::path path;
    bool table = false;
    std::vector<ExpectedCase> cases;
};

// All folders under `root` that hold cases, by name. Throws std::runtime_error for what cannot be read.
std::vector<CaseFolder> read_case_folders(const std::filesystem::path& root);
// Writes the cases' expectations back.
void write_case_folder(const CaseFolder& folder);

}  // namespace yare::test
