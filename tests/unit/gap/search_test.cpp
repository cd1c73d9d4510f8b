#include "gap/search.hpp"

#include "catch.hpp"
#include "samples.hpp"

#include <algorithm>
#include <random>
#include <vector>

namespace search_test {

using namespace pipelab::gap;
using namespace pipelab::gap::test;

namespace {

template <class T>
std::vector<Gap<T>> found(const std::vector<T>& values, std::size_t top, Method method) {
    const MemoryValues<T> in_memory{std::span<const T>(values)};
    return widest_gaps<T>(in_memory, top, {}, pipelab::base::Control::none(), method);
}

template <class T>
void compare_with_definition(int cases, std::size_t largest) {
    std::mt19937_64 random(7);
    for (int i = 0; i < cases; ++i) {
        const int family = i % 10;
        std::vector<T> values(random() % largest);
        for (T& value : values) {
            value = generated<T>(random, family == 9 ? static_cast<int>(random() % 9) : family);
        }
        const std::size_t top = 1 + (i % 3 == 0 ? random() % 8 : 0);
        CAPTURE(i, family, values.size(), top);
        const auto expected = by_definition(values, top);
        REQUIRE(found(values, top, Method::bitmap) == expected);
        REQUIRE(found(values, top, Method::sort) == expected);
        REQUIRE(found(values, top, Method::buckets) == expected);
    }
}

}  // namespace

TEST_CASE("The widest gaps are those of the sorted values") {
    const int cases = pipelab::testing::quick ? 3000 : 40000;
    SECTION("double") { compare_with_definition<double>(cases, 60); }
    SECTION("int64") { compare_with_definition<std::int64_t>(cases, 60); }
    SECTION("uint64") { compare_with_definition<std::uint64_t>(cases, 60); }
}

TEST_CASE("The same for larger sets, on several threads") {
    const int cases = pipelab::testing::quick ? 12 : 60;
    compare_with_definition<double>(cases, 300000);
    compare_with_definition<std::int64_t>(cases, 300000);
}

TEST_CASE("Evenly spaced values in any order have the leftmost of equal gaps") {
    std::mt19937_64 random(3);
    for (const std::size_t count : {100u, 5000u, 200000u}) {
        std::vector<double> reals(count);
        std::vector<std::int64_t> integers(count);
        for (std::size_t i = 0; i < count; ++i) {
            reals[i] = static_cast<double>(i) * 3;
            integers[i] = static_cast<std::int64_t>(i) * 1000000007;
        }
        std::shuffle(reals.begin(), reals.end(), random);
        std::shuffle(integers.begin(), integers.end(), random);
        REQUIRE(found(reals, 1, Method::bitmap) == std::vector<Gap<double>>{{0, 3}});
        REQUIRE(found(integers, 2, Method::bitmap) ==
                std::vector<Gap<std::int64_t>>{{0, 1000000007}, {1000000007, 2000000014}});
    }
}

TEST_CASE("Fewer than two values and equal values") {
    CHECK_FALSE(widest_gap(std::span<const double>()));
    CHECK_FALSE(widest_gap(std::span<const double>(std::vector<double>{4})));
    const std::vector<double> equal(1000, 4);
    CHECK(widest_gap(std::span<const double>(equal)) == Gap<double>{4, 4});
    const std::vector<double> zeros{-0.0, 0.0};
    CHECK(widest_gap(std::span<const double>(zeros))->width() == width_between(0.0, 0.0));
}

TEST_CASE("A rounded bound is passed by what rounds to more") {
    const RealWidth bound = once_rounded(width_between(0.0, 0.1));
    CHECK_FALSE(width_between(-1e-300, 0.1) > bound);  // rounds to 0.1
    CHECK(width_between(0.0, std::nextafter(0.1, 1)) > bound);
    CHECK_FALSE(width_between(0.0, std::nextafter(0.1, 0)) > bound);
    CHECK(width_between(-1e308, 1e308) > bound);
}

TEST_CASE("All gaps over a width come from left to right") {
    std::mt19937_64 random(11);
    for (int i = 0; i < 3000; ++i) {
        std::vector<double> values(random() % 200);
        for (double& value : values) value = generated<double>(random, i % 9);
        auto sorted = by_definition(values, values.size());
        const RealWidth limit =
            sorted.empty() ? width_between(0.0, 1.0) : sorted[random() % sorted.size()].width();
        std::erase_if(sorted, [&](const auto& gap) { return !(gap.width() > limit); });
        std::sort(sorted.begin(), sorted.end(),
                  [](const auto& a, const auto& b) { return a.lower < b.lower; });
        std::vector<Gap<double>> seen;
        const MemoryValues<double> in_memory{std::span<const double>(values)};
        gaps_over<double>(in_memory, limit, {}, pipelab::base::Control::none(),
                          [&](const Gap<double>& gap) { seen.push_back(gap); });
        CAPTURE(i, values.size());
        REQUIRE(seen == sorted);
    }
}

}  // namespace search_test
