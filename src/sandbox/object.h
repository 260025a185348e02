// Reading and editing API objects: maps of a Document, changed in place while they are private to one
// request.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yare/data/value.h"

namespace yare::sandbox {

using Path = std::initializer_list<std::string_view>;

// The map at the end of the path, made on the way where missing (or where there is no map).
Map& map_at(Map& from, Path path);
// The map at the end of the path, or null.
Map* find_map(const Value& from, Path path);
void set_text(Map& map, std::string_view key, std::string_view text);
void set_number(Map& map, std::string_view key, std::int64_t number);
void set_bool(Map& map, std::string_view key, bool truth);
// Adds only where nothing is.
void set_missing(Map& map, std::string_view key, Value value);
std::string text_of(const Value& from, Path path);
std::int64_t number_of(const Value& value, std::int64_t otherwise = 0);
std::int64_t number_at(const Value& from, Path path, std::int64_t otherwise = 0);
bool truth_at(const Value& from, Path path);
// The items of the list at the path; none when there is no list.
std::vector<Value> items_at(const Value& from, Path path);
void set_items(Map& map, std::string_view key, const std::vector<Value>& items);
std::vector<std::string> texts_at(const Value& from, Path path);
void set_texts(Map& map, std::string_view key, const std::vector<std::string>& texts);
using Labels = std::vector<std::pair<std::string, std::string>>;
Labels labels_at(const Value& from, Path path);

// JSON text; objects that came from JSON can always be written.
std::string json_of(const Value& value);
// A small object out of JSON text that is known to be good: defaults, templates.
Value parsed(Document& document, std::string_view json);
// The same object in the same document, so that one of the two can change.
Map* copy_of(const Map& object, Document& document);
// Equal as JSON: 1 and 1.0 are the same.
bool same(const Value& left, const Value& right);
// Values for printing: strings as they are, all else as JSON.
std::string plain_text(const Value& value);

// Metadata.
Map& metadata(Map& object);
std::string name_of(const Map& object);
std::string namespace_of(const Map& object);
std::string uid_of(const Map& object);
bool is_deleting(const Map& object);
std::optional<std::string> annotation(const Map& object, std::string_view name);

}  // namespace yare::sandbox
