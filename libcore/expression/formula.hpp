#pragma once

#include "expression/graph.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pipelab::expression {

/// What the identifiers of a formula mean.
struct Names {
    /// Variables in this order. Without a value: any identifier is one, in the order in which they
    /// appear; if all are numbered from 1 (x1, x2, ...), in the order of their numbers, those left
    /// out included.
    std::optional<std::vector<std::string>> variables;
    /// Names with a value, such as {"d", 10}. They hide variables, pi and e.
    std::vector<std::pair<std::string, double>> constants;
};

/// A formula of real variables and its derivatives, as graphs.
///
/// From what binds least: `c ? a : b`; or, ||; and, &&; not; < <= > >= == !=; + -; * /; unary - +
/// !;
/// ^, from the right, so that -2^2 is -4 and 2^3^2 is 512. Functions: abs sign floor ceil round
/// sqrt cbrt exp expm1 log (natural; also ln) log1p log2 log10 sin cos tan asin acos atan sinh cosh
/// tanh asinh acosh atanh erf erfc sigmoid softplus relu step of one argument (step(0) is 1); pow
/// atan2 hypot mod (of the sign of the divisor) of two; min max of one or more; if(c, a, b).
/// Constants pi and e. Conditions are true where they are neither 0 nor NaN; comparisons give 1 or
/// 0. sum(i = a..b, term) and prod(i = a..b, factor) for whole a and b that are known when the
/// formula is read; x[i] stands for x1, x2, ...; an empty sum is 0, an empty product 1. Numbers as
/// io parses them. 2x is refused: 2*x.
///
/// A formula is read in O(length), each sum counting as its terms written out; at most 500 brackets
/// and operators inside each other, a million operands read, Graph::most_nodes operations.
class Formula {
  public:
    /// UsageError with the column (in bytes, from 1), what was expected there and, for misspelt
    /// names, which was probably meant.
    explicit Formula(std::string_view text, const Names& names = {});

    /// What `make` computes of the variables' nodes: for formulas that nobody types. text() is
    /// empty.
    Formula(std::vector<std::string> variables,
            const std::function<NodeId(Graph&, std::span<const NodeId>)>& make);

    const std::string& text() const { return text_; }
    /// The variables, those of Names whether they appear or not.
    const std::vector<std::string>& variables() const { return variables_; }
    /// Whether the value can depend on that variable.
    bool depends_on(std::size_t variable) const;

    /// The graph with all that was asked for so far.
    const Graph& graph() const { return graph_; }
    NodeId value() const { return value_; }
    /// The derivatives by all variables, by reverse accumulation on the graph: exact but for the
    /// rounding of their own operations, and at most some five times the operations of the value,
    /// however many variables there are. Where a function has no derivative it is what one side
    /// says: 0 for abs, sign and relu at 0; the first of equal arguments of min and max counts;
    /// that of floor and of conditions is 0. Branches of conditions that are not taken do not
    /// count, not even where they are infinite or NaN.
    std::vector<NodeId> gradient();
    /// Second derivatives: row by row the lower triangle, (0,0), (1,0), (1,1), (2,0)... Each row
    /// costs as much as a gradient.
    std::vector<NodeId> hessian();

  private:
    std::string text_;
    std::vector<std::string> variables_;
    Graph graph_;
    NodeId value_ = 0;
};

}  // namespace pipelab::expression
