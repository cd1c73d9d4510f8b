#pragma once

#include "expression/graph.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::expression {

/// Some nodes of a graph as a list of instructions on blocks of points. A value: independent of
/// the graph, safe to share between threads.
class Program {
  public:
    /// Points that one instruction computes at a time: some registers of this size fit into the
    /// first-level cache, and the cost of an instruction's start is small beside it.
    static constexpr std::size_t block = 256;

    /// Computes `outputs` (in this order, any repeated) from the first `variables` variables; nodes
    /// that these do not need are left out. Registers are shared as soon as possible.
    Program(const Graph& graph, std::span<const NodeId> outputs, std::size_t variables);

    std::size_t variables() const { return variables_; }
    std::size_t outputs() const { return outputs_.size(); }
    /// Operations for one point.
    std::size_t operations() const { return instructions_.size(); }
    /// Registers of `block` doubles that an evaluation needs.
    std::size_t registers() const { return registers_; }

  private:
    friend class Evaluator;
    /// Places number the variables, then the constants, then the registers.
    struct Instruction {
        Op op;
        std::uint32_t a, b, c, out;
    };

    std::size_t variables_ = 0, registers_ = 0;
    std::vector<double> constants_;
    std::vector<Instruction> instructions_;
    std::vector<std::uint32_t> outputs_;
};

/// Runs a program, which must outlive it, with memory of its own: one a thread. Equal bits
/// for any number of points at a time, and on any processor.
class Evaluator {
  public:
    explicit Evaluator(const Program& program);
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;

    /// in[v][i] is variable v of point i, out[k][i] output k. Outputs overlap no inputs. Serial.
    void operator()(std::span<const double* const> in, std::span<double* const> out,
                    std::size_t points);
    /// One point; `x` has a value for each variable, `out` a place for each output.
    void operator()(std::span<const double> x, std::span<double> out);
    /// The first output at one point.
    double operator()(std::span<const double> x);

  private:
    void run(std::span<double* const> out, std::size_t first, std::size_t points);

    const Program& program_;
    std::vector<double> memory_;
    std::vector<const double*> places_;
};

/// The same as an Evaluator, on all threads (base/parallel.hpp) where that pays.
void evaluate(const Program& program, std::span<const double* const> in,
              std::span<double* const> out, std::size_t points);

}  // namespace pipelab::expression
