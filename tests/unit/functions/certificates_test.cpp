// Certificates are read back and verified by OpenSSL, since no two are the same.
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>

#include "caller.h"
#include "yare/data/base64.h"

using namespace yare;
using test::Caller;
using test::number;
using test::string;

namespace {

struct Free {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};

std::string part(Caller& caller, const Value& certificate, std::string_view name) {
    return std::string(certificate.as_host().plain(caller.document).find(name)->as_string());
}

std::unique_ptr<X509, Free> read_certificate(const std::string& pem) {
    const std::unique_ptr<BIO, Free> bio(BIO_new_mem_buf(pem.data(), int(pem.size())));
    return std::unique_ptr<X509, Free>(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

std::unique_ptr<EVP_PKEY, Free> read_key(const std::string& pem) {
    const std::unique_ptr<BIO, Free> bio(BIO_new_mem_buf(pem.data(), int(pem.size())));
    return std::unique_ptr<EVP_PKEY, Free>(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

std::string printed(X509* certificate) {
    const std::unique_ptr<BIO, Free> bio(BIO_new(BIO_s_mem()));
    X509_print(bio.get(), certificate);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return {data, std::size_t(size)};
}

Value texts(Caller& caller, std::initializer_list<Value> items) {
    return Value(caller.document.make_list(items));
}

}  // namespace

TEST_CASE("a signed certificate verifies against its authority", "[functions]") {
    Caller caller;
    const Value key = caller.get("genPrivateKey", {string("ecdsa")});
    const Value authority = caller.get("genCAWithKey", {string("an authority"), number(10), key});
    const Value names = texts(caller, {string("a.example"), string("*.b.example")});
    const Value addresses = texts(caller, {string("10.0.0.1"), string("::1")});
    const Value cert = caller.get("genSignedCertWithKey",
                                  {string("a.example"), addresses, names, number(30), authority, key});

    const auto root = read_certificate(part(caller, authority, "Cert"));
    const auto leaf = read_certificate(part(caller, cert, "Cert"));
    REQUIRE(root);
    REQUIRE(leaf);
    CHECK(X509_verify(leaf.get(), X509_get0_pubkey(root.get())) == 1);
    CHECK(X509_verify(root.get(), X509_get0_pubkey(root.get())) == 1);
    CHECK(X509_check_issued(root.get(), leaf.get()) == X509_V_OK);
    CHECK(X509_check_ca(root.get()) == 1);
    CHECK(X509_check_ca(leaf.get()) == 0);
    CHECK(X509_check_host(leaf.get(), "x.b.example", 0, 0, nullptr) == 1);
    CHECK(X509_check_host(leaf.get(), "c.example", 0, 0, nullptr) == 0);
    CHECK(X509_check_ip_asc(leaf.get(), "10.0.0.1", 0) == 1);
    CHECK(X509_check_ip_asc(leaf.get(), "::1", 0) == 1);
    CHECK(X509_check_private_key(leaf.get(), read_key(part(caller, cert, "Key")).get()) == 1);

    const std::string text = printed(leaf.get());
    for (const char* wanted :
         {"Version: 3", "Not Before: Jan  2 03:04:05 2026 GMT", "Not After : Feb  1 03:04:05 2026 GMT",
          "Issuer: CN=an authority", "Subject: CN=a.example", "Digital Signature, Key Encipherment\n",
          "TLS Web Server Authentication, TLS Web Client Authentication", "CA:FALSE"}) {
        INFO(wanted);
        CHECK(text.find(wanted) != std::string::npos);
    }
}

TEST_CASE("a self-signed certificate with a key of its own", "[functions]") {
    Caller caller;
    const Value none = texts(caller, {});
    const Value cert = caller.get("genSelfSignedCert", {string("cn"), none, none, number(1)});
    const auto read = read_certificate(part(caller, cert, "Cert"));
    REQUIRE(read);
    CHECK(X509_verify(read.get(), X509_get0_pubkey(read.get())) == 1);
    CHECK(part(caller, cert, "Key").starts_with("-----BEGIN RSA PRIVATE KEY-----\n"));
    CHECK(EVP_PKEY_get_bits(X509_get0_pubkey(read.get())) == 2048);
}

TEST_CASE("private keys come in the forms that Go writes", "[functions]") {
    struct Row {
        const char* kind;
        const char* label;
    };
    for (const Row& row :
         {Row{"ecdsa", "EC PRIVATE KEY"}, Row{"ed25519", "PRIVATE KEY"}, Row{"dsa", "DSA PRIVATE KEY"}}) {
        INFO(row.kind);
        Caller caller;
        const std::string pem = caller.text("genPrivateKey", {string(row.kind)});
        CHECK(pem.starts_with("-----BEGIN " + std::string(row.label) + "-----\n"));
        CHECK(pem.ends_with("-----END " + std::string(row.label) + "-----\n"));
        CHECK(read_key(pem) != nullptr);
    }
}

TEST_CASE("an RSA key has primes, exponents and a modulus that belong together", "[functions]") {
    Caller caller;
    const auto key = read_key(std::string(caller.get("genPrivateKey", {string("rsa")}).as_string()));
    REQUIRE(key);
    CHECK(EVP_PKEY_get_bits(key.get()) == 4096);
    const std::unique_ptr<EVP_PKEY_CTX, Free> context(EVP_PKEY_CTX_new(key.get(), nullptr));
    CHECK(EVP_PKEY_check(context.get()) == 1);
}

TEST_CASE("what is no certificate or key is said to be none", "[functions]") {
    Caller caller;
    const Value list = texts(caller, {string("x")});
    const Value none = texts(caller, {});
    CHECK(caller.error("genSelfSignedCert", {string("cn"), list, none, number(1)}) == "error parsing ip: x");
    CHECK(caller.error("genCAWithKey", {string("cn"), number(1), string("x")}) ==
          "parsing private key: no PEM data in input");
    CHECK(caller.error("buildCustomCert", {string("!"), string("")}) ==
          "unable to decode base64 certificate");
    CHECK(caller.error("buildCustomCert", {string("eA=="), string("eA==")}) ==
          "unable to decode certificate");
}
