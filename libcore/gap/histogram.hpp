#pragma once

#include "gap/width.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pipelab::gap {

/// digit * 10^exponent, with 1, 2 or 5 for digit.
struct Border {
    int digit = 1;
    int exponent = 0;
    /// Exactly, as numbers print: fixed notation from 0.00001 to 50000000000000000, else 2e-06.
    std::string text() const;
    /// The nearest double; infinity beyond the largest.
    double value() const;
    bool operator==(const Border&) const = default;
};

/// How many widths w there were with low <= w < high.
struct Bin {
    Border low, high;
    std::uint64_t count = 0;
    bool operator==(const Bin&) const = default;
};

/// Counts widths in bins between 1, 2, 5, 10, 20, 50, ... and 0.5, 0.2, 0.1, ...; widths of 0 on
/// their own. All that is added or joined, in any order, gives the same counts. 15 KiB, whatever
/// is added.
class Histogram {
  public:
    Histogram();
    /// The width mantissa * 10^-scale, scale 0..18; its bin is exact. O(1).
    void add(std::uint64_t mantissa, int scale);
    /// A finite width >= 0. Compared with the doubles nearest to the borders, so that a width
    /// that prints as a border lies above it. O(1), for widths below 10^-307 O(log of the bins).
    void add(double width);
    /// The exact distance of two doubles, compared with the same borders.
    void add(const RealWidth& width);
    void join(const Histogram& other);

    /// All widths added, also those of 0.
    std::uint64_t count() const;
    std::uint64_t zeros() const { return zeros_; }
    /// The bins from the first to the last that is not empty, ascending, each beginning where the
    /// one before ends; none if there are no widths but 0.
    std::vector<Bin> bins() const;

  private:
    std::vector<std::uint64_t> counts_;
    std::uint64_t zeros_ = 0;
};

}  // namespace pipelab::gap
