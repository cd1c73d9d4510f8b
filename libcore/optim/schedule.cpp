#include "optim/schedule.hpp"

#include "optim/schedule_node.hpp"

#include <stdexcept>
#include <utility>

namespace pipelab::optim {

struct Schedule::State {
    detail::RateGroup group;
    std::optional<detail::ScheduleNode> root;  ///< none: a constant rate
    double step = 0;

    void pass(detail::StateTape& tape) {
        tape.pass(step);
        tape.pass(group.lr);
        tape.pass(group.initial_lr);
        double momentum = group.momentum.value_or(0);  // there from the first step on, or never
        tape.pass(momentum);
        if (group.momentum) group.momentum = momentum;
        if (root) root->pass(tape);
    }
};

Schedule::Schedule(double lr) : state_(std::make_unique<State>()) {
    state_->group.lr = state_->group.initial_lr = lr;
}

Schedule::Schedule(std::string_view text, double lr) : Schedule(lr) {
    state_->root = detail::parse_schedule(text);
    state_->root->construct(state_->group);
}

Schedule::~Schedule() = default;
Schedule::Schedule(const Schedule& other) : state_(std::make_unique<State>(*other.state_)) {}
Schedule::Schedule(Schedule&&) noexcept = default;
Schedule& Schedule::operator=(Schedule other) noexcept {
    state_ = std::move(other.state_);
    return *this;
}

double Schedule::lr() const { return state_->group.lr; }
std::optional<double> Schedule::momentum() const { return state_->group.momentum; }
std::uint64_t Schedule::step() const { return static_cast<std::uint64_t>(state_->step); }

void Schedule::advance(std::optional<double> loss) {
    if (state_->root) state_->root->step(state_->group, loss);
    ++state_->step;
}

bool Schedule::needs_loss() const { return state_->root && state_->root->needs_loss(); }

std::vector<double> Schedule::state() const {
    detail::StateTape tape;
    State copy = *state_;
    copy.pass(tape);
    return tape.values;
}

void Schedule::restore(std::span<const double> state) {
    if (state.size() != this->state().size())
        throw std::invalid_argument("the state belongs to another schedule");
    detail::StateTape tape{{state.begin(), state.end()}, 0, true};
    state_->pass(tape);
}

}  // namespace pipelab::optim
