// The search of FIPS 186-5, A.1.3: draw, divide by small primes, ask Miller and Rabin.
//
// OpenSSL's own search (BN_generate_prime_ex2) asks each prime 64 times, which takes as long as finding it:
// that many are for numbers that a stranger may have chosen, and these are drawn at random. So the loop
// around OpenSSL's arithmetic is ours. All random numbers come from its generator for secrets, which the
// system seeds and each thread has for itself.
#include "prime_search.h"

#include <sched.h>

#include <array>
#include <atomic>
#include <mutex>
#include <system_error>
#include <thread>

namespace yare::templates {

namespace {

// FIPS 186-5, table B.1: at 1024 bits five leave a doubt of 2^-112, what the key is worth; longer primes need
// four.
constexpr int kRounds = 5;

// Odd primes to divide by first. Twice as many would spare a tenth of the rounds, and cost as much.
constexpr std::size_t kSmallPrimes = 512;

constexpr std::array<BN_ULONG, kSmallPrimes> small_primes() {
    std::array<BN_ULONG, kSmallPrimes> out{};
    std::size_t count = 0;
    for (BN_ULONG candidate = 3; count < out.size(); candidate += 2) {
        bool prime = true;
        for (std::size_t i = 0; i < count && out[i] * out[i] <= candidate && prime; ++i) {
            prime = candidate % out[i] != 0;
        }
        if (prime) out[count++] = candidate;
    }
    return out;
}
constexpr auto kDivisors = small_primes();

struct FreeMontgomery {
    void operator()(BN_MONT_CTX* modulus) const { BN_MONT_CTX_free(modulus); }
};

enum class Verdict { Prime, Composite, CannotTell };

bool has_small_divisor(const BIGNUM* candidate) {
    for (const BN_ULONG divisor : kDivisors) {
        if (BN_mod_word(candidate, divisor) == 0) return true;
    }
    return false;
}

// Miller and Rabin's question (FIPS 186-5, B.3.1), asked of one candidate with one base after the other.
class Witnesses {
  public:
    // candidate - 1 = 2^twos * odd
    static Verdict ask(const BIGNUM* candidate, BN_CTX* numbers) {
        Witnesses witnesses(candidate, numbers);
        if (!witnesses.prepare()) return Verdict::CannotTell;
        for (int round = 0; round < kRounds; ++round) {
            const Verdict verdict = witnesses.round();
            if (verdict != Verdict::Prime) return verdict;
        }
        return Verdict::Prime;
    }

  private:
    Witnesses(const BIGNUM* candidate, BN_CTX* numbers) : candidate_(candidate), numbers_(numbers) {}

    bool prepare() {
        if (!modulus_ || !less_one_ || !odd_ || !bases_ || !base_ || !power_ ||
            BN_sub(less_one_.get(), candidate_, BN_value_one()) != 1) {
            return false;
        }
        while (BN_is_bit_set(less_one_.get(), twos_) == 0) ++twos_;
        return BN_rshift(odd_.get(), less_one_.get(), twos_) == 1 &&
               BN_sub(bases_.get(), candidate_, BN_value_one()) == 1 && BN_sub_word(bases_.get(), 2) == 1 &&
               BN_MONT_CTX_set(modulus_.get(), candidate_, numbers_) == 1;
    }

    Verdict round() {
        // 2 <= base <= candidate - 2
        if (BN_priv_rand_range(base_.get(), bases_.get()) != 1 || BN_add_word(base_.get(), 2) != 1 ||
            BN_mod_exp_mont_consttime(power_.get(), base_.get(), odd_.get(), candidate_, numbers_,
                                      modulus_.get()) != 1) {
            return Verdict::CannotTell;
        }
        if (BN_is_one(power_.get()) || BN_cmp(power_.get(), less_one_.get()) == 0) return Verdict::Prime;
        for (int i = 1; i < twos_; ++i) {
            if (BN_mod_sqr(power_.get(), power_.get(), candidate_, numbers_) != 1) return Verdict::CannotTell;
            if (BN_cmp(power_.get(), less_one_.get()) == 0) return Verdict::Prime;
        }
        return Verdict::Composite;
    }

    const BIGNUM* candidate_;
    BN_CTX* numbers_;
    std::unique_ptr<BN_MONT_CTX, FreeMontgomery> modulus_{BN_MONT_CTX_new()};
    Number less_one_ = secret_number(), odd_ = secret_number(), bases_ = secret_number(),
           base_ = secret_number(), power_ = secret_number();
    int twos_ = 0;
};

// The threads take what each finds until there are two: waiting for one prime from each would take half as
// long again.
class Search {
  public:
    explicit Search(int bits) : bits_(bits) {}

    void work() {
        const Numbers numbers(BN_CTX_secure_new());
        Number candidate = secret_number();
        while (numbers && candidate && !done_) {
            const Verdict verdict = draw(candidate.get(), numbers.get());
            if (verdict == Verdict::Composite) continue;
            if (verdict == Verdict::CannotTell) break;
            keep(std::move(candidate));
            candidate = secret_number();
        }
        done_ = true;  // a search that cannot go on ends the other, too
    }

    std::pair<Number, Number> found() && { return {std::move(first_), std::move(second_)}; }

  private:
    Verdict draw(BIGNUM* candidate, BN_CTX* numbers) const {
        if (BN_priv_rand_ex(candidate, bits_, BN_RAND_TOP_TWO, BN_RAND_BOTTOM_ODD, 0, numbers) != 1) {
            return Verdict::CannotTell;
        }
        // The exponent is prime: it can be inverted modulo p - 1 unless it divides that.
        if (has_small_divisor(candidate) || BN_mod_word(candidate, kPublicExponent) == 1)
            return Verdict::Composite;
        return Witnesses::ask(candidate, numbers);
    }

    void keep(Number prime) {
        const std::lock_guard lock(keeping_);
        (first_ ? second_ : first_) = std::move(prime);
        if (second_) done_ = true;
    }

    const int bits_;
    std::atomic<bool> done_ = false;
    std::mutex keeping_;
    Number first_, second_;
};

// The kernel would often leave a new thread on the first one's processor until its next tick.
void move_to_another_processor(int from) {
    cpu_set_t all;
    if (sched_getaffinity(0, sizeof all, &all) != 0) return;
    cpu_set_t others = all;
    CPU_CLR(std::size_t(from), &others);
    if (CPU_COUNT(&others) == 0 || sched_setaffinity(0, sizeof others, &others) != 0) return;
    sched_setaffinity(0, sizeof all, &all);
}

}  // namespace

std::pair<Number, Number> find_two_primes(int bits) {
    Search search(bits);
    std::thread other;
    try {
        other = std::thread([&search, here = sched_getcpu()] {
            move_to_another_processor(here);
            search.work();
        });
    } catch (const std::system_error&) {  // no more threads to be had: one does it alone
    }
    search.work();
    if (other.joinable()) other.join();
    return std::move(search).found();
}

}  // namespace yare::templates
