#pragma once

#include "base/progress.hpp"
#include "combination/group_search.hpp"
#include "combination/problem.hpp"
#include "io/record_writer.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::combination {

struct ReconcileRules {
    io::Number tolerance = io::Decimal{};  ///< sums in [target - tolerance, target + tolerance]
    std::uint64_t max_items = 6;           ///< in a group
    GroupLimits limits;                    ///< for the groups of each size
};

/// A target and the items that make it up: indices into the inputs, items ascending.
struct Match {
    std::uint32_t target = 0;
    std::vector<std::uint32_t> items;
    io::Decimal sum;
    io::Decimal difference;  ///< sum - target
    bool unique = false;     ///< no other group of this size was possible when it was made
};

struct Reconciliation {
    std::vector<Match> matches;                    ///< by target
    std::vector<std::uint32_t> unmatched_targets;  ///< ascending
    std::vector<std::uint32_t> unmatched_items;
    /// The size of groups whose search took too long, or was stopped: some of this size and all
    /// larger ones were not looked for.
    std::optional<std::uint64_t> unfinished;
};

/// Matches items to targets: a target gets at most one group of items, whose sum is no further
/// than the tolerance from it, and each item is in one group at most.
///
/// Groups of one item come first, then those of two, up to max_items. Among the groups of one size
/// that free items make, the first target in input order that has exactly one gets it; this
/// repeats, as each match takes choices from others, until no target has exactly one. Then the
/// first target that has any gets its best: the smallest |difference|, of these the
/// lexicographically first indices; and it begins anew. This is a greedy heuristic. The matching is
/// valid, but another may match more targets.
///
/// The cost is that of GroupSearch for each target, and again for those that lose a choice.
/// Amounts are exact: DataError where no decimal scale holds all in 64 bits or where the items add
/// up beyond 2^61 units, and for an amount with a count. UsageError for a negative tolerance.
Reconciliation reconcile(std::span<const Item> items, std::span<const Item> targets,
                         const ReconcileRules& rules,
                         base::Control control = base::Control::none());

/// One record a match, then one an unmatched target, then one an unmatched item, all with the
/// fields kind (match, target, item), target, amount, sum, difference, items, unique. Items and
/// targets are named by id; without ids by line or, where a line holds several, by their number in
/// the input, from 1.
void write_reconciliation(const Reconciliation& result, std::span<const Item> items,
                          std::span<const Item> targets, io::RecordWriter& records);

}  // namespace pipelab::combination
