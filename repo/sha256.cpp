// For SHA256_Init and its like: OpenSSL's newer way to a hash reads its configuration and looks its providers
// up first, which is a millisecond of the three that a build with nothing to do takes.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "sha256.h"

#include <openssl/sha.h>

#include <array>

#include "yare/base/assert.h"

namespace yare::repo {

std::string sha256(std::string_view bytes) {
    SHA256_CTX context;
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
    const bool done = SHA256_Init(&context) == 1 &&
                      SHA256_Update(&context, bytes.data(), bytes.size()) == 1 &&
                      SHA256_Final(hash.data(), &context) == 1;
    YARE_ASSERT(done, "SHA-256 is always there");
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const unsigned char byte : hash) out += {kDigits[byte >> 4U], kDigits[byte & 15U]};
    return out;
}

}  // namespace yare::repo
