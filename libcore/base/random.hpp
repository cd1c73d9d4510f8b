#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace pipelab::base {

/// Philox4x32-10: ten rounds of multiplication and exclusive or that turn a 128-bit counter into
/// 128 random bits under a 64-bit key. Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as
/// easy as 1, 2, 3", SC 2011.
std::array<std::uint32_t, 4> philox(const std::array<std::uint32_t, 4>& counter,
                                    const std::array<std::uint32_t, 2>& key);

/// Random numbers without state: each draw is a function of (seed, stream, index), so any element
/// of a sequence can be drawn alone, by any thread, in any order, with the same bits on every
/// machine. Two values, cheap to copy; nothing advances.
///
/// Different streams of a seed are independent, 2^64 of them with 2^64 elements each. The draws of
/// different kinds at one index of one stream come from the same bits: give each random quantity
/// of a program a stream of its own. A single draw costs some 15 ns (normal 40); the forms that
/// fill a span give the values of first, first + 1, ... and are vectorised.
class Random {
  public:
    explicit Random(std::uint64_t seed = 0, std::uint64_t stream = 0)
        : seed_(seed), stream_(stream) {}
    std::uint64_t seed() const { return seed_; }
    std::uint64_t stream() const { return stream_; }

    /// 64 random bits: half of the Philox block with counter (index / 2, stream) and key seed, low
    /// words first.
    std::uint64_t bits(std::uint64_t index) const;
    void bits(std::uint64_t first, std::span<std::uint64_t> out) const;

    /// Uniform in [0, 1): a multiple of 2^-53, all of them equally likely.
    double uniform(std::uint64_t index) const;
    void uniform(std::uint64_t first, std::span<double> out) const;

    /// Standard normal, by the method of Box and Muller (1958) from pairs of 64-bit words: elements
    /// 2k and 2k + 1 are r cos and r sin of one random point. |x| <= 9.5.
    double normal(std::uint64_t index) const;
    void normal(std::uint64_t first, std::span<double> out) const;

    /// Exponential with mean 1: -log of a uniform number of 64 bits. 0 <= x <= 45.1.
    double exponential(std::uint64_t index) const;
    void exponential(std::uint64_t first, std::span<double> out) const;

    /// Uniform in [0, bound), exactly: words that would favour some values are rejected (Lemire
    /// 2019) and drawn again from counters that nothing else uses. bound 0 stands for 2^64.
    std::uint64_t integer(std::uint64_t index, std::uint64_t bound) const;
    void integer(std::uint64_t first, std::uint64_t bound, std::span<std::uint64_t> out) const;

    /// The image of `index` under a random permutation of [0, n), index < n, without the others:
    /// O(1) memory, under half a microsecond. Each n has its own permutation, independent of all
    /// other draws. Up to n = 16 every permutation is equally likely (Fisher and Yates). Above, a
    /// Feistel network of 12 rounds on the cells of a table of about sqrt(n) by sqrt(n) (Black and
    /// Rogaway 2002), walked until it comes back into [0, n): not all n! permutations are within
    /// reach of 64 bits of key, but no statistic of few elements tells it from uniform. Not for
    /// secrets.
    std::uint64_t permuted(std::uint64_t index, std::uint64_t n) const;
    void permuted(std::uint64_t first, std::uint64_t n, std::span<std::uint64_t> out) const;

  private:
    std::uint64_t seed_, stream_;
};

}  // namespace pipelab::base
