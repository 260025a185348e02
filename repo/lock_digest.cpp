#include "lock_digest.h"

#include <openssl/evp.h>

#include <array>

#include "yare/charts/chart_yaml.h"

namespace yare::repo {

namespace {

void append_list(std::string& json, const std::optional<Dependencies>& list) {
    if (!list) {
        json += "null";
        return;
    }
    json += '[';
    for (std::size_t i = 0; i < list->size(); ++i) {
        if (i != 0) json += ',';
        charts::append_dependency_json(json, (*list)[i]);
    }
    json += ']';
}

std::string digest(const std::string& text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    const int done = EVP_Digest(text.data(), text.size(), bytes.data(), &size, EVP_sha256(), nullptr);
    YARE_ASSERT(done == 1, "SHA-256 is always there");
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out = "sha256:";
    for (unsigned i = 0; i < size; ++i) {
        out += kDigits[bytes[i] >> 4U];
        out += kDigits[bytes[i] & 15U];
    }
    return out;
}

}  // namespace

std::string lock_digest(const std::optional<Dependencies>& asked, const std::optional<Dependencies>& found) {
    std::string json = "[";
    append_list(json, asked);
    json += ',';
    append_list(json, found);
    return digest(json + "]");
}

std::string old_lock_digest(const std::optional<Dependencies>& asked) {
    std::string json = "{\"dependencies\":";
    append_list(json, asked);
    return digest(json + "}");
}

}  // namespace yare::repo
