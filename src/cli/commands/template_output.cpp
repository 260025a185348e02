#include "template_output.h"

#include <optional>

#include "../explain.h"
#include "../output_folder.h"
#include "yare/charts/path_match.h"
#include "yare/charts/value_origins.h"
#include "yare/data/go_text.h"

namespace yare::cli {
namespace {

// The path behind the chart's name in a document's "# Source: CHART/PATH" line; empty without one.
std::string_view source_path(std::string_view document) {
    constexpr std::string_view kMark = "# Source: ";
    for (std::size_t at = document.find(kMark); at != std::string_view::npos;
         at = document.find(kMark, at + 1)) {
        std::string_view rest = document.substr(at + kMark.size());
        const std::size_t slash = rest.find('/');
        if (slash == 0 || slash == std::string_view::npos) continue;
        rest.remove_prefix(slash + 1);
        rest = rest.substr(0, rest.find('\n'));
        if (!rest.empty()) return rest;
    }
    return {};
}

// The documents of a text that --show-only asks for, in the order of its patterns; the first pattern that
// finds none goes into `missing`.
std::vector<std::string_view> chosen_documents(const Invocation& invocation, std::string_view text,
                                               std::optional<std::string>& missing) {
    const std::vector<std::string_view> documents = render::split_manifests(text);
    std::vector<std::string_view> out;
    for (const std::string& pattern : invocation.flags.texts("show-only")) {
        bool found = false;
        for (const std::string_view document : documents) {
            const std::string_view path = source_path(document);
            const Result<bool> matches = charts::path_match(pattern, path);
            if (path.empty() || !matches || !*matches) continue;
            found = true;
            out.push_back(document);
        }
        if (!found && !missing) missing = pattern;
    }
    return out;
}

void print_documents(Invocation& invocation, const std::vector<std::string_view>& documents) {
    std::string out;
    for (const std::string_view document : documents) out += "---\n" + std::string(document) + "\n";
    invocation.console.print(out);
}

bool is_test(const render::Hook& hook) {
    for (const render::HookEvent event : hook.events) {
        if (event == render::HookEvent::Test) return true;
    }
    return false;
}

}  // namespace

Result<std::vector<std::string_view>> existing_documents(const Invocation& invocation,
                                                         std::string_view text) {
    std::optional<std::string> missing;
    std::vector<std::string_view> out = chosen_documents(invocation, text, missing);
    if (!missing) return out;
    return Error(ErrorCode::NotFound, "could not find template " + *missing + " in chart");
}

Result<void> print_only(Invocation& invocation, std::string_view text) {
    const std::vector<std::string_view> documents = YARE_TRY(existing_documents(invocation, text));
    print_documents(invocation, documents);
    return {};
}

void print_unreadable(Invocation& invocation, const render::BadDocument& bad) {
    std::string text;
    for (const render::RenderedFile& file : bad.files) {
        if (!trim_space(file.text).empty()) text += "---\n# Source: " + file.path + "\n" + file.text + "\n";
    }
    text = std::string(trim_space(text)) + "\n";
    if (invocation.flags.texts("show-only").empty()) return invocation.console.print(text);
    std::optional<std::string> missing;
    print_documents(invocation, chosen_documents(invocation, text, missing));
}

bool wants_hook(const Invocation& invocation, const render::Hook& hook) {
    if (invocation.flags.truth("no-hooks")) return false;
    return !invocation.flags.truth("skip-tests") || !is_test(hook);
}

Printout everything(const Invocation& invocation, const render::Rendered& rendered) {
    Printout out;
    for (const render::PrintedDocument& document : rendered.documents) out.add(document.path, document.text);
    // Helm: white space at the end of the last document is cut, and it may be all that a CRD holds.
    while (!out.pieces.empty()) {
        std::string_view& last = out.pieces.back();
        const std::string_view trimmed = trim_space(last);
        if (!trimmed.empty()) {
            last = last.substr(0, static_cast<std::size_t>(trimmed.data() - last.data()) + trimmed.size());
            break;
        }
        out.pieces.pop_back();
    }
    out.pieces.push_back("\n");
    for (const render::Hook& hook : rendered.hooks) {
        if (wants_hook(invocation, hook)) out.add(hook.path, hook.manifest);
    }
    return out;
}

Result<std::string> explanation(Invocation& invocation, const render::Rendered& rendered,
                                const charts::Chart& chart, const templates::Trace& trace) {
    const FlagSet& flags = invocation.flags;
    render::PrintedText everything_printed(rendered, chart);
    const Printout printout = everything(invocation, rendered);
    for (const std::string_view piece : printout.pieces) everything_printed.add(piece);
    render::PrintedText chosen(rendered, chart);
    const std::string& all = everything_printed.text();
    const bool only = !flags.texts("show-only").empty();
    std::vector<std::string_view> documents;
    if (only) documents = YARE_TRY(existing_documents(invocation, all));
    for (const std::string_view document : documents) {
        const std::size_t begin = std::size_t(document.data() - all.data());
        chosen.add("---\n");
        chosen.add_part(everything_printed, begin, begin + document.size());
        chosen.add("\n");
    }
    const charts::ValueOrigins origins(chart, invocation.charts());
    const render::ExplainedRender render{only ? chosen : everything_printed, trace,
                                         *invocation.error_sources(), chart, origins};
    const ExplainFormat format =
        flags.text("explain-output") == "json" ? ExplainFormat::Json : ExplainFormat::Text;
    return explain(flags.text("explain"), render, format);
}

std::string manifests_folder(const Invocation& invocation, const std::string& release_name) {
    const std::string& folder = invocation.flags.text("output-dir");
    return invocation.flags.truth("release-name") ? folder + "/" + release_name : folder;
}

Result<void> write_manifests(Invocation& invocation, const charts::Chart& chart,
                             const render::Rendered& rendered, const std::string& release_name) {
    const auto wrote = [&](const std::string& path) { invocation.console.print("wrote " + path + "\n"); };
    constexpr auto kReplace = OutputFolder::Existing::Replace;
    // Helm: CRDs do not go below the release's name.
    OutputFolder crds(invocation.world.files, invocation.flags.text("output-dir"));
    OutputFolder manifests(invocation.world.files, manifests_folder(invocation, release_name));
    if (invocation.flags.truth("include-crds")) {
        for (const charts::Crd& crd : charts::crds(chart))
            YARE_TRY(crds.add(crd.path, crd.file->data, kReplace));
    }
    for (const render::Manifest& manifest : rendered.manifests)
        YARE_TRY(manifests.add(std::string(manifest.path), manifest.text, kReplace));
    YARE_TRY(crds.write(wrote));
    return manifests.write(wrote);
}

Result<void> write_hooks(Invocation& invocation, const std::vector<PrintedHook>& hooks,
                         const std::string& release_name) {
    const auto wrote = [&](const std::string& path) { invocation.console.print("wrote " + path + "\n"); };
    OutputFolder folder(invocation.world.files, manifests_folder(invocation, release_name));
    for (const PrintedHook& hook : hooks)
        YARE_TRY(folder.add(std::string(hook.path), hook.text, OutputFolder::Existing::Append));
    YARE_TRY(folder.write(wrote));
    // Helm: what was written is not looked at for what is to be shown.
    if (!invocation.flags.texts("show-only").empty()) return print_only(invocation, "\n");
    invocation.console.print("\n");
    return {};
}

Error with_debug_hint(Error error, const Invocation& invocation) {
    if (invocation.settings.debug) return error;
    Error longer(error.code(), error.text() + "\n\nUse --debug flag to render out invalid YAML", error.pos());
    for (const std::string& note : error.notes()) longer = std::move(longer).note(note);
    return longer;
}

}  // namespace yare::cli
