#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::optim {

/// One number of a schedule's notation.
struct ScheduleArgument {
    enum class Type { real, whole, list, word, formula };
    const char* name;   ///< as PyTorch names it: "T_max"
    const char* alias;  ///< a shorter one: "T"; empty: none
    Type type;
    std::optional<double> value;  ///< the default; none: it must be given
    double low, high;             ///< the values allowed; of a word 0 to the number of words - 1
    const char* words;            ///< "min max": the first stands for 0
};

/// What a schedule is called, what it takes, and what it does.
struct ScheduleKind {
    const char* name;
    const char* help;
    std::vector<ScheduleArgument> arguments;
};

/// All kinds: those of torch.optim.lr_scheduler 1.13 with its names, defaults and recurrences, and
/// 1/k, power and warmup. `lambda`, `power`, `1/k`, `cyclic`, `one-cycle` and `warm-restarts` set
/// the learning rate; the others change the one before.
std::span<const ScheduleKind> schedule_kinds();

/// The learning rate, and where it is cycled the momentum, of each step. A value that goes on step
/// by step, O(1) a step; copies are independent.
///
/// The notation: NAME or NAME:ARGUMENT=VALUE,... with values of lists separated by / and formulas
/// of k (expression/formula.hpp) in braces ("cosine:T=1000,min=1e-5", "lambda:{1/(1+0.1*k)}",
/// "multistep:milestones=30/80"); A * B: both at each step, A first (torch's ChainedScheduler);
/// A @100 B @300 C: B from step 100 on, C from step 300 on, each counted from there (SequentialLR);
/// parentheses as usual, * before @. As in torch a part of a chain sees the rate that the part
/// before it left.
class Schedule {
  public:
    /// The rate `lr` at each step.
    explicit Schedule(double lr);
    /// UsageError that names the column (from 1) for a text that is no schedule.
    Schedule(std::string_view text, double lr);
    ~Schedule();
    Schedule(const Schedule& other);
    Schedule(Schedule&&) noexcept;
    Schedule& operator=(Schedule other) noexcept;

    /// Of step step(), which is 0 at first.
    double lr() const;
    /// nullopt unless a cyclic or one-cycle schedule moves it.
    std::optional<double> momentum() const;
    std::uint64_t step() const;

    /// To the next step. `loss` is what plateau looks at; std::invalid_argument if there is one and
    /// no loss.
    void advance(std::optional<double> loss = std::nullopt);
    /// Whether there is a plateau in it.
    bool needs_loss() const;

    /// All that changes, as finite numbers, for a schedule of the same text to go on from.
    std::vector<double> state() const;
    /// std::invalid_argument unless these are so many numbers as state() has.
    void restore(std::span<const double> state);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace pipelab::optim
