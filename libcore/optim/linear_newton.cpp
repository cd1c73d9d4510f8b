#include "optim/linear_newton.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace pipelab::optim {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

double dot_row(const Features& row, const double* weights) {
    double sum = 0;
    for (std::size_t i = 0; i < row.size(); ++i) sum += row.value[i] * weights[row.index[i]];
    return sum;
}

/// The rows with what belongs to each of them, and sums over all rows in parallel: blocks of rows
/// are dealt to at most 16 groups, each with a vector of its own, joined in order.
class NewtonProblem {
  public:
    NewtonProblem(const RowStore& rows, std::span<const double> row_weights, std::size_t outputs,
                  const ExactProblem& problem)
        : rows_(rows),
          problem_(problem),
          outputs_(outputs),
          size_(rows.width() * outputs),
          margins_(rows.size() * outputs),
          slopes_(rows.size() * outputs),
          bends_(rows.size() * outputs),
          costs_(rows.size()) {
        const std::size_t affordable = (std::size_t{1} << 23) / std::max<std::size_t>(size_, 1);
        groups_ = std::clamp<std::size_t>(affordable, 1, 16);
        groups_ = std::min(groups_, std::max<std::size_t>(rows.blocks().size(), 1));
        partial_.assign(groups_, Vector(size_));
        each_row([&](const LinearRows& block, std::size_t i, std::size_t at) {
            costs_[at] =
                problem.cost * block.weight(i) * (row_weights.empty() ? 1 : row_weights[at]);
        });
    }

    std::size_t size() const { return size_; }
    bool penalised(std::size_t i) const { return problem_.penalize_intercept || i >= outputs_; }

    /// The sum of the losses where the margins lie now, moved by `step` along `direction`.
    double loss(double step, const Vector& direction) const {
        return fold([&](const LinearRows& block, std::size_t first) {
            Vector moved(block.size() * outputs_);
            for (std::size_t i = 0; i < moved.size(); ++i) {
                const std::size_t at = first * outputs_ + i;
                moved[i] = margins_[at] + (direction.empty() ? 0 : step * direction[at]);
            }
            return block_loss(block, first, moved);
        });
    }

    void move(double step, const Vector& direction) {
        for (std::size_t i = 0; i < margins_.size(); ++i) margins_[i] += step * direction[i];
    }

    /// First and second derivatives of the losses by the margins, for what follows. For softmax
    /// the probabilities stand where the second ones would.
    void differentiate() {
        each_block([&](const LinearRows& block, std::size_t first) {
            if (problem_.loss.kind == LinearLoss::Kind::softmax) return softmax_block(block, first);
            for (std::size_t i = 0; i < block.size(); ++i) {
                const std::size_t at = first + i;
                slopes_[at] = costs_[at] * problem_.loss.derivative(margins_[at], block.labels[i]);
                bends_[at] = costs_[at] * bend_of(margins_[at], block.labels[i]);
            }
        });
    }

    /// X' slopes.
    Vector slope_sums() {
        return scatter([&](const Features& row, std::size_t at, double* to) {
            for (std::size_t i = 0; i < row.size(); ++i)
                for (std::size_t k = 0; k < outputs_; ++k)
                    to[row.index[i] * outputs_ + k] += row.value[i] * slopes_[at * outputs_ + k];
        });
    }

    /// The diagonal of X' D X.
    Vector diagonal() {
        return scatter([&](const Features& row, std::size_t at, double* to) {
            for (std::size_t i = 0; i < row.size(); ++i)
                for (std::size_t k = 0; k < outputs_; ++k)
                    to[row.index[i] * outputs_ + k] +=
                        row.value[i] * row.value[i] * bend(at * outputs_ + k, at);
        });
    }

    /// X' D X v.
    Vector product(const Vector& v) {
        if (outputs_ == 1) {
            return scatter([&](const Features& row, std::size_t at, double* to) {
                const double u = bends_[at] * dot_row(row, v.data());
                for (std::size_t i = 0; i < row.size(); ++i) to[row.index[i]] += u * row.value[i];
            });
        }
        return scatter([&](const Features& row, std::size_t at, double* to) {
            Vector u(outputs_);
            multiply(row, v.data(), u.data());
            const double* p = &bends_[at * outputs_];
            double mean = 0;
            for (std::size_t k = 0; k < outputs_; ++k) mean += p[k] * u[k];
            for (std::size_t k = 0; k < outputs_; ++k) u[k] = costs_[at] * p[k] * (u[k] - mean);
            for (std::size_t i = 0; i < row.size(); ++i)
                for (std::size_t k = 0; k < outputs_; ++k)
                    to[row.index[i] * outputs_ + k] += u[k] * row.value[i];
        });
    }

    /// X v, by row and output.
    Vector margins_of(const Vector& v) const {
        Vector margins(margins_.size());
        each_row([&](const LinearRows& block, std::size_t i, std::size_t at) {
            if (outputs_ == 1) {
                margins[at] = dot_row(block.features(i), v.data());
            } else {
                multiply(block.features(i), v.data(), &margins[at * outputs_]);
            }
        });
        return margins;
    }

    /// Huber's loss has no curvature far from the labels: where that leads nowhere, the parabola
    /// that touches the loss and lies above it does (Huber 1981, section 7.8: reweighted squares).
    bool reweighted = false;

  private:
    double bend_of(double margin, double label) const {
        if (!reweighted) return problem_.loss.curvature(margin, label);
        return std::min(1.0, problem_.loss.delta / std::abs(margin - label));
    }

    double bend(std::size_t at, std::size_t row) const {
        return outputs_ == 1 ? bends_[at] : costs_[row] * bends_[at] * (1 - bends_[at]);
    }

    void multiply(const Features& row, const double* v, double* margins) const {
        std::fill_n(margins, outputs_, 0.0);
        for (std::size_t i = 0; i < row.size(); ++i)
            for (std::size_t k = 0; k < outputs_; ++k)
                margins[k] += row.value[i] * v[row.index[i] * outputs_ + k];
    }

    void softmax_block(const LinearRows& block, std::size_t first) {
        for (std::size_t i = 0; i < block.size(); ++i) {
            const std::size_t at = (first + i) * outputs_;
            double* p = &bends_[at];
            std::copy_n(&margins_[at], outputs_, p);
            softmax(p, outputs_);
            for (std::size_t k = 0; k < outputs_; ++k) slopes_[at + k] = costs_[first + i] * p[k];
            slopes_[at + static_cast<std::size_t>(block.labels[i])] -= costs_[first + i];
        }
    }

    double block_loss(const LinearRows& block, std::size_t first, Vector& margins) const {
        double sum = 0;
        if (problem_.loss.kind == LinearLoss::Kind::logistic) {
            // log(1 + e^-z) = max(-z, 0) + log(1 + e^-|z|); many at a time
            Vector e(block.size());
            for (std::size_t i = 0; i < e.size(); ++i) {
                margins[i] *= block.labels[i];
                e[i] = -std::abs(margins[i]);
            }
            base::exp(e, e);
            for (double& value : e) value += 1;
            base::log(e, e);
            for (std::size_t i = 0; i < e.size(); ++i)
                sum += costs_[first + i] * (std::max(-margins[i], 0.0) + e[i]);
            return sum;
        }
        for (std::size_t i = 0; i < block.size(); ++i) {
            double loss = 0;
            if (problem_.loss.kind == LinearLoss::Kind::softmax) {
                double* own = &margins[i * outputs_];
                const double margin = own[static_cast<std::size_t>(block.labels[i])];
                loss = softmax(own, outputs_) - margin;
            } else {
                loss = problem_.loss.value(margins[i], block.labels[i]);
            }
            sum += costs_[first + i] * loss;
        }
        return sum;
    }

    template <class Body>
    void each_block(const Body& body) const {
        base::parallel_for(rows_.blocks().size(), [&](std::size_t b) {
            body(rows_.blocks()[b], b * RowStore::block_rows);
        });
    }

    template <class Body>
    void each_row(const Body& body) const {
        each_block([&](const LinearRows& block, std::size_t first) {
            for (std::size_t i = 0; i < block.size(); ++i) body(block, i, first + i);
        });
    }

    template <class Body>
    double fold(const Body& body) const {
        Vector sums(rows_.blocks().size());
        base::parallel_for(sums.size(), [&](std::size_t b) {
            sums[b] = body(rows_.blocks()[b], b * RowStore::block_rows);
        });
        double sum = 0;
        for (const double part : sums) sum += part;
        return sum;
    }

    template <class Body>
    Vector scatter(const Body& body) {
        const std::size_t blocks = rows_.blocks().size();
        base::parallel_for(groups_, [&](std::size_t group) {
            Vector& to = partial_[group];
            std::fill(to.begin(), to.end(), 0.0);
            for (std::size_t b = blocks * group / groups_; b < blocks * (group + 1) / groups_;
                 ++b) {
                const LinearRows& block = rows_.blocks()[b];
                for (std::size_t i = 0; i < block.size(); ++i)
                    body(block.features(i), b * RowStore::block_rows + i, to.data());
            }
        });
        Vector sum = partial_[0];
        for (std::size_t group = 1; group < groups_; ++group)
            for (std::size_t i = 0; i < size_; ++i) sum[i] += partial_[group][i];
        return sum;
    }

    const RowStore& rows_;
    const ExactProblem& problem_;
    std::size_t outputs_, size_, groups_ = 1;
    Vector margins_, slopes_, bends_, costs_;
    std::vector<Vector> partial_;
};

/// Half the square of what is penalised of w + step * direction.
double penalty(const NewtonProblem& problem, const Vector& w, double step,
               const Vector& direction) {
    double sum = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
        const double moved = w[i] + step * direction[i];
        if (problem.penalised(i)) sum += moved * moved;
    }
    return sum / 2;
}

/// Roughly solves (penalty + X' D X) d = -gradient.
Vector newton_direction(NewtonProblem& problem, const Vector& gradient, double forcing,
                        ExactFit& fit, const base::Cancellation& cancellation) {
    const std::size_t size = gradient.size();
    Vector diagonal = problem.diagonal();
    for (std::size_t i = 0; i < size; ++i) {
        diagonal[i] += problem.penalised(i) ? 1 : 0;
        if (!(diagonal[i] > 0)) diagonal[i] = 1;
    }
    Vector direction(size), residual(size), scaled(size);
    for (std::size_t i = 0; i < size; ++i) {
        residual[i] = -gradient[i];
        scaled[i] = residual[i] / diagonal[i];
    }
    Vector search = scaled;
    double energy = dot(residual, scaled);
    const double enough = forcing * forcing * energy;
    for (std::size_t k = 0; k < size + 10 && energy > enough; ++k) {
        base::stop_if_requested(cancellation);
        Vector product = problem.product(search);
        for (std::size_t i = 0; i < size; ++i)
            if (problem.penalised(i)) product[i] += search[i];
        ++fit.products;
        const double curvature = dot(search, product);
        if (!(curvature > 0)) break;
        const double step = energy / curvature;
        for (std::size_t i = 0; i < size; ++i) {
            direction[i] += step * search[i];
            residual[i] -= step * product[i];
            scaled[i] = residual[i] / diagonal[i];
        }
        const double next = dot(residual, scaled);
        const double turn = next / energy;
        for (std::size_t i = 0; i < size; ++i) search[i] = scaled[i] + turn * search[i];
        energy = next;
    }
    return direction;
}

}  // namespace

ExactFit fit_exact(const RowStore& rows, std::span<const double> row_weights, std::size_t outputs,
                   const ExactProblem& statement, base::Control control) {
    NewtonProblem problem(rows, row_weights, outputs, statement);
    ExactFit fit;
    Vector& w = fit.weights;
    w.assign(problem.size(), 0.0);
    fit.objective = problem.loss(0, {});
    double first = 0;
    const bool huber = statement.loss.kind == LinearLoss::Kind::huber;
    problem.reweighted = huber;
    const base::Phase phase(control.progress, "solving", 0, "steps");
    while (true) {
        problem.differentiate();
        Vector gradient = problem.slope_sums();
        for (std::size_t i = 0; i < w.size(); ++i)
            if (problem.penalised(i)) gradient[i] += w[i];
        const double norm = std::sqrt(dot(gradient, gradient));
        if (fit.iterations == 0) first = norm;
        fit.gradient = first > 0 ? norm / first : 0;
        fit.converged = fit.gradient <= statement.tolerance;
        if (fit.converged || fit.iterations == statement.most_iterations) break;
        const double forcing = std::min(0.1, std::sqrt(fit.gradient));
        const Vector direction =
            newton_direction(problem, gradient, forcing, fit, control.cancellation);
        const Vector along = problem.margins_of(direction);
        const double slope = dot(gradient, direction);
        // Differences of sums of many losses are not better than this.
        const double noise = 1e-14 * std::abs(fit.objective);
        double step = 1, next = 0;
        if (!(slope < 0)) step = 0;
        for (; step > 1e-12; step /= 2) {
            next = penalty(problem, w, step, direction) + problem.loss(step, along);
            if (next <= fit.objective + 1e-4 * step * slope + noise) break;
        }
        if (!(step > 1e-12)) {
            if (!huber || problem.reweighted) break;
            problem.reweighted = true;
            continue;
        }
        problem.reweighted = huber && step < 1;
        for (std::size_t i = 0; i < w.size(); ++i) w[i] += step * direction[i];
        problem.move(step, along);
        fit.objective = next;
        ++fit.iterations;
        control.progress.advance(1);
    }
    return fit;
}

}  // namespace pipelab::optim
