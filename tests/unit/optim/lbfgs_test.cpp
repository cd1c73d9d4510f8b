#include "optim/lbfgs.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "optim/line_search.hpp"
#include "reference.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace lbfgs_test {

using namespace pipelab;
using namespace pipelab::optim;
using namespace pipelab::optim::test;

namespace {

using In = std::span<const double>;
using Out = std::span<double>;

double rosenbrock(In x, Out g) {
    const double a = x[1] - x[0] * x[0], b = 1 - x[0];
    g[0] = -400 * a * x[0] - 2 * b;
    g[1] = 200 * a;
    return 100 * a * a + b * b;
}

double quadratic(In x, Out g) {
    const double scale[] = {1, 10, 100, 0.5};
    double value = 0.25 * x[0] * x[3];
    for (std::size_t i = 0; i < 4; ++i) {
        g[i] = scale[i] * (x[i] - 1);
        value += 0.5 * scale[i] * (x[i] - 1) * (x[i] - 1);
    }
    g[0] += 0.25 * x[3];
    g[3] += 0.25 * x[0];
    return value;
}

double quartic(In x, Out g) {
    const double centre[] = {1, -2, 0.5};
    const double sum = x[0] + x[1] + x[2] - 0.5;
    double value = sum * sum;
    for (std::size_t i = 0; i < 3; ++i) {
        const double d = x[i] - centre[i];
        value += d * d * d * d;
        g[i] = 4 * d * d * d + 2 * sum;
    }
    return value;
}

struct Function {
    Objective f;
    std::vector<double> start;
};

Function function(const std::string& name) {
    if (name == "rosenbrock") return {rosenbrock, {-1.2, 1}};
    if (name == "quadratic") return {quadratic, {0, 3, -1, 2}};
    return {quartic, {0, 0, 0}};
}

LbfgsOptions options_of(const nlohmann::json& settings) {
    LbfgsOptions options;
    options.lr = settings.value("lr", 1.0);
    options.history_size = settings.value("history_size", 100U);
    options.strong_wolfe = settings.contains("line_search_fn");
    options.stopping.iterations = settings.value("max_iter", 20U);
    options.stopping.evaluations = settings.value("max_eval", options.stopping.iterations * 5 / 4);
    options.stopping.gradient_tolerance = settings.value("tolerance_grad", 1e-7);
    options.stopping.step_tolerance = options.stopping.change_tolerance =
        settings.value("tolerance_change", 1e-9);
    return options;
}

}  // namespace

TEST_CASE("L-BFGS is that of PyTorch 1.13 in closed loop") {
    const auto file = read_reference("torch_optimisers.json");
    for (const auto& item : file["closed"]) {
        INFO(item["function"] << " " << item["settings"]);
        const Function problem = function(item["function"]);
        std::vector<double> x = problem.start;
        Lbfgs minimiser(options_of(item["settings"]));
        for (std::size_t call = 0; call < item["parameters"].size(); ++call) {
            INFO("call " << call);
            double first = std::numeric_limits<double>::quiet_NaN();
            const auto found = minimiser.run(problem.f, x, [&](const Minimum& now) {
                if (now.iterations == 0) first = now.value;
            });
            x = found.x;
            REQUIRE(distance(x, item["parameters"][call].get<std::vector<double>>()) < 1e-9);
            REQUIRE(first ==
                    Approx(item["losses"][call].get<double>()).epsilon(1e-9).margin(1e-15));
            REQUIRE(minimiser.evaluations() == item["evaluations"][call].get<std::uint64_t>());
        }
    }
}

TEST_CASE("Why L-BFGS stops") {
    const auto stop = [](const Objective& f, std::vector<double> x, auto change) {
        LbfgsOptions options;
        options.strong_wolfe = true;
        options.stopping.iterations = 1000;
        change(options);
        const auto found = Lbfgs(options).run(f, x);
        REQUIRE(std::isfinite(found.value));
        for (const double each : found.x) REQUIRE(std::isfinite(each));
        REQUIRE_FALSE(reason(found.stop).empty());
        return found.stop;
    };
    const std::vector<double> from{-1.2, 1};
    const auto as_is = [](LbfgsOptions&) {};
    REQUIRE(stop(rosenbrock, {1, 1}, as_is) == Stop::gradient);
    REQUIRE(stop(rosenbrock, from, [](LbfgsOptions& o) {
                o.stopping.step_tolerance = -1, o.stopping.change_tolerance = 1e-300;
            }) == Stop::gradient);
    REQUIRE(stop(rosenbrock, from, [](LbfgsOptions& o) { o.stopping.iterations = 3; }) ==
            Stop::iterations);
    REQUIRE(stop(rosenbrock, from, [](LbfgsOptions& o) { o.stopping.evaluations = 5; }) ==
            Stop::evaluations);
    REQUIRE(stop(rosenbrock, from, [](LbfgsOptions& o) { o.stopping.target = 1; }) == Stop::target);
    REQUIRE(stop(rosenbrock, from, [](LbfgsOptions& o) {
                o.stopping.change_tolerance = 0.1, o.lr = 1e-4, o.strong_wolfe = false;
            }) == Stop::change);
    REQUIRE(stop(rosenbrock, from, [](LbfgsOptions& o) { o.stopping.step_tolerance = 0.1; }) ==
            Stop::step);
    // A pole to the left of the minimum of x - log(x) steps over it: the search comes back.
    const Objective wall = [](In x, Out g) {
        g[0] = x[0] > 0 ? 1 - 1 / x[0] : 0;
        return x[0] > 0 ? x[0] - std::log(x[0]) : std::nan("");
    };
    REQUIRE(stop(wall, {20}, [](LbfgsOptions& o) { o.lr = 100; }) != Stop::not_finite);
    LbfgsOptions plain;
    plain.lr = 100;
    const auto lost = Lbfgs(plain).run(wall, std::vector<double>{20});
    REQUIRE(lost.stop == Stop::not_finite);
    REQUIRE(lost.x[0] == 20);
}

TEST_CASE("L-BFGS finds minima") {
    LbfgsOptions options;
    options.strong_wolfe = true;
    options.stopping.iterations = options.stopping.evaluations = 200;
    options.stopping.gradient_tolerance = 1e-10;
    options.stopping.step_tolerance = options.stopping.change_tolerance = 1e-20;
    const auto found = Lbfgs(options).run(rosenbrock, std::vector<double>{-1.2, 1});
    REQUIRE(found.x[0] == Approx(1).epsilon(1e-9));
    REQUIRE(found.x[1] == Approx(1).epsilon(1e-9));
    REQUIRE(Lbfgs(options).run([](In, Out) { return 1.0; }, {}).stop == Stop::gradient);
    options.lr = 0;
    REQUIRE_THROWS_AS(Lbfgs(options), base::UsageError);
}

TEST_CASE("The minimum of a cubic") {
    // x^3 - 3x has its minimum at 1, whatever two points it is known at.
    const auto value = [](double x) { return x * x * x - 3 * x; };
    const auto slope = [](double x) { return 3 * x * x - 3; };
    for (const auto& [a, b] : {std::pair{0.0, 2.0}, std::pair{3.0, -0.5}, std::pair{0.9, 1.5}})
        REQUIRE(cubic_minimum(a, value(a), slope(a), b, value(b), slope(b), -1, 5) ==
                Approx(1).epsilon(1e-12));
    REQUIRE(cubic_minimum(0, 0, -3, 2, 2, 9, 1.5, 5) == 1.5);
    REQUIRE(cubic_minimum(0, 0, 2, 1, 1, 2, 0, 1) == 0.5);
    REQUIRE(cubic_minimum(0, 0, -1, 1, std::numeric_limits<double>::infinity(), 1, 0, 1) == 0.5);
}

}  // namespace lbfgs_test
