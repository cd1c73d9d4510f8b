#include "expression/program.hpp"

#include "base/parallel.hpp"
#include "expression/kernels.hpp"

#include <algorithm>
#include <array>

namespace pipelab::expression {
namespace {

constexpr std::size_t parallel_block = 64 * Program::block;

std::array<NodeId, 3> operands_of(const Node& node) {
    const int count = operands(node.op);
    return {count > 0 ? node.a : no_node, count > 1 ? node.b : no_node,
            count > 2 ? node.c : no_node};
}

/// For each node the last one that needs it: its own number if none does, the graph's size if it
/// is an output. no_node for nodes that no output needs.
std::vector<NodeId> last_uses(const Graph& graph, std::span<const NodeId> outputs) {
    std::vector<NodeId> last(graph.size(), no_node);
    for (const NodeId output : outputs) last[output] = static_cast<NodeId>(graph.size());
    for (auto id = static_cast<NodeId>(graph.size()); id-- > 0;) {
        if (last[id] == no_node) continue;
        for (const NodeId operand : operands_of(graph[id])) {
            if (operand != no_node && last[operand] == no_node) last[operand] = id;
        }
    }
    return last;
}

/// Hands out registers, those that were given back first.
class Registers {
  public:
    std::uint32_t take() {
        if (free_.empty()) return count_++;
        const std::uint32_t taken = free_.back();
        free_.pop_back();
        return taken;
    }
    void give_back(std::uint32_t taken) { free_.push_back(taken); }
    std::uint32_t count() const { return count_; }

  private:
    std::vector<std::uint32_t> free_;
    std::uint32_t count_ = 0;
};

}  // namespace

Program::Program(const Graph& graph, std::span<const NodeId> outputs, std::size_t variables)
    : variables_(variables) {
    const std::vector<NodeId> last = last_uses(graph, outputs);
    std::vector<std::uint32_t> place(graph.size());
    for (NodeId id = 0; id < graph.size(); ++id) {
        if (last[id] == no_node || graph[id].op != Op::constant) continue;
        place[id] = static_cast<std::uint32_t>(variables + constants_.size());
        constants_.push_back(graph[id].value);
    }
    const auto first_register = static_cast<std::uint32_t>(variables + constants_.size());
    Registers registers;
    for (NodeId id = 0; id < graph.size(); ++id) {
        const Node& node = graph[id];
        if (last[id] == no_node || node.op == Op::constant) continue;
        if (node.op == Op::variable) {
            place[id] = node.a;
            continue;
        }
        // The result must not overlap an operand, so theirs are given back after it got its own.
        place[id] = first_register + registers.take();
        Instruction instruction{node.op, 0, 0, 0, place[id]};
        std::uint32_t* const fields[] = {&instruction.a, &instruction.b, &instruction.c};
        const std::array<NodeId, 3> needed = operands_of(node);
        for (std::size_t i = 0; i < needed.size(); ++i) {
            if (needed[i] == no_node) continue;
            *fields[i] = place[needed[i]];
            const bool again = std::find(needed.begin(), needed.begin() + static_cast<long>(i),
                                         needed[i]) != needed.begin() + static_cast<long>(i);
            if (last[needed[i]] == id && place[needed[i]] >= first_register && !again)
                registers.give_back(place[needed[i]] - first_register);
        }
        instructions_.push_back(instruction);
    }
    registers_ = registers.count();
    for (const NodeId output : outputs) outputs_.push_back(place[output]);
}

Evaluator::Evaluator(const Program& program)
    : program_(program),
      memory_((program.constants_.size() + program.registers_) * Program::block),
      places_(program.variables_) {
    for (std::size_t i = 0; i < program.constants_.size(); ++i)
        std::fill_n(memory_.begin() + static_cast<long>(i * Program::block), Program::block,
                    program.constants_[i]);
    for (std::size_t i = 0; i < program.constants_.size() + program.registers_; ++i)
        places_.push_back(memory_.data() + i * Program::block);
}

void Evaluator::run(std::span<double* const> out, std::size_t first, std::size_t points) {
    const std::size_t before = program_.variables_;
    for (const auto& [op, a, b, c, result] : program_.instructions_) {
        double* const to = memory_.data() + (result - before) * Program::block;
        kernel_of(op)(places_[a], places_[b], places_[c], to, points);
    }
    for (std::size_t k = 0; k < out.size(); ++k)
        std::copy_n(places_[program_.outputs_[k]], points, out[k] + first);
}

void Evaluator::operator()(std::span<const double* const> in, std::span<double* const> out,
                           std::size_t points) {
    for (std::size_t first = 0; first < points; first += Program::block) {
        for (std::size_t v = 0; v < in.size(); ++v) places_[v] = in[v] + first;
        run(out, first, std::min(Program::block, points - first));
    }
}

void Evaluator::operator()(std::span<const double> x, std::span<double> out) {
    for (std::size_t v = 0; v < x.size(); ++v) places_[v] = &x[v];
    run({}, 0, 1);
    for (std::size_t k = 0; k < out.size(); ++k) out[k] = *places_[program_.outputs_[k]];
}

double Evaluator::operator()(std::span<const double> x) {
    double value = 0;
    (*this)(x, std::span(&value, 1));
    return value;
}

void evaluate(const Program& program, std::span<const double* const> in,
              std::span<double* const> out, std::size_t points) {
    base::parallel_blocks(points, parallel_block,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              Evaluator evaluator(program);
                              std::vector<const double*> from(in.begin(), in.end());
                              std::vector<double*> to(out.begin(), out.end());
                              for (const double*& column : from) column += begin;
                              for (double*& column : to) column += begin;
                              evaluator(from, to, end - begin);
                          });
}

}  // namespace pipelab::expression
