#include "base/random.hpp"

#include "base/elementary_kernel.hpp"
#include "base/isa.hpp"
#include "base/random_kernel.hpp"
#include "base/wide.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace pipelab::base {
namespace {

/// Counters of ordinary draws are below 2^63. Those above give keys for what needs more random
/// words than one per index.
constexpr std::uint64_t retry_domain = std::uint64_t{1} << 63;
constexpr std::uint64_t permutation_domain = std::uint64_t{3} << 62;

constexpr std::size_t batch = 512;  // words drawn at a time: 4 KiB, in the first-level cache

std::uint64_t derived_key(std::uint64_t seed, std::uint64_t stream, std::uint64_t counter) {
    std::uint64_t words[2];
    kernel::philox_block(seed, stream, counter, words);
    return words[0];
}

/// A random function of x < 2^32 and round to [0, bound), bound <= 2^32: the first word of a block
/// times bound over 2^64, uneven by 2^-32 at most.
PIPELAB_INLINE std::uint64_t random_shift(std::uint64_t key, std::uint64_t n, std::uint64_t round,
                                          std::uint64_t x, std::uint64_t bound) {
    std::uint64_t words[2];
    kernel::philox_block(key, n, x | round << 32, words);
    return ((words[0] >> 32) * bound + ((words[0] & 0xffffffff) * bound >> 32)) >> 32;
}

/// x[i] += random_shift(by[i]) modulo bound.
PIPELAB_ISA_CLONES
void shift_all(std::uint64_t key, std::uint64_t n, std::uint64_t round, const std::uint64_t* by,
               std::uint64_t* x, std::uint64_t bound, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t sum = x[i] + random_shift(key, n, round, by[i], bound);
        x[i] = sum - (sum >= bound ? bound : 0);
    }
}

struct Two {
    double even, odd;
};

PIPELAB_INLINE Two normal_pair(std::uint64_t a, std::uint64_t b) {
    const double r = std::sqrt(-2.0 * kernel::log_normal(kernel::open_unit(a), 0.0, 0.0));
    // Two bits for the quarter, the 53 below for the place in it, from -1/8 to 1/8 turn.
    const double t = (kernel::half_open_unit(b << 2) - 0.5) * 0.25;
    const kernel::SinCos point = kernel::sin_cos_reduced(b >> 62, kernel::times_two_pi(t));
    return {r * point.cos, r * point.sin};
}

PIPELAB_INLINE double exponential_of(std::uint64_t word) {
    return 0.0 - kernel::log_normal(kernel::open_unit(word), 0.0, 0.0);
}

PIPELAB_ISA_CLONES
void to_uniform(const std::uint64_t* words, double* out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) out[i] = kernel::half_open_unit(words[i]);
}

PIPELAB_ISA_CLONES
void to_normal(const std::uint64_t* words, double* out, std::size_t pairs) {
    for (std::size_t i = 0; i < pairs; ++i) {
        const Two two = normal_pair(words[2 * i], words[2 * i + 1]);
        out[2 * i] = two.even;
        out[2 * i + 1] = two.odd;
    }
}

PIPELAB_ISA_CLONES
void to_exponential(const std::uint64_t* words, double* out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) out[i] = exponential_of(words[i]);
}

/// Draws the words of out.size() elements from `first` on and hands them to convert(words, out,
/// count) in batches of whole blocks, so that an odd first or last element costs a small detour.
template <class T, class Convert>
void in_batches(const Random& random, std::uint64_t first, std::span<T> out, Convert convert) {
    std::uint64_t words[batch];
    T values[2];
    const auto detour = [&](std::uint64_t index) {
        kernel::philox_block(random.seed(), random.stream(), index / 2, words);
        convert(words, values, std::size_t{2});
        return values[index % 2];
    };
    std::size_t done = 0;
    if (first % 2 == 1 && !out.empty()) out[done++] = detour(first);
    while (out.size() - done >= 2) {
        const std::size_t count = std::min(batch, (out.size() - done) / 2 * 2);
        kernel::philox_words(random.seed(), random.stream(), (first + done) / 2, words, count / 2);
        convert(words, out.data() + done, count);
        done += count;
    }
    if (done < out.size()) out[done] = detour(first + done);
}

/// The word if it is fair for `bound`, else others until one is.
std::uint64_t bounded(const Random& random, std::uint64_t index, std::uint64_t bound,
                      std::uint64_t word) {
    Wide product = Wide{word} * bound;
    if (static_cast<std::uint64_t>(product) < bound) {
        const std::uint64_t unfair = (0 - bound) % bound;  // 2^64 mod bound
        for (std::uint64_t attempt = 0; static_cast<std::uint64_t>(product) < unfair; ++attempt) {
            const std::uint64_t key =
                derived_key(random.seed(), random.stream(), retry_domain + attempt);
            product = Wide{derived_key(key, random.stream(), index)} * bound;
        }
    }
    return static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t ceiling_root(std::uint64_t n) {
    auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(n)));
    while (root > 0 && Wide{root - 1} * (root - 1) >= n) --root;
    while (Wide{root} * root < n) ++root;
    return root;
}

class Permutation {
  public:
    Permutation(const Random& random, std::uint64_t n)
        : key_(derived_key(random.seed(), random.stream(), permutation_domain)), n_(n) {
        if (n <= small) {
            shuffle();
        } else {
            // An even number of rows: of an odd-by-odd table only even permutations would come.
            rows_ = ceiling_root(n);
            rows_ += rows_ % 2;
            columns_ = n / rows_ + (n % rows_ != 0);
        }
    }

    /// The images of first, first + 1, ...
    void images(std::uint64_t first, std::span<std::uint64_t> out) const {
        if (n_ <= small) {
            for (std::size_t i = 0; i < out.size(); ++i) out[i] = table_[(first + i) % small];
            return;
        }
        std::iota(out.begin(), out.end(), first);
        for (std::size_t i = 0; i < out.size(); i += half_batch) {
            once(out.subspan(i, std::min(half_batch, out.size() - i)));
        }
        for (std::uint64_t& image : out) {
            while (image >= n_) once({&image, 1});
        }
    }

  private:
    static constexpr std::uint64_t small = 16;
    static constexpr std::uint64_t rounds = 12;
    static constexpr std::size_t half_batch = batch / 2;

    void shuffle() {
        std::iota(std::begin(table_), std::end(table_), std::uint8_t{0});
        const Random draws(key_, n_);
        for (std::uint64_t i = n_; i-- > 1;) {
            std::swap(table_[i], table_[draws.integer(i, i + 1)]);
        }
    }

    /// Maps up to half_batch cells of the table to others.
    void once(std::span<std::uint64_t> cells) const {
        std::uint64_t row[half_batch], column[half_batch];
        const std::size_t count = cells.size();
        for (std::size_t i = 0; i < count; ++i) {
            row[i] = cells[i] / columns_;
            column[i] = cells[i] % columns_;
        }
        for (std::uint64_t round = 0; round < rounds; round += 2) {
            shift_all(key_, n_, round, column, row, rows_, count);
            shift_all(key_, n_, round + 1, row, column, columns_, count);
        }
        for (std::size_t i = 0; i < count; ++i) cells[i] = row[i] * columns_ + column[i];
    }

    std::uint64_t key_, n_;
    std::uint64_t rows_ = 0, columns_ = 0;
    std::uint8_t table_[small] = {};
};

}  // namespace

std::array<std::uint32_t, 4> philox(const std::array<std::uint32_t, 4>& counter,
                                    const std::array<std::uint32_t, 2>& key) {
    const auto join = [](std::uint32_t low, std::uint32_t high) {
        return low | std::uint64_t{high} << 32;
    };
    std::uint64_t words[2];
    kernel::philox_words(join(key[0], key[1]), join(counter[2], counter[3]),
                         join(counter[0], counter[1]), words, 1);
    return {static_cast<std::uint32_t>(words[0]), static_cast<std::uint32_t>(words[0] >> 32),
            static_cast<std::uint32_t>(words[1]), static_cast<std::uint32_t>(words[1] >> 32)};
}

std::uint64_t Random::bits(std::uint64_t index) const {
    std::uint64_t words[2];
    kernel::philox_block(seed_, stream_, index / 2, words);
    return words[index % 2];
}

void Random::bits(std::uint64_t first, std::span<std::uint64_t> out) const {
    in_batches(*this, first, out,
               [](const std::uint64_t* words, std::uint64_t* place, std::size_t count) {
                   std::copy_n(words, count, place);
               });
}

double Random::uniform(std::uint64_t index) const { return kernel::half_open_unit(bits(index)); }

void Random::uniform(std::uint64_t first, std::span<double> out) const {
    in_batches(*this, first, out, to_uniform);
}

double Random::normal(std::uint64_t index) const {
    std::uint64_t words[2];
    kernel::philox_block(seed_, stream_, index / 2, words);
    const Two two = normal_pair(words[0], words[1]);
    return index % 2 == 0 ? two.even : two.odd;
}

void Random::normal(std::uint64_t first, std::span<double> out) const {
    in_batches(*this, first, out, [](const std::uint64_t* words, double* place, std::size_t count) {
        to_normal(words, place, count / 2);
    });
}

double Random::exponential(std::uint64_t index) const { return exponential_of(bits(index)); }

void Random::exponential(std::uint64_t first, std::span<double> out) const {
    in_batches(*this, first, out, to_exponential);
}

std::uint64_t Random::integer(std::uint64_t index, std::uint64_t bound) const {
    const std::uint64_t word = bits(index);
    return bound == 0 ? word : bounded(*this, index, bound, word);
}

void Random::integer(std::uint64_t first, std::uint64_t bound, std::span<std::uint64_t> out) const {
    bits(first, out);
    if (bound == 0) return;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = bounded(*this, first + i, bound, out[i]);
}

std::uint64_t Random::permuted(std::uint64_t index, std::uint64_t n) const {
    std::uint64_t image = 0;
    Permutation(*this, n).images(index, {&image, 1});
    return image;
}

void Random::permuted(std::uint64_t first, std::uint64_t n, std::span<std::uint64_t> out) const {
    Permutation(*this, n).images(first, out);
}

}  // namespace pipelab::base
