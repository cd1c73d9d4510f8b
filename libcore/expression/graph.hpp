#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

namespace pipelab::expression {

/// What a node of a Graph computes of up to three others a, b, c.
enum class Op : std::uint8_t {
    constant,
    variable,
    // one operand
    negate,
    magnitude,
    sign,  ///< -1, 0 or 1
    floor,
    ceil,
    round,  ///< to the nearest whole number, half away from 0
    square,
    sqrt,
    cbrt,
    exp,
    expm1,
    log,
    log1p,
    log2,
    log10,
    sin,
    cos,
    tan,
    asin,
    acos,
    atan,
    sinh,
    cosh,
    tanh,
    asinh,
    acosh,
    atanh,
    erf,
    erfc,
    sigmoid,
    softplus,
    logical_not,
    // two operands
    add,
    subtract,
    multiply,
    divide,
    power,
    atan2,
    hypot,
    modulo,   ///< a - b floor(a / b) without rounding in between: of the sign of b
    minimum,  ///< a NaN wins
    maximum,
    less,  ///< comparisons and what is logical give 1 or 0
    less_equal,
    equal,
    logical_and,
    logical_or,
    chain,  ///< a b, but 0 where a is 0: a derivative beside an a that does not count
    // three operands
    select,  ///< b where a is neither 0 nor NaN, else c
};
inline constexpr std::size_t op_count = static_cast<std::size_t>(Op::select) + 1;

/// How many operands an operation has.
int operands(Op op);

/// Numbers a node of a graph.
using NodeId = std::uint32_t;
inline constexpr NodeId no_node = std::numeric_limits<NodeId>::max();

struct Node {
    Op op = Op::constant;
    NodeId a = no_node, b = no_node, c = no_node;  ///< a variable: a is its number
    double value = 0;                              ///< of a constant
};

/// A formula as a directed graph without cycles: operands have smaller numbers than what is made
/// of them. Equal nodes are one, and what has constant operands is a constant, computed as it
/// would be at run time. O(1) time a node.
class Graph {
  public:
    /// More nodes than this are refused (std::length_error): some 300 MB.
    static constexpr std::size_t most_nodes = std::size_t{1} << 22;

    NodeId constant(double value);
    NodeId variable(std::uint32_t number);
    NodeId make(Op op, NodeId a, NodeId b = no_node, NodeId c = no_node);
    /// a^b: up to 8 multiplications where b is a small whole number, a square root where it is
    /// 1/2.
    NodeId power(NodeId a, NodeId b);

    /// As make(), but without what a term of 0 or a factor of 0 or 1 does not need. For formulas
    /// that nobody typed: 0 x is 0 even where x is infinite.
    NodeId sum(NodeId a, NodeId b);
    NodeId difference(NodeId a, NodeId b);
    NodeId product(NodeId a, NodeId b);

    const Node& operator[](NodeId id) const { return nodes_[id]; }
    std::size_t size() const { return nodes_.size(); }
    bool is_constant(NodeId id) const { return nodes_[id].op == Op::constant; }
    bool is(NodeId id, double value) const { return is_constant(id) && nodes_[id].value == value; }

  private:
    struct Hash {
        std::size_t operator()(const Node& node) const;
    };
    struct Same {
        bool operator()(const Node& a, const Node& b) const;
    };
    NodeId add(const Node& node);
    NodeId whole_power(NodeId a, unsigned exponent);

    std::vector<Node> nodes_;
    std::unordered_map<Node, NodeId, Hash, Same> known_;
};

}  // namespace pipelab::expression
