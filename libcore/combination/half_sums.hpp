#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "combination/ranking.hpp"
#include "combination/walk.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include <gmpxx.h>

namespace pipelab::combination {

/// Meet in the middle (Horowitz and Sahni 1974), for numbers too large for tables: the combinations
/// of the first candidates and those of the others are few enough to be held, sorted by sum.
/// Only for combinations; time and memory grow as the square root of what trying everything takes.
class HalfSums final : public Ranking {
  public:
    /// To search, or also to count: then equal sums are all kept, and those of both halves.
    enum class Use { search, ranks };
    /// What the lists take; unlimited where that is beyond 2^63.
    static std::uint64_t bytes(const Walk& walk, Use use);
    HalfSums(const Walk& walk, Use use, base::Control control = base::Control::none());

    /// Exact behind the middle, before it only whether the rest lies between the least and the
    /// greatest sum: a search tries at most all combinations of the first half.
    bool alive(const State& state) const override;
    std::uint32_t doubtful_before() const override { return first_behind_; }
    /// Only for ranks. A pass over what is left of both halves, or over one with bisection in the
    /// other, where the state is new.
    mpz_class count(const State& state, const std::vector<std::uint32_t>& taken) const override;

  private:
    using Sums = base::Array<std::int64_t>;
    using Lists = std::vector<Sums>;  // by length; one where length does not matter
    using Key = std::tuple<std::size_t, std::int64_t, std::uint64_t>;

    std::size_t group_at(std::uint32_t position) const;
    bool any(std::size_t group, std::int64_t rest, std::uint64_t room) const;
    const mpz_class& pairs(std::size_t group, std::int64_t rest, std::uint64_t room) const;

    const Walk& walk_;
    base::Control control_;
    std::vector<Group> groups_;
    std::size_t middle_ = 0;
    std::uint32_t first_behind_ = 0;              // position
    std::vector<std::int64_t> least_, greatest_;  // sums from a group on, within 62 bits
    std::vector<Lists> lists_;  // of groups from one on, to the middle or behind it to the end
    mutable std::map<Key, mpz_class> known_;
};

/// What counting needs, and the count: two sorted lists and one pass over both for each pair of
/// lengths that matters.
std::uint64_t half_count_bytes(const Walk& walk);
mpz_class half_count(const Walk& walk, base::Control control = base::Control::none());

/// The sums of combinations in [target - window, target + window], at most `count`, closest first,
/// of two equally close the smaller first. Takes what half_count does.
std::vector<std::int64_t> half_nearest(const Walk& walk, std::int64_t target, std::int64_t window,
                                       std::size_t count, base::Control control);

}  // namespace pipelab::combination
