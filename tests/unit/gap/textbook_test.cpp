#include "gap/textbook.hpp"

#include "catch.hpp"
#include "samples.hpp"

#include <random>
#include <vector>

namespace textbook_test {

using namespace pipelab::gap;
using namespace pipelab::gap::test;

TEMPLATE_TEST_CASE("The textbook's ways find the gaps of the definition", "", double, std::int64_t,
                   std::uint64_t) {
    using T = TestType;
    std::mt19937_64 random(51);
    for (int round = 0; round < 3000; ++round) {
        std::vector<T> values(random() % 100);
        for (T& value : values) value = generated<T>(random, round % 9);
        const std::size_t top = random() % 8;
        const auto expected = by_definition(values, top);
        const auto widest = by_definition(values, 1);
        const BlockwiseValues<T> blockwise(values, 1 + random() % 20);
        CAPTURE(round, values.size(), top);
        REQUIRE(widest_gaps_by_sort<T>(MemoryValues<T>(values), top) == expected);
        REQUIRE(widest_gaps_by_sort<T>(blockwise, top) == expected);
        REQUIRE(widest_gap_by_buckets<T>(MemoryValues<T>(values)) == widest);
        REQUIRE(widest_gap_by_buckets<T>(blockwise) == widest);
    }
}

TEMPLATE_TEST_CASE("The textbook's ways on one, two and equal values", "", double, std::int64_t,
                   std::uint64_t) {
    using T = TestType;
    constexpr T least = std::numeric_limits<T>::lowest(), most = std::numeric_limits<T>::max();
    for (const std::vector<T>& values : {std::vector<T>{}, {7}, {7, 7}, {0, 0, 0}}) {
        CHECK(widest_gaps_by_sort<T>(MemoryValues<T>(values), 3).empty());
        CHECK(widest_gap_by_buckets<T>(MemoryValues<T>(values)).empty());
    }
    const std::vector<T> ends{most, least};
    CHECK(widest_gaps_by_sort<T>(MemoryValues<T>(ends), 3) == std::vector<Gap<T>>{{least, most}});
    CHECK(widest_gap_by_buckets<T>(MemoryValues<T>(ends)) == std::vector<Gap<T>>{{least, most}});
}

}  // namespace textbook_test
