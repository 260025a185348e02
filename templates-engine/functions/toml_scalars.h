// The values of TOML that hold no others: texts, numbers, dates, true and false.
#pragma once

#include "call.h"
#include "toml_text.h"

namespace yare::templates {

// Reads the value that begins where the scanner is, blanks skipped. Whole numbers are int64, dates are times.
// False where the scanner has an error then: of what cannot begin a value as of one that is wrong.
bool read_toml_scalar(Call& call, TomlScanner& scan, Value& out);

}  // namespace yare::templates
