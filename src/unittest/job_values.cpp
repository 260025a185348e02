#include "job_values.h"

#include "set_path.h"
#include "yare/base/paths.h"
#include "yare/charts/values.h"
#include "yare/data/yaml.h"

namespace yare::unittest {

namespace {

// The charts on the way from the root: "web", "db" of "web/charts/db".
std::vector<std::string> charts_of_route(std::string_view route) {
    std::vector<std::string> out;
    for (bool name = true;; name = !name) {
        const std::size_t slash = route.find('/');
        if (name) out.emplace_back(route.substr(0, slash));
        if (slash == std::string_view::npos) return out;
        route.remove_prefix(slash + 1);
    }
}

// Values of a sub-chart's test belong below its name, and its globals to all.
Map* scoped(Map* values, const std::vector<std::string>& charts, Document& document) {
    for (std::size_t i = charts.size(); i-- > 1;) {
        Map* outer = document.make_map();
        const Value* global = values->find("global");
        if (global) outer->set("global", *global);
        outer->set(charts[i], values);
        values = outer;
    }
    return values;
}

Result<Map*> values_of_file(const std::string& path, const Suite& suite, FileSystem& files,
                            Document& document) {
    const std::string full = path.starts_with("/") ? path : join_path(dir_name(suite.path), path);
    Result<std::string> text = files.read(full);
    if (!text) return Error(ErrorCode::NotFound, "open " + full + ": " + text.error().message());
    YamlOptions options;
    options.numbers = Numbers::AsWritten;
    options.version3 = true;
    Document read;
    const Value value = YARE_TRY_WHILE("failed to parse " + path, read_yaml(*text, read, options));
    if (value.is_nil()) return document.make_map();
    if (!value.is_map()) {
        return Error(ErrorCode::Invalid,
                     "failed to parse " + path + ": yaml: unmarshal errors:\n  line 1: cannot unmarshal " +
                         (value.is_list() ? "!!seq" : "!!str") + " into map[string]interface {}");
    }
    return &as_chart_value(value, document).as_map();
}

}  // namespace

Result<Map*> job_values(const Suite& suite, const Test& test, FileSystem& files, Document& document,
                        Diagnostics& diagnostics) {
    const std::vector<std::string> charts = charts_of_route(suite.route);
    Map* all = document.make_map();
    const auto lay_over = [&](Map* values) {
        Map* over = scoped(values, charts, document);
        charts::coalesce_tables(*over, *all, charts::Nulls::Keep, diagnostics);
        all = over;
    };
    for (const std::string& path : test.values) {
        Map* values = YARE_TRY(values_of_file(path, suite, files, document));
        lay_over(values);
    }
    for (const SetValues* set : {&suite.set, &test.set}) {
        for (const auto& [path, value] : *set) {
            Map* values = YARE_TRY(value_at_path(path, as_chart_value(value, document), document));
            lay_over(values);
        }
    }
    return all;
}

}  // namespace yare::unittest
