#include "optim/mean_curve.hpp"

namespace pipelab::optim {

void MeanCurve::push(double x, double estimate) {
    sum_.add(x);
    last_estimate_ = estimate;
    if (++count_ % stride_ != 0) return;
    const auto k = static_cast<double>(count_);
    steps_.push_back(k);
    estimates_.push_back(estimate);
    means_.push_back(sum_.value() / k);
    if (steps_.size() == most_points) thin_out();
}

void MeanCurve::thin_out() {
    const auto halve = [](std::vector<double>& values) {
        for (std::size_t i = 0; i < values.size() / 2; ++i) values[i] = values[2 * i + 1];
        values.resize(values.size() / 2);
    };
    halve(steps_);
    halve(estimates_);
    halve(means_);
    stride_ *= 2;
}

io::Plot MeanCurve::plot(const std::string& estimate) const {
    io::Plot plot;
    plot.title = "Incremental mean";
    plot.x.label = "k";
    plot.y.label = "w";
    using Style = io::Plot::Style;
    plot.series.push_back({"sample mean of the first k", Style::line, steps_, means_});
    plot.series.push_back({estimate, Style::line, steps_, estimates_});
    if (count_ % stride_ != 0) {
        const auto k = static_cast<double>(count_);
        for (auto& series : plot.series) series.x.push_back(k);
        plot.series[0].y.push_back(sum_.value() / k);
        plot.series[1].y.push_back(last_estimate_);
    }
    return plot;
}

}  // namespace pipelab::optim
