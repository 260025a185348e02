// OpenSSL's own generator builds its primes around smaller ones (SP 800-56B), which takes more than three
// times as long as Go's plain search. So the primes come from a search like Go's, and the key is put together
// from them as PKCS #1 says.
#include "rsa_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <array>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "prime_search.h"

namespace yare::templates {

namespace {

// The numbers of a private key, by their names in PKCS #1.
struct Parts {
    Number p, q, n = secret_number(), e = secret_number(), d = secret_number(), d_p = secret_number(),
                 d_q = secret_number(), q_inverse = secret_number();

    bool all() const { return p && q && n && e && d && d_p && d_q && q_inverse; }
};

// FIPS 186-5, A.1.3: the primes differ in their first hundred bits, and their product is as long as was asked
// for.
bool suit(const Parts& parts, int bits) {
    const Number difference = secret_number();
    return difference && BN_sub(difference.get(), parts.p.get(), parts.q.get()) == 1 &&
           BN_num_bits(difference.get()) > bits / 2 - 100 && BN_num_bits(parts.n.get()) == bits;
}

bool derive(Parts& parts, BN_CTX* numbers) {
    const Number p_1 = secret_number();
    const Number q_1 = secret_number();
    const Number divisor = secret_number();
    const Number product = secret_number();
    const Number multiple = secret_number();
    return p_1 && q_1 && divisor && product && multiple &&
           BN_sub(p_1.get(), parts.p.get(), BN_value_one()) == 1 &&
           BN_sub(q_1.get(), parts.q.get(), BN_value_one()) == 1 &&
           BN_mul(product.get(), p_1.get(), q_1.get(), numbers) == 1 &&
           BN_gcd(divisor.get(), p_1.get(), q_1.get(), numbers) == 1 &&
           BN_div(multiple.get(), nullptr, product.get(), divisor.get(), numbers) == 1 &&
           BN_mod_inverse(parts.d.get(), parts.e.get(), multiple.get(), numbers) &&
           BN_mod(parts.d_p.get(), parts.d.get(), p_1.get(), numbers) == 1 &&
           BN_mod(parts.d_q.get(), parts.d.get(), q_1.get(), numbers) == 1 &&
           BN_mod_inverse(parts.q_inverse.get(), parts.q.get(), parts.p.get(), numbers);
}

// FIPS 186-5, A.1.1: a short private exponent could be guessed from the public key. It does not happen.
bool is_long(const BIGNUM* d, int bits) { return BN_num_bits(d) > bits / 2; }

struct FreeBuilder {
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
};
struct FreeParameters {
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
};
struct FreeContext {
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};

EVP_PKEY* assemble(const Parts& parts) {
    const std::unique_ptr<OSSL_PARAM_BLD, FreeBuilder> builder(OSSL_PARAM_BLD_new());
    if (!builder) return nullptr;
    const std::pair<const char*, const BIGNUM*> named[] = {
        {OSSL_PKEY_PARAM_RSA_N, parts.n.get()},
        {OSSL_PKEY_PARAM_RSA_E, parts.e.get()},
        {OSSL_PKEY_PARAM_RSA_D, parts.d.get()},
        {OSSL_PKEY_PARAM_RSA_FACTOR1, parts.p.get()},
        {OSSL_PKEY_PARAM_RSA_FACTOR2, parts.q.get()},
        {OSSL_PKEY_PARAM_RSA_EXPONENT1, parts.d_p.get()},
        {OSSL_PKEY_PARAM_RSA_EXPONENT2, parts.d_q.get()},
        {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, parts.q_inverse.get()},
    };
    for (const auto& [name, number] : named) {
        if (OSSL_PARAM_BLD_push_BN(builder.get(), name, number) != 1) return nullptr;
    }
    const std::unique_ptr<OSSL_PARAM, FreeParameters> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    const std::unique_ptr<EVP_PKEY_CTX, FreeContext> context(
        EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, parameters.get()) != 1) {
        return nullptr;
    }
    return key;
}

// What the private half signs, the public half must accept: a fault in the making, or of the machine, ends
// here and not in a cluster.
bool halves_agree(EVP_PKEY* key) {
    constexpr std::array<unsigned char, 32> kMessage{'b', 'o', 't', 'h', ' ', 'h', 'a', 'l', 'v', 'e', 's'};
    std::vector<unsigned char> signature(std::size_t(EVP_PKEY_get_size(key)));
    std::size_t size = signature.size();
    const std::unique_ptr<EVP_PKEY_CTX, FreeContext> signing(EVP_PKEY_CTX_new(key, nullptr));
    const std::unique_ptr<EVP_PKEY_CTX, FreeContext> verifying(EVP_PKEY_CTX_new(key, nullptr));
    return signing && verifying && EVP_PKEY_sign_init(signing.get()) == 1 &&
           EVP_PKEY_CTX_set_rsa_padding(signing.get(), RSA_PKCS1_PADDING) == 1 &&
           EVP_PKEY_sign(signing.get(), signature.data(), &size, kMessage.data(), kMessage.size()) == 1 &&
           EVP_PKEY_verify_init(verifying.get()) == 1 &&
           EVP_PKEY_CTX_set_rsa_padding(verifying.get(), RSA_PKCS1_PADDING) == 1 &&
           EVP_PKEY_verify(verifying.get(), signature.data(), size, kMessage.data(), kMessage.size()) == 1;
}

}  // namespace

EVP_PKEY* make_rsa_key(unsigned bits) {
    const Numbers numbers(BN_CTX_secure_new());
    Parts parts;
    if (!numbers) return nullptr;
    do {
        std::tie(parts.p, parts.q) = find_two_primes(int(bits) / 2);
        if (!parts.all()) return nullptr;
        if (BN_cmp(parts.p.get(), parts.q.get()) < 0) std::swap(parts.p, parts.q);
        if (BN_mul(parts.n.get(), parts.p.get(), parts.q.get(), numbers.get()) != 1) return nullptr;
    } while (!suit(parts, int(bits)));
    if (BN_set_word(parts.e.get(), kPublicExponent) != 1 || !derive(parts, numbers.get()) ||
        !is_long(parts.d.get(), int(bits)))
        return nullptr;
    EVP_PKEY* key = assemble(parts);
    if (key && !halves_agree(key)) {
        EVP_PKEY_free(key);
        return nullptr;
    }
    return key;
}

}  // namespace yare::templates
