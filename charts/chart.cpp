#include "yare/charts/chart.h"

#include <algorithm>
#include <cstdlib>
#include <new>

#include "yare/base/paths.h"

namespace yare::charts {

bool Chart::is_library() const { return equal_fold(metadata.type, "library"); }

std::string Chart::full_path() const {
    return parent ? parent->full_path() + "/charts/" + metadata.name : metadata.name;
}

std::string Chart::chart_path() const {
    return parent ? parent->chart_path() + "." + metadata.name : metadata.name;
}

std::string_view Chart::values_text() const {
    const auto file = std::ranges::find(raw, "values.yaml", &File::name);
    return file == raw.end() ? std::string_view() : file->data;
}

Chart* Chart::find_dependency(std::string_view sub_chart) const {
    const auto found = std::ranges::find(dependencies, sub_chart, &Chart::name);
    return found == dependencies.end() ? nullptr : *found;
}

namespace {

bool is_manifest(std::string_view name) {
    const std::string_view end = extension(name);
    return equal_fold(end, ".yaml") || equal_fold(end, ".yml") || equal_fold(end, ".json");
}

void collect_crds(const Chart& chart, std::vector<Crd>& out) {
    for (const File& file : chart.files) {
        if (!file.name.starts_with("crds/") || !is_manifest(file.name)) continue;
        out.push_back({join_path(chart.full_path(), file.name), &file});
    }
    for (const Chart* sub_chart : chart.dependencies) collect_crds(*sub_chart, out);
}

}  // namespace

std::vector<Crd> crds(const Chart& chart) {
    std::vector<Crd> out;
    collect_crds(chart, out);
    return out;
}

char* ChartSet::new_buffer(std::size_t bytes) {
    char* memory = static_cast<char*>(std::malloc(std::max<std::size_t>(bytes, 1)));
    if (!memory) throw std::bad_alloc();
    buffers_.emplace_back(memory);
    return memory;
}

void ChartSet::Free::operator()(char* memory) const { std::free(memory); }

}  // namespace yare::charts
