// The values of flags as texts, read and written as Go's standard library does.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"

namespace yare::cli {

// Go's %q of one character: 'x'.
std::string quoted_character(char character);

// `strconv.ParseBool: parsing "x": invalid syntax`.
Result<bool> parse_bool(std::string_view text);
// `function` is what the error names: "ParseInt" (any base by prefix), "Atoi" (decimal).
Result<std::int64_t> parse_integer(std::string_view text, std::string_view function = "ParseInt");
Result<std::uint64_t> parse_unsigned(std::string_view text);
Result<double> parse_number(std::string_view text);
// The fields of the first line of comma-separated values.
Result<std::vector<std::string>> parse_csv_line(std::string_view text);

}  // namespace yare::cli
