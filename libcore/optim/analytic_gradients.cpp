#include "optim/analytic_gradients.hpp"

#include "optim/bbob.hpp"
#include "optim/functions.hpp"
#include "optim/linear_loss.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::optim {
namespace {

using LossKind = LinearLoss::Kind;

constexpr double margins = 5;  // between -5 and 5
constexpr std::size_t classes = 4;

AnalyticGradient in_box(std::string name, Objective function, std::size_t d, double low,
                        double high) {
    return {std::move(name), std::move(function), std::vector<double>(d, low),
            std::vector<double>(d, high)};
}

void add_functions(std::vector<AnalyticGradient>& all, std::size_t d) {
    for (const TestFunction& function : test_functions()) {
        const std::size_t n = function.dimension > 0 ? function.dimension : d;
        all.push_back(in_box(std::string(function.name),
                             FormulaObjective(formula_of(function, n)).objective(), n, function.low,
                             function.high));
    }
    for (int i = 1; i <= 24; ++i) {
        if (i == 23) continue;
        all.push_back(in_box("bbob-f" + std::to_string(i),
                             FormulaObjective(bbob_function(i, d, 1).formula).objective(), d, -5,
                             5));
    }
}

void add_loss(std::vector<AnalyticGradient>& all, const std::string& name, const LinearLoss& loss,
              double y) {
    const Objective value = [loss, y](std::span<const double> p, std::span<double> slope) {
        slope[0] = loss.derivative(p[0], y);
        return loss.value(p[0], y);
    };
    all.push_back(in_box(name, value, 1, -margins, margins));
    if (loss.kind == LossKind::hinge || loss.kind == LossKind::quantile) return;
    const Objective slope = [loss, y](std::span<const double> p, std::span<double> curvature) {
        curvature[0] = loss.curvature(p[0], y);
        return loss.derivative(p[0], y);
    };
    all.push_back(in_box("slope of " + name, slope, 1, -margins, margins));
}

void add_losses(std::vector<AnalyticGradient>& all) {
    for (const double y : {-1.0, 1.0}) {
        const std::string label = y < 0 ? " of -1" : " of +1";
        add_loss(all, "logistic loss" + label, {.kind = LossKind::logistic}, y);
        add_loss(all, "hinge loss" + label, {.kind = LossKind::hinge}, y);
    }
    add_loss(all, "squared loss", {.kind = LossKind::squared}, 0.5);
    add_loss(all, "Huber's loss", {.kind = LossKind::huber}, 0.5);
    add_loss(all, "quantile loss", {.kind = LossKind::quantile, .quantile = 0.3}, 0.5);
    const Objective softmax_loss = [](std::span<const double> p, std::span<double> gradient) {
        std::copy(p.begin(), p.end(), gradient.begin());
        const double total = softmax(gradient.data(), gradient.size());
        gradient[0] -= 1;
        return total - p[0];
    };
    all.push_back(in_box("softmax loss", softmax_loss, classes, -margins, margins));
}

}  // namespace

std::vector<AnalyticGradient> analytic_gradients(std::size_t d) {
    std::vector<AnalyticGradient> all;
    add_functions(all, d);
    add_losses(all);
    return all;
}

}  // namespace pipelab::optim
