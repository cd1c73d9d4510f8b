#include "optim/stepper.hpp"

#include "base/error.hpp"
#include "io/number.hpp"
#include "optim/norms.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace pipelab::optim {
namespace {

Schedule schedule_of(const StepperOptions& options) {
    if (options.schedule.empty()) return Schedule(options.settings.lr);
    Schedule schedule(options.schedule, options.settings.lr);
    if (schedule.needs_loss())
        throw base::UsageError("schedule: plateau looks at losses, and there are only gradients");
    return schedule;
}

bool finite(const State<double>& state) {
    for (const auto& each : state.arrays)
        for (const auto& tensor : each.tensors)
            if (!all_finite(std::span<const double>(tensor))) return false;
    return true;
}

}  // namespace

Shape parse_shape(std::string_view text) {
    Shape shape;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('x'), text.size());
        const auto length = io::parse_uint64(text.substr(0, end));
        if (!length || *length == 0 || *length >> 32 != 0 || end + 1 == text.size() ||
            shape.size() == 16)
            throw base::UsageError("shape: expected lengths such as 3x4");
        shape.push_back(*length);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return shape;
}

Stepper::Stepper(const StepperOptions& options, std::vector<double> start)
    : options_(options),
      parameters_(std::move(start)),
      optimiser_(options.settings),
      optimiser_before_(optimiser_),
      transform_(options.transforms),
      transform_before_(transform_),
      schedule_(schedule_of(options)) {
    std::size_t size = 1;
    for (const std::size_t length : options.shape) size *= length;
    if (!options.shape.empty() && size != parameters_.size())
        throw base::UsageError("shape: it holds " + std::to_string(size) +
                               " numbers, and there are " + std::to_string(parameters_.size()));
    set_rates();
    const Parameter<double> tensor{parameters_, parameters_, options_.shape};
    optimiser_.begin({&tensor, 1});
}

void Stepper::set_rates() {
    optimiser_.set_lr(schedule_.lr());
    if (const auto momentum = schedule_.momentum()) optimiser_.set_momentum(*momentum);
}

Stepper::Outcome Stepper::push(std::span<const double> gradient) {
    const Parameter<double> tensor{parameters_, gradient, options_.shape};
    const std::span<const Parameter<double>> group(&tensor, 1);
    transform_before_ = transform_;
    if (!transform_.push(group)) return Outcome::waiting;
    before_ = parameters_;
    optimiser_before_ = optimiser_;
    optimiser_.step(transform_.gradients(group));
    if (!all_finite(std::span<const double>(parameters_)) || !finite(optimiser_.state())) {
        parameters_ = before_;
        optimiser_ = optimiser_before_;
        transform_ = transform_before_;
        return Outcome::not_finite;
    }
    schedule_.advance();
    set_rates();
    return Outcome::stepped;
}

std::vector<double> Stepper::result() const {
    std::vector<double> out(parameters_.size()), copy = parameters_;
    const Parameter<double> tensor{copy, copy, options_.shape};
    const std::span<double> view(out);
    optimiser_.result({&tensor, 1}, {&view, 1});
    return out;
}

Stepper::Memory Stepper::memory() const {
    return {parameters_, optimiser_.state(), transform_.state(), schedule_.state()};
}

void Stepper::restore(Memory memory) {
    for (const auto& each : memory.gradients.arrays)
        for (const auto& sums : each.tensors)
            if (sums.size() != memory.parameters.size())
                throw std::invalid_argument("the gradients belong to other parameters");
    if (memory.gradients.scalars.size() != transform_.state().scalars.size())
        throw std::invalid_argument("the gradients belong to other transforms");
    schedule_.restore(memory.schedule);
    parameters_ = std::move(memory.parameters);
    optimiser_.restore(std::move(memory.optimiser));
    const Parameter<double> tensor{parameters_, parameters_, options_.shape};
    optimiser_.begin({&tensor, 1});
    transform_.restore(std::move(memory.gradients));
    set_rates();
}

}  // namespace pipelab::optim
