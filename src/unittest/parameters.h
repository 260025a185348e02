// The parameters of an assertion, by name whatever its case. What does not fit is an error of the suite.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::unittest {

// "string", "int", "[]interface {}": the Go type that YAML gives a value; empty for null.
std::string_view go_type_of(const Value& value);
// "%v".
std::string go_text_of(const Value& value);

class Parameters {
  public:
    explicit Parameters(const Value& given);

    std::string text(std::string_view name);
    Value any(std::string_view name) const;
    bool truth(std::string_view name);
    std::optional<std::int64_t> number(std::string_view name);
    std::vector<std::string> texts(std::string_view name);
    // The pattern of a parameter that is a map: {pattern: ...}.
    std::string pattern(std::string_view name);

    // What was found to be wrong with them.
    Result<void> finish() const;

  private:
    const Value* find(std::string_view name) const;
    void refuse(std::string_view name, std::string_view wanted, const Value& value);

    const Map* map_ = nullptr;
    std::optional<std::string> fault_;
    std::vector<std::string> faults_;
};

}  // namespace yare::unittest
