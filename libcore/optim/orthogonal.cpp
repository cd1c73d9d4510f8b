#include "optim/orthogonal.hpp"

#include "optim/norms.hpp"

#include <Eigen/Core>
#include <cmath>

namespace pipelab::optim {
namespace {

template <class Real>
using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// For a matrix that is no higher than wide, so that X X' is the smaller product.
template <class Real>
Matrix<Real> newton_schulz(Matrix<Real> x, int steps) {
    constexpr Real a{Real(3.4445)}, b{Real(-4.7750)}, c{Real(2.0315)};
    for (int i = 0; i < steps; ++i) {
        const Matrix<Real> gram = x * x.transpose();
        const Matrix<Real> factor = b * gram + c * (gram * gram);
        const Matrix<Real> turned = factor * x;
        x = a * x + turned;
    }
    return x;
}

template <class Real>
void orthogonalise_any(std::span<Real> values, std::size_t rows, std::size_t columns, int steps) {
    using Index = Eigen::Index;
    Eigen::Map<Matrix<Real>> x(values.data(), static_cast<Index>(rows),
                               static_cast<Index>(columns));
    const double norm = std::sqrt(sum_of_squares(std::span<const Real>(values)));
    x /= static_cast<Real>(norm + 1e-7);
    if (rows <= columns)
        x = newton_schulz<Real>(x, steps);
    else
        x = newton_schulz<Real>(x.transpose(), steps).transpose();
}

}  // namespace

void orthogonalise(std::span<float> x, std::size_t rows, std::size_t columns, int steps) {
    orthogonalise_any(x, rows, columns, steps);
}

void orthogonalise(std::span<double> x, std::size_t rows, std::size_t columns, int steps) {
    orthogonalise_any(x, rows, columns, steps);
}

}  // namespace pipelab::optim
