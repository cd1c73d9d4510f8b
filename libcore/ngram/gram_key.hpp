#pragma once

#include "ngram/vocabulary.hpp"

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace pipelab::ngram {

/// The words of an n-gram as digits of one large number, the last word first, so that numbers are
/// ordered as n-grams from their last words on. A digit is the number of a word plus one; 0: the
/// n-gram is shorter.
template <std::size_t Words>
struct GramKey {
    std::array<std::uint64_t, Words> words{};  ///< most significant first
    auto operator<=>(const GramKey&) const = default;
};

/// How digits lie in a key: `order` of them, each of `bits`, at the low end.
template <std::size_t Words>
class KeyLayout {
  public:
    using Key = GramKey<Words>;

    KeyLayout(std::size_t order, int bits)
        : order_(order), bits_(bits), shift_((static_cast<int>(order) - 1) * bits) {}
    std::size_t order() const { return order_; }
    int total_bits() const { return shift_ + bits_; }

    /// The n-gram that ends with `digit`, one word after that of `key`.
    Key after(const Key& key, std::uint64_t digit) const {
        Key next;
        for (std::size_t i = Words; i-- > 0;) {
            const std::uint64_t above = i > 0 ? key.words[i - 1] : 0;
            next.words[i] = key.words[i] >> bits_ | (bits_ < 64 ? above << (64 - bits_) : 0);
        }
        put(next, digit, shift_);
        return next;
    }
    /// All digits one place up, the first one lost, and `digit` as the last one.
    Key appended(const Key& key, std::uint64_t digit) const {
        Key next;
        for (std::size_t i = 0; i < Words; ++i) {
            const std::uint64_t below = i + 1 < Words ? key.words[i + 1] >> (64 - bits_) : digit;
            next.words[i] = key.words[i] << bits_ | below;
        }
        for (std::size_t i = 0; i < Words; ++i) {
            const int above = total_bits() - 64 * static_cast<int>(Words - 1 - i);
            if (above < 64) next.words[i] &= above > 0 ? (std::uint64_t{1} << above) - 1 : 0;
        }
        return next;
    }
    /// All digits so many bits down.
    static Key shifted(const Key& key, int by) {
        Key result;
        for (std::size_t i = 0; i < Words; ++i) {
            const int low = by + 64 * static_cast<int>(i);
            if (low < static_cast<int>(64 * Words)) result.words[Words - 1 - i] = bits_of(key, low);
        }
        return result;
    }
    /// The n-gram with one word more before it, which becomes digit i from the end.
    Key with_digit(Key key, std::size_t i, std::uint64_t digit) const {
        put(key, digit, shift_ - static_cast<int>(i) * bits_);
        return key;
    }
    /// Digit i from the end of the n-gram.
    std::uint64_t digit(const Key& key, std::size_t i) const {
        const int low = shift_ - static_cast<int>(i) * bits_;
        return bits_of(key, low) & ((std::uint64_t{1} << bits_) - 1);
    }
    /// How many digits from the end two keys share; order() for equal ones.
    std::size_t shared(const Key& a, const Key& b) const {
        int bit = total_bits();
        for (std::size_t i = 0; i < Words; ++i) {
            const std::uint64_t difference = a.words[i] ^ b.words[i];
            if (difference == 0) continue;
            bit = static_cast<int>(64 * (Words - i)) - 1 - std::countl_zero(difference);
            return static_cast<std::size_t>((total_bits() - 1 - bit) / bits_);
        }
        return order_;
    }
    /// The 64 bits from bit `low` on.
    static std::uint64_t bits_of(const Key& key, int low) {
        if constexpr (Words == 1) return key.words[0] >> low;
        const std::size_t word = Words - 1 - static_cast<std::size_t>(low / 64);
        const int in = low % 64;
        std::uint64_t bits = key.words[word] >> in;
        if (in > 0 && word > 0) bits |= key.words[word - 1] << (64 - in);
        return bits;
    }

  private:
    /// Sets the digit from bit `low` on, which was 0.
    void put(Key& key, std::uint64_t digit, int low) const {
        if constexpr (Words == 1) {
            key.words[0] |= digit << low;
            return;
        }
        const std::size_t word = Words - 1 - static_cast<std::size_t>(low / 64);
        const int in = low % 64;
        key.words[word] |= digit << in;
        if constexpr (Words > 1)
            if (in + bits_ > 64) key.words[word - 1] |= digit >> (64 - in);
    }

    std::size_t order_;
    int bits_;
    int shift_;  // of the first digit
};

/// What run<Words>() gives with the fewest words that keys of so many bits need: `order` digits of
/// `bits`, and so many beside.
template <class Run>
auto with_key_words(std::size_t order, int bits, int beside, Run&& run) {
    const std::size_t all =
        order * static_cast<std::size_t>(bits) + static_cast<std::size_t>(beside);
    if (all <= 64) return run.template operator()<1>();
    if (all <= 128) return run.template operator()<2>();
    if (all <= 256) return run.template operator()<4>();
    return run.template operator()<9>();
}

}  // namespace pipelab::ngram
