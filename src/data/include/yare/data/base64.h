// Base64 (RFC 4648) as Go's encoding/base64 reads and writes it: standard alphabet, padded.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace yare::inline data {

void append_base64(std::string& out, std::string_view bytes);
std::string base64(std::string_view bytes);

// The bytes, or nothing when the text is no base64; `bad_at` is then where it stops being so. Line ends (\r,
// \n) are passed over, as Go does; nothing else is.
std::optional<std::string> decode_base64(std::string_view text, std::size_t* bad_at = nullptr);

}  // namespace yare::inline data
