#include "base/elementary.hpp"
#include "optim/norms.hpp"
#include "optim/orthogonal.hpp"
#include "optim/power.hpp"
#include "optim/rule_step.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace pipelab::optim::detail {
namespace {

template <class Real>
double root_mean_square(std::span<const Real> values) {
    return values.empty() ? 0
                          : std::sqrt(sum_of_squares(values) / static_cast<double>(values.size()));
}

/// p *= keep; p -= rate u.
template <class Real>
void descend(std::span<Real> p, std::span<const Real> u, double keep, double rate) {
    const element::Descent<Real> rule{{Real(1), Real(0), real<Real>(keep)}, real<Real>(rate)};
    sweep_tensor(rule, Parameter<Real>{p, u, {}}, {});
}

/// The shape of adafactor's matrices: `count` of them, one after the other.
struct Stack {
    std::size_t count = 1, rows = 0, columns = 0;
};

Stack stack_of(const Shape& shape) {
    Stack stack{1, shape[shape.size() - 2], shape.back()};
    for (std::size_t i = 0; i + 2 < shape.size(); ++i) stack.count *= shape[i];
    return stack;
}

/// The means of g^2 + eps along rows and columns.
template <class Real>
void square_means(const Real* g, const Stack& size, double eps, std::vector<double>& rows,
                  std::vector<double>& columns) {
    rows.assign(size.rows, 0);
    columns.assign(size.columns, 0);
    for (std::size_t i = 0; i < size.rows; ++i) {
        for (std::size_t j = 0; j < size.columns; ++j) {
            const double value = g[i * size.columns + j];
            const double square = value * value + eps;
            rows[i] += square;
            columns[j] += square;
        }
        rows[i] /= static_cast<double>(size.columns);
    }
    for (double& each : columns) each /= static_cast<double>(size.rows);
}

/// One matrix: u holds the gradient and becomes g / sqrt(rows columns / mean of rows).
template <class Real>
void scale_by_factors(Real* u, Real* row, Real* column, const Stack& size, double beta,
                      double eps) {
    std::vector<double> rows, columns;
    square_means(u, size, eps, rows, columns);
    double mean = 0;
    for (std::size_t i = 0; i < size.rows; ++i) {
        row[i] = real<Real>(beta * row[i] + (1 - beta) * rows[i]);
        mean += row[i];
    }
    mean /= static_cast<double>(size.rows);
    for (std::size_t j = 0; j < size.columns; ++j) {
        column[j] = real<Real>(beta * column[j] + (1 - beta) * columns[j]);
        columns[j] = 1 / std::sqrt(static_cast<double>(column[j]));
    }
    for (std::size_t i = 0; i < size.rows; ++i) {
        const double scale = std::sqrt(mean / row[i]);
        for (std::size_t j = 0; j < size.columns; ++j)
            u[i * size.columns + j] =
                real<Real>(static_cast<double>(u[i * size.columns + j]) * scale * columns[j]);
    }
}

template <class Real>
void scale_by_squares(std::span<Real> u, base::Array<Real>& squares, double beta, double eps) {
    for (std::size_t i = 0; i < u.size(); ++i) {
        const double g = u[i];
        squares[i] = real<Real>(beta * squares[i] + (1 - beta) * (g * g + eps));
        u[i] = real<Real>(g / std::sqrt(static_cast<double>(squares[i])));
    }
}

/// The gradient with its sign and penalty.
template <class Real>
base::Array<Real> gradient_of(const Parameter<Real>& tensor, const element::Decay<Real>& penalty) {
    base::Array<Real> made(tensor.value.size());
    for (std::size_t i = 0; i < made.size(); ++i) {
        Real p = tensor.value[i];
        made[i] = penalty.gradient(p, tensor.gradient[i]);
    }
    return made;
}

template <class Real>
void adafactor_tensor(const Step<Real>& step, std::size_t i) {
    const Settings& s = step.settings;
    const Parameter<Real>& tensor = step.group[i];
    if (tensor.value.empty()) return;
    auto& arrays = step.state.arrays;
    const double beta = 1 - base::pow(step.t(), s.decay_rate);
    base::Array<Real> u = gradient_of(tensor, step.penalty());
    if (is_matrix(tensor)) {
        const Stack size = stack_of(tensor.shape);
        for (std::size_t k = 0; k < size.count; ++k)
            scale_by_factors(u.data() + k * size.rows * size.columns,
                             arrays[0].tensors[i].data() + k * size.rows,
                             arrays[1].tensors[i].data() + k * size.columns, size, beta, s.eps);
    } else {
        scale_by_squares(std::span<Real>(u), arrays[2].tensors[i], beta, s.eps);
    }
    const double clip =
        std::max(1.0, root_mean_square(std::span<const Real>(u)) / s.clip_threshold);
    double rate = step.lr * (s.relative_step ? std::min(1e-2, 1 / std::sqrt(step.t())) : 1);
    if (s.scale_parameter)
        rate *= std::max(s.eps2, root_mean_square(std::span<const Real>(tensor.value)));
    const double keep = 1 - step.decay_share(s.decay == DecayMode::decoupled ? rate : step.lr);
    if (s.beta1 == 0) return descend(tensor.value, std::span<const Real>(u), keep, rate / clip);
    auto& mean = arrays[3].tensors[i];
    for (std::size_t k = 0; k < u.size(); ++k)
        mean[k] = real<Real>(s.beta1 * mean[k] + (1 - s.beta1) * (rate / clip) * u[k]);
    descend(tensor.value, std::span<const Real>(mean), keep, 1);
}

template <class Real>
void lamb_tensor(const Step<Real>& step, std::size_t i) {
    const Settings& s = step.settings;
    const Parameter<Real>& tensor = step.group[i];
    auto& arrays = step.state.arrays;
    base::Array<Real> update(tensor.value.size());
    const double length = std::sqrt(sum_of_squares(std::span<const Real>(tensor.value)));
    const element::Lamb<Real> rule{step.penalty(),
                                   real<Real>(s.beta1),
                                   real<Real>(1 - s.beta1),
                                   real<Real>(s.beta2),
                                   real<Real>(1 - s.beta2),
                                   real<Real>(s.eps),
                                   real<Real>(1 / one_less_power(s.beta1, step.t())),
                                   real<Real>(1 / std::sqrt(one_less_power(s.beta2, step.t()))),
                                   real<Real>(s.decay == DecayMode::l2 ? 0 : s.weight_decay)};
    sweep_tensor(rule, tensor,
                 {arrays[0].tensors[i].data(), arrays[1].tensors[i].data(), update.data()});
    const double move = std::sqrt(sum_of_squares(std::span<const Real>(update)));
    const double trust = length > 0 && move > 0 ? length / move : 1;
    descend(tensor.value, std::span<const Real>(update), 1, step.lr * trust);
}

template <class Real>
void muon_matrix(const Step<Real>& step, std::size_t i) {
    const Settings& s = step.settings;
    const Parameter<Real>& tensor = step.group[i];
    if (tensor.value.empty()) return;
    const std::size_t rows = tensor.shape[0], columns = tensor.value.size() / rows;
    base::Array<Real> u = gradient_of(tensor, step.penalty());
    auto& buffer = step.state.arrays[2].tensors[i];
    const Real momentum = real<Real>(s.momentum);
    for (std::size_t k = 0; k < u.size(); ++k) {
        buffer[k] = momentum * buffer[k] + u[k];
        u[k] = s.nesterov ? u[k] + momentum * buffer[k] : buffer[k];
    }
    orthogonalise(std::span<Real>(u), rows, columns, static_cast<int>(s.ns_steps));
    const double tall = static_cast<double>(rows) / static_cast<double>(columns);
    descend(tensor.value, std::span<const Real>(u), 1 - step.decay_share(step.lr),
            step.lr * std::sqrt(std::max(1.0, tall)));
}

template <class Real>
void muon_vector(const Step<Real>& step, std::size_t i) {
    const Settings& s = step.settings;
    auto& arrays = step.state.arrays;
    const element::Adam<Real, false> rule{
        step.decay(),
        real<Real>(s.beta1),
        real<Real>(1 - s.beta1),
        real<Real>(s.beta2),
        real<Real>(1 - s.beta2),
        real<Real>(s.eps),
        real<Real>(1 / std::sqrt(one_less_power(s.beta2, step.t()))),
        real<Real>(step.lr / one_less_power(s.beta1, step.t()))};
    sweep_tensor(rule, step.group[i],
                 {arrays[0].tensors[i].data(), arrays[1].tensors[i].data(), nullptr});
}

}  // namespace

template <class Real>
void step_lamb(const Step<Real>& step) {
    for (std::size_t i = 0; i < step.group.size(); ++i) lamb_tensor(step, i);
}

template <class Real>
void step_adafactor(const Step<Real>& step) {
    for (std::size_t i = 0; i < step.group.size(); ++i) adafactor_tensor(step, i);
}

template <class Real>
void step_muon(const Step<Real>& step) {
    for (std::size_t i = 0; i < step.group.size(); ++i) {
        if (is_matrix(step.group[i]))
            muon_matrix(step, i);
        else
            muon_vector(step, i);
    }
}

template void step_lamb(const Step<float>&);
template void step_lamb(const Step<double>&);
template void step_adafactor(const Step<float>&);
template void step_adafactor(const Step<double>&);
template void step_muon(const Step<float>&);
template void step_muon(const Step<double>&);

}  // namespace pipelab::optim::detail
