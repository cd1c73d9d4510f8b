#include "optim/value_axis.hpp"

#include "io/print.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pipelab::optim {
namespace {

/// What is to be known of values before an axis is chosen.
struct Extremes {
    double least = std::numeric_limits<double>::infinity();  ///< of those above 0
    bool zero = false, negative = false;

    explicit Extremes(const io::Plot& plot) {
        for (const io::Plot::Series& line : plot.series) {
            for (const double y : line.y) {
                if (y > 0) least = std::min(least, y);
                zero |= y == 0;
                negative |= y < 0;
            }
        }
    }
};

std::string label_of(const std::optional<double>& minimum) {
    if (!minimum || *minimum == 0) return "value";
    return "value above " + io::printed(*minimum);
}

/// The power of ten a decade or more below `least`.
double border_below(double least) {
    const double border = std::pow(10.0, std::floor(std::log10(least)) - 1);
    return std::max(border, std::numeric_limits<double>::min());
}

template <class Change>
void change_values(io::Plot& plot, Change&& change) {
    for (io::Plot::Series& line : plot.series)
        for (double& y : line.y) y = change(y);
}

}  // namespace

void scale_values(io::Plot& plot, std::optional<double> minimum) {
    if (minimum) change_values(plot, [&](double y) { return std::max(y - *minimum, 0.0); });
    const Extremes found(plot);
    plot.y.logarithmic = !found.negative && std::isfinite(found.least);
    plot.y.label = label_of(minimum);
    if (!plot.y.logarithmic || !found.zero) return;
    const double border = border_below(found.least);
    change_values(plot, [&](double y) { return y == 0 ? border : y; });
    plot.y.label += ", 0 at the border";
}

}  // namespace pipelab::optim
