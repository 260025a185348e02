// The addresses of schemas: URLs with a fragment that is a JSON pointer or an anchor.
#pragma once

#include <string>
#include <string_view>

#include "yare/base/result.h"

namespace yare::schema {

struct Address {
    std::string url;
    std::string fragment;  // unescaped

    bool is_anchor() const { return !fragment.empty() && fragment[0] != '/'; }
    std::string text() const;
};

// What `reference` means in a document at `base`, as Go's net/url resolves it.
Result<Address> resolve_address(std::string_view base, std::string_view reference);
// "#name" of an $id before 2019-09; the text behind the hash, unescaped.
Result<std::string> fragment_of(std::string_view reference);
// Escaped but for its slashes.
std::string escaped_fragment(std::string_view fragment);
// One step of a JSON pointer, "a~1b" to "a/b". False when a tilde stands for nothing.
bool unescape_token(std::string_view token, std::string& out);

}  // namespace yare::schema
