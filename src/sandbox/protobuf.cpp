#include "protobuf.h"

#include <bit>
#include <ctime>

#include "object.h"
#include "yare/data/base64.h"
#include "yare/data/json.h"
#include "yare/data/limits.h"
#include "yare/schema/kubernetes.h"

namespace yare::sandbox {
namespace {

using schema::Type;
using schema::TypeKind;

constexpr std::string_view kMagic{"k8s\0", 4};
constexpr std::size_t kDepth = 100;  // types nest some twenty deep

struct Item {
    std::uint32_t number = 0;
    std::uint64_t bits = 0;  // varint and fixed
    std::string_view bytes;  // length-delimited
    bool delimited = false;
};

// One message, item by item.
class Reader {
  public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}
    bool broken() const { return broken_; }

    bool next(Item& item) {
        if (rest_.empty() || broken_) return false;
        const std::uint64_t key = varint();
        item = {std::uint32_t(key >> 3), 0, {}, false};
        switch (key & 7) {
            case 0:
                item.bits = varint();
                break;
            case 1:
                item.bits = fixed(8);
                break;
            case 5:
                item.bits = fixed(4);
                break;
            case 2: {
                const std::uint64_t size = varint();
                item.delimited = true;
                if (size > rest_.size())
                    broken_ = true;
                else
                    item.bytes = rest_.substr(0, size), rest_.remove_prefix(size);
                break;
            }
            default:
                broken_ = true;
        }
        return !broken_;
    }

  private:
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) break;
            const auto byte = std::uint8_t(rest_.front());
            rest_.remove_prefix(1);
            value |= std::uint64_t(byte & 0x7f) << shift;
            if (!(byte & 0x80)) return value;
        }
        broken_ = true;
        return 0;
    }
    std::uint64_t fixed(std::size_t size) {
        std::uint64_t value = 0;
        if (rest_.size() < size) return broken_ = true, 0;
        for (std::size_t i = 0; i < size; ++i) value |= std::uint64_t(std::uint8_t(rest_[i])) << (8 * i);
        rest_.remove_prefix(size);
        return value;
    }

    std::string_view rest_;
    bool broken_ = false;
};

class Decoder {
  public:
    explicit Decoder(Document& document) : document_(document) {}
    bool broken() const { return broken_; }

    Map* message(std::string_view bytes, const Type& type, std::size_t depth) {
        Map* map = document_.make_map();
        fields(bytes, type, 0, *map, depth);
        return map;
    }

  private:
    // `outer` is the number of the inlined struct whose fields these are, or 0.
    void fields(std::string_view bytes, const Type& type, std::uint32_t outer, Map& map, std::size_t depth) {
        if (depth > kDepth) broken_ = true;
        Reader reader(bytes);
        for (Item item; !broken_ && reader.next(item);) {
            bool inlined = false;
            for (const schema::Field& field : type.fields()) {
                const std::uint32_t number = field.protobuf_number();
                if (number == (outer << 16 | item.number)) add(map, field, item, depth);
                inlined = inlined || (!outer && number >> 16 == item.number);
            }
            if (inlined && item.delimited) fields(item.bytes, type, item.number, map, depth + 1);
        }
        broken_ = broken_ || reader.broken();
    }

    void add(Map& map, const schema::Field& field, const Item& item, std::size_t depth) {
        const Type type = field.type();
        if (type.is_list()) {
            std::vector<Value> items;
            if (const Value* there = map.find(field.name()))
                items.assign(there->items().begin(), there->items().end());
            items.push_back(value(item, type.element(), depth));
            set_items(map, field.name(), items);
        } else if (type.is_map()) {
            map_entry(map_at(map, {field.name()}), type.element(), item, depth);
        } else {
            const Value read = value(item, type, depth);
            // Go writes what is no pointer always, as zero when it is not set.
            if (!read.is_nil() &&
                (field.tells_zero_from_absent() || !is_zero(read) || !field.default_json().empty()))
                map.set(field.name(), read);
        }
    }

    static bool is_zero(const Value& value) {
        if (value.is_string()) return value.as_string().empty();
        if (value.is_bool()) return !value.as_bool();
        if (value.is_number()) return number_of(value, 1) == 0;
        return value.is_map() && value.as_map().empty();
    }

    void map_entry(Map& map, const Type& element, const Item& item, std::size_t depth) {
        std::string_view key;
        Value held = element.kind() == TypeKind::String || element.kind() == TypeKind::Bytes
                         ? document_.string("")
                         : Value();
        Reader reader(item.bytes);
        for (Item part; reader.next(part);) {
            if (part.number == 1) key = part.bytes;
            if (part.number == 2) held = value(part, element, depth);
        }
        broken_ = broken_ || reader.broken();
        map.set(key, held);
    }

    Value value(const Item& item, const Type& type, std::size_t depth) {
        switch (type.kind()) {
            case TypeKind::String:
                return document_.string(item.bytes);
            case TypeKind::Bytes:
                return document_.string(base64(item.bytes));
            case TypeKind::Integer:
                return Value::of_int64(type.format() == "int32" ? std::int32_t(item.bits)
                                                                : std::int64_t(item.bits));
            case TypeKind::Number:
                return Value::of_float(std::bit_cast<double>(item.bits));
            case TypeKind::Bool:
                return Value::of_bool(item.bits != 0);
            case TypeKind::IntOrString:
                return int_or_string(item.bytes);
            case TypeKind::Quantity:
                return quantity(item.bytes);
            case TypeKind::Time:
                return time(item.bytes);
            case TypeKind::Struct:
                return message(item.bytes, type, depth + 1);
            case TypeKind::Any:
                return raw(item.bytes);
            // A list or map in a list: there is none in the built-in types.
            case TypeKind::List:
            case TypeKind::Map:
                break;
        }
        return {};
    }

    Value int_or_string(std::string_view bytes) {
        std::uint64_t kind = 0, number = 0;
        std::string_view text;
        Reader reader(bytes);
        for (Item item; reader.next(item);) {
            if (item.number == 1) kind = item.bits;
            if (item.number == 2) number = item.bits;
            if (item.number == 3) text = item.bytes;
        }
        return kind == 1 ? document_.string(text) : Value::of_int64(std::int32_t(number));
    }

    Value quantity(std::string_view bytes) {
        Reader reader(bytes);
        for (Item item; reader.next(item);) {
            if (item.number == 1) return document_.string(item.bytes);
        }
        return document_.string("0");
    }

    Value time(std::string_view bytes) {
        std::int64_t seconds = 0, nanos = 0;
        Reader reader(bytes);
        for (Item item; reader.next(item);) (item.number == 1 ? seconds : nanos) = std::int64_t(item.bits);
        // Go's zero time, the year 1, is no time.
        if ((seconds == 0 && nanos == 0) || seconds < -62000000000) return {};
        const std::time_t stamp = std::time_t(seconds);
        std::tm parts{};
        gmtime_r(&stamp, &parts);
        char text[64];
        std::string out(text, std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &parts));
        if (nanos > 0) {
            const std::string micros = std::to_string(nanos / 1000);
            out += "." + std::string(micros.size() < 6 ? 6 - micros.size() : 0, '0') + micros;
        }
        return document_.string(out + "Z");
    }

    // RawExtension, FieldsV1 and JSON hold JSON in their first field.
    Value raw(std::string_view bytes) {
        Reader reader(bytes);
        for (Item item; reader.next(item);) {
            if (item.number != 1 || !item.delimited) continue;
            const Result<Value> read = read_json(item.bytes, document_, {.numbers = Numbers::KeepIntegers});
            if (read) return *read;
        }
        return {};
    }

    Document& document_;
    bool broken_ = false;
};

Type type_of(std::string_view api_version, std::string_view kind) {
    if (kind == "DeleteOptions") return schema::find_definition("meta.v1.DeleteOptions");
    const schema::GroupVersion version = schema::split_api_version(api_version);
    if (kind == "Scale") return schema::find_definition("autoscaling.v1.Scale");
    if (kind == "Eviction") return schema::find_definition("policy.v1.Eviction");
    const schema::Resource* resource = schema::find_kind(version.group, version.version, kind);
    return resource ? resource->type() : Type();
}

}  // namespace

Result<Map*> read_protobuf(std::string_view body, Document& document) {
    if (!body.starts_with(kMagic))
        return Error(
            ErrorCode::Invalid,
            "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
    std::string_view api_version, kind, raw;
    Reader envelope(body.substr(kMagic.size()));
    for (Item item; envelope.next(item);) {
        if (item.number == 2) raw = item.bytes;
        if (item.number != 1) continue;
        Reader meta(item.bytes);
        for (Item part; meta.next(part);) (part.number == 1 ? api_version : kind) = part.bytes;
    }
    const Type type = type_of(api_version, kind);
    if (!type.is_struct()) {
        return Error(ErrorCode::Invalid, "no kind \"" + std::string(kind) +
                                             "\" is registered for version \"" + std::string(api_version) +
                                             "\"");
    }
    Decoder decoder(document);
    Map* object = decoder.message(raw, type, 0);
    if (decoder.broken() || envelope.broken())
        return Error(ErrorCode::Invalid, "proto: the message is cut off or broken");
    set_text(*object, "apiVersion", api_version);
    set_text(*object, "kind", kind);
    return object;
}

}  // namespace yare::sandbox
