// crds/: each document a CustomResourceDefinition.
#include "documents.h"
#include "rules.h"

namespace yare::lint {

namespace {

Verdict folder_problem(Subject& subject) {
    const Result<FileInfo> info = subject.files.stat(subject.path("crds"));
    if (!info) return info.error().text();
    if (info->kind != FileKind::Directory) return "not a directory";
    return {};
}

bool check_file(const charts::File& file, Findings& findings) {
    const std::string place(file.name);
    return each_object(place, file.data, findings, [&](const ObjectHead& head) {
        if (!head.api_version.starts_with("apiextensions.k8s.io"))
            findings.note(Level::Error, place, "apiVersion is not in 'apiextensions.k8s.io'");
        if (head.kind != "CustomResourceDefinition")
            findings.note(Level::Error, place, "object kind is not 'CustomResourceDefinition'");
    });
}

}  // namespace

void check_crds(Subject& subject, const LoadedChart& loaded, Findings& findings) {
    const std::string place = "crds/";
    if (!findings.note(Level::Error, place, folder_problem(subject))) return;
    loaded.repeat(subject.diagnostics);
    if (!loaded.chart) {
        findings.note(Level::Error, place, loaded.chart.error().text());
        return;
    }
    for (const charts::Crd& crd : charts::crds(**loaded.chart)) {
        if (!check_file(*crd.file, findings)) return;
    }
}

}  // namespace yare::lint
