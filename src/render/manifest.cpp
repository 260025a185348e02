#include "yare/render/manifest.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "documents.h"
#include "sorting.h"
#include "white_space.h"
#include "yare/base/ascii.h"

namespace yare::render {

namespace {

constexpr std::array<std::string_view, 9> kEventNames = {"pre-install",  "post-install",  "pre-delete",
                                                         "post-delete",  "pre-upgrade",   "post-upgrade",
                                                         "pre-rollback", "post-rollback", "test"};

std::string lower_trimmed(std::string_view text) { return ascii::lowered(trim_space(text)); }

std::vector<std::string> comma_list(const std::string* text) {
    std::vector<std::string> out;
    if (!text) return out;
    std::size_t at = 0;
    for (;;) {
        const std::size_t comma = text->find(',', at);
        out.push_back(lower_trimmed(std::string_view(*text).substr(at, comma - at)));
        if (comma == std::string::npos) return out;
        at = comma + 1;
    }
}

std::optional<HookEvent> event_named(std::string_view name) {
    if (name == "test-success") return HookEvent::Test;  // Helm: the name that tests had in Helm 2
    const auto* found = std::find(kEventNames.begin(), kEventNames.end(), name);
    if (found == kEventNames.end()) return std::nullopt;
    return HookEvent(found - kEventNames.begin());
}

// Helm: a weight that is not a number is 0.
int weight_of(const std::string* text) {
    if (!text) return 0;
    std::string_view digits = *text;
    if (digits.starts_with("+")) digits.remove_prefix(1);
    int weight = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
    return failed == std::errc() && end == digits.data() + digits.size() ? weight : 0;
}

// The hook that a document with the hook annotation is; nothing when it names an event that is not one.
std::optional<Hook> make_hook(const std::string& path, std::string_view text, std::size_t begin,
                              const Head& head, const std::string& types, Diagnostics& diagnostics) {
    Hook hook;
    hook.name = head.name;
    hook.kind = head.kind;
    hook.path = path;
    hook.manifest = text;
    hook.begin = begin;
    hook.weight = weight_of(head.annotation("helm.sh/hook-weight"));
    for (const std::string& type : comma_list(&types)) {
        const std::optional<HookEvent> event = event_named(type);
        if (!event) {
            diagnostics.info("skipping unknown hooks", {{"hookTypes", types}});
            return std::nullopt;
        }
        hook.events.push_back(*event);
    }
    hook.delete_policies = comma_list(head.annotation("helm.sh/hook-delete-policy"));
    hook.output_log_policies = comma_list(head.annotation("helm.sh/hook-output-log-policy"));
    return hook;
}

void sort_document(const std::string& path, std::string_view text, std::size_t begin, Head head,
                   Rendered& out, Diagnostics& diagnostics) {
    if (const std::string* types = head.annotation("helm.sh/hook")) {
        if (auto hook = make_hook(path, text, begin, head, *types, diagnostics))
            out.hooks.push_back(std::move(*hook));
        return;
    }
    out.manifests.push_back(
        {path, text, std::move(head.api_version), std::move(head.kind), std::move(head.name)});
}

bool is_partial(std::string_view path) { return path.substr(path.rfind('/') + 1).starts_with("_"); }

// Into install order. Each rank is found once, and each item moved once.
template <typename Item>
void sort_by_kind(std::vector<Item>& items) {
    std::vector<std::pair<int, std::size_t>> order;
    order.reserve(items.size());
    for (const Item& item : items) order.emplace_back(kind_rank(item.kind, KindOrder::Install), order.size());
    std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
        if (a.first != b.first) return a.first < b.first;
        const std::string& left = items[a.second].kind;
        const std::string& right = items[b.second].kind;
        if (left == right) return a.second < b.second;
        return kind_before(left, right, KindOrder::Install);
    });
    std::vector<Item> sorted;
    sorted.reserve(items.size());
    for (const auto& [rank, index] : order) sorted.push_back(std::move(items[index]));
    items = std::move(sorted);
}

// Those that were looked at, and the rest.
std::vector<RenderedFile> all_files(std::vector<RenderedFile> seen, std::vector<ReadFile>& files) {
    for (std::size_t i = seen.size(); i < files.size(); ++i) seen.push_back(std::move(files[i].file));
    return seen;
}

}  // namespace

std::string_view hook_event_name(HookEvent event) { return kEventNames[std::size_t(event)]; }

std::vector<std::string_view> split_manifests(std::string_view text) {
    std::vector<std::string_view> out;
    text = trim_left_space(text);
    const auto keep = [&](std::string_view piece) {
        piece = trim_left_space(piece);
        if (!piece.empty()) out.push_back(piece);
    };
    std::size_t start = 0;
    std::size_t line = 0;
    while (line < text.size()) {
        if (text.substr(line).starts_with("---")) {
            keep(text.substr(start, line - start));
            // Helm: the separator takes the blanks behind it along, and nothing else of its line.
            start = std::min(text.find_first_not_of(" \t", line + 3), text.size());
        }
        const std::size_t feed = text.find('\n', line);
        line = feed == std::string_view::npos ? text.size() : feed + 1;
    }
    keep(text.substr(start));
    return out;
}

Result<Rendered> sort_documents(std::vector<ReadFile> files, Diagnostics& diagnostics, BadDocument* bad) {
    Rendered out;
    std::sort(files.begin(), files.end(),
              [](const ReadFile& a, const ReadFile& b) { return a.file.path < b.file.path; });
    out.files.reserve(files.size());
    for (ReadFile& each : files) {
        const RenderedFile& file = out.files.emplace_back(std::move(each.file));
        if (is_partial(file.path)) continue;
        for (HeadedDocument& document : each.read.documents) {
            if (each.read.error && &document == &each.read.documents.back()) {
                const std::string path = file.path;
                if (bad) *bad = {path, file.text, document.begin, document.begin + document.size, {}};
                Error error = std::move(*each.read.error).during("YAML parse error on " + path);
                if (bad) bad->files = all_files(std::move(out.files), files);
                return error;
            }
            const std::string_view text = std::string_view(file.text).substr(document.begin, document.size);
            sort_document(file.path, text, document.begin, std::move(document.head), out, diagnostics);
        }
    }
    sort_by_kind(out.manifests);
    sort_by_kind(out.hooks);
    return out;
}

Result<Rendered> sort_manifests(std::vector<RenderedFile> files, Diagnostics& diagnostics, BadDocument* bad) {
    HeadReader reader;
    std::vector<ReadFile> read;
    read.reserve(files.size());
    for (RenderedFile& file : files) {
        FileDocuments documents = is_partial(file.path) ? FileDocuments() : read_documents(file, reader);
        read.push_back({std::move(file), std::move(documents)});
    }
    return sort_documents(std::move(read), diagnostics, bad);
}

std::string manifest_text(const Rendered& rendered) {
    constexpr std::string_view kBefore = "---\n# Source: ";
    std::size_t size = 0;
    for (const PrintedDocument& document : rendered.documents)
        size += kBefore.size() + document.path.size() + document.text.size() + 2;
    std::string out;
    out.reserve(size);
    for (const PrintedDocument& document : rendered.documents)
        out.append(kBefore).append(document.path).append("\n").append(document.text).append("\n");
    return out;
}

Result<std::vector<Manifest>> parse_manifest(std::string_view manifest) {
    std::vector<Manifest> out;
    HeadReader reader;
    for (std::string_view text : split_manifests(manifest)) {
        std::string_view path;
        constexpr std::string_view kSource = "# Source: ";
        if (text.starts_with(kSource)) {
            path = text.substr(kSource.size(), text.find('\n') - kSource.size());
        }
        Head head = YARE_TRY(reader.read(text));
        out.push_back({path, text, std::move(head.api_version), std::move(head.kind), std::move(head.name)});
    }
    return out;
}

}  // namespace yare::render
