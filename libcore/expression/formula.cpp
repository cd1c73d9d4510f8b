#include "expression/formula.hpp"

#include "base/error.hpp"
#include "expression/derivative.hpp"
#include "expression/parser.hpp"
#include "io/number.hpp"

#include <algorithm>
#include <stdexcept>

namespace pipelab::expression {
namespace {

constexpr std::uint64_t most_numbered = 1 << 20;

template <class Work>
auto limited(Work&& work) {
    try {
        return work();
    } catch (const std::length_error&) {
        throw base::UsageError("the formula has more than " + std::to_string(Graph::most_nodes) +
                               " operations, its derivatives included");
    }
}

/// x1, ..., xn if all of `names` are among these for some name instead of x; else as they are.
std::vector<std::string> in_order(std::vector<std::string> names) {
    std::string stem;
    std::uint64_t highest = 0;
    for (const std::string& name : names) {
        const std::size_t digits = name.find_last_not_of("0123456789") + 1;
        const auto number = io::parse_uint64(std::string_view(name).substr(digits));
        const bool plain = digits < name.size() && name[digits] != '0';
        if (!plain || !number || *number > most_numbered) return names;
        if (&name != &names.front() && name.compare(0, digits, stem) != 0) return names;
        stem = name.substr(0, digits);
        highest = std::max(highest, *number);
    }
    std::vector<std::string> all;
    for (std::uint64_t i = 1; i <= highest; ++i) all.push_back(stem + std::to_string(i));
    return all;
}

/// The variables of a formula whose names do not say them.
std::vector<std::string> found_variables(std::string_view text, const Names& names) {
    Graph graph;
    Parser parser(text, names, graph);
    parser.formula();
    return in_order(std::move(parser).variables());
}

}  // namespace

Formula::Formula(std::string_view text, const Names& names) : text_(text) {
    limited([&] {
        Names all = names;
        if (!all.variables) all.variables = found_variables(text_, names);
        Parser parser(text_, all, graph_);
        value_ = parser.formula();
        variables_ = std::move(parser).variables();
        return true;
    });
}

Formula::Formula(std::vector<std::string> variables,
                 const std::function<NodeId(Graph&, std::span<const NodeId>)>& make)
    : variables_(std::move(variables)) {
    std::vector<NodeId> nodes;
    for (std::uint32_t i = 0; i < variables_.size(); ++i) nodes.push_back(graph_.variable(i));
    value_ = limited([&] { return make(graph_, nodes); });
}

bool Formula::depends_on(std::size_t variable) const {
    std::vector<char> needed(value_ + 1);
    needed[value_] = 1;
    for (NodeId id = value_ + 1; id-- > 0;) {
        if (!needed[id]) continue;
        const Node& node = graph_[id];
        if (node.op == Op::variable && node.a == variable) return true;
        const NodeId operand[] = {node.a, node.b, node.c};
        for (int i = 0; i < operands(node.op); ++i) needed[operand[i]] = 1;
    }
    return false;
}

std::vector<NodeId> Formula::gradient() {
    return limited([&] { return gradient_of(graph_, value_, variables_.size()); });
}

std::vector<NodeId> Formula::hessian() {
    return limited([&] {
        std::vector<NodeId> result;
        const std::vector<NodeId> first = gradient_of(graph_, value_, variables_.size());
        for (std::size_t i = 0; i < first.size(); ++i) {
            const std::vector<NodeId> row = gradient_of(graph_, first[i], i + 1);
            result.insert(result.end(), row.begin(), row.end());
        }
        return result;
    });
}

}  // namespace pipelab::expression
