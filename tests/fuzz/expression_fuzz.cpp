// The first byte seeds the points, the rest is a formula. Whatever it says, a block of points has
// the bits of its points one by one, and derivatives can be asked for.
#include "base/error.hpp"
#include "base/random.hpp"
#include "expression/formula.hpp"
#include "expression/program.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

using namespace pipelab;

namespace {

constexpr std::size_t points = 11, most_variables = 20;

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

void compare(const expression::Program& program, unsigned char seed) {
    const std::size_t variables = program.variables();
    std::vector<double> in(variables * points), out(program.outputs() * points);
    base::Random(seed).normal(0, in);
    std::vector<const double*> from;
    std::vector<double*> to;
    for (std::size_t v = 0; v < variables; ++v) from.push_back(in.data() + v * points);
    for (std::size_t k = 0; k < program.outputs(); ++k) to.push_back(out.data() + k * points);
    expression::Evaluator evaluator(program);
    evaluator(from, to, points);
    std::vector<double> x(variables), one(program.outputs());
    for (std::size_t i = 0; i < points; ++i) {
        for (std::size_t v = 0; v < variables; ++v) x[v] = from[v][i];
        evaluator(x, one);
        for (std::size_t k = 0; k < one.size(); ++k) {
            const bool nan = one[k] != one[k] && to[k][i] != to[k][i];
            require(nan || one[k] == to[k][i], "a block differs from its points");
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 1) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
    if (text.find("sum") != text.npos || text.find("prod") != text.npos) {
        if (size > 200) return 0;  // terms by the million are slow, not wrong
    }
    try {
        expression::Formula formula(text);
        if (formula.variables().size() > most_variables) return 0;
        std::vector<expression::NodeId> outputs = formula.gradient();
        if (formula.graph().size() > 20'000) return 0;
        const auto second = formula.hessian();
        outputs.insert(outputs.end(), second.begin(), second.end());
        outputs.push_back(formula.value());
        compare({formula.graph(), outputs, formula.variables().size()}, data[0]);
    } catch (const base::UsageError&) {
    }
    return 0;
}
