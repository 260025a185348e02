// RSA keys, made as fast as Go makes them.
#pragma once

#include <openssl/types.h>

namespace yare::templates {

// A key of two primes, with the exponent 65537. Null when OpenSSL could not make it. The caller owns it.
EVP_PKEY* make_rsa_key(unsigned bits);

}  // namespace yare::templates
