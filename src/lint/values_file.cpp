// values.yaml: readable, and within the chart's own schema.
#include "rules.h"
#include "yare/charts/values.h"
#include "yare/data/yaml.h"
#include "yare/schema/json_schema.h"

namespace yare::lint {

namespace {

// Helm: the user's values over the chart's, tables merged; sub-charts' values and globals play no part here.
Map* merged(Subject& subject, Map* defaults, Document& document) {
    Map* all = document.make_map();
    if (subject.user_values.is_map()) {
        Map& given = deep_copy(subject.user_values, document).as_map();
        charts::coalesce_tables(*all, given, charts::Nulls::Coalesce, subject.diagnostics);
    }
    if (defaults) charts::coalesce_tables(*all, *defaults, charts::Nulls::Coalesce, subject.diagnostics);
    return all;
}

// Helm reads into a type of its own here.
std::string named_as_values(std::string text) {
    constexpr std::string_view kMap = "Go value of type map[string]interface {}";
    if (text.ends_with(kMap))
        text.replace(text.size() - kMap.size(), kMap.size(), "Go value of type common.Values");
    return text;
}

Verdict schema_problems(std::string_view text, Map* values, const Subject& subject) {
    schema::JsonSchemaOptions options;
    options.source = subject.options.schema_references;
    options.diagnostics = &subject.diagnostics;
    options.debug = subject.options.debug;
    Result<schema::JsonSchema> schema = schema::JsonSchema::parse(text, options);
    if (!schema) return schema.error().text();
    Result<std::string> problems = schema->check(Value(values));
    if (!problems) return problems.error().text();
    if (problems->empty()) return {};
    return *problems + "\n";
}

Verdict check_values(Subject& subject) {
    Document& document = subject.set.new_document();
    Result<std::string> text = subject.files.read(subject.path("values.yaml"));
    if (!text) return "unable to parse YAML: " + text.error().text();
    Result<Map*> defaults = read_yaml_map(subject.set.keep(*std::move(text)), document);
    if (!defaults) return "unable to parse YAML: " + named_as_values(defaults.error().text());
    Map* values = merged(subject, *defaults, document);
    Result<std::string> schema = subject.files.read(subject.path("values.schema.json"));
    if (!schema || schema->empty() || subject.options.skip_schema_validation) return {};
    return schema_problems(*schema, values, subject);
}

}  // namespace

void check_values_file(Subject& subject, Findings& findings) {
    const std::string name = "values.yaml";
    const bool there = subject.files.stat(subject.path(name)).ok();
    if (!findings.note(Level::Info, name, there ? Verdict() : "file does not exist")) return;
    findings.note(Level::Error, name, check_values(subject));
}

}  // namespace yare::lint
