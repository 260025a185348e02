// Release records to bytes and back, in Helm's format: JSON in the order of Go's structs, gzip, base64.
#pragma once

#include <string>
#include <string_view>

#include "yare/base/result.h"
#include "yare/release/record.h"

namespace yare::release {

enum class WithChart { Yes, No };

// The record as JSON on one line, as stored (and as `-o json` prints it; `status -o json` leaves the chart
// out).
std::string to_json(const Release& release, WithChart with_chart = WithChart::Yes);

// Reads such JSON. Unknown keys are passed over; the chart's templates are not decoded.
Result<Release> from_json(std::string_view json);

// What stands under the key "release" of a ConfigMap, and (encoded once more by the API) of a Secret.
std::string encode(const Release& release);

// Takes payloads with and without gzip; refuses those that unpack to more than limits::kReleaseBytes.
Result<Release> decode(std::string_view payload);

}  // namespace yare::release
