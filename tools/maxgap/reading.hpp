#pragma once

#include "gap/notation.hpp"
#include "gap/time_values.hpp"
#include "options.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace maxgap {

/// How the inputs are read, from what the options say of them.
class Reading {
  public:
    /// Also announces that standard input is awaited, and opens the output.
    Reading(cli::Run& run, const Options& options);

    const io::NumberInput& input() const { return input_; }
    bool guesses_time_unit() const;
    /// How values of a column are written. DataError if their time unit cannot be guessed.
    gap::Notation notation(io::NumberType type) const { return {type.scale, times_ != nullptr}; }
    gap::Notation notation(const gap::Column& column) const;
    /// The argument of an option that is a width: a number >= 0, or with --time a time span.
    /// UsageError if it is none.
    io::Number width_option(const std::string& name, const std::string& text) const;
    /// The same for a number >= 0 that is never a time, before `unit`.
    io::Number factor_option(const std::string& name, const std::string& text,
                             std::string_view unit = "") const;
    /// A width in the unit in which values of such a need were read: with --time seconds may be
    /// counts of something smaller.
    io::Number in_unit_of_values(const io::Number& width, const io::TypeNeed& need) const;
    /// A note if the values were rounded to doubles.
    void tell_rounding(io::NumberType type) const;

  private:
    cli::Run& run_;
    const Options& options_;
    std::unique_ptr<gap::TimeValues> times_;
    io::NumberInput input_;
};

}  // namespace maxgap
