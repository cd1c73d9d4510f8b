#include "gap/grid.hpp"

#include "../base/mpfr_reference.hpp"
#include "catch.hpp"
#include "gap/occupancy.hpp"
#include "samples.hpp"

#include <algorithm>
#include <random>
#include <type_traits>
#include <vector>

namespace grid_test {

using namespace pipelab::gap;
using namespace pipelab::gap::test;

namespace {

template <class T>
std::vector<T> sorted_sample(std::mt19937_64& random, int family, std::size_t largest) {
    std::vector<T> values(2 + random() % largest);
    for (T& value : values) value = generated<T>(random, family);
    std::sort(values.begin(), values.end());
    return values;
}

template <class T>
std::vector<std::uint32_t> cells_of(const Grid<T>& grid, const std::vector<T>& values) {
    std::vector<std::uint32_t> cells(values.size());
    grid.locate(values, cells.data());
    return cells;
}

/// The width of a gap in cells, from a number that is exact: the oracle of in_cells().
double exactly_in_cells(const Gap<double>& gap, const std::vector<Stretch<double>>& stretches,
                        std::uint64_t cells) {
    Reference width(gap.upper), length(0);
    mpfr_sub_d(width.get(), width.get(), gap.lower, MPFR_RNDN);
    for (const auto& stretch : stretches) {
        mpfr_add_d(length.get(), length.get(), stretch.high, MPFR_RNDN);
        mpfr_sub_d(length.get(), length.get(), stretch.low, MPFR_RNDN);
    }
    mpfr_div(width.get(), width.get(), length.get(), MPFR_RNDN);
    mpfr_mul_ui(width.get(), width.get(), cells, MPFR_RNDN);
    return width.rounded();
}

template <class T>
void check_whole_range(std::mt19937_64& random, const std::vector<T>& values,
                       std::uint64_t wanted) {
    if (values.front() == values.back()) return;
    const Grid<T> grid(values.front(), values.back(), wanted);
    CAPTURE(wanted, values.size(), grid.cells(), values.front(), values.back());
    REQUIRE(grid.one_stretch());
    REQUIRE(grid.first_cells() == std::vector<std::uint32_t>{0});
    REQUIRE(grid.cells() <= 2 * wanted + 1);
    const auto cells = cells_of(grid, values);
    REQUIRE(cells.front() == 0);
    REQUIRE(cells.back() == grid.cells() - 1);
    REQUIRE(std::is_sorted(cells.begin(), cells.end()));
    // An empty run tells the width of its gap.
    for (std::size_t i = 1; i < values.size(); ++i) {
        const Gap<T> gap{values[i - 1], values[i]};
        const double width = grid.in_cells(gap.width());
        if constexpr (std::is_same_v<T, double>) {
            const double exact = exactly_in_cells(gap, {{values.front(), values.back()}}, wanted);
            // Those below any double of the grid's unit may vanish.
            REQUIRE(std::abs(width - exact) <= 1e-12 * exact + 1e-290);
        }
        if (cells[i] <= cells[i - 1] + 1) continue;
        const double empty = cells[i] - cells[i - 1] - 1;
        REQUIRE(width > empty - Grid<T>::margin);
        REQUIRE(width < empty + 2 + Grid<T>::margin);
    }
    if (!grid.exact()) return;
    for (int i = 0; i < 20; ++i) {
        const std::size_t at = random() % values.size();
        REQUIRE(grid.value(cells[at]) == values[at]);
    }
}

template <class T>
void check_grids(int rounds) {
    std::mt19937_64 random(23);
    for (int i = 0; i < rounds; ++i) {
        const auto values = sorted_sample<T>(random, i % 9, 300);
        check_whole_range<T>(random, values, std::uint64_t{1} << (random() % 31));
        check_whole_range<T>(random, values, 1 + random() % 100000);
    }
}

/// Some stretches between neighbours of `values`, at most every other.
template <class T>
std::vector<Stretch<T>> stretches_between(std::mt19937_64& random, const std::vector<T>& values) {
    std::vector<Stretch<T>> stretches;
    for (std::size_t i = 0; i + 1 < values.size();) {
        const std::size_t end = std::min(values.size() - 1, i + 1 + random() % 5);
        if (values[i] != values[end]) stretches.push_back({values[i], values[end]});
        i = end + 1;
        while (i < values.size() && values[i] == values[end]) ++i;
    }
    return stretches;
}

template <class T>
void check_stretches(int rounds) {
    std::mt19937_64 random(29);
    for (int round = 0; round < rounds; ++round) {
        const auto values = sorted_sample<T>(random, round % 9, 60);
        const auto stretches = stretches_between(random, values);
        if (stretches.empty()) continue;
        const std::uint64_t wanted = 64 + random() % 100000;
        const Grid<T> grid(stretches, wanted);
        const auto cells = cells_of(grid, values);
        CAPTURE(round, wanted, stretches.size(), grid.cells());
        REQUIRE(grid.first_cells().size() == stretches.size());
        REQUIRE(grid.cells() <= 2 * wanted + stretches.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto inside = std::find_if(stretches.begin(), stretches.end(), [&](auto& s) {
                return s.low <= values[i] && values[i] <= s.high;
            });
            if (inside == stretches.end()) {
                REQUIRE(cells[i] == grid.cells());
                continue;
            }
            const auto which = static_cast<std::size_t>(inside - stretches.begin());
            REQUIRE(cells[i] >= grid.first_cells()[which]);
            REQUIRE(cells[i] <
                    (which + 1 < stretches.size() ? grid.first_cells()[which + 1] : grid.cells()));
            if (values[i] == inside->low) REQUIRE(cells[i] == grid.first_cells()[which]);
            if (grid.exact()) REQUIRE(grid.value(cells[i]) == values[i]);
            if (i == 0 || values[i - 1] < inside->low) continue;
            REQUIRE(cells[i] >= cells[i - 1]);
            if (cells[i] <= cells[i - 1] + 1) continue;
            const double width = grid.in_cells(width_between(values[i - 1], values[i]));
            REQUIRE(width > cells[i] - cells[i - 1] - 1 - Grid<T>::margin);
            REQUIRE(width < cells[i] - cells[i - 1] + 1 + Grid<T>::margin);
        }
    }
}

}  // namespace

TEMPLATE_TEST_CASE("Cells grow with the values, and runs of empty ones bound the gap", "", double,
                   std::int64_t, std::uint64_t) {
    check_grids<TestType>(900);
}

TEMPLATE_TEST_CASE("Grids of several stretches leave out what lies between them", "", double,
                   std::int64_t, std::uint64_t) {
    check_stretches<TestType>(4000);
}

TEMPLATE_TEST_CASE("The whole range of integers can be cut into any number of cells", "",
                   std::int64_t, std::uint64_t) {
    using T = TestType;
    constexpr T least = std::numeric_limits<T>::min(), most = std::numeric_limits<T>::max();
    std::mt19937_64 random(31);
    for (const std::uint64_t wanted : {1u, 2u, 3u, 64u, 1000u, 1u << 30}) {
        std::vector<T> values{least, static_cast<T>(least + 1), static_cast<T>(most / 2),
                              static_cast<T>(most - 1), most};
        check_whole_range<T>(random, values, wanted);
    }
}

TEST_CASE("Doubles of the whole range, and the least of them, can be cut into cells") {
    std::mt19937_64 random(37);
    constexpr double largest = std::numeric_limits<double>::max();
    for (const std::uint64_t wanted : {1u, 2u, 3u, 64u, 1000u, 1u << 30}) {
        check_whole_range<double>(random, {-largest, -1, -5e-324, 0, 5e-324, 1, largest}, wanted);
        check_whole_range<double>(random, {-1.7e308, 1e292, 1.7e308}, wanted);
        check_whole_range<double>(random, {0, 5e-324}, wanted);
        check_whole_range<double>(random, {-5e-324, 0, 1e-322, 1e-310}, wanted);
        check_whole_range<double>(random, {1, std::nextafter(1.0, 2)}, wanted);
        check_whole_range<double>(random, {std::nextafter(largest, 0), largest}, wanted);
        check_whole_range<double>(random, {0x1p-601, 0x1p-601 + 0x1p-653, 0x1p-600}, wanted);
        check_whole_range<double>(random, {0x1p-600, std::nextafter(0x1p-600, 1)}, wanted);
        check_whole_range<double>(random, {0x1p1000, std::nextafter(0x1p1000, 1e308)}, wanted);
    }
}

TEST_CASE("Grids of integers are exact as soon as there are as many cells as values") {
    CHECK(Grid<std::int64_t>(-5, 94, 100).exact());
    CHECK_FALSE(Grid<std::int64_t>(-5, 94, 99).exact());
    CHECK(Grid<std::int64_t>(-5, 94, 100).cells() == 100);
    CHECK(Grid<std::int64_t>(-5, 94, 99).cells() == 50);
    CHECK(Grid<std::int64_t>(-5, 94, 100).value(7) == 2);
    CHECK_FALSE(Grid<double>(0, 1, 100).exact());
}

}  // namespace grid_test
