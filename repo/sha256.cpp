#include "sha256.h"

#include <openssl/evp.h>

#include <array>

#include "yare/base/assert.h"

namespace yare::repo {

std::string sha256(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    const int done = EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr);
    YARE_ASSERT(done == 1, "SHA-256 is always there");
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (unsigned i = 0; i < size; ++i) out += {kDigits[hash[i] >> 4U], kDigits[hash[i] & 15U]};
    return out;
}

}  // namespace yare::repo
