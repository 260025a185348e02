// Functions that make private keys and certificates.
#include <algorithm>
#include <array>
#include <string>

#include "call.h"
#include "key.h"
#include "yare/data/base64.h"
#include "yare/templates/host.h"

namespace yare::templates {

namespace {

using P = Param;

constexpr unsigned kCertificateKeyBits = 2048;
constexpr unsigned kKeyBits = 4096;

// What the functions give: {{ $ca.Cert }}, {{ $ca.Key }}.
class CertificateObject final : public TemplateObject {
  public:
    CertificateObject(std::string_view cert, std::string_view key) : cert_(cert), key_(key) {}

    std::string_view go_type() const override { return "sprig.certificate"; }
    std::string_view go_kind() const override { return "struct"; }
    Value print(Document& document) const override {
        return document.string("{" + std::string(cert_) + " " + std::string(key_) + "}");
    }
    Value plain(Document& document) const override {
        Map* map = document.make_map();
        map->set("Cert", Value::of_view(cert_));
        map->set("Key", Value::of_view(key_));
        return map;
    }
    GoParts parts(Document& document) const override {
        const std::array<GoField, 2> fields{{{"Cert", Value::of_view(cert_)}, {"Key", Value::of_view(key_)}}};
        return {GoParts::Shape::Struct, false, document.arena().copy(std::span<const GoField>(fields))};
    }
    bool same_as(const HostObject& other) const override {
        const auto* object = dynamic_cast<const CertificateObject*>(&other);
        return object && object->cert_ == cert_ && object->key_ == key_;
    }
    std::optional<Value> field(std::string_view name, Document&) const override {
        if (name == "Cert") return Value::of_view(cert_);
        if (name == "Key") return Value::of_view(key_);
        return std::nullopt;
    }

    std::string_view cert() const { return cert_; }
    std::string_view key() const { return key_; }

  private:
    std::string_view cert_;
    std::string_view key_;
};

Value make_object(Call& call, std::string_view cert, std::string_view key) {
    Arena& arena = call.document.arena();
    return Value(arena.make<CertificateObject>(arena.copy(cert), arena.copy(key)));
}

// A list of texts; what else is in it is an error that begins as `what` says.
Result<std::vector<std::string>> texts_of(Call& call, const Value& list, std::string_view what) {
    std::vector<std::string> texts;
    for (const Value& item : list.items()) {
        if (!item.is_string()) {
            return failure(std::string(what) + ": " + std::string(to_text(call, item)) + " is not a string");
        }
        texts.emplace_back(item.as_string());
    }
    return texts;
}

Result<std::vector<std::string>> addresses_of(Call& call, const Value& list) {
    std::vector<std::string> texts = YARE_TRY(texts_of(call, list, "error parsing ip"));
    for (const std::string& text : texts) {
        if (!address_bytes(text)) return failure("error parsing ip: " + text);
    }
    return texts;
}

Result<CertificateRequest> request_of(Call& call, Args args) {
    CertificateRequest request;
    request.common_name = args[0].as_string();
    request.addresses = YARE_TRY(addresses_of(call, args[1]));
    request.dns_names = YARE_TRY(texts_of(call, args[2], "error processing alternate dns name"));
    request.days = args[3].as_integer();
    return request;
}

CertificateRequest authority_of(Args args) {
    CertificateRequest request;
    request.common_name = args[0].as_string();
    request.days = args[1].as_integer();
    request.authority = true;
    return request;
}

Result<Value> self_signed(Call& call, const CertificateRequest& request, const PrivateKey& key) {
    Environment& outside = call.environment;
    const std::string cert =
        YARE_TRY(make_certificate(request, key, nullptr, outside.clock(), outside.random()));
    return make_object(call, cert, key.pem());
}

Result<Value> signed_by(Call& call, const CertificateRequest& request, const PrivateKey& key,
                        const Value& authority) {
    const auto* object = dynamic_cast<const CertificateObject*>(&authority.as_host());
    if (!object) return failure("unable to decode certificate");
    const CertificatePointer certificate =
        YARE_TRY(parse_certificate(object->cert(), "decodedSignerCert.Bytes"));
    const PrivateKey signing_key =
        YARE_TRY_WHILE("error parsing private key", PrivateKey::parse(object->key()));
    const Signer signer{signing_key, certificate.get()};
    Environment& outside = call.environment;
    const std::string cert =
        YARE_TRY(make_certificate(request, key, &signer, outside.clock(), outside.random()));
    return make_object(call, cert, key.pem());
}

Result<PrivateKey> given_key(const Value& pem) {
    PrivateKey key = YARE_TRY_WHILE("parsing private key", PrivateKey::parse(pem.as_string()));
    return key;
}

Result<Value> gen_ca(Call& call, Args args) {
    YARE_TRY(call.budget.take_key());
    const PrivateKey key = YARE_TRY(PrivateKey::rsa(kCertificateKeyBits));
    return self_signed(call, authority_of(args), key);
}

Result<Value> gen_ca_with_key(Call& call, Args args) {
    YARE_TRY(call.budget.take_key());
    const PrivateKey key = YARE_TRY(given_key(args[2]));
    return self_signed(call, authority_of(args), key);
}

// Helm makes the key first; what is wrong with the names is the same error either way.
Result<Value> gen_self_signed_cert(Call& call, Args args) {
    YARE_TRY(call.budget.take_key());
    const CertificateRequest request = YARE_TRY(request_of(call, args));
    const PrivateKey key = YARE_TRY(PrivateKey::rsa(kCertificateKeyBits));
    return self_signed(call, request, key);
}

Result<Value> gen_self_signed_cert_with_key(Call& call, Args args) {
    YARE_TRY(call.budget.take_key());
    const PrivateKey key = YARE_TRY(given_key(args[4]));
    const CertificateRequest request = YARE_TRY(request_of(call, args));
    return self_signed(call, request, key);
}

Result<Value> gen_signed_cert(Call& call, Args args) {
    YARE_TRY(call.budget.take_key());
    const CertificateRequest request = YARE_TRY(request_of(call, args));
    const PrivateKey key = YARE_TRY(PrivateKey::rsa(kCertificateKeyBits));
    return signed_by(call, request, key, args[4]);
}

Result<Value> gen_signed_cert_with_key(Call& call, Args args) {
    YARE_TRY(call.budget.take_key());
    const PrivateKey key = YARE_TRY(given_key(args[5]));
    const CertificateRequest request = YARE_TRY(request_of(call, args));
    return signed_by(call, request, key, args[4]);
}

Result<Value> build_custom_cert(Call& call, Args args) {
    const auto cert = decode_base64(args[0].as_string());
    if (!cert) return failure("unable to decode base64 certificate");
    const auto key = decode_base64(args[1].as_string());
    if (!key) return failure("unable to decode base64 private key");
    YARE_TRY(parse_certificate(*cert, "decodedCert.Bytes"));
    YARE_TRY_WHILE("error parsing private key", PrivateKey::parse(*key));
    return make_object(call, *cert, *key);
}

Result<PrivateKey> key_of_kind(std::string_view kind) {
    if (kind.empty() || kind == "rsa") return PrivateKey::rsa(kKeyBits);
    if (kind == "dsa") return PrivateKey::dsa();
    if (kind == "ecdsa") return PrivateKey::ecdsa();
    return PrivateKey::ed25519();
}

Result<Value> gen_private_key(Call& call, Args args) {
    const std::string_view kind = args[0].as_string();
    constexpr std::string_view kKinds[] = {"", "rsa", "dsa", "ecdsa", "ed25519"};
    if (std::find(std::begin(kKinds), std::end(kKinds), kind) == std::end(kKinds)) {
        return join_text(call, {"Unknown type ", kind});
    }
    YARE_TRY(call.budget.take_key());
    const PrivateKey key = YARE_TRY(key_of_kind(kind));
    return new_string(call, key.pem());
}

constexpr Function kFunctions[] = {
    {"genPrivateKey", gen_private_key, {P::String}},
    {"genCA", gen_ca, {P::String, P::Int}},
    {"genCAWithKey", gen_ca_with_key, {P::String, P::Int, P::String}},
    {"genSelfSignedCert", gen_self_signed_cert, {P::String, P::List, P::List, P::Int}},
    {"genSelfSignedCertWithKey",
     gen_self_signed_cert_with_key,
     {P::String, P::List, P::List, P::Int, P::String}},
    {"genSignedCert", gen_signed_cert, {P::String, P::List, P::List, P::Int, P::Certificate}},
    {"genSignedCertWithKey",
     gen_signed_cert_with_key,
     {P::String, P::List, P::List, P::Int, P::Certificate, P::String}},
    {"buildCustomCert", build_custom_cert, {P::String, P::String}},
};

}  // namespace

std::span<const Function> certificate_functions() { return kFunctions; }

}  // namespace yare::templates
