// The second tier: libyaml's nodes become a Value in the way that goyaml.v2, encoding/json and
// sigs.k8s.io/yaml do one after the other.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "collector.h"
#include "go_syntax.h"
#include "plain_values.h"
#include "yaml_nodes.h"
#include "yaml_scalar.h"
#include "yaml_tiers.h"
#include "yare/data/base64.h"
#include "yare/data/go_text.h"
#include "yare/data/limits.h"
#include "yare/data/utf8.h"

namespace yare::inline data::yaml {

namespace {

constexpr std::string_view kConverting = "error converting YAML to JSON";

// Helm: how much of the decoding may come from aliases; less the larger the document.
double allowed_alias_ratio(std::size_t decoded) {
    constexpr double kLow = 400000;
    constexpr double kHigh = 4000000;
    const double count = double(decoded);
    if (count <= kLow) return 0.99;
    if (count >= kHigh) return 0.10;
    return 0.99 - 0.89 * ((count - kLow) / (kHigh - kLow));
}

bool is_merge_key(const Node& node) {
    return node.kind == NodeKind::Scalar && node.value == "<<" &&
           (node.implicit || tag_of(node.tag) == Tag::Merge);
}

class Decoder {
  public:
    Decoder(Document& document, const YamlOptions& options, const Places& places)
        : document_(document), options_(options), places_(places), collector_(document) {}

    Result<Value> decode(Node& root) {
        Value value;
        const bool ready = YARE_TRY(begin(root, value));
        if (!ready) {
            while (!frames_.empty()) YARE_TRY(step(value));
        }
        YARE_TRY(finished());
        if (not_finite_ && !options_.version3) {
            std::optional<Error> refusal = not_finite_error(value);
            if (refusal) return std::move(*refusal).during(std::string(kConverting));
        }
        return value;
    }

  private:
    struct Frame {
        const Node* node;
        const Node* next;        // the child that comes next
        std::size_t from;        // on the collector's stack
        Node* alias = nullptr;   // through which we came here
        bool merging = false;    // into the map that is open below
        bool waiting = false;    // a merge whose turn has not come
        bool value_due = false;  // the key has been read
        Symbol key = {};
        Origin place = {};
        std::uint32_t value_line = 0;
        std::size_t keys = 0;        // index into seen_
        char kind = 's';             // 1 and 1.0 are two keys
        std::string shown_key = {};  // in Go's syntax, for unique_keys and complaints
    };

    Result<void> count() {
        ++decoded_;
        if (alias_depth_ > 0) ++by_alias_;
        if (!collector_.fits())
            return Error(ErrorCode::TooLarge, "yaml: the document takes more memory than it may");
        if (by_alias_ > 100 && decoded_ > 1000 &&
            double(by_alias_) / double(decoded_) > allowed_alias_ratio(decoded_)) {
            return error("document contains excessive aliasing");
        }
        return {};
    }
    Error error(std::string_view message, const Node* node = nullptr) const {
        return Error(ErrorCode::Invalid, "yaml: " + std::string(message),
                     node ? places_.pos(node->offset) : Pos{})
            .during(std::string(kConverting));
    }

    Result<bool> begin(Node& node, Value& value);
    Result<void> enter(Node& node, Node* alias);
    void leave(Node* alias);
    Result<void> step(Value& root);
    Result<void> step_map(Value& root);
    Result<void> step_list(Value& root);
    Result<void> key(Frame& frame, const Node& node);
    Result<void> merge(const Node& node);
    Result<void> push_merge(const Node& node);
    Result<void> start_merge(Frame& frame);
    void deliver(const Value& value, Value& root);
    void pop(Value& root);
    Result<Value> scalar(const Node& node);
    Value string(std::string_view text) { return document_.string(text); }
    Result<void> finished();

    Document& document_;
    const YamlOptions& options_;
    const Places& places_;
    Collector collector_;
    std::vector<Frame> frames_;
    std::vector<std::set<std::string>> seen_;
    std::size_t decoded_ = 0;
    std::size_t by_alias_ = 0;
    std::size_t alias_depth_ = 0;
    std::vector<std::string> duplicates_;
    std::string key_error_;  // the first key that JSON cannot have
    const Node* bad_key_ = nullptr;
    bool not_finite_ = false;
};

// A scalar is ready at once; a collection gets a frame.
Result<bool> Decoder::begin(Node& node, Value& value) {
    YARE_TRY(count());
    Node* target = &node;
    Node* alias = nullptr;
    if (node.kind == NodeKind::Alias) {
        if (node.being_expanded) {
            return error("anchor '" + std::string(node.value) + "' value contains itself", &node);
        }
        alias = &node;
        target = node.alias;
        ++alias_depth_;
        node.being_expanded = true;
        YARE_TRY(count());
    }
    if (target->kind != NodeKind::Scalar) {
        YARE_TRY(enter(*target, alias));
        return false;
    }
    value = YARE_TRY(scalar(*target));
    if (value.is_number()) {
        if (value.is_float() && !std::isfinite(value.as_float())) not_finite_ = true;
        value = typed_number(value, options_.numbers);
    }
    leave(alias);
    return true;
}

void Decoder::leave(Node* alias) {
    if (!alias) return;
    alias->being_expanded = false;
    --alias_depth_;
}

Result<void> Decoder::enter(Node& node, Node* alias) {
    if (frames_.size() >= limits::kNestingDepth) {
        const bool map = node.kind == NodeKind::Mapping;
        return Error(ErrorCode::Invalid,
                     map ? "invalid character '{' exceeded max depth"
                         : "invalid character '[' exceeded max depth",
                     places_.pos(node.offset))
            .during("while decoding JSON")
            .during("error unmarshaling JSON");
    }
    const bool list = node.kind == NodeKind::Sequence;
    Frame frame{&node, node.first, list ? collector_.item_count() : collector_.entry_count(), alias};
    frame.keys = seen_.size();
    if (options_.unique_keys) seen_.emplace_back();
    frames_.push_back(std::move(frame));
    return {};
}

Result<void> Decoder::step(Value& root) {
    if (frames_.back().node->kind == NodeKind::Sequence) return step_list(root);
    return step_map(root);
}

Result<void> Decoder::step_list(Value& root) {
    Frame& frame = frames_.back();
    if (!frame.next) {
        pop(root);
        return {};
    }
    Node& child = *const_cast<Node*>(frame.next);
    frame.next = child.next;
    Value value;
    frame.place = places_.at(child.offset);
    const bool ready = YARE_TRY(begin(child, value));
    if (ready) deliver(value, root);
    return {};
}

Result<void> Decoder::step_map(Value& root) {
    Frame& frame = frames_.back();
    if (frame.waiting) return start_merge(frame);
    if (!frame.next) {
        pop(root);
        return {};
    }
    const Node& key_node = *frame.next;
    Node& value_node = *key_node.next;
    frame.next = value_node.next;
    if (is_merge_key(key_node)) return merge(value_node);
    YARE_TRY(key(frame, key_node));
    frame.value_line = value_node.line;
    Value value;
    const bool ready = YARE_TRY(begin(value_node, value));
    if (ready) deliver(value, root);
    return {};
}

// Hands a finished value to the collection around it.
void Decoder::deliver(const Value& value, Value& root) {
    if (frames_.empty()) {
        root = value;
        return;
    }
    Frame& frame = frames_.back();
    if (frame.node->kind == NodeKind::Sequence) {
        collector_.item(value, frame.place);
        return;
    }
    if (options_.unique_keys && !seen_[frame.keys].insert(frame.kind + frame.shown_key).second) {
        duplicates_.push_back("line " + std::to_string(frame.value_line + 1) + ": key " + frame.shown_key +
                              " already set in map");
        return;
    }
    collector_.entry(frame.key, value, frame.place);
}

void Decoder::pop(Value& root) {
    const Frame frame = std::move(frames_.back());
    frames_.pop_back();
    leave(frame.alias);
    if (frame.merging) return;
    if (options_.unique_keys) seen_.resize(frame.keys);
    const bool list = frame.node->kind == NodeKind::Sequence;
    const Value value = list ? collector_.list_since(frame.from) : collector_.map_since(frame.from);
    deliver(value, root);
}

Result<void> Decoder::key(Frame& frame, const Node& given) {
    YARE_TRY(count());
    const Node* node = &given;
    if (given.kind == NodeKind::Alias) {
        // A key is decoded like any value, and so meets itself again where it is a map that is being read.
        const bool open = given.alias->kind != NodeKind::Scalar &&
                          std::ranges::find(frames_, given.alias, &Frame::node) != frames_.end();
        if (given.being_expanded || open) {
            return error("anchor '" + std::string(given.value) + "' value contains itself", &given);
        }
        node = given.alias;
        ++alias_depth_;
        YARE_TRY(count());
        --alias_depth_;
    }
    if (node->kind != NodeKind::Scalar) return error("invalid map key: " + go_syntax(*node), &given);
    const Value value = YARE_TRY(scalar(*node));
    std::string text;
    if (options_.version3) {
        frame.key = document_.symbols().intern(node->value);
        frame.place = places_.at(given.offset);
        return {};
    }
    const bool too_large = value.kind() == Kind::Int64 && value.go_type() == GoType::Uint64;
    if (value.is_nil() || too_large) {
        // Helm: such a key is met when the whole has been decoded, so errors of decoding come first.
        if (key_error_.empty()) {
            key_error_ = std::string("unsupported map key of type: ") +
                         (too_large ? "uint64" : "%!s(<nil>)") + ", key: " + go_syntax(*node) +
                         ", value: " + go_syntax(*given.next);
            bad_key_ = &given;
        }
    } else if (value.is_string()) {
        text = value.as_string();
    } else if (value.is_bool()) {
        text = value.as_bool() ? "true" : "false";
    } else {
        text = number_key(value);
    }
    frame.key = document_.symbols().intern(text);
    frame.place = places_.at(given.offset);
    if (options_.unique_keys) {
        frame.kind = value.is_float() ? 'f' : 'o';
        frame.shown_key = go_syntax(*node);
    }
    return {};
}

Result<void> Decoder::merge(const Node& node) {
    if (node.kind != NodeKind::Sequence) return push_merge(node);
    // The last one is on top and goes first: the earlier ones of a list win.
    for (const Node* child = node.first; child; child = child->next) YARE_TRY(push_merge(*child));
    return {};
}

Result<void> Decoder::push_merge(const Node& node) {
    const Node* target = node.kind == NodeKind::Alias ? node.alias : &node;
    if (target->kind != NodeKind::Mapping) {
        return error("map merge requires map or sequence of maps as the value", &node);
    }
    Frame frame{target, target->first, 0};
    frame.merging = frame.waiting = true;
    frame.keys = frames_.back().keys;
    if (node.kind == NodeKind::Alias) frame.alias = const_cast<Node*>(&node);
    if (frames_.size() >= 2 * limits::kNestingDepth) return error("map merge is nested too deeply", &node);
    frames_.push_back(std::move(frame));
    return {};
}

Result<void> Decoder::start_merge(Frame& frame) {
    frame.waiting = false;
    YARE_TRY(count());
    if (!frame.alias) return {};
    if (frame.alias->being_expanded) {
        return error("anchor '" + std::string(frame.alias->value) + "' value contains itself", frame.alias);
    }
    frame.alias->being_expanded = true;
    ++alias_depth_;
    return count();
}

Result<Value> Decoder::scalar(const Node& node) {
    if (node.tag.empty() && !node.implicit) return string(node.value);
    const Tag tag = tag_of(node.tag);
    if (tag == Tag::Binary) {
        const std::optional<std::string> bytes = decode_base64(node.value);
        if (!bytes) return error("!!binary value contains invalid base64 data", &node);
        return string(utf8::sanitized(*bytes));  // Helm: the way through JSON
    }
    if (tag == Tag::Merge || tag == Tag::Other) return string(node.value);
    const Typed typed = options_.version3 ? resolve_v3(node.value, tag) : resolve(node.value, tag);
    const bool widened =
        tag == Tag::Float && typed.tag == Tag::Int && typed.value.go_type() != GoType::Uint64;
    if (widened) return Value::of_float(double(typed.value.as_integer()));
    if (tag != Tag::None && tag != Tag::String && tag != typed.tag) {
        return error("cannot decode " + std::string(short_name(typed.tag)) + " `" + std::string(node.value) +
                         "` as a " + short_tag(node.tag),
                     &node);
    }
    if (typed.tag == Tag::String || typed.tag == Tag::Timestamp) return string(node.value);
    return typed.value;
}

Result<void> Decoder::finished() {
    if (!duplicates_.empty()) {
        std::string message = "unmarshal errors:";
        for (const std::string& line : duplicates_) message += "\n  " + line;
        return error(message);
    }
    if (!key_error_.empty()) {
        return Error(ErrorCode::Invalid, key_error_, bad_key_ ? places_.pos(bad_key_->offset) : Pos{})
            .during(std::string(kConverting));
    }
    return {};
}

std::optional<double> first_not_finite(const Value& value) {
    if (value.is_float() && !std::isfinite(value.as_float())) return value.as_float();
    if (value.is_list()) {
        for (const Value& item : value.items()) {
            if (const auto found = first_not_finite(item)) return found;
        }
    }
    if (value.is_map()) {
        for (const Entry& entry : value.as_map()) {
            if (const auto found = first_not_finite(entry.value)) return found;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<Error> not_finite_error(const Value& value) {
    const std::optional<double> number = first_not_finite(value);
    if (!number) return std::nullopt;
    return json_unsupported_float(*number);
}

Value typed_number(const Value& number, Numbers numbers) {
    const bool is_unsigned = number.kind() == Kind::Int64 && number.go_type() == GoType::Uint64;
    switch (numbers) {
        case Numbers::AsWritten:
            return number;
        case Numbers::Float64:
            if (number.is_float()) return number;
            return Value::of_float(is_unsigned ? double(std::uint64_t(number.as_integer()))
                                               : double(number.as_integer()));
        case Numbers::KeepIntegers:
            break;
    }
    if (is_unsigned) return Value::of_float(double(std::uint64_t(number.as_integer())));
    if (!number.is_float() || !std::isfinite(number.as_float())) return number;
    // Helm: on the way through JSON 1.0 becomes 1, and 1e3 becomes 1000.
    if (std::trunc(number.as_float()) != number.as_float() || std::fabs(number.as_float()) >= 1e21)
        return number;
    std::string text;
    append_json_float(text, number.as_float());
    const Parsed<std::int64_t> whole = parse_int(text, 10);
    return whole ? Value::of_int64(whole.value) : number;
}

std::string number_key(const Value& number) {
    std::string text;
    if (!number.is_float()) {
        append_integer(text, number.as_integer());
        return text;
    }
    append_float(text, number.as_float(), 'g', -1, 32);  // Helm: keys go through a 32-bit float
    if (text == "+Inf") return ".inf";
    if (text == "-Inf") return "-.inf";
    if (text == "NaN") return ".nan";
    return text;
}

namespace {

using Lines = std::vector<std::string>;

// Version 3: whatever comes twice as a key in one map, each with every later one of its name. What is below
// such a map is not looked at.
void find_repeated_keys(const Node& node, Lines& out) {
    if (node.kind == NodeKind::Scalar || node.kind == NodeKind::Alias) return;
    if (node.kind == NodeKind::Mapping) {
        std::map<std::pair<NodeKind, std::string_view>, std::vector<const Node*>> keys;
        bool any = false;
        for (const Node* key = node.first; key; key = key->next->next) {
            std::vector<const Node*>& same = keys[{key->kind, key->value}];
            same.push_back(key);
            any = any || same.size() > 1;
        }
        for (const Node* key = any ? node.first : nullptr; key; key = key->next->next) {
            const std::vector<const Node*>& same = keys[{key->kind, key->value}];
            for (auto later = std::ranges::find(same, key) + 1; later != same.end(); ++later) {
                out.push_back("line " + std::to_string((*later)->line + 1) + ": mapping key " +
                              go_quote(key->value) + " already defined at line " +
                              std::to_string(key->line + 1));
            }
        }
        if (any) return;
    }
    for (const Node* child = node.first; child; child = child->next) find_repeated_keys(*child, out);
}

std::optional<Error> repeated_keys_error(const Node& root) {
    Lines lines;
    find_repeated_keys(root, lines);
    if (lines.empty()) return std::nullopt;
    std::string message = "yaml: unmarshal errors:";
    for (const std::string& line : lines) message += "\n  " + line;
    return Error(ErrorCode::Invalid, std::move(message));
}

Result<Value> read_version3(std::string_view text, Document& document, const YamlOptions& options) {
    Arena arena(document.arena().left());
    Failure failure;
    const Places places(text, options.source);
    Node* root = parse_document(text, arena, failure, true);
    if (!root && failure.message.empty()) return Value();
    if (!root) {
        return Error(failure.too_large ? ErrorCode::TooLarge : ErrorCode::Invalid, failure.message,
                     failure.has_offset ? places.pos(failure.offset) : Pos{});
    }
    if (std::optional<Error> error = repeated_keys_error(*root)) return std::move(*error);
    Result<Value> value = Decoder(document, options, places).decode(*root);
    if (value) return value;
    const Error& error = value.error();
    return Error(error.code(), error.message(), error.pos());
}

}  // namespace

Result<Value> read_tier2(std::string_view text, Document& document, const YamlOptions& options) {
    if (options.version3) return read_version3(text, document, options);
    // What libyaml makes of it lives beside the document, no longer than this; it may take as much.
    Arena arena(document.arena().left());
    Failure failure;
    const Places places(text, options.source);
    Node* root = parse_document(text, arena, failure);
    if (!root) {
        if (failure.message.empty()) return Value();
        return Error(failure.too_large ? ErrorCode::TooLarge : ErrorCode::Invalid, failure.message,
                     failure.has_offset ? places.pos(failure.offset) : Pos{})
            .during(std::string(kConverting));
    }
    return Decoder(document, options, places).decode(*root);
}

}  // namespace yare::inline data::yaml
