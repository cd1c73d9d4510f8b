#include "optim/step_sequence.hpp"

#include "base/elementary.hpp"
#include "base/error.hpp"
#include "io/number_reader.hpp"
#include "io/print.hpp"

#include <cmath>

namespace pipelab::optim {
namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& what) {
    throw base::UsageError("step sequence '" + std::string(text) + "': " + what);
}

double parameter(std::string_view text, std::string_view token, const char* name) {
    const auto value = io::parse_double(token);
    if (!value || !std::isfinite(*value))
        refuse(text, std::string("expected a number for ") + name + ", found '" +
                         std::string(token) + "'");
    return *value;
}

double scale_of(std::string_view text, std::string_view token, const char* name) {
    const double scale = parameter(text, token, name);
    if (!(scale > 0)) refuse(text, std::string(name) + " must be greater than 0");
    return scale;
}

StepSequence parse_power(std::string_view text, std::string_view rest) {
    const std::size_t first = rest.find(',');
    if (first == std::string_view::npos) refuse(text, "expected power:A,P or power:A,P,K0");
    const std::size_t second = rest.find(',', first + 1);
    const double scale = scale_of(text, rest.substr(0, first), "A");
    const double exponent = parameter(text, rest.substr(first + 1, second - first - 1), "P");
    if (exponent < 0) refuse(text, "P must not be negative: steps that grow never settle");
    double offset = 0;
    if (second != std::string_view::npos) offset = parameter(text, rest.substr(second + 1), "K0");
    if (!(offset > -1)) refuse(text, "K0 must be greater than -1, since the first k is 1");
    return StepSequence::power(scale, exponent, offset);
}

}  // namespace

StepSequence StepSequence::harmonic(double scale) {
    StepSequence sequence;
    sequence.scale_ = scale;
    return sequence;
}

StepSequence StepSequence::constant(double step) {
    StepSequence sequence;
    sequence.kind_ = Kind::constant;
    sequence.scale_ = step;
    sequence.exponent_ = 0;
    return sequence;
}

StepSequence StepSequence::power(double scale, double exponent, double offset) {
    StepSequence sequence;
    sequence.kind_ = Kind::power;
    sequence.scale_ = scale;
    sequence.exponent_ = exponent;
    sequence.offset_ = offset;
    return sequence;
}

StepSequence StepSequence::list(std::vector<double> steps) {
    StepSequence sequence;
    sequence.kind_ = Kind::list;
    sequence.steps_ = std::move(steps);
    return sequence;
}

StepSequence StepSequence::parse(std::string_view text) {
    if (text.starts_with("const:")) return constant(scale_of(text, text.substr(6), "A"));
    if (text.starts_with("power:")) return parse_power(text, text.substr(6));
    if (text.ends_with("/k")) return harmonic(scale_of(text, text.substr(0, text.size() - 2), "C"));
    refuse(text, "expected 1/k, C/k, const:A or power:A,P[,K0]");
}

double StepSequence::at(std::uint64_t k) const {
    const double place = static_cast<double>(k) + offset_;
    switch (kind_) {
        case Kind::harmonic:
            return scale_ / place;
        case Kind::constant:
            return scale_;
        case Kind::power:
            if (exponent_ == 0) return scale_;
            if (exponent_ == 1) return scale_ / place;
            if (exponent_ == 0.5) return scale_ / std::sqrt(place);
            return scale_ * base::exp(-exponent_ * base::log(place));
        case Kind::list:
            break;
    }
    return steps_[static_cast<std::size_t>(k - 1)];
}

std::optional<std::uint64_t> StepSequence::size() const {
    if (kind_ != Kind::list) return std::nullopt;
    return steps_.size();
}

bool StepSequence::sum_diverges() const { return kind_ != Kind::list && exponent_ <= 1; }

bool StepSequence::square_sum_converges() const { return kind_ == Kind::list || exponent_ > 0.5; }

StepSequence read_step_list(const std::string& path) {
    io::NumberInput input;
    input.paths = {path};
    std::vector<double> steps = io::read_reals(input, base::Control::none());
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (!(steps[i] > 0))
            throw base::DataError({path, 0, 0}, "expected steps greater than 0, number " +
                                                    std::to_string(i + 1) + " is " +
                                                    io::printed(steps[i]));
    return StepSequence::list(std::move(steps));
}

std::string StepSequence::text() const {
    switch (kind_) {
        case Kind::harmonic:
            return io::printed(scale_) + "/k";
        case Kind::constant:
            return "const:" + io::printed(scale_);
        case Kind::power:
            return "power:" + io::printed(scale_) + "," + io::printed(exponent_) +
                   (offset_ == 0 ? "" : "," + io::printed(offset_));
        case Kind::list:
            break;
    }
    return "list";
}

}  // namespace pipelab::optim
