#include "demo.hpp"
#include "io/heat_map.hpp"
#include "io/print.hpp"
#include "io/record_writer.hpp"
#include "optim/decay_grid.hpp"
#include "optim/decay_steps.hpp"

#include <cmath>

namespace optim_demo {
namespace {

using optim::DecayMode;

constexpr DecayMode modes[] = {DecayMode::l2, DecayMode::decoupled, DecayMode::decoupled_paper};

/// Of two coordinates with gradients 1000 times apart.
const std::vector<double> curvatures{10, 0.01};

optim::Settings settings_of(DecayMode mode, const DemoOptions& options) {
    optim::Settings settings =
        optim::defaults(mode == DecayMode::l2 ? optim::Rule::adam : optim::Rule::adamw);
    settings.decay = mode;
    settings.lr = options.lr;
    settings.weight_decay = options.weight_decay;
    optim::check(settings);
    return settings;
}

void put_steps(cli::Run& run, const DemoOptions& options) {
    io::RecordWriter records(run.out(), run.json(), true);
    for (const DecayMode mode : {DecayMode::l2, DecayMode::decoupled}) {
        const auto steps =
            optim::decay_steps(settings_of(mode, options), curvatures, options.steps.value_or(3));
        for (std::size_t t = 0; t < steps.size(); ++t)
            for (std::size_t i = 0; i < steps[t].size(); ++i) {
                const optim::DecayStep& one = steps[t][i];
                records.text("decay", optim::name_of(mode));
                records.number("step", std::uint64_t{t + 1})
                    .number("coordinate", std::uint64_t{i + 1});
                records.number("w", one.w).number("gradient", one.gradient);
                records.number("m", one.m).number("v", one.v);
                records.number("m_hat", one.m_hat).number("v_hat", one.v_hat);
                records.number("update", one.update);
                records.number("effective_decay", one.effective_decay);
                records.number("next", one.next).end();
            }
    }
}

std::string exponent_of_two(double value) { return io::printed(std::int64_t{std::ilogb(value)}); }

io::HeatMap::Panel panel(const optim::DecayGrid& grid) {
    io::HeatMap::Panel panel;
    panel.title = std::string(optim::name_of(grid.mode)) + ", tilt " + rounded(grid.tilt);
    for (const double rate : grid.rates) panel.rows.push_back(exponent_of_two(rate));
    for (const double decay : grid.decays) panel.columns.push_back(exponent_of_two(decay));
    panel.values = grid.errors;
    for (const double place : grid.best_places) panel.marks.emplace_back(place);
    return panel;
}

void put_grid(cli::Run& run, const optim::DecayGrid& grid) {
    const std::string mode(optim::name_of(grid.mode));
    say(run, "\n" + mode +
                 ": least error and best decay of each learning rate; slope of log decay "
                 "over log rate " +
                 rounded(grid.tilt));
    io::RecordWriter records(run.out(), run.json(), true);
    for (std::size_t i = 0; i < grid.rates.size(); ++i) {
        records.text("decay", mode).number("lr", grid.rates[i]);
        records.number("best_weight_decay", grid.best_decays[i]);
        records.number("error", grid.least_errors[i]).end();
    }
}

}  // namespace

void demo_adam_vs_adamw(cli::Run& run, const DemoOptions& options) {
    put_steps(run, options);
    say(run,
        "\nLosses 10 w_1^2 / 2 and 0.01 w_2^2 / 2. In the gradient (l2), decay goes through "
        "Adam's division by\nsqrt(v_hat): the first coordinate, whose gradients are large, "
        "hardly decays, the second does. Beside it\n(decoupled), both lose the same share.");
    io::HeatMap map;
    map.title = "Test error after 300 steps of Adam";
    map.row_label = "log2 lr";
    map.column_label = "log2 weight decay";
    map.value_label = "mean squared error";
    map.cap = 20;
    for (const DecayMode mode : modes) {
        const auto grid = optim::decay_grid(mode, options.seed, run.control());
        if (!grid) return;
        put_grid(run, *grid);
        map.panels.push_back(panel(*grid));
    }
    run.draw(map);
}

}  // namespace optim_demo
