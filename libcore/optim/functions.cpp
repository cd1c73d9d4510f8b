#include "optim/functions.hpp"

#include "base/error.hpp"
#include "expression/program.hpp"
#include "io/print.hpp"

#include <cmath>
#include <memory>

namespace pipelab::optim {
namespace {

using Spots = std::vector<std::vector<double>>;
using Spot = std::vector<double>;

double zero(std::size_t) { return 0; }
template <int numerator, int denominator = 1>
Spot all(std::size_t d) {
    return Spot(d, static_cast<double>(numerator) / denominator);
}
Spots at_zero(std::size_t d) { return {Spot(d, 0)}; }
Spots at_one(std::size_t d) { return {Spot(d, 1)}; }

constexpr double pi = 3.141592653589793;

/// x1 = 1 and x_i = 2^(-(2^i - 2) / 2^i).
Spots dixon_price_minimiser(std::size_t d) {
    Spot x(d);
    for (std::size_t i = 0; i < d; ++i)
        x[i] = std::pow(2, 2 / std::pow(2, static_cast<double>(i + 1)) - 1);
    return {x};
}

double trid_minimum(std::size_t d) {
    const auto n = static_cast<double>(d);
    return -n * (n + 4) * (n - 1) / 6;
}
Spots trid_minimiser(std::size_t d) {
    Spot x(d);
    for (std::size_t i = 0; i < d; ++i) x[i] = static_cast<double>((i + 1) * (d - i));
    return {x};
}

const std::vector<TestFunction> functions{
    {"sphere", "sum(i=1..d, x[i]^2)", 0, -5.12, 5.12, false, zero, at_zero, all<3>},
    {"quadratic", "sum(i=1..d, c^((i-1)/(d-1)) * x[i]^2) / 2", 0, -5, 5, true, zero, at_zero,
     all<1>},
    {"rosenbrock", "sum(i=1..d-1, 100*(x[i+1] - x[i]^2)^2 + (1 - x[i])^2)", 0, -2.048, 2.048, false,
     zero, at_one,
     [](std::size_t d) {
         Spot x(d, 1);
         for (std::size_t i = 0; i < d; i += 2) x[i] = -1.2;
         return x;
     }},
    {"rastrigin", "10*d + sum(i=1..d, x[i]^2 - 10*cos(2*pi*x[i]))", 0, -5.12, 5.12, false, zero,
     at_zero, all<3>},
    {"ackley",
     "20 + e - 20*exp(-0.2*sqrt(sum(i=1..d, x[i]^2)/d)) - exp(sum(i=1..d, cos(2*pi*x[i]))/d)", 0,
     -32.768, 32.768, false, zero, at_zero, all<5, 2>},
    {"griewank", "1 + sum(i=1..d, x[i]^2)/4000 - prod(i=1..d, cos(x[i]/sqrt(i)))", 0, -600, 600,
     false, zero, at_zero, all<100>},
    {"styblinski-tang", "sum(i=1..d, x[i]^4 - 16*x[i]^2 + 5*x[i]) / 2", 0, -5, 5, false,
     [](std::size_t d) { return -39.166165703771419 * static_cast<double>(d); },
     [](std::size_t d) { return Spots{Spot(d, -2.9035340277711771)}; }, all<-1>},
    {"levy",
     "sin(pi*(1 + (x1-1)/4))^2 + sum(i=1..d-1, ((x[i]-1)/4)^2 * (1 + 10*sin(pi*(1 + (x[i]-1)/4) + "
     "1)^2)) + ((x[d]-1)/4)^2 * (1 + sin(2*pi*(1 + (x[d]-1)/4))^2)",
     0, -10, 10, false, zero, at_one, all<-4>},
    {"zakharov", "sum(i=1..d, x[i]^2) + sum(i=1..d, i*x[i]/2)^2 + sum(i=1..d, i*x[i]/2)^4", 0, -5,
     10, false, zero, at_zero, all<2>},
    {"dixon-price", "(x1 - 1)^2 + sum(i=2..d, i*(2*x[i]^2 - x[i-1])^2)", 0, -10, 10, false, zero,
     dixon_price_minimiser, all<3>},
    {"trid", "sum(i=1..d, (x[i] - 1)^2) - sum(i=2..d, x[i]*x[i-1])", 0, -100, 100, false,
     trid_minimum, trid_minimiser, all<0>},
    {"beale", "(1.5 - x1 + x1*x2)^2 + (2.25 - x1 + x1*x2^2)^2 + (2.625 - x1 + x1*x2^3)^2", 2, -4.5,
     4.5, false, zero,
     [](std::size_t) {
         return Spots{{3, 0.5}};
     },
     all<1>},
    {"himmelblau", "(x1^2 + x2 - 11)^2 + (x1 + x2^2 - 7)^2", 2, -5, 5, false, zero,
     [](std::size_t) {
         return Spots{{3, 2},
                      {-2.8051180869527449, 3.1313125182505730},
                      {-3.7793102533777469, -3.2831859912861694},
                      {3.5844283403304917, -1.8481265269644036}};
     },
     all<0>},
    {"booth", "(x1 + 2*x2 - 7)^2 + (2*x1 + x2 - 5)^2", 2, -10, 10, false, zero,
     [](std::size_t) {
         return Spots{{1, 3}};
     },
     all<-5>},
    {"matyas", "0.26*(x1^2 + x2^2) - 0.48*x1*x2", 2, -10, 10, false, zero, at_zero, all<5>},
    {"mccormick", "sin(x1 + x2) + (x1 - x2)^2 - 1.5*x1 + 2.5*x2 + 1", 2, -3, 4, false,
     [](std::size_t) { return -1.9132229549810362; },
     [](std::size_t) {
         return Spots{{-0.54719755119659774, -1.5471975511965977}};
     },
     all<2>},
    {"goldstein-price",
     "(1 + (x1+x2+1)^2 * (19 - 14*x1 + 3*x1^2 - 14*x2 + 6*x1*x2 + 3*x2^2)) * (30 + (2*x1-3*x2)^2 * "
     "(18 - 32*x1 + 12*x1^2 + 48*x2 - 36*x1*x2 + 27*x2^2))",
     2, -2, 2, false, [](std::size_t) { return 3.0; },
     [](std::size_t) {
         return Spots{{0, -1}};
     },
     all<1>},
    {"three-hump-camel", "2*x1^2 - 1.05*x1^4 + x1^6/6 + x1*x2 + x2^2", 2, -5, 5, false, zero,
     at_zero, all<2>},
    {"six-hump-camel", "(4 - 2.1*x1^2 + x1^4/3)*x1^2 + x1*x2 + (4*x2^2 - 4)*x2^2", 2, -3, 3, false,
     [](std::size_t) { return -1.0316284534898774; },
     [](std::size_t) {
         return Spots{{0.089842013102674, -0.712656403020740},
                      {-0.089842013102674, 0.712656403020740}};
     },
     all<1>},
    {"easom", "-cos(x1)*cos(x2)*exp(-(x1 - pi)^2 - (x2 - pi)^2)", 2, -10, 10, false,
     [](std::size_t) { return -1.0; },
     [](std::size_t) {
         return Spots{{pi, pi}};
     },
     all<2>},
    {"branin", "(x2 - 5.1/(4*pi^2)*x1^2 + 5/pi*x1 - 6)^2 + 10*(1 - 1/(8*pi))*cos(x1) + 10", 2, -5,
     15, false, [](std::size_t) { return 0.39788735772973816; },
     [](std::size_t) {
         return Spots{{-pi, 12.275}, {pi, 2.275}, {3 * pi, 2.475}};
     },
     all<6>},
    {"bohachevsky", "x1^2 + 2*x2^2 - 0.3*cos(3*pi*x1) - 0.4*cos(4*pi*x2) + 0.7", 2, -100, 100,
     false, zero, at_zero, all<2>},
};

}  // namespace

std::span<const TestFunction> test_functions() { return functions; }

const TestFunction* find_test_function(std::string_view name) {
    for (const TestFunction& function : functions)
        if (function.name == name) return &function;
    return nullptr;
}

expression::Formula formula_of(const TestFunction& function, std::size_t d, double condition) {
    if (function.dimension > 0 ? d != function.dimension : d < 2)
        throw base::UsageError(std::string(function.name) + " has " +
                               (function.dimension > 0 ? std::to_string(function.dimension)
                                                       : std::string("2 or more")) +
                               " variables, not " + std::to_string(d));
    if (!(condition >= 1))
        throw base::UsageError("expected a condition number of at least 1, found " +
                               io::printed(condition));
    expression::Names names;
    names.variables.emplace();
    for (std::size_t i = 1; i <= d; ++i) names.variables->push_back("x" + std::to_string(i));
    names.constants = {{"d", static_cast<double>(d)}, {"c", condition}};
    return expression::Formula(function.formula, names);
}

struct FormulaObjective::Programs {
    explicit Programs(expression::Formula& formula) : Programs(formula, formula.gradient()) {}
    Programs(const expression::Formula& formula, std::vector<expression::NodeId> gradient)
        : size(formula.variables().size()),
          value(formula.graph(), std::vector{formula.value()}, size),
          both(formula.graph(), with_value(formula, std::move(gradient)), size) {}

    static std::vector<expression::NodeId> with_value(const expression::Formula& formula,
                                                      std::vector<expression::NodeId> outputs) {
        outputs.push_back(formula.value());
        return outputs;
    }

    std::size_t size;
    expression::Program value, both;  // the gradient comes first
};

FormulaObjective::FormulaObjective(expression::Formula formula)
    : programs_(std::make_shared<const Programs>(formula)) {}

std::size_t FormulaObjective::variables() const { return programs_->size; }

Objective FormulaObjective::objective() const {
    struct Memory {
        explicit Memory(const Programs& programs)
            : evaluator(programs.both), out(programs.size + 1) {}
        expression::Evaluator evaluator;
        std::vector<double> out;
    };
    const auto memory = std::make_shared<Memory>(*programs_);
    return [programs = programs_, memory](std::span<const double> x, std::span<double> gradient) {
        memory->evaluator(x, memory->out);
        std::copy_n(memory->out.begin(), programs->size, gradient.begin());
        return memory->out.back();
    };
}

void FormulaObjective::values(std::span<const double* const> in, std::span<double> out) const {
    double* const only = out.data();
    expression::evaluate(programs_->value, in, std::span<double* const>(&only, 1), out.size());
}

Objective with_gradient(const FormulaObjective& function,
                        std::span<const FormulaObjective> gradient) {
    std::vector<Objective> partials;
    for (const FormulaObjective& partial : gradient) partials.push_back(partial.objective());
    return [value = function.objective(), partials = std::move(partials),
            unused = std::vector<double>(function.variables())](std::span<const double> x,
                                                                std::span<double> out) mutable {
        for (std::size_t i = 0; i < partials.size(); ++i) out[i] = partials[i](x, unused);
        return value(x, unused);
    };
}

}  // namespace pipelab::optim
