#include "optim/linear_metrics.hpp"

#include "base/random.hpp"
#include "catch.hpp"

#include <cmath>
#include <vector>

namespace linear_metrics_test {

using namespace pipelab;
using namespace pipelab::optim;

namespace {

/// The chance that a positive scores higher, pair by pair.
double area(const std::vector<double>& scores, const std::vector<bool>& positive,
            const std::vector<double>& weights) {
    double higher = 0, pairs = 0;
    for (std::size_t i = 0; i < scores.size(); ++i)
        for (std::size_t k = 0; k < scores.size(); ++k) {
            if (!positive[i] || positive[k]) continue;
            const double weight = weights[i] * weights[k];
            pairs += weight;
            higher += weight * (scores[i] > scores[k] ? 1 : scores[i] == scores[k] ? 0.5 : 0);
        }
    return higher / pairs;
}

}  // namespace

TEST_CASE("the area under the curve is that of all pairs, ties counting half") {
    const base::Random random(3);
    for (const bool ties : {false, true}) {
        std::vector<double> scores, weights;
        std::vector<bool> positive;
        RocArea roc, first, second;
        for (std::uint64_t i = 0; i < 400; ++i) {
            const double score = random.normal(i) + (i % 3 == 0 ? 0.7 : 0);
            scores.push_back(ties ? std::round(score * 2) / 2 : score * std::exp(score));
            positive.push_back(i % 3 == 0);
            weights.push_back(1 + static_cast<double>(i % 4));
            roc.add(scores.back(), positive.back(), weights.back());
            (i < 100 ? first : second).add(scores.back(), positive.back(), weights.back());
        }
        const auto found = roc.area();
        REQUIRE(found);
        const double exact = area(scores, positive, weights);
        if (ties) CHECK(found->value == Approx(exact).epsilon(1e-12));
        CHECK(std::abs(found->value - exact) <= found->error + 1e-12);
        if (!ties) CHECK(found->error < 1e-3);
        first.join(second);
        CHECK(first.cells() == roc.cells());
    }
}

TEST_CASE("without one of the classes there is no area") {
    RocArea roc;
    CHECK_FALSE(roc.area());
    roc.add(1, true, 1);
    CHECK_FALSE(roc.area());
    roc.add(-0.0, false, 1);
    CHECK(roc.area()->value == 1);
    roc.add(0.0, true, 1);  // equal to -0
    CHECK(roc.area()->value == 0.75);
}

TEST_CASE("measures of a regression") {
    LinearMetrics metrics({LinearLoss::Kind::squared}), first = metrics, second = metrics;
    CHECK_FALSE(metrics.mean_loss());
    CHECK_FALSE(metrics.rmse());
    const double labels[] = {1, 2, 4}, predicted[] = {1.5, 1, 4}, weights[] = {1, 2, 1};
    for (int i = 0; i < 3; ++i) {
        metrics.add({&predicted[i], 1}, labels[i], weights[i]);
        (i == 0 ? first : second).add({&predicted[i], 1}, labels[i], weights[i]);
    }
    CHECK(metrics.mean_loss() == Approx(2.25 / 4));
    CHECK(metrics.rmse() == Approx(0.75));
    CHECK(metrics.mean_absolute_error() == Approx(2.5 / 4));
    // mean 2.25, squares 1.5625 + 2 * 0.0625 + 3.0625
    CHECK(metrics.r_squared() == Approx(1 - 2.25 / 4.75));
    CHECK_FALSE(metrics.accuracy());
    CHECK_FALSE(metrics.roc_area());
    first.join(second);
    CHECK(first.r_squared() == Approx(*metrics.r_squared()));
    CHECK(first.sums().loss == Approx(metrics.sums().loss));
}

TEST_CASE("measures of classes") {
    LinearMetrics metrics({LinearLoss::Kind::softmax}, 2);
    const std::vector<double> a{2, 1}, b{0, 3, 1};
    metrics.add(a, 0, 1);
    metrics.add(b, 2, 3);  // a class that came later
    CHECK(metrics.accuracy() == 0.25);
    CHECK(metrics.confusion() == std::vector<std::vector<double>>{{1, 0, 0}, {0, 0, 0}, {0, 3, 0}});
    const double loss =
        std::log1p(std::exp(-1.0)) + 3 * (std::log(1 + std::exp(3.0) + std::exp(1.0)) - 1);
    CHECK(metrics.mean_loss() == Approx(loss / 4));
    LinearMetrics again({LinearLoss::Kind::softmax}, 2);
    again.restore(metrics.saved());
    CHECK(again.confusion() == metrics.confusion());
    CHECK(again.sums() == metrics.sums());
}

TEST_CASE("a model of one class says that class") {
    const std::vector<double> margin{0.0};
    CHECK(predicted_class(Task::multiclass, margin) == 0);
    CHECK(predicted_class(Task::binary, margin) == 1);
    LinearMetrics metrics({LinearLoss::Kind::softmax}, 0);
    CHECK(metrics.add(margin, 0, 2) == 0);
    CHECK(metrics.accuracy() == 1);
    CHECK(metrics.confusion() == std::vector<std::vector<double>>{{2}});
}
}  // namespace linear_metrics_test
