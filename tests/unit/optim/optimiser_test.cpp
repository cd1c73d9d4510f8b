#include "optim/optimiser.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"
#include "reference.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

namespace optimiser_test {

using namespace pipelab;
using namespace pipelab::optim;
using namespace pipelab::optim::test;

namespace {

/// One tensor and its optimiser.
template <class Real>
struct Run {
    Run(const Settings& settings, std::vector<Real> from, Shape its_shape = {})
        : optimiser(settings), p(std::move(from)), g(p.size()), shape(std::move(its_shape)) {}
    void step(const std::vector<double>& gradient) {
        std::copy(gradient.begin(), gradient.end(), g.begin());
        step();
    }
    void step() {
        const Parameter<Real> tensor{p, g, shape};
        optimiser.step({&tensor, 1});
    }
    std::vector<Real> result() {
        std::vector<Real> out(p.size());
        const Parameter<Real> tensor{p, g, shape};
        const std::span<Real> view(out);
        optimiser.result({&tensor, 1}, {&view, 1});
        return out;
    }
    Optimiser<Real> optimiser;
    std::vector<Real> p, g;
    Shape shape;
};

std::string name_of_case(const nlohmann::json& item) {
    return item["rule"].get<std::string>() + " " + item["settings"].dump() + " " +
           item["gradients"].get<std::string>();
}

/// A rule with settings under which everything it knows is at work.
Settings busy(Rule rule) {
    Settings settings = defaults(rule);
    settings.lr = rule == Rule::adafactor ? 1 : 0.01;
    settings.weight_decay = 0.1;
    if (rule == Rule::sgd || rule == Rule::rmsprop) settings.momentum = 0.9;
    settings.centered = rule == Rule::rmsprop;
    return settings;
}

}  // namespace

TEST_CASE("Rules take the steps of PyTorch 1.13") {
    const auto file = read_reference("torch_optimisers.json");
    for (const auto& item : file["fixed"]) {
        INFO(name_of_case(item));
        const auto rows = item["parameters"].get<std::vector<std::vector<double>>>();
        Run<double> run(settings_of(item), start(3));
        const auto gs = gradients(item["gradients"], rows.size(), 3);
        for (std::size_t t = 0; t < rows.size(); ++t) {
            run.step(gs[t]);
            REQUIRE(distance(run.p, rows[t]) < 1e-12);
        }
    }
}

TEST_CASE("Rules that PyTorch 1.13 lacks take the steps of their papers") {
    const auto file = read_reference("paper_optimisers.json");
    for (const auto& item : file["cases"]) {
        INFO(name_of_case(item));
        const auto rows = item["parameters"].get<std::vector<std::vector<double>>>();
        Settings settings = settings_of(item);
        if (item.contains("schedule")) settings.decay = DecayMode::decoupled_paper;
        const bool from_zero = settings.rule == Rule::ftrl;
        Run<double> run(settings, from_zero ? std::vector<double>(6) : start(6),
                        item["shape"].get<Shape>());
        const auto gs = gradients(item["gradients"], rows.size(), 6);
        for (std::size_t t = 0; t < rows.size(); ++t) {
            if (item.contains("schedule"))
                run.optimiser.set_lr(settings.lr * item["schedule"][t].get<double>());
            run.step(gs[t]);
            REQUIRE(distance(run.p, rows[t]) < 1e-12);
            if (item.contains("result"))
                REQUIRE(distance(run.result(), item["result"][t].get<std::vector<double>>()) <
                        1e-12);
        }
    }
}

TEST_CASE("The float rules are the double ones within rounding") {
    for (const Rule rule : rules()) {
        INFO(name_of(rule));
        Settings settings = busy(rule);
        settings.eps = std::max(settings.eps, 1e-8);
        const auto from = start(12);
        Run<double> wide(settings, from, {3, 4});
        Run<float> narrow(settings, std::vector<float>(from.begin(), from.end()), {3, 4});
        for (const auto& g : gradients("steady", 10, 12)) {
            wide.step(g);
            narrow.step(g);
        }
        const std::vector<double> widened(narrow.p.begin(), narrow.p.end());
        REQUIRE(distance(widened, wide.p) < 1e-5);
    }
}

TEST_CASE("Bits do not depend on threads, nor on how a tensor is cut") {
    const std::size_t count = 150'001;
    const auto g = gradients("noise", 1, count)[0];
    const auto from = start(count);
    const int threads = base::threads();
    for (const Rule rule : rules()) {
        INFO(name_of(rule));
        std::vector<std::vector<float>> results;
        for (const int used : {1, 3}) {
            base::set_threads(used);
            Run<float> run(busy(rule), std::vector<float>(from.begin(), from.end()));
            for (int t = 0; t < 3; ++t) run.step(g);
            results.push_back(run.p);
        }
        REQUIRE(results[0] == results[1]);
        const bool elementwise = rule != Rule::lamb && rule != Rule::adafactor;
        if (!elementwise) continue;
        Run<float> part(busy(rule), std::vector<float>(from.begin(), from.begin() + 7));
        for (int t = 0; t < 3; ++t) part.step({g.begin(), g.begin() + 7});
        REQUIRE(std::equal(part.p.begin(), part.p.end(), results[0].begin()));
    }
    base::set_threads(threads);
}

TEST_CASE("A restored state goes on with the same bits") {
    for (const Rule rule : rules()) {
        INFO(name_of(rule));
        const auto gs = gradients("noise", 9, 12);
        Run<double> whole(busy(rule), start(12), {4, 3});
        for (const auto& g : gs) whole.step(g);
        Run<double> first(busy(rule), start(12), {4, 3});
        for (std::size_t t = 0; t < 4; ++t) first.step(gs[t]);
        Run<double> second(busy(rule), first.p, {4, 3});
        second.optimiser.restore(first.optimiser.state());
        for (std::size_t t = 4; t < 9; ++t) second.step(gs[t]);
        REQUIRE(second.p == whole.p);
        REQUIRE(second.optimiser.state() == whole.optimiser.state());
        if (first.optimiser.state().arrays.empty()) continue;
        Run<double> other(busy(rule), start(8), {4, 2});
        other.optimiser.restore(first.optimiser.state());
        REQUIRE_THROWS_AS(other.step(), std::invalid_argument);
    }
}

TEST_CASE("Groups of tensors are what their tensors are alone") {
    for (const Rule rule : rules()) {
        INFO(name_of(rule));
        std::vector<double> a = start(6), b = start(4);
        const auto gs = gradients("noise", 5, 6);
        Run<double> alone_a(busy(rule), a, {2, 3}), alone_b(busy(rule), b);
        Optimiser<double> both(busy(rule));
        for (const auto& g : gs) {
            const std::vector<double> first(g.begin(), g.begin() + 4);
            alone_a.step(g);
            alone_b.step(first);
            const std::vector<Parameter<double>> group{{a, g, {2, 3}}, {b, first, {}}};
            both.step(group);
        }
        REQUIRE(a == alone_a.p);
        REQUIRE(b == alone_b.p);
    }
}

TEST_CASE("The three kinds of weight decay") {
    Settings settings = defaults(Rule::sgd);
    settings.lr = 0.5;
    settings.weight_decay = 0.25;
    const auto after = [&](DecayMode mode) {
        settings.decay = mode;
        Run<double> run(settings, {8});
        run.optimiser.set_lr(0.25);  // half of lr_0
        run.step({4});
        return run.p[0];
    };
    REQUIRE(after(DecayMode::l2) == 8 - 0.25 * (4 + 0.25 * 8));
    REQUIRE(after(DecayMode::decoupled) == 8 * (1 - 0.25 * 0.25) - 0.25 * 4);
    REQUIRE(after(DecayMode::decoupled_paper) == 8 * (1 - 0.5 * 0.25) - 0.25 * 4);
}

TEST_CASE("ftrl keeps parameters that it did not start from") {
    Settings settings = defaults(Rule::ftrl);
    settings.l1 = 0.125;
    settings.l2 = 0.25;
    Run<double> run(settings, {1.5, -0.75, 0});
    run.step({0, 0, 0});
    REQUIRE(run.p[0] == Approx(1.5).epsilon(1e-15));
    REQUIRE(run.p[1] == Approx(-0.75).epsilon(1e-15));
    REQUIRE(run.p[2] == 0);
}

TEST_CASE("Averages: asgd from t0 on is the mean of the parameters") {
    Settings settings = defaults(Rule::asgd);
    settings.lr = 0.1;
    settings.t0 = 0;
    Run<double> run(settings, start(4));
    std::vector<double> sum(4);
    const auto gs = gradients("noise", 10, 4);
    for (std::size_t t = 0; t < gs.size(); ++t) {
        run.step(gs[t]);
        // mu is 1 in the first two steps, 1 / (t - 1) from then on: the mean of steps 2 to t.
        if (t == 0) continue;
        for (std::size_t i = 0; i < 4; ++i) sum[i] += run.p[i];
        for (std::size_t i = 0; i < 4; ++i)
            REQUIRE(run.result()[i] == Approx(sum[i] / static_cast<double>(t)).epsilon(1e-13));
    }
}

TEST_CASE("Settings out of range are refused by name") {
    const auto message = [](const Settings& settings) {
        try {
            check(settings);
        } catch (const base::UsageError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    for (const Rule rule : rules()) REQUIRE(message(defaults(rule)).empty());
    Settings settings = defaults(Rule::adam);
    settings.beta2 = 1;
    REQUIRE(message(settings) == "beta2: expected a number from 0 to below 1, got 1");
    settings = defaults(Rule::sgd);
    settings.lr = -1;
    REQUIRE(message(settings) == "lr: expected a number from 0, got -1");
    settings = defaults(Rule::sgd);
    settings.nesterov = true;
    REQUIRE(message(settings) == "nesterov: expected a momentum and no dampening");
    settings = defaults(Rule::lamb);
    settings.decay = DecayMode::decoupled_paper;
    REQUIRE_FALSE(message(settings).empty());
}

TEST_CASE("Names of rules lead back to them") {
    for (const Rule rule : rules()) {
        REQUIRE(find_rule(name_of(rule)) == rule);
        REQUIRE_FALSE(summary(rule).empty());
        REQUIRE(std::string(hyperparameters(rule).front()->name) == "lr");
    }
    REQUIRE_FALSE(find_rule("Adam").has_value());
    for (const DecayMode mode : {DecayMode::l2, DecayMode::decoupled, DecayMode::decoupled_paper})
        REQUIRE(find_decay_mode(name_of(mode)) == mode);
}

}  // namespace optimiser_test
