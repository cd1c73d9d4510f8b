#include "optim/descent.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"
#include "optim/comparison.hpp"
#include "optim/rule_text.hpp"
#include "optim/value_axis.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace descent_test {

using namespace pipelab;
using optim::DescentOptions;
using optim::Minimum;
using optim::Stop;

namespace {

/// x'Ax / 2 with A = diag(1, 4).
double bowl(std::span<const double> x, std::span<double> gradient) {
    gradient[0] = x[0];
    gradient[1] = 4 * x[1];
    return (x[0] * x[0] + 4 * x[1] * x[1]) / 2;
}

DescentOptions options_of(const char* text, std::uint64_t iterations) {
    DescentOptions options;
    options.settings = optim::parse_settings(text);
    options.stopping.iterations = iterations;
    return options;
}

}  // namespace

TEST_CASE("gradient descent on a bowl is its closed form") {
    std::vector<double> values;
    const Minimum last = optim::descend(
        bowl, std::vector<double>{1, 1}, options_of("sgd:lr=0.1", 30), base::Control::none(),
        [&](const Minimum& now, double) { values.push_back(now.value); });
    CHECK(last.stop == Stop::iterations);
    CHECK(last.iterations == 30);
    CHECK(last.evaluations == 31);
    CHECK(values.size() == 31);
    CHECK(last.x[0] == Approx(std::pow(0.9, 30)).epsilon(1e-13));
    CHECK(last.x[1] == Approx(std::pow(0.6, 30)).epsilon(1e-13));
    CHECK(values.front() == 2.5);
}

TEST_CASE("descents stop for the reason that comes first") {
    const auto stop = [](DescentOptions options) {
        return optim::descend(bowl, std::vector<double>{1, 1}, options).stop;
    };
    DescentOptions options = options_of("sgd:lr=0.1", 1000000);
    options.stopping.gradient_tolerance = 1e-3;
    CHECK(stop(options) == Stop::gradient);
    options.stopping.target = 0.01;
    CHECK(stop(options) == Stop::target);
    options.stopping.evaluations = 3;
    CHECK(stop(options) == Stop::evaluations);
    options = options_of("sgd:lr=0.1", 1000000);
    options.stopping.step_tolerance = 1e-6;
    CHECK(stop(options) == Stop::step);
    options = options_of("sgd:lr=0.1", 1000000);
    options.stopping.change_tolerance = 1e-9;
    CHECK(stop(options) == Stop::change);
}

TEST_CASE("a descent that diverges keeps the last finite point") {
    const Minimum last =
        optim::descend(bowl, std::vector<double>{1, 1}, options_of("sgd:lr=1e100", 100));
    CHECK(last.stop == Stop::not_finite);
    CHECK(std::isfinite(last.value));
    CHECK(last.iterations >= 1);
}

TEST_CASE("bounds hold at every step") {
    DescentOptions options = options_of("sgd:lr=0.4,momentum=0.9", 50);
    options.low = {0.5, -INFINITY};
    options.high = {2, 0.25};
    const Minimum last = optim::descend(bowl, std::vector<double>{9, 9}, options,
                                        base::Control::none(), [](const Minimum& now, double) {
                                            CHECK(now.x[0] >= 0.5);
                                            CHECK(now.x[0] <= 2);
                                            CHECK(now.x[1] <= 0.25);
                                        });
    CHECK(last.x[0] == 0.5);
}

TEST_CASE("schedules set the rates that watchers see") {
    DescentOptions options = options_of("sgd:lr=0.5", 4);
    options.schedule.emplace("1/k", 0.5);
    std::vector<double> rates;
    optim::descend(bowl, std::vector<double>{1, 0}, options, base::Control::none(),
                   [&](const Minimum&, double lr) { rates.push_back(lr); });
    REQUIRE(rates.size() == 5);
    CHECK(rates[0] == 0);
    for (std::size_t k = 1; k < 5; ++k) CHECK(rates[k] == Approx(0.5 / static_cast<double>(k)));
}

TEST_CASE("optimisers in one word") {
    const auto settings = optim::parse_settings("sgd:lr=0.01,momentum=0.9,nesterov");
    CHECK(settings.lr == 0.01);
    CHECK(settings.nesterov);
    CHECK(optim::parse_settings("adamw:weight-decay=0.2,decay=decoupled-paper").decay ==
          optim::DecayMode::decoupled_paper);
    CHECK(optim::parse_settings("adam").beta2 == 0.999);
    CHECK(optim::parse_settings("adam:betas=0.8/0.95").beta1 == 0.8);
    CHECK(optim::parse_settings("adam:betas=0.8/0.95").beta2 == 0.95);
    CHECK(optim::parse_settings("rprop:step-sizes=1e-3/2").step_max == 2);
    for (const char* text : {"", "adan", "adam:", "adam:lr", "adam:lr=x", "adam:momentum=1",
                             "adam:lr=-1", "adam:decay=none", "sgd:nesterov=maybe", "adam:lr=1,"})
        CHECK_THROWS_AS(optim::parse_settings(text), base::UsageError);
}

TEST_CASE("comparisons by hand") {
    optim::Contest contest;
    contest.objective = [] { return optim::Objective(bowl); };
    contest.start = {1, 0};
    contest.iterations = 20;
    contest.target = 0.5 * 0.25;  // |x| <= 1/2
    std::vector<optim::Contender> contenders{{"half", options_of("sgd:lr=0.5", 0)},
                                             {"slow", options_of("sgd:lr=0.001", 0)},
                                             {"mad", options_of("sgd:lr=1e200", 0)}};
    const auto comparison = optim::compare(contest, contenders, base::Control::none());
    REQUIRE(comparison);
    const auto& half = comparison->contenders[0];
    CHECK(half.reached == 1);
    CHECK(half.median_steps == 1);
    CHECK(half.expected_evaluations == 2);
    CHECK(half.median == Approx(0.5 * std::pow(0.25, 20)));
    CHECK(half.runs[0].values.size() == comparison->steps.size());
    CHECK(comparison->steps.front() == 0);
    CHECK(comparison->steps.back() == 20);
    CHECK(comparison->contenders[1].reached == 0);
    CHECK_FALSE(comparison->contenders[1].expected_evaluations);
    CHECK(comparison->contenders[2].diverged == 1);
}

TEST_CASE("runs without a finite start have no value") {
    optim::Contest contest;
    contest.objective = [] {
        return optim::Objective([](std::span<const double> x, std::span<double> gradient) {
            gradient[0] = 1 / x[0];
            return std::log(x[0]);
        });
    };
    contest.start = {-1};
    contest.iterations = 5;
    contest.target = 1;
    const std::vector<optim::Contender> contenders{{"adam", options_of("adam", 0)},
                                                   {"lbfgs", optim::LbfgsOptions{}}};
    const auto comparison = optim::compare(contest, contenders, base::Control::none());
    for (const auto& one : comparison->contenders) {
        CHECK_FALSE(one.median);
        CHECK_FALSE(one.upper_quartile);
        CHECK_FALSE(one.runs[0].start_value);
        CHECK(one.runs[0].values.empty());
        CHECK(one.diverged == 1);
        CHECK(one.reached == 0);
    }
    CHECK(optim::value_plot(*comparison).series[0].y.empty());
    // Others still count: from 0.5 and deviates of 1, some start below 0.
    contest.start = {0.5};
    contest.start_spread = 1;
    contest.runs = 20;
    const auto mixed = optim::compare(contest, contenders, base::Control::none());
    CHECK(mixed->contenders[0].diverged > 0);
    CHECK(mixed->contenders[0].diverged < 20);
    CHECK(mixed->contenders[0].median);
}

TEST_CASE("values are drawn down to where they get") {
    const auto drawn = [](std::vector<double> y, std::optional<double> minimum) {
        io::Plot plot;
        plot.series.push_back({"", io::Plot::Style::line, std::vector<double>(y.size()), y});
        optim::scale_values(plot, minimum);
        return plot;
    };
    const auto plain = drawn({3, 1e-28}, std::nullopt);
    CHECK(plain.y.logarithmic);
    CHECK(plain.series[0].y == std::vector<double>{3, 1e-28});
    CHECK_FALSE(drawn({3, -1}, std::nullopt).y.logarithmic);
    CHECK_FALSE(drawn({0, 0}, std::nullopt).y.logarithmic);
    const auto above = drawn({3, -1, -2, -2.5}, -2);
    CHECK(above.y.logarithmic);
    CHECK(above.series[0].y == std::vector<double>{5, 1, 0.1, 0.1});
    CHECK(above.y.label == "value above -2, 0 at the border");
}

TEST_CASE("the picture of a sweep goes down to the best rate and leaves out what diverged") {
    optim::Comparison comparison;
    const auto add = [&](const char* name, double lr, double median) {
        optim::Performance& one = comparison.contenders.emplace_back();
        one.name = name;
        one.lr = lr;
        one.median = median;
        one.runs.resize(1);
        one.runs[0].start_value = 50;
    };
    add("adam lr=0.1", 0.1, 3e-28);
    add("adam lr=1", 1, 1e300);
    const io::Plot plot = optim::rate_plot(comparison);
    CHECK(plot.series.size() == 1);
    CHECK(plot.y.logarithmic);
    CHECK(plot.y.low == Approx(1e-28));
    CHECK(plot.y.high == Approx(1000));
}

TEST_CASE("comparisons do not depend on threads, and their runs differ") {
    optim::Contest contest;
    contest.objective = [] { return optim::Objective(bowl); };
    contest.start = {1, 1};
    contest.start_spread = 1;
    contest.runs = 8;
    contest.iterations = 30;
    DescentOptions noisy = options_of("adam:lr=0.1", 0);
    noisy.transforms.noise = 0.1;
    const std::vector<optim::Contender> contenders{{"adam", noisy},
                                                   {"lbfgs", optim::LbfgsOptions{}}};
    const auto values = [&](int threads) {
        base::set_threads(threads);
        std::vector<double> all;
        const auto comparison = optim::compare(contest, contenders, base::Control::none());
        for (const auto& one : comparison->contenders)
            for (const auto& run : one.runs) all.push_back(*run.final_value);
        return all;
    };
    const auto one = values(1), three = values(3);
    base::set_threads(2);
    CHECK(one == three);
    CHECK(one[0] != one[1]);
}

TEST_CASE("sweeps of learning rates are geometric") {
    const auto all =
        optim::with_rates({{"adam", options_of("adam", 1)}, {"lbfgs", optim::LbfgsOptions{}}},
                          optim::parse_sweep({1e-4, 1, 5}));
    REQUIRE(all.size() == 6);
    for (std::size_t i = 0; i < 5; ++i)
        CHECK(std::get<DescentOptions>(all[i].method).settings.lr ==
              Approx(std::pow(10, static_cast<double>(i) - 4)).epsilon(1e-14));
    CHECK(all[4].name == "adam lr=1");
    const auto typed = optim::with_rates({{"sgd", options_of("sgd", 1)}}, {0.123456789, 1, 3});
    CHECK(std::get<DescentOptions>(typed[0].method).settings.lr == 0.123456789);
    CHECK(typed[1].name == "sgd lr=0.351364");  // sqrt(0.123456789) = 0.35136418...
    CHECK(all[5].name == "lbfgs");
    for (const auto& numbers : {std::vector<double>{}, {1, 2}, {2, 1, 3}, {0, 1, 3}, {1, 2, 0.5}})
        CHECK_THROWS_AS(optim::parse_sweep(numbers), base::UsageError);
}

}  // namespace descent_test
