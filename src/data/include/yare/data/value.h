// Value: what charts compute with. 16 bytes, trivially copyable; what it points to lives in a Document.
//
//     Document document;
//     Map* map = document.make_map();
//     map->set("port", Value::of_int(80));
//     document.root = map;
//
// Maps have identity, as in Go: copying a Value that holds a map shares the map, and set() is seen by all who
// hold it. Strings and lists do not change once made. No Value outlives its Document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>

#include "yare/base/arena.h"
#include "yare/base/assert.h"
#include "yare/data/symbol.h"

namespace yare::inline data {

class Document;
class HostObject;
class Map;
struct List;

// Go's kinds, as far as a chart sees them. Numbers of YAML and JSON are Float64, of --set Int64, of literals
// in a template Int.
enum class Kind : std::uint8_t { Nil, Bool, Int, Int64, Float64, String, Bytes, List, Map, Host };

// The Go type, where it is not the usual one of the kind: what `typeOf` and "%T" print.
enum class GoType : std::uint8_t {
    Usual,     // interface{} / bool / int / int64 / float64 / string / []uint8 / []interface{} /
               // map[string]interface{}
    Duration,  // Int64: time.Duration (nanoseconds)
    Uint8,     // Int64: the other integer types
    Int32,
    Uint32,
    Uint64,
    Strings,     // List: []string            Map: map[string]string
    Ints,        // List: []int
    Floats,      // List: []float64
    Maps,        // List: []map[string]interface {}
    Lists,       // List: [][]interface {}
    NilList,     // List without items: a nil []interface {}, which JSON and YAML write as null
    NilStrings,  // List without items: a nil []string; Map without entries: a nil map[string]string
    Values,      // Map: common.Values
    NilMap,  // Map without entries, frozen: a nil map[string]interface {}, which JSON and YAML write as null
    Month,   // Int64: time.Month and time.Weekday, which print as names
    Weekday,
};

class Value {
  public:
    constexpr Value() = default;  // nil
    Value(Map* map);              // NOLINT(google-explicit-constructor): a map is a value
    Value(const List* list);      // NOLINT(google-explicit-constructor)
    Value(HostObject* host);      // NOLINT(google-explicit-constructor)

    // The same map, with the same identity, under another Go type: .Values of a sub-chart is its parent's
    // table.
    static Value of_map(Map* map, GoType type) { return Value(Kind::Map, type, 0, {.map = map}); }
    static Value of_bool(bool truth) { return Value(Kind::Bool, GoType::Usual, 0, {.integer = truth}); }
    static Value of_int(std::int64_t number) {
        return Value(Kind::Int, GoType::Usual, 0, {.integer = number});
    }
    static Value of_int64(std::int64_t number, GoType type = GoType::Usual) {
        return Value(Kind::Int64, type, 0, {.integer = number});
    }
    static Value of_float(double number) {
        return Value(Kind::Float64, GoType::Usual, 0, {.number = number});
    }
    // The text is not copied: it must live as long as the value (see Document::string).
    static Value of_view(std::string_view text) {
        return Value(Kind::String, GoType::Usual, std::uint32_t(text.size()), {.text = text.data()});
    }
    static Value of_bytes_view(std::string_view bytes) {
        return Value(Kind::Bytes, GoType::Usual, std::uint32_t(bytes.size()), {.text = bytes.data()});
    }

    Kind kind() const { return kind_; }
    GoType go_type() const { return type_; }
    bool is_nil() const { return kind_ == Kind::Nil; }
    bool is_bool() const { return kind_ == Kind::Bool; }
    bool is_integer() const { return kind_ == Kind::Int || kind_ == Kind::Int64; }
    bool is_float() const { return kind_ == Kind::Float64; }
    bool is_number() const { return is_integer() || is_float(); }
    bool is_string() const { return kind_ == Kind::String; }
    bool is_bytes() const { return kind_ == Kind::Bytes; }
    bool is_list() const { return kind_ == Kind::List; }
    bool is_map() const { return kind_ == Kind::Map; }
    bool is_host() const { return kind_ == Kind::Host; }

    // Each asks for its kind; anything else is a bug.
    bool as_bool() const { return check(Kind::Bool), payload_.integer != 0; }
    std::int64_t as_integer() const {
        YARE_ASSERT(is_integer(), "a value is read as what it is");
        return payload_.integer;
    }
    double as_float() const { return check(Kind::Float64), payload_.number; }
    std::string_view as_string() const {
        return check(Kind::String), std::string_view(payload_.text, length_);
    }
    std::string_view as_bytes() const { return check(Kind::Bytes), std::string_view(payload_.text, length_); }
    const List& as_list() const { return check(Kind::List), *payload_.list; }
    std::span<const Value> items() const;  // of a list
    Map& as_map() const { return check(Kind::Map), *payload_.map; }
    HostObject& as_host() const { return check(Kind::Host), *payload_.host; }

    // The text of a String, or `otherwise`.
    std::string_view string_or(std::string_view otherwise) const {
        return is_string() ? as_string() : otherwise;
    }
    // The map, or null for anything else.
    Map* map_or_null() const { return is_map() ? payload_.map : nullptr; }
    // The entry of a map, or null when this is no map or has no such key. Never null for a key that holds
    // nil.
    const Value* find(std::string_view key) const;
    // The same through several maps; nil when something on the way is missing.
    Value path(std::initializer_list<std::string_view> keys) const;

  private:
    union Payload {
        std::int64_t integer = 0;
        double number;
        const char* text;
        const List* list;
        Map* map;
        HostObject* host;
    };
    Value(Kind kind, GoType type, std::uint32_t length, Payload payload)
        : kind_(kind), type_(type), length_(length), payload_(payload) {}
    void check(Kind kind) const { YARE_ASSERT(kind_ == kind, "a value is read as what it is"); }

    Kind kind_ = Kind::Nil;
    GoType type_ = GoType::Usual;
    std::uint32_t length_ = 0;
    Payload payload_;
};
static_assert(sizeof(Value) == 16 && std::is_trivially_copyable_v<Value>);

// Where an entry came from: a place in a file, or one of the flags and rules that an OriginTable numbers
// (render).
struct Origin {
    std::uint32_t id = 0;  // 0: not known
};

struct List {
    const Value* items = nullptr;
    std::uint32_t size = 0;
    GoType type = GoType::Usual;
    const Origin* origins = nullptr;  // beside the items, or null

    const Value* begin() const { return items; }
    const Value* end() const { return items + size; }
};

struct Entry {
    Symbol key;
    Origin origin;
    Value value;
};

// A map in key order (bytewise). Iterators are invalid after a change.
class Map {
  public:
    explicit Map(Document& owner, GoType type = GoType::Usual) : owner_(&owner), type_(type) {}

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    const Entry* begin() const { return entries_; }
    const Entry* end() const { return entries_ + size_; }
    Entry* begin() { return entries_; }
    Entry* end() { return entries_ + size_; }

    const Value* find(std::string_view key) const;
    const Value* find(Symbol key) const;
    const Entry* find_entry(std::string_view key) const;
    bool contains(std::string_view key) const { return find(key) != nullptr; }

    // Adds or replaces. The value must belong to this map's document, or to one that outlives it.
    void set(std::string_view key, Value value, Origin origin = {});
    void set(Symbol key, Value value, Origin origin = {});
    bool erase(std::string_view key);

    // For readers, who see keys in any order: append without looking, then finish() once. Later duplicates
    // win.
    void append(Symbol key, Value value, Origin origin = {});
    void append_all(std::span<const Entry> entries);
    void finish();

    std::string_view key_text(const Entry& entry) const;
    Document& owner() const { return *owner_; }
    GoType go_type() const { return type_; }
    // A frozen map may be read by several threads; changing it is a bug.
    void freeze() { frozen_ = true; }
    bool frozen() const { return frozen_; }

  private:
    std::size_t lower_bound(std::string_view key) const;
    void reserve(std::size_t count);

    Document* owner_;
    Entry* entries_ = nullptr;
    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = 0;
    GoType type_;
    bool frozen_ = false;
};

// A field of a Go struct.
struct GoField {
    std::string_view name;
    Value value;
};

// What Go's printing finds in an object.
struct GoParts {
    // Pointer: to a struct. Data: a map or list.
    enum class Shape : std::uint8_t { Text, Struct, Pointer, Data };
    Shape shape = Shape::Text;
    bool is_stringer = false;  // has a String method, which the verbs for texts use
    std::span<const GoField> fields{};
};

// A Go value that is not plain data, as a template sees it: .Files, .Capabilities, a time, a version.
// Lives in a Document's arena (no destructor) or longer than it.
class HostObject {
  public:
    // What "%T" prints: "time.Time", "*semver.Version".
    virtual std::string_view go_type() const = 0;
    // What `kindOf` prints: "struct", "ptr", "map".
    virtual std::string_view go_kind() const = 0;
    // What "%v" prints, into `document`.
    virtual Value print(Document& document) const = 0;
    // The plain data that Go's JSON encoder would make of it; also what `range`, `index` and `len` see.
    virtual Value plain(Document& document) const = 0;
    // What `printf` finds in it where it does not ask for its text.
    virtual GoParts parts(Document& document) const {
        (void)document;
        return {};
    }
    // What "%#v" prints for a type that says so itself; empty for the others.
    virtual std::string go_syntax() const { return {}; }
    // What a deep copy makes of it; null for the object itself.
    virtual HostObject* copied(Document& document) const {
        (void)document;
        return nullptr;
    }
    // Go's ==, with an object of whatever type.
    virtual bool same_as(const HostObject& other) const { return this == &other; }
    // reflect.DeepEqual; `other` has the same go_type().
    virtual bool equals(const HostObject& other) const { return same_as(other); }
    // What `if` makes of it.
    virtual bool truth() const { return true; }

  protected:
    ~HostObject() = default;
};

// Owns values: a file, an API object, a render. Not copyable; a Value points into exactly one.
class Document {
  public:
    // With a symbol table of its own.
    Document();
    // With a table that is shared and outlives the document.
    explicit Document(SymbolTable& symbols) : symbols_(&symbols) {}
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    Arena& arena() { return arena_; }
    SymbolTable& symbols() { return *symbols_; }
    const SymbolTable& symbols() const { return *symbols_; }

    Value string(std::string_view text) { return Value::of_view(arena_.copy(text)); }
    Value bytes(std::string_view text) { return Value::of_bytes_view(arena_.copy(text)); }
    Map* make_map(GoType type = GoType::Usual) { return arena_.make<Map>(*this, type); }
    // Copies the items (not deeply).
    const List* make_list(std::span<const Value> items, GoType type = GoType::Usual);
    const List* make_list(std::initializer_list<Value> items, GoType type = GoType::Usual) {
        return make_list(std::span<const Value>(items.begin(), items.size()), type);
    }

    Value root;

  private:
    Arena arena_;
    std::unique_ptr<SymbolTable> own_symbols_;
    SymbolTable* symbols_;
};

// The same data in `target`: maps, lists and strings are copied, host objects shared. Works across symbol
// tables. Deeper than kDepthLimit (limits.h) is cut off as nil; readers never make such values.
Value deep_copy(const Value& value, Document& target);

// Nil, false, 0, "", without items or entries; of a host object what `if` makes of it. What templates take
// for false, and sprig for nothing.
bool is_empty(const Value& value);

// Go's reflect.DeepEqual: kinds and Go types count, key order does not.
bool deep_equal(const Value& left, const Value& right);
// The same, counted: an entry or item, and 64 bytes of a text, take one of `steps`. False with none left:
// values that share their parts can be compared in more ways than there is time.
bool deep_equal(const Value& left, const Value& right, std::uint64_t& steps);

inline Value::Value(Map* map) : kind_(Kind::Map), type_(map->go_type()), payload_{.map = map} {}
inline Value::Value(const List* list) : kind_(Kind::List), type_(list->type), payload_{.list = list} {}
inline Value::Value(HostObject* host) : kind_(Kind::Host), payload_{.host = host} {}
inline std::span<const Value> Value::items() const { return {as_list().items, as_list().size}; }
inline std::string_view Map::key_text(const Entry& entry) const { return owner_->symbols().text(entry.key); }

}  // namespace yare::inline data
