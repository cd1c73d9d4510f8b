#pragma once

#include "gap/in_order.hpp"
#include "gap/notation.hpp"
#include "gap/statistics.hpp"
#include "io/record_writer.hpp"
#include "options.hpp"

#include <string>
#include <string_view>

namespace maxgap {

/// Writes the tool's records.
class Report {
  public:
    Report(cli::Run& run, const Options& options, gap::Notation notation)
        : records_(run.out(), run.json(), options.input.header),
          notation_(notation),
          lines_(options.wants_lines(run)),
          files_(options.input.paths.size() > 1) {}

    /// How many values were read and left out; part of every JSON object from here on.
    void counts(std::uint64_t count, std::uint64_t skipped) {
        count_ = count;
        skipped_ = skipped;
    }

    template <class T, class W>
    void gap(T lower, T upper, const W& width, const gap::Location& lower_location,
             const gap::Location& upper_location) {
        records_.number("gap", std::string_view(notation_.width(width)));
        notation_.put(records_, "lower", lower);
        notation_.put(records_, "upper", upper);
        location("lower", lower_location);
        location("upper", upper_location);
    }
    /// Fewer than two values.
    void no_gap();
    /// --in-order, fewer than two values.
    void no_step();
    template <class T>
    void step(const gap::Step<T>& step) {
        records_.number("gap", std::string_view(notation_.width(step.width())));
        notation_.put(records_, "from", step.from);
        notation_.put(records_, "to", step.to);
        location("from", step.from_location);
        location("to", step.to_location);
        end();
    }
    void test(const std::optional<double>& p_value, const std::optional<gap::DixonRatio>& dixon);
    template <class T>
    void keyed(std::string_view key, std::uint64_t count, const gap::Gap<T>& gap,
               const gap::Location& lower, const gap::Location& upper) {
        records_.text("key", key);
        this->gap(gap.lower, gap.upper, gap.width(), lower, upper);
        records_.number("count", count).end();
    }
    /// A key with a single value.
    void keyed_none(std::string_view key, std::uint64_t count) {
        records_.text("key", key);
        no_gap();
        records_.number("count", count).end();
    }
    /// Completes a record.
    void end();

    io::RecordWriter& records() { return records_; }
    const gap::Notation& notation() const { return notation_; }

  private:
    void location(const std::string& end, const gap::Location& location);

    io::RecordWriter records_;
    gap::Notation notation_;
    bool lines_;
    bool files_;
    std::uint64_t count_ = 0;
    std::uint64_t skipped_ = 0;
};

}  // namespace maxgap
