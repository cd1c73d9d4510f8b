#include "optim/schedule.hpp"

#include <limits>

namespace pipelab::optim {
namespace {

using Type = ScheduleArgument::Type;

constexpr double most_steps = 1e15;
constexpr double least = 1e-300;  // of what is divided by

ScheduleArgument real(const char* name, const char* alias, std::optional<double> value,
                      double low = 0, double high = std::numeric_limits<double>::infinity()) {
    return {name, alias, Type::real, value, low, high, ""};
}
ScheduleArgument whole(const char* name, const char* alias, std::optional<double> value,
                       double low = 1) {
    return {name, alias, Type::whole, value, low, most_steps, ""};
}
/// One of `last` + 1 words, number `value` if not given.
ScheduleArgument word(const char* name, const char* words, double last, double value = 0) {
    return {name, "", Type::word, value, 0, last, words};
}
ScheduleArgument formula() { return {"formula", "f", Type::formula, std::nullopt, 0, 0, ""}; }

const std::vector<ScheduleKind> kinds{
    {"constant",
     "lr times factor, and lr itself from step T on.",
     {real("factor", "", 1.0 / 3, least, 1), whole("total_iters", "T", 5, 0)}},
    {"linear",
     "lr times a factor that goes from start to end in T steps.",
     {real("start_factor", "start", 1.0 / 3, least, 1), real("end_factor", "end", 1.0, 0, 1),
      whole("total_iters", "T", 5)}},
    {"step",
     "lr times gamma every T steps.",
     {whole("step_size", "T", std::nullopt), real("gamma", "", 0.1)}},
    {"multistep",
     "lr times gamma at each of the steps at.",
     {{"milestones", "at", Type::list, std::nullopt, 0, most_steps, ""}, real("gamma", "", 0.1)}},
    {"exponential", "lr times gamma at each step.", {real("gamma", "", std::nullopt)}},
    {"polynomial",
     "lr (1 - k / T)^power, 0 from there on.",
     {whole("total_iters", "T", 5), real("power", "", 1.0)}},
    {"cosine",
     "min + (lr - min) (1 + cos(pi k / T)) / 2 (Loshchilov, Hutter 2017).",
     {whole("T_max", "T", std::nullopt), real("eta_min", "min", 0.0)}},
    {"warm-restarts",
     "cosine again and again, each period mult times as long as the last.",
     {whole("T_0", "T", std::nullopt), whole("T_mult", "mult", 1), real("eta_min", "min", 0.0)}},
    {"cyclic",
     "From base_lr to max_lr and back (Smith 2017); momentum the other way.",
     {real("base_lr", "base", std::nullopt), real("max_lr", "max", std::nullopt),
      whole("step_size_up", "up", 2000), whole("step_size_down", "down", 0, 0),
      word("mode", "triangular triangular2 exp_range", 2), real("gamma", "", 1.0),
      word("cycle_momentum", "false true", 1, 1), real("base_momentum", "", 0.8),
      real("max_momentum", "", 0.9)}},
    {"one-cycle",
     "Up to max_lr and down to almost nothing (Smith, Topin 2018); momentum against it.",
     {real("max_lr", "max", std::nullopt), whole("total_steps", "T", std::nullopt),
      real("pct_start", "pct", 0.3, 0, 1), word("anneal_strategy", "cos linear", 1),
      word("cycle_momentum", "false true", 1, 1), real("base_momentum", "", 0.85),
      real("max_momentum", "", 0.95), real("div_factor", "div", 25.0, least),
      real("final_div_factor", "final", 1e4, least), word("three_phase", "false true", 1)}},
    {"plateau",
     "lr times factor when the loss has not improved for more than patience steps.",
     {real("factor", "", 0.1, 0, 1), whole("patience", "", 10, 0), real("threshold", "", 1e-4),
      word("threshold_mode", "rel abs", 1), whole("cooldown", "", 0, 0), real("min_lr", "min", 0.0),
      real("eps", "", 1e-8), word("mode", "min max", 1)}},
    {"swa",
     "To swa_lr in anneal_epochs steps (Izmailov et al. 2018), from wherever lr is.",
     {real("swa_lr", "to", std::nullopt), whole("anneal_epochs", "T", 10, 0),
      word("anneal_strategy", "cos linear", 1)}},
    {"lambda", "lr times a formula of k.", {formula()}},
    {"multiplicative", "The rate before times a formula of k, from step 1 on.", {formula()}},
    {"1/k", "lr / (k + 1): Robbins, Monro 1951.", {}},
    {"power",
     "lr / (k + 1 + k0)^a; c stands for lr if given.",
     {real("a", "", std::nullopt), real("k0", "", 0.0, 0), real("c", "", -1.0)}},
    {"warmup", "lr (k + 1) / T in the first T steps.", {whole("T", "", std::nullopt)}},
};

}  // namespace

std::span<const ScheduleKind> schedule_kinds() { return kinds; }

}  // namespace pipelab::optim
