#pragma once

#include <random>
#include <string>
#include <vector>

namespace pipelab::testing {

/// Formulas of x, y and z by chance, in the notation that muparser shares with us.
class RandomFormula {
  public:
    explicit RandomFormula(unsigned seed) : engine_(seed) {}

    /// `smooth`: only what has all derivatives wherever it is finite.
    std::string draw(int depth, bool smooth) {
        if (depth == 0 || pick(6) == 0) return leaf();
        const auto part = [&] { return draw(depth - 1, smooth); };
        const auto joined = [&](const std::vector<std::string>& words) {
            return part().append(one_of(words)).append(part());
        };
        const auto inside = [&](std::string before, const std::string& after) {
            return before.append("(").append(part()).append(after);
        };
        switch (pick(smooth ? 7 : 10)) {
            case 0:
            case 1:
                return std::string("(").append(joined({"+", "-", "*"})).append(")");
            case 2:
                return joined({"+", "-", "*", "/"});
            case 3:
                return inside(one_of({"sin", "cos", "exp", "tanh", "atan", "sinh", "asinh"}), ")");
            case 4:
                return inside("", ")^").append(one_of({"2", "3", "-1", "4"}));
            case 5:
                return std::string("-").append(one_of({"x", "y", "z", "2"})).append("^2");
            case 6:
                return inside("sqrt(1+", ")^2)");
            case 7:
                return std::string("(")
                    .append(joined({"<", ">", "<=", ">=", "==", "!="}))
                    .append(" ? ")
                    .append(joined({" : "}))
                    .append(")");
            case 8:
                return inside(one_of({"min", "max"}), ",").append(joined({","})).append(")");
            default:  // never NaN, which min and max of muparser drop
                return inside(one_of({"abs(", "log(abs", "cos(", "sqrt(abs", "tan("}), "))");
        }
    }

  private:
    std::size_t pick(std::size_t count) { return engine_() % count; }
    std::string one_of(const std::vector<std::string>& words) { return words[pick(words.size())]; }
    std::string leaf() { return one_of({"x", "y", "z", "x", "y", "0.5", "0.75", "1.25e-1"}); }

    std::mt19937_64 engine_;
};

}  // namespace pipelab::testing
