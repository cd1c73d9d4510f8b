#include "io/print.hpp"
#include "optim/contour_plot.hpp"
#include "optim/quantile_sketch.hpp"
#include "optim/root_report.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pipelab::optim {
namespace {

using Series = io::Plot::Series;

constexpr double pen_up = std::numeric_limits<double>::quiet_NaN();

Series line(std::string name, std::vector<double> x = {}, std::vector<double> y = {}) {
    return {std::move(name), io::Plot::Style::line, std::move(x), std::move(y)};
}

/// Both lines of a band, or more, as one: of one colour, under one name.
void append(const Series& more, Series& to) {
    if (!to.x.empty()) to.x.push_back(pen_up), to.y.push_back(pen_up);
    to.x.insert(to.x.end(), more.x.begin(), more.x.end());
    to.y.insert(to.y.end(), more.y.begin(), more.y.end());
}

std::string title_of(const RootQuestion& question) {
    return "stochastic approximation, a_k = " + question.settings.steps.text();
}

std::vector<std::string> names_of(const RootQuestion& question) {
    if (question.function) return question.function->variables();
    const std::size_t count = question.settings.start.size();
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i)
        names.push_back(count == 1 ? "w" : "w" + std::to_string(i + 1));
    return names;
}

Series quantiles(const RootWays& ways, std::size_t coordinate, double p) {
    Series made = line("");
    for (std::size_t i = 0; i < ways.steps.size(); ++i) {
        std::vector<double> values = ways.values[coordinate][i];
        made.x.push_back(static_cast<double>(ways.steps[i]));
        made.y.push_back(*exact_quantile(values, p));
    }
    return made;
}

/// The root and how far estimates behind k steps lie around it in theory, from where there are
/// enough of them.
Series theory(const RootQuestion& question, const RootStudy& study) {
    constexpr std::uint64_t enough = 10;
    Series low = line(""), high = line("");
    if (!study.root || !study.limit_variance) return low;
    const double quantile = normal_quantile(question.level);
    for (const std::uint64_t k : study.ways.steps) {
        const std::uint64_t used = k - (question.averaged ? question.settings.skipped : 0);
        if (k < used || used < enough) continue;
        RootSettings settings = question.settings;
        settings.count = k;
        const auto variance = asymptotic_variance(settings, question.averaged, *study.root_slope,
                                                  *study.seen_variance);
        if (!variance) continue;
        const double half = quantile * std::sqrt(*variance / static_cast<double>(used));
        for (Series* const one : {&low, &high}) one->x.push_back(static_cast<double>(k));
        low.y.push_back(*study.root - half);
        high.y.push_back(*study.root + half);
    }
    append(high, low);
    return low;
}

void add_single_runs(const RootWays& ways, io::Plot& plot) {
    constexpr std::size_t most = 20;
    for (std::size_t run = 0; run < std::min(most, ways.values[0][0].size()); ++run) {
        Series way = line("");
        for (std::size_t i = 0; i < ways.steps.size(); ++i) {
            way.x.push_back(static_cast<double>(ways.steps[i]));
            way.y.push_back(ways.values[0][i][run]);
        }
        plot.backdrop.push_back(std::move(way));
    }
}

}  // namespace

void RootPath::push(const RootStep& step) {
    if (step.k % stride_ != 0 && step.k > 64) return;
    w_.resize(step.w.size());
    means_.resize(step.w.size());
    steps_.push_back(static_cast<double>(step.k));
    for (std::size_t j = 0; j < step.w.size(); ++j) {
        w_[j].push_back(step.w[j]);
        means_[j].push_back(step.mean[j]);
    }
}

io::Plot RootPath::plot(const RootQuestion& question, const RootStudy& study) const {
    io::Plot plot = w_.size() == 2  ? plane(question)
                    : w_.size() < 2 ? curves(question, study)
                                    : lines(question);
    plot.title = title_of(question);
    return plot;
}

io::Plot RootPath::curves(const RootQuestion& question, const RootStudy& study) const {
    io::Plot plot;
    plot.x.label = "step";
    plot.y.label = names_of(question)[0];
    if (w_.empty()) return plot;
    plot.series = {line("iterates", steps_, w_[0]), line("their mean", steps_, means_[0])};
    const auto& interval = study.runs.empty() ? std::nullopt : study.runs[0].plug_in;
    if (!interval) return plot;
    const double centre = (interval->low + interval->high) / 2;
    const double unit =
        (interval->high - centre) * std::sqrt(static_cast<double>(question.settings.count));
    Series low = line("interval"), high = line("");
    for (const double k : steps_) {
        if (k < 10) continue;
        low.x.push_back(k), high.x.push_back(k);
        low.y.push_back(centre - unit / std::sqrt(k));
        high.y.push_back(centre + unit / std::sqrt(k));
    }
    append(high, low);
    plot.series.push_back(std::move(low));
    return plot;
}

io::Plot RootPath::plane(const RootQuestion& question) const {
    const auto path = [&](const char* name, const auto& columns) {
        Series made = line(name);
        for (std::size_t j = 0; j < 2; ++j) {
            std::vector<double>& out = j == 0 ? made.x : made.y;
            out = {question.settings.start[j]};
            out.insert(out.end(), columns[j].begin(), columns[j].end());
        }
        return made;
    };
    std::vector<Series> paths{path("iterates", w_), path("their mean", means_)};
    io::Plot plot;
    if (question.function)
        plot = contour_plot(FormulaObjective(*question.function), std::move(paths));
    else
        plot.series = std::move(paths);
    const std::vector<std::string> names = names_of(question);
    plot.x.label = names[0];
    plot.y.label = names[1];
    return plot;
}

io::Plot RootPath::lines(const RootQuestion& question) const {
    io::Plot plot;
    plot.x.label = "step";
    plot.y.label = question.averaged ? "mean of the iterates" : "iterates";
    const std::vector<std::string> names = names_of(question);
    for (std::size_t j = 0; j < names.size(); ++j)
        plot.series.push_back(line(names[j], steps_, question.averaged ? means_[j] : w_[j]));
    return plot;
}

io::Plot spread_plot(const RootQuestion& question, const RootStudy& study) {
    io::Plot plot;
    plot.title = title_of(question);
    plot.x.label = "step";
    plot.x.logarithmic = true;
    const std::vector<std::string> names = names_of(question);
    const RootWays& ways = study.ways;
    if (ways.values.empty()) return plot;
    const double outside = (1 - question.level) / 2;
    const auto band = [&](std::string name, std::size_t j) {
        Series low = quantiles(ways, j, outside);
        append(quantiles(ways, j, 1 - outside), low);
        low.name = std::move(name);
        return low;
    };
    const std::string estimate = question.averaged ? "mean of the iterates" : "last iterate";
    const std::string share = io::printed(100 * question.level) + " % of the runs";
    if (names.size() > 1) {
        plot.y.label = estimate + ": median, " + share;
        for (std::size_t j = 0; j < names.size(); ++j) {
            Series both = quantiles(ways, j, 0.5);
            append(band("", j), both);
            both.name = names[j];
            plot.series.push_back(std::move(both));
        }
        return plot;
    }
    plot.y.label = names[0] + ", " + estimate;
    add_single_runs(ways, plot);
    plot.series = {quantiles(ways, 0, 0.5), band(share, 0), theory(question, study)};
    plot.series[0].name = "median";
    plot.series[2].name = "theory";
    if (plot.series[2].x.empty()) plot.series.pop_back();
    return plot;
}

}  // namespace pipelab::optim
