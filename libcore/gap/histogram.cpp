#include "gap/histogram.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <numeric>

namespace pipelab::gap {
namespace {

// Borders count from 5e-324, the smallest that is no 0 as a double; bin i begins at border i. The
// last bin, 2e308 to 5e308, is for distances beyond the largest double.
constexpr std::size_t bin_count = 1896;
constexpr std::size_t finite_borders = bin_count - 1;
constexpr std::size_t border_of_one = 3 * 324 - 2;

Border border(std::size_t i) {
    const auto step = static_cast<int>(i) + 2;
    constexpr int digits[] = {1, 2, 5};
    return {digits[step % 3], step / 3 - 324};
}

/// Of a sorted list of borders: border[first[b]] is the only one that values of binary order b can
/// lie on either side of, for of two borders the higher is at least twice the lower.
struct RealBorders {
    std::array<double, finite_borders + 1> border;
    std::array<std::uint16_t, 2047> first;  ///< by biased exponent
    RealBorders() {
        for (std::size_t i = 0; i < finite_borders; ++i) border[i] = gap::border(i).value();
        border.back() = std::numeric_limits<double>::infinity();
        for (std::uint64_t order = 0; order < first.size(); ++order) {
            const auto least = std::bit_cast<double>(order << 52);
            first[order] = static_cast<std::uint16_t>(count_up_to(least));
        }
    }
    std::ptrdiff_t count_up_to(double value) const {
        return std::upper_bound(border.begin(), border.end(), value) - border.begin();
    }
};

const RealBorders& real_borders() {
    static const RealBorders borders;
    return borders;
}

/// `width` is positive and finite.
std::size_t real_bin(double width) {
    const RealBorders& borders = real_borders();
    const std::uint64_t order = std::bit_cast<std::uint64_t>(width) >> 52;
    if (order == 0) return static_cast<std::size_t>(borders.count_up_to(width)) - 1;
    const std::size_t first = borders.first[order];
    return first + (width >= borders.border[first]) - 1;
}

/// The same for 1, 2, 5, ... 10^19; `first` by the number of bits.
struct WholeBorders {
    std::array<std::uint64_t, 58> border{};
    std::array<std::uint8_t, 65> first{};
    constexpr WholeBorders() {
        std::uint64_t power = 1;
        for (std::size_t i = 0; i < border.size(); ++i) {
            border[i] = power * (i % 3 == 0 ? 1 : i % 3 == 1 ? 2 : 5);
            if (i % 3 == 2) power *= 10;
        }
        for (std::size_t bits = 1; bits < first.size(); ++bits) {
            while (first[bits] < border.size() && border[first[bits]] <= std::uint64_t{1}
                                                                             << (bits - 1))
                ++first[bits];
        }
    }
};

constexpr WholeBorders whole_borders;

std::size_t whole_bin(std::uint64_t width) {
    const std::size_t first = whole_borders.first[static_cast<std::size_t>(std::bit_width(width))];
    return border_of_one + first + (width >= whole_borders.border[first]) - 1;
}

}  // namespace

std::string Border::text() const {
    const std::string leading(1, static_cast<char>('0' + digit));
    if (exponent >= 17 || exponent < -5) {
        const std::string size = std::to_string(std::abs(exponent));
        return leading + (exponent < 0 ? "e-" : "e+") + (size.size() < 2 ? "0" : "") + size;
    }
    if (exponent >= 0) return leading + std::string(static_cast<std::size_t>(exponent), '0');
    return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + leading;
}

double Border::value() const {
    const std::string printed = text();
    double value = std::numeric_limits<double>::infinity();  // stays if it is out of range
    std::from_chars(printed.data(), printed.data() + printed.size(), value);
    return value;
}

Histogram::Histogram() : counts_(bin_count) {}

void Histogram::add(std::uint64_t mantissa, int scale) {
    if (mantissa == 0) {
        ++zeros_;
    } else {
        ++counts_[whole_bin(mantissa) - 3 * static_cast<std::size_t>(scale)];
    }
}

void Histogram::add(double width) { add(RealWidth{false, width, 0}); }

void Histogram::add(const RealWidth& width) {
    if (width.high == 0) {
        ++zeros_;
        return;
    }
    std::size_t bin = real_bin(width.high);
    if (width.low < 0 && width.high == real_borders().border[bin]) --bin;
    // Half of 2e308 is the border 1e308, and no other border is beyond the largest double.
    if (width.doubled) bin = bin < finite_borders - 1 ? finite_borders - 1 : bin_count - 1;
    ++counts_[bin];
}

void Histogram::join(const Histogram& other) {
    for (std::size_t i = 0; i < bin_count; ++i) counts_[i] += other.counts_[i];
    zeros_ += other.zeros_;
}

std::uint64_t Histogram::count() const {
    return std::accumulate(counts_.begin(), counts_.end(), zeros_);
}

std::vector<Bin> Histogram::bins() const {
    const auto filled = [](std::uint64_t count) { return count != 0; };
    const auto begin = std::find_if(counts_.begin(), counts_.end(), filled);
    const auto end = std::find_if(counts_.rbegin(), std::make_reverse_iterator(begin), filled);
    std::vector<Bin> bins;
    for (auto count = begin; count < end.base(); ++count) {
        const auto i = static_cast<std::size_t>(count - counts_.begin());
        bins.push_back({border(i), border(i + 1), *count});
    }
    return bins;
}

}  // namespace pipelab::gap
