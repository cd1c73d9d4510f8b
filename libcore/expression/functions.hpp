#pragma once

#include "expression/graph.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::expression {

/// A function that formulas can call.
struct Function {
    std::string_view name;
    std::size_t least, most;  ///< arguments
    NodeId (*make)(Graph& graph, std::span<const NodeId> arguments);
};

/// nullptr if there is none of that name.
const Function* find_function(std::string_view name);

/// The names of all functions, sums and products included.
std::vector<std::string> function_names();

}  // namespace pipelab::expression
