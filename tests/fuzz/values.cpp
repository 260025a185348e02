// A chart's values, its sub-chart's, a values file and a --set text, parted by NUL. Whatever they hold: the
// values can be merged and written, merging them again gives the same, and what the user sets at the top to
// something that is no table and not null is there.
#include "yare/charts/values.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "yare/charts/dependencies.h"
#include "yare/charts/loader.h"
#include "yare/charts/set_flags.h"
#include "yare/data/json.h"

using namespace yare;
using namespace yare::charts;

namespace {

struct Input {
    std::array<std::string, 4> parts;
    std::string_view chart =
        "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- name: db\n  version: 1.0.0\n"
        "  condition: db.enabled\n  tags: [back]\n  import-values:\n  - data\n"
        "  - {child: a, parent: b}\n- name: db\n  version: 1.0.0\n  alias: other\n";
    std::string_view sub_chart = "apiVersion: v2\nname: db\nversion: 1.0.0\n";
};

Result<std::string> merged(const Input& input, bool nulls_stay) {
    ChartSet set;
    Diagnostics diagnostics;
    const std::vector<File> files = {{"Chart.yaml", input.chart, {}},
                                     {"values.yaml", input.parts[0], {}},
                                     {"charts/db/Chart.yaml", input.sub_chart, {}},
                                     {"charts/db/values.yaml", input.parts[1], {}}};
    Chart* chart = YARE_TRY(load_chart_files(files, set, diagnostics));
    ValueFlags flags;
    if (!input.parts[2].empty()) flags.files = {"values.yaml"};
    if (!input.parts[3].empty()) flags.values = {input.parts[3]};
    const ReadText read = [&](const std::string&) -> Result<std::string> { return input.parts[2]; };
    Map* given = YARE_TRY(merge_value_flags(flags, read, set));
    YARE_TRY(process_dependencies(*chart, Value(given), set, diagnostics));
    Document& document = set.new_document();
    Map* out = YARE_TRY(nulls_stay ? merge_values(*chart, Value(given), document, diagnostics)
                                   : coalesce_values(*chart, Value(given), document, diagnostics));
    for (const Entry& entry : *given) {
        const std::string_view key = given->key_text(entry);
        if (entry.value.is_map() || entry.value.is_nil() || key == "db" || key == "other" || key == "global")
            continue;
        const Value* value = out->find(key);
        if (!value || !deep_equal(*value, entry.value)) std::abort();
    }
    const Result<std::string> json = write_json(Value(out));
    if (!json && json.error().code() != ErrorCode::TooLarge) std::abort();
    return json;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input;
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    for (std::string& part : input.parts) {
        const std::size_t end = std::min(rest.find('\0'), rest.size());
        part = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    for (const bool nulls_stay : {false, true}) {
        const Result<std::string> once = merged(input, nulls_stay);
        const Result<std::string> again = merged(input, nulls_stay);
        if (once.ok() != again.ok() || (once && *once != *again)) std::abort();
    }
    return 0;
}
