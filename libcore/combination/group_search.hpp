#pragma once

#include "base/progress.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace pipelab::combination {

/// Amounts that are still free, equal ones together. A group is a multiset of values: their
/// indices here, ascending, each as often as it is used. Of equal amounts the first in the input
/// are used first.
class FreeAmounts {
  public:
    using Group = std::vector<std::uint32_t>;

    /// Those of `amounts` whose `used` is 0.
    FreeAmounts(std::span<const std::int64_t> amounts, std::span<const char> used);

    /// The distinct values, ascending; those that are used up stay.
    const std::vector<std::int64_t>& values() const { return values_; }
    /// How many amounts of a value are free.
    std::size_t count(std::uint32_t value) const { return amounts_[value].size() - taken_[value]; }
    /// In how many ways amounts make the group: 0, 1, or 2 for more.
    int ways(const Group& group) const;
    /// The lexicographically first of these ways: indices into the input, ascending. The group
    /// must have one.
    std::vector<std::uint32_t> amounts(const Group& group) const;
    /// These are no longer free.
    void take(const Group& group);

  private:
    std::vector<std::int64_t> values_;
    std::vector<std::vector<std::uint32_t>> amounts_;  // of each value, ascending
    std::vector<std::size_t> taken_;
};

/// What a search may cost.
struct GroupLimits {
    std::uint64_t steps = std::uint64_t{1} << 31;  ///< some nanoseconds each
    std::uint64_t pairs = std::uint64_t{1} << 24;  ///< 16 bytes each
};

/// Finds groups of `size` free amounts by their sum. With n distinct values: sizes 1 to 3 by
/// bisection and two pointers in O(log n), O(n) and O(n^2); from 4 on two pointers run over the
/// sums of pairs (Horowitz and Sahni, 1974), O(n^(size-2)), as long as there are few enough.
class GroupSearch {
  public:
    using Group = FreeAmounts::Group;
    /// Sees a group of free amounts and its sum; may make the radius smaller; false: enough.
    using See = std::function<bool(const Group& group, std::int64_t sum, std::int64_t& radius)>;

    /// `free` and what `control` refers to must outlive the search. Absolute values must add up to
    /// 2^61 at most.
    GroupSearch(const FreeAmounts& free, std::size_t size, const GroupLimits& limits,
                base::Control control);

    /// Shows each group whose sum is no further than `radius` from `target`, in an order that only
    /// depends on the values. Both must be within 2^61. False if the steps of this search ran out.
    /// Throws base::Stopped when `control` asks for it.
    bool visit(std::int64_t target, std::int64_t radius, const See& see);

  private:
    struct Pair {
        std::int64_t sum;
        std::uint32_t first, second;
    };

    void make_pairs();
    void extend(std::uint32_t from, std::size_t missing);
    bool may_reach(std::uint32_t from, std::size_t missing) const;
    void singles(std::uint32_t from);
    void two_pointers(std::uint32_t from);
    void pair_pointers(std::uint32_t from);
    void hit(std::int64_t sum);
    void spend(std::uint64_t steps);
    std::int64_t low() const { return target_ - radius_ - sum_; }
    std::int64_t high() const { return target_ + radius_ - sum_; }

    const FreeAmounts& free_;
    std::size_t size_;
    GroupLimits limits_;
    base::Control control_;
    bool by_pairs_ = false;
    std::vector<Pair> pairs_;  // ascending by sum

    const See* see_ = nullptr;
    std::int64_t target_ = 0, radius_ = 0;
    Group group_;
    std::int64_t sum_ = 0;  // of the values that extend() has fixed
    bool stopped_ = false, exhausted_ = false;
    std::uint64_t steps_ = 0, asked_ = 0;
};

}  // namespace pipelab::combination
