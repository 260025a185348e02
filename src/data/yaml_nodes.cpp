#include "yaml_nodes.h"

#include <yaml.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "libyaml_input.h"
#include "libyaml_text.h"
#include "yare/data/limits.h"

namespace yare::inline data::yaml {

namespace {

std::string with_line(std::size_t line, std::string_view problem) {
    std::string message = "yaml: ";
    if (line != 0) message += "line " + std::to_string(line) + ": ";
    return message.append(problem);
}

class NodeParser {
  public:
    NodeParser(LibyamlText& text, Arena& arena, Failure& failure, bool version3)
        : version3_(version3),
          text_(text),
          raw_(text.text()),
          index_(raw_),
          arena_(arena),
          failure_(failure),
          input_(raw_.empty() ? std::string_view("\n") : raw_, parser_) {
        yaml_parser_initialize(&parser_);
        yaml_parser_set_input(&parser_, LibyamlInput::read, &input_);
    }
    NodeParser(const NodeParser&) = delete;
    NodeParser& operator=(const NodeParser&) = delete;
    ~NodeParser() {
        yaml_event_delete(&event_);
        yaml_parser_delete(&parser_);
    }

    enum class Outcome { Done, Failed, Again };
    Outcome parse(Node*& root);

  private:
    // A collection that is open.
    struct Level {
        Node* node;
        bool flow;  // as written; the single pair in [a: b] is none of its own
        bool single_pair;
        std::size_t column;
        std::size_t begin = 0;  // in bytes, into raw_
        std::size_t children = 0;
    };

    bool next();
    Outcome failed();
    bool fail(std::size_t line, std::string_view problem, std::size_t byte);
    bool patched();
    bool step(Node*& root);
    bool document_start();
    bool scans_on();
    bool collection(NodeKind kind, yaml_char_t* anchor, yaml_char_t* tag, bool flow);
    bool scalar();
    bool alias();
    bool patch_tag();
    bool check_empty_key(const Level& level);
    bool check_quoted(std::size_t from, std::size_t to);
    bool check_flow_plain(std::size_t from, std::size_t to);
    bool check_depth();
    Node* make(NodeKind kind, yaml_char_t* anchor, yaml_char_t* tag);
    void attach(Node* node);
    std::size_t scalar_begin(std::size_t from, std::size_t to) const;
    std::string_view copy(const yaml_char_t* text) {
        return text ? arena_.copy(std::string_view(reinterpret_cast<const char*>(text))) : std::string_view();
    }

    const bool version3_;
    LibyamlText& text_;
    std::string_view raw_;
    CharIndex index_;
    Arena& arena_;
    Failure& failure_;
    yaml_parser_t parser_{};
    LibyamlInput input_;
    yaml_event_t event_{};
    std::vector<Level> levels_;
    std::size_t flow_depth_ = 0;
    std::size_t block_depth_ = 0;
    std::map<std::string_view, Node*> anchors_;
    Node* root_ = nullptr;
};

bool NodeParser::next() {
    yaml_event_delete(&event_);
    return yaml_parser_parse(&parser_, &event_) != 0;
}

// Go: lines count from 0 for the parser's errors, from 1 for the scanner's, and line 0 is not named at all.
bool NodeParser::fail(std::size_t line, std::string_view problem, std::size_t byte) {
    failure_.message = with_line(line, problem);
    failure_.offset = std::uint32_t(text_.original_offset(byte));
    failure_.has_offset = true;
    return false;
}

bool NodeParser::patched() {
    if (parser_.error != YAML_SCANNER_ERROR || !parser_.problem || !text_.may_patch()) return false;
    const std::string_view problem = parser_.problem;
    const std::size_t at = index_.byte(parser_.problem_mark.index);
    const std::string_view rest = raw_.substr(std::min(at, raw_.size()));
    if (problem == "found unknown escape character" && rest.starts_with("\\'")) {
        // Helm: \' is an apostrophe.
        text_.replace(at, 2, "\\x27");
        return true;
    }
    if (problem == "found unexpected ':'" && rest.starts_with(":")) {
        if (!text_.escape_in_tag(text_.tag_around(at))) text_.hide_colon(at);
        return true;
    }
    // Libyaml ends the tag at a comma and stumbles over the rest.
    if (problem == "found character that cannot start any token" ||
        problem == "block sequence entries are not allowed in this context")
        return text_.escape_in_tag(text_.tag_around(at));
    const std::string_view context = parser_.context ? parser_.context : "";
    if (context.find("tag") == std::string_view::npos) return false;
    return text_.escape_in_tag(index_.byte(parser_.context_mark.index));
}

// Looks at the tag of the node that begins here, if it has one.
bool NodeParser::patch_tag() {
    std::size_t from = index_.byte(event_.start_mark.index);
    if (from < raw_.size() && raw_[from] == '&')
        from = raw_.find_first_not_of(" \t\r\n", raw_.find_first_of(" \t\r\n", from));
    return text_.escape_in_tag(from);
}

NodeParser::Outcome NodeParser::failed() {
    if (input_.too_deep()) {
        const std::size_t line = parser_.mark.line;
        fail(line == 0 ? 0 : line + 1, "exceeded max depth of 10000", index_.byte(parser_.mark.index));
        return Outcome::Failed;
    }
    if (input_.too_dear()) {
        failure_.message = "yaml: too much of the document is nested too deeply";
        failure_.too_large = true;
        return Outcome::Failed;
    }
    if (patched()) return Outcome::Again;
    const std::size_t context = index_.byte(parser_.context_mark.index);
    if (parser_.error == YAML_SCANNER_ERROR && context < raw_.size() && raw_[context] == '"' &&
        !check_quoted(context, index_.byte(parser_.problem_mark.index))) {
        return Outcome::Failed;
    }
    std::size_t line = parser_.problem_mark.line;
    if (version3_ && parser_.context_mark.line != 0) line = parser_.context_mark.line;
    if (line != 0 && parser_.error == YAML_SCANNER_ERROR) ++line;
    if (line == 0) line = parser_.context_mark.line;
    const char* problem = parser_.problem ? parser_.problem : "unknown problem parsing YAML content";
    if (parser_.error == YAML_READER_ERROR) {
        failure_.message = with_line(0, problem);
        return Outcome::Failed;
    }
    fail(line, problem, index_.byte(parser_.problem_mark.index));
    return Outcome::Failed;
}

bool NodeParser::document_start() {
    const yaml_version_directive_t* version = event_.data.document_start.version_directive;
    if (version && (version->major != 1 || version->minor != 1)) {
        // Helm: only %YAML 1.1 is known.
        const std::size_t from = index_.byte(event_.start_mark.index);
        const std::size_t at = raw_.find("%YAML", from);
        return fail(text_.line_of(at == std::string_view::npos ? from : at),
                    "found incompatible YAML document", from);
    }
    return true;
}

Node* NodeParser::make(NodeKind kind, yaml_char_t* anchor, yaml_char_t* tag) {
    Node* node = arena_.make<Node>();
    node->kind = kind;
    node->line = std::uint32_t(event_.start_mark.line);
    node->offset = std::uint32_t(text_.original_offset(index_.byte(event_.start_mark.index)));
    node->tag = copy(tag);
    // Registered before its children are read, so that an alias inside finds it and is told so later.
    if (anchor) anchors_[copy(anchor)] = node;
    attach(node);
    return node;
}

void NodeParser::attach(Node* node) {
    if (levels_.empty()) {
        root_ = node;
        return;
    }
    ++levels_.back().children;
    Node* parent = levels_.back().node;
    (parent->last ? parent->last->next : parent->first) = node;
    parent->last = node;
}

bool NodeParser::check_depth() {
    if (flow_depth_ <= limits::kNestingDepth && block_depth_ <= limits::kNestingDepth) return true;
    const std::size_t line = event_.start_mark.line;
    return fail(line == 0 ? 0 : line + 1, "exceeded max depth of 10000",
                index_.byte(event_.start_mark.index));
}

bool NodeParser::collection(NodeKind kind, yaml_char_t* anchor, yaml_char_t* tag, bool flow) {
    const std::size_t from = index_.byte(event_.start_mark.index);
    const char first = from < raw_.size() ? raw_[from] : '\0';
    const bool single_pair = flow && kind == NodeKind::Mapping && !anchor && !tag && first != '{';
    const bool own_column = levels_.empty() || levels_.back().flow ||
                            levels_.back().column != event_.start_mark.column || kind == NodeKind::Mapping;
    Level level{nullptr, flow, single_pair, event_.start_mark.column, from};
    if (flow && !single_pair) ++flow_depth_;
    if (!flow && own_column) ++block_depth_;
    if (!check_depth()) return false;
    level.node = make(kind, anchor, tag);
    levels_.push_back(level);
    return true;
}

// Where the scalar itself begins, behind its anchor and tag.
std::size_t NodeParser::scalar_begin(std::size_t from, std::size_t to) const {
    constexpr std::string_view kBlank = " \t\r\n";
    while (from < to && (raw_[from] == '&' || raw_[from] == '!')) {
        from = std::min(to, raw_.find_first_of(kBlank, from));
        while (from < to && (kBlank.find(raw_[from]) != std::string_view::npos || raw_[from] == '#')) {
            from = raw_[from] == '#' ? std::min(to, raw_.find('\n', from)) : from + 1;
        }
    }
    return from;
}

bool NodeParser::check_quoted(std::size_t from, std::size_t to) {
    for (std::size_t at = scalar_begin(from, to); at + 1 < to; ++at) {
        if (raw_[at] != '\\') continue;
        if (raw_[at + 1] == '/') {
            // Helm: JSON's \/ is no escape.
            const std::size_t line = text_.line_of(at);
            return fail(line == 0 ? 0 : line + 1, "found unknown escape character", at);
        }
        ++at;
    }
    return true;
}

bool NodeParser::check_flow_plain(std::size_t from, std::size_t to) {
    from = scalar_begin(from, to);
    if (from >= to) return true;
    const std::size_t mark = raw_.substr(0, to).find('?', from + 1);
    if (mark == std::string_view::npos) return true;
    // Helm: a question mark ends a plain scalar in a flow collection, and what follows is out of place.
    std::size_t level = levels_.size() - 1;
    if (levels_[level].single_pair && level > 0) --level;
    const bool list = levels_[level].node->kind == NodeKind::Sequence;
    return fail(text_.line_of(mark),
                list ? "did not find expected ',' or ']'" : "did not find expected ',' or '}'", mark);
}

bool NodeParser::scalar() {
    const auto& data = event_.data.scalar;
    const bool flow = !levels_.empty() && levels_.back().flow;
    if (data.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE || (flow && data.style == YAML_PLAIN_SCALAR_STYLE)) {
        const std::size_t from = index_.byte(event_.start_mark.index);
        const std::size_t to = index_.byte(event_.end_mark.index);
        const bool good =
            data.style == YAML_PLAIN_SCALAR_STYLE ? check_flow_plain(from, to) : check_quoted(from, to);
        if (!good) return false;
    }
    Node* node = make(NodeKind::Scalar, data.anchor, data.tag);
    const std::string_view value =
        arena_.copy(std::string_view(reinterpret_cast<const char*>(data.value), data.length));
    node->value = text_.restore(value, arena_);
    node->implicit = data.plain_implicit != 0;
    return true;
}

bool NodeParser::alias() {
    Node* node = make(NodeKind::Alias, nullptr, nullptr);
    node->value = copy(event_.data.alias.anchor);
    const auto found = anchors_.find(node->value);
    if (found == anchors_.end()) {
        failure_.message = "yaml: unknown anchor '" + std::string(node->value) + "' referenced";
        failure_.offset = node->offset;
        failure_.has_offset = true;
        return false;
    }
    node->alias = found->second;
    return true;
}

// Takes one event. False on a failure.
bool NodeParser::step(Node*& root) {
    if (arena_.exhausted()) {
        failure_.message = "yaml: the document takes more memory than it may";
        failure_.too_large = true;
        return false;
    }
    switch (event_.type) {
        case YAML_ALIAS_EVENT:
            return alias();
        case YAML_SCALAR_EVENT:
            return scalar();
        case YAML_SEQUENCE_START_EVENT: {
            const auto& data = event_.data.sequence_start;
            return collection(NodeKind::Sequence, data.anchor, data.tag,
                              data.style == YAML_FLOW_SEQUENCE_STYLE);
        }
        case YAML_MAPPING_START_EVENT: {
            const auto& data = event_.data.mapping_start;
            return collection(NodeKind::Mapping, data.anchor, data.tag,
                              data.style == YAML_FLOW_MAPPING_STYLE);
        }
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT: {
            const Level level = levels_.back();
            levels_.pop_back();
            if (!version3_ && level.flow && !level.node->first && !check_empty_key(level)) return false;
            if (level.flow && !level.single_pair) --flow_depth_;
            if (!level.flow && block_depth_ > 0) {
                const bool indentless = !levels_.empty() && !levels_.back().flow &&
                                        levels_.back().column == level.column &&
                                        level.node->kind == NodeKind::Sequence;
                if (!indentless) --block_depth_;
            }
            return true;
        }
        case YAML_DOCUMENT_END_EVENT:
            root = root_;
            return true;
        default:
            return true;
    }
}

// Helm: [] and {} are not seen to be keys until it is too late; version 3 of the library does see it.
bool NodeParser::check_empty_key(const Level& level) {
    if (levels_.empty() || levels_.back().node->kind != NodeKind::Mapping) return true;
    const Level& parent = levels_.back();
    const std::size_t before = parent.children - 1;
    const std::size_t at = index_.byte(event_.start_mark.index);
    const std::size_t key_line = level.node->line;
    const std::string_view line = raw_.substr(0, std::min(level.begin, raw_.size()));
    const std::size_t last = line.find_last_not_of(" \t");
    const bool asked = parent.begin != level.begin && last != std::string_view::npos && line[last] == '?';
    if (before % 2 != 0 || asked) return true;
    if (!parent.flow) return fail(key_line, "did not find expected key", at);
    const bool list = parent.single_pair;
    return fail(key_line, list ? "did not find expected ',' or ']'" : "did not find expected ',' or '}'", at);
}

// Go: version 3 of the library is two tokens ahead, for the comments between them, and fails where these are
// none.
bool NodeParser::scans_on() {
    // The sign of the end, if it is written, is behind us.
    for (int left = event_.data.document_end.implicit ? 3 : 2; left > 0; --left) {
        yaml_token_t token;
        if (yaml_parser_scan(&parser_, &token) == 0) return false;
        yaml_token_delete(&token);
    }
    return true;
}

NodeParser::Outcome NodeParser::parse(Node*& root) {
    root = nullptr;
    do {
        if (!next()) return failed();
    } while (event_.type == YAML_STREAM_START_EVENT);
    if (event_.type == YAML_STREAM_END_EVENT) return Outcome::Done;
    if (!document_start()) return Outcome::Failed;
    while (event_.type != YAML_DOCUMENT_END_EVENT) {
        if (!next()) return failed();
        const bool node = event_.type == YAML_SCALAR_EVENT || event_.type == YAML_SEQUENCE_START_EVENT ||
                          event_.type == YAML_MAPPING_START_EVENT;
        if (node && patch_tag()) return Outcome::Again;
        if (!step(root)) return Outcome::Failed;
    }
    return !version3_ || scans_on() ? Outcome::Done : failed();
}

}  // namespace

Node* parse_document(std::string_view text, Arena& arena, Failure& failure, bool version3) {
    LibyamlText patched(version3 ? text : without_rest_after_empty(text));
    return parse_document(patched, arena, failure, version3);
}

Node* parse_document(LibyamlText& patched, Arena& arena, Failure& failure, bool version3) {
    Node* root = nullptr;
    if (LibyamlInput::has_many_directives(patched.text())) {
        failure.message = "yaml: the document has too many directives";
        return nullptr;
    }
    while (true) {
        NodeParser parser(patched, arena, failure, version3);
        const NodeParser::Outcome outcome = parser.parse(root);
        if (outcome == NodeParser::Outcome::Done) return root;
        if (outcome == NodeParser::Outcome::Failed) return nullptr;
    }
}

}  // namespace yare::inline data::yaml
