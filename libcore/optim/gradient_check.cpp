#include "optim/gradient_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace pipelab::optim {
namespace {

constexpr std::size_t levels = 10;
constexpr double shrinking = 2, first_step = 0.01;

/// The derivative of a function of one variable at 0.
template <class Function>
PartialCheck extrapolated(Function&& f, double step) {
    std::array<std::array<double, levels>, levels> table{};
    PartialCheck best;
    best.numeric_error = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < levels; ++i, step /= shrinking) {
        table[0][i] = (f(step) - f(-step)) / (2 * step);
        double factor = 1;
        for (std::size_t j = 1; j <= i; ++j) {
            factor *= shrinking * shrinking;
            table[j][i] = (factor * table[j - 1][i] - table[j - 1][i - 1]) / (factor - 1);
            const double error = std::max(std::fabs(table[j][i] - table[j - 1][i]),
                                          std::fabs(table[j][i] - table[j - 1][i - 1]));
            if (error < best.numeric_error) {
                best.numeric_error = error;
                best.numeric = table[j][i];
                best.step = step;
            }
        }
    }
    return best;
}

}  // namespace

std::vector<PartialCheck> check_gradient(const Objective& f, std::span<const double> x,
                                         double tolerance) {
    std::vector<double> gradient(x.size()), place(x.begin(), x.end()), unused(x.size());
    f(x, gradient);
    std::vector<PartialCheck> all;
    for (std::size_t i = 0; i < x.size(); ++i) {
        PartialCheck check = extrapolated(
            [&](double h) {
                place[i] = x[i] + h;
                const double value = f(place, unused);
                place[i] = x[i];
                return value;
            },
            first_step * std::max(1.0, std::fabs(x[i])));
        check.analytic = gradient[i];
        const double size = std::max({1.0, std::fabs(check.analytic), std::fabs(check.numeric)});
        check.agrees =
            std::isfinite(check.numeric_error) &&
            std::fabs(check.analytic - check.numeric) <= tolerance * size + 4 * check.numeric_error;
        all.push_back(check);
    }
    return all;
}

}  // namespace pipelab::optim
