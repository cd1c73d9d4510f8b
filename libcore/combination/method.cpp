#include "combination/method.hpp"

#include "combination/checkpoint_table.hpp"
#include "combination/count.hpp"
#include "combination/count_table.hpp"
#include "combination/half_sums.hpp"
#include "combination/limited_sequences.hpp"
#include "combination/memory.hpp"
#include "combination/reach_table.hpp"
#include "combination/search.hpp"

#include <algorithm>

namespace pipelab::combination {
namespace {

constexpr const char* table = "a table of sums";

}  // namespace

SearchMethod search_method(const Problem& problem, const Walk& walk, std::uint64_t memory,
                           base::Control control) {
    if (walk.hopeless()) {
        return {std::make_unique<HalfSums>(walk, HalfSums::Use::search, control),
                "the least and the greatest sum or length leave nothing to search"};
    }
    require_memory(Search::bytes(walk), memory, "a combination of so many numbers");
    if (limits_sequences(problem)) {
        require_memory(LimitedSequences::bytes(problem), memory, "the search");
        return {std::make_unique<LimitedSequences>(problem, walk, memory, control),
                "searched depth first, looking ahead for each set of numbers used"};
    }
    const bool sequences = problem.ordered;
    const std::uint64_t whole = ReachTable::bytes(walk);
    const std::uint64_t part = sequences ? unlimited : CheckpointTable::bytes(walk);
    const std::uint64_t halves =
        sequences ? unlimited : HalfSums::bytes(walk, HalfSums::Use::search);
    // Bits are filled by words; what the first half tries may lead nowhere.
    const double bits = static_cast<double>(whole), sums = static_cast<double>(halves);
    const std::size_t way =
        best_way({{whole, bits}, {part, 3 * bits}, {halves, 64 * sums}}, memory, "the search");
    const std::string why = ": " + too_large_text(table, whole);
    if (way == 0) {
        return {std::make_unique<ReachTable>(walk, control),
                "searched depth first with a table of the sums that can be reached, of " +
                    memory_text(whole)};
    }
    if (way == 1) {
        return {std::make_unique<CheckpointTable>(walk, control),
                "searched depth first with part of a table of the sums that can be reached" + why};
    }
    return {std::make_unique<HalfSums>(walk, HalfSums::Use::search, control),
            "searched depth first, meeting in the middle" + why};
}

RankMethod rank_method(const Problem& problem, const Walk& walk, std::uint64_t memory,
                       base::Control control) {
    if (walk.hopeless()) {
        return {std::make_unique<HalfSums>(walk, HalfSums::Use::ranks, control),
                "the least and the greatest sum or length leave nothing to count"};
    }
    if (limits_sequences(problem)) {
        require_memory(std::max(LimitedSequences::bytes(problem), limited_sequences_bytes(problem)),
                       memory, "counting");
        return {std::make_unique<LimitedSequences>(problem, walk, memory, control),
                "ranked by counting combinations by sum and length, each with its orders, for each "
                "set of numbers used"};
    }
    const std::uint64_t whole = CountTable::bytes(problem, walk);
    const std::uint64_t halves =
        problem.ordered ? unlimited : HalfSums::bytes(walk, HalfSums::Use::ranks);
    const std::size_t way =
        best_way({{whole, static_cast<double>(whole)}, {halves, 32 * static_cast<double>(halves)}},
                 memory, "the table of counts");
    if (way == 0) {
        return {std::make_unique<CountTable>(problem, walk, control),
                "ranked by a table of counts for the sums that can be reached, of " +
                    memory_text(whole)};
    }
    return {std::make_unique<HalfSums>(walk, HalfSums::Use::ranks, control),
            "ranked by meeting in the middle: " + too_large_text("a table of counts", whole)};
}

Count count(const Problem& problem, const Walk& walk, std::uint64_t memory, base::Control control) {
    if (walk.hopeless()) return {0, "the least and the greatest sum or length decided"};
    if (limits_sequences(problem)) {
        require_memory(limited_sequences_bytes(problem), memory, "counting");
        return {count_limited_sequences(problem, control),
                "counted combinations by sum and length, each with its orders"};
    }
    const Counter counter(problem, walk);
    const std::uint64_t row = counter.bytes();
    const std::uint64_t halves = problem.ordered ? unlimited : half_count_bytes(walk);
    if (rows_are_better(problem, row, halves, memory, "counting")) {
        return {counter.count(control), "counted by dynamic programming over sums, in numbers of " +
                                            std::string(counter.number_size()) + " bits, within " +
                                            memory_text(row)};
    }
    return {half_count(walk, control),
            "counted by meeting in the middle: " + too_large_text(table, row)};
}

}  // namespace pipelab::combination
