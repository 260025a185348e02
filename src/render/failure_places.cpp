#include "yare/render/failure_places.h"

#include <algorithm>
#include <optional>

#include "report.h"
#include "yare/data/yaml.h"
#include "yare/data/yaml_problem.h"
#include "yare/render/explain.h"

namespace yare::render {

using templates::PathId;
using templates::Piece;
using templates::Trace;
using templates::TracedFile;

namespace {

// The key whose value has a type that Helm's reader of heads does not take, as an offset into the document.
std::optional<std::size_t> wrong_head_field(std::string_view text) {
    SourceMap sources;
    Document document;
    const Source& source = sources.add_view("", text);
    YamlOptions options;
    options.source = &source;
    const Result<Value> read = read_yaml(text, document, options);
    if (!read) return std::nullopt;
    if (!read->is_map()) return 0;
    const auto structured = [](const Value& value) { return value.is_map() || value.is_list(); };
    const auto begin = [&](const Entry& entry) { return std::size_t(entry.origin.id - source.begin.offset); };
    const auto find = [](const Value& map, std::string_view key) { return map.as_map().find_entry(key); };
    for (const std::string_view key : {"apiVersion", "kind"}) {
        const Entry* entry = find(*read, key);
        if (entry && structured(entry->value)) return begin(*entry);
    }
    const Entry* metadata = find(*read, "metadata");
    if (!metadata) return std::nullopt;
    if (!metadata->value.is_map()) return begin(*metadata);
    if (const Entry* name = find(metadata->value, "name"); name && structured(name->value))
        return begin(*name);
    const Entry* annotations = find(metadata->value, "annotations");
    if (!annotations) return std::nullopt;
    if (!annotations->value.is_map()) return begin(*annotations);
    for (const Entry& entry : annotations->value.as_map()) {
        if (structured(entry.value)) return begin(entry);
    }
    return std::nullopt;
}

void report_line(const BadDocument& bad, std::size_t at, const TracedFile& file, const SourceMap& sources,
                 Report& report) {
    report.place(place_of_line(file, bad.text, at));
    const auto number = 1 + std::count(bad.text.begin(), bad.text.begin() + std::ptrdiff_t(at), '\n');
    // Secrets do not enter messages.
    const bool hidden = bad.text.find("kind: Secret") != std::string::npos;
    constexpr std::size_t kWidest = 120;
    report.say("it wrote line " + std::to_string(number) + " of the rendered file" +
               (hidden ? "" : ": " + std::string(line_at(bad.text, at).substr(0, kWidest))));
    const Location first = sources.locate(place_of_line(file, bad.text, at));
    for (const Piece* piece : pieces_of_line(file, bad.text, at)) {
        // A piece may begin with the end of the line before.
        const Pos begin = piece->place_of(std::max(piece->begin, line_begin(bad.text, at)));
        const Location own = sources.locate(begin);
        if (own.source != first.source || own.line != first.line)
            report.say("with a part from " + place_text(sources, begin));
    }
}

// What the document's reader complains of: its syntax, or a field of its head.
std::optional<YamlProblem> find_problem(std::string_view document) {
    if (std::optional<YamlProblem> problem = find_yaml_problem(document)) return problem;
    const std::optional<std::size_t> field = wrong_head_field(document);
    if (!field) return std::nullopt;
    YamlProblem problem{*field, {}, {}};
    // The value may stand on the lines below its key.
    const std::size_t feed = document.find('\n', *field);
    if (line_at(document, *field).ends_with(":") && feed != std::string_view::npos &&
        feed + 1 < document.size()) {
        problem.stopped = feed + 1;
        problem.cause = *field;
        problem.why = "the value of this key has the wrong type";
    }
    return problem;
}

void report_bad_yaml(const BadDocument& bad, const Trace& trace, const SourceMap& sources, Report& report) {
    const TracedFile* file = trace.file(bad.path);
    if (!file) return;
    const std::string_view document = std::string_view(bad.text).substr(bad.begin, bad.end - bad.begin);
    const std::optional<YamlProblem> problem = find_problem(document);
    if (!problem) return;
    const std::size_t last = document.find_last_not_of(" \t\r\n");
    const std::size_t stopped = bad.begin + std::min(problem->stopped, last);
    report_line(bad, stopped, *file, sources, report);
    const std::vector<const Piece*> pieces = pieces_of_line(*file, bad.text, stopped);
    if (problem->cause) {
        const std::size_t cause = bad.begin + *problem->cause;
        report.say(place_text(sources, place_of_line(*file, bad.text, cause)) + ": " +
                   std::string(problem->why));
        for (const Piece* piece : pieces_of_line(*file, bad.text, cause))
            report.values_of_text(trace.reads(piece->reads));
    }
    for (const Piece* piece : pieces) report.values_of_text(trace.reads(piece->reads));
    for (const Piece* piece : pieces) report.chain(piece->call);
}

void report_bad_values(const std::vector<std::vector<std::string>>& bad, Trace& trace, Report& report) {
    for (const std::vector<std::string>& keys : bad) {
        PathId path = trace.root();
        for (const std::string& key : keys) {
            PathId next = trace.find_path(path, key);
            if (next == 0) next = trace.find_path(path, "[" + key + "]");
            path = next != 0 ? next : trace.child(path, key);
        }
        if (path != trace.root()) report.value(path);
    }
}

// What is done a second time to say where a failure comes from. What takes more than that fails without.
constexpr std::uint64_t kTracedSteps = 10'000'000;
constexpr std::size_t kTracedMemory = std::size_t{48} << 20;

}  // namespace

Error locate_failure(Error error, const FailedRender& failed) {
    // What was too much once is not done a second time, and what it took is still held.
    if (error.code() == ErrorCode::TooLarge || error.code() == ErrorCode::TimedOut) return error;
    SymbolTable symbols(&failed.set.symbols());
    Document document(symbols);
    Diagnostics said_before;
    Trace trace;
    BadDocument bad_document;
    std::vector<std::vector<std::string>> bad_values;
    RenderOptions options = failed.options;
    options.use = nullptr;
    options.post_renderer = nullptr;
    options.limits.steps = std::min(options.limits.steps, kTracedSteps);
    options.limits.memory = std::min(options.limits.memory, kTracedMemory);
    options.trace = &trace;
    options.bad_document = &bad_document;
    options.bad_values = &bad_values;
    Result<Map*> values = render_values(failed.chart, failed.user_values, options, document, said_before);
    if (!values) {
        // Without the schemas, for the places alone.
        options.skip_schema_validation = true;
        const Result<Map*> unchecked =
            render_values(failed.chart, failed.user_values, options, document, said_before);
        if (bad_values.empty() || !unchecked) return error;
        trace.name_values(**unchecked);
        const charts::ValueOrigins origins(failed.chart, failed.set);
        Report report(error, trace, failed.sources, origins);
        report_bad_values(bad_values, trace, report);
        return std::move(report).error();
    }
    const Result<Rendered> again =
        render_chart(failed.chart, **values, failed.release, options, document, failed.sources, said_before);
    if (again || again.error().text() != error.text()) return error;
    const charts::ValueOrigins origins(failed.chart, failed.set);
    Report report(again.error(), trace, failed.sources, origins);
    if (!bad_document.path.empty()) {
        report_bad_yaml(bad_document, trace, failed.sources, report);
    } else {
        const std::vector<PathId> reads = trace.failed_reads();
        report.values(reads);
        report.suspicions(reads);
        report.chain(trace.current_call());
    }
    return std::move(report).error();
}

}  // namespace yare::render
