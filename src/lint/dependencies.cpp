// Declared dependencies against those that are there.
#include <algorithm>

#include "rules.h"

namespace yare::lint {

namespace {

// "words: a,b,c", or nothing.
Verdict listed(std::string words, const std::vector<std::string>& names) {
    if (names.empty()) return {};
    for (std::size_t i = 0; i < names.size(); ++i) words += (i == 0 ? " " : ",") + names[i];
    return words;
}

Verdict undeclared(const charts::Chart& chart) {
    std::vector<std::string> names;
    for (const charts::Chart* there : chart.dependencies) {
        if (std::ranges::find(chart.metadata.dependencies, there->name(), &charts::Dependency::name) ==
            chart.metadata.dependencies.end()) {
            names.push_back(there->name());
        }
    }
    return listed("chart metadata is missing these dependencies:", names);
}

Verdict repeated(const charts::Chart& chart) {
    std::vector<std::string> seen;
    std::vector<std::string> names;
    for (const charts::Dependency& one : chart.metadata.dependencies) {
        const std::string& key = one.alias.empty() ? one.name : one.alias;
        (std::ranges::find(seen, key) == seen.end() ? seen : names).push_back(key);
    }
    return listed("multiple dependencies with name or alias:", names);
}

Verdict absent(const charts::Chart& chart) {
    std::vector<std::string> names;
    for (const charts::Dependency& one : chart.metadata.dependencies) {
        if (!chart.find_dependency(one.name)) names.push_back(one.name);
    }
    return listed("chart directory is missing these dependencies:", names);
}

}  // namespace

void check_dependencies(const Subject& subject, const Result<charts::Chart*>& chart, Findings& findings) {
    if (!chart) {
        // Helm: the place is empty.
        findings.note(Level::Error, "", "unable to load chart\n\t" + chart.error().text());
        return;
    }
    findings.note(Level::Error, subject.folder, undeclared(**chart));
    findings.note(Level::Error, subject.folder, repeated(**chart));
    findings.note(Level::Warning, subject.folder, absent(**chart));
}

}  // namespace yare::lint
