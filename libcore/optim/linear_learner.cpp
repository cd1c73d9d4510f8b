#include "optim/linear_learner.hpp"

#include "base/elementary.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pipelab::optim {
namespace {

using Kind = SparseRule::Kind;

/// x^n for a whole n >= 0 and x in [0, 1].
double power(double x, double n) {
    return x <= 0 ? (n == 0 ? 1.0 : 0.0) : base::exp(n * base::log(x));
}

double toward_zero(double x, double by) {
    return std::copysign(std::max(0.0, std::abs(x) - by), x);
}

/// 1 + 2 + ... + n.
double triangular(double n) { return n * (n + 1) / 2; }

/// Below this the products of sgd's penalties start anew, so that they never vanish.
constexpr double least_shrink = 0x1p-500;

}  // namespace

LinearLearner::LinearLearner(const LinearLoss& loss, const SparseRule& rule, LearnerState state)
    : loss_(loss), rule_(rule), state_(std::move(state)), stride_(state_.outputs) {
    update_multiplier();
    touched_ = std::exchange(state_.batch_features, {});
    const std::vector<double> gradients = std::exchange(state_.batch_gradients, {});
    if (touched_.empty()) return;
    reserve(std::size_t{*std::max_element(touched_.begin(), touched_.end())} + 1, outputs());
    batch_.resize(state_.slots.size());
    is_touched_.resize(state_.slots.size() / stride_);
    for (std::size_t i = 0; i < touched_.size(); ++i) {
        is_touched_[touched_[i]] = 1;
        for (std::size_t k = 0; k < outputs(); ++k)
            batch_[touched_[i] * stride_ + k] = gradients[i * outputs() + k];
    }
}

namespace {

/// An array with a place for each feature and output, made wider.
template <class Array>
Array widened(const Array& array, std::size_t before, std::size_t width, std::size_t stride) {
    Array wide(width * stride);
    for (std::size_t at = 0, to = 0; at < array.size(); at += before, to += stride)
        std::copy_n(array.begin() + static_cast<std::ptrdiff_t>(at), std::min(before, stride),
                    wide.begin() + static_cast<std::ptrdiff_t>(to));
    return wide;
}

}  // namespace

void LinearLearner::reserve(std::size_t width, std::size_t outputs, std::size_t soon) {
    state_.outputs = outputs;
    const std::size_t features = state_.slots.size() / stride_;
    if (width <= features && outputs <= stride_) return;
    width = std::max(width, features);
    // Some more, so that features which come one by one do not copy it all each time.
    if (width > features && features > 0) width = std::max(width, features + features / 2);
    const std::size_t before = std::exchange(stride_, std::max({outputs, soon, stride_}));
    state_.slots = widened(state_.slots, before, width, stride_);
    // A weight of 0 needs no penalty, so that it does not matter when a new slot was looked at.
    if (rule_.penalised()) state_.visits = widened(state_.visits, before, width, stride_);
    if (rule_.average) state_.averages = widened(state_.averages, before, width, stride_);
    if (batch_.empty()) return;
    batch_ = widened(batch_, before, width, stride_);
    is_touched_.resize(width);
}

LearnerState LinearLearner::state() const {
    LearnerState state = state_;
    std::size_t width = state.slots.size() / stride_;
    const auto unused = [&](std::size_t feature) {
        for (std::size_t slot = feature * stride_; slot < (feature + 1) * stride_; ++slot)
            if (state.slots[slot] != Slot{} ||
                (!state.averages.empty() && state.averages[slot].value != 0))
                return false;
        return true;
    };
    while (width > 0 && unused(width - 1)) --width;
    // When a weight of 0 was looked at last does not matter.
    for (std::size_t slot = 0; slot < state.slots.size(); ++slot) {
        if (state.slots[slot].weight != 0) continue;
        if (!state.visits.empty()) state.visits[slot] = {};
        if (!state.averages.empty()) state.averages[slot].when = 0;
    }
    const auto compact = [&](auto& array) {
        if (array.empty()) return;
        array.resize(width * stride_);
        array = widened(array, stride_, width, outputs());
    };
    compact(state.slots);
    compact(state.visits);
    compact(state.averages);
    state.batch_features = touched_;
    for (const std::uint32_t feature : touched_)
        for (std::size_t k = 0; k < outputs(); ++k)
            state.batch_gradients.push_back(batch_[feature * stride_ + k]);
    return state;
}

/// adaptive: it follows from the sums, so that it needs no place in the state.
void LinearLearner::update_multiplier() {
    if (state_.total_size > 0) multiplier_ = std::sqrt(state_.total_weight / state_.total_size);
}

double LinearLearner::global_rate() const {
    return rule_.kind == Kind::sgd
               ? rule_.rate * base::exp(-rule_.power * base::log(state_.steps + 1))
               : rule_.rate;
}

/// The rate of a coordinate's next penalties.
double LinearLearner::rate_of(const Slot& slot) const {
    switch (rule_.kind) {
        case Kind::adaptive:
            return slot.squares > 0 && slot.scale > 0
                       ? rule_.rate * multiplier_ / (std::sqrt(slot.squares) * slot.scale)
                       : 0;
        case Kind::adagrad:
            return rule_.rate / (std::sqrt(slot.squares) + rule_.epsilon);
        default:
            return rule_.rate;
    }
}

void LinearLearner::catch_up(std::size_t slot) {
    if (slot < stride_) return;  // the intercept
    double& weight = state_.slots[slot].weight;
    LearnerState::Visit& visit = state_.visits[slot];
    if (rule_.kind == Kind::sgd) {
        if (weight != 0) {
            const double factor = state_.shrink / visit.when;
            weight = toward_zero(weight * factor,
                                 rule_.l1 * state_.shrink * (state_.drift - visit.value));
        }
        visit = {state_.shrink, state_.drift};
        return;
    }
    const double steps = state_.steps - visit.when;
    if (steps > 0 && weight != 0) {
        const double rate = visit.value;
        const double once = std::max(0.0, 1 - rate * rule_.l2 - rule_.rate * rule_.decay);
        const double factor = power(once, steps);
        const double times = once == 1 ? steps : (1 - factor) / (1 - once);
        weight = toward_zero(weight * factor, rule_.l1 * rate * times);
    }
    visit = {state_.steps, rate_of(state_.slots[slot])};
}

void LinearLearner::catch_up(const Features& row) {
    if (!rule_.penalised()) return;
    looks_.clear();
    for (const std::uint32_t feature : row.index)
        for (std::size_t k = 0; k < outputs(); ++k) {
            const std::size_t slot = feature * stride_ + k;
            looks_.push_back({slot, state_.slots[slot].weight, state_.visits[slot]});
            catch_up(slot);
        }
}

void LinearLearner::predict(const Features& row, std::span<double> margins) {
    catch_up(row);
    const Slot* slots = state_.slots.data();
    if (stride_ == 1) {
        double margin = 0;
        for (std::size_t i = 0; i < row.size(); ++i)
            margin += slots[row.index[i]].weight * row.value[i];
        margins[0] = margin;
        return;
    }
    std::fill(margins.begin(), margins.end(), 0.0);
    for (std::size_t i = 0; i < row.size(); ++i) {
        const Slot* of_feature = slots + row.index[i] * stride_;
        for (std::size_t k = 0; k < outputs(); ++k)
            margins[k] += of_feature[k].weight * row.value[i];
    }
}

double LinearLearner::averaged(std::size_t slot) const {
    const LearnerState::Visit& visit = state_.averages[slot];
    const double weight = state_.slots[slot].weight;
    const double all = triangular(state_.steps);
    return all == 0 ? weight : (visit.value + weight * (all - visit.when)) / all;
}

void LinearLearner::predict_model(const Features& row, std::span<double> margins) {
    if (!rule_.average) return predict(row, margins);
    std::fill(margins.begin(), margins.end(), 0.0);
    for (std::size_t i = 0; i < row.size(); ++i)
        for (std::size_t k = 0; k < outputs(); ++k)
            margins[k] += averaged(row.index[i] * stride_ + k) * row.value[i];
}

bool LinearLearner::accept(std::span<const double> margins) {
    if (std::all_of(margins.begin(), margins.end(),
                    [](double margin) { return std::abs(margin) <= greatest_margin; })) {
        looks_.clear();
        return true;
    }
    while (!looks_.empty()) {
        const Look& look = looks_.back();
        state_.slots[look.slot].weight = look.weight;
        state_.visits[look.slot] = look.visit;
        looks_.pop_back();
    }
    return false;
}

/// The weight of a slot is about to change in this step: what it was stands for those before.
void LinearLearner::before_change(std::size_t slot) {
    LearnerState::Visit& visit = state_.averages[slot];
    visit.value += state_.slots[slot].weight * (so_far_ - visit.when);
    visit.when = so_far_;
}

void LinearLearner::end_step() {
    state_.steps += 1;
    if (rule_.kind != Kind::sgd || !rule_.penalised()) return;
    // rate_now_ is that of this step
    state_.shrink *= std::max(0x1p-52, 1 - rate_now_ * (rule_.l2 + rule_.decay));
    state_.drift += rate_now_ / state_.shrink;
    if (state_.shrink < least_shrink) {
        for (std::size_t slot = 0; slot < state_.slots.size(); ++slot) catch_up(slot);
        state_.shrink = 1;
        state_.drift = 0;
        for (LearnerState::Visit& visit : state_.visits) visit = {1, 0};
    }
}

/// The gradients by the margins, in gradient_.
void LinearLearner::gradients(double label, double weight, std::span<const double> margins) {
    gradient_.assign(margins.begin(), margins.end());
    if (loss_.kind != LinearLoss::Kind::softmax) {
        gradient_[0] = weight * loss_.derivative(margins[0], label);
        return;
    }
    softmax(gradient_.data(), gradient_.size());
    gradient_[static_cast<std::size_t>(label)] -= 1;
    for (double& gradient : gradient_) gradient *= weight;
}

/// Moves the weight of a slot by its gradient.
void LinearLearner::move(std::size_t at, double gradient) {
    if (rule_.average) before_change(at);
    Slot& slot = state_.slots[at];
    switch (rule_.kind) {
        case Kind::sgd:
            slot.weight -= rate_now_ * gradient;
            break;
        case Kind::adagrad:
            slot.squares += gradient * gradient;
            slot.weight -= rule_.rate * gradient / (std::sqrt(slot.squares) + rule_.epsilon);
            break;
        case Kind::adam:
            slot.moment += (1 - rule_.beta1) * (gradient - slot.moment);
            slot.squares += (1 - rule_.beta2) * (gradient * gradient - slot.squares);
            slot.weight -= rule_.rate * slot.moment / correction1_ /
                           (std::sqrt(slot.squares / correction2_) + rule_.epsilon);
            break;
        case Kind::ftrl: {
            const double root = std::sqrt(slot.squares);
            slot.squares += gradient * gradient;
            const double grown = std::sqrt(slot.squares);
            slot.moment += gradient - (grown - root) / rule_.rate * slot.weight;
            const double l1 = at < stride_ ? 0 : rule_.l1, l2 = at < stride_ ? 0 : rule_.l2;
            slot.weight = -toward_zero(slot.moment, l1) / ((rule_.beta + grown) / rule_.rate + l2);
            break;
        }
        case Kind::adaptive:
            slot.squares += gradient * gradient;
            if (slot.squares > 0 && slot.scale > 0)
                slot.weight -=
                    rule_.rate * multiplier_ * gradient / (std::sqrt(slot.squares) * slot.scale);
            break;
    }
    if (rule_.penalised() && at >= stride_ && rule_.kind != Kind::sgd)
        state_.visits[at].value = rate_of(slot);
}

namespace {

/// Notes the size of a value; the weight of a slot keeps its part in the margin.
double noted(LearnerState::Slot& slot, double size) {
    if (size > slot.scale) {
        if (slot.scale > 0) slot.weight *= slot.scale / size;
        slot.scale = size;
    }
    const double part = size / slot.scale;
    return part * part;
}

}  // namespace

void LinearLearner::learn_adaptive(const Features& row, double label, double weight,
                                   double margin) {
    const double slope = loss_.derivative(margin, label);
    const double square = slope * slope * weight;
    rates_.resize(row.size());
    double size = 0, reach = 0;
    Slot* slots = state_.slots.data();
    for (std::size_t i = 0; i < row.size(); ++i) {
        const double x = row.value[i];
        rates_[i] = 0;
        if (x == 0) continue;
        if (rule_.average) before_change(row.index[i]);
        Slot& slot = slots[row.index[i]];
        slot.squares += square * x * x;
        size += noted(slot, std::abs(x));
        if (slot.squares > 0) rates_[i] = x / (std::sqrt(slot.squares) * slot.scale);
        reach += x * rates_[i];
    }
    state_.total_weight += weight;
    state_.total_size += weight * size;
    update_multiplier();
    if (!(reach > 0) || slope == 0) return;
    reach *= multiplier_;
    const double move =
        loss_.flow(margin, label, rule_.rate * weight * reach) / reach * multiplier_;
    for (std::size_t i = 0; i < row.size(); ++i) slots[row.index[i]].weight += move * rates_[i];
    if (!rule_.penalised()) return;
    for (const std::uint32_t feature : row.index)
        if (feature != intercept_feature) state_.visits[feature].value = rate_of(slots[feature]);
}

/// The sizes of the values of a row; of the slots the first output holds them.
void LinearLearner::learn_adaptive_softmax(const Features& row, double weight) {
    double size = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row.value[i] == 0) continue;
        for (std::size_t k = 0; k < outputs(); ++k) {
            if (rule_.average) before_change(row.index[i] * stride_ + k);
            const double part =
                noted(state_.slots[row.index[i] * stride_ + k], std::abs(row.value[i]));
            if (k == 0) size += part;
        }
    }
    state_.total_weight += weight;
    state_.total_size += weight * size;
    update_multiplier();
}

bool LinearLearner::learn(const Features& row, double label, double weight,
                          std::span<const double> margins) {
    if (!accept(margins)) return false;
    if (weight == 0) return true;
    rate_now_ = global_rate();
    so_far_ = triangular(state_.steps);
    if (rule_.kind == Kind::adaptive && loss_.kind != LinearLoss::Kind::softmax) {
        learn_adaptive(row, label, weight, margins[0]);
        end_step();
        return true;
    }
    if (rule_.kind == Kind::adaptive) learn_adaptive_softmax(row, weight);
    if (rule_.kind == Kind::adam) {
        correction1_ = 1 - power(rule_.beta1, state_.steps + 1);
        correction2_ = 1 - power(rule_.beta2, state_.steps + 1);
    }
    gradients(label, weight, margins);
    for (std::size_t i = 0; i < row.size(); ++i)
        for (std::size_t k = 0; k < outputs(); ++k)
            move(row.index[i] * stride_ + k, gradient_[k] * row.value[i]);
    end_step();
    return true;
}

bool LinearLearner::gather(const Features& row, double label, double weight,
                           std::span<const double> margins) {
    if (!accept(margins)) return false;
    so_far_ = triangular(state_.steps);
    if (rule_.kind == Kind::adaptive) learn_adaptive_softmax(row, weight);
    gradients(label, weight, margins);
    batch_.resize(state_.slots.size());
    is_touched_.resize(state_.slots.size() / stride_);
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::uint32_t feature = row.index[i];
        if (!std::exchange(is_touched_[feature], 1)) touched_.push_back(feature);
        for (std::size_t k = 0; k < outputs(); ++k)
            batch_[feature * stride_ + k] += gradient_[k] * row.value[i];
    }
    state_.batch_weight += weight;
    return true;
}

void LinearLearner::step() {
    const double weight = std::exchange(state_.batch_weight, 0.0);
    const std::vector<std::uint32_t> touched = std::exchange(touched_, {});
    for (const std::uint32_t feature : touched) is_touched_[feature] = 0;
    if (!(weight > 0)) return;  // all gradients are 0
    rate_now_ = global_rate();
    so_far_ = triangular(state_.steps);
    if (rule_.kind == Kind::adam) {
        correction1_ = 1 - power(rule_.beta1, state_.steps + 1);
        correction2_ = 1 - power(rule_.beta2, state_.steps + 1);
    }
    for (const std::uint32_t feature : touched)
        for (std::size_t k = 0; k < outputs(); ++k) {
            const std::size_t slot = feature * stride_ + k;
            // Of a weight of 0 a state does not tell when it was looked at.
            if (rule_.penalised()) catch_up(slot);
            move(slot, std::exchange(batch_[slot], 0.0) / weight);
        }
    end_step();
}

std::vector<double> LinearLearner::model() const {
    LinearLearner last = *this;
    last.step();
    std::vector<double> weights(state_.slots.size() / stride_ * outputs());
    for (std::size_t at = 0; at < weights.size(); ++at) {
        const std::size_t slot = at / outputs() * stride_ + at % outputs();
        if (rule_.penalised()) last.catch_up(slot);
        weights[at] = rule_.average ? last.averaged(slot) : last.state_.slots[slot].weight;
    }
    return weights;
}

}  // namespace pipelab::optim
