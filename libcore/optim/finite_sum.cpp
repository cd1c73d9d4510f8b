#include "optim/finite_sum.hpp"

#include "base/random.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace pipelab::optim {
namespace {

using Vector = std::vector<double>;
using Method = VarianceReduction::Method;

/// The largest second derivative of a loss; of softmax the largest eigenvalue of its matrix.
double steepest(const LinearLoss& loss) {
    switch (loss.kind) {
        case LinearLoss::Kind::squared:
            return 2;
        case LinearLoss::Kind::logistic:
            return 0.25;
        case LinearLoss::Kind::huber:
            return 1;
        case LinearLoss::Kind::softmax:
            return 0.5;
        default:
            break;
    }
    throw base::UsageError("hinge and quantile loss have no second derivative");
}

Features features_of(const RowStore& rows, std::size_t row) {
    return rows.blocks()[row / RowStore::block_rows].features(row % RowStore::block_rows);
}

double label_of(const RowStore& rows, std::size_t row) {
    return rows.blocks()[row / RowStore::block_rows].labels[row % RowStore::block_rows];
}

/// w and what its steps need, all for F.
class ReducedDescent {
  public:
    ReducedDescent(const RowStore& rows, const LinearProblem& problem,
                   const ExactProblem& statement, std::size_t outputs, double total, double lr,
                   std::size_t steps)
        : rows_(rows),
          problem_(problem),
          loss_(statement.loss),
          outputs_(outputs),
          scale_(static_cast<double>(rows.size()) / total),
          total_(total),
          lr_(lr),
          shrink_(1 - lr * statement.penalty / total),
          mean_(problem.size()),
          margins_(outputs),
          changes_(outputs),
          seen_(rows.width()) {
        w.assign(problem.size(), 0.0);
        powers_.push_back({1, 0});
        for (std::size_t k = 0; k < steps; ++k)
            powers_.push_back({powers_[k].factor * shrink_, powers_[k].sum + powers_[k].factor});
    }

    Vector w;

    /// Takes the slopes of the problem, and their sums, as what is known of each row.
    void anchor(const Vector& sums) {
        known_.assign(problem_.slopes().begin(), problem_.slopes().end());
        for (double& slope : known_) slope *= scale_;
        for (std::size_t i = 0; i < sums.size(); ++i) mean_[i] = sums[i] / total_;
    }

    /// One step; `remember`: its gradient replaces what was known of the row.
    void step(std::size_t row, bool remember) {
        const Features features = features_of(rows_, row);
        look(features);
        differentiate(row);
        for (std::size_t i = 0; i < features.size(); ++i) {
            const std::size_t feature = features.index[i], at = feature * outputs_;
            if (seen_[feature] == now_) catch_up(feature, now_ + 1);
            for (std::size_t k = 0; k < outputs_; ++k)
                w[at + k] -= lr_ * changes_[k] * features.value[i];
        }
        ++now_;
        if (!remember) return;
        const auto count = static_cast<double>(rows_.size());
        for (std::size_t i = 0; i < features.size(); ++i)
            for (std::size_t k = 0; k < outputs_; ++k)
                mean_[features.index[i] * outputs_ + k] += changes_[k] * features.value[i] / count;
        for (std::size_t k = 0; k < outputs_; ++k) known_[row * outputs_ + k] += changes_[k];
    }

    /// All coordinates have made all steps.
    void finish_epoch() {
        for (std::size_t feature = 0; feature < seen_.size(); ++feature) {
            catch_up(feature, now_);
            seen_[feature] = 0;
        }
        now_ = 0;
    }

  private:
    /// What k steps without a row of its own make of a weight: factor w - lr sum mean.
    struct Power {
        double factor, sum;
    };

    void catch_up(std::size_t feature, std::size_t until) {
        const std::size_t steps = until - std::exchange(seen_[feature], until);
        if (steps == 0) return;
        const std::size_t at = feature * outputs_;
        const bool penalised = problem_.penalty(at) > 0;
        const Power power = penalised ? powers_[steps] : Power{1, static_cast<double>(steps)};
        for (std::size_t k = 0; k < outputs_; ++k)
            w[at + k] = power.factor * w[at + k] - lr_ * power.sum * mean_[at + k];
    }

    void look(const Features& features) {
        std::fill(margins_.begin(), margins_.end(), 0.0);
        for (std::size_t i = 0; i < features.size(); ++i) {
            catch_up(features.index[i], now_);
            for (std::size_t k = 0; k < outputs_; ++k)
                margins_[k] += w[features.index[i] * outputs_ + k] * features.value[i];
        }
    }

    /// What the row's slopes are beyond those known.
    void differentiate(std::size_t row) {
        const double label = label_of(rows_, row), cost = scale_ * problem_.costs()[row];
        if (loss_.kind == LinearLoss::Kind::softmax) {
            softmax(margins_.data(), outputs_);
            margins_[static_cast<std::size_t>(label)] -= 1;
        } else {
            margins_[0] = loss_.derivative(margins_[0], label);
        }
        for (std::size_t k = 0; k < outputs_; ++k)
            changes_[k] = cost * margins_[k] - known_[row * outputs_ + k];
    }

    const RowStore& rows_;
    const LinearProblem& problem_;
    LinearLoss loss_;
    std::size_t outputs_;
    double scale_, total_, lr_, shrink_;
    Vector mean_, known_, margins_, changes_;
    std::vector<std::size_t> seen_;  // steps that a feature's weights have made
    std::vector<Power> powers_;
    std::size_t now_ = 0;  // steps of this epoch
};

double sum_of(std::span<const double> values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum;
}

/// The gradient of f at w: its norm; `sums` gets that of the losses alone.
double gradient_norm(LinearProblem& problem, const Vector& w, Vector& sums) {
    problem.move_to(w);
    problem.differentiate();
    sums = problem.slope_sums();
    double square = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
        const double g = sums[i] + problem.penalty(i) * w[i];
        square += g * g;
    }
    return std::sqrt(square);
}

[[noreturn]] void fail(std::uint64_t epoch, double lr) {
    throw Diverged({}, "diverged in epoch " + std::to_string(epoch) + " with a learning rate of " +
                           io::printed(lr) + " (a lower --lr may help)");
}

}  // namespace

double smoothness(const RowStore& rows, std::span<const double> row_weights,
                  const ExactProblem& problem) {
    double greatest = 0, total = 0;
    std::size_t row = 0;
    for (const LinearRows& block : rows.blocks())
        for (std::size_t i = 0; i < block.size(); ++i, ++row) {
            const double cost =
                problem.cost * block.weight(i) * (row_weights.empty() ? 1 : row_weights[row]);
            double square = 0;
            for (const double x : block.features(i).value) square += x * x;
            greatest = std::max(greatest, cost * square);
            total += cost;
        }
    if (!(total > 0)) return 0;
    const auto count = static_cast<double>(rows.size());
    return (steepest(problem.loss) * greatest * count + problem.penalty) / total;
}

ExactFit fit_reduced(const RowStore& rows, std::span<const double> row_weights, std::size_t outputs,
                     const ExactProblem& statement, const VarianceReduction& reduction,
                     base::Control control) {
    LinearProblem problem(rows, row_weights, outputs, statement);
    const bool saga = reduction.method == Method::saga;
    const double steepness = smoothness(rows, row_weights, statement);
    ExactFit fit;
    fit.weights.assign(problem.size(), 0.0);
    fit.converged = steepness == 0;
    if (fit.converged) return fit;
    const double lr = reduction.lr.value_or(1 / ((saga ? 3 : 6) * steepness));
    const std::size_t steps = rows.size() * (saga ? 1 : 2);
    ReducedDescent descent(rows, problem, statement, outputs, sum_of(problem.costs()), lr, steps);
    const base::Random random(reduction.seed);
    Vector sums;
    const double first = gradient_norm(problem, descent.w, sums);
    descent.anchor(sums);
    fit.converged = first == 0;
    std::uint64_t draw = 0;
    const base::Phase phase(control.progress, "solving", reduction.epochs, "epochs");
    for (std::uint64_t epoch = 1; epoch <= reduction.epochs && !fit.converged; ++epoch) {
        for (std::size_t t = 0; t < steps; ++t) {
            if (t % 65536 == 0) base::stop_if_requested(control.cancellation);
            descent.step(random.integer(draw++, rows.size()), saga);
        }
        descent.finish_epoch();
        fit.gradient = gradient_norm(problem, descent.w, sums) / first;
        if (!(fit.gradient < 1e100)) fail(epoch, lr);
        if (!saga) descent.anchor(sums);
        fit.converged = fit.gradient <= statement.tolerance;
        ++fit.iterations;
        control.progress.advance(1);
    }
    fit.weights = std::move(descent.w);
    fit.objective = problem.loss(0, {}) + problem.penalties(fit.weights, 0, fit.weights);
    return fit;
}

}  // namespace pipelab::optim
