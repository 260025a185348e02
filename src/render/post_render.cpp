#include "yare/render/post_render.h"

#include <algorithm>
#include <map>

#include "yare/data/go_text.h"
#include "yare/data/yaml_tree.h"

namespace yare::render {

namespace {

using Kind = YamlTree::Kind;
using Documents = std::vector<YamlTreeDocument>;

constexpr std::string_view kFileName = "postrenderer.helm.sh/postrender-filename";
// Helm: these count the documents on their way, and are taken away whoever has set them.
constexpr std::string_view kPassing[] = {"config.kubernetes.io/index", "internal.config.kubernetes.io/index",
                                         "internal.config.kubernetes.io/seqindent"};

std::string_view kind_name(const YamlTree& node) {
    switch (node.kind) {
        case Kind::Scalar:
            return "ScalarNode";
        case Kind::Mapping:
            return "MappingNode";
        case Kind::Sequence:
            return "SequenceNode";
        case Kind::Alias:
            return "AliasNode";
    }
    return "";
}

Result<void> check_mapping(const YamlTree& node) {
    if (node.kind == Kind::Mapping || node.is_null()) return {};
    const YamlTreeDocument document{.root = node};
    return Error(ErrorCode::Invalid, "wrong node kind: expected MappingNode but got " +
                                         std::string(kind_name(node)) + ": node contents:\n" +
                                         write_yaml_trees({&document}));
}

// A field that holds nothing, whatever it is, is taken out.
Result<void> clear_empty(YamlTree& node, std::string_view field) {
    YARE_TRY(check_mapping(node));
    if (const YamlTree* found = node.find(field); found && found->children.empty()) node.erase(field);
    return {};
}

Result<void> clear_empty_annotations(YamlTree& root) {
    YARE_TRY(check_mapping(root));
    if (YamlTree* metadata = root.find("metadata"); metadata && !metadata->is_null())
        YARE_TRY(clear_empty(*metadata, "annotations"));
    return clear_empty(root, "metadata");
}

YamlTree& found_or_added(YamlTree& node, std::string_view field) {
    if (YamlTree* found = node.find(field)) return *found;
    return node.add(field, {.kind = Kind::Mapping});
}

// Where the annotations are, or will be: a mapping in a mapping.
Result<YamlTree*> annotations_of(YamlTree& root) {
    YARE_TRY(clear_empty_annotations(root));
    YamlTree& annotations = found_or_added(found_or_added(root, "metadata"), "annotations");
    YARE_TRY(check_mapping(annotations));
    return &annotations;
}

Result<void> annotate(YamlTree& root, const std::string& file) {
    YamlTree* annotations = YARE_TRY(annotations_of(root));
    YamlTree value{.style = YamlTree::Style::SingleQuoted, .value = file};
    if (YamlTree* found = annotations->find(kFileName)) {
        value.style = found->style;
        *found = std::move(value);
    } else {
        annotations->add(kFileName, std::move(value));
    }
    return {};
}

Result<void> clear_annotation(YamlTree& root, std::string_view key) {
    YamlTree* const metadata = root.find("metadata");
    YamlTree* const annotations = metadata ? metadata->find("annotations") : nullptr;
    if (!annotations) return {};
    YARE_TRY(check_mapping(*annotations));
    annotations->erase(key);
    return {};
}

// Helm: cut at each line that begins with "---", of which two in a row count as one.
Result<std::vector<std::string>> cut(std::string_view text) {
    std::vector<std::string> out;
    std::size_t begin = 0;
    std::size_t from = 0;
    for (;;) {
        const std::size_t feed = text.find("\n---", from);
        if (feed == std::string_view::npos) break;
        const std::size_t end = text.find('\n', feed + 1);
        if (end == std::string_view::npos) break;
        const std::string_view behind = trim_space(text.substr(feed + 4, end - feed - 4));
        if (!behind.empty() && behind[0] != '#') {
            const std::string_view line = trim_space(text.substr(feed, end - feed));
            return Error(ErrorCode::Invalid, "invalid document separator: " + std::string(line));
        }
        out.emplace_back(text.substr(begin, feed - begin)) += '\n';
        begin = from = end + 1;
    }
    if (!text.empty()) out.emplace_back(text.substr(begin));
    return out;
}

// Helm: a list that stands alone is its items.
bool is_list(YamlTree& root) {
    const YamlTree* const kind = root.find("kind");
    if (!kind || (kind->value != "List" && kind->value != "ResourceList")) return false;
    return root.find("items") || root.find("functionConfig");
}

Result<Documents> parse_all(std::string_view text) {
    std::string unix_text(text);
    for (std::size_t at = unix_text.find("\r\n"); at != std::string::npos; at = unix_text.find("\r\n", at))
        unix_text.erase(at, 1);
    const std::vector<std::string> pieces = YARE_TRY(cut(unix_text));
    Documents out;
    for (const std::string& piece : pieces) {
        std::optional<YamlTreeDocument> read = YARE_TRY_WHILE("MalformedYAMLError", read_yaml_tree(piece));
        if (!read || read->root.is_null()) continue;
        YARE_TRY(annotations_of(read->root));
        if (pieces.size() > 1 || !is_list(read->root)) {
            out.push_back(std::move(*read));
            continue;
        }
        YamlTree* const items = read->root.find("items");
        for (std::size_t i = 0; items && i < items->children.size(); ++i)
            out.push_back({.root = std::move(items->children[i])});
    }
    return out;
}

Result<std::string> written(std::vector<YamlTreeDocument*> documents) {
    std::vector<const YamlTreeDocument*> out;
    for (YamlTreeDocument* document : documents) {
        for (const std::string_view passing : kPassing) YARE_TRY(clear_annotation(document->root, passing));
        YARE_TRY(clear_empty_annotations(document->root));
        out.push_back(document);
    }
    return write_yaml_trees(out);
}

bool is_partial(std::string_view path) {
    path.remove_prefix(path.rfind('/') + 1);
    return path.starts_with('_');
}

}  // namespace

Result<std::string> merge_for_post_render(std::vector<RenderedFile> files) {
    std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    Documents all;
    for (const RenderedFile& file : files) {
        if (is_partial(file.path)) continue;
        for (const std::string_view piece : split_manifests(file.text)) {
            Documents documents = YARE_TRY_WHILE("parsing " + file.path, parse_all(piece));
            for (YamlTreeDocument& document : documents) {
                YARE_TRY_WHILE("annotating " + file.path, annotate(document.root, file.path));
                all.push_back(std::move(document));
            }
        }
    }
    std::vector<YamlTreeDocument*> order;
    for (YamlTreeDocument& document : all) order.push_back(&document);
    return written(std::move(order));
}

Result<std::vector<RenderedFile>> split_post_rendered(std::string_view stream) {
    Documents documents = YARE_TRY_WHILE("error parsing YAML", parse_all(stream));
    std::map<std::string, std::vector<YamlTreeDocument*>> files;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        YamlTree& root = documents[i].root;
        YamlTree* const metadata = root.find("metadata");
        YamlTree* const annotations = metadata ? metadata->find("annotations") : nullptr;
        const YamlTree* const name = annotations ? annotations->find(kFileName) : nullptr;
        std::string file = name ? name->value : std::string();
        if (file.empty()) file = "generated-by-postrender-" + std::to_string(i) + ".yaml";
        YARE_TRY_WHILE("clearing filename annotation", clear_annotation(root, kFileName));
        files[file].push_back(&documents[i]);
    }
    std::vector<RenderedFile> out;
    for (auto& [name, parts] : files) {
        std::string text = YARE_TRY_WHILE("re-writing " + name, written(std::move(parts)));
        out.push_back({name, std::move(text)});
    }
    return out;
}

Result<std::vector<RenderedFile>> post_render(PostRenderer& renderer, std::vector<RenderedFile> files) {
    const std::string merged =
        YARE_TRY_WHILE("error merging manifests", merge_for_post_render(std::move(files)));
    const std::string rendered =
        YARE_TRY_WHILE("error while running post render on files", renderer.run(merged));
    std::vector<RenderedFile> out =
        YARE_TRY_WHILE("error while parsing post rendered output", split_post_rendered(rendered));
    return out;
}

}  // namespace yare::render
