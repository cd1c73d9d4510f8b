#pragma once

#include "io/line_process.hpp"
#include "optim/noise.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pipelab::optim {

/// A function whose values come with noise, at many points at a time, one for each replication
/// of an experiment. Not for several threads at once.
class NoisyFunction {
  public:
    virtual ~NoisyFunction() = default;
    virtual std::size_t dimension() const = 0;
    /// values[i] is what is seen at the point (points[0][i], points[1][i], ...) of replication
    /// first + i. Equal numbers of `look` and replication have equal noise.
    virtual void observe(std::uint64_t look, std::uint64_t first,
                         std::span<const double* const> points, std::span<double> values) = 0;
    /// Nothing more is asked.
    virtual void finish() {}
};

/// A formula with noise added.
class NoisyFormula : public NoisyFunction {
  public:
    /// `program` has the value as its first output and must outlive this.
    NoisyFormula(const expression::Program& program, const Noise& noise, std::uint64_t seed)
        : evaluator_(program), noise_(noise, seed), dimension_(program.variables()) {}
    std::size_t dimension() const override { return dimension_; }
    void observe(std::uint64_t look, std::uint64_t first, std::span<const double* const> points,
                 std::span<double> values) override;

  private:
    expression::Evaluator evaluator_;
    NoiseSource noise_;
    std::size_t dimension_;
};

/// A program that answers each line of numbers, a point, with a line of one number. DataError
/// with the number of the question for anything else, and when it ends. What it writes before it is
/// asked is an error, when it is found there: at the latest by finish(), for which numbers that
/// answer nothing are.
class Oracle : public NoisyFunction {
  public:
    Oracle(const std::string& command, std::size_t dimension)
        : process_(command), dimension_(dimension) {}
    std::size_t dimension() const override { return dimension_; }
    void observe(std::uint64_t look, std::uint64_t first, std::span<const double* const> points,
                 std::span<double> values) override;
    void finish() override;

  private:
    double ask(const std::string& question);

    io::LineProcess process_;
    std::size_t dimension_;
    std::uint64_t questions_ = 0;
};

}  // namespace pipelab::optim
