#include "key.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/dsa.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "rsa_key.h"

namespace yare::templates {

namespace {

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

struct FreeContext {
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_PKEY_CTX, FreeContext>;

Error refused(std::string text) {
    ERR_clear_error();
    return Error(ErrorCode::Invalid, std::move(text));
}

Error no_key() {
    ERR_clear_error();
    return Error(ErrorCode::Internal, "OpenSSL could not make the key");
}

// One PEM block: its label and its bytes.
struct Block {
    std::string label;
    std::string bytes;
};

std::optional<Block> read_block(std::string_view pem) {
    const Bio bio(BIO_new_mem_buf(pem.data(), int(pem.size())));
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    if (PEM_read_bio(bio.get(), &name, &header, &data, &size) != 1) {
        ERR_clear_error();
        return std::nullopt;
    }
    Block block{name, std::string(reinterpret_cast<char*>(data), std::size_t(size))};
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(data);
    return block;
}

EVP_PKEY* decode(int type, const std::string& bytes) {
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    return d2i_PrivateKey(type, nullptr, &data, long(bytes.size()));
}

}  // namespace

void PrivateKey::Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }
void FreeCertificate::operator()(x509_st* certificate) const { X509_free(certificate); }

Result<PrivateKey> PrivateKey::rsa(unsigned bits) {
    EVP_PKEY* key = make_rsa_key(bits);
    return key ? Result<PrivateKey>(PrivateKey(key)) : no_key();
}

Result<PrivateKey> PrivateKey::ecdsa() {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    return key ? Result<PrivateKey>(PrivateKey(key)) : no_key();
}

Result<PrivateKey> PrivateKey::ed25519() {
    EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    return key ? Result<PrivateKey>(PrivateKey(key)) : no_key();
}

Result<PrivateKey> PrivateKey::dsa() {
    const Context parameters(EVP_PKEY_CTX_new_from_name(nullptr, "DSA", nullptr));
    EVP_PKEY* made = nullptr;
    if (!parameters || EVP_PKEY_paramgen_init(parameters.get()) != 1 ||
        EVP_PKEY_CTX_set_dsa_paramgen_bits(parameters.get(), 2048) != 1 ||
        EVP_PKEY_CTX_set_dsa_paramgen_q_bits(parameters.get(), 256) != 1 ||
        EVP_PKEY_paramgen(parameters.get(), &made) != 1) {
        return no_key();
    }
    const PrivateKey domain(made);
    const Context generator(EVP_PKEY_CTX_new(domain.get(), nullptr));
    EVP_PKEY* key = nullptr;
    if (!generator || EVP_PKEY_keygen_init(generator.get()) != 1 ||
        EVP_PKEY_keygen(generator.get(), &key) != 1) {
        return no_key();
    }
    return PrivateKey(key);
}

Result<PrivateKey> PrivateKey::parse(std::string_view pem) {
    const std::optional<Block> block = read_block(pem);
    if (!block) return refused("no PEM data in input");
    constexpr std::string_view kEnd = " PRIVATE KEY";
    if (block->label == "PRIVATE KEY") {
        const auto* data = reinterpret_cast<const unsigned char*>(block->bytes.data());
        EVP_PKEY* key = d2i_AutoPrivateKey(nullptr, &data, long(block->bytes.size()));
        if (!key) return refused("decoding PEM as PKCS#8: x509: failed to parse private key");
        return PrivateKey(key);
    }
    if (!block->label.ends_with(kEnd)) {
        return refused("no private key data in PEM block of type " + block->label);
    }
    const std::string kind = block->label.substr(0, block->label.size() - kEnd.size());
    const int type = kind == "RSA"   ? EVP_PKEY_RSA
                     : kind == "EC"  ? EVP_PKEY_EC
                     : kind == "DSA" ? EVP_PKEY_DSA
                                     : 0;
    if (type == 0) return refused("invalid private key type " + kind);
    EVP_PKEY* key = decode(type, block->bytes);
    if (!key) return refused("parsing " + kind + " private key from PEM: x509: failed to parse private key");
    return PrivateKey(key);
}

std::string PrivateKey::pem() const {
    const Bio bio(BIO_new(BIO_s_mem()));
    if (EVP_PKEY_is_a(get(), "ED25519")) {
        PEM_write_bio_PKCS8PrivateKey(bio.get(), get(), nullptr, nullptr, 0, nullptr, nullptr);
    } else {
        PEM_write_bio_PrivateKey_traditional(bio.get(), get(), nullptr, nullptr, 0, nullptr, nullptr);
    }
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, std::size_t(size)};
}

Result<CertificatePointer> parse_certificate(std::string_view pem, std::string_view what) {
    const std::optional<Block> block = read_block(pem);
    if (!block) return refused("unable to decode certificate");
    const auto* data = reinterpret_cast<const unsigned char*>(block->bytes.data());
    CertificatePointer certificate(d2i_X509(nullptr, &data, long(block->bytes.size())));
    if (!certificate)
        return refused("error parsing certificate: " + std::string(what) + ": x509: malformed certificate");
    return certificate;
}

}  // namespace yare::templates
