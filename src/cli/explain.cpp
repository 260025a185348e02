#include "explain.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "explain_print.h"
#include "yare/data/edit_distance.h"
#include "yare/data/go_text.h"
#include "yare/render/manifest.h"
#include "yare/render/object_paths.h"

namespace yare::cli {
namespace {

using render::PrintedObject;
using render::PrintedText;

constexpr std::size_t kMostCandidates = 12;
constexpr std::size_t kMostLines = 40;  // of a value that is one text

struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::size_t line_of(std::string_view text, std::size_t byte) {
    return 1 + std::size_t(std::count(text.begin(), text.begin() + std::ptrdiff_t(byte), '\n'));
}

// The bytes of a line, without its line feed; nothing behind the last one.
std::optional<Range> line_range(std::string_view text, std::size_t number) {
    std::size_t begin = 0;
    for (std::size_t line = 1; begin < text.size(); ++line) {
        const std::size_t feed = std::min(text.find('\n', begin), text.size());
        if (line == number) return Range{begin, feed};
        begin = feed + 1;
    }
    return std::nullopt;
}

// The objects of the output, in its order.
std::vector<PrintedObject> objects_in(const PrintedText& printed) {
    std::vector<PrintedObject> out;
    for (const render::PrintedPart& part : printed.parts()) {
        if (part.kind == render::PartKind::Frame) continue;
        const std::string_view whole = printed.text();
        for (const std::string_view document :
             render::split_manifests(whole.substr(part.begin, part.end - part.begin))) {
            std::optional<PrintedObject> object = render::read_printed_object(document);
            if (!object) continue;
            object->begin = std::size_t(document.data() - whole.data());
            object->end = object->begin + document.size();
            out.push_back(std::move(*object));
        }
    }
    return out;
}

std::string candidate(const PrintedObject& object, std::string_view text) {
    return "  " + object.selector() + " (" + object.api_version + "), line " +
           std::to_string(line_of(text, object.begin));
}

Error no_such_object(std::string_view query, std::vector<PrintedObject> objects, std::string_view text) {
    const std::string wanted(query.substr(0, query.find(':')));
    Error error(ErrorCode::NotFound, "the output has no object " + go_quote(wanted));
    if (objects.empty()) return std::move(error).note("it has no objects at all");
    std::stable_sort(objects.begin(), objects.end(), [&](const PrintedObject& a, const PrintedObject& b) {
        return edit_distance(wanted, a.selector()) < edit_distance(wanted, b.selector());
    });
    error = std::move(error).note(objects.size() > kMostCandidates ? "the nearest it has are:" : "it has:");
    for (std::size_t i = 0; i < std::min(objects.size(), kMostCandidates); ++i)
        error = std::move(error).note(candidate(objects[i], text));
    return error;
}

Error several_objects(std::string_view selector, const std::vector<const PrintedObject*>& found,
                      std::string_view text) {
    Error error(ErrorCode::Invalid, go_quote(selector) + " is the name of " + std::to_string(found.size()) +
                                        " objects of the output; name the group "
                                        "(KIND.GROUP/NAME), the namespace (KIND/NAME/NAMESPACE) or a line");
    for (const PrintedObject* object : found) error = std::move(error).note(candidate(*object, text));
    return error;
}

struct ObjectQuery {
    const PrintedObject* object = nullptr;
    std::string path;
};

// Names of objects may hold colons (system:nodes), so the longest selector that is one wins.
Result<ObjectQuery> find_object(std::string_view query, const std::vector<PrintedObject>& objects,
                                std::string_view text) {
    for (std::size_t end = query.size();; end = query.rfind(':', end - 1)) {
        const std::string_view selector = query.substr(0, end);
        std::vector<const PrintedObject*> found;
        for (const PrintedObject& object : objects) {
            if (object.matches(selector)) found.push_back(&object);
        }
        if (found.size() > 1) return several_objects(selector, found, text);
        if (found.size() == 1) {
            const std::string_view rest = query.substr(std::min(end + 1, query.size()));
            return ObjectQuery{found.front(), std::string(rest)};
        }
        if (end == 0 || query.substr(0, end).find(':') == std::string_view::npos) break;
    }
    return no_such_object(query, objects, text);
}

Error no_such_path(const PrintedObject& object, const std::vector<render::PathStep>& path,
                   const render::ObjectPlace& place) {
    const std::string around = render::path_text(path, place.found);
    Error error(ErrorCode::NotFound,
                object.selector() + " has no " + render::path_text(path, place.found + 1) + " in the output");
    std::string there = around.empty() ? "it has" : around + " has";
    if (!place.structured) return std::move(error).note(around + " is neither a map nor a list");
    if (place.there.empty()) return std::move(error).note(around + " is empty");
    for (std::size_t i = 0; i < std::min(place.there.size(), kMostCandidates); ++i)
        there += (i == 0 ? ": " : ", ") + place.there[i];
    if (place.there.size() > kMostCandidates) there += " and more";
    return std::move(error).note(std::move(there));
}

Result<Explanation> explain_object(std::string_view query, const render::ExplainedRender& render) {
    const std::string_view text = render.printed.text();
    const std::vector<PrintedObject> objects = objects_in(render.printed);
    const ObjectQuery wanted = YARE_TRY(find_object(query, objects, text));
    const std::vector<render::PathStep> path = YARE_TRY(render::parse_object_path(wanted.path));
    const PrintedObject& object = *wanted.object;
    const render::ObjectPlace place =
        render::find_object_path(text.substr(object.begin, object.end - object.begin), path);
    if (place.found < path.size()) return no_such_path(object, path, place);
    Explanation out;
    out.subject = object.selector();
    if (!path.empty()) out.subject += ":" + render::path_text(path, path.size());
    const Range bytes{object.begin + place.begin, object.begin + place.end};
    out.first_line = line_of(text, bytes.begin);
    out.last_line = line_of(text, bytes.end == bytes.begin ? bytes.end : bytes.end - 1);
    // Of a table only the line that begins it: each line below has its own story.
    std::size_t end = bytes.end;
    if (place.structured) end = std::min(end, std::min(text.find('\n', bytes.begin), text.size()));
    out.lines = render::explain_bytes(render, bytes.begin, end);
    if (out.lines.size() > kMostLines) out.lines.resize(kMostLines);
    return out;
}

// "14", "14-20", "14:6".
struct LineQuery {
    std::size_t first = 0;
    std::size_t last = 0;
    std::optional<std::size_t> column;
};

std::optional<LineQuery> parse_line_query(std::string_view query) {
    const char* const end = query.data() + query.size();
    LineQuery out;
    const auto first = std::from_chars(query.data(), end, out.first);
    if (first.ec != std::errc()) return std::nullopt;
    out.last = out.first;
    if (first.ptr == end) return out;
    std::size_t second = 0;
    const auto rest = std::from_chars(first.ptr + 1, end, second);
    if (rest.ec != std::errc() || rest.ptr != end) return std::nullopt;
    if (*first.ptr == '-') {
        out.last = second;
    } else if (*first.ptr == ':') {
        out.column = second;
    } else {
        return std::nullopt;
    }
    return out;
}

Result<Explanation> explain_lines(const LineQuery& query, const render::ExplainedRender& render) {
    const std::string_view text = render.printed.text();
    const std::optional<Range> first = line_range(text, query.first);
    const std::optional<Range> last = line_range(text, query.last);
    if (!first || !last || query.last < query.first) {
        const std::size_t count = std::size_t(std::count(text.begin(), text.end(), '\n'));
        return Error(ErrorCode::NotFound, "the output has the lines 1 to " + std::to_string(count) +
                                              (query.last < query.first ? ", to be named in order" : ""));
    }
    // Of an empty line there is its line feed.
    Range bytes{first->begin, std::max(last->end, last->begin + 1)};
    if (query.column) {
        const std::size_t size = first->end - first->begin;
        if (*query.column > size) {
            return Error(ErrorCode::NotFound, "line " + std::to_string(query.first) +
                                                  " has the columns 0 to " + std::to_string(size) +
                                                  ", the last one its line feed");
        }
        bytes = {first->begin + *query.column, first->begin + *query.column + 1};
    }
    Explanation out;
    out.first_line = query.first;
    out.last_line = query.last;
    for (const PrintedObject& object : objects_in(render.printed)) {
        if (object.begin <= bytes.begin && bytes.begin < object.end) out.inside = object.selector();
    }
    out.lines = render::explain_bytes(render, bytes.begin, std::min(bytes.end, text.size()));
    return out;
}

}  // namespace

Result<std::string> explain(std::string_view query, const render::ExplainedRender& render,
                            ExplainFormat format) {
    const std::optional<LineQuery> lines = parse_line_query(query);
    if (!lines && query.find('/') == std::string_view::npos) {
        return Error(ErrorCode::Invalid, "--explain " + go_quote(query) +
                                             ": neither a line of the output (14, 14-20, 14:6) nor an object "
                                             "with or without a path (Service/web:spec.ports[0].port)");
    }
    const Explanation found = YARE_TRY(lines ? explain_lines(*lines, render) : explain_object(query, render));
    return format == ExplainFormat::Json ? explanation_json(found) : explanation_text(found);
}

}  // namespace yare::cli
