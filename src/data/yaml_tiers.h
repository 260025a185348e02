// The two readers behind read_yaml, for it, and for the tests and the fuzzer that hold them against each
// other.
#pragma once

#include <optional>
#include <string_view>

#include "yare/data/yaml.h"

namespace yare::inline data::yaml {

// Our own reader. Nothing when the text holds anything it does not own, or anything wrong; the document's
// arena may then hold remains, nothing else has happened.
std::optional<Value> read_tier1(std::string_view text, Document& document, const YamlOptions& options);

// Libyaml, with Go's typing and Go's errors.
Result<Value> read_tier2(std::string_view text, Document& document, const YamlOptions& options);

// The number as the option has it: YAML's int (or Uint64) or float becomes Float64, or stays what it is.
Value typed_number(const Value& number, Numbers numbers);
// What a number becomes as the key of a map; unsigned ones above int64 are refused by the caller.
std::string number_key(const Value& number);

// json.Marshal's refusal of the first Inf or NaN in key order, if there is one.
std::optional<Error> not_finite_error(const Value& value);

// Where the bytes of a text are, as origins.
class Places {
  public:
    Places(std::string_view text, const Source* source) {
        if (!source || !source->begin.valid()) return;
        base_ = source->begin.offset;
        const char* from = source->text.data();
        if (text.data() >= from && text.data() <= from + source->text.size()) {
            base_ += std::uint32_t(text.data() - from);
        }
    }
    Origin at(std::size_t byte) const { return {base_ == 0 ? 0 : base_ + std::uint32_t(byte)}; }
    Pos pos(std::size_t byte) const { return {at(byte).id}; }
    bool known() const { return base_ != 0; }

  private:
    std::uint32_t base_ = 0;
};

}  // namespace yare::inline data::yaml
