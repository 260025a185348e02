// Making certificates as Go's x509 package does for sprig: which extensions, in which order.
#include <arpa/inet.h>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>

#include "key.h"

namespace yare::templates {

namespace {

Error no_certificate() {
    ERR_clear_error();
    return Error(ErrorCode::Internal, "error creating certificate: OpenSSL refused it");
}

// Fills in a certificate; every step may fail, and once one has, the others do nothing.
class Builder {
  public:
    explicit Builder(X509* certificate) : certificate_(certificate) {}

    void need(int done) { ok_ = ok_ && done == 1; }
    bool ok() const { return ok_; }

    void serial_number(Random& random) {
        std::array<unsigned char, 16> bytes{};
        random.fill(std::as_writable_bytes(std::span(bytes)));
        BIGNUM* number = BN_bin2bn(bytes.data(), int(bytes.size()), nullptr);
        need(number != nullptr);
        need(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate_)) != nullptr);
        BN_free(number);
    }

    void common_name(X509_NAME* name, const std::string& text) {
        if (text.empty()) return;
        // Go: what a PrintableString can hold is one.
        const int type =
            ASN1_PRINTABLE_type(reinterpret_cast<const unsigned char*>(text.data()), int(text.size()));
        need(X509_NAME_add_entry_by_txt(name, "CN", type == V_ASN1_PRINTABLESTRING ? type : V_ASN1_UTF8STRING,
                                        reinterpret_cast<const unsigned char*>(text.data()), int(text.size()),
                                        -1, 0));
    }

    void extension(int kind, const char* value) {
        X509_EXTENSION* made = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
        need(made != nullptr);
        if (made) need(X509_add_ext(certificate_, made, -1));
        X509_EXTENSION_free(made);
    }

    void key_id(int kind, ASN1_OCTET_STRING* id) {
        need(X509_add1_ext_i2d(certificate_, kind, id, 0, X509V3_ADD_DEFAULT));
    }

    // Go hashes the bits of the public key: the first 160 of SHA-256.
    void subject_key_id() {
        const ASN1_BIT_STRING* bits = X509_get0_pubkey_bitstr(certificate_);
        std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
        SHA256(bits->data, std::size_t(bits->length), digest.data());
        ASN1_OCTET_STRING* id = ASN1_OCTET_STRING_new();
        need(ASN1_OCTET_STRING_set(id, digest.data(), 20));
        key_id(NID_subject_key_identifier, id);
        ASN1_OCTET_STRING_free(id);
    }

    void authority_key_id(X509* signer) {
        const ASN1_OCTET_STRING* id = X509_get0_subject_key_id(signer);
        if (!id) return;
        AUTHORITY_KEYID* authority = AUTHORITY_KEYID_new();
        authority->keyid = ASN1_OCTET_STRING_dup(id);
        need(X509_add1_ext_i2d(certificate_, NID_authority_key_identifier, authority, 0, X509V3_ADD_DEFAULT));
        AUTHORITY_KEYID_free(authority);
    }

    void alternative_names(const CertificateRequest& request) {
        if (request.dns_names.empty() && request.addresses.empty()) return;
        GENERAL_NAMES* names = sk_GENERAL_NAME_new_null();
        for (const std::string& name : request.dns_names) {
            ASN1_IA5STRING* text = ASN1_IA5STRING_new();
            need(ASN1_STRING_set(text, name.data(), int(name.size())));
            add_name(names, GEN_DNS, text);
        }
        for (const std::string& address : request.addresses) {
            const std::string bytes = address_bytes(address).value_or("");
            ASN1_OCTET_STRING* text = ASN1_OCTET_STRING_new();
            need(ASN1_OCTET_STRING_set(text, reinterpret_cast<const unsigned char*>(bytes.data()),
                                       int(bytes.size())));
            add_name(names, GEN_IPADD, text);
        }
        // Without a subject the names are what the certificate is about.
        need(X509_add1_ext_i2d(certificate_, NID_subject_alt_name, names, request.common_name.empty() ? 1 : 0,
                               X509V3_ADD_DEFAULT));
        sk_GENERAL_NAME_pop_free(names, GENERAL_NAME_free);
    }

  private:
    void add_name(GENERAL_NAMES* names, int type, ASN1_STRING* text) {
        GENERAL_NAME* name = GENERAL_NAME_new();
        GENERAL_NAME_set0_value(name, type, text);
        need(sk_GENERAL_NAME_push(names, name) > 0);
    }

    X509* certificate_;
    bool ok_ = true;
};

std::string to_pem(X509* certificate) {
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(bio, certificate);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string out(data, std::size_t(size));
    BIO_free(bio);
    return out;
}

const EVP_MD* digest_for(const PrivateKey& key) {
    return EVP_PKEY_is_a(key.get(), "ED25519") ? nullptr : EVP_sha256();
}

}  // namespace

std::optional<std::string> address_bytes(std::string_view text) {
    const std::string address(text);
    std::array<char, 16> bytes{};
    if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return std::string(bytes.data(), 4);
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return std::nullopt;
    const std::string all(bytes.data(), bytes.size());
    // Go: an IPv4 address is one, however it is written.
    const std::string mapped("\0\0\0\0\0\0\0\0\0\0\xFF\xFF", 12);
    return all.starts_with(mapped) ? all.substr(12) : all;
}

Result<std::string> make_certificate(const CertificateRequest& request, const PrivateKey& key,
                                     const Signer* signer, Clock& clock, Random& random) {
    const CertificatePointer certificate(X509_new());
    Builder builder(certificate.get());
    builder.need(X509_set_version(certificate.get(), X509_VERSION_3));
    builder.serial_number(random);
    const std::time_t now = std::chrono::system_clock::to_time_t(clock.now());
    builder.need(X509_time_adj_ex(X509_getm_notBefore(certificate.get()), 0, 0,
                                  const_cast<std::time_t*>(&now)) != nullptr);
    builder.need(X509_time_adj_ex(X509_getm_notAfter(certificate.get()), int(request.days), 0,
                                  const_cast<std::time_t*>(&now)) != nullptr);
    builder.common_name(X509_get_subject_name(certificate.get()), request.common_name);
    const X509_NAME* issuer = X509_get_subject_name(signer ? signer->certificate : certificate.get());
    builder.need(X509_set_issuer_name(certificate.get(), issuer));
    builder.need(X509_set_pubkey(certificate.get(), key.get()));
    builder.extension(NID_key_usage, request.authority
                                         ? "critical,digitalSignature,keyEncipherment,keyCertSign"
                                         : "critical,digitalSignature,keyEncipherment");
    builder.extension(NID_ext_key_usage, "serverAuth,clientAuth");
    builder.extension(NID_basic_constraints, request.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    if (request.authority) builder.subject_key_id();
    if (signer) builder.authority_key_id(signer->certificate);
    builder.alternative_names(request);
    const PrivateKey& signing_key = signer ? signer->key : key;
    builder.need(X509_sign(certificate.get(), signing_key.get(), digest_for(signing_key)) > 0);
    if (!builder.ok()) return no_certificate();
    return to_pem(certificate.get());
}

}  // namespace yare::templates
