#include "template_output.h"

#include <optional>

#include "yare/charts/path_match.h"
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

Error with_debug_hint(Error error, const Invocation& invocation) {
    if (invocation.settings.debug) return error;
    Error longer(error.code(), error.text() + "\n\nUse --debug flag to render out invalid YAML", error.pos());
    for (const std::string& note : error.notes()) longer = std::move(longer).note(note);
    return longer;
}

}  // namespace yare::cli
