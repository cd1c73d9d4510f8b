#pragma once

#include "optim/schedule.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

/// The parts of a Schedule: a tree whose leaves act on one learning rate, as the schedulers of
/// torch act on that of an optimiser.
namespace pipelab::optim::detail {

/// What the schedulers of one optimiser share.
struct RateGroup {
    double lr = 0;
    double initial_lr = 0;
    bool started = false;  ///< a scheduler has fixed initial_lr
    std::optional<double> momentum;
};

/// A formula of the step number k = 0, 1, 2, ...
using StepFunction = std::function<double(double k)>;

/// Reads or writes the numbers of a state one after the other.
struct StateTape {
    std::vector<double> values;
    std::size_t at = 0;
    bool reading = false;
    void pass(double& value) {
        if (!reading)
            values.push_back(value);
        else if (at < values.size())
            value = values[at++];
    }
};

enum class ScheduleType {
    constant,
    linear,
    step,
    multistep,
    exponential,
    polynomial,
    cosine,
    warm_restarts,
    cyclic,
    one_cycle,
    plateau,
    swa,
    lambda,
    multiplicative,
    harmonic,
    power,
    warmup,
    chain,
    sequence,  // not written by name
};

/// A leaf, a chain (children) or a sequence (children, which the numbers of `milestones` part).
struct ScheduleNode {
    ScheduleType type;
    std::vector<double> arguments{};  ///< in the order of the kind
    std::vector<double> list{};       ///< the argument that is one
    StepFunction function{};
    std::vector<ScheduleNode> children{};
    std::vector<double> milestones{};

    double base_lr = 0;                       ///< the initial_lr that it found
    double epoch = -1;                        ///< last_epoch of torch
    double count = 0;                         ///< _step_count of torch
    double first = 0, second = 0, third = 0;  ///< what else a kind remembers

    /// As torch constructs a scheduler, its first step included.
    void construct(RateGroup& group);
    /// What SequentialLR does with the schedulers it is given.
    void undo();
    void initial_step(RateGroup& group);
    void step(RateGroup& group, std::optional<double> loss);
    /// Step 0 anew: step(0) of torch.
    void restart(RateGroup& group);

    bool needs_loss() const;
    void pass(StateTape& tape);
};

/// UsageError with a column.
ScheduleNode parse_schedule(std::string_view text);

}  // namespace pipelab::optim::detail
