#pragma once

#include "expression/graph.hpp"

#include <cstddef>
#include <vector>

namespace pipelab::expression {

/// The derivatives of `value` by the first `variables` variables, as new nodes of the graph, by
/// reverse accumulation (Griewank and Walther, Evaluating Derivatives, 2008, 3.2). O(nodes up to
/// `value`). What is not differentiable: see Formula::gradient.
std::vector<NodeId> gradient_of(Graph& graph, NodeId value, std::size_t variables);

}  // namespace pipelab::expression
