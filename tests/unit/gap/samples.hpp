#pragma once

#include "gap/values.hpp"
#include "gap/width.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <thread>
#include <vector>

#include <mpfr.h>

/// Values of many distributions, and what their gaps are by definition.
namespace pipelab::gap::test {

__extension__ using Wide = __int128;

inline bool exactly_wider(const Gap<double>& a, const Gap<double>& b) {
    const auto rounded = [](const Gap<double>& gap) {
        return static_cast<__float128>(gap.upper) - static_cast<__float128>(gap.lower);
    };
    // Rounding is monotone: only equal results leave the order open.
    if (rounded(a) != rounded(b)) return rounded(a) > rounded(b);
    mpfr_t sum;
    mpfr_init2(sum, 2200);  // every sum of doubles fits
    mpfr_set_zero(sum, 1);
    for (const double term : {a.upper, -a.lower, -b.upper, b.lower}) {
        mpfr_add_d(sum, sum, term, MPFR_RNDN);
    }
    const bool wider = mpfr_sgn(sum) > 0;
    mpfr_clear(sum);
    return wider;
}

template <class T>
bool exactly_wider(const Gap<T>& a, const Gap<T>& b) {
    return static_cast<Wide>(a.upper) - a.lower > static_cast<Wide>(b.upper) - b.lower;
}

/// Neighbours of different value after sorting, widest first: the definition, done plainly.
template <class T>
std::vector<Gap<T>> by_definition(std::vector<T> values, std::size_t top) {
    std::sort(values.begin(), values.end());
    std::vector<Gap<T>> gaps;
    for (std::size_t i = 1; i < values.size(); ++i) {
        if (values[i - 1] != values[i]) gaps.push_back({values[i - 1], values[i]});
    }
    std::stable_sort(gaps.begin(), gaps.end(),
                     [](const auto& a, const auto& b) { return exactly_wider(a, b); });
    gaps.resize(std::min(gaps.size(), top));
    return gaps;
}

/// A value of one of the families 0..8; even tiny sets of one have ties, clusters or extremes.
template <class T>
T generated(std::mt19937_64& random, int family) {
    const std::uint64_t bits = random();
    if constexpr (std::is_same_v<T, double>) {
        switch (family) {
            case 0:
                return static_cast<double>(bits >> 11) * 0x1p-53;
            case 1:
                return static_cast<double>(bits % 20);
            case 2:
                return std::ldexp(1.0, static_cast<int>(bits % 2000) - 1000);
            case 3:
                return static_cast<double>(bits % 3) * 1e9 + static_cast<double>(bits >> 60);
            case 4:
                return std::bit_cast<double>(bits % 40);  // denormals
            case 5:
                return bits % 2 ? 1.7e308 - static_cast<double>(bits % 7) * 1e293 : -1.7e308;
            case 6:
                return 1 + static_cast<double>(bits % 64) * 0x1p-52;
            case 7:
                return -0.1 * static_cast<double>(bits % 1000);
            default: {
                const double any = std::bit_cast<double>(bits);
                return std::isfinite(any) ? any : 0;
            }
        }
    } else {
        switch (family) {
            case 0:
                return static_cast<T>(bits);
            case 1:
                return static_cast<T>(bits % 20);
            case 2:
                return static_cast<T>(std::uint64_t{1} << bits % 64);
            case 3:
                return static_cast<T>(bits % 3 * 1000000000 + (bits >> 60));
            case 4:
                return bits % 2 ? std::numeric_limits<T>::max() : std::numeric_limits<T>::min();
            case 5:
                return static_cast<T>(std::numeric_limits<T>::max() - static_cast<T>(bits % 50));
            case 6:
                return static_cast<T>(bits % 1000 * 3);
            case 7:
                return static_cast<T>(bits % 100 * 1000000007);
            default:
                return static_cast<T>(bits >> (random() % 64));
        }
    }
}

/// Values as they come from files too large for memory: in small blocks, from two workers at a
/// time, with a sample of their own.
template <class T>
class BlockwiseValues final : public Values<T> {
  public:
    explicit BlockwiseValues(std::span<const T> values, std::size_t block = 1000)
        : values_(values), block_(block) {
        extent_.count = values.size();
        if (values.empty()) return;
        extent_.minimum = *std::min_element(values.begin(), values.end());
        extent_.maximum = *std::max_element(values.begin(), values.end());
    }
    Extent<T> extent() const override { return extent_; }
    int workers() const override { return 2; }
    bool in_memory() const override { return false; }
    std::vector<T> sample() const override {
        std::vector<T> picked;
        for (std::size_t i = 0; i < values_.size(); i += 1 + values_.size() / sample_size) {
            picked.push_back(values_[i]);
        }
        return picked;
    }
    void visit(const typename Values<T>::See& see) const override {
        ++visits_;
        std::atomic<std::size_t> next{0};
        const auto work = [&](int worker) {
            for (std::size_t at; (at = next.fetch_add(block_)) < values_.size();) {
                see({values_.subspan(at, std::min(block_, values_.size() - at)), at}, worker);
            }
        };
        std::thread other(work, 1);
        work(0);
        other.join();
    }
    int visits() const { return visits_; }

  private:
    std::span<const T> values_;
    std::size_t block_;
    Extent<T> extent_;
    mutable int visits_ = 0;
};

}  // namespace pipelab::gap::test
