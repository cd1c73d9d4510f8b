#include "demo.hpp"
#include "io/plot.hpp"
#include "io/record_writer.hpp"
#include "optim/batch_descents.hpp"

namespace optim_demo {
namespace {

constexpr std::size_t sample_size = 100;

std::string name_of(std::size_t batch) {
    if (batch == 1) return "sgd";
    return batch >= sample_size ? "bgd" : "mbgd_" + std::to_string(batch);
}

io::Plot paths_plot(const optim::MeanProblem& problem,
                    const std::vector<optim::BatchDescent>& descents) {
    io::Plot plot;
    plot.title = "Descents to the mean of 100 points";
    io::Plot::Series points{"points", io::Plot::Style::points, {}, {}};
    for (const auto& [x, y] : problem.sample) {
        points.x.push_back(x);
        points.y.push_back(y);
    }
    plot.series.push_back(std::move(points));
    for (const optim::BatchDescent& descent : descents) {
        io::Plot::Series path{name_of(descent.batch), io::Plot::Style::line, {}, {}};
        for (const auto& [x, y] : descent.path) {
            path.x.push_back(x);
            path.y.push_back(y);
        }
        plot.series.push_back(std::move(path));
    }
    return plot;
}

void put_records(cli::Run& run, const std::vector<optim::BatchDescent>& descents) {
    io::RecordWriter records(run.out(), run.json(), true);
    for (std::size_t k = 0; k < descents.front().distances.size(); ++k) {
        records.number("k", std::uint64_t{k + 1});
        for (const optim::BatchDescent& descent : descents)
            records.number("distance_" + name_of(descent.batch), descent.distances[k]);
        const optim::BatchDescent& first = descents.front();
        for (const auto& [name, values] :
             {std::pair("relative_error_" + name_of(first.batch), &first.relative_errors),
              std::pair("bound_" + name_of(first.batch), &first.bounds)}) {
            if (k < values->size() && (*values)[k]) {
                records.number(name, *(*values)[k]);
            } else {
                records.none(name);
            }
        }
        records.end();
    }
}

}  // namespace

void demo_sgd_bgd_mbgd(cli::Run& run, const DemoOptions& options) {
    const auto steps =
        optim::StepSequence::parse(options.step.empty() ? "power:1,0.8,8" : options.step);
    const auto problem = optim::MeanProblem::uniform(sample_size, options.seed);
    const std::vector<std::uint64_t> batches =
        options.batches.empty() ? std::vector<std::uint64_t>{1, 10, sample_size} : options.batches;
    std::vector<optim::BatchDescent> descents;
    for (const std::uint64_t batch : batches)
        descents.push_back(optim::descend(problem, batch, steps, options.steps.value_or(30),
                                          {50, 50}, options.seed));
    put_records(run, descents);
    say(run,
        "\nJ(w) is the mean of |w - x_i|^2 / 2 over 100 points; its true gradient is w - mean. "
        "A descent that\nsees the gradients of a batch errs by |mean - mean of the batch|, "
        "which relative to the true\ngradient is at most R / |w - mean|, R = " +
            rounded(problem.radius) +
            " the greatest distance of a point from the mean: far away\nall batches lead the "
            "same way, near the mean the noise takes over.");
    run.draw(paths_plot(problem, descents));
}

}  // namespace optim_demo
