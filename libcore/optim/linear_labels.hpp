#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::optim {

/// What a linear model predicts.
enum class Task {
    regression,  ///< a number
    binary,      ///< which of two classes: labels -1 and +1
    multiclass,  ///< which of any number of classes: labels 0, 1, 2, ...
};

/// Turns labels as they are written into those of LinearRows, and back.
/// Two classes are 0 and 1, or -1 and +1, unless they are named; the second is the positive one.
/// More classes are numbered in order of their first appearance, unless they are named.
class LabelMap {
  public:
    static constexpr std::size_t most_classes = 4096;

    /// UsageError: two names for regression or not two for two classes, an empty name, a name
    /// twice, more than most_classes.
    explicit LabelMap(Task task, std::vector<std::string> names = {});

    /// Why a label is none.
    struct Refusal {
        std::string message;
    };
    /// The label that a number or a text stands for; nullopt and `refusal` if it is none. A number
    /// is the class that is called as it prints. With `grow`, new names become classes where none
    /// were given.
    std::optional<double> label(double number, bool grow, Refusal& refusal);
    std::optional<double> label(std::string_view text, bool grow, Refusal& refusal);

    Task task() const { return task_; }
    /// Whether the classes were named at the start: no other can come.
    bool fixed() const { return fixed_; }
    /// The names of the classes, by number; of two classes the negative first. Before any label of
    /// two classes was seen, -1 and 1.
    const std::vector<std::string>& names() const { return names_; }
    /// Classes of now: 0 for regression.
    std::size_t size() const { return names_.size(); }

    /// As it was written by a model file: names in order, which may grow if not fixed.
    static LabelMap restored(Task task, std::vector<std::string> names, bool fixed, bool seen);
    bool seen() const { return seen_; }
    /// Forgets, where none were named at the start, all classes but the first `classes` (more than
    /// two), or, unless `seen`, which two they are.
    void shrink(std::size_t classes, bool seen);

  private:
    std::optional<double> binary(double number, Refusal& refusal);
    std::optional<double> named(std::string_view name, bool grow, Refusal& refusal);

    Task task_;
    bool fixed_;
    bool seen_ = false;  // two classes: a label that tells 0, 1 from -1, 1
    std::vector<std::string> names_;
    std::map<std::string, std::size_t, std::less<>> numbers_;
    std::map<double, double> known_;  // numbers seen before
};

}  // namespace pipelab::optim
