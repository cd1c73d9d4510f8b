#pragma once

#include "base/error.hpp"
#include "io/number.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Which combinations of numbers reach a sum.
namespace pipelab::combination {

/// No limit to how often, how many.
inline constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

/// One number as given: a row of an input or an argument.
struct Item {
    io::Number value;
    std::optional<std::uint64_t> limit;  ///< of value*count
    base::Position where;                ///< of an argument only the line, its number
    std::string id;
};

/// What is asked of combinations.
struct Rules {
    io::Number target;
    io::Number tolerance = io::Decimal{};  ///< sums in [target - tolerance, target + tolerance]
    std::uint64_t reuse = unlimited;       ///< how often each item may be used
    std::uint64_t min_items = 0;
    std::uint64_t max_items = unlimited;
    std::vector<io::Number> must;     ///< each at least once; twice here: twice
    std::vector<io::Number> exclude;  ///< none of these
    int least_scale = 0;              ///< count in units of 10^-least_scale or less
    bool ordered = false;             ///< sequences instead of combinations
    bool each_row = false;            ///< items of equal value count as different
};

/// An item that has a candidate's value, and how often it may be used.
struct Source {
    std::uint32_t item = 0;
    std::uint64_t uses = unlimited;
};

/// A value that may be used, as a whole number of 10^-scale.
struct Candidate {
    std::int64_t value = 0;
    std::uint64_t least = 0;
    std::uint64_t most = unlimited;
    std::uint64_t given = unlimited;  ///< how often items and rules allow it: most may be less
    bool free = false;  ///< the target and the other limits bound it already: most never binds
    std::vector<Source> sources;  ///< in input order
};

/// The question in whole numbers. A combination takes each candidate between least and most times;
/// it is wanted if its sum lies in [low, high] and its length in [min_items, max_items].
struct Problem {
    std::vector<Candidate> candidates;  ///< ascending by value, equal ones by item
    std::int64_t low = 0;
    std::int64_t high = 0;
    std::int64_t target = 0;
    std::int64_t tolerance = 0;
    std::uint64_t min_items = 0;
    std::uint64_t max_items = unlimited;
    bool ordered = false;
    int scale = 0;
    /// Why there is no end of combinations as soon as there is one; else empty.
    std::string endless;
};

/// Values, targets and tolerances are no larger.
inline constexpr std::int64_t largest_value = std::numeric_limits<std::int64_t>::max() / 4;

/// No combination has a smaller or a larger sum; neither is beyond 2 * largest_value.
struct SumRange {
    std::int64_t least = 0;
    std::int64_t most = 0;
};
SumRange sum_range(const Problem& problem);

/// Merges equal values (unless each_row), puts all on one decimal scale and bounds what only looks
/// unlimited. Numbers are exact: DataError where no scale holds all values, the target and the
/// tolerance in 64 bits, or the sums go beyond. UsageError for a rule that cannot be: a number
/// that must be used but is not there or not so often, or (each_row) in several rows, a negative
/// tolerance, min > max. What a tolerance allows beyond the least and the greatest sum is cut off.
Problem make_problem(std::span<const Item> items, const Rules& rules);

}  // namespace pipelab::combination
