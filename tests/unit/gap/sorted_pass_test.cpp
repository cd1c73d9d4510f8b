#include "gap/sorted_pass.hpp"

#include "catch.hpp"
#include "gap/spilled_values.hpp"
#include "samples.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <vector>

namespace sorted_pass_test {

using namespace pipelab;
using namespace pipelab::gap;
using namespace pipelab::gap::test;

namespace {

constexpr std::size_t many = pipelab::testing::quick ? 200000 : 1000000;

const Resources little{std::uint64_t{1} << 20, ""};

template <class T>
std::vector<T> visited(const Values<T>& values, const Resources& resources = little) {
    std::vector<T> all;
    visit_sorted<T>(values, resources, base::Control::none(), [&](std::span<const T> sorted) {
        REQUIRE_FALSE(sorted.empty());
        REQUIRE(sorted.size_bytes() <= resources.memory / 2);
        all.insert(all.end(), sorted.begin(), sorted.end());
    });
    return all;
}

template <class T>
SpilledValues<T> spilled(const std::vector<T>& values) {
    SpilledValues<T> file(std::make_shared<io::TemporaryFile>(""));
    const std::span<const T> all(values);
    for (std::size_t at = 0; at < values.size(); at += 7000) {
        file.append(all.subspan(at, std::min<std::size_t>(7000, values.size() - at)));
    }
    return file;
}

template <class T>
void check(const std::vector<T>& values) {
    std::vector<T> expected = values;
    std::sort(expected.begin(), expected.end());
    // Comparing whole vectors with REQUIRE would print them.
    const bool in_memory = visited<T>(MemoryValues<T>(values)) == expected;
    REQUIRE(in_memory);
    const BlockwiseValues<T> streamed(values, 5000);
    const bool blockwise = visited<T>(streamed) == expected;
    REQUIRE(blockwise);
    REQUIRE(streamed.visits() <= 2);  // counted, then written to a temporary file
    const bool from_file = visited<T>(spilled(values)) == expected;
    REQUIRE(from_file);
}

template <class T, class Draw>
std::vector<T> drawn(Draw&& draw) {
    std::vector<T> values(many);
    for (T& value : values) value = draw();
    return values;
}

}  // namespace

TEST_CASE("A sorted pass over doubles of many distributions") {
    std::mt19937_64 random(1);
    const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1p-53; };
    constexpr double largest = std::numeric_limits<double>::max();
    SECTION("uniform") { check(drawn<double>(uniform)); }
    SECTION("all equal") { check(std::vector<double>(many, -2.5)); }
    SECTION("two clusters") {
        check(drawn<double>(
            [&] { return (random() % 2 == 0 ? -1e200 : 1e200) * (1 + 1e-9 * uniform()); }));
    }
    SECTION("nearly all equal, and outliers") {
        check(drawn<double>([&] {
            const auto which = random() % 100000;
            return which == 0 ? -1e300 : which == 1 ? 1e300 * uniform() : 0.1;
        }));
    }
    SECTION("a cluster in a cluster in a cluster") {
        check(drawn<double>(
            [&] { return uniform() * std::pow(1e-5, static_cast<double>(random() % 5)); }));
    }
    SECTION("the whole range") {
        check(drawn<double>([&] { return largest * (2 * uniform() - 1); }));
    }
    SECTION("denormals") {
        check(drawn<double>([&] { return std::bit_cast<double>(random() % 1000000); }));
    }
    SECTION("both zeros") {
        check(drawn<double>([&] { return random() % 2 == 0 ? 0.0 : -0.0; }));
    }
}

TEST_CASE("A sorted pass over doubles of all orders of magnitude") {
    std::mt19937_64 random(2);
    const auto any = [&] {
        return std::ldexp(1 + static_cast<double>(random() >> 12) * 0x1p-52,
                          static_cast<int>(random() % 2098) - 1074);
    };
    SECTION("positive") { check(drawn<double>(any)); }
    SECTION("of either sign, with zeros") {
        check(drawn<double>([&] {
            const auto which = random() % 5;
            return which == 0 ? 0.0 : which == 1 ? -0.0 : which == 2 ? -any() : any();
        }));
    }
}

TEMPLATE_TEST_CASE("A sorted pass over integers of many distributions", "", std::int64_t,
                   std::uint64_t) {
    using T = TestType;
    std::mt19937_64 random(3);
    constexpr T least = std::numeric_limits<T>::min(), most = std::numeric_limits<T>::max();
    SECTION("the whole range") {
        check(drawn<T>([&] { return static_cast<T>(random()); }));
    }
    SECTION("the ends of the range") {
        check(drawn<T>([&] { return random() % 2 == 0 ? least : most; }));
    }
    SECTION("few different ones") {
        check(drawn<T>([&] { return static_cast<T>(random() % 7); }));
    }
    SECTION("nearly all equal, and outliers") {
        check(drawn<T>([&] {
            const auto which = random() % 100000;
            return which == 0 ? least : which == 1 ? static_cast<T>(random()) : T{42};
        }));
    }
    SECTION("all orders of magnitude") {
        check(drawn<T>([&] { return static_cast<T>(random() >> (random() % 64)); }));
    }
}

TEMPLATE_TEST_CASE("A sorted pass over few values", "", double, std::int64_t, std::uint64_t) {
    using T = TestType;
    std::mt19937_64 random(4);
    for (int round = 0; round < 500; ++round) {
        std::vector<T> values(random() % 2000);
        for (T& value : values) value = generated<T>(random, round % 9);
        check(values);
    }
    CHECK(visited<T>(MemoryValues<T>(std::span<const T>())).empty());
}

TEST_CASE("A sorted pass with less than 1 MiB, and with plenty") {
    std::mt19937_64 random(5);
    const auto values = drawn<double>([&] { return static_cast<double>(random() % 100000); });
    auto expected = values;
    std::sort(expected.begin(), expected.end());
    std::vector<double> all;
    visit_sorted<double>(MemoryValues<double>(values), {1, ""}, base::Control::none(),
                         [&](std::span<const double> sorted) {
                             all.insert(all.end(), sorted.begin(), sorted.end());
                         });
    CHECK((all == expected));
    CHECK((visited<double>(BlockwiseValues<double>(values), {1 << 30, ""}) == expected));
}

TEST_CASE("A folder that does not exist is an error only where values are spilled") {
    std::vector<double> values(many);
    for (std::size_t i = 0; i < many; ++i) values[i] = static_cast<double>(i);
    const Resources nowhere{std::uint64_t{1} << 20, "/nonexistent/folder"};
    CHECK(visited<double>(MemoryValues<double>(values), nowhere).size() == many);
    CHECK_THROWS_AS(visited<double>(BlockwiseValues<double>(values), nowhere), base::IoError);
}

}  // namespace sorted_pass_test
