// JSON in and out, as Go's encoding/json reads and writes it, with its error texts.
#pragma once

#include <string>
#include <string_view>

#include "yare/base/result.h"
#include "yare/data/limits.h"
#include "yare/data/numbers.h"
#include "yare/data/value.h"

namespace yare::inline data {

struct JsonOptions {
    Numbers numbers = Numbers::Float64;  // AsWritten: as KeepIntegers, but `1.0` stays a Float64
    // The text lives at least as long as the document, so strings without escapes may point into it.
    bool text_outlives = false;
    std::size_t depth = limits::kNestingDepth;
    // A key that comes twice in an object is an error, which it is not in Go.
    bool unique_keys = false;
    // json.Number: each number is Bytes, with the digits that were written.
    bool digits = false;
};

// json.Unmarshal into interface{}. Later duplicates of a key win.
Result<Value> read_json(std::string_view text, Document& document, const JsonOptions& options = {});

// The same into map[string]interface{} and []interface{}; nil gives null, any other kind is Go's error
// "json: cannot unmarshal number into Go value of type map[string]interface {}".
Result<Map*> read_json_map(std::string_view text, Document& document, const JsonOptions& options = {});
// Go: a number that no float64 holds is an error, and the map is read all the same, with nil in its place.
// `read` is then that map.
Result<Map*> read_json_map(std::string_view text, Document& document, const JsonOptions& options, Map*& read);
Result<const List*> read_json_list(std::string_view text, Document& document,
                                   const JsonOptions& options = {});

// The first JSON value of a stream, as json.Decoder: `used` becomes the count of bytes it took.
Result<Value> read_json_value(std::string_view text, Document& document, std::size_t& used,
                              const JsonOptions& options = {});

struct JsonFormat {
    bool escape_html = true;               // < > & as \u003c and so on (Marshal does, toRawJson does not)
    std::string_view indent = {};          // empty: all on one line
    std::string_view prefix = {};          // MarshalIndent's prefix, before each line but the first
    std::size_t most = std::string::npos;  // bytes; a longer text is ErrorCode::TooLarge
};

// json.Marshal: keys in byte order, no line feed at the end. Fails on Inf and NaN only. Host objects are
// written as their plain data, bytes as base64.
Result<std::string> write_json(const Value& value, const JsonFormat& format = {});
Result<void> append_json(std::string& out, const Value& value, const JsonFormat& format = {});
// A string as JSON, with its quotes.
void append_json_string(std::string& out, std::string_view text, bool escape_html = true);

// What Go calls the kind of a value in JSON: "object", "array", "string", "number", "bool".
std::string_view json_kind(const Value& value);
// "json: cannot unmarshal number into Go value of type []string"; `target` is what stands behind "Go".
std::string json_mismatch(const Value& value, std::string_view target);

}  // namespace yare::inline data
