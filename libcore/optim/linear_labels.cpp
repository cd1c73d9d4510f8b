#include "optim/linear_labels.hpp"

#include "base/error.hpp"
#include "io/delimited.hpp"
#include "io/number.hpp"
#include "io/print.hpp"

#include <cmath>
#include <utility>

namespace pipelab::optim {

LabelMap::LabelMap(Task task, std::vector<std::string> names)
    : task_(task), fixed_(!names.empty()), names_(std::move(names)) {
    if (task == Task::regression && fixed_)
        throw base::UsageError("--labels: a regression has no classes");
    if (task == Task::binary && fixed_ && names_.size() != 2)
        throw base::UsageError("--labels: expected two names, NEGATIVE,POSITIVE, found " +
                               std::to_string(names_.size()));
    if (names_.size() > most_classes)
        throw base::UsageError("--labels: more than " + std::to_string(most_classes) + " classes");
    if (task == Task::binary && !fixed_) names_ = {"-1", "1"};
    for (std::size_t i = 0; i < names_.size(); ++i) {
        if (names_[i].empty()) throw base::UsageError("--labels: an empty name");
        if (!numbers_.emplace(names_[i], i).second)
            throw base::UsageError("--labels: '" + names_[i] + "' is named twice");
    }
}

LabelMap LabelMap::restored(Task task, std::vector<std::string> names, bool fixed, bool seen) {
    LabelMap map(task, std::move(names));
    map.fixed_ = fixed;
    map.seen_ = seen;
    return map;
}

void LabelMap::shrink(std::size_t classes, bool seen) {
    if (fixed_ || task_ == Task::regression) return;
    if (task_ == Task::binary) {
        if (!seen) *this = LabelMap(task_);
        return;
    }
    while (names_.size() > classes) {
        numbers_.erase(names_.back());
        names_.pop_back();
    }
    std::erase_if(known_,
                  [&](const auto& known) { return known.second >= static_cast<double>(classes); });
}

std::optional<double> LabelMap::binary(double number, Refusal& refusal) {
    const bool zero = number == 0;
    if (number == 1) return 1.0;
    if (!zero && number != -1) {
        refusal.message = "label " + io::printed(number) +
                          " is neither 0 or 1 nor -1 or 1 (--labels names two others)";
        return std::nullopt;
    }
    if (seen_ && zero != (names_[0] == "0")) {
        refusal.message = "label " + io::printed(number) + " among labels " + names_[0] +
                          " and 1 (--labels names two)";
        return std::nullopt;
    }
    if (!seen_) {
        names_[0] = zero ? "0" : "-1";
        numbers_.clear();
        numbers_ = {{names_[0], 0}, {names_[1], 1}};
        seen_ = true;
    }
    return -1.0;
}

std::optional<double> LabelMap::named(std::string_view name, bool grow, Refusal& refusal) {
    auto found = numbers_.find(name);
    if (found == numbers_.end()) {
        if (fixed_ || !grow || name.empty()) {
            refusal.message = name.empty() ? std::string("the label is empty")
                                           : "label '" + std::string(name) +
                                                 "' is none of the classes " + io::listed(names_);
            return std::nullopt;
        }
        if (names_.size() == most_classes) {
            refusal.message =
                "more than " + std::to_string(most_classes) + " classes: is this a regression?";
            return std::nullopt;
        }
        found = numbers_.emplace(name, names_.size()).first;
        names_.emplace_back(name);
    }
    const auto number = static_cast<double>(found->second);
    return task_ == Task::binary ? 2 * number - 1 : number;
}

std::optional<double> LabelMap::label(double number, bool grow, Refusal& refusal) {
    if (task_ == Task::regression) return number;
    if (task_ == Task::binary && !fixed_) return binary(number, refusal);
    const auto known = known_.find(number);
    if (known != known_.end()) return known->second;
    const auto label = named(io::printed(number), grow, refusal);
    if (label) known_.emplace(number, *label);
    return label;
}

std::optional<double> LabelMap::label(std::string_view text, bool grow, Refusal& refusal) {
    const bool by_number = task_ == Task::regression || (task_ == Task::binary && !fixed_);
    if (!by_number) {
        if (numbers_.find(text) != numbers_.end()) return named(text, grow, refusal);
        // 1.0 and +1 are the class 1.
        if (const auto number = io::parse_double(text); number && std::isfinite(*number))
            return label(*number, grow, refusal);
        return named(text, grow, refusal);
    }
    const auto number = io::parse_double(text);
    if (number && std::isfinite(*number)) return label(*number, grow, refusal);
    refusal.message = "label '" + std::string(text) + "' is no number";
    if (task_ == Task::binary) refusal.message += " (--labels NEGATIVE,POSITIVE names two classes)";
    return std::nullopt;
}

}  // namespace pipelab::optim
