#include "base/exact_sum.hpp"

#include "base/isa.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

namespace pipelab::base {
namespace {

constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;
constexpr std::uint64_t infinity_bits = std::uint64_t{2047} << 52;
constexpr std::uint64_t implicit_bit = std::uint64_t{1} << 52;
constexpr std::uint64_t pending_limit = std::uint64_t{1} << 40;

constexpr std::size_t block_size = 2048;
constexpr std::size_t worth_a_block = 32;
/// Sums of a block's quantities have up to 62 bits, 94 when shifted into place: 2^10 times what a
/// single value can add to a window.
constexpr std::uint64_t block_weight = 1024;

PIPELAB_ISA_CLONES
std::uint64_t largest_magnitude(const double* values, std::size_t count) {
    std::int64_t largest = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto size =
            static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(values[i]) << 1 >> 1);
        largest = size > largest ? size : largest;
    }
    return static_cast<std::uint64_t>(largest);
}

struct BlockSum {
    std::uint64_t upper, lower, rest;
};

/// Adding a large power of two to a value rounds it to a multiple of the power's unit, and the
/// multiple stands in the low bits of the sum: these are summed as integers. What rounding took
/// away is found exactly (Rump, Ogita, Oishi 2008) and treated likewise with a finer unit; what is
/// left after that goes to `rests`.
PIPELAB_ISA_CLONES
BlockSum split_and_sum(const double* values, std::size_t count, double coarse, double fine,
                       double* rests) {
    BlockSum sum{0, 0, 0};
    for (std::size_t i = 0; i < count; ++i) {
        const double upper = values[i] + coarse;
        const double remainder = values[i] - (upper - coarse);
        const double lower = remainder + fine;
        const double rest = remainder - (lower - fine);
        sum.upper += std::bit_cast<std::uint64_t>(upper) - std::bit_cast<std::uint64_t>(coarse);
        sum.lower += std::bit_cast<std::uint64_t>(lower) - std::bit_cast<std::uint64_t>(fine);
        sum.rest |= std::bit_cast<std::uint64_t>(rest) << 1;
        rests[i] = rest;
    }
    return sum;
}

/// 1.5 * 2^52 units, the unit being 2^(position - 1074).
double rounder_for(unsigned position) {
    return std::bit_cast<double>((std::uint64_t{position} + 1) << 52 | implicit_bit >> 1);
}

/// The bits of the double nearest to the sum of words[i] 2^(32 i - 1074), words of 32 bits.
std::uint64_t rounded_bits(std::span<const std::uint64_t> words) {
    std::size_t top = words.size();
    while (top > 0 && words[top - 1] == 0) --top;
    if (top == 0) return 0;
    const auto width = static_cast<std::size_t>(std::bit_width(words[top - 1]));
    const std::size_t size = 32 * (top - 1) + width;
    const auto field = [&](std::size_t position) {  // 64 bits from there on
        const std::size_t i = position / 32;
        Wide bits = 0;
        for (std::size_t j = std::min(i + 3, words.size()); j-- > i;) bits = bits << 32 | words[j];
        return static_cast<std::uint64_t>(bits >> position % 32);
    };
    if (size <= 53) return field(0);  // the units themselves, denormal or of the least exponent
    const std::size_t low = size - 53, half = low - 1;
    bool more = (words[half / 32] & ((std::uint64_t{1} << half % 32) - 1)) != 0;
    for (std::size_t i = 0; i < half / 32; ++i) more = more || words[i] != 0;
    const std::uint64_t significand = field(low);
    const bool up = (field(half) & 1) != 0 && (more || (significand & 1) != 0);
    // The implicit bit adds one to the exponent, a carry out of the fraction another.
    return std::min((std::uint64_t{low} << 52) + significand + (up ? 1 : 0), infinity_bits);
}

}  // namespace

void ExactSum::add_scaled(std::int64_t mantissa, unsigned position, std::uint64_t weight) {
    windows_[position / 32] +=
        static_cast<SignedWide>(mantissa) * (std::int64_t{1} << position % 32);
    pending_ += weight;
    if (pending_ >= pending_limit) carry();
}

void ExactSum::add(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const auto exponent = static_cast<unsigned>(bits >> 52 & 2047);
    const std::uint64_t fraction = bits & (implicit_bit - 1);
    if (exponent == 2047) {
        nan_ = nan_ || fraction != 0;
        plus_infinity_ = plus_infinity_ || bits == infinity_bits;
        minus_infinity_ = minus_infinity_ || bits == (infinity_bits | sign_bit);
        return;
    }
    const auto mantissa =
        static_cast<std::int64_t>(exponent == 0 ? fraction : fraction | implicit_bit);
    add_scaled((bits & sign_bit) != 0 ? -mantissa : mantissa, exponent == 0 ? 0 : exponent - 1, 1);
}

void ExactSum::add(std::span<const double> values) {
    for (std::size_t i = 0; i < values.size();) {
        const std::size_t count = std::min(block_size, values.size() - i);
        add_block(values.data() + i, count);
        i += count;
    }
}

void ExactSum::add_block(const double* values, std::size_t count) {
    double rests[block_size];
    const double* left = values;
    for (int pass = 0; pass < 3 && count >= worth_a_block; ++pass) {
        const std::uint64_t largest = largest_magnitude(left, count);
        if (largest == 0) return;
        const auto exponent = static_cast<unsigned>(largest >> 52);
        if (exponent > 2040) break;  // the rounders would overflow
        // Values are below 2^51 coarse units, remainders half a coarse unit or 2^50 fine ones.
        const unsigned coarse = exponent + 1;
        const unsigned fine = coarse > 51 ? coarse - 51 : 0;
        const BlockSum sum =
            split_and_sum(left, count, rounder_for(coarse), rounder_for(fine), rests);
        add_scaled(static_cast<std::int64_t>(sum.upper), coarse, block_weight);
        add_scaled(static_cast<std::int64_t>(sum.lower), fine, block_weight);
        if (sum.rest == 0) return;
        left = rests;
    }
    for (std::size_t i = 0; i < count; ++i) add(left[i]);
}

void ExactSum::join(const ExactSum& other) {
    for (std::size_t i = 0; i < windows; ++i) windows_[i] += other.windows_[i];
    nan_ = nan_ || other.nan_;
    plus_infinity_ = plus_infinity_ || other.plus_infinity_;
    minus_infinity_ = minus_infinity_ || other.minus_infinity_;
    pending_ += other.pending_;
    if (pending_ >= pending_limit) carry();
}

void ExactSum::negate() {
    for (SignedWide& window : windows_) window = -window;
    std::swap(plus_infinity_, minus_infinity_);
}

/// Leaves 32 bits in each window but the last, whose sign is that of the sum.
void ExactSum::carry() {
    for (std::size_t i = 0; i + 1 < windows; ++i) {
        const SignedWide up = windows_[i] >> 32;
        windows_[i] -= up * (SignedWide{1} << 32);
        windows_[i + 1] += up;
    }
    pending_ = 1;
}

double ExactSum::value() const {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (nan_ || (plus_infinity_ && minus_infinity_)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (plus_infinity_ || minus_infinity_) return plus_infinity_ ? infinity : -infinity;
    ExactSum sum = *this;
    sum.carry();
    const bool negative = sum.windows_.back() < 0;
    if (negative) {
        sum.negate();
        sum.carry();
    }
    // The range of double ends within window 65.
    for (std::size_t i = 66; i < windows; ++i) {
        if (sum.windows_[i] != 0) return negative ? -infinity : infinity;
    }
    std::uint64_t words[66];
    for (std::size_t i = 0; i < 66; ++i) words[i] = static_cast<std::uint64_t>(sum.windows_[i]);
    const std::uint64_t bits = rounded_bits(words);
    return std::bit_cast<double>(negative ? bits | sign_bit : bits);
}

double exact_sum(std::span<const double> values) {
    ExactSum sum;
    sum.add(values);
    return sum.value();
}

}  // namespace pipelab::base
