// Fields of suites, as Go's YAML library fills structures: what has the wrong kind is told with its line, all
// of it at once, and fields that nobody knows are passed over unless the suite is to be read strictly.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/base/source_map.h"
#include "yare/data/value.h"

namespace yare::unittest {

class FieldReader {
  public:
    FieldReader(const SourceMap& sources, const Source& source, bool strict)
        : sources_(sources), source_(source), strict_(strict) {}

    // A field of a map, with the place where it is written.
    struct Field {
        const Map& map;
        const Entry& entry;
        const Value& value() const { return entry.value; }
    };
    // What is done with one field; false: nobody knows it.
    using Taker = std::function<bool(std::string_view name, const Field& field)>;

    // Each field of a structure of Go's type `type`.
    void structure(const Value& value, std::size_t line, std::string_view type, const Taker& take);
    void structure(const Field& field, std::string_view type, const Taker& take) {
        structure(field.value(), line_of(field), type, take);
    }

    void text(const Field& field, std::string& out);
    void texts(const Field& field, std::vector<std::string>& out);
    void truth(const Field& field, bool& out);
    void integer(const Field& field, std::int64_t& out);
    // A map of anything.
    void values(const Field& field, std::vector<std::pair<std::string, Value>>& out);
    // Whether it is a list, or nothing at all; an error otherwise.
    bool list(const Field& field, std::string_view type);
    std::size_t line_of(const Field& field) const;
    std::size_t line_of_item(const List& list, std::size_t index, std::size_t otherwise) const;

    // The first thing that makes the suite impossible to read.
    void fail(Error error) {
        if (!failure_) failure_ = std::move(error);
    }
    Result<void> finish() const;

  private:
    void wrong(const Value& value, std::string_view raw, std::size_t line, std::string_view type);
    // A scalar as it was written.
    std::string raw(const Field& field) const;
    std::size_t line_at(Origin origin) const;

    const SourceMap& sources_;
    const Source& source_;
    bool strict_;
    std::vector<std::string> faults_;
    std::optional<Error> failure_;
};

}  // namespace yare::unittest
