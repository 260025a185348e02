// What kind of file some bytes are, as far as Helm's message about a wrong archive names it. Private to this
// library.
#pragma once

#include <string>
#include <string_view>

namespace yare::charts {

// Go's http.DetectContentType of the first 512 bytes. Helm: a shorter file is filled up with zeros first, so
// a short text counts as binary.
std::string content_type(std::string_view bytes);

}  // namespace yare::charts
