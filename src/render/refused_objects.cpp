#include <algorithm>

#include "report.h"
#include "yare/render/explain.h"
#include "yare/render/failure_places.h"
#include "yare/render/object_paths.h"
#include "yare/render/printed.h"

namespace yare::render {

using templates::Piece;
using templates::Trace;
using templates::TracedFile;

namespace {

constexpr std::size_t kMostFields = 4;
constexpr std::size_t kWidest = 120;

std::string_view group_of(std::string_view api_version) {
    const std::size_t slash = api_version.find('/');
    return slash == std::string_view::npos ? std::string_view() : api_version.substr(0, slash);
}

bool same_object(const PrintedObject& object, const RefusedObject& refused) {
    return object.kind == refused.kind && object.name == refused.name &&
           group_of(object.api_version) == group_of(refused.api_version) &&
           (object.namespace_name.empty() || object.namespace_name == refused.namespace_name);
}

class Finder {
  public:
    Finder(const Rendered& rendered, const charts::Chart& chart, const Trace& trace, const SourceMap& sources,
           Report& report)
        : rendered_(rendered), printed_(rendered, chart), trace_(trace), sources_(sources), report_(report) {
        for (const Manifest& manifest : rendered.manifests) printed_.add(manifest.text);
        for (const Hook& hook : rendered.hooks) printed_.add(hook.manifest);
    }

    void tell(const RefusedObject& refused) {
        for (const PrintedPart& part : printed_.parts()) {
            if (part.kind != PartKind::Rendered) continue;
            const std::string_view document =
                std::string_view(printed_.text()).substr(part.begin, part.end - part.begin);
            const std::optional<PrintedObject> object = read_printed_object(document);
            if (!object || !same_object(*object, refused)) continue;
            if (refused.fields.empty()) tell_field(part, document, *object, "");
            for (const std::string& field : refused.fields) tell_field(part, document, *object, field);
            return;
        }
    }

  private:
    void tell_field(const PrintedPart& part, std::string_view document, const PrintedObject& object,
                    const std::string& field) {
        const Result<std::vector<PathStep>> path = parse_object_path(field);
        const TracedFile* file = trace_.file(part.path);
        if (!path || !file || told_ == kMostFields) return;
        const ObjectPlace found = find_object_path(document, *path);
        const std::size_t at = part.offset + found.begin;
        const Piece* piece = file->piece_at(at);
        if (!piece) return;
        const Pos place = piece->place_of(at);
        std::string words = "it wrote ";
        if (told_++ == 0) {
            report_.place(place);
        } else {
            words = place_text(sources_, place) + " wrote ";
        }
        words +=
            found.found == 0 ? object.selector() : path_text(*path, found.found) + " of " + object.selector();
        const bool whole = found.found == path->size();
        if (!whole)
            words += ", in which there is no " +
                     path_text({path->begin() + std::ptrdiff_t(found.found), path->end()}, path->size());
        // Secrets do not enter messages.
        if (whole && found.found != 0 && object.kind != "Secret")
            words += ": " + std::string(shown_line(document, found.begin));
        report_.say(std::move(words));
        tell_pieces(*file, part.path, at);
    }

    void tell_pieces(const TracedFile& file, std::string_view path, std::size_t at) {
        const auto rendered = std::find_if(rendered_.files.begin(), rendered_.files.end(),
                                           [&](const RenderedFile& one) { return one.path == path; });
        if (rendered == rendered_.files.end()) return;
        const std::vector<const Piece*> pieces = pieces_of_line(file, rendered->text, at);
        for (const Piece* piece : pieces) report_.values_of_text(trace_.reads(piece->reads));
        for (const Piece* piece : pieces) report_.chain(piece->call);
    }

    static std::string_view shown_line(std::string_view document, std::size_t at) {
        return document.substr(at, std::min(document.find('\n', at) - at, kWidest));
    }

    const Rendered& rendered_;
    PrintedText printed_;
    const Trace& trace_;
    const SourceMap& sources_;
    Report& report_;
    std::size_t told_ = 0;
};

}  // namespace

Error locate_refusals(Error error, const std::vector<RefusedObject>& refused, const FailedRender& failed) {
    if (refused.empty()) return error;
    SymbolTable symbols(&failed.set.symbols());
    Document document(symbols);
    Diagnostics said_before;
    Trace trace;
    RenderOptions options = failed.options;
    options.trace = &trace;
    options.post_renderer = nullptr;
    const Result<Map*> values =
        render_values(failed.chart, failed.user_values, options, document, said_before);
    if (!values) return error;
    const Result<Rendered> again =
        render_chart(failed.chart, **values, failed.release, options, document, failed.sources, said_before);
    if (!again) return error;
    const charts::ValueOrigins origins(failed.chart, failed.set);
    Report report(error, trace, failed.sources, origins);
    Finder finder(*again, failed.chart, trace, failed.sources, report);
    for (const RefusedObject& object : refused) finder.tell(object);
    return std::move(report).error();
}

}  // namespace yare::render
