// Hashes, passwords and AES.

// For SHA256_Init and its like: what replaces them looks the algorithm up anew for each text, and costs the
// first one a millisecond. Charts hash their config maps in every render.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <crypt.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "call.h"
#include "yare/data/base64.h"

namespace yare::templates {

namespace {

using P = Param;

std::string hexadecimal(std::span<const unsigned char> bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const unsigned char byte : bytes) {
        out += "0123456789abcdef"[byte >> 4];
        out += "0123456789abcdef"[byte & 15];
    }
    return out;
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

template <typename Context, std::size_t kSize>
Result<Value> hash(Call& call, Args args, int (*init)(Context*),
                   int (*update)(Context*, const void*, std::size_t),
                   int (*finish)(unsigned char*, Context*)) {
    const std::string_view text = args[0].as_string();
    Context context;
    std::array<unsigned char, kSize> digest{};
    if (init(&context) != 1 || update(&context, text.data(), text.size()) != 1 ||
        finish(digest.data(), &context) != 1) {
        return failure("OpenSSL could not hash a text");
    }
    return new_string(call, hexadecimal(digest));
}

Result<Value> sha1sum(Call& call, Args args) {
    return hash<SHA_CTX, SHA_DIGEST_LENGTH>(call, args, SHA1_Init, SHA1_Update, SHA1_Final);
}
Result<Value> sha256sum(Call& call, Args args) {
    return hash<SHA256_CTX, SHA256_DIGEST_LENGTH>(call, args, SHA256_Init, SHA256_Update, SHA256_Final);
}
Result<Value> sha512sum(Call& call, Args args) {
    return hash<SHA512_CTX, SHA512_DIGEST_LENGTH>(call, args, SHA512_Init, SHA512_Update, SHA512_Final);
}

Result<Value> adler32sum(Call& call, Args args) {
    constexpr std::uint32_t kBase = 65521;
    std::uint32_t low = 1;
    std::uint32_t high = 0;
    std::string_view rest = args[0].as_string();
    while (!rest.empty()) {
        constexpr std::size_t kNoOverflow = 4096;  // additions to a sum below kBase
        for (const char c : rest.substr(0, kNoOverflow)) {
            low += static_cast<unsigned char>(c);
            high += low;
        }
        low %= kBase;
        high %= kBase;
        rest.remove_prefix(std::min(rest.size(), kNoOverflow));
    }
    return new_string(call, std::to_string((high << 16) | low));
}

// Go's form: "$2a$10$" and 53 letters. Helm: a reason for not hashing stands for the hash.
std::string bcrypted(Call& call, std::string_view password) {
    if (password.size() > 72) {
        return "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes";
    }
    // The library would take what comes before a byte 0 for the whole password.
    if (password.find('\0') != std::string_view::npos)
        return "failed to encrypt string with bcrypt: a password with a byte 0 cannot be hashed";
    std::array<char, 16> salt{};
    call.environment.random().fill(std::as_writable_bytes(std::span(salt)));
    std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> setting{};
    if (!crypt_gensalt_rn("$2a$", 10, salt.data(), int(salt.size()), setting.data(), int(setting.size()))) {
        return "failed to encrypt string with bcrypt: no salt could be made";
    }
    const auto data = std::make_unique<crypt_data>();
    const std::string text(password);
    const char* hashed = crypt_rn(text.c_str(), setting.data(), data.get(), int(sizeof *data));
    return hashed ? hashed : "failed to encrypt string with bcrypt: the library refused it";
}

Result<Value> bcrypt(Call& call, Args args) {
    YARE_TRY(call.budget.take_derived_key());
    return new_string(call, bcrypted(call, args[0].as_string()));
}

Result<Value> htpasswd(Call& call, Args args) {
    const std::string_view user = args[0].as_string();
    if (user.find(':') != std::string_view::npos) return join_text(call, {"invalid username: ", user});
    YARE_TRY(call.budget.take_derived_key());
    const std::string hashed = bcrypted(call, args[1].as_string());
    return join_text(call, {user, ":", hashed});
}

// The Master Password algorithm: a kind of password has patterns, a pattern letter a set of letters.
struct PasswordKind {
    std::string_view name;
    std::span<const std::string_view> patterns;
};
constexpr std::string_view kMaximum[] = {"anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"};
constexpr std::string_view kLong[] = {"CvcvnoCvcvCvcv", "CvcvCvcvnoCvcv", "CvcvCvcvCvcvno", "CvccnoCvcvCvcv",
                                      "CvccCvcvnoCvcv", "CvccCvcvCvcvno", "CvcvnoCvccCvcv", "CvcvCvccnoCvcv",
                                      "CvcvCvccCvcvno", "CvcvnoCvcvCvcc", "CvcvCvcvnoCvcc", "CvcvCvcvCvccno",
                                      "CvccnoCvccCvcv", "CvccCvccnoCvcv", "CvccCvccCvcvno", "CvcvnoCvccCvcc",
                                      "CvcvCvccnoCvcc", "CvcvCvccCvccno", "CvccnoCvcvCvcc", "CvccCvcvnoCvcc",
                                      "CvccCvcvCvccno"};
constexpr std::string_view kMedium[] = {"CvcnoCvc", "CvcCvcno"};
constexpr std::string_view kShort[] = {"Cvcn"};
constexpr std::string_view kBasic[] = {"aaanaaan", "aannaaan", "aaannaaa"};
constexpr std::string_view kPin[] = {"nnnn"};
constexpr PasswordKind kPasswordKinds[] = {{"maximum", kMaximum}, {"long", kLong},   {"medium", kMedium},
                                           {"short", kShort},     {"basic", kBasic}, {"pin", kPin}};

std::string_view letters_for(char pattern) {
    switch (pattern) {
        case 'V':
            return "AEIOU";
        case 'C':
            return "BCDFGHJKLMNPQRSTVWXYZ";
        case 'v':
            return "aeiou";
        case 'c':
            return "bcdfghjklmnpqrstvwxyz";
        case 'a':
            return "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
        case 'n':
            return "0123456789";
        case 'o':
            return "@&%?,=[]_:-+*$#!'^~;()/.";
        default:
            return "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()";
    }
}

std::string big_endian(std::uint32_t number) {
    return {char(number >> 24), char(number >> 16), char(number >> 8), char(number)};
}

constexpr std::string_view kSeed = "com.lyndir.masterpassword";

Result<std::string> master_key(std::string_view password, std::string_view user) {
    const std::string salt = std::string(kSeed) + big_endian(std::uint32_t(user.size())) + std::string(user);
    std::string key(64, '\0');
    constexpr std::uint64_t kMemory = std::uint64_t{128} << 20;
    if (EVP_PBE_scrypt(password.data(), password.size(), bytes_of(salt), salt.size(), 32768, 8, 2, kMemory,
                       reinterpret_cast<unsigned char*>(key.data()), key.size()) != 1) {
        ERR_clear_error();
        return failure("OpenSSL could not derive a key");
    }
    return key;
}

Result<Value> derive_password(Call& call, Args args) {
    const std::string_view kind_name = args[1].as_string();
    const PasswordKind* kind = nullptr;
    for (const PasswordKind& known : kPasswordKinds) {
        if (known.name == kind_name) kind = &known;
    }
    if (!kind) return join_text(call, {"cannot find password template ", kind_name});
    YARE_TRY(call.budget.take_derived_key());
    const std::string key = YARE_TRY(master_key(args[2].as_string(), args[3].as_string()));
    const std::string_view site = args[4].as_string();
    const std::string text = std::string(kSeed) + big_endian(std::uint32_t(site.size())) + std::string(site) +
                             big_endian(std::uint32_t(args[0].as_integer()));
    std::array<unsigned char, SHA256_DIGEST_LENGTH> seed{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), int(key.size()), bytes_of(text), text.size(), seed.data(), &size);
    const std::string_view pattern = kind->patterns[seed[0] % kind->patterns.size()];
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const std::string_view letters = letters_for(pattern[i]);
        out += letters[seed[i + 1] % letters.size()];
    }
    return new_string(call, out);
}

constexpr std::size_t kBlock = 16;

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

// AES-256 in CBC, whole blocks in and out.
Result<std::string> aes(std::string_view password, std::string_view start, std::string_view blocks,
                        bool encrypt) {
    std::array<unsigned char, 32> key{};  // a shorter password is filled up with zeros, a longer one cut
    std::memcpy(key.data(), password.data(), std::min(password.size(), key.size()));
    const std::unique_ptr<EVP_CIPHER_CTX, FreeCipher> context(EVP_CIPHER_CTX_new());
    std::string out(blocks.size(), '\0');
    int size = 0;
    if (!context ||
        EVP_CipherInit_ex(context.get(), EVP_aes_256_cbc(), nullptr, key.data(), bytes_of(start),
                          encrypt ? 1 : 0) != 1 ||
        EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
        EVP_CipherUpdate(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, bytes_of(blocks),
                         int(blocks.size())) != 1) {
        ERR_clear_error();
        return failure("OpenSSL could not run AES");
    }
    return out;
}

constexpr std::uint64_t kCipher = 40;

Result<Value> encrypt_aes(Call& call, Args args) {
    const std::string_view text = args[1].as_string();
    if (text.empty()) return Value::of_view("");
    YARE_TRY(pay(call, kCipher));
    YARE_TRY(call.budget.reserve(text.size() * 4));
    const std::size_t padding = kBlock - text.size() % kBlock;
    const std::string padded = std::string(text) + std::string(padding, char(padding));
    std::string start(kBlock, '\0');
    call.environment.random().fill(std::as_writable_bytes(std::span(start)));
    const std::string encrypted = YARE_TRY(aes(args[0].as_string(), start, padded, true));
    return new_string(call, base64(start + encrypted));
}

Result<Value> decrypt_aes(Call& call, Args args) {
    if (args[1].as_string().empty()) return Value::of_view("");
    YARE_TRY(pay(call, kCipher));
    std::size_t bad_at = 0;
    const auto crypt = decode_base64(args[1].as_string(), &bad_at);
    if (!crypt) return failure("illegal base64 data at input byte " + std::to_string(bad_at));
    if (crypt->size() < kBlock) {
        return failure("runtime error: slice bounds out of range [:16] with capacity " +
                       std::to_string(args[1].as_string().size() / 4 * 3));
    }
    const std::string_view blocks = std::string_view(*crypt).substr(kBlock);
    if (blocks.size() % kBlock != 0) return failure("crypto/cipher: input not full blocks");
    const std::string text = YARE_TRY(aes(args[0].as_string(), *crypt, blocks, false));
    if (text.empty()) return failure("runtime error: index out of range [-1]");
    const std::size_t padding = static_cast<unsigned char>(text.back());
    if (padding > text.size()) {
        return failure("runtime error: slice bounds out of range [:-" +
                       std::to_string(padding - text.size()) + "]");
    }
    return new_string(call, std::string_view(text).substr(0, text.size() - padding));
}

constexpr Function kFunctions[] = {
    {"sha1sum", sha1sum, {P::String}},
    {"sha256sum", sha256sum, {P::String}},
    {"sha512sum", sha512sum, {P::String}},
    {"adler32sum", adler32sum, {P::String}},
    {"bcrypt", bcrypt, {P::String}},
    {"htpasswd", htpasswd, {P::String, P::String}},
    {"derivePassword", derive_password, {P::Uint32, P::String, P::String, P::String, P::String}},
    {"encryptAES", encrypt_aes, {P::String, P::String}},
    {"decryptAES", decrypt_aes, {P::String, P::String}},
};

}  // namespace

std::span<const Function> crypto_functions() { return kFunctions; }

}  // namespace yare::templates
