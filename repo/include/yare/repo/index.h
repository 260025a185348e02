// A repository's index.yaml: which charts it has, in which versions, and where their archives are.
//
// Read as Helm does: strictly where it is YAML, leniently where it is JSON (but no key twice), entries that
// are no charts are left out with a warning. Most of an entry is only looked at: an index of 60 MB takes a
// good tenth of a second.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/data/semver.h"
#include "yare/data/value.h"

namespace yare::repo {

// The texts belong to the index.
struct IndexedChart {
    std::string_view version;
    std::string_view url;     // the first; empty where there is none
    std::string_view digest;  // SHA-256 in hexadecimal, perhaps behind "sha256:"; may be empty
    SemanticVersion number;
    bool has_url = false;
};

class Index {
  public:
    // `source` is what warnings name.
    static Result<std::unique_ptr<Index>> read(std::string text, std::string_view source,
                                               Diagnostics& diagnostics);

    // The newest first; null where the index has no such chart.
    const std::vector<IndexedChart>* find(std::string_view chart) const;
    std::vector<std::string_view> chart_names() const;
    // As it was read.
    const std::string& text() const { return text_; }

  private:
    explicit Index(std::string text) : text_(std::move(text)) {}

    std::string text_;
    Document document_;
    std::map<std::string_view, std::vector<IndexedChart>, std::less<>> charts_;
};

}  // namespace yare::repo
