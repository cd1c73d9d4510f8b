#include "gap/state.hpp"

#include "catch.hpp"
#include "gap/state_file.hpp"
#include "state_values.hpp"

#include <cstdlib>
#include <set>

namespace state_test {

using namespace pipelab;
using namespace pipelab::gap;
using namespace pipelab::gap::test;
using Kind = io::NumberType::Kind;

namespace {

// The definition of the grids, by arithmetic of its own.

/// floor(mantissa / 10^scale * 2^60), split where the implementation is not.
CellNumber finest(const io::Number& value) {
    constexpr CellNumber fine = CellNumber{1} << 60;
    if (const auto* natural = std::get_if<std::uint64_t>(&value)) return *natural * fine;
    const auto& decimal = std::get<io::Decimal>(value);
    std::int64_t power = 1;
    for (int i = 0; i < decimal.scale; ++i) power *= 10;
    std::int64_t whole = decimal.mantissa / power;
    std::int64_t rest = decimal.mantissa % power;
    if (rest < 0) rest += power, --whole;
    return whole * fine + rest * fine / power;
}

/// floor(value / 2^level) from the bits of the double.
CellNumber cell_of_bits(double value, int level) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const int biased = static_cast<int>(bits >> 52 & 0x7FF);
    auto mantissa = static_cast<CellNumber>(bits & ((std::uint64_t{1} << 52) - 1));
    if (biased != 0) mantissa += CellNumber{1} << 52;
    if (value < 0) mantissa = -mantissa;
    const int shift = std::max(biased, 1) - 1075 - level;
    return shift >= 0 ? mantissa << shift : mantissa >> std::min(-shift, 100);
}

struct Cells {
    int level;
    std::set<CellNumber> cells;
    bool operator==(const Cells&) const = default;
};

template <class Cell>
Cells lowest_level(int level, const Cell& cells_at) {
    for (;; ++level) {
        const std::set<CellNumber> cells = cells_at(level);
        if (*cells.rbegin() - *cells.begin() < 1 << 22) return {level, cells};
    }
}

Cells exact_by_definition(const std::vector<io::Number>& values) {
    return lowest_level(-60, [&](int level) {
        std::set<CellNumber> cells;
        for (const io::Number& value : values) cells.insert(finest(value) >> (level + 60));
        return cells;
    });
}

Cells real_by_definition(const std::vector<double>& values) {
    double magnitude = 0;
    for (const double value : values) magnitude = std::max(magnitude, std::fabs(value));
    int exponent = 0;
    std::frexp(magnitude, &exponent);
    const int least = magnitude == 0 ? -1074 : std::max(exponent - 54, -1074);
    return lowest_level(least, [&](int level) {
        std::set<CellNumber> cells;
        for (const double value : values) cells.insert(cell_of_bits(value, level));
        return cells;
    });
}

Cells marked(const DyadicGrid& grid) {
    Cells result{grid.range().level, {}};
    grid.for_each([&](CellNumber cell) { result.cells.insert(cell); });
    return result;
}

}  // namespace

namespace {

void check_definition(int count, unsigned seed) {
    Random random(seed);
    for (int round = 0; round < count * families; ++round) {
        const Texts values = generated(random, round % families);
        const State state = state_of(values);
        std::vector<io::Number> numbers;
        std::vector<double> reals;
        for (const std::string& value : values) {
            numbers.push_back(*io::parse_number(value));
            reals.push_back(std::strtod(value.c_str(), nullptr));
        }
        CAPTURE(values);
        const Cells real = real_by_definition(reals);
        if (state.type().kind == Kind::real) {
            REQUIRE(state.exact_grid().empty());
            REQUIRE(marked(state.real_grid()) == real);
        } else {
            REQUIRE(marked(state.exact_grid()) == exact_by_definition(numbers));
            const bool same = state.real_grid().empty();
            REQUIRE(marked(same ? state.exact_grid() : state.real_grid()) == real);
        }
        REQUIRE(state.count() == values.size());
    }
}

}  // namespace

TEST_CASE("the grids are those of the definition") { check_definition(rounds, 1); }

namespace {

void check_cuts(int count, unsigned seed) {
    Random random(seed);
    for (int round = 0; round < count * families; ++round) {
        const Texts values = generated(random, round % families);
        const std::string expected = state_bytes(state_of(values));
        CAPTURE(values);
        REQUIRE(state_bytes(joined_at_random(values, random)) == expected);
        REQUIRE(state_bytes(joined_at_random(values, random)) == expected);
        REQUIRE(state_bytes(parse_state(expected, "s")) == expected);
    }
}

}  // namespace

TEST_CASE("any cut and any order of joining give the same bytes") { check_cuts(rounds, 2); }

TEST_CASE("shards that are decimal while the whole is real") {
    // At the last level 0.999999999999999999 is in the cell before 1; as a double it is 1.
    const Texts decimals{"0.999999999999999999", "0.5", "0"}, reals{"1.5", "1e-300", "2"};
    State left = state_of(decimals);
    const State right = state_of(reals);
    REQUIRE(left.type() == io::NumberType{Kind::decimal, 18});
    left.join(right);
    REQUIRE(left.type().kind == Kind::real);
    Texts all = decimals;
    all.insert(all.end(), reals.begin(), reals.end());
    REQUIRE(state_bytes(left) == state_bytes(state_of(all)));
    const auto one = cell_of_bits(1, left.grid().range().level);
    REQUIRE(left.grid().marked(one));
    REQUIRE_FALSE(left.grid().marked(one - 1));
}

TEST_CASE("many values: the fast loops, all shifts") {
    Random random(3);
    for (const int bits : {1, 7, 21, 22, 23, 31, 40, 52, 53, 60, 63}) {
        for (const int scale : {0, 1, 2, 9, 17, 18}) {
            Texts values(1500);
            for (std::string& value : values) {
                auto mantissa = static_cast<std::int64_t>(random() >> (64 - bits));
                if (random() % 2 == 0 && bits > 1) mantissa = -mantissa;
                value = decimal_text(mantissa, scale);
            }
            const State state = state_of(values);
            std::vector<io::Number> numbers;
            for (const std::string& value : values) numbers.push_back(*io::parse_number(value));
            CAPTURE(bits, scale);
            REQUIRE(marked(state.exact_grid()) == exact_by_definition(numbers));
            REQUIRE(state_bytes(joined_at_random(values, random)) == state_bytes(state));
        }
    }
}

TEST_CASE("grids and cuts of many sets of values", "[.][exhaustive]") {
    for (unsigned seed = 100; seed < 110; ++seed) {
        check_definition(50, seed);
        check_cuts(50, seed);
    }
}

}  // namespace state_test
