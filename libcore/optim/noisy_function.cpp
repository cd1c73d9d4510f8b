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
        values[i] = ask(question);
    }
}

double Oracle::ask(const std::string& question) {
    using io::detail::quoted;
    const auto wrong = [&](const std::string& what) {
        return base::DataError({.file = "oracle"},
                               "answer " + std::to_string(questions_) + ": " + what);
    };
    // It would be taken for the next answer, and all that follow would be those of other points.
    if (const auto unasked = process_.unasked(); unasked && questions_ > 0)
        throw wrong("the program went on with " + quoted(*unasked) +
                    " instead of waiting for the next question");
    ++questions_;
    const auto reply = process_.ask(question);
    if (!reply)
        throw wrong("the program " + process_.ending() + " instead of answering " +
                    quoted(question));
    const auto value = io::parse_double(*reply);
    if (!value || !std::isfinite(*value))
        throw wrong("expected a number, but found " + quoted(*reply));
    return *value;
}

void Oracle::finish() {
    std::uint64_t unasked = 0;
    for (const std::string& line : process_.rest()) unasked += io::parse_double(line).has_value();
    if (unasked > 0)
        throw base::DataError({.file = "oracle"}, "the program gave " + std::to_string(unasked) +
                                                      " more answers than the " +
                                                      std::to_string(questions_) +
                                                      " that it was asked for");
}

}  // namespace pipelab::optim
