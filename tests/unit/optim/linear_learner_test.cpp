#include "optim/linear_learner.hpp"

#include "base/random.hpp"
#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace linear_learner_test {

using namespace pipelab;
using namespace pipelab::optim;
using Kind = SparseRule::Kind;

namespace {

struct Row {
    std::vector<std::uint32_t> index;
    std::vector<double> value;
    double label, weight;
    Features features() const { return {index, value}; }
};

constexpr std::size_t width = 9;

std::vector<Row> rows(bool classes) {
    std::vector<Row> result;
    const base::Random random(7);
    std::uint64_t draw = 0;
    for (int i = 0; i < 120; ++i) {
        Row row;
        row.index = {0};
        row.value = {1};
        for (std::uint32_t f = 1; f < width; ++f) {
            if (random.uniform(draw++) < 0.5) continue;
            row.index.push_back(f);
            row.value.push_back(random.normal(1000 + draw++) * (f == 3 ? 50 : 1));
        }
        const double noise = random.normal(50000 + draw++);
        row.label = classes ? (noise > 0 ? 1 : -1) : noise;
        row.weight = 0.5 + random.uniform(draw++);
        result.push_back(row);
    }
    return result;
}

double margin(const std::vector<double>& w, const Row& row) {
    double sum = 0;
    for (std::size_t i = 0; i < row.index.size(); ++i) sum += w[row.index[i]] * row.value[i];
    return sum;
}

/// The rules as their papers write them, all coordinates in each step.
std::vector<double> dense(const LinearLoss& loss, const SparseRule& rule,
                          const std::vector<Row>& data) {
    std::vector<double> w(width), squares(width), scale(width), moment(width), sum(width);
    double rows = 0, sizes = 0, all = 0;
    for (std::size_t t = 1; t <= data.size(); ++t) {
        const Row& row = data[t - 1];
        const double p = margin(w, row);
        const double slope = loss.derivative(p, row.label);
        std::vector<double> g(width), x(width);
        for (std::size_t i = 0; i < row.index.size(); ++i) {
            x[row.index[i]] = row.value[i];
            g[row.index[i]] = row.weight * slope * row.value[i];
        }
        std::vector<double> rate(width, rule.rate);
        const double step = rule.rate * std::pow(static_cast<double>(t), -rule.power);
        double reach = 0;
        if (rule.kind == Kind::adaptive) {
            double size = 0;
            for (std::size_t i = 0; i < width; ++i) {
                squares[i] += row.weight * slope * slope * x[i] * x[i];
                if (std::abs(x[i]) > scale[i]) {
                    if (scale[i] > 0) w[i] *= scale[i] / std::abs(x[i]);
                    scale[i] = std::abs(x[i]);
                }
                if (x[i] != 0) size += std::pow(x[i] / scale[i], 2);
            }
            rows += row.weight;
            sizes += row.weight * size;
            for (std::size_t i = 0; i < width; ++i) {
                rate[i] = scale[i] > 0 ? std::sqrt(rows / sizes / squares[i]) / scale[i] : 0;
                reach += rate[i] * x[i] * x[i];
            }
        }
        const double flow =
            reach > 0 ? loss.flow(p, row.label, rule.rate * row.weight * reach) / reach : 0;
        for (std::size_t i = 0; i < width; ++i) {
            const bool touched = x[i] != 0;
            switch (rule.kind) {
                case Kind::adaptive:
                    w[i] += flow * rate[i] * x[i];
                    rate[i] *= rule.rate;
                    break;
                case Kind::sgd:
                    w[i] -= step * g[i];
                    rate[i] = step;
                    break;
                case Kind::adagrad:
                    squares[i] += g[i] * g[i];
                    rate[i] = rule.rate / (std::sqrt(squares[i]) + rule.epsilon);
                    w[i] -= rate[i] * g[i];
                    break;
                case Kind::adam:
                    if (!touched) break;
                    moment[i] = rule.beta1 * moment[i] + (1 - rule.beta1) * g[i];
                    squares[i] = rule.beta2 * squares[i] + (1 - rule.beta2) * g[i] * g[i];
                    w[i] -= rule.rate * moment[i] / (1 - std::pow(rule.beta1, t)) /
                            (std::sqrt(squares[i] / (1 - std::pow(rule.beta2, t))) + rule.epsilon);
                    break;
                case Kind::ftrl: {
                    if (!touched) break;
                    const double before = squares[i];
                    squares[i] += g[i] * g[i];
                    moment[i] +=
                        g[i] - (std::sqrt(squares[i]) - std::sqrt(before)) / rule.rate * w[i];
                    const double l1 = i == 0 ? 0 : rule.l1, l2 = i == 0 ? 0 : rule.l2;
                    w[i] = std::abs(moment[i]) <= l1
                               ? 0
                               : -(moment[i] - std::copysign(l1, moment[i])) /
                                     ((rule.beta + std::sqrt(squares[i])) / rule.rate + l2);
                    break;
                }
            }
        }
        const double own = rule.kind == Kind::sgd ? step : rule.rate;
        for (std::size_t i = 1; i < width && rule.kind != Kind::ftrl; ++i) {
            // Coordinates that were never seen have no rate of their own yet, and weigh 0.
            if (w[i] == 0) continue;
            w[i] *= 1 - rate[i] * rule.l2 - own * rule.decay;
            w[i] = std::copysign(std::max(0.0, std::abs(w[i]) - rate[i] * rule.l1), w[i]);
        }
        all += static_cast<double>(t);
        for (std::size_t i = 0; i < width; ++i) sum[i] += static_cast<double>(t) * w[i];
    }
    if (rule.average)
        for (std::size_t i = 0; i < width; ++i) w[i] = sum[i] / all;
    return w;
}

std::vector<double> sparse(const LinearLoss& loss, const SparseRule& rule,
                           const std::vector<Row>& data) {
    LinearLearner learner(loss, rule);
    learner.reserve(width, 1);
    double margin = 0;
    for (const Row& row : data) {
        learner.predict(row.features(), {&margin, 1});
        REQUIRE(learner.learn(row.features(), row.label, row.weight, {&margin, 1}));
    }
    return learner.model();
}

void compare(const LinearLoss& loss, const SparseRule& rule, double within = 1e-9) {
    const bool classes = loss.task() == Task::binary;
    const auto data = rows(classes);
    const auto expected = dense(loss, rule, data), found = sparse(loss, rule, data);
    for (std::size_t i = 0; i < width; ++i)
        CHECK(found[i] == Approx(expected[i]).epsilon(within).margin(1e-12));
}

SparseRule rule_of(Kind kind, double rate) {
    SparseRule rule;
    rule.kind = kind;
    rule.rate = rate;
    return rule;
}

}  // namespace

TEST_CASE("sparse rules are the dense ones of the papers") {
    for (const auto loss : {LinearLoss::Kind::logistic, LinearLoss::Kind::squared,
                            LinearLoss::Kind::hinge, LinearLoss::Kind::quantile}) {
        compare({loss}, rule_of(Kind::adaptive, 0.5));
        compare({loss}, rule_of(Kind::sgd, 1e-4));
        compare({loss}, rule_of(Kind::adagrad, 0.05));
        compare({loss}, rule_of(Kind::adam, 0.01));
        SparseRule ftrl = rule_of(Kind::ftrl, 0.05);
        ftrl.l1 = 0.3;
        ftrl.l2 = 2;
        compare({loss}, ftrl);
    }
}

TEST_CASE("averages are those of all steps") {
    for (const Kind kind : {Kind::adaptive, Kind::sgd, Kind::adagrad, Kind::adam, Kind::ftrl}) {
        SparseRule rule = rule_of(kind, kind == Kind::sgd ? 1e-4 : 0.05);
        rule.average = true;
        compare({LinearLoss::Kind::squared}, rule);
    }
}

TEST_CASE("penalties of rows that did not touch a coordinate are made up for") {
    for (const double l1 : {0.0, 0.002})
        for (const double l2 : {0.0, 0.01})
            for (const double decay : {0.0, 0.05}) {
                SparseRule rule = rule_of(Kind::sgd, 1e-4);
                rule.power = 0.3;
                rule.l1 = l1 * 50;
                rule.l2 = l2 * 50;
                rule.decay = decay * 50;
                compare({LinearLoss::Kind::squared}, rule);
                rule = rule_of(Kind::adagrad, 0.05);
                rule.l1 = l1;
                rule.l2 = l2;
                rule.decay = decay;
                compare({LinearLoss::Kind::logistic}, rule);
            }
}

TEST_CASE("products of penalties that would vanish start anew") {
    SparseRule rule = rule_of(Kind::sgd, 0.5);
    rule.power = 0;
    rule.l2 = 1.9;  // each step leaves a twentieth
    const Row first{{0, 1}, {1, 1}, 1, 1}, other{{0, 2}, {1, 1}, 1, 1};
    std::vector<Row> data{first};
    for (int i = 0; i < 400; ++i) data.push_back(other);
    data.push_back(first);
    const auto found = sparse({LinearLoss::Kind::logistic}, rule, data);
    const auto expected = dense({LinearLoss::Kind::logistic}, rule, data);
    for (std::size_t i = 0; i < width; ++i) CHECK(found[i] == Approx(expected[i]).margin(1e-14));
}

TEST_CASE("a batch is one step by the mean gradient") {
    const LinearLoss loss{LinearLoss::Kind::logistic};
    const auto data = rows(true);
    LinearLearner learner(loss, rule_of(Kind::adagrad, 0.1));
    learner.reserve(width, 1);
    std::vector<double> gradient(width);
    double weight = 0;
    for (const Row& row : data) {
        double margin = 0;
        learner.predict(row.features(), {&margin, 1});
        CHECK(margin == 0);
        REQUIRE(learner.gather(row.features(), row.label, row.weight, {&margin, 1}));
        for (std::size_t i = 0; i < row.index.size(); ++i)
            gradient[row.index[i]] -= row.weight * row.label / 2 * row.value[i];
        weight += row.weight;
    }
    learner.step();
    const auto w = learner.model();
    for (std::size_t i = 0; i < width; ++i)
        CHECK(w[i] ==
              Approx(-0.1 * gradient[i] / weight / (std::abs(gradient[i] / weight) + 1e-8)));
    learner.step();  // without rows nothing moves
    CHECK(learner.model() == w);
}

TEST_CASE("softmax of two classes in sgd is logistic regression on their difference") {
    const auto data = rows(true);
    LinearLearner learner({LinearLoss::Kind::softmax}, rule_of(Kind::sgd, 1e-4));
    learner.reserve(width, 2);
    std::vector<double> margins(2);
    for (const Row& row : data) {
        learner.predict(row.features(), margins);
        REQUIRE(learner.learn(row.features(), row.label > 0 ? 1 : 0, row.weight, margins));
    }
    // The difference of two weights moves twice as far as each.
    const auto w = learner.model();
    const auto expected = dense({LinearLoss::Kind::logistic}, rule_of(Kind::sgd, 2e-4), data);
    for (std::size_t i = 0; i < width; ++i)
        CHECK(w[2 * i + 1] - w[2 * i] == Approx(expected[i]).margin(1e-12));
}

TEST_CASE("outputs and features that come later begin at 0") {
    LinearLearner learner({LinearLoss::Kind::softmax}, rule_of(Kind::sgd, 0.1));
    learner.reserve(2, 1);
    const Row row{{0, 1}, {1, 2}, 0, 1};
    std::vector<double> margins(1);
    learner.predict(row.features(), margins);
    REQUIRE(learner.learn(row.features(), 0, 1, margins));
    learner.reserve(5, 3);
    margins.resize(3);
    learner.predict(row.features(), margins);
    CHECK(margins == std::vector<double>(3));
    REQUIRE(learner.learn(row.features(), 2, 1, margins));
    const auto w = learner.model();
    CHECK(w[1 * 3 + 2] > 0);
    CHECK(w[1 * 3 + 0] == Approx(-w[1 * 3 + 2] / 2));
    CHECK(w[4 * 3] == 0);
}

TEST_CASE("divergence changes nothing") {
    LinearLearner learner({LinearLoss::Kind::squared}, rule_of(Kind::sgd, 10));
    learner.reserve(2, 1);
    const Row row{{1}, {100}, 1, 1};
    double margin = 0;
    int steps = 0;
    for (bool fine = true; fine; ++steps) {
        REQUIRE(steps < 100);
        const LearnerState before = learner.state();
        learner.predict(row.features(), {&margin, 1});
        fine = learner.learn(row.features(), row.label, row.weight, {&margin, 1});
        if (!fine) CHECK(learner.state() == before);
    }
    for (const double weight : learner.model()) CHECK(std::isfinite(weight));
}

}  // namespace linear_learner_test
