// Numbers of OpenSSL's that are secret and clean up behind themselves.
#pragma once

#include <openssl/bn.h>

#include <memory>

namespace yare::templates {

struct FreeNumber {
    void operator()(BIGNUM* number) const { BN_clear_free(number); }
};
using Number = std::unique_ptr<BIGNUM, FreeNumber>;

struct FreeNumbers {
    void operator()(BN_CTX* numbers) const { BN_CTX_free(numbers); }
};
// What OpenSSL keeps its interim results in. Of one thread.
using Numbers = std::unique_ptr<BN_CTX, FreeNumbers>;

// OpenSSL takes the ways whose time does not depend on it. Empty: there is no memory.
inline Number secret_number() {
    Number out(BN_secure_new());
    if (out) BN_set_flags(out.get(), BN_FLG_CONSTTIME);
    return out;
}

}  // namespace yare::templates
