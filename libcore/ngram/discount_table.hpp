#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace pipelab::ngram {

/// The words that follow a context, as far as its discounts depend on them.
struct Followers {
    std::uint64_t sum = 0;   ///< of their counts
    std::uint32_t all = 0;   ///< how many there are
    std::uint32_t once = 0;  ///< with count 1
    void add(std::uint64_t count) {
        sum += count;
        ++all;
        once += count == 1;
    }
};

/// Discounts of one order by kinds of contexts and of n-grams. Of an n-gram hw, its count and that
/// of the shorter n-gram h'w matter: what is frequent after less context needs less of its own. Of
/// a context h, how often it occurs, and what share of its followers occurs once.
class DiscountTable {
  public:
    static constexpr std::size_t counts = 6;   ///< 1, 2, ... and more
    static constexpr std::size_t lowers = 4;   ///< of h'w: up to 4, 24, 192, and more
    static constexpr std::size_t sums = 10;    ///< of h: less than 2, 4, 8, ..., and more
    static constexpr std::size_t singles = 4;  ///< quarters
    static constexpr std::size_t gram_kinds = counts * lowers;
    static constexpr std::size_t context_kinds = sums * singles;

    /// `lower`: the count of h'w, 0 of a unigram.
    static std::uint8_t gram_kind(std::uint64_t count, std::uint64_t lower) {
        const std::size_t bucket = lower <= 4 ? 0 : lower <= 24 ? 1 : lower <= 192 ? 2 : 3;
        return static_cast<std::uint8_t>(bucket * counts + count_bucket(count));
    }
    /// Which of `counts` a kind of n-grams belongs to.
    static std::size_t count_of_kind(std::size_t gram_kind) { return gram_kind % counts; }
    static std::size_t count_bucket(std::uint64_t count) {
        return static_cast<std::size_t>(std::clamp<std::uint64_t>(count, 1, counts)) - 1;
    }
    static std::uint8_t context_kind(const Followers& followers) {
        if (followers.all == 0) return 0;
        const auto size = static_cast<std::size_t>(std::bit_width(followers.sum)) - 1;
        const std::size_t share = singles * followers.once / followers.all;
        return static_cast<std::uint8_t>(std::min(size, sums - 1) * singles +
                                         std::min(share, singles - 1));
    }

    double& operator()(std::size_t context_kind, std::size_t gram_kind) {
        return values_[context_kind * gram_kinds + gram_kind];
    }
    double operator()(std::size_t context_kind, std::size_t gram_kind) const {
        return values_[context_kind * gram_kinds + gram_kind];
    }

  private:
    std::array<double, context_kinds * gram_kinds> values_{};
};

}  // namespace pipelab::ngram
