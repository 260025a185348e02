#include "yare/charts/chart.h"

#include <algorithm>
#include <cstdlib>
#include <new>

#include "yare/base/ascii.h"
#include "yare/base/paths.h"

namespace yare::charts {

bool Chart::is_library() const { return ascii::equal_fold(metadata.type, "library"); }

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
    return ascii::equal_fold(end, ".yaml") || ascii::equal_fold(end, ".yml") ||
           ascii::equal_fold(end, ".json");
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

Document& ChartSet::new_document() {
    if (!documents_.empty()) filled_ += documents_.back().arena().used();
    Document& document = documents_.emplace_back(symbols_);
    limit(document);
    return document;
}

void ChartSet::limit(Document& document) {
    document.arena().set_limit(memory_limit_ - std::min(memory_limit_, memory()));
}

// Documents hardly grow once the next has begun.
std::size_t ChartSet::memory() {
    const std::size_t large_files = files_ > limits::kFreeFiles ? files_ - limits::kFreeFiles : 0;
    return large_files + filled_ + (documents_.empty() ? 0 : documents_.back().arena().used());
}

char* ChartSet::new_buffer(std::size_t bytes) {
    char* memory = static_cast<char*>(std::malloc(std::max<std::size_t>(bytes, 1)));
    if (!memory) throw std::bad_alloc();
    buffers_.emplace_back(memory);
    return memory;
}

void ChartSet::Free::operator()(char* memory) const { std::free(memory); }

}  // namespace yare::charts
