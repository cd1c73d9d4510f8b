#pragma once

#include "gap/grid.hpp"
#include "gap/values.hpp"

#include <cstdint>
#include <vector>

namespace pipelab::gap {

/// An empty run: two occupied cells with none occupied between them.
struct Run {
    std::uint32_t before = 0;
    std::uint32_t after = 0;
    std::uint32_t empty() const { return after - before - 1; }
};

/// One bit a cell: set if a value lies in it. O(n) random writes into a bitmap that should fit
/// the cache.
template <class T>
std::vector<std::uint64_t> occupancy(const Values<T>& values, const Grid<T>& grid,
                                     std::uint64_t memory);

/// The most useful runs of an occupancy, and what is known of the others.
struct Runs {
    std::vector<Run> kept;      ///< from left to right
    std::uint32_t dropped = 0;  ///< the longest run that is not kept, 0 if none has length 1
};

/// The `limit` longest runs of at least `shortest` empty cells; of equal ones the leftmost. Runs
/// that end where a stretch begins are no gaps. O(cells/64 + runs).
template <class T>
Runs longest_runs(const std::vector<std::uint64_t>& bitmap, const Grid<T>& grid,
                  std::uint32_t shortest, std::size_t limit);

/// The exact gaps of `runs` (from left to right), by one visit. 24 bytes a run and worker.
template <class T>
std::vector<Gap<T>> exact_gaps(const Values<T>& values, const Grid<T>& grid,
                               const std::vector<Run>& runs);

}  // namespace pipelab::gap
