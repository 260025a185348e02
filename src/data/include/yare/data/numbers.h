// Numbers as Go writes and reads them. All digits are the shortest that read back as the same number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace yare::inline data {

// Which kinds the numbers of a text become.
enum class Numbers : std::uint8_t {
    Float64,       // all of them Float64: values, fromYaml, fromJson
    KeepIntegers,  // whole numbers that fit Int64, the rest Float64: cluster objects
    AsWritten,  // YAML's own typing: `1` is Int64 (GoType::Uint64 above int64), `1.0` and `1e3` are Float64
};

// Go's strconv.FormatFloat(number, 'g', -1, 64), which is also what "%v" prints: 999999, 1e+06, 1e-05, +Inf,
// NaN.
std::string go_float(double number);
void append_go_float(std::string& out, double number);

// strconv.FormatFloat(number, format, precision, bits): format is one of e E f g G, precision -1 is "as few
// as needed".
void append_float(std::string& out, double number, char format, int precision, int bits = 64);

// As encoding/json: plain when 1e-6 <= |x| < 1e21, else with an exponent without padding. Not for Inf and
// NaN.
void append_json_float(std::string& out, double number);

// As toYaml: the JSON text read again as YAML, so whole numbers up to 64 bits stay plain and 1234567.5
// becomes 1.2345675e+06. Not for Inf and NaN.
void append_yaml_float(std::string& out, double number);

void append_integer(std::string& out, std::int64_t number);
void append_unsigned(std::string& out, std::uint64_t number);

enum class Parse : std::uint8_t { Ok, Syntax, Range };

template <typename T>
struct Parsed {
    T value{};  // on Range the nearest value that fits, on Syntax zero; as Go does
    Parse status = Parse::Ok;
    explicit operator bool() const { return status == Parse::Ok; }
};

// strconv.ParseInt, ParseUint: base 0 looks at the prefix (0x 0o 0 0b) and allows underscores between digits.
Parsed<std::int64_t> parse_int(std::string_view text, int base, int bits = 64);
Parsed<std::uint64_t> parse_uint(std::string_view text, int base, int bits = 64);
// strconv.ParseFloat: also hexadecimal, "inf", "nan", underscores as in Go's literals.
Parsed<double> parse_float(std::string_view text);

}  // namespace yare::inline data
