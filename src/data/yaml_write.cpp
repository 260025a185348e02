// toYaml and toYamlPretty. Helm's toYaml writes JSON, reads that as YAML and writes the outcome; this writes
// the same in one pass (yaml_reread.h has what the detour does to strings).
#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <vector>

#include "plain_values.h"
#include "yaml_emit.h"
#include "yaml_key_order.h"
#include "yaml_reread.h"
#include "yare/data/base64.h"
#include "yare/data/go_time.h"
#include "yare/data/limits.h"
#include "yare/data/utf8.h"
#include "yare/data/yaml.h"

namespace yare::inline data {

namespace {

using yaml::Dialect;

constexpr std::size_t kInOrder = std::size_t(-1);

// A list or map that is being written.
struct Frame {
    const Map* map = nullptr;
    const List* list = nullptr;
    std::size_t next = 0;
    int indent = 0;
    std::size_t order = kInOrder;  // where in Writer::orders_ the order of the keys begins
    bool keeps_order = false;      // the fields of a struct

    const void* container() const { return map ? static_cast<const void*>(map) : list; }
};

class Writer {
  public:
    Writer(std::string& out, Dialect dialect, WritingLimits limits)
        : emitter_(out, dialect), dialect_(dialect), out_(out), limits_(limits) {}

    Result<void> write(const Value& value) {
        YARE_TRY(begin(value, -1, false));
        while (!frames_.empty()) {
            YARE_TRY(step());
            if (out_.size() > limits_.most) return Error(ErrorCode::TooLarge, "the text is too large");
        }
        emitter_.indent(0);
        return {};
    }

  private:
    Result<void> begin(const Value& given, int indent, bool in_map);
    Result<void> begin_string(std::string_view text, int columns);
    Result<void> begin_bytes(std::string_view bytes, int indent, bool in_map);
    Result<void> begin_float(double number);
    Result<void> open(Frame frame);
    Result<void> step();
    void close();
    // Puts the keys into the encoder's order, which is nearly always the one they are in.
    Result<void> arrange(Frame& frame);
    Result<void> pay(std::uint64_t steps);
    int list_indent(int indent, bool in_map) const {
        if (indent < 0) return 0;
        const bool hangs = dialect_ == Dialect::V2 && in_map && !emitter_.after_indention();
        return hangs ? indent : indent + 2;
    }

    yaml::Emitter emitter_;
    Dialect dialect_;
    const std::string& out_;
    WritingLimits limits_;
    std::vector<Frame> frames_;
    std::vector<std::uint32_t> orders_;
    yaml::Reread reread_;
    PlainValues plain_;
    Cycles cycles_;
    std::string number_;
};

Error refused(Error error) { return std::move(error).during("error marshaling into JSON"); }

Result<void> Writer::begin_float(double number) {
    number_.clear();
    if (dialect_ == Dialect::V2) {
        if (!std::isfinite(number)) return refused(json_unsupported_float(number));
        append_yaml_float(number_, number);
    } else if (std::isnan(number)) {
        number_ = ".nan";
    } else if (std::isinf(number)) {
        number_ = number < 0 ? "-.inf" : ".inf";
    } else {
        append_go_float(number_, number);
    }
    emitter_.word(number_);
    return {};
}

Result<void> Writer::begin_string(std::string_view text, int columns) {
    if (dialect_ == Dialect::V2) {
        const std::string_view carried = YARE_TRY(reread_.text(text));
        emitter_.string(carried, columns);
        return {};
    }
    if (utf8::valid(text)) {
        emitter_.string(text, columns);
        return {};
    }
    std::string encoded;
    append_base64(encoded, text);
    emitter_.tag("!!binary");
    emitter_.string(encoded, columns);
    return {};
}

Result<void> Writer::begin_bytes(std::string_view bytes, int indent, bool in_map) {
    if (dialect_ == Dialect::V2) {
        std::string encoded;
        append_base64(encoded, bytes);
        emitter_.string(encoded, indent < 0 ? 2 : indent + 2);
        return {};
    }
    // Helm: toYamlPretty writes bytes as a list of numbers.
    if (bytes.empty()) {
        emitter_.indicator("[", true, true, false);
        emitter_.indicator("]", false, false, false);
    }
    const int columns = list_indent(indent, in_map);
    for (const char byte : bytes) {
        emitter_.indent(columns);
        emitter_.indicator("-", true, false, true);
        emitter_.word(std::to_string(int(static_cast<unsigned char>(byte))));
    }
    return {};
}

Result<void> Writer::begin(const Value& given, int indent, bool in_map) {
    const Value value = given.is_host() ? plain_.of(given) : given;
    if (dialect_ == Dialect::V3 && given.is_host()) {
        // Helm: toYamlPretty writes a time as YAML has it, everything else writes a text.
        if (given.as_host().go_type() == "time.Time" && value.is_string()) {
            emitter_.word(value.as_string());
            return {};
        }
        if (const Map* fields = plain_.fields_of(given.as_host()))
            return open({.map = fields, .indent = indent < 0 ? 0 : indent + 2, .keeps_order = true});
    }
    switch (value.kind()) {
        case Kind::Nil:
            emitter_.word("null");
            return {};
        case Kind::Host:
            // Helm: yaml.v3 panics on what it does not know, which toYamlPretty does not catch.
            if (dialect_ == Dialect::V3)
                return Error(ErrorCode::Internal,
                             "cannot marshal type: " + std::string(value.as_host().go_type()));
            return refused(json_unsupported_type(value));
        case Kind::Bool:
            emitter_.word(value.as_bool() ? "true" : "false");
            return {};
        case Kind::Int:
        case Kind::Int64:
            number_.clear();
            if (dialect_ == Dialect::V3 && value.go_type() == GoType::Duration)
                number_ = duration_text(value.as_integer());
            else if (value.go_type() == GoType::Uint64)
                append_unsigned(number_, std::uint64_t(value.as_integer()));
            else
                append_integer(number_, value.as_integer());
            emitter_.word(number_);
            return {};
        case Kind::Float64:
            return begin_float(value.as_float());
        case Kind::String:
            return begin_string(value.as_string(), indent < 0 ? 2 : indent + 2);
        case Kind::Bytes:
            return begin_bytes(value.as_bytes(), indent, in_map);
        case Kind::List: {
            const List& list = value.as_list();
            if (dialect_ == Dialect::V2 && is_nil_list(list)) {
                emitter_.word("null");
                return {};
            }
            if (list.size != 0) return open({nullptr, &list, 0, list_indent(indent, in_map)});
            emitter_.indicator("[", true, true, false);
            emitter_.indicator("]", false, false, false);
            return {};
        }
        case Kind::Map:
            break;
    }
    if (dialect_ == Dialect::V2 && is_nil_map(value)) {
        emitter_.word("null");
        return {};
    }
    const Map& map = value.as_map();
    if (!map.empty()) return open({&map, nullptr, 0, indent < 0 ? 0 : indent + 2});
    emitter_.indicator("{", true, true, false);
    emitter_.indicator("}", false, false, false);
    return {};
}

Result<void> Writer::open(Frame frame) {
    if (!cycles_.enter(frame.container(), frames_.size())) {
        return refused(json_unsupported(frame.map ? "encountered a cycle via map[string]interface {}"
                                                  : "encountered a cycle via []interface {}"));
    }
    if (frames_.size() >= limits::kNestingDepth) {
        return Error(ErrorCode::Invalid, "yaml: exceeded max depth of 10000");
    }
    if (frame.map && !frame.keeps_order) YARE_TRY(arrange(frame));
    frames_.push_back(frame);
    return {};
}

Result<void> Writer::pay(std::uint64_t steps) {
    if (!limits_.steps) return {};
    const bool enough = steps <= *limits_.steps;
    *limits_.steps -= enough ? steps : *limits_.steps;
    return enough ? Result<void>() : Error(ErrorCode::TooLarge, "the keys take too long to put into order");
}

Result<void> Writer::arrange(Frame& frame) {
    const Map& map = *frame.map;
    std::uint64_t look = map.size();  // at each key
    for (const Entry& entry : map) look += map.key_text(entry).size() / 16;
    YARE_TRY(pay(look));
    const auto less = dialect_ == Dialect::V2 ? yaml::natural_less : yaml::natural_less_v3;
    const Entry* const entries = map.begin();
    bool in_order = true;
    for (std::size_t i = 1; in_order && i < map.size(); ++i) {
        in_order = !less(map.key_text(entries[i]), map.key_text(entries[i - 1]));
    }
    if (in_order) return {};
    YARE_TRY(pay(look * 2 * std::uint64_t(std::bit_width(map.size()))));
    frame.order = orders_.size();
    orders_.resize(frame.order + map.size());
    const auto from = orders_.begin() + std::ptrdiff_t(frame.order);
    std::iota(from, orders_.end(), 0U);
    // A heap sort stays within bounds even where Go's rule is no consistent order ("1a" < "01" < "100" <
    // "1a").
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        return less(map.key_text(entries[a]), map.key_text(entries[b]));
    };
    std::make_heap(from, orders_.end(), before);
    std::sort_heap(from, orders_.end(), before);
    return {};
}

void Writer::close() {
    const Frame frame = frames_.back();
    if (frame.order != kInOrder) orders_.resize(frame.order);
    frames_.pop_back();
    cycles_.leave(frame.container(), frames_.size());
}

Result<void> Writer::step() {
    Frame& frame = frames_.back();
    const std::size_t size = frame.map ? frame.map->size() : frame.list->size;
    if (frame.next == size) {
        close();
        return {};
    }
    const std::size_t at = frame.next++;
    const int indent = frame.indent;
    if (!frame.map) {
        emitter_.indent(indent);
        emitter_.indicator("-", true, false, true);
        return begin(frame.list->items[at], indent, false);
    }
    const Entry& entry = frame.map->begin()[frame.order == kInOrder ? at : orders_[frame.order + at]];
    std::string_view key = frame.map->key_text(entry);
    if (dialect_ == Dialect::V2) key = YARE_TRY(reread_.key(key));
    emitter_.key(key, indent);
    return begin(entry.value, indent, true);
}

Result<void> append(std::string& out, const Value& value, Dialect dialect, WritingLimits limits) {
    const std::size_t from = out.size();
    Result<void> written = Writer(out, dialect, limits).write(value);
    if (!written) out.resize(from);
    return written;
}

}  // namespace

Result<void> append_yaml(std::string& out, const Value& value) { return append(out, value, Dialect::V2, {}); }

Result<std::string> write_yaml(const Value& value, WritingLimits limits) {
    std::string out;
    YARE_TRY(append(out, value, Dialect::V2, limits));
    return out;
}

Result<std::string> write_yaml_pretty(const Value& value, WritingLimits limits) {
    std::string out;
    YARE_TRY(append(out, value, Dialect::V3, limits));
    return out;
}

}  // namespace yare::inline data
