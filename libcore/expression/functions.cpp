#include "expression/functions.hpp"

#include <algorithm>
#include <limits>

namespace pipelab::expression {
namespace {

using Arguments = std::span<const NodeId>;

template <Op op>
NodeId one(Graph& graph, Arguments x) {
    return graph.make(op, x[0]);
}

template <Op op>
NodeId two(Graph& graph, Arguments x) {
    return graph.make(op, x[0], x[1]);
}

template <Op op>
NodeId fold(Graph& graph, Arguments x) {
    NodeId result = x[0];
    for (const NodeId next : x.subspan(1)) result = graph.make(op, result, next);
    return result;
}

constexpr std::size_t any = std::numeric_limits<std::size_t>::max();

constexpr Function functions[] = {
    {"abs", 1, 1, one<Op::magnitude>},
    {"sign", 1, 1, one<Op::sign>},
    {"floor", 1, 1, one<Op::floor>},
    {"ceil", 1, 1, one<Op::ceil>},
    {"round", 1, 1, one<Op::round>},
    {"sqrt", 1, 1, one<Op::sqrt>},
    {"cbrt", 1, 1, one<Op::cbrt>},
    {"exp", 1, 1, one<Op::exp>},
    {"expm1", 1, 1, one<Op::expm1>},
    {"log", 1, 1, one<Op::log>},
    {"ln", 1, 1, one<Op::log>},
    {"log1p", 1, 1, one<Op::log1p>},
    {"log2", 1, 1, one<Op::log2>},
    {"log10", 1, 1, one<Op::log10>},
    {"sin", 1, 1, one<Op::sin>},
    {"cos", 1, 1, one<Op::cos>},
    {"tan", 1, 1, one<Op::tan>},
    {"asin", 1, 1, one<Op::asin>},
    {"acos", 1, 1, one<Op::acos>},
    {"atan", 1, 1, one<Op::atan>},
    {"sinh", 1, 1, one<Op::sinh>},
    {"cosh", 1, 1, one<Op::cosh>},
    {"tanh", 1, 1, one<Op::tanh>},
    {"asinh", 1, 1, one<Op::asinh>},
    {"acosh", 1, 1, one<Op::acosh>},
    {"atanh", 1, 1, one<Op::atanh>},
    {"erf", 1, 1, one<Op::erf>},
    {"erfc", 1, 1, one<Op::erfc>},
    {"sigmoid", 1, 1, one<Op::sigmoid>},
    {"softplus", 1, 1, one<Op::softplus>},
    // 0 first: of equal arguments the first counts in a derivative.
    {"relu", 1, 1,
     [](Graph& graph, Arguments x) { return graph.make(Op::maximum, graph.constant(0), x[0]); }},
    {"step", 1, 1,
     [](Graph& graph, Arguments x) { return graph.make(Op::less_equal, graph.constant(0), x[0]); }},
    {"pow", 2, 2, [](Graph& graph, Arguments x) { return graph.power(x[0], x[1]); }},
    {"atan2", 2, 2, two<Op::atan2>},
    {"hypot", 2, 2, two<Op::hypot>},
    {"mod", 2, 2, two<Op::modulo>},
    {"min", 1, any, fold<Op::minimum>},
    {"max", 1, any, fold<Op::maximum>},
    {"if", 3, 3,
     [](Graph& graph, Arguments x) { return graph.make(Op::select, x[0], x[1], x[2]); }},
};

}  // namespace

const Function* find_function(std::string_view name) {
    const auto found = std::find_if(std::begin(functions), std::end(functions),
                                    [&](const Function& f) { return f.name == name; });
    return found == std::end(functions) ? nullptr : found;
}

std::vector<std::string> function_names() {
    std::vector<std::string> names{"sum", "prod"};
    for (const Function& function : functions) names.emplace_back(function.name);
    return names;
}

}  // namespace pipelab::expression
