#include "demo.hpp"
#include "io/number_reader.hpp"
#include "io/plot.hpp"
#include "io/record_writer.hpp"
#include "optim/mean_is_sgd.hpp"

namespace optim_demo {
namespace {

constexpr double expectation = 5;

void put(io::RecordWriter& records, const optim::MeanIsSgd::Iterates& now) {
    records.number("k", now.k).number("x", now.x).number("step", now.step);
    records.number("incremental_mean", now.incremental_mean);
    records.number("robbins_monro", now.robbins_monro).number("sgd", now.sgd);
    records.number("sample_mean", now.sample_mean).end();
}

std::string yes_or_no(bool yes) { return yes ? "yes" : "no"; }

void explain(cli::Run& run, const optim::StepSequence& steps, const optim::MeanIsSgd& all,
             double mean_of_x, bool known) {
    const auto terms = all.terms(mean_of_x);
    const std::string n = std::to_string(all.last().k);
    say(run,
        "\nw <- w - a_k (w - x_k) is all three: w - x_k is g(w) = w - E[X] and the noise E[X] "
        "- x_k, and\nit is the gradient of (w - x_k)^2 / 2, whose expectation is J(w). E[X] "
        "is " +
            rounded(mean_of_x) + (known ? "." : " (the sample mean)."));
    say(run,
        "Dvoretzky (1956): D_k = w_k - E[X] obeys D <- (1 - a_k) D + a_k e_k, e_k = x_k - "
        "E[X], and goes to 0 if");
    say(run, "  sum a_k diverges           " + yes_or_no(steps.sum_diverges()) + "; " +
                 rounded(terms.step_sum) + " after " + n + " steps of " + steps.text());
    say(run, "  sum a_k^2 converges        " + yes_or_no(steps.square_sum_converges()) + "; " +
                 rounded(terms.step_square_sum) + " after " + n + " steps");
    say(run, "  E[e_k | the past] = 0      mean of e_k so far " + rounded(terms.noise_mean) +
                 ", standard error " + rounded(terms.noise_mean_error));
    say(run, "  E[e_k^2 | the past] <= C   mean of e_k^2 so far " + rounded(terms.noise_square));
    say(run,
        "D is " + rounded(all.last().incremental_mean - mean_of_x) + " after " + n + " steps.");
    if (run.json()) {
        io::RecordWriter records(run.out(), true, false);
        records.number("step_sum", terms.step_sum).number("step_square_sum", terms.step_square_sum);
        records.number("noise_mean", terms.noise_mean);
        records.number("noise_mean_error", terms.noise_mean_error);
        records.number("noise_square", terms.noise_square).end();
    }
}

}  // namespace

void demo_mean_is_sgd(cli::Run& run, const DemoOptions& options) {
    const auto steps = optim::StepSequence::parse(options.step.empty() ? "1/k" : options.step);
    const bool drawn = options.files.empty();
    if (!drawn && options.steps)
        throw base::UsageError("--steps goes with drawn numbers: files say themselves how many");
    optim::MeanIsSgd all(steps, 0);
    io::Plot plot;
    plot.title = "One algorithm, three names";
    plot.x.label = "k";
    plot.y.label = "w";
    plot.series = {{"x", io::Plot::Style::points, {}, {}},
                   {"w: mean, Robbins-Monro, SGD", io::Plot::Style::line, {}, {}},
                   {"sample mean", io::Plot::Style::line, {}, {}}};
    io::RecordWriter records(run.out(), run.json(), true);
    io::NumberInput input;
    input.paths = options.files;
    const auto values = drawn ? optim::drawn_values(options.seed, options.steps.value_or(10))
                              : io::read_reals(input, run.control());
    for (const double x : values) {
        const auto& now = all.push(x);
        put(records, now);
        const double heights[] = {now.x, now.incremental_mean, now.sample_mean};
        for (std::size_t i = 0; i < 3; ++i) {
            plot.series[i].x.push_back(static_cast<double>(now.k));
            plot.series[i].y.push_back(heights[i]);
        }
    }
    if (all.last().k < 2) throw base::DataError({}, "mean-is-sgd needs two numbers or more");
    explain(run, steps, all, drawn ? expectation : all.last().sample_mean, drawn);
    run.draw(plot);
}

}  // namespace optim_demo
