// Formulas over many points against muparser's bulk mode, which uses OpenMP as we do.
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "expression/formula.hpp"
#include "expression/program.hpp"
#include "timing.hpp"

#include <cstdio>
#include <string>
#include <vector>

#include <muParser.h>

namespace {

using namespace pipelab;

constexpr std::size_t count = 1 << 20;

void compare(const char* text, const std::vector<double>& x, const std::vector<double>& y) {
    expression::Formula formula(text, {{{"x", "y"}}, {}});
    std::vector<expression::NodeId> nodes{formula.value()};
    const expression::Program value(formula.graph(), nodes, 2);
    const auto gradient_nodes = formula.gradient();
    nodes.insert(nodes.end(), gradient_nodes.begin(), gradient_nodes.end());
    const expression::Program both(formula.graph(), nodes, 2);
    std::vector<double> out(count), dx(count), dy(count), theirs(count);
    const double* const in[] = {x.data(), y.data()};
    double* const to[] = {out.data(), dx.data(), dy.data()};
    const double mine =
        bench::best_seconds(9, [&] { evaluate(value, in, std::span(to).first(1), count); });
    const double slopes = bench::best_seconds(9, [&] { evaluate(both, in, to, count); });
    mu::Parser parser;
    std::vector<double> px = x, py = y;
    parser.DefineVar("x", px.data());
    parser.DefineVar("y", py.data());
    parser.SetExpr(text);
    parser.Eval(theirs.data(), 1);
    const double other =
        bench::best_seconds(3, [&] { parser.Eval(theirs.data(), static_cast<int>(count)); });
    std::printf("%-32s %7.0f M/s, with gradient %6.0f M/s   muparser %5.0f M/s   ratio %.1f\n",
                text, count / mine / 1e6, count / slopes / 1e6, count / other / 1e6, other / mine);
}

}  // namespace

int main() {
    std::vector<double> x(count), y(count);
    base::Random(1, 1).normal(0, x);
    base::Random(1, 2).normal(0, y);
    std::printf("%d threads\n", base::threads());
    compare("(1-x)^2+100*(y-x^2)^2", x, y);
    compare("20+x^2+y^2-10*cos(6.28*x)", x, y);
    compare("tanh(x-1)+exp(-y^2)", x, y);
    compare("x*atan2(y,x)+sqrt(x^2+1)", x, y);
    compare("log(1+x^2)^1.5+sin(y)/3", x, y);
}
