// Primes for RSA keys.
#pragma once

#include <utility>

#include "big_number.h"

namespace yare::templates {

// The public exponent of every key: F4, as Go's.
inline constexpr BN_ULONG kPublicExponent = 65537;

// Two primes of `bits` bits (at least 1024), found independently of each other, whose two highest bits are
// set and neither of which is 1 modulo the public exponent. Searched for on two processors where there are
// two. Empty: no memory, or no random numbers.
std::pair<Number, Number> find_two_primes(int bits);

}  // namespace yare::templates
