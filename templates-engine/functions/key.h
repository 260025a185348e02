// Private keys and certificates on OpenSSL, in the forms that Go's x509 package reads and writes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/result.h"

struct evp_pkey_st;  // OpenSSL's EVP_PKEY
struct x509_st;      // OpenSSL's X509

namespace yare::templates {

class PrivateKey {
  public:
    static Result<PrivateKey> rsa(unsigned bits);
    static Result<PrivateKey> dsa();
    static Result<PrivateKey> ecdsa();  // P-256
    static Result<PrivateKey> ed25519();
    // PKCS#1, SEC 1 and PKCS#8, and OpenSSL's form of DSA keys.
    static Result<PrivateKey> parse(std::string_view pem);

    // RSA as PKCS#1, ECDSA as SEC 1, DSA as OpenSSL has it, others as PKCS#8.
    std::string pem() const;
    evp_pkey_st* get() const { return key_.get(); }

  private:
    struct Free {
        void operator()(evp_pkey_st* key) const;
    };
    explicit PrivateKey(evp_pkey_st* key) : key_(key) {}
    std::unique_ptr<evp_pkey_st, Free> key_;
};

struct CertificateRequest {
    std::string common_name;
    std::vector<std::string> addresses;  // as text; they have been looked at
    std::vector<std::string> dns_names;
    std::int64_t days = 0;
    bool authority = false;
};

// Makes and signs a certificate: by its own key where `signer` is null. Serial number and times come from the
// edges.
struct Signer {
    const PrivateKey& key;
    x509_st* certificate;
};
Result<std::string> make_certificate(const CertificateRequest& request, const PrivateKey& key,
                                     const Signer* signer, Clock& clock, Random& random);

struct FreeCertificate {
    void operator()(x509_st* certificate) const;
};
using CertificatePointer = std::unique_ptr<x509_st, FreeCertificate>;

// The first PEM block of a text: "unable to decode certificate", "error parsing certificate:
// decodedCert.Bytes: ...".
Result<CertificatePointer> parse_certificate(std::string_view pem, std::string_view what);

// "127.0.0.1", "::1": four or sixteen bytes; nothing when it is no address.
std::optional<std::string> address_bytes(std::string_view text);

}  // namespace yare::templates
