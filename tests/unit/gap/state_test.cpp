#include "gap/state.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "gap/state_bounds.hpp"
#include "gap/state_file.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace pipelab;
using namespace pipelab::gap;
using Kind = io::NumberType::Kind;
using Random = std::mt19937_64;
using Texts = std::vector<std::string>;

namespace {

#ifdef PIPELAB_QUICK_TESTS
constexpr int rounds = 4;
#else
constexpr int rounds = 20;
#endif

/// The values as the reader hands them over, typed by themselves.
io::NumberBlock block_of(const Texts& values) {
    std::string text(64, ' ');
    for (const std::string& value : values) text += value + '\n';
    const std::size_t size = text.size() - 64;
    text.append(64, ' ');
    return io::parse_numbers({text.data() + 64, size}, {"test", 1, 1}, {});
}

State state_of(const Texts& values) {
    State state;
    state.add(block_of(values));
    return state;
}

std::int64_t integer(Random& random, std::int64_t least, std::int64_t greatest) {
    return std::uniform_int_distribution<std::int64_t>(least, greatest)(random);
}

std::string decimal_text(std::int64_t mantissa, int scale) {
    return io::printed(io::Decimal{mantissa, scale});
}

/// A decimal just beside a border of a cell of about that level, or on it.
std::string beside_border(Random& random, int level) {
    const std::int64_t cell = integer(random, -8, 8);
    const double border = std::ldexp(static_cast<double>(cell), level);
    const auto mantissa = static_cast<std::int64_t>(std::lround(border * 1e6)) * 1'000'000'000'000;
    return decimal_text(mantissa + integer(random, -2, 2), 18);
}

std::string any_double(Random& random) {
    for (;;) {
        const auto value = std::bit_cast<double>(random());
        if (std::isfinite(value)) return io::printed(value);
    }
}

std::string double_between(Random& random, double least, double greatest) {
    return io::printed(std::uniform_real_distribution<double>(least, greatest)(random));
}

constexpr int families = 15;

/// One value of a family; what the families are for stands beside them.
std::string value_of(Random& random, int family) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    switch (family) {
        case 0:
            return std::to_string(integer(random, -20, 1000));  // one cell a value
        case 1:
            return std::to_string(integer(random, -most, most));  // beyond 2^53
        case 2:
            return std::to_string(random() | std::uint64_t{1} << 63);  // uint64
        case 3:
            return std::to_string(random() >> integer(random, 0, 63));  // some of them
        case 4:
            return decimal_text(integer(random, -99'999, 99'999), 2);  // amounts
        case 5:
            return beside_border(random, static_cast<int>(integer(random, -4, -1)));
        case 6:
            return decimal_text(integer(random, 0, 1'000'000'000'000'000), 15);
        case 7:
            return decimal_text(integer(random, -most, most), 18);  // 17 to 19 digits
        case 8:
            return double_between(random, -1, 1);
        case 9:
            return any_double(random);  // the whole range
        case 10:
            return io::printed(std::bit_cast<double>(random() & 0xFFFFFFFF));  // denormal
        case 11:
            return std::to_string(1'700'000'000'000'000'000 + integer(random, 0, 1 << 30));
        case 12:
            return io::printed(std::nextafter(1.0, 2) +
                               0x1p-52 * static_cast<double>(integer(random, -9, 9)));
        case 13:
            return io::printed(std::ldexp(1.0, static_cast<int>(integer(random, -1074, 1023))));
        default:
            return decimal_text(integer(random, 1, 9), static_cast<int>(integer(random, 0, 18)));
    }
}

/// A few values that may change the type of all the others.
std::string odd_value(Random& random) {
    static const Texts values{"0.999999999999999999",
                              "18446744073709551615",
                              "-1",
                              "1e300",
                              "0",
                              "-0.000000000000000001",
                              "9223372036854775807",
                              "0.5",
                              "5e-324",
                              "-1e-300",
                              "1",
                              "1.00000000000000000000001"};
    return values[random() % values.size()];
}

Texts generated(Random& random, int family) {
    Texts values(1 + random() % 40);
    for (std::string& value : values) value = value_of(random, family);
    if (random() % 3 == 0) values.push_back(odd_value(random));
    if (random() % 3 == 0) values.insert(values.end(), 3, values[random() % values.size()]);
    std::shuffle(values.begin(), values.end(), random);
    return values;
}

/// All values, cut into blocks, these into states, these joined as a random tree.
State joined_at_random(Texts values, Random& random) {
    std::shuffle(values.begin(), values.end(), random);
    std::vector<State> states(1 + random() % 5);
    for (std::size_t i = 0; i < values.size();) {
        const std::size_t end = std::min(values.size(), i + random() % 6);
        states[random() % states.size()].add(block_of({&values[i], &values[0] + end}));
        i = end;
    }
    while (states.size() > 1) {
        std::swap(states[random() % states.size()], states.back());
        const State last = states.back();
        states.pop_back();
        State& other = states[random() % states.size()];
        if (random() % 2 == 0) {
            other.join(last);
        } else {
            State sum = last;
            sum.join(other);
            other = sum;
        }
    }
    return states[0];
}

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

namespace {

template <class T>
std::vector<T> held_values(const Texts& values, io::NumberType type) {
    io::NumberBlock block = block_of(values);
    REQUIRE(block.type == type);
    return {std::get<base::Array<T>>(block.values).begin(),
            std::get<base::Array<T>>(block.values).end()};
}

template <class T>
void check_bounds(const State& state, const Texts& texts) {
    std::vector<T> values = held_values<T>(texts, state.type());
    std::sort(values.begin(), values.end());
    const GapBounds<T> bounds = widest_gap_bounds<T>(state);
    Gap<T> widest{values[0], values[0]};
    for (std::size_t i = 1; i < values.size(); ++i) {
        const Gap<T> gap{values[i - 1], values[i]};
        if (gap.width() > widest.width()) widest = gap;
    }
    REQUIRE(bounds.least <= widest.width());
    REQUIRE(widest.width() <= bounds.most);
    REQUIRE(bounds.candidates >= bounds.places.size());
    const bool found =
        std::any_of(bounds.places.begin(), bounds.places.end(), [&](const Place<T>& place) {
            return place.lower_least <= widest.lower && widest.lower <= place.lower_greatest &&
                   place.upper_least <= widest.upper && widest.upper <= place.upper_greatest;
        });
    const bool none = values.front() == values.back();
    REQUIRE((found || bounds.unresolved || none));
    if (none) REQUIRE(bounds.most == Width<T>{});
    const Extent<T> extent = extent_of<T>(state);
    REQUIRE(extent.count == values.size());
    REQUIRE(extent.minimum == values.front());
    REQUIRE(extent.maximum == values.back());
    require_same_values<T>(state, extent, "s");
}

}  // namespace

namespace {

void check_all_bounds(int count, unsigned seed) {
    Random random(seed);
    for (int round = 0; round < count * families; ++round) {
        const Texts values = generated(random, round % families);
        const State state = state_of(values);
        CAPTURE(values);
        switch (state.type().kind) {
            case Kind::decimal:
                check_bounds<std::int64_t>(state, values);
                break;
            case Kind::uint64:
                check_bounds<std::uint64_t>(state, values);
                break;
            case Kind::real:
                check_bounds<double>(state, values);
                break;
        }
    }
}

}  // namespace

TEST_CASE("the widest gap is within the bounds") { check_all_bounds(rounds, 4); }

TEST_CASE("bounds of crowded grids") {
    // More values than cells: every cell has several, and only the pigeonholes say something.
    State state;
    io::NumberBlock block;
    block.values = base::Array<std::int64_t>();
    auto& mantissas = std::get<base::Array<std::int64_t>>(block.values);
    constexpr std::int64_t count = std::int64_t{1} << 24;
    mantissas.resize(count);
    std::iota(mantissas.begin(), mantissas.end(), std::int64_t{0});
    block.need.add(io::Decimal{0, 0});
    block.need.add(io::Decimal{count - 1, 0});
    state.add(block);
    GapBounds<std::int64_t> bounds = widest_gap_bounds<std::int64_t>(state, 5);
    REQUIRE(state.grid().range().level == 2);
    REQUIRE(bounds.least == 1);
    REQUIRE(bounds.most == 7);
    REQUIRE(bounds.unresolved);
    REQUIRE(bounds.candidates == (1 << 22) - 1);
    REQUIRE(bounds.places.size() == 5);
    REQUIRE(bounds.places[1] == Place<std::int64_t>{4, 7, 8, 11});

    // One far value coarsens the grid to level 4 and opens one wide run.
    state.add(block_of({"50331653"}));
    bounds = widest_gap_bounds<std::int64_t>(state);
    REQUIRE(state.grid().range().level == 4);
    REQUIRE(bounds.candidates == 1);
    REQUIRE_FALSE(bounds.unresolved);
    REQUIRE(bounds.places[0] == Place<std::int64_t>{count - 16, count - 1, 50331648, 50331653});
}

TEST_CASE("few values give the gap itself") {
    const State state = state_of({"3", "7", "20", "-5", "7"});
    const GapBounds<std::int64_t> bounds = widest_gap_bounds<std::int64_t>(state);
    REQUIRE(bounds.least == 13);
    REQUIRE(bounds.most == 13);
    REQUIRE(bounds.places == std::vector{Place<std::int64_t>{7, 7, 20, 20}});
    REQUIRE_FALSE(bounds.unresolved);
}

TEST_CASE("no values, one value, equal values") {
    State state;
    REQUIRE(state.count() == 0);
    REQUIRE(widest_gap_bounds<std::int64_t>(state).most == 0);
    REQUIRE(state_bytes(parse_state(state_bytes(state), "s")) == state_bytes(state));
    state.join(State());
    io::NumberBlock skipped = block_of({});
    skipped.skipped = 3;
    state.add(skipped);
    REQUIRE(state.skipped() == 3);
    REQUIRE(parse_state(state_bytes(state), "s").skipped() == 3);
    state.join(state_of({"2.5"}));
    REQUIRE(state.count() == 1);
    REQUIRE(widest_gap_bounds<std::int64_t>(state).most == 0);
    state.join(state_of({"2.5", "2.50"}));
    const GapBounds<std::int64_t> bounds = widest_gap_bounds<std::int64_t>(state);
    REQUIRE(bounds.most == 0);
    REQUIRE(bounds.candidates == 0);
    REQUIRE_FALSE(bounds.unresolved);
    REQUIRE(state.count() == 3);
    REQUIRE(state.skipped() == 3);
}

TEST_CASE("doubles over their whole range") {
    const State state = state_of({"-1.7976931348623157e308", "1.7976931348623157e308", "-5e-324"});
    const GapBounds<double> bounds = widest_gap_bounds<double>(state);
    constexpr double largest = std::numeric_limits<double>::max();
    REQUIRE(rounded_up(bounds.most) == std::numeric_limits<double>::infinity());
    // The gap above -5e-324 is the wider one.
    REQUIRE(bounds.least <= width_between(-5e-324, largest));
    REQUIRE(bounds.places.size() == 2);
    REQUIRE(state.grid().marked(-1));
    REQUIRE_FALSE(state.grid().marked(0));
}

TEST_CASE("widths round outward") {
    const RealWidth above = width_between(-0x1p-80, 1.0), below = width_between(0x1p-80, 1.0);
    REQUIRE(rounded_down(above) == 1);
    REQUIRE(rounded_up(above) == std::nextafter(1.0, 2));
    REQUIRE(rounded_down(below) == std::nextafter(1.0, 0));
    REQUIRE(rounded_up(below) == 1);
    REQUIRE(rounded_up(width_between(1.0, 1.5)) == 0.5);
    REQUIRE(rounded_down(width_between(-1e308, 1e308)) == std::numeric_limits<double>::max());
}

TEST_CASE("the values looked at again must be those of the state") {
    const State state = state_of({"1.5", "2", "4.25"});
    const auto message = [&](const Extent<std::int64_t>& read) -> std::string {
        try {
            require_same_values(state, read, "a.state");
        } catch (const base::DataError& error) {
            return error.what();
        }
        return "";
    };
    const std::string start = "a.state: the values read are not those of the state: ";
    REQUIRE(message({3, 150, 425}) == "");
    REQUIRE(message({4, 150, 425}) == start + "4 values instead of 3");
    REQUIRE(message({3, 140, 425}) == start + "minimum 1.4 instead of 1.5");
    REQUIRE(message({3, 150, 400}) == start + "maximum 4 instead of 4.25");
}

namespace {

std::string error_of(const std::string& bytes) {
    try {
        parse_state(bytes, "a.state");
    } catch (const base::DataError& error) {
        return error.what();
    }
    return "";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("the file is as its header describes it") {
    const std::string bytes = state_bytes(state_of({"-0.5", "0.25", "7"}));
    const std::string head =
        "pipelab gap state 1\n"
        R"({"count":"3","skipped":"0","kind":"decimal","scale":"2","minimum":"-0.5","maximum":"7",)"
        // 7.5 = 3932160 * 2^-19 = 3932160 cells and the one that 7 opens
        R"("exact_level":"-19","exact_cells":"3932161","real_level":"","real_cells":"",)"
        R"("bytes":"491521"})"
        "\n\x28\xb5\x2f\xfd";
    REQUIRE(bytes.substr(0, head.size()) == head);
}

TEST_CASE("damaged files are told") {
    const std::string bytes = state_bytes(state_of({"1.5", "2", "4.25", "0.999999999999999999"}));
    REQUIRE(error_of(bytes) == "");
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        REQUIRE(error_of(bytes.substr(0, size)) != "");
    }
    const std::size_t frame = bytes.find("}\n") + 2;
    for (std::size_t i = 0; i < 8 * bytes.size(); ++i) {
        std::string flipped = bytes;
        flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ 1 << i % 8);
        // zstd ignores one bit of its frames; else the checksum tells.
        const bool told = error_of(flipped) != "";
        if (i / 8 >= frame && !told) REQUIRE(state_bytes(parse_state(flipped, "s")) == bytes);
    }
    REQUIRE(error_of("1\n2\n") == "a.state: this is no gap state (maxgap --state writes one)");
    REQUIRE(error_of(replaced(bytes, "state 1", "state 2")) ==
            "a.state: gap state of a version that is not known (expected version 1)");
    const std::string start = "a.state: damaged gap state: ";
    REQUIRE(error_of(bytes + "x") == start + "its bits are cut short or not as they were written");
    REQUIRE(error_of(replaced(bytes, "\"skipped\"", "\"Skipped\"")) ==
            start + "its header is not as it was written");
    REQUIRE(error_of(replaced(bytes, "\"0\"", "\"00\"")) ==
            start + "its header contradicts itself");
    REQUIRE(error_of(replaced(bytes, "4.25", "4.250")) == start + "its header contradicts itself");
    REQUIRE(error_of(replaced(bytes, "4.25", "nan")) == start + "maximum is no such number");
    REQUIRE(error_of(replaced(bytes, "4.25", "0.25")) ==
            start + "the minimum is above the maximum");
    REQUIRE(error_of(replaced(bytes, "\"4\"", "\"2\"")) == start + "it has more cells than values");
    REQUIRE(error_of(replaced(bytes, "\"4\"", "\"-4\"")) == start + "count is no such number");
    REQUIRE(error_of(replaced(bytes, "\"decimal\"", "\"real\"")) ==
            start + "its header contradicts itself");
}

TEST_CASE("a state read goes on like the one written") {
    Random random(5);
    for (int round = 0; round < rounds; ++round) {
        const Texts first = generated(random, round % families);
        const Texts second = generated(random, static_cast<int>(random() % families));
        State kept = state_of(first);
        State read = parse_state(state_bytes(kept), "s");
        kept.add(block_of(second));
        read.add(block_of(second));
        CAPTURE(first, second);
        REQUIRE(state_bytes(read) == state_bytes(kept));
    }
}

TEST_CASE("states of many sets of values", "[.][exhaustive]") {
    for (unsigned seed = 100; seed < 110; ++seed) {
        check_definition(200, seed);
        check_cuts(200, seed);
        check_all_bounds(200, seed);
    }
}
