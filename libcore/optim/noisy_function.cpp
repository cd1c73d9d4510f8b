#include "optim/noisy_function.hpp"

#include "base/error.hpp"
#include "io/number.hpp"
#include "io/number_text.hpp"
#include "io/print.hpp"

#include <cmath>

namespace pipelab::optim {

void NoisyFormula::observe(std::uint64_t look, std::uint64_t first,
                           std::span<const double* const> points, std::span<double> values) {
    double* const out[] = {values.data()};
    evaluator_(points, out, values.size());
    noise_.add(look, first, values);
}

void Oracle::observe(std::uint64_t, std::uint64_t, std::span<const double* const> points,
                     std::span<double> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::string question;
        for (std::size_t j = 0; j < points.size(); ++j) {
            if (j > 0) question += ' ';
            question += io::printed(points[j][i]);
        }
        ++questions_;
        const std::string where = "answer " + std::to_string(questions_);
        const auto reply = process_.ask(question);
        if (!reply)
            throw base::DataError({.file = "oracle"}, where + ": the program " + process_.ending() +
                                                          " instead of answering " +
                                                          io::detail::quoted(question));
        const auto value = io::parse_double(*reply);
        if (!value || !std::isfinite(*value))
            throw base::DataError({.file = "oracle"}, where + ": expected a number, but found " +
                                                          io::detail::quoted(*reply));
        values[i] = *value;
    }
}

}  // namespace pipelab::optim
