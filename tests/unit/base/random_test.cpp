#include "base/random.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <vector>

namespace random_test {

using pipelab::base::philox;
using pipelab::base::Random;

namespace {

using Words = std::vector<std::uint64_t>;
using Doubles = std::vector<double>;

constexpr std::size_t draws = pipelab::testing::quick ? 50'000 : 1'000'000;

/// How many standard deviations the chi-square statistic lies from its mean; seeds are fixed, so
/// a test that passes once passes always.
double chi_square_deviation(const std::vector<double>& observed, double expected) {
    double sum = 0;
    for (const double x : observed) sum += (x - expected) * (x - expected) / expected;
    const auto freedom = static_cast<double>(observed.size() - 1);
    return (sum - freedom) / std::sqrt(2 * freedom);
}

double normal_distribution(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

bool is_permutation_of(std::uint64_t n, Words images) {
    std::sort(images.begin(), images.end());
    for (std::uint64_t i = 0; i < n; ++i) {
        if (images[i] != i) return false;
    }
    return images.size() == n;
}

Words permutation(const Random& random, std::uint64_t n) {
    Words images(n);
    random.permuted(0, n, images);
    return images;
}

bool is_even(const Words& images) {
    std::vector<bool> seen(images.size());
    std::size_t cycles = 0;
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (!seen[i]) ++cycles;
        for (std::size_t j = i; !seen[j]; j = images[j]) seen[j] = true;
    }
    return (images.size() - cycles) % 2 == 0;
}

}  // namespace

TEST_CASE("philox gives the known answers of Random123 1.14.0, tests/kat_vectors") {
    using Block = std::array<std::uint32_t, 4>;
    const std::uint32_t all = 0xffffffff;
    REQUIRE(philox({0, 0, 0, 0}, {0, 0}) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    REQUIRE(philox({all, all, all, all}, {all, all}) ==
            Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    REQUIRE(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
            Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("bits are halves of Philox blocks") {
    const Random random(0x299f31d0a4093822, 0x0370734413198a2e);
    // The block with counter 2^62 + 5.
    const auto block = philox({5, 0x40000000, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0});
    const std::uint64_t index = 2 * ((std::uint64_t{1} << 62) + 5);
    REQUIRE(random.bits(index) == (block[0] | std::uint64_t{block[1]} << 32));
    REQUIRE(random.bits(index + 1) == (block[2] | std::uint64_t{block[3]} << 32));
}

TEST_CASE("a filled span holds the single draws") {
    const Random random(3, 4);
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{0xfffffff7},
                                      std::uint64_t{1} << 63, ~std::uint64_t{0} - 5000}) {
        for (const std::size_t count : {0u, 1u, 2u, 3u, 4u, 9u, 17u, 511u, 512u, 513u, 1537u}) {
            Words words(count);
            Doubles values(count);
            const auto check = [&](const auto& filled, auto single) {
                bool same = true;
                for (std::size_t i = 0; i < count; ++i) {
                    same = same && filled[i] == single(first + i);
                }
                CAPTURE(first, count);
                REQUIRE(same);
            };
            random.bits(first, words);
            check(words, [&](std::uint64_t i) { return random.bits(i); });
            random.integer(first, std::uint64_t{3} << 62, words);
            check(words,
                  [&](std::uint64_t i) { return random.integer(i, std::uint64_t{3} << 62); });
            random.uniform(first, values);
            check(values, [&](std::uint64_t i) { return random.uniform(i); });
            random.normal(first, values);
            check(values, [&](std::uint64_t i) { return random.normal(i); });
            random.exponential(first, values);
            check(values, [&](std::uint64_t i) { return random.exponential(i); });
            if (first == 1) {
                for (const std::uint64_t n :
                     {std::uint64_t{2000}, std::uint64_t{123'456'789'012}}) {
                    random.permuted(first, n, words);
                    check(words, [&](std::uint64_t i) { return random.permuted(i, n); });
                }
            }
        }
    }
}

TEST_CASE("uniform draws are the upper 53 bits and fill [0, 1) evenly") {
    const Random random(5);
    Doubles values(draws);
    random.uniform(0, values);
    std::vector<double> cells(256);
    for (std::size_t i = 0; i < draws; ++i) {
        const auto upper = static_cast<double>(random.bits(i) >> 11);
        if (values[i] != std::ldexp(upper, -53)) FAIL("element " << i);
        cells[static_cast<std::size_t>(values[i] * 256)] += 1;
    }
    REQUIRE(std::abs(chi_square_deviation(cells, static_cast<double>(draws) / 256)) < 4);
}

TEST_CASE("normal draws follow the formula of Box and Muller") {
    const Random random(6, 1);
    for (std::uint64_t i = 0; i < 20'000; i += 2) {
        const long double u = (static_cast<long double>(random.bits(i)) + 0.5L) * 0x1p-64L;
        const std::uint64_t b = random.bits(i + 1);
        const long double angle = 2 * M_PIl *
                                  (static_cast<long double>(b >> 62) * 0.25L +
                                   static_cast<long double>(b << 2 >> 11) * 0x1p-55L - 0.125L);
        const long double r = std::sqrt(-2 * std::log(u));
        // Rounding u, by 2^-54 where it is near 1, moves r^2 by 2^-53.
        const long double bound = 4e-16L * r + 0x1p-53L / r;
        REQUIRE(std::abs(random.normal(i) - r * std::cos(angle)) <= bound);
        REQUIRE(std::abs(random.normal(i + 1) - r * std::sin(angle)) <= bound);
    }
}

TEST_CASE("normal draws are distributed as they should be") {
    const Random random(7);
    Doubles values(draws);
    random.normal(0, values);
    std::vector<double> cells(200);  // of equal probability
    double sum = 0, squares = 0, products = 0;
    std::size_t beyond3 = 0;
    for (std::size_t i = 0; i < draws; ++i) {
        const double x = values[i];
        cells[std::min<std::size_t>(199, static_cast<std::size_t>(200 * normal_distribution(x)))] +=
            1;
        sum += x, squares += x * x;
        if (i > 0) products += x * values[i - 1];
        beyond3 += std::abs(x) > 3;
    }
    const auto n = static_cast<double>(draws);
    REQUIRE(std::abs(chi_square_deviation(cells, n / 200)) < 4);
    REQUIRE(std::abs(sum) < 4 * std::sqrt(n));
    REQUIRE(std::abs(squares - n) < 4 * std::sqrt(2 * n));
    REQUIRE(std::abs(products) < 4 * std::sqrt(n));
    const double expected = 2 * n * normal_distribution(-3);
    REQUIRE(std::abs(static_cast<double>(beyond3) - expected) < 4 * std::sqrt(expected));
}

TEST_CASE("exponential draws are -log of the word as a fraction") {
    const Random random(8);
    double sum = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        const long double u = (static_cast<long double>(random.bits(i)) + 0.5L) * 0x1p-64L;
        const double x = random.exponential(i);
        REQUIRE(x >= 0);
        REQUIRE(std::abs(x + std::log(u)) <= 3e-16L * std::max(1.0, x));
        sum += x;
    }
    REQUIRE(std::abs(sum - 20'000) < 4 * std::sqrt(20'000.0));
}

TEST_CASE("integers are exactly uniform below the bound") {
    const Random random(9);
    REQUIRE(random.integer(3, 1) == 0);
    REQUIRE(random.integer(3, 0) == random.bits(3));
    for (const std::uint64_t bound :
         {std::uint64_t{2}, std::uint64_t{7}, std::uint64_t{1000}, std::uint64_t{1} << 63,
          (std::uint64_t{1} << 63) + 1, std::uint64_t{3} << 62, ~std::uint64_t{0}}) {
        Words values(draws);
        random.integer(0, bound, values);
        const std::uint64_t count = std::min<std::uint64_t>(bound, 50);
        const std::uint64_t width = bound / count;
        std::vector<double> cells(count);
        std::uint64_t in_cells = 0;
        for (const std::uint64_t x : values) {
            if (x >= bound) FAIL(x << " is not below " << bound);
            if (x / width < count) cells[x / width] += 1, ++in_cells;
        }
        CAPTURE(bound);
        REQUIRE(draws - in_cells < draws / 20);
        const double expected = static_cast<double>(in_cells) / static_cast<double>(count);
        REQUIRE(std::abs(chi_square_deviation(cells, expected)) < 4);
    }
}

TEST_CASE("a rejected word disturbs no other element") {
    const Random random(10);
    const std::uint64_t bound = (std::uint64_t{1} << 63) + 1;  // about half of all words rejected
    const std::uint64_t unfair = (0 - bound) % bound;
    std::size_t kept = 0, redrawn = 0;
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const auto product = static_cast<unsigned __int128>(random.bits(i)) * bound;
        const bool fair = static_cast<std::uint64_t>(product) >= unfair;
        kept += fair, redrawn += !fair;
        if (fair) REQUIRE(random.integer(i, bound) == static_cast<std::uint64_t>(product >> 64));
    }
    REQUIRE(kept > 900);
    REQUIRE(redrawn > 900);
}

TEST_CASE("streams and seeds differ in every element") {
    std::set<std::uint64_t> words;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        for (std::uint64_t stream = 0; stream < 10; ++stream) {
            for (std::uint64_t i = 0; i < 100; ++i) words.insert(Random(seed, stream).bits(i));
        }
    }
    REQUIRE(words.size() == 10'000);
}

TEST_CASE("permuted maps [0, n) onto itself") {
    const Random random(11);
    for (std::uint64_t n = 0; n <= 400; ++n) {
        CAPTURE(n);
        REQUIRE(is_permutation_of(n, permutation(random, n)));
    }
    for (const std::uint64_t n : {1024u, 9'999u, 65'536u, 65'537u}) {
        CAPTURE(n);
        REQUIRE(is_permutation_of(n, permutation(random, n)));
    }
}

TEST_CASE("permuted reaches the whole range of the largest n") {
    const Random random(12);
    for (const std::uint64_t n :
         {~std::uint64_t{0}, std::uint64_t{1} << 63, (std::uint64_t{1} << 32) + 1,
          std::uint64_t{0xfffffffe00000001}}) {
        Words images;
        for (std::uint64_t i = 0; i < 1000; ++i) {
            images.push_back(random.permuted(i, n));
            images.push_back(random.permuted(n - 1 - i, n));
            REQUIRE(images.back() < n);
        }
        const std::set<std::uint64_t> distinct(images.begin(), images.end());
        REQUIRE(distinct.size() == images.size());
        REQUIRE(*distinct.begin() < n / 200);
        REQUIRE(*distinct.rbegin() > n - n / 200);
    }
}

TEST_CASE("small permutations are equally likely") {
    for (const std::uint64_t n : {2u, 3u, 4u, 5u}) {
        std::map<Words, double> seen;
        const std::uint64_t seeds = 60'000;
        for (std::uint64_t seed = 0; seed < seeds; ++seed) seen[permutation(Random(seed), n)] += 1;
        const double all = std::tgamma(static_cast<double>(n) + 1);
        REQUIRE(static_cast<double>(seen.size()) == all);
        std::vector<double> counts;
        for (const auto& [images, count] : seen) counts.push_back(count);
        REQUIRE(std::abs(chi_square_deviation(counts, seeds / all)) < 4);
    }
}

TEST_CASE("larger permutations show no preference") {
    for (const std::uint64_t n : {10u, 17u, 25u, 36u}) {
        const std::uint64_t seeds = 20'000;
        std::vector<double> images(n * n), pairs(n * n);
        double even = 0, fixed = 0;
        for (std::uint64_t seed = 0; seed < seeds; ++seed) {
            const Words p = permutation(Random(1, seed), n);
            for (std::uint64_t i = 0; i < n; ++i) images[i * n + p[i]] += 1, fixed += p[i] == i;
            pairs[p[0] * n + p[1]] += 1;
            even += is_even(p);
        }
        CAPTURE(n);
        const auto total = static_cast<double>(seeds);
        const auto size = static_cast<double>(n);
        // The n^2 cells of `images` have only (n-1)^2 degrees of freedom.
        REQUIRE(std::abs(chi_square_deviation(images, total / size)) < 6);
        std::erase(pairs, 0.0);  // the diagonal, and nothing else
        REQUIRE(pairs.size() == n * (n - 1));
        REQUIRE(std::abs(chi_square_deviation(pairs, total / (size * (size - 1)))) < 4);
        REQUIRE(std::abs(even - total / 2) < 4 * std::sqrt(total) / 2);
        REQUIRE(std::abs(fixed - total) < 4 * std::sqrt(total));
    }
}

}  // namespace random_test
