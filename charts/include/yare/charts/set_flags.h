// The values flags: --values, --set-json, --set, --set-string, --set-file, --set-literal (HELM.md 2.7).
//
// Every entry made by a flag has an Origin whose place is in a source named after the flag ("--set a.b=1").
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/charts/chart.h"
#include "yare/data/value.h"

namespace yare::charts {

// Each list in the order given on the command line; the kinds are merged in the order of these fields, as in
// Helm.
struct ValueFlags {
    std::vector<std::string> files;           // -f, --values
    std::vector<std::string> json;            // --set-json
    std::vector<std::string> values;          // --set
    std::vector<std::string> string_values;   // --set-string
    std::vector<std::string> file_values;     // --set-file
    std::vector<std::string> literal_values;  // --set-literal

    bool empty() const {
        return files.empty() && json.empty() && values.empty() && string_values.empty() &&
               file_values.empty() && literal_values.empty();
    }
};

// Reads what -f and --set-file name: a path, a URL, or "-" for standard input.
using ReadText = std::function<Result<std::string>(const std::string& name)>;
// Paths only; "-" and URLs are errors that say so.
ReadText read_from(FileSystem& fs);

// All flags merged; a map in a document of `set`.
Result<Map*> merge_value_flags(const ValueFlags& flags, const ReadText& read, ChartSet& set);

// One flag's text onto `values`, without the prefix "failed parsing --set data: " (which merge_value_flags
// adds).
enum class SetKind { Typed, String, File, Json, Literal };
Result<void> apply_set(SetKind kind, const Source& text, Map& values, const ReadText& read);

}  // namespace yare::charts
