// What template prints of a render, whoever made it.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "../invocation.h"
#include "yare/base/result.h"
#include "yare/charts/chart.h"
#include "yare/render/manifest.h"
#include "yare/templates/trace.h"

namespace yare::cli {

// The documents of a text that --show-only asks for, in the order of its patterns.
Result<std::vector<std::string_view>> existing_documents(const Invocation& invocation, std::string_view text);
Result<void> print_only(Invocation& invocation, std::string_view text);

// Whether a hook is printed: --no-hooks, --skip-tests.
bool wants_hook(const Invocation& invocation, const render::Hook& hook);

// All that is printed, in pieces: what lies between the documents is made here, the documents stay where they
// are.
struct Printout {
    std::deque<std::string> heads;
    std::vector<std::string_view> pieces;

    void add(const std::string& path, std::string_view text) {
        pieces.push_back(heads.emplace_back("---\n# Source: " + path + "\n"));
        pieces.push_back(text);
        pieces.push_back("\n");
    }
};
Printout everything(const Invocation& invocation, const render::Rendered& rendered);

// --explain: about what would be printed without it. The invocation knows the sources.
Result<std::string> explanation(Invocation& invocation, const render::Rendered& rendered,
                                const charts::Chart& chart, const templates::Trace& trace);

// --output-dir: the CRDs and the manifests, each into the file of its template.
Result<void> write_manifests(Invocation& invocation, const charts::Chart& chart,
                             const render::Rendered& rendered, const std::string& release_name);
struct PrintedHook {
    std::string_view path;
    std::string_view text;
};
// Then the hooks, and what is printed besides: what was not written.
Result<void> write_hooks(Invocation& invocation, const std::vector<PrintedHook>& hooks,
                         const std::string& release_name);

// What --debug shows of a render that failed: the files, where one of them does not read. Helm has them in no
// particular order, here they are sorted.
void print_unreadable(Invocation& invocation, const render::BadDocument& bad);

// Helm: what fails while rendering gets a line about --debug; what fails before it does not.
Error with_debug_hint(Error error, const Invocation& invocation);

}  // namespace yare::cli
