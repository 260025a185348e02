// For SHA256_Init and its like: what replaces them reads OpenSSL's configuration and looks the algorithm up,
// which takes longer than all else that a build with nothing to do takes.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "sha256.h"

#include <openssl/sha.h>

#include <array>

namespace yare::repo {

std::string sha256(std::string_view bytes) {
    SHA256_CTX context;
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
    SHA256_Init(&context);
    SHA256_Update(&context, bytes.data(), bytes.size());
    SHA256_Final(hash.data(), &context);
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const unsigned char byte : hash) out += {kDigits[byte >> 4U], kDigits[byte & 15U]};
    return out;
}

}  // namespace yare::repo
