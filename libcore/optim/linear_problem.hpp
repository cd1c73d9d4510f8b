#pragma once

#include "optim/linear_loss.hpp"
#include "optim/linear_rows.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace pipelab::optim {

/// The problem whose minimum is wanted:
///     f(w) = penalty |w|^2 / 2 + cost * sum over rows of weight * loss,
/// LIBLINEAR's, with an intercept that is not penalised unless asked for (LIBLINEAR -B 1 does).
struct ExactProblem {
    LinearLoss loss;     ///< squared, logistic, softmax or huber
    double cost = 1;     ///< > 0
    double penalty = 1;  ///< >= 0; at 0 the minimum may not be unique, or lie at infinity
    bool penalize_intercept = false;
    double tolerance = 1e-8;    ///< stop when |gradient| <= tolerance * |gradient at w = 0|
    int most_iterations = 200;  ///< Newton steps
};

/// A margin, loss or gradient that is no number any more.
class Diverged : public base::DataError {
  public:
    using base::DataError::DataError;
};

struct ExactFit {
    std::vector<double> weights;  ///< feature * outputs + output
    double objective = 0;
    double gradient = 0;     ///< its norm, relative to that at w = 0
    int iterations = 0;      ///< Newton steps, or epochs
    int products = 0;        ///< products with the Hessian
    bool converged = false;  ///< within the tolerance; else no step led further down
};

/// The rows of an ExactProblem with what belongs to each of them, and sums over all rows in
/// parallel: blocks of rows are dealt to at most 16 groups, each with a vector of its own, joined
/// in order, so that bits do not depend on threads. A vector w has a place for each feature and
/// output: feature * outputs + output. O(features of all rows) a call; memory: 24 bytes a row and
/// output, 8 for each weight in up to 16 copies.
class LinearProblem {
  public:
    using Vector = std::vector<double>;

    /// All must outlive the object. `row_weights` (in the order of the rows) multiply the
    /// importance of the rows; empty: all 1. The margins are those of w = 0.
    LinearProblem(const RowStore& rows, std::span<const double> row_weights, std::size_t outputs,
                  const ExactProblem& problem);

    std::size_t size() const { return size_; }
    /// The penalty of a place of w: 0 for the intercept, as a rule.
    double penalty(std::size_t place) const {
        return problem_.penalize_intercept || place >= outputs_ ? problem_.penalty : 0;
    }
    /// What each row's loss is multiplied by.
    std::span<const double> costs() const { return costs_; }

    /// The sum of the losses where the margins lie now, moved by `step` along `direction` (empty:
    /// where they are).
    double loss(double step, const Vector& direction) const;
    /// Half the penalties of w + step * direction.
    double penalties(const Vector& w, double step, const Vector& direction) const;
    /// Moves the margins.
    void move(double step, const Vector& direction);
    /// The margins are those of w.
    void move_to(const Vector& w) { margins_ = margins_of(w); }

    /// First and second derivatives of the losses by the margins, for what follows. For softmax
    /// the probabilities stand where the second ones would.
    void differentiate();
    /// First derivatives by row and output.
    std::span<const double> slopes() const { return slopes_; }
    /// X' slopes, the diagonal of X' D X, and X' D X v.
    Vector slope_sums();
    Vector diagonal();
    Vector product(const Vector& v);
    /// X v, by row and output.
    Vector margins_of(const Vector& v) const;

    /// Huber's loss has no curvature far from the labels: where that leads nowhere, the parabola
    /// that touches the loss and lies above it does (Huber 1981, section 7.8: reweighted squares).
    bool reweighted = false;

  private:
    double bend_of(double margin, double label) const;
    double bend(std::size_t at, std::size_t row) const;
    void multiply(const Features& row, const double* v, double* margins) const;
    void softmax_block(const LinearRows& block, std::size_t first);
    double block_loss(const LinearRows& block, std::size_t first, Vector& margins) const;
    template <class Body>
    void each_block(const Body& body) const;
    template <class Body>
    void each_row(const Body& body) const;
    template <class Body>
    Vector scatter(const Body& body);

    const RowStore& rows_;
    const ExactProblem& problem_;
    std::size_t outputs_, size_, groups_ = 1;
    Vector margins_, slopes_, bends_, costs_;
    std::vector<Vector> partial_;
};

}  // namespace pipelab::optim
