#include "optim/linear_problem.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::optim {
namespace {

double dot_row(const Features& row, const double* weights) {
    double sum = 0;
    for (std::size_t i = 0; i < row.size(); ++i) sum += row.value[i] * weights[row.index[i]];
    return sum;
}

}  // namespace

template <class Body>
void LinearProblem::each_block(const Body& body) const {
    base::parallel_for(rows_.blocks().size(),
                       [&](std::size_t b) { body(rows_.blocks()[b], b * RowStore::block_rows); });
}

template <class Body>
void LinearProblem::each_row(const Body& body) const {
    each_block([&](const LinearRows& block, std::size_t first) {
        for (std::size_t i = 0; i < block.size(); ++i) body(block, i, first + i);
    });
}

template <class Body>
LinearProblem::Vector LinearProblem::scatter(const Body& body) {
    const std::size_t blocks = rows_.blocks().size();
    base::parallel_for(groups_, [&](std::size_t group) {
        Vector& to = partial_[group];
        std::fill(to.begin(), to.end(), 0.0);
        for (std::size_t b = blocks * group / groups_; b < blocks * (group + 1) / groups_; ++b) {
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

LinearProblem::LinearProblem(const RowStore& rows, std::span<const double> row_weights,
                             std::size_t outputs, const ExactProblem& problem)
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
        costs_[at] = problem.cost * block.weight(i) * (row_weights.empty() ? 1 : row_weights[at]);
    });
}

double LinearProblem::loss(double step, const Vector& direction) const {
    Vector sums(rows_.blocks().size());
    base::parallel_for(sums.size(), [&](std::size_t b) {
        const LinearRows& block = rows_.blocks()[b];
        const std::size_t first = b * RowStore::block_rows;
        Vector moved(block.size() * outputs_);
        for (std::size_t i = 0; i < moved.size(); ++i) {
            const std::size_t at = first * outputs_ + i;
            moved[i] = margins_[at] + (direction.empty() ? 0 : step * direction[at]);
        }
        sums[b] = block_loss(block, first, moved);
    });
    double sum = 0;
    for (const double part : sums) sum += part;
    return sum;
}

double LinearProblem::penalties(const Vector& w, double step, const Vector& direction) const {
    double sum = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
        const double moved = w[i] + step * direction[i];
        sum += penalty(i) * (moved * moved);
    }
    return sum / 2;
}

void LinearProblem::move(double step, const Vector& direction) {
    for (std::size_t i = 0; i < margins_.size(); ++i) margins_[i] += step * direction[i];
}

void LinearProblem::differentiate() {
    each_block([&](const LinearRows& block, std::size_t first) {
        if (problem_.loss.kind == LinearLoss::Kind::softmax) return softmax_block(block, first);
        for (std::size_t i = 0; i < block.size(); ++i) {
            const std::size_t at = first + i;
            slopes_[at] = costs_[at] * problem_.loss.derivative(margins_[at], block.labels[i]);
            bends_[at] = costs_[at] * bend_of(margins_[at], block.labels[i]);
        }
    });
}

LinearProblem::Vector LinearProblem::slope_sums() {
    return scatter([&](const Features& row, std::size_t at, double* to) {
        for (std::size_t i = 0; i < row.size(); ++i)
            for (std::size_t k = 0; k < outputs_; ++k)
                to[row.index[i] * outputs_ + k] += row.value[i] * slopes_[at * outputs_ + k];
    });
}

LinearProblem::Vector LinearProblem::diagonal() {
    return scatter([&](const Features& row, std::size_t at, double* to) {
        for (std::size_t i = 0; i < row.size(); ++i)
            for (std::size_t k = 0; k < outputs_; ++k)
                to[row.index[i] * outputs_ + k] +=
                    row.value[i] * row.value[i] * bend(at * outputs_ + k, at);
    });
}

LinearProblem::Vector LinearProblem::product(const Vector& v) {
    if (problem_.loss.kind != LinearLoss::Kind::softmax) {
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

LinearProblem::Vector LinearProblem::margins_of(const Vector& v) const {
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

double LinearProblem::bend_of(double margin, double label) const {
    if (!reweighted) return problem_.loss.curvature(margin, label);
    return std::min(1.0, problem_.loss.delta / std::abs(margin - label));
}

double LinearProblem::bend(std::size_t at, std::size_t row) const {
    const bool softmax = problem_.loss.kind == LinearLoss::Kind::softmax;
    return softmax ? costs_[row] * bends_[at] * (1 - bends_[at]) : bends_[at];
}

void LinearProblem::multiply(const Features& row, const double* v, double* margins) const {
    std::fill_n(margins, outputs_, 0.0);
    for (std::size_t i = 0; i < row.size(); ++i)
        for (std::size_t k = 0; k < outputs_; ++k)
            margins[k] += row.value[i] * v[row.index[i] * outputs_ + k];
}

void LinearProblem::softmax_block(const LinearRows& block, std::size_t first) {
    for (std::size_t i = 0; i < block.size(); ++i) {
        const std::size_t at = (first + i) * outputs_;
        double* p = &bends_[at];
        std::copy_n(&margins_[at], outputs_, p);
        softmax(p, outputs_);
        for (std::size_t k = 0; k < outputs_; ++k) slopes_[at + k] = costs_[first + i] * p[k];
        slopes_[at + static_cast<std::size_t>(block.labels[i])] -= costs_[first + i];
    }
}

double LinearProblem::block_loss(const LinearRows& block, std::size_t first,
                                 Vector& margins) const {
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

}  // namespace pipelab::optim
