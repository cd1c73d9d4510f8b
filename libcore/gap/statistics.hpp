#pragma once

#include "gap/width.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

namespace pipelab::gap {

/// The first k, in the order `Before`, of the values added; equal ones count each.
template <class T, std::size_t k, class Before>
class FirstValues {
  public:
    /// One comparison for nearly all values of a long input, else O(k).
    void add(T value) {
        if (size_ == k && !Before()(value, values_[k - 1])) return;
        std::size_t at = size_ < k ? size_++ : k - 1;
        for (; at > 0 && Before()(value, values_[at - 1]); --at) values_[at] = values_[at - 1];
        values_[at] = value;
    }
    std::span<const T> values() const { return {values_.data(), size_}; }

  private:
    std::array<T, k> values_{};
    std::size_t size_ = 0;
};

/// The k smallest and the k largest of the values added: the same for any order of adding and
/// joining. NaN must not be added.
template <class T, std::size_t k = 3>
class ExtremeValues {
  public:
    void add(T value) {
        smallest_.add(value);
        largest_.add(value);
        ++count_;
    }
    /// As if all values added to `other` had been added here.
    void join(const ExtremeValues& other) {
        for (const T value : other.smallest()) smallest_.add(value);
        for (const T value : other.largest()) largest_.add(value);
        count_ += other.count_;
    }
    std::uint64_t count() const { return count_; }
    /// Ascending; fewer than k values if fewer were added.
    std::span<const T> smallest() const { return smallest_.values(); }
    /// Descending.
    std::span<const T> largest() const { return largest_.values(); }

  private:
    FirstValues<T, k, std::less<T>> smallest_;
    FirstValues<T, k, std::greater<T>> largest_;
    std::uint64_t count_ = 0;
};

/// The probability that n points of which two are the ends of a range and the others are drawn
/// uniformly between them leave a gap wider than `widest` somewhere, where `range` is the distance
/// of the ends. With m = n - 1 gaps and g = widest / range it is
///   sum over j = 1, 2, ... while j g < 1 of (-1)^(j+1) C(m, j) (1 - j g)^(m-1)
/// (R. A. Fisher, Proc. R. Soc. A 125, 1929; H. A. David, H. N. Nagaraja, Order Statistics, 3rd
/// ed., 6.4). A small value says that the widest gap is no work of chance.
/// The relative error is below 10^-15 for any n, also of values near 10^-300; below the smallest
/// double the answer is 0. At most 160 terms, in 256 bits (GNU MPFR): if the first term, lambda =
/// m (1 - g)^(m-1), is above 40, the answer is 1, for the gaps are negatively associated (K.
/// Joag-Dev, F. Proschan, Ann. Statist. 11, 1983), so that all are at most g with a probability of
/// at most exp(-lambda); else the j-th term is at most lambda^j / j!. Microseconds for small p,
/// about a millisecond at most.
/// nullopt if n < 3, if range is 0, or if widest is larger than range.
std::optional<double> largest_gap_p_value(std::uint64_t n, std::uint64_t widest,
                                          std::uint64_t range);
/// For the exact distances of doubles.
std::optional<double> largest_gap_p_value(std::uint64_t n, const RealWidth& widest,
                                          const RealWidth& range);

/// How far one end of the sorted values x1..xn stands off, as a share of nearly their range.
struct DixonRatio {
    std::string_view name;  ///< r10, r11, r21 or r22
    double value;           ///< 0..1
    bool upper;             ///< true: the largest value is the suspect, false: the smallest
    /// One normal sample in twenty has a larger ratio, at whichever end; found by simulation, to
    /// three decimals. nullopt for n > 30.
    std::optional<double> critical;
};

/// Dixon's ratio at the end where it is larger (if equal, at the lower end). For the smallest value
///   n = 3..7    r10 = (x2 - x1) / (xn     - x1)
///   n = 8..10   r11 = (x2 - x1) / (x(n-1) - x1)
///   n = 11..13  r21 = (x3 - x1) / (x(n-1) - x1)
///   n >= 14     r22 = (x3 - x1) / (x(n-2) - x1)
/// and likewise from above for the largest. W. J. Dixon, Processing data for outliers, Biometrics 9
/// (1953). The distances are exact, the value is off by a few units in its last place at most.
/// nullopt if n < 3 or if all values are equal.
template <class T>
std::optional<DixonRatio> dixon_ratio(const ExtremeValues<T>& values);

}  // namespace pipelab::gap
