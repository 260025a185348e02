// Chart: what a folder or an archive holds, as data. A ChartSet owns the charts of one command and everything
// they point into: texts, symbols, values, sub-charts.
//
//     ChartSet set;
//     Chart* chart = YARE_TRY(load_chart(fs, "web", set, diagnostics));
//     chart->full_path();                       // "web"
//     chart->dependencies[0]->full_path();      // "web/charts/db"
//
// While a set is being filled (loading, values, dependencies) it is used by one thread. A render begins with
// symbol table and source map of its own over `set.symbols()` and `set.sources()`; from then on the set does
// not change.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/second_thread.h"
#include "yare/base/source_map.h"
#include "yare/charts/timestamp.h"
#include "yare/data/limits.h"
#include "yare/data/symbol.h"
#include "yare/data/value.h"

namespace yare::charts {

struct Maintainer {
    std::string name;
    std::string email;
    std::string url;
    bool null = false;  // `- null` in the file: validation refuses it
};

struct Dependency {
    std::string name;
    std::string version;  // a constraint; in a lock an exact version
    std::string repository;
    std::string condition;  // "db.enabled,global.db"
    std::vector<std::string> tags;
    bool enabled = false;              // set by process_dependencies
    std::vector<Value> import_values;  // each a string or a map; owned by the set
    std::string alias;
    bool null = false;  // `- null` in the file: validation refuses it (in Chart.yaml, not in a lock)
};

// The fields of Chart.yaml (HELM.md 2.1), in the order of Helm's structure.
struct Metadata {
    std::string name;
    std::string home;
    std::vector<std::string> sources;
    std::string version;
    std::string description;
    std::vector<std::string> keywords;
    std::vector<Maintainer> maintainers;
    std::string icon;
    std::string api_version;
    std::string condition;
    std::string tags;
    std::string app_version;
    bool deprecated = false;
    std::map<std::string, std::string, std::less<>> annotations;
    std::string kube_version;
    std::vector<Dependency> dependencies;
    bool dependencies_listed = false;  // even if the list is empty
    std::string type;                  // "", "application" or "library"
};

struct Lock {
    Timestamp generated;
    std::string digest;
    std::optional<std::vector<Dependency>> dependencies;  // absent: null in the file
};

// The owner of text and name is the set.
struct File {
    std::string_view name;  // "templates/svc.yaml"
    std::string_view data;
    Timestamp modified;  // zero: not known
};

// One -f file, or one text of --set or its like, as it was given.
enum class SetKind;
struct GivenValues {
    const Source* source = nullptr;
    const Map* map = nullptr;  // of a --set-json object what is in it
    bool flag = false;
    SetKind kind{};
};

struct Chart {
    Metadata metadata;
    std::optional<Lock> lock;
    // The chart's defaults: nil without values.yaml, else a frozen map.
    Value values;
    // The same before process_dependencies merged into it what is below; nil where that has not happened.
    Value unmerged_values;
    std::optional<std::string_view> schema;  // values.schema.json
    Timestamp schema_modified;
    Timestamp modified;  // of Chart.yaml
    std::vector<File> templates;
    std::vector<File> files;  // everything else: .Files, crds/, README.md
    std::vector<File> raw;    // every file of the folder or archive, sub-charts' included, in load order
    std::vector<Chart*> dependencies;  // sub-charts, by name; owned by the set
    Chart* parent = nullptr;

    const std::string& name() const { return metadata.name; }
    bool is_root() const { return parent == nullptr; }
    bool is_library() const;
    // "web/charts/db", as in template names; an alias counts.
    std::string full_path() const;
    // "web.db", as in values.
    std::string chart_path() const;
    // What values.yaml says, and nothing else.
    const Value& written_values() const { return unmerged_values.is_nil() ? values : unmerged_values; }
    // values.yaml as it was written, comments and all; "" without one.
    std::string_view values_text() const;
    // The sub-chart of that name, or null.
    Chart* find_dependency(std::string_view sub_chart) const;
};

struct Crd {
    std::string path;  // "web/crds/thing.yaml"
    const File* file = nullptr;
};

// The files below crds/ that end in .yaml, .yml or .json, this chart's before its sub-charts'.
std::vector<Crd> crds(const Chart& chart);

// What goes on beside the filling of a set; all of it may be left out.
struct Beside {
    SecondThread* second = nullptr;
    // Told of what seems to be a template's text as soon as it is in the set, and perhaps again.
    std::function<void(std::string_view text)> on_template = nullptr;
};

class ChartSet {
  public:
    ChartSet() = default;
    // For copies of charts of another set, whose symbols and sources these are. They outlive this set and do
    // not change meanwhile.
    ChartSet(const SymbolTable* symbols, const SourceMap* sources) : symbols_(symbols), sources_(sources) {}
    ChartSet(const ChartSet&) = delete;
    ChartSet& operator=(const ChartSet&) = delete;

    SymbolTable& symbols() { return symbols_; }
    const SymbolTable& symbols() const { return symbols_; }
    SourceMap& sources() { return sources_; }
    const SourceMap& sources() const { return sources_; }

    // References stay valid as long as the set. What is left of the memory is the document's limit.
    Document& new_document();
    // Of all documents together; reading what would need more is ErrorCode::TooLarge.
    void set_memory_limit(std::size_t bytes) { memory_limit_ = bytes; }
    // For a document that does not stay.
    void limit(Document& document);
    // What the documents take, and large files.
    std::size_t memory();
    void count_files(std::size_t bytes) { files_ += bytes; }
    std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
    // What the user gave, in the order it was applied (set_flags.h).
    void add_given(GivenValues given) { given_.push_back(given); }
    const std::vector<GivenValues>& given_values() const { return given_; }
    Chart& new_chart() { return charts_.emplace_back(); }
    std::size_t chart_count() const { return charts_.size(); }
    // The same texts and values, and the same sub-charts: who changes those copies them too.
    Chart& copy_chart(const Chart& chart) { return charts_.emplace_back(chart); }
    // Memory for an unpacked archive: not cleared, and given back with the set.
    char* new_buffer(std::size_t bytes);

    // Before anything is loaded.
    void set_beside(Beside beside) { beside_ = std::move(beside); }
    SecondThread* second_thread() const { return beside_.second; }
    void tell_template(std::string_view text) const {
        if (beside_.on_template) beside_.on_template(text);
    }

  private:
    SymbolTable symbols_;
    SourceMap sources_;
    std::deque<std::string> texts_;
    std::deque<Document> documents_;
    std::size_t filled_ = 0;  // by all documents but the last
    std::size_t files_ = 0;
    std::size_t memory_limit_ = limits::kRenderMemory;
    std::deque<Chart> charts_;
    std::vector<GivenValues> given_;
    struct Free {
        void operator()(char* memory) const;
    };
    std::vector<std::unique_ptr<char, Free>> buffers_;
    Beside beside_;
};

}  // namespace yare::charts
