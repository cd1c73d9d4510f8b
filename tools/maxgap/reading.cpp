#include "reading.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace maxgap {
namespace {

std::optional<io::EpochUnit> epoch_unit(TimeUnit unit) {
    switch (unit) {
        case TimeUnit::seconds:
            return io::EpochUnit::seconds;
        case TimeUnit::milliseconds:
            return io::EpochUnit::milliseconds;
        case TimeUnit::microseconds:
            return io::EpochUnit::microseconds;
        case TimeUnit::nanoseconds:
            return io::EpochUnit::nanoseconds;
        default:
            return std::nullopt;
    }
}

std::unique_ptr<gap::TimeValues> time_values(const Options& options) {
    using Text = gap::TimeValues::Text;
    const Text text = options.input.column.empty() ? Text::line
                      : options.input.delimiter    ? Text::field
                                                   : Text::rest_of_line;
    if (!options.time_format.empty()) {
        return std::make_unique<gap::TimeValues>(
            io::TimeFormat(options.time_format, static_cast<int>(options.time_year)), text);
    }
    if (!options.time) return nullptr;
    return std::make_unique<gap::TimeValues>(epoch_unit(options.time_unit), text);
}

[[noreturn]] void refuse(const std::string& name, const std::string& kind,
                         const std::string& text) {
    throw base::UsageError(name + ": expected a " + kind + ", found '" + text + "'");
}

}  // namespace

Reading::Reading(cli::Run& run, const Options& options)
    : run_(run), options_(options), times_(time_values(options)), input_(options.input) {
    input_.keep_lines = options.wants_lines(run);
    if (times_) {
        input_.parse_value = times_->parser();
        input_.expected = "a time";
        // A line of a log may begin with a bracket.
        const bool automatic = input_.format == io::InputFormat::automatic;
        if (automatic && input_.column.empty()) input_.format = io::InputFormat::text;
    }
    if (options.memory) {
        if (options.memory->count < gap::least_memory) {
            throw base::UsageError("--memory: expected at least 32M");
        }
        base::set_threads(std::min(base::threads(), gap::threads_within(options.memory->count)));
    }
    run.reads(input_.paths, times_ ? "times" : "numbers");
    run.out();
}

bool Reading::guesses_time_unit() const {
    return options_.time && options_.time_format.empty() &&
           options_.time_unit == TimeUnit::automatic;
}

gap::Notation Reading::notation(const gap::Column& column) const {
    gap::Notation notation = this->notation(column.type());
    if (times_ && column.count() > 0) notation.scale += times_->scale_shift(column.need());
    return notation;
}

io::Number Reading::width_option(const std::string& name, const std::string& text) const {
    if (!times_) return factor_option(name, text);
    const auto span = gap::parse_time_span(text);
    if (!span || span->mantissa < 0) refuse(name, "time span such as 90s, 5m, 2h, 1d", text);
    return *span;
}

io::Number Reading::factor_option(const std::string& name, const std::string& text,
                                  std::string_view unit) const {
    const auto number =
        io::parse_number(std::string_view(text).substr(0, text.size() - unit.size()));
    if (!number || !std::isfinite(io::to_double(*number)) ||
        io::compare(*number, io::Decimal{}) < 0) {
        refuse(name, "number of at least 0", text);
    }
    return *number;
}

io::Number Reading::in_unit_of_values(const io::Number& width, const io::TypeNeed& need) const {
    return times_ && !need.empty() ? times_->in_unit_of_values(width, need) : width;
}

void Reading::tell_rounding(io::NumberType type) const {
    if (type.kind == io::NumberType::Kind::real) {
        run_.note("no decimal scale holds all values in 64 bits: they are read as doubles");
    }
}

}  // namespace maxgap
