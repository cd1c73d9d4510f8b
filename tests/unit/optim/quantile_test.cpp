#include "base/random.hpp"
#include "catch.hpp"
#include "optim/quantile_descent.hpp"
#include "optim/quantile_sketch.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace quantile_test {

using namespace pipelab;
using optim::QuantileSketch;

namespace {

/// How far the rank of what the sketch gives is from the one asked for; values equal to it may
/// stand for any rank among them.
double rank_distance(const std::vector<double>& sorted, double value, double p) {
    const double wanted = std::max(1.0, std::ceil(p * static_cast<double>(sorted.size())));
    const auto below = std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin();
    const auto upto = std::upper_bound(sorted.begin(), sorted.end(), value) - sorted.begin();
    if (wanted < static_cast<double>(below) + 1) return static_cast<double>(below) + 1 - wanted;
    return std::max(0.0, wanted - static_cast<double>(upto));
}

std::vector<double> sample(int kind, std::size_t size) {
    const base::Random random(7, static_cast<std::uint64_t>(kind));
    std::vector<double> values(size);
    for (std::size_t i = 0; i < size; ++i) {
        const auto k = static_cast<double>(i);
        switch (kind) {
            case 0:
                values[i] = random.normal(i);
                break;
            case 1:
                values[i] = k;
                break;
            case 2:
                values[i] = -k;
                break;
            case 3:
                values[i] = std::floor(8 * random.uniform(i));
                break;
            default:
                values[i] = std::fmod(k * 0.6180339887498949, 1) * (i % 2 == 0 ? 1 : 1e6);
        }
    }
    return values;
}

void check_sketch(const QuantileSketch& sketch, std::vector<double> values) {
    std::sort(values.begin(), values.end());
    REQUIRE(sketch.count() == values.size());
    const double bound = static_cast<double>(sketch.rank_error());
    for (const double p : {0.0, 0.001, 0.01, 0.25, 0.5, 0.9, 0.99, 1.0})
        CHECK(rank_distance(values, *sketch.quantile(p), p) <= bound);
}

}  // namespace

TEST_CASE("quantiles of a sketch stay within its bound of rank") {
    for (int kind = 0; kind < 5; ++kind) {
        for (const std::size_t size : {1, 15, 16, 17, 1000, 30000}) {
            const std::vector<double> values = sample(kind, size);
            QuantileSketch sketch(16);
            sketch.add(values);
            check_sketch(sketch, values);
        }
    }
}

TEST_CASE("a sketch of few values is exact, and its bound small") {
    QuantileSketch sketch;
    sketch.add(sample(0, 4095));
    CHECK(sketch.rank_error() == 0);
    sketch.add(sample(1, 1000000));
    const double n = static_cast<double>(sketch.count());
    CHECK(static_cast<double>(sketch.rank_error()) <= n * std::log2(n / 4096) / 4096);
}

TEST_CASE("sketches join within the sum of their bounds, and do not depend on pieces") {
    std::vector<double> all = sample(0, 20000);
    QuantileSketch whole(32), pieces(32), joined(32);
    whole.add(all);
    for (std::size_t at = 0; at < all.size(); at += 77)
        pieces.add(std::span(all).subspan(at, std::min<std::size_t>(77, all.size() - at)));
    CHECK(whole.levels() == pieces.levels());
    for (std::size_t at = 0; at < all.size(); at += 5000) {
        QuantileSketch part(32);
        part.add(std::span(all).subspan(at, 5000));
        joined.join(part);
    }
    check_sketch(joined, all);
    for (const auto& level : joined.levels()) CHECK(level.size() < 32);
}

TEST_CASE("exact quantiles are linear between neighbours") {
    std::vector<double> values{40, 10, 30, 20};
    CHECK(optim::exact_quantile(values, 0) == 10);
    CHECK(optim::exact_quantile(values, 1) == 40);
    CHECK(optim::exact_quantile(values, 0.5) == 25);
    CHECK(*optim::exact_quantile(values, 0.1) == Approx(13));
    CHECK_FALSE(optim::exact_quantile({}, 0.5));
}

TEST_CASE("quantiles by stochastic approximation come within theory's error") {
    // Standard error of the averaged iterates: sqrt(p (1 - p) / n) / f(q) (Polyak and Juditsky).
    const std::size_t n = 200000;
    const base::Random random(3);
    const struct {
        double p, quantile, density;
    } cases[] = {{0.5, 0, 0.3989422804014327},
                 {0.9, 1.2815515655446004, 0.17549833193248685},
                 {0.05, -1.6448536269514722, 0.10313564037537141}};
    for (const auto& [p, quantile, density] : cases) {
        optim::QuantileDescent descent(p);
        for (std::size_t i = 0; i < n; ++i) descent.push(random.normal(i));
        const double error = std::sqrt(p * (1 - p) / static_cast<double>(n)) / density;
        // Five standard errors, twice: finite steps add about as much again at this n.
        CHECK(std::fabs(*descent.estimate() - quantile) < 10 * error);
    }
}

}  // namespace quantile_test
