#include "yare/charts/chart_json.h"

#include "yare/charts/chart_yaml.h"
#include "yare/data/base64.h"
#include "yare/data/json.h"

namespace yare::charts {

namespace {

void append_text_field(std::string& out, std::string_view name, std::string_view text) {
    append_json_string(out, name);
    out += ':';
    append_json_string(out, text);
}

void append_bytes(std::string& out, std::string_view bytes) {
    out += '"';
    append_base64(out, bytes);
    out += '"';
}

void append_files(std::string& out, const std::vector<File>& files) {
    if (files.empty()) {
        out += "null";
        return;
    }
    char before = '[';
    for (const File& file : files) {
        out += before;
        before = ',';
        out += '{';
        append_text_field(out, "name", file.name);
        out += ",\"data\":";
        append_bytes(out, file.data);
        if (!file.modified.is_zero()) {
            out += ',';
            append_text_field(out, "modtime", format_timestamp(file.modified));
        }
        out += '}';
    }
    out += ']';
}

// Helm 3's records have no times, and times are of no use to a release: what does not read is no time.
Timestamp time_of(const Value* value) {
    if (!value || !value->is_string()) return {};
    return parse_timestamp(value->as_string()).value_or(Timestamp());
}

Result<std::string_view> read_bytes(const Value& value, const char* what, ChartSet& set) {
    if (value.is_nil()) return std::string_view();
    std::size_t bad_at = 0;
    std::optional<std::string> bytes;
    if (value.is_string()) bytes = decode_base64(value.as_string(), &bad_at);
    if (bytes) return set.keep(*std::move(bytes));
    return Error(ErrorCode::Invalid,
                 std::string(what) + ": illegal base64 data at input byte " + std::to_string(bad_at));
}

Result<std::vector<File>> read_files(const Value* value, const char* what, ChartSet& set) {
    std::vector<File> files;
    if (!value || value->is_nil()) return files;
    if (!value->is_list()) return Error(ErrorCode::Invalid, std::string(what) + " is not a list");
    for (const Value& item : value->items()) {
        if (!item.is_map()) continue;  // Helm: a null here is a file that is not there
        File& file = files.emplace_back();
        if (const Value* name = item.find("name")) file.name = set.keep(std::string(name->string_or({})));
        if (const Value* data = item.find("data")) file.data = YARE_TRY(read_bytes(*data, what, set));
        file.modified = time_of(item.find("modtime"));
    }
    return files;
}

}  // namespace

void append_chart_json(std::string& out, const Chart& chart) {
    out += "{\"metadata\":";
    append_metadata_json(out, chart.metadata);
    out += ",\"lock\":";
    if (chart.lock) {
        append_lock_json(out, *chart.lock);
    } else {
        out += "null";
    }
    out += ",\"templates\":";
    append_files(out, chart.templates);
    out += ",\"values\":";
    const Result<void> written = append_json(out, chart.values);
    YARE_ASSERT(written.ok(), "values come from YAML or JSON, which hold nothing that JSON has not");
    out += ",\"schema\":";
    if (chart.schema) {
        append_bytes(out, *chart.schema);
    } else {
        out += "null";
    }
    out += ',';
    append_text_field(out, "schemamodtime", format_timestamp(chart.schema_modified));
    out += ",\"files\":";
    append_files(out, chart.files);
    if (!chart.modified.is_zero()) {
        out += ',';
        append_text_field(out, "modtime", format_timestamp(chart.modified));
    }
    out += '}';
}

Result<Chart*> read_chart_json(const Value& value, ChartSet& set) {
    if (!value.is_map()) return Error(ErrorCode::Invalid, "the release holds no chart");
    Chart& chart = set.new_chart();
    if (const Value* metadata = value.find("metadata")) {
        YARE_TRY_WHILE("chart metadata", read_metadata(*metadata, chart.metadata, set));
    }
    const Value* lock = value.find("lock");
    if (lock && !lock->is_nil()) chart.lock = YARE_TRY_WHILE("chart lock", read_lock(*lock, set));
    chart.templates = YARE_TRY(read_files(value.find("templates"), "chart templates", set));
    chart.files = YARE_TRY(read_files(value.find("files"), "chart files", set));
    const Value* values = value.find("values");
    if (values && !values->is_nil()) {
        if (!values->is_map()) return Error(ErrorCode::Invalid, "chart values are not a table");
        Document& document = set.new_document();
        chart.values = deep_copy(*values, document);
    }
    const Value* schema = value.find("schema");
    if (schema && !schema->is_nil()) chart.schema = YARE_TRY(read_bytes(*schema, "chart schema", set));
    chart.schema_modified = time_of(value.find("schemamodtime"));
    chart.modified = time_of(value.find("modtime"));
    return &chart;
}

}  // namespace yare::charts
