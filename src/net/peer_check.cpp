#include "peer_check.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>
#include <utility>

namespace yare::net {

namespace {

struct Free {
    void operator()(BIO* p) const { BIO_free(p); }
    void operator()(X509* p) const { X509_free(p); }
    void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
    void operator()(GENERAL_NAMES* p) const { GENERAL_NAMES_free(p); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

std::string format_time(std::time_t time, bool local) {
    std::tm parts{};
    local ? localtime_r(&time, &parts) : gmtime_r(&time, &parts);
    std::array<char, 40> text{};
    std::string out(text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts));
    if (parts.tm_gmtoff == 0) return out + "Z";
    std::string zone(text.data(), std::strftime(text.data(), text.size(), "%z", &parts));
    return out + zone.substr(0, 3) + ":" + zone.substr(3);
}

// Go: "current time T is after NOTAFTER"; empty when the certificate is valid now.
std::string validity_problem(const X509* certificate) {
    const std::time_t now = std::time(nullptr);
    const auto text = [&](const ASN1_TIME* limit, const char* word) {
        std::tm parts{};
        ASN1_TIME_to_tm(limit, &parts);
        return std::string("x509: certificate has expired or is not yet valid: current time ") +
               format_time(now, true) + " is " + word + " " + format_time(timegm(&parts), false);
    };
    const ASN1_TIME* before = X509_get0_notBefore(certificate);
    const ASN1_TIME* after = X509_get0_notAfter(certificate);
    std::time_t moment = now;
    if (X509_cmp_time(before, &moment) > 0) return text(before, "before");
    if (X509_cmp_time(after, &moment) < 0) return text(after, "after");
    return {};
}

std::string text_of(const ASN1_STRING* string) {
    return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(string)),
                       std::size_t(ASN1_STRING_length(string)));
}

std::string address_text(const ASN1_OCTET_STRING* address) {
    std::array<char, INET6_ADDRSTRLEN> out{};
    const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
    if (!inet_ntop(family, ASN1_STRING_get0_data(address), out.data(), out.size())) return {};
    return out.data();
}

std::string common_name(const X509* certificate) {
    const X509_NAME* subject = X509_get_subject_name(certificate);
    for (const int nid : {NID_commonName, NID_organizationName}) {
        const int at = X509_NAME_get_index_by_NID(subject, nid, -1);
        if (at >= 0) return text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    }
    return {};
}

bool is_address(const std::string& host) {
    std::array<unsigned char, 16> bytes{};
    return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

// Names of one kind in the certificate's subjectAltName, joined with commas.
std::string alternative_names(const X509* certificate, int kind, bool& any_extension) {
    Owned<GENERAL_NAMES> names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    any_extension = names != nullptr;
    std::string out;
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type != kind) continue;
        if (!out.empty()) out += ", ";
        out += kind == GEN_DNS ? text_of(name->d.dNSName) : address_text(name->d.iPAddress);
    }
    return out;
}

// Go checks names in subjectAltName only, and OpenSSL's fallback to the common name is turned off to match.
std::string host_problem(X509* certificate, const std::string& host) {
    const bool address = is_address(host);
    const bool matches = address ? X509_check_ip_asc(certificate, host.c_str(), 0) == 1
                                 : X509_check_host(certificate, host.data(), host.size(),
                                                   X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr) == 1;
    if (matches) return {};
    bool extension = false;
    const std::string names = alternative_names(certificate, address ? GEN_IPADD : GEN_DNS, extension);
    if (!extension && !address && X509_check_host(certificate, host.data(), host.size(), 0, nullptr) == 1) {
        return "x509: certificate relies on legacy Common Name field, use SANs instead";
    }
    if (names.empty() && address) {
        return "x509: cannot validate certificate for " + host + " because it doesn't contain any IP SANs";
    }
    if (names.empty()) return "x509: certificate is not valid for any names, but wanted to match " + host;
    return "x509: certificate is valid for " + names + ", not " + host;
}

std::string chain_problem(X509_STORE_CTX* store) {
    const std::string unknown = "x509: certificate signed by unknown authority";
    const X509* certificate = X509_STORE_CTX_get_current_cert(store);
    const int depth = X509_STORE_CTX_get_error_depth(store);
    const auto because = [&](const std::string& hint) {
        return unknown + " (possibly because of \"" + hint +
               "\" while trying to verify candidate authority certificate \"" +
               (certificate ? common_name(certificate) : std::string()) + "\")";
    };
    switch (X509_STORE_CTX_get_error(store)) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
        case X509_V_ERR_CERT_NOT_YET_VALID:
            if (certificate && depth > 0) return because(validity_problem(certificate));
            return unknown;
        case X509_V_ERR_CERT_SIGNATURE_FAILURE:
            return because("crypto/rsa: verification error");
        case X509_V_ERR_INVALID_PURPOSE:
            return "x509: certificate specifies an incompatible key usage";
        default:
            return unknown;
    }
}

void free_check(void*, void* pointer, CRYPTO_EX_DATA*, int, long, void*) {
    delete static_cast<std::shared_ptr<PeerCheck>*>(pointer);
}

int check_index() {
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, free_check);
    return index;
}

PeerCheck* check_of(const SSL* ssl) {
    auto* shared =
        static_cast<std::shared_ptr<PeerCheck>*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), check_index()));
    return shared ? shared->get() : nullptr;
}

// Go looks at the server's own certificate first (dates, then names) and only then at who signed it.
int verify(int fine, X509_STORE_CTX* store) {
    const auto* ssl =
        static_cast<const SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
    PeerCheck* check = ssl ? check_of(ssl) : nullptr;
    X509* leaf = X509_STORE_CTX_get0_cert(store);
    if (!check || !leaf) return fine;
    if (!check->failure.empty()) return 0;
    std::string problem = validity_problem(leaf);
    if (problem.empty()) problem = host_problem(leaf, check->host);
    if (problem.empty() && !fine) problem = chain_problem(store);
    check->failure = std::move(problem);
    return check->failure.empty() ? 1 : 0;
}

void note_alert(const SSL* ssl, int where, int value) {
    constexpr int kFatal = SSL3_AL_FATAL;
    if ((where & SSL_CB_READ_ALERT) != SSL_CB_READ_ALERT || (value >> 8) != kFatal) return;
    if (PeerCheck* check = check_of(ssl)) check->alert = value & 0xff;
}

Owned<BIO> memory(const std::string& text) {
    return Owned<BIO>(BIO_new_mem_buf(text.data(), int(text.size())));
}

// No password is asked for: a key that needs one is refused.
int no_password(char*, int, int, void*) { return 0; }

}  // namespace

void install_peer_check(void* ssl_context, std::shared_ptr<PeerCheck> check) {
    auto* context = static_cast<SSL_CTX*>(ssl_context);
    const bool verifies = check->verify;
    SSL_CTX_set_ex_data(context, check_index(), new std::shared_ptr<PeerCheck>(std::move(check)));
    SSL_CTX_set_info_callback(context, note_alert);
    if (verifies) SSL_CTX_set_verify(context, SSL_VERIFY_PEER, verify);
}

std::string alert_text(int alert) {
    static constexpr std::array<std::pair<int, const char*>, 26> kTexts{{
        {10, "unexpected message"},
        {20, "bad record MAC"},
        {21, "decryption failed"},
        {22, "record overflow"},
        {30, "decompression failure"},
        {40, "handshake failure"},
        {42, "bad certificate"},
        {43, "unsupported certificate"},
        {44, "revoked certificate"},
        {45, "expired certificate"},
        {46, "unknown certificate"},
        {47, "illegal parameter"},
        {48, "unknown certificate authority"},
        {49, "access denied"},
        {50, "error decoding message"},
        {51, "error decrypting message"},
        {60, "export restriction"},
        {70, "protocol version not supported"},
        {71, "insufficient security level"},
        {80, "internal error"},
        {86, "inappropriate fallback"},
        {90, "user canceled"},
        {109, "missing extension"},
        {112, "unrecognized name"},
        {116, "certificate required"},
        {120, "no application protocol"},
    }};
    for (const auto& [number, text] : kTexts) {
        if (number == alert) return text;
    }
    return "alert(" + std::to_string(alert) + ")";
}

bool holds_certificate(const std::string& pem) {
    const Owned<X509> first(PEM_read_bio_X509(memory(pem).get(), nullptr, no_password, nullptr));
    return first != nullptr;
}

Result<void> check_tls_options(const TlsOptions& options) {
    if (!options.authority_pem.empty() && !holds_certificate(options.authority_pem)) {
        return Error(ErrorCode::Invalid,
                     "unable to load root certificates: unable to parse bytes as PEM block");
    }
    return check_key_pair(options);
}

Result<void> check_key_pair(const TlsOptions& options) {
    if (options.certificate_pem.empty() && options.key_pem.empty()) return {};
    const Owned<X509> ours(
        PEM_read_bio_X509(memory(options.certificate_pem).get(), nullptr, no_password, nullptr));
    if (!ours) return Error(ErrorCode::Invalid, "tls: failed to find any PEM data in certificate input");
    const Owned<EVP_PKEY> key(
        PEM_read_bio_PrivateKey(memory(options.key_pem).get(), nullptr, no_password, nullptr));
    if (!key) return Error(ErrorCode::Invalid, "tls: failed to find any PEM data in key input");
    if (X509_check_private_key(ours.get(), key.get()) != 1) {
        return Error(ErrorCode::Invalid, "tls: private key does not match public key");
    }
    return {};
}

}  // namespace yare::net
