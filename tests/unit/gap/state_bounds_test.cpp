#include "gap/state_bounds.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "gap/state_file.hpp"
#include "state_values.hpp"

#include <numeric>

namespace state_bounds_test {

using namespace pipelab;
using namespace pipelab::gap;
using namespace pipelab::gap::test;
using Kind = io::NumberType::Kind;

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
    const auto message = [&](const std::vector<std::string>& read) -> std::string {
        try {
            require_same_values(state, state_of(read), "a.state");
        } catch (const base::DataError& error) {
            return error.what();
        }
        return "";
    };
    const std::string start = "a.state: the values read are not those of the state: ";
    REQUIRE(message({"4.25", "1.5", "2"}) == "");
    REQUIRE(message({"1.5", "2", "4.25", "2"}) == start + "4 values instead of 3");
    REQUIRE(message({"1.4", "2", "4.25"}) == start + "minimum 1.4 instead of 1.5");
    REQUIRE(message({"1.5", "2", "4"}) == start + "maximum 4 instead of 4.25");
    REQUIRE(message({"1.5", "3", "4.25"}) == start + "some lie in other cells");
}

TEST_CASE("bounds of many sets of values", "[.][exhaustive]") {
    for (unsigned seed = 100; seed < 110; ++seed) check_all_bounds(200, seed);
}

}  // namespace state_bounds_test
