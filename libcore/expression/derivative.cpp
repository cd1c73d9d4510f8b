#include "expression/derivative.hpp"

#include <numbers>

namespace pipelab::expression {
namespace {

/// The partial derivatives of one node by its operands.
struct Partials {
    NodeId a = no_node, b = no_node;
};

/// Names for nodes, so that rules read as formulas.
struct Maker {
    Graph& g;
    NodeId number(double x) const { return g.constant(x); }
    NodeId one() const { return g.constant(1); }
    NodeId negative(NodeId x) const { return g.make(Op::negate, x); }
    NodeId square(NodeId x) const { return g.make(Op::square, x); }
    NodeId inverse(NodeId x) const { return g.make(Op::divide, one(), x); }
    NodeId of(Op op, NodeId x) const { return g.make(op, x); }
    NodeId plus(NodeId a, NodeId b) const { return g.make(Op::add, a, b); }
    NodeId minus(NodeId a, NodeId b) const { return g.make(Op::subtract, a, b); }
    NodeId times(NodeId a, NodeId b) const { return g.product(a, b); }
    NodeId over(NodeId a, NodeId b) const { return g.make(Op::divide, a, b); }
    /// (1 - a) (1 + a)
    NodeId beside_one(NodeId a) const { return times(minus(one(), a), plus(one(), a)); }
    /// 0 where `zero` is, else x.
    NodeId unless_zero(NodeId zero, NodeId x) const {
        return g.make(Op::select, g.make(Op::equal, zero, number(0)), number(0), x);
    }
};

NodeId circular(const Maker& m, Op op, NodeId a, NodeId v) {
    switch (op) {
        case Op::sin:
            return m.of(Op::cos, a);
        case Op::cos:
            return m.negative(m.of(Op::sin, a));
        case Op::tan:
            return m.plus(m.one(), m.square(v));
        case Op::asin:
            return m.inverse(m.of(Op::sqrt, m.beside_one(a)));
        case Op::acos:
            return m.negative(m.inverse(m.of(Op::sqrt, m.beside_one(a))));
        default:  // atan
            return m.inverse(m.plus(m.one(), m.square(a)));
    }
}

NodeId hyperbolic(const Maker& m, Op op, NodeId a) {
    switch (op) {
        case Op::sinh:
            return m.of(Op::cosh, a);
        case Op::cosh:
            return m.of(Op::sinh, a);
        case Op::tanh:  // 1 - tanh^2 would lose all digits far out
            return m.square(m.inverse(m.of(Op::cosh, a)));
        case Op::asinh:
            return m.inverse(m.g.make(Op::hypot, m.one(), a));
        case Op::acosh:
            return m.inverse(
                m.times(m.of(Op::sqrt, m.minus(a, m.one())), m.of(Op::sqrt, m.plus(a, m.one()))));
        default:  // atanh
            return m.inverse(m.beside_one(a));
    }
}

NodeId exponential(const Maker& m, Op op, NodeId a, NodeId v) {
    switch (op) {
        case Op::exp:
            return v;
        case Op::expm1:
            return m.of(Op::exp, a);
        case Op::log:
            return m.inverse(a);
        case Op::log1p:
            return m.inverse(m.plus(m.one(), a));
        case Op::log2:
            return m.over(m.number(std::numbers::log2e), a);
        case Op::log10:
            return m.over(m.number(std::numbers::log10e), a);
        case Op::sigmoid:
            return m.times(v, m.of(Op::sigmoid, m.negative(a)));
        case Op::softplus:
            return m.of(Op::sigmoid, a);
        default: {  // erf, erfc
            const double scale = 2 * std::numbers::inv_sqrtpi;
            return m.times(m.number(op == Op::erf ? scale : -scale),
                           m.of(Op::exp, m.negative(m.square(a))));
        }
    }
}

NodeId of_one(const Maker& m, Op op, NodeId a, NodeId v) {
    switch (op) {
        case Op::negate:
            return m.number(-1);
        case Op::magnitude:
            return m.of(Op::sign, a);
        case Op::square:
            return m.times(m.number(2), a);
        case Op::sqrt:
            return m.over(m.number(0.5), v);
        case Op::cbrt:
            return m.over(m.one(), m.times(m.number(3), m.square(v)));
        case Op::sign:
        case Op::floor:
        case Op::ceil:
        case Op::round:
        case Op::logical_not:
            return no_node;
        default:
            if (op >= Op::sin && op <= Op::atan) return circular(m, op, a, v);
            if (op >= Op::sinh && op <= Op::atanh) return hyperbolic(m, op, a);
            return exponential(m, op, a, v);
    }
}

Partials of_two(const Maker& m, const Node& node, NodeId v) {
    const NodeId a = node.a, b = node.b;
    switch (node.op) {
        case Op::add:
            return {m.one(), m.one()};
        case Op::subtract:
            return {m.one(), m.number(-1)};
        case Op::multiply:
            return {b, a};
        case Op::divide:
            return {m.inverse(b), m.negative(m.over(v, b))};
        case Op::power: {
            const NodeId by_base = m.times(b, m.g.power(a, m.minus(b, m.one())));
            // 0 log 0, the limit of a^b log a, is 0.
            return {by_base, m.unless_zero(v, m.times(v, m.of(Op::log, a)))};
        }
        case Op::atan2: {
            const NodeId square = m.plus(m.square(a), m.square(b));
            return {m.over(b, square), m.negative(m.over(a, square))};
        }
        case Op::hypot:
            return {m.unless_zero(v, m.over(a, v)), m.unless_zero(v, m.over(b, v))};
        case Op::modulo:
            return {m.one(), m.negative(m.of(Op::floor, m.over(a, b)))};
        default:  // comparisons and what is logical
            return {};
    }
}

/// Reverse accumulation: weight_[n] is the derivative of the whole by node n.
class Accumulation {
  public:
    Accumulation(Graph& graph, NodeId value)
        : m_{graph}, weight_(value + 1, no_node), masked_(value + 1) {
        weight_[value] = graph.constant(1);
        for (NodeId id = value + 1; id-- > 0;) {
            if (weight_[id] != no_node && !graph.is(weight_[id], 0)) pass_on(id, graph[id]);
        }
    }
    NodeId of(NodeId id) const { return id < weight_.size() ? weight_[id] : no_node; }

  private:
    void pass_on(NodeId id, Node node) {
        switch (operands(node.op)) {
            case 1:
                return multiply(id, node.a, of_one(m_, node.op, node.a, id));
            case 2:
                if (node.op == Op::minimum) return choose(id, node.a, node.b, node.a, node.b);
                if (node.op == Op::maximum) return choose(id, node.b, node.a, node.a, node.b);
                if (node.op == Op::chain) return pass_chain(id, node);
                return pass_two(id, of_two(m_, node, id), node);
            case 3:
                return branch(id, node.a, node.b, node.c);
            default:
                return;
        }
    }
    void pass_two(NodeId id, const Partials& partials, const Node& node) {
        multiply(id, node.a, partials.a);
        multiply(id, node.b, partials.b);
    }
    void pass_chain(NodeId id, const Node& node) {
        multiply(id, node.a, node.b);
        if (!m_.g.is_constant(node.b)) add(node.b, m_.g.make(Op::chain, node.a, weight_[id]), true);
    }
    /// The first operand counts where low <= high.
    void choose(NodeId id, NodeId low, NodeId high, NodeId first, NodeId second) {
        branch(id, m_.g.make(Op::less_equal, low, high), first, second);
    }
    void branch(NodeId id, NodeId condition, NodeId yes, NodeId no) {
        const NodeId zero = m_.number(0), weight = weight_[id];
        add(yes, m_.g.make(Op::select, condition, weight, zero), true);
        add(no, m_.g.make(Op::select, condition, zero, weight), true);
    }
    /// Under a condition a weight of 0 means that the node does not count, whatever its partial.
    void multiply(NodeId id, NodeId operand, NodeId partial) {
        if (partial == no_node || m_.g.is_constant(operand)) return;
        const NodeId weight = weight_[id];
        const bool plain = !masked_[id] || m_.g.is_constant(partial);
        add(operand, plain ? m_.g.product(weight, partial) : m_.g.make(Op::chain, weight, partial),
            masked_[id]);
    }
    void add(NodeId operand, NodeId weight, bool masked) {
        if (m_.g.is_constant(operand)) return;
        masked_[operand] = masked_[operand] || masked;
        NodeId& total = weight_[operand];
        total = total == no_node ? weight : m_.g.sum(total, weight);
    }

    Maker m_;
    std::vector<NodeId> weight_;
    std::vector<bool> masked_;
};

}  // namespace

std::vector<NodeId> gradient_of(Graph& graph, NodeId value, std::size_t variables) {
    const Accumulation derivatives(graph, value);
    std::vector<NodeId> gradient;
    for (std::uint32_t i = 0; i < variables; ++i) {
        const NodeId derivative = derivatives.of(graph.variable(i));
        gradient.push_back(derivative == no_node ? graph.constant(0) : derivative);
    }
    return gradient;
}

}  // namespace pipelab::expression
