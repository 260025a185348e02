// Objects against the schema of their type: unknown fields, wrong types, defaults.
#pragma once

#include <string>
#include <vector>

#include "failure.h"
#include "yare/data/value.h"
#include "yare/schema/kubernetes.h"

namespace yare::sandbox {

struct Kind;

enum class FieldValidation : std::uint8_t { Ignore, Warn, Strict };

// Drops what the type does not have, nulls too, as decoding does; says so as asked. A value of a wrong type
// fails.
Checked fit_to_schema(const Kind& kind, Map& object, FieldValidation validation,
                      std::vector<std::string>& warnings);
// What server-side apply refuses: fields that the type has not, values of wrong types, items that come twice.
Checked check_applied(const Kind& kind, Map& object);
// The form that API servers write: without 0, false, "", empty lists and maps where they mean nothing,
// quantities in their one form.
void normalise(Map& object, const schema::Type& type);
// Fields that are missing and that the API server fills in, wherever their parent is there.
void fill_defaults(Map& object, const schema::Type& type);
// Required fields of custom types that are missing, and values that their schema refuses.
std::vector<Cause> missing_fields(const Map& object, const schema::Type& type);

}  // namespace yare::sandbox
