#include "gap/occupancy.hpp"

#include "catch.hpp"
#include "samples.hpp"

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

namespace occupancy_test {

using namespace pipelab::gap;
using namespace pipelab::gap::test;

namespace {

using Cells = std::pair<std::uint32_t, std::uint32_t>;

Cells cells_of(const Run& run) { return {run.before, run.after}; }

std::vector<Cells> cells_of(const std::vector<Run>& runs) {
    std::vector<Cells> cells;
    for (const Run& run : runs) cells.push_back(cells_of(run));
    return cells;
}

/// The cells of a map, one by one.
std::vector<std::uint32_t> occupied(const std::vector<std::uint64_t>& bitmap, std::uint32_t cells) {
    std::vector<std::uint32_t> found;
    for (std::uint32_t cell = 0; cell < cells; ++cell) {
        if ((bitmap[cell / 64] >> (cell % 64) & 1) != 0) found.push_back(cell);
    }
    return found;
}

template <class T>
std::vector<std::uint32_t> distinct_cells(const Grid<T>& grid, const std::vector<T>& values) {
    std::vector<std::uint32_t> cells(values.size());
    grid.locate(values, cells.data());
    std::sort(cells.begin(), cells.end());
    cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
    if (!cells.empty() && cells.back() == grid.cells()) cells.pop_back();
    return cells;
}

/// All runs of at least `shortest` empty cells inside of stretches: the definition.
std::vector<Run> all_runs(const std::vector<std::uint32_t>& cells,
                          const std::vector<std::uint32_t>& first_cells, std::uint32_t shortest) {
    std::vector<Run> runs;
    for (std::size_t i = 1; i < cells.size(); ++i) {
        const Run run{cells[i - 1], cells[i]};
        const bool begins =
            std::find(first_cells.begin(), first_cells.end(), cells[i]) != first_cells.end();
        if (!begins && run.empty() >= shortest) runs.push_back(run);
    }
    return runs;
}

template <class T>
void check(const Values<T>& values, const std::vector<T>& sorted, const Grid<T>& grid,
           std::mt19937_64& random) {
    const auto cells = distinct_cells(grid, sorted);
    const std::uint64_t room = random() % 2 == 0 ? std::uint64_t{1} << 30 : 0;
    const auto bitmap = occupancy(values, grid, room);
    REQUIRE(occupied(bitmap, grid.cells()) == cells);

    const auto shortest = static_cast<std::uint32_t>(random() % 4);
    auto expected = all_runs(cells, grid.first_cells(), shortest);
    const std::size_t limit = 1 + random() % 100;
    const Runs runs = longest_runs(bitmap, grid, shortest, limit);
    std::stable_sort(expected.begin(), expected.end(),
                     [](const Run& a, const Run& b) { return a.empty() > b.empty(); });
    const std::uint32_t dropped = expected.size() > limit ? expected[limit].empty() : 0;
    expected.resize(std::min(expected.size(), limit));
    std::sort(expected.begin(), expected.end(),
              [](const Run& a, const Run& b) { return a.before < b.before; });
    CAPTURE(shortest, limit, grid.cells(), sorted.size());
    REQUIRE(cells_of(runs.kept) == cells_of(expected));
    REQUIRE(runs.dropped == dropped);

    // A run's gap is between two neighbours of the sorted values.
    const auto gaps = exact_gaps(values, grid, runs.kept);
    REQUIRE(gaps.size() == runs.kept.size());
    for (std::size_t i = 0; i < gaps.size(); ++i) {
        const auto upper = std::upper_bound(sorted.begin(), sorted.end(), gaps[i].lower);
        REQUIRE(upper != sorted.begin());
        REQUIRE(*(upper - 1) == gaps[i].lower);
        REQUIRE(upper != sorted.end());
        REQUIRE(*upper == gaps[i].upper);
        std::uint32_t ends[2];
        const T values_of_ends[] = {gaps[i].lower, gaps[i].upper};
        grid.locate(values_of_ends, ends);
        REQUIRE(Cells{ends[0], ends[1]} == cells_of(runs.kept[i]));
    }
}

template <class T>
void check_random(int rounds, std::size_t largest, std::size_t most_cells) {
    std::mt19937_64 random(41);
    for (int round = 0; round < rounds; ++round) {
        std::vector<T> values(2 + random() % largest);
        for (T& value : values) value = generated<T>(random, round % 9);
        std::vector<T> sorted = values;
        std::sort(sorted.begin(), sorted.end());
        if (sorted.front() == sorted.back()) continue;
        CAPTURE(round);
        const MemoryValues<T> in_memory{std::span<const T>(values)};
        const BlockwiseValues<T> blockwise(values, 1 + random() % 3000);
        const std::uint64_t wanted = 64 + random() % most_cells;
        const Grid<T> whole(sorted.front(), sorted.back(), wanted);
        check<T>(in_memory, sorted, whole, random);
        check<T>(blockwise, sorted, whole, random);
        const T left = sorted[sorted.size() / 3], right = sorted[sorted.size() / 2];
        if (!(sorted.front() < left && left < right && right < sorted.back())) continue;
        check<T>(blockwise, sorted,
                 Grid<T>({{sorted.front(), left}, {right, sorted.back()}}, wanted), random);
        check<T>(in_memory, sorted, Grid<T>({{left, right}}, wanted), random);
    }
}

}  // namespace

TEMPLATE_TEST_CASE("Occupied cells, their longest runs and the gaps there are as defined", "",
                   double, std::int64_t, std::uint64_t) {
    check_random<TestType>(900, 200, 2000);
    check_random<TestType>(45, 30000, 200000);
}

TEST_CASE("Densely occupied cells have runs where words end") {
    std::vector<std::int64_t> sorted;
    for (std::int64_t i = 0; i < 1000; ++i) {
        if (i % 64 != 0 || i == 0) sorted.push_back(i);  // a hole at each word's first bit
    }
    const MemoryValues<std::int64_t> values{std::span<const std::int64_t>(sorted)};
    const Grid<std::int64_t> grid(0, 999, 1000);
    const Runs runs = longest_runs(occupancy(values, grid, 1 << 20), grid, 1, 100);
    REQUIRE(runs.kept.size() == 15);
    REQUIRE(cells_of(runs.kept.front()) == Cells{63, 65});
    REQUIRE(cells_of(runs.kept.back()) == Cells{959, 961});
    REQUIRE(longest_runs(occupancy(values, grid, 1 << 20), grid, 2, 100).kept.empty());
    REQUIRE(exact_gaps(values, grid, {}).empty());
}

}  // namespace occupancy_test
