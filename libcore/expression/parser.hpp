#pragma once

#include "expression/formula.hpp"
#include "expression/tokens.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pipelab::expression {

struct Function;

/// Reads a formula into a graph, by precedence climbing (Pratt 1973). A sum reads its term again
/// for each value of its index, so that there is no tree between text and graph.
class Parser {
  public:
    Parser(std::string_view text, const Names& names, Graph& graph);
    /// The whole formula. UsageError as Formula says.
    NodeId formula();
    /// The variables met, or those that were given.
    std::vector<std::string> variables() && { return std::move(variables_); }

  private:
    class Depth;
    struct Index {
        std::string_view name;
        double value;
    };

    NodeId conditional();
    NodeId binary(int least);
    NodeId prefix();
    NodeId primary();
    NodeId name(const Token& token);
    NodeId variable(const Token& token, const std::string& name);
    NodeId numbered(const Token& token);
    NodeId call(const Token& token, const Function& function);
    NodeId repeated(const Token& token, bool product);
    NodeId combined(Op op, bool negated, NodeId left, NodeId right);
    double whole_constant(const std::string& what);
    void expect(std::string_view symbol, const std::string& what);
    bool take(std::string_view symbol);
    [[noreturn]] void fail_unknown(const Token& token, const std::string& name, bool called) const;

    Tokens tokens_;
    Graph& graph_;
    const Names& names_;
    std::vector<std::string> variables_;
    std::vector<Index> indices_;
    int depth_ = 0;
    bool counts_ = true;  ///< false in the term of an empty sum
    std::uint64_t work_ = 0;
};

}  // namespace pipelab::expression
