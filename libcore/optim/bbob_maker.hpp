#pragma once

#include "expression/graph.hpp"
#include "optim/bbob_instance.hpp"

#include <concepts>
#include <span>
#include <vector>

namespace pipelab::optim::bbob {

using expression::Graph;
using expression::NodeId;
using expression::Op;
using Nodes = std::vector<NodeId>;

/// A number in a formula, as against a node, which is an unsigned one.
template <class T>
concept Number = std::same_as<T, double> || std::same_as<T, int>;

/// The transformations that BBOB's functions are made of, as nodes of a graph.
class Maker {
  public:
    explicit Maker(Graph& graph) : g_(graph) {}

    NodeId number(double x) { return g_.constant(x); }
    NodeId plus(NodeId a, NodeId b) { return g_.sum(a, b); }
    NodeId minus(NodeId a, NodeId b) { return g_.difference(a, b); }
    NodeId times(NodeId a, NodeId b) { return g_.product(a, b); }
    NodeId times(Number auto a, NodeId b) { return g_.product(number(a), b); }
    NodeId plus(NodeId a, Number auto b) { return g_.sum(a, number(b)); }
    NodeId of(Op op, NodeId a) { return g_.make(op, a); }
    NodeId of(Op op, NodeId a, NodeId b) { return g_.make(op, a, b); }
    NodeId square(NodeId a) { return of(Op::square, a); }
    NodeId power(NodeId a, double b) { return g_.power(a, number(b)); }
    NodeId where(NodeId condition, NodeId yes, NodeId no) {
        return g_.make(Op::select, condition, yes, no);
    }
    NodeId positive(NodeId a) { return of(Op::less, number(0), a); }
    /// x sin(sqrt|x|), with its derivative 0 at 0: a branch not taken does not count there.
    NodeId schwefel_wave(NodeId x);
    /// Rounded half up.
    NodeId rounded(NodeId a) { return of(Op::floor, plus(a, 0.5)); }
    NodeId sum(const Nodes& terms);
    NodeId sum_of_squares(const Nodes& x);

    Nodes shifted(std::span<const NodeId> x, const Vector& by);
    Nodes transformed(const Matrix& m, const Nodes& x);
    /// x_i base^(i / (d - 1)), i from 0: Lambda^alpha with base sqrt(alpha).
    Nodes conditioned(double base, const Nodes& x);
    /// T_osz of RR-6829, 0.2.
    NodeId oscillated(NodeId x);
    Nodes oscillated(const Nodes& x);
    /// T_asy^beta.
    Nodes asymmetric(double beta, const Nodes& x);
    /// f_pen: the sum of squares of what |x_i| is above 5 (or `border`).
    NodeId penalty(std::span<const NodeId> x, double border = 5);
    /// 10 (d - sum of cos(2 pi x_i)).
    NodeId ripples(const Nodes& x);

  private:
    Graph& g_;
};

/// base^(i / (d - 1)).
double graded(double base, std::size_t i, std::size_t d);
/// Q diag(base^(i / (d - 1))) R.
Matrix product(const Matrix& q, double base, const Matrix& r);
Matrix scaled(double factor, Matrix m);

}  // namespace pipelab::optim::bbob
