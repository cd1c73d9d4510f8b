#include "optim/power_sums.hpp"

#include "base/wide.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

namespace pipelab::optim {
namespace {

using base::SignedWide;
using base::Wide;

mpz_class integer(std::uint64_t word) {
    mpz_class value;
    mpz_import(value.get_mpz_t(), 1, 1, sizeof word, 0, 0, &word);
    return value;
}

mpz_class integer(Wide value) {
    return (integer(static_cast<std::uint64_t>(value >> 64)) << 64) +
           integer(static_cast<std::uint64_t>(value));
}

mpz_class integer(SignedWide value) {
    if (value >= 0) return integer(static_cast<Wide>(value));
    return -integer(-static_cast<Wide>(value));
}

/// A sum of 128-bit numbers.
struct WideSum {
    Wide low = 0;
    std::uint64_t carries = 0;

    void add(Wide value) {
        low += value;
        carries += low < value;
    }
    mpz_class total() const { return (integer(carries) << 128) + integer(low); }
};

/// The sums of the powers of numbers of 64 bits and a sign.
class IntegerSums {
  public:
    void add(std::uint64_t magnitude, bool negative) {
        const Wide square = static_cast<Wide>(magnitude) * magnitude;
        const auto low = static_cast<std::uint64_t>(square);
        const auto high = static_cast<std::uint64_t>(square >> 64);
        Odd& odd = odd_[negative ? 1 : 0];
        odd.first.add(magnitude);
        odd.third_low.add(static_cast<Wide>(low) * magnitude);
        odd.third_high.add(static_cast<Wide>(high) * magnitude);
        second_.add(square);
        fourth_low_.add(static_cast<Wide>(low) * low);
        fourth_middle_.add(static_cast<Wide>(low) * high);
        fourth_high_.add(static_cast<Wide>(high) * high);
    }

    std::array<mpz_class, 4> totals() const {
        const auto third = [](const Odd& odd) -> mpz_class {
            return odd.third_low.total() + (odd.third_high.total() << 64);
        };
        return {
            odd_[0].first.total() - odd_[1].first.total(), second_.total(),
            third(odd_[0]) - third(odd_[1]),
            fourth_low_.total() + (fourth_middle_.total() << 65) + (fourth_high_.total() << 128)};
    }

  private:
    struct Odd {
        WideSum first, third_low, third_high;
    };
    Odd odd_[2];  // of the numbers that are not negative, and of the others
    WideSum second_, fourth_low_, fourth_middle_, fourth_high_;
};

constexpr std::uint64_t short_limit = std::uint64_t{1} << 31;

std::uint64_t magnitude_of(std::int64_t value) {
    return value < 0 ? -static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

bool all_short(std::span<const std::int64_t> values) {
    std::uint64_t bits = 0;
    for (const std::int64_t value : values) bits |= magnitude_of(value);
    return bits < short_limit;
}

/// Of at most 2^32 numbers below short_limit.
std::array<mpz_class, 4> short_totals(std::span<const std::int64_t> values) {
    std::int64_t first = 0;
    Wide second = 0;
    SignedWide third = 0;
    WideSum fourth;
    for (const std::int64_t value : values) {
        const auto square = static_cast<std::uint64_t>(value * value);
        first += value;
        second += square;
        third += static_cast<SignedWide>(square) * value;
        fourth.add(static_cast<Wide>(square) * square);
    }
    return {integer(SignedWide{first}), integer(second), integer(third), fourth.total()};
}

std::array<mpz_class, 4> totals(std::span<const std::int64_t> values) {
    if (all_short(values)) return short_totals(values);
    IntegerSums sums;
    for (const std::int64_t value : values) sums.add(magnitude_of(value), value < 0);
    return sums.totals();
}

mpz_class power_of_ten(int exponent) {
    mpz_class power;
    mpz_ui_pow_ui(power.get_mpz_t(), 10, static_cast<unsigned long>(exponent));
    return power;
}

/// Adds sums of powers of units of 10^-scale.
void add_decimals(std::array<mpz_class, 4>& to, const std::array<mpz_class, 4>& sums, int scale) {
    const mpz_class step = power_of_ten(PowerSums::decimal_places - scale);
    mpz_class unit = 1;
    for (std::size_t i = 0; i < 4; ++i) to[i] += sums[i] * (unit *= step);
}

/// The sums of numbers that may differ in kind and scale.
class MixedSums {
  public:
    void add(const io::Number& number) {
        if (const auto* decimal = std::get_if<io::Decimal>(&number)) {
            at(decimals_, decimal->scale)
                .add(magnitude_of(decimal->mantissa), decimal->mantissa < 0);
        } else if (const auto* natural = std::get_if<std::uint64_t>(&number)) {
            at(decimals_, 0).add(*natural, false);
        } else {
            int exponent;
            const double fraction = std::frexp(std::get<double>(number), &exponent);
            const auto mantissa = static_cast<std::int64_t>(std::ldexp(fraction, 53));
            // Denormals have zeros behind, which the finest unit must not see.
            const int lost = std::max(0, PowerSums::finest_exponent - (exponent - 53));
            at(doubles_, exponent - 53 + lost).add(magnitude_of(mantissa) >> lost, mantissa < 0);
        }
    }

    void add_to(std::array<mpz_class, 4>& decimals, std::array<mpz_class, 4>& doubles) const {
        for (const auto& [scale, sums] : decimals_) add_decimals(decimals, sums.totals(), scale);
        for (const auto& [exponent, sums] : doubles_) {
            const auto totals = sums.totals();
            const auto shift = static_cast<unsigned>(exponent - PowerSums::finest_exponent);
            for (unsigned i = 0; i < 4; ++i) doubles[i] += totals[i] << (shift * (i + 1));
        }
    }

  private:
    using Sums = std::map<int, IntegerSums>;

    /// Numbers in a row are often alike.
    IntegerSums& at(Sums& sums, int key) {
        if (!last_ || last_sums_ != &sums || last_key_ != key) {
            last_ = &sums[key];
            last_sums_ = &sums;
            last_key_ = key;
        }
        return *last_;
    }

    Sums decimals_, doubles_;
    IntegerSums* last_ = nullptr;
    Sums* last_sums_ = nullptr;
    int last_key_ = 0;
};

}  // namespace

PowerSums::PowerSums(const Parts& parts)
    : count_(parts.count),
      decimals_(parts.decimals),
      doubles_(parts.doubles),
      minimum_(parts.minimum),
      maximum_(parts.maximum) {}

PowerSums::Parts PowerSums::parts() const {
    return {count_, decimals_, doubles_, minimum_, maximum_};
}

void PowerSums::add(const io::NumberBlock& block) {
    if (block.size() == 0) return;
    using Kind = io::NumberType::Kind;
    if (block.type.kind == Kind::decimal) {
        add_decimals(decimals_, totals(block.mantissas()), block.type.scale);
    } else {
        MixedSums sums;
        if (block.type.kind == Kind::uint64)
            for (const std::uint64_t natural : block.naturals()) sums.add(natural);
        for (const io::Number& number : block.numbers) sums.add(number);
        sums.add_to(decimals_, doubles_);
    }
    count_ += block.size();
    if (block.numbers.empty()) {
        extend(block.need.minimum(), block.need.maximum());
    } else {
        const auto less = [](const io::Number& a, const io::Number& b) {
            return io::compare(a, b) < 0;
        };
        const auto [least, greatest] =
            std::minmax_element(block.numbers.begin(), block.numbers.end(), less);
        extend(*least, *greatest);
    }
}

void PowerSums::add(const io::Number& number) {
    MixedSums sums;
    sums.add(number);
    sums.add_to(decimals_, doubles_);
    ++count_;
    extend(number, number);
}

void PowerSums::join(const PowerSums& other) {
    if (other.count_ == 0) return;
    count_ += other.count_;
    for (std::size_t i = 0; i < 4; ++i) {
        decimals_[i] += other.decimals_[i];
        doubles_[i] += other.doubles_[i];
    }
    extend(*other.minimum_, *other.maximum_);
}

void PowerSums::extend(const io::Number& least, const io::Number& greatest) {
    if (!minimum_ || io::compare(least, *minimum_) < 0) minimum_ = least;
    if (!maximum_ || io::compare(greatest, *maximum_) > 0) maximum_ = greatest;
}

mpq_class PowerSums::sum(int power) const {
    const auto i = static_cast<std::size_t>(power - 1);
    mpq_class decimals(decimals_[i], power_of_ten(decimal_places * power));
    mpq_class doubles(doubles_[i], mpz_class(1) << static_cast<unsigned>(-finest_exponent * power));
    decimals.canonicalize();
    doubles.canonicalize();
    return decimals + doubles;
}

}  // namespace pipelab::optim
