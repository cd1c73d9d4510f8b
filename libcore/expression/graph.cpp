#include "expression/graph.hpp"

#include "expression/kernels.hpp"

#include <bit>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace pipelab::expression {
namespace {

constexpr unsigned most_multiplied = 16;

bool commutes(Op op) {
    return op == Op::add || op == Op::multiply || op == Op::equal || op == Op::logical_and ||
           op == Op::logical_or || op == Op::hypot;
}

}  // namespace

int operands(Op op) {
    if (op <= Op::variable) return 0;
    if (op <= Op::logical_not) return 1;
    return op < Op::select ? 2 : 3;
}

std::size_t Graph::Hash::operator()(const Node& node) const {
    std::uint64_t hash = std::bit_cast<std::uint64_t>(node.value);
    for (const std::uint64_t part : {std::uint64_t{node.a}, std::uint64_t{node.b},
                                     std::uint64_t{node.c}, static_cast<std::uint64_t>(node.op)}) {
        hash = (hash ^ part) * 0x9e3779b97f4a7c15;
        hash ^= hash >> 29;
    }
    return hash;
}

bool Graph::Same::operator()(const Node& a, const Node& b) const {
    return a.op == b.op && a.a == b.a && a.b == b.b && a.c == b.c &&
           std::bit_cast<std::uint64_t>(a.value) == std::bit_cast<std::uint64_t>(b.value);
}

NodeId Graph::add(const Node& node) {
    const auto [found, is_new] = known_.try_emplace(node, static_cast<NodeId>(nodes_.size()));
    if (is_new) {
        if (nodes_.size() == most_nodes) throw std::length_error("the formula is too long");
        nodes_.push_back(node);
    }
    return found->second;
}

NodeId Graph::constant(double value) { return add({.op = Op::constant, .value = value}); }
NodeId Graph::variable(std::uint32_t number) { return add({.op = Op::variable, .a = number}); }

NodeId Graph::make(Op op, NodeId a, NodeId b, NodeId c) {
    if (op == Op::multiply && a == b) return make(Op::square, a);
    if (commutes(op) && b < a) std::swap(a, b);
    const int count = operands(op);
    const bool known =
        is_constant(a) && (count < 2 || is_constant(b)) && (count < 3 || is_constant(c));
    if (!known) return add({.op = op, .a = a, .b = b, .c = c});
    const double x = nodes_[a].value, y = count > 1 ? nodes_[b].value : 0,
                 z = count > 2 ? nodes_[c].value : 0;
    double result = 0;
    kernel_of(op)(&x, &y, &z, &result, 1);
    return constant(result);
}

NodeId Graph::whole_power(NodeId a, unsigned exponent) {
    if (exponent == 1) return a;
    const NodeId half = whole_power(a, exponent / 2);
    const NodeId even = make(Op::square, half);
    return exponent % 2 == 0 ? even : make(Op::multiply, even, a);
}

NodeId Graph::power(NodeId a, NodeId b) {
    if (!is_constant(b) || is_constant(a)) return make(Op::power, a, b);
    const double exponent = nodes_[b].value, size = std::abs(exponent);
    if (exponent == 0) return constant(1);
    if (exponent == 0.5) return make(Op::sqrt, a);
    if (size > most_multiplied || size != std::floor(size)) return make(Op::power, a, b);
    const NodeId whole = whole_power(a, static_cast<unsigned>(size));
    return exponent > 0 ? whole : make(Op::divide, constant(1), whole);
}

NodeId Graph::sum(NodeId a, NodeId b) {
    if (is(a, 0)) return b;
    return is(b, 0) ? a : make(Op::add, a, b);
}

NodeId Graph::difference(NodeId a, NodeId b) {
    if (is(b, 0)) return a;
    return is(a, 0) ? make(Op::negate, b) : make(Op::subtract, a, b);
}

NodeId Graph::product(NodeId a, NodeId b) {
    if (is(a, 0) || is(b, 0)) return constant(0);
    if (is(a, 1)) return b;
    if (is(b, 1)) return a;
    if (is(a, -1)) return make(Op::negate, b);
    return is(b, -1) ? make(Op::negate, a) : make(Op::multiply, a, b);
}

}  // namespace pipelab::expression
