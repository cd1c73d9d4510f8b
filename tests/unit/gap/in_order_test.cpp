#include "gap/in_order.hpp"

#include "../io/temporary.hpp"
#include "catch.hpp"
#include "io/print.hpp"
#include "samples.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace in_order_test {

using namespace pipelab;
using namespace pipelab::gap;
using namespace pipelab::gap::test;

namespace {

/// A step as the definition has it: values i and i + 1.
template <class T>
std::vector<std::size_t> by_definition(const std::vector<T>& values, std::size_t top,
                                       const std::optional<Width<T>>& over) {
    const auto width = [&](std::size_t i) {
        return width_between(std::min(values[i], values[i + 1]),
                             std::max(values[i], values[i + 1]));
    };
    std::vector<std::size_t> steps;
    for (std::size_t i = 0; i + 1 < values.size(); ++i) {
        if (!over || width(i) > *over) steps.push_back(i);
    }
    if (over) return steps;
    std::stable_sort(steps.begin(), steps.end(),
                     [&](std::size_t a, std::size_t b) { return width(a) > width(b); });
    steps.resize(std::min(steps.size(), top));
    return steps;
}

/// Two files, one value a line, so that value i has a line that is known.
template <class T>
void check(const std::vector<T>& values, std::size_t in_first, std::size_t top,
           const std::optional<Width<T>>& over, const Storage& storage) {
    std::string texts[2];
    for (std::size_t i = 0; i < values.size(); ++i) {
        texts[i >= in_first] += io::printed(values[i]) + "\n";
    }
    const testing::File first(texts[0]), second(texts[1]);
    io::NumberInput input;
    input.paths = {first.path(), second.path()};
    input.keep_lines = true;
    const Column column(input, storage, base::Control::none());
    std::vector<Step<T>> steps;
    widest_steps<T>(column, top, over, [&](const Step<T>& step) { steps.push_back(step); });
    const auto expected = by_definition(values, top, over);
    REQUIRE(steps.size() == expected.size());
    const auto require_at = [&](const Location& location, std::size_t i) {
        REQUIRE(location.file == (i < in_first ? first : second).path());
        REQUIRE(location.line == (i < in_first ? i : i - in_first) + 1);
    };
    for (std::size_t k = 0; k < steps.size(); ++k) {
        REQUIRE(steps[k].from == values[expected[k]]);
        REQUIRE(steps[k].to == values[expected[k] + 1]);
        require_at(steps[k].from_location, expected[k]);
        require_at(steps[k].to_location, expected[k] + 1);
    }
}

const Storage limited{std::uint64_t{32} << 20, ""};

}  // namespace

TEST_CASE("The widest steps are those between values that follow each other, across files too") {
    std::mt19937_64 random(91);
    for (int round = 0; round < 450; ++round) {
        // Real whatever is drawn: 1e300 is no decimal.
        std::vector<double> values(random() % 60);
        for (double& value : values) value = generated<double>(random, round % 9);
        values.insert(values.begin(), 1e300);
        const std::size_t split = random() % (values.size() + 1);
        std::optional<RealWidth> over;
        if (round % 2 == 0) over = width_between(0.0, std::abs(values[random() % values.size()]));
        CAPTURE(round, values.size(), split);
        check<double>(values, split, random() % 5, over, round % 3 == 0 ? limited : Storage{});
    }
}

TEST_CASE("The widest steps of integers") {
    std::mt19937_64 random(93);
    for (int round = 0; round < 180; ++round) {
        std::vector<std::int64_t> values(random() % 60);
        for (auto& value : values) value = generated<std::int64_t>(random, round % 9);
        std::optional<std::uint64_t> over;
        if (round % 2 == 0) over = random() >> (random() % 64);
        check<std::int64_t>(values, random() % (values.size() + 1), random() % 5, over, {});
        std::vector<std::uint64_t> naturals(random() % 60);
        for (auto& value : naturals) value = generated<std::uint64_t>(random, round % 9);
        naturals.push_back(~std::uint64_t{0});
        check<std::uint64_t>(naturals, random() % naturals.size(), random() % 5, over, {});
    }
}

TEST_CASE("Steps across many blocks") {
    std::vector<std::int64_t> values;
    for (std::int64_t i = 0; i < 300000; ++i)
        values.push_back(i % 1000 * 3 + (i == 123456 ? 50000 : 0));
    check<std::int64_t>(values, 200000, 400, {}, {});
    check<std::int64_t>(values, 100000, 400, {}, limited);
    check<std::int64_t>(values, 1, 0, std::uint64_t{2000}, limited);
}

}  // namespace in_order_test
