// What a render gives: manifests in install order, hooks, notes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "yare/base/diagnostics.h"
#include "yare/base/result.h"

namespace yare::render {

// One document of a rendered file. Path and text are views into whatever was split.
struct Manifest {
    std::string_view path;  // "web/templates/svc.yaml", as in "# Source:"
    std::string_view text;  // as rendered: leading white space cut, the end left alone
    std::string api_version;
    std::string kind;
    std::string name;
};

// Helm: the events of helm.sh/hook, by their names in annotations.
enum class HookEvent {
    PreInstall,
    PostInstall,
    PreDelete,
    PostDelete,
    PreUpgrade,
    PostUpgrade,
    PreRollback,
    PostRollback,
    Test
};
std::string_view hook_event_name(HookEvent event);  // "pre-install"

struct Hook {
    std::string name;
    std::string kind;
    std::string path;
    std::string manifest;
    std::size_t begin = 0;  // of the manifest in the rendered file
    std::vector<HookEvent> events;
    int weight = 0;
    std::vector<std::string> delete_policies;      // "before-hook-creation", "hook-succeeded", "hook-failed"
    std::vector<std::string> output_log_policies;  // "hook-succeeded", "hook-failed"
};

// A rendered file, before it is split into documents.
struct RenderedFile {
    std::string path;
    std::string text;
};

// A document as it is stored and printed: behind "---\n# Source: PATH\n", and with a line feed at its end.
struct PrintedDocument {
    std::string path;
    std::string_view text;
};

// Can be moved, not copied: its views point into `files` and into the chart.
struct Rendered {
    Rendered() = default;
    Rendered(Rendered&&) = default;
    Rendered& operator=(Rendered&&) = default;

    std::vector<RenderedFile> files;         // without the notes
    std::vector<Manifest> manifests;         // in install order
    std::vector<PrintedDocument> documents;  // the same, behind the CRDs where those are wanted
    std::vector<Hook> hooks;                 // in Helm's order: install order of kinds
    std::string notes;
};

// The documents joined, as a release stores them.
std::string manifest_text(const Rendered& rendered);

// Where a document of a rendered file does not read.
struct BadDocument {
    std::string path;
    std::string text;       // of the whole file
    std::size_t begin = 0;  // of the document in it
    std::size_t end = 0;
    std::vector<RenderedFile> files;  // all of the render, sorted by path
};

enum class KindOrder { Install, Uninstall };

// Where a kind stands in Helm's order; unknown kinds behind all others.
int kind_rank(std::string_view kind, KindOrder order);

// The order of two kinds; false both ways for equals, which keep the order they have (sort stably).
bool kind_before(std::string_view left, std::string_view right, KindOrder order);

// Splits a text into documents by Helm's rule: at each "---" at the start of a line, dropping white pieces.
std::vector<std::string_view> split_manifests(std::string_view text);

// Sorts the documents of rendered files into hooks and manifests, both in install order. Fails on YAML that
// does not read, with Helm's text. Files whose names begin with "_" and files of white space alone give
// nothing.
Result<Rendered> sort_manifests(std::vector<RenderedFile> files, Diagnostics& diagnostics,
                                BadDocument* bad = nullptr);

// The documents of a stored manifest (a release's), split and with their heads read, in the order they stand.
// Views into `manifest`.
Result<std::vector<Manifest>> parse_manifest(std::string_view manifest);

}  // namespace yare::render
