#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "catch.hpp"
#include "optim/noise.hpp"
#include "optim/root_report.hpp"
#include "optim/root_study.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

namespace root_test {

using namespace pipelab;
using namespace pipelab::optim;

namespace {

constexpr std::uint64_t many = testing::quick ? 300 : 3000;

/// Beyond this many standard deviations lies less than one in a million.
constexpr double sigmas = 5;

RootQuestion linear(const std::string& steps, std::uint64_t count, std::uint64_t runs,
                    double start = 1.5) {
    RootQuestion question;
    question.function.emplace("2*(w-1)");
    question.noise = Noise::parse("normal:3");
    question.settings.steps = StepSequence::parse(steps);
    question.settings.widths = StepSequence::constant(0.5);
    question.settings.count = count;
    question.settings.start = {start};
    question.runs = runs;
    return question;
}

/// What w and the mean of iterates are in a linear problem: normal with this mean and variance.
struct Exact {
    double mean = 0, variance = 0, mean_of_means = 0, variance_of_means = 0;
};

/// w - 1 <- (1 - 2 a) (w - 1) - a e, var e = 9, by recursion of second moments.
Exact exact_of(const RootSettings& settings) {
    double mean = settings.start[0] - 1, average = 0, ww = 0, wm = 0, mm = 0;
    for (std::uint64_t k = 1; k <= settings.count; ++k) {
        const double a = settings.steps.at(k), keep = 1 - 2 * a, share = 1 / static_cast<double>(k);
        mean *= keep;
        average += (mean - average) * share;
        ww = keep * keep * ww + 9 * a * a;
        wm = keep * wm;  // of the new w and the old mean
        mm = (1 - share) * (1 - share) * mm + 2 * share * (1 - share) * wm + share * share * ww;
        wm = (1 - share) * wm + share * ww;
    }
    return {mean, ww, average, mm};
}

/// The sum of squared standard scores of R normal values is chi-square with R degrees.
void require_normal(const std::vector<double>& values, double mean, double variance) {
    const auto count = static_cast<double>(values.size());
    double sum = 0, squares = 0;
    for (const double x : values) {
        sum += x - mean;
        squares += (x - mean) * (x - mean) / variance;
    }
    CAPTURE(mean, variance, sum / count, squares / count);
    REQUIRE(std::abs(sum) < sigmas * std::sqrt(count * variance));
    REQUIRE(std::abs(squares - count) < sigmas * std::sqrt(2 * count) + sigmas * sigmas);
}

std::vector<double> estimates(const RootStudy& study) {
    std::vector<double> values;
    for (const RootEstimate& run : study.runs) values.push_back(run.value[0]);
    return values;
}

void require_share(std::uint64_t hits, std::uint64_t count, double expected, double bias) {
    const auto n = static_cast<double>(count);
    const double share = static_cast<double>(hits) / n;
    CAPTURE(share, expected);
    REQUIRE(std::abs(share - expected) < sigmas * std::sqrt(expected * (1 - expected) / n) + bias);
}

std::uint64_t covered(const RootStudy& study, std::optional<Interval> RootEstimate::*interval) {
    return static_cast<std::uint64_t>(
        std::count_if(study.runs.begin(), study.runs.end(), [&](const RootEstimate& run) {
            return (run.*interval) && (run.*interval)->contains(1.0);
        }));
}

const base::Control nobody = base::Control::none();

}  // namespace

TEST_CASE("noise has the distributions it says") {
    const struct {
        const char* text;
        std::function<double(double)> distribution;
    } kinds[] = {
        {"normal:2", [](double x) { return 0.5 * std::erfc(-x / 2 / std::numbers::sqrt2); }},
        {"uniform:2", [](double x) { return std::clamp((x + 2) / 4, 0.0, 1.0); }},
        {"laplace:2",
         [](double x) { return x < 0 ? 0.5 * std::exp(x / 2) : 1 - 0.5 * std::exp(-x / 2); }},
        {"cauchy:2", [](double x) { return 0.5 + std::atan(x / 2) / std::numbers::pi; }},
        {"student:3,2", [](double x) {
             const double t = x / 2 / std::sqrt(3.0);
             return 0.5 + (t / (1 + t * t) + std::atan(t)) / std::numbers::pi;
         }}};
    for (const auto& [text, distribution] : kinds) {
        std::vector<double> values(testing::quick ? 10'000 : 100'000);
        NoiseSource(Noise::parse(text), 1).add(7, 0, values);
        std::sort(values.begin(), values.end());
        const auto n = static_cast<double>(values.size());
        double distance = 0;  // of Kolmogorov and Smirnov
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double share = distribution(values[i]), rank = static_cast<double>(i);
            distance =
                std::max({distance, std::abs(share - rank / n), std::abs(share - (rank + 1) / n)});
        }
        CAPTURE(text, distance);
        REQUIRE(distance < 2.7 / std::sqrt(n));  // one in a million
    }
    REQUIRE(Noise::parse("laplace:3").variance() == 18);
    REQUIRE(Noise::parse("uniform:3").variance() == 3);
    REQUIRE(Noise::parse("student:4,2").variance() == 8);
    REQUIRE_FALSE(Noise::parse("student:2").variance());
    REQUIRE_FALSE(Noise::parse("cauchy").variance());
    REQUIRE_FALSE(Noise::parse("cauchy").centred());
    for (const char* wrong : {"norml:1", "normal:0", "normal:-1", "normal:x", "normal:", "none:1",
                              "", "student:", "normal:1e999"})
        REQUIRE_THROWS_AS(Noise::parse(wrong), base::UsageError);
}

TEST_CASE("noise does not depend on how many values are drawn at a time") {
    for (const char* text : {"normal:1", "laplace:1", "student:3,1", "cauchy:1"}) {
        NoiseSource source(Noise::parse(text), 3);
        std::vector<double> all(300), part(100);
        source.add(5, 0, all);
        source.add(5, 150, part);
        REQUIRE(std::equal(part.begin(), part.end(), all.begin() + 150));
    }
}

TEST_CASE("Robbins and Monro's iterates vary as theory says") {
    for (const char* steps : {"1/k", "0.5/k", "power:0.4,0.7", "const:0.1"}) {
        const RootQuestion question = linear(steps, 500, many);
        const Exact exact = exact_of(question.settings);
        require_normal(estimates(study_root(question, nobody)), 1 + exact.mean, exact.variance);
        RootQuestion averaged = question;
        averaged.averaged = true;
        require_normal(estimates(study_root(averaged, nobody)), 1 + exact.mean_of_means,
                       exact.variance_of_means);
    }
}

TEST_CASE("asymptotic variances are the limits of exact ones") {
    const auto ratio = [](const char* steps, bool averaged, std::uint64_t count) {
        const RootQuestion question = linear(steps, count, 1, 1);
        const Exact exact = exact_of(question.settings);
        const double limit = *asymptotic_variance(question.settings, averaged, 2, 9);
        return static_cast<double>(count) * (averaged ? exact.variance_of_means : exact.variance) /
               limit;
    };
    CHECK(std::abs(ratio("1/k", false, 100'000) - 1) < 1e-4);
    CHECK(std::abs(ratio("0.5/k", false, 100'000) - 1) < 1e-4);
    CHECK(std::abs(ratio("const:0.1", false, 1000) - 1) < 1e-9);
    CHECK(std::abs(ratio("power:0.4,0.7", false, 1'000'000) - 1) < 1e-2);
    CHECK(std::abs(ratio("power:0.4,0.7", true, 1'000'000) - 1) < 3e-2);
    // a = 1/g' is the best C/k, and averages reach the same without knowing g'.
    const RootQuestion best = linear("0.5/k", 10, 1);
    REQUIRE(*asymptotic_variance(best.settings, false, 2, 9) == 9.0 / 4);
    REQUIRE(*asymptotic_variance(linear("power:1,0.7", 10, 1).settings, true, 2, 9) == 9.0 / 4);
    REQUIRE_FALSE(asymptotic_variance(linear("0.2/k", 10, 1).settings, false, 2, 9));
    REQUIRE_FALSE(asymptotic_variance(linear("1/k", 10, 1).settings, true, 2, 9));
    REQUIRE_FALSE(asymptotic_variance(linear("1/k", 10, 1).settings, false, -1, 9));
}

TEST_CASE("intervals cover the root as often as they say") {
    const RootStudy plain = study_root(linear("0.8/k", 1000, many), nobody);
    require_share(covered(plain, &RootEstimate::plug_in), many, 0.95, 0.003);
    RootQuestion averaged = linear("power:0.5,0.7", testing::quick ? 1000 : 4000, many, 1);
    averaged.averaged = true;
    const RootStudy means = study_root(averaged, nobody);
    REQUIRE(std::abs(*means.root - 1) < 1e-12);
    REQUIRE(*means.limit_variance == 9.0 / 4);
    // Means vary more than their limit says, by a ratio that is known for this problem.
    const double ratio = static_cast<double>(averaged.settings.count) *
                         exact_of(averaged.settings).variance_of_means / (9.0 / 4);
    const double expected = std::erf(1.959963984540054 / std::sqrt(2 * ratio));
    require_share(covered(means, &RootEstimate::plug_in), many, expected, 0.003);
    // Random scaling needs many times as many steps as iterates depend on each other for, here 150.
    RootQuestion longer = linear("power:0.5,0.505", 20'000, many / 3, 1);
    longer.averaged = true;
    require_share(covered(study_root(longer, nobody), &RootEstimate::scaled), many / 3, 0.95, 0.01);
}

TEST_CASE("the critical values of random scaling are those of Brownian motion") {
    constexpr std::size_t length = 400;
    const double quantile[] = {3.875, 5.323, 6.747, 8.613}, level[] = {0.8, 0.9, 0.95, 0.98};
    std::uint64_t inside[4] = {};
    for (std::uint64_t path = 0; path < many; ++path) {
        std::vector<double> x(length);
        base::Random(1, path).normal(0, x);
        double sum = 0, scaling = 0, total = 0;
        for (const double step : x) total += step;
        for (std::size_t s = 0; s < length; ++s) {
            sum += x[s];
            const double bridge = sum - static_cast<double>(s + 1) / length * total;
            scaling += bridge * bridge / (length * length);
        }
        for (int i = 0; i < 4; ++i)
            inside[i] += std::abs(total) <= quantile[i] * std::sqrt(scaling * length);
    }
    for (int i = 0; i < 4; ++i) require_share(inside[i], many, level[i], 0.003);
}

TEST_CASE("a replication has the same bits whatever runs beside it") {
    for (const RootMethod method :
         {RootMethod::robbins_monro, RootMethod::kesten, RootMethod::newton,
          RootMethod::kiefer_wolfowitz, RootMethod::spsa}) {
        RootQuestion question = linear("1/k", 50, 700);
        question.settings.method = method;
        base::set_threads(1);
        const auto serial = estimates(study_root(question, nobody));
        base::set_threads(3);
        const auto parallel = estimates(study_root(question, nobody));
        base::set_threads(1);
        question.runs = 5;
        const auto few = estimates(study_root(question, nobody));
        REQUIRE(serial == parallel);
        REQUIRE(std::equal(few.begin(), few.end(), serial.begin()));
    }
}

TEST_CASE("Kesten's steps go on when the sign changes") {
    RootQuestion question = linear("1/k", 200, 1, 30);
    question.settings.method = RootMethod::kesten;
    double last = 0, index = 0;
    study_root(question, nobody, [&](const RootStep& step) {
        if (last == 0 || last * step.seen < 0) ++index;
        REQUIRE(step.step == 1 / index);
        last = step.seen;
    });
    REQUIRE(index > 10);
    REQUIRE(index < 200);
}

TEST_CASE("Venter's method reaches the best variance without knowing the slope") {
    RootQuestion question = linear("1/k", 1000, many);
    question.settings.method = RootMethod::newton;
    question.settings.least_slope = 1;
    const RootStudy study = study_root(question, nobody);
    REQUIRE(*study.limit_variance == 9.0 / 2 / 4);
    double squares = 0;
    for (const RootEstimate& run : study.runs)
        squares += 1000 * (run.value[0] - 1) * (run.value[0] - 1);
    const auto count = static_cast<double>(many);
    const double ratio = squares / count / *study.limit_variance;
    REQUIRE(std::abs(ratio - 1) < sigmas * std::sqrt(2 / count) + 0.05);
}

TEST_CASE("minima are found from values") {
    for (const RootMethod method : {RootMethod::kiefer_wolfowitz, RootMethod::spsa}) {
        RootQuestion question;
        question.function.emplace("(x-1)^2+2*(y+x)^2");
        question.noise = Noise::parse("normal:0.1");
        question.settings.method = method;
        question.settings.steps = StepSequence::parse("power:0.5,0.9,20");
        question.settings.widths = StepSequence::parse("power:0.5,0.16");
        question.settings.start = {3, 3};
        question.settings.count = 5000;
        const RootStudy study = study_root(question, nobody);
        REQUIRE(std::abs(study.runs[0].value[0] - 1) < 0.1);
        REQUIRE(std::abs(study.runs[0].value[1] + 1) < 0.1);
    }
}

TEST_CASE("conditions are told with their reasons") {
    RootQuestion question = linear("1/k", 100, 1);
    question.function.emplace("sin(w)");
    question.settings.start = {3};
    const RootStudy study = study_root(question, nobody);
    REQUIRE(study.slopes->least < 0);
    const auto told = conditions(question, study);
    REQUIRE(told[0].find("diverges, so any distance is covered") != std::string::npos);
    REQUIRE(told[2].find("does not increase everywhere") != std::string::npos);
    question.settings.steps = StepSequence::parse("power:1,2");
    REQUIRE(conditions(question, study)[0].find("may stop short") != std::string::npos);
}

TEST_CASE("distances of differences have conditions of their own") {
    const RootQuestion kept = linear("1/k", 100, 1);
    const auto told = [&](const char* steps, const char* widths) {
        RootQuestion question = kept;
        question.settings.method = RootMethod::kiefer_wolfowitz;
        question.settings.steps = StepSequence::parse(steps);
        question.settings.widths = StepSequence::parse(widths);
        return conditions(question, RootStudy{})[1];
    };
    const auto has = [](const std::string& text, const char* part) {
        return text.find(part) != std::string::npos;
    };
    // Kiefer and Wolfowitz's own example: a_k = 1/k, c_k = k^-1/3.
    CHECK(has(told("1/k", "power:1,0.3333"), "goes to 0"));
    CHECK(has(told("1/k", "power:1,0.3333"), "(a_k/c_k)^2 converges"));
    CHECK(has(told("1/k", "power:1,0.5"), "(a_k/c_k)^2 diverges"));
    CHECK(has(told("power:1,0.7", "power:1,0.25"), "(a_k/c_k)^2 diverges"));
    CHECK(has(told("power:1,0.7", "power:1,0.1"), "(a_k/c_k)^2 converges"));
    CHECK(has(told("1/k", "const:0.1"), "does not go to 0"));
}

TEST_CASE("divergence is reported with its step and the state before") {
    RootQuestion question = linear("const:2", 10'000, 1);
    const RootStudy study = study_root(question, nobody);
    REQUIRE(study.divergence);
    // Each step multiplies the distance by -3, so that the doubles end at 3^k = 2^1024.
    REQUIRE(study.divergence->step > 640);
    REQUIRE(study.divergence->step < 650);
    REQUIRE(std::isfinite(study.divergence->last[0]));
}

TEST_CASE("oracles answer, die and talk nonsense") {
    RootQuestion question;
    question.settings.start = {7};
    question.settings.count = 5;
    question.oracle = "while read x; do echo $((x - 3)); done";
    REQUIRE(study_root(question, nobody).runs[0].value == std::vector<double>{3});
    const auto error_of = [&](const std::string& command) {
        question.oracle = command;
        try {
            study_root(question, nobody);
        } catch (const base::DataError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(error_of("read x; echo 1; exit 3") ==
          "oracle: answer 2: the program ended with status 3 instead of answering '6'");
    CHECK(error_of("read x; echo abc; read x") ==
          "oracle: answer 1: expected a number, but found 'abc'");
    CHECK(error_of("read x; kill -9 $$") ==
          "oracle: answer 1: the program died (Killed) instead of answering '7'");
    CHECK(error_of("no-such-program-at-all 2>&-").find("was not found") != std::string::npos);
    CHECK(error_of("exec true").find("ended with status 0") != std::string::npos);
}

TEST_CASE("oracles that answer more than once are found out") {
    RootQuestion question;
    question.settings.start = {7};
    question.settings.count = 20;
    const auto refused = [&](const char* command) {
        question.oracle = command;
        try {
            study_root(question, nobody);
        } catch (const base::DataError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(
        refused("while read x; do printf '1\\n2\\n'; done") ==
        "oracle: answer 1: the program went on with '2' instead of waiting for the next question");
    CHECK(refused("while read x; do echo 1; sleep 0.01; echo 2; done") != "");
    CHECK(refused("while read x; do echo 1; done; echo 2") ==
          "oracle: the program gave 1 more answers than the 20 that it was asked for");
    CHECK(refused("while read x; do echo 1; done; echo farewell") == "");
}

TEST_CASE("the ways of runs end at their estimates") {
    for (const bool averaged : {false, true}) {
        RootQuestion question = linear("power:0.5,0.7", 400, 700);
        question.averaged = averaged;
        question.followed = 300;
        const RootStudy study = study_root(question, nobody);
        REQUIRE(study.ways.steps.front() == 1);
        REQUIRE(study.ways.steps.back() == 400);
        const std::vector<double>& last = study.ways.values[0].back();
        REQUIRE(last.size() == 300);
        for (std::size_t run = 0; run < last.size(); ++run)
            REQUIRE(last[run] == study.runs[run].value[0]);
        // A way is what a shorter study finds.
        const std::size_t middle = study.ways.steps.size() / 2;
        question.settings.count = study.ways.steps[middle];
        question.followed = 0;
        const RootStudy shorter = study_root(question, nobody);
        CHECK(study.ways.values[0][middle][299] == shorter.runs[299].value[0]);
        CHECK(shorter.ways.values.empty());
    }
}

TEST_CASE("pictures of runs show their spread and that of theory") {
    RootQuestion question = linear("0.8/k", 1000, 400, 1);
    question.followed = 400;
    const RootStudy study = study_root(question, nobody);
    const io::Plot plot = spread_plot(question, study);
    REQUIRE(plot.series.size() == 3);
    CHECK(plot.series[1].name == "95 % of the runs");
    // Both bands end at the same places but for the noise of quantiles.
    const double half = 1.96 * std::sqrt(*study.limit_variance / 1000);
    CHECK(plot.series[2].y.back() == Approx(1 + half).epsilon(1e-4));
    CHECK(std::abs(plot.series[1].y.back() - 1 - half) < 0.25 * half);
    CHECK(plot.backdrop.size() == 20);
}

TEST_CASE("pictures of several variables show all of them") {
    RootQuestion question;
    question.noise = Noise::parse("none");
    question.settings.method = RootMethod::spsa;
    question.settings.steps = StepSequence::parse("power:0.1,0.7");
    question.settings.widths = StepSequence::constant(0.1);
    const auto plot = [&](const char* formula, std::vector<double> start) {
        question.function.emplace(formula);
        question.settings.start = std::move(start);
        RootPath path(question.settings.count);
        const RootStudy study =
            study_root(question, nobody, [&](const RootStep& step) { path.push(step); });
        return path.plot(question, study);
    };
    const io::Plot plane = plot("b^2+2*(a-1)^2", {4, -3});
    CHECK(plane.x.label == "b");
    CHECK(plane.y.label == "a");
    CHECK(plane.series[0].x.front() == 4);
    CHECK(plane.series[0].y.front() == -3);
    CHECK(std::abs(plane.series[0].y.back() - 1) < 0.1);
    CHECK(plane.backdrop.size() > 5);
    const io::Plot lines = plot("b^2+2*(a-1)^2+c^2", {4, -3, 1});
    REQUIRE(lines.series.size() == 3);
    CHECK(lines.series[2].name == "c");
    CHECK(std::abs(lines.series[1].y.back() - 1) < 0.1);
}

TEST_CASE("how far the start moves the mean is known for linear functions") {
    for (const char* steps : {"const:0.01", "power:0.5,0.7"}) {
        const RootQuestion question = linear(steps, 2000, 1, 4);
        const Exact exact = exact_of(question.settings);
        CHECK(start_weight(question.settings, 2) * 3 == Approx(exact.mean_of_means).epsilon(1e-8));
    }
    RootQuestion question = linear("const:0.01", 1000, 1, 4);
    question.averaged = true;
    const auto told = [&](const char* part) {
        const auto all = conditions(question, study_root(question, nobody));
        return std::any_of(all.begin(), all.end(), [&](const std::string& one) {
            return one.find(part) != std::string::npos;
        });
    };
    CHECK(told("the start still moves the mean"));
    CHECK(told("last 1 / (a_n g') = 50 steps, and there are 20 times as many"));
    question.settings.skipped = 500;
    CHECK_FALSE(told("the start still moves the mean"));
    question.settings.count = 6000;
    CHECK_FALSE(told("random scaling"));
}

TEST_CASE("what does not fit together is a usage error") {
    RootQuestion question = linear("1/k", 10, 1);
    question.settings.start = {1, 2};
    REQUIRE_THROWS_AS(study_root(question, nobody), base::UsageError);
    question.function.emplace("x+y");
    REQUIRE_THROWS_AS(study_root(question, nobody), base::UsageError);
    question = linear("1/k", 10, 1);
    question.settings.skipped = 10;
    REQUIRE_THROWS_AS(study_root(question, nobody), base::UsageError);
    question = linear("1/k", 10, 1);
    question.level = 0.5;
    REQUIRE_THROWS_AS(study_root(question, nobody), base::UsageError);
    question = linear("1/k", 10, 2);
    REQUIRE_THROWS_AS(study_root(question, nobody, [](const RootStep&) {}), base::UsageError);
    question = linear("1/k", 10, 1);
    question.settings.steps = StepSequence::list({1, 2});
    REQUIRE_THROWS_AS(study_root(question, nobody), base::UsageError);
}

}  // namespace root_test
