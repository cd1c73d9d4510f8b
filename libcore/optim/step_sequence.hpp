#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::optim {

/// Step sizes a_1, a_2, ... of stochastic approximation.
///
///     1/k            1, 1/2, 1/3, ...
///     C/k            C, C/2, C/3, ...
///     const:A        A, A, A, ...
///     power:A,P[,K0] A / (k + K0)^P; K0 is 0 if not given
///     list           a_1 to a_n as given; there is no step behind them
class StepSequence {
  public:
    enum class Kind { harmonic, constant, power, list };

    /// 1/k.
    StepSequence() = default;
    static StepSequence harmonic(double scale);
    static StepSequence constant(double step);
    static StepSequence power(double scale, double exponent, double offset = 0);
    static StepSequence list(std::vector<double> steps);
    /// Of the texts above, but for lists, which stand in files. UsageError, with what was expected,
    /// for anything else, for sizes that are not finite and > 0, exponents < 0 and offsets <= -1.
    static StepSequence parse(std::string_view text);

    /// a_k, k from 1 (a list: to size()). Within a few ulp of the exact value, the same bits on
    /// every machine; 1/k is rounded to nearest.
    double at(std::uint64_t k) const;
    /// The number of steps of a list; nullopt: endless.
    std::optional<std::uint64_t> size() const;

    /// What Robbins and Monro (1951) ask of the sequence: that sum a_k diverges, so that any
    /// distance can be covered, and that sum a_k^2 converges, so that the noise dies out. A list
    /// is finite: its sum never diverges.
    bool sum_diverges() const;
    bool square_sum_converges() const;

    Kind kind() const { return kind_; }
    double scale() const { return scale_; }
    double exponent() const { return exponent_; }
    double offset() const { return offset_; }
    /// As parse() reads it; a list as "list".
    std::string text() const;

    bool operator==(const StepSequence&) const = default;

  private:
    Kind kind_ = Kind::harmonic;
    double scale_ = 1;
    double exponent_ = 1;
    double offset_ = 0;
    std::vector<double> steps_;
};

/// The list of steps that a file holds, numbers as io::read_numbers reads them. DataError for one
/// that is not > 0; IoError.
StepSequence read_step_list(const std::string& path);

}  // namespace pipelab::optim
