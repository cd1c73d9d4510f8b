#include "optim/bbob_maker.hpp"

#include "base/elementary.hpp"

#include <numbers>

namespace pipelab::optim::bbob {

NodeId Maker::sum(const Nodes& terms) {
    NodeId total = number(0);
    for (const NodeId term : terms) total = plus(total, term);
    return total;
}

NodeId Maker::sum_of_squares(const Nodes& x) {
    NodeId total = number(0);
    for (const NodeId one : x) total = plus(total, square(one));
    return total;
}

Nodes Maker::shifted(std::span<const NodeId> x, const Vector& by) {
    Nodes result;
    for (std::size_t i = 0; i < x.size(); ++i) result.push_back(minus(x[i], number(by[i])));
    return result;
}

Nodes Maker::transformed(const Matrix& m, const Nodes& x) {
    Nodes result;
    for (const Vector& row : m) {
        NodeId total = number(0);
        for (std::size_t j = 0; j < x.size(); ++j) total = plus(total, times(row[j], x[j]));
        result.push_back(total);
    }
    return result;
}

Nodes Maker::conditioned(double base, const Nodes& x) {
    Nodes result;
    for (std::size_t i = 0; i < x.size(); ++i)
        result.push_back(times(graded(base, i, x.size()), x[i]));
    return result;
}

NodeId Maker::oscillated(NodeId x) {
    const NodeId size = of(Op::log, of(Op::magnitude, x));
    const auto wave = [&](double first, double second) {
        const NodeId both = plus(of(Op::sin, times(first, size)), of(Op::sin, times(second, size)));
        return of(Op::exp, plus(size, times(0.049, both)));
    };
    const NodeId below = of(Op::negate, wave(5.5, 3.1));
    return where(positive(x), wave(10, 7.9), where(of(Op::less, x, number(0)), below, number(0)));
}

Nodes Maker::oscillated(const Nodes& x) {
    Nodes result;
    for (const NodeId one : x) result.push_back(oscillated(one));
    return result;
}

Nodes Maker::asymmetric(double beta, const Nodes& x) {
    Nodes result;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(x.size() - 1);
        const NodeId exponent = plus(times(beta * share, of(Op::sqrt, x[i])), 1);
        result.push_back(where(positive(x[i]), g_.power(x[i], exponent), x[i]));
    }
    return result;
}

NodeId Maker::schwefel_wave(NodeId x) {
    const NodeId wave = of(Op::sin, of(Op::sqrt, of(Op::magnitude, x)));
    return times(x, where(of(Op::equal, x, number(0)), number(0), wave));
}

NodeId Maker::penalty(std::span<const NodeId> x, double border) {
    NodeId total = number(0);
    for (const NodeId one : x) {
        const NodeId beyond = plus(of(Op::magnitude, one), -border);
        total = plus(total, square(of(Op::maximum, number(0), beyond)));
    }
    return total;
}

NodeId Maker::ripples(const Nodes& x) {
    NodeId total = number(0);
    for (const NodeId one : x) total = plus(total, of(Op::cos, times(2 * std::numbers::pi, one)));
    return times(10, minus(number(static_cast<double>(x.size())), total));
}

double graded(double base, std::size_t i, std::size_t d) {
    return base::pow(base, static_cast<double>(i) / static_cast<double>(d - 1));
}

Matrix product(const Matrix& q, double base, const Matrix& r) {
    const std::size_t d = q.size();
    Matrix result(d, Vector(d));
    for (std::size_t i = 0; i < d; ++i) {
        for (std::size_t j = 0; j < d; ++j) {
            for (std::size_t k = 0; k < d; ++k)
                result[i][j] += q[i][k] * graded(base, k, d) * r[k][j];
        }
    }
    return result;
}

Matrix scaled(double factor, Matrix m) {
    for (Vector& row : m) {
        for (double& x : row) x *= factor;
    }
    return m;
}

}  // namespace pipelab::optim::bbob
