#include "optim/schedule_node.hpp"

#include "base/elementary.hpp"
#include "optim/step_sequence.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace pipelab::optim::detail {
namespace {

double cosine(double half_turns) { return base::cos_turns(half_turns / 2); }

/// 1 + cos(pi x) without cancellation.
double raised_cosine(double x) {
    const double root = base::cos_turns(x / 4);
    return 2 * root * root;
}

double linear_ratio(const ScheduleNode& node) {
    const double start = node.arguments[0], end = node.arguments[1], total = node.arguments[2];
    if (node.epoch == 0) return start;
    if (node.epoch > total) return 1;
    return 1 + (end - start) / (total * start + (node.epoch - 1) * (end - start));
}

double constant_ratio(const ScheduleNode& node) {
    const double factor = node.arguments[0], total = node.arguments[1];
    if (node.epoch == 0) return factor;
    return node.epoch == total ? 1 / factor : 1;
}

double step_ratio(const ScheduleNode& node) {
    return node.epoch == 0 || std::fmod(node.epoch, node.arguments[0]) != 0 ? 1 : node.arguments[1];
}

double multistep_ratio(const ScheduleNode& node) {
    const auto times = std::count(node.list.begin(), node.list.end(), node.epoch);
    return base::pow(node.arguments[1], static_cast<double>(times));
}

double polynomial_ratio(const ScheduleNode& node) {
    const double total = node.arguments[0];
    if (node.epoch == 0 || node.epoch > total) return 1;
    return base::pow((1 - node.epoch / total) / (1 - (node.epoch - 1) / total), node.arguments[1]);
}

double warmup_ratio(const ScheduleNode& node) {
    if (node.epoch == 0) return 1 / node.arguments[0];
    return node.epoch < node.arguments[0] ? (node.epoch + 1) / node.epoch : 1;
}

void cosine_step(const ScheduleNode& node, RateGroup& group) {
    const double k = node.epoch, period = node.arguments[0], least = node.arguments[1];
    if (k == 0) return;
    if (std::fmod(k - 1 - period, 2 * period) == 0)  // behind a minimum, where the ratio is 0 / 0
        group.lr += (node.base_lr - least) * (1 - cosine(1 / period)) / 2;
    else
        group.lr =
            raised_cosine(k / period) / raised_cosine((k - 1) / period) * (group.lr - least) +
            least;
}

void warm_restarts(ScheduleNode& node, RateGroup& group) {
    double& passed = node.first;
    double& period = node.second;
    if (node.epoch == 0) {
        passed = 0;
        period = node.arguments[0];
    } else if (++passed >= period) {
        passed -= period;
        period *= node.arguments[1];
    }
    const double least = node.arguments[2];
    group.lr = least + (node.base_lr - least) * raised_cosine(passed / period) / 2;
}

void cyclic(const ScheduleNode& node, RateGroup& group) {
    const auto& a = node.arguments;
    const double up = a[2], down = a[3] > 0 ? a[3] : up;
    const double total = up + down, k = node.epoch;
    const double cycle = std::floor(1 + k / total);
    const double x = 1 + k / total - cycle, ratio = up / total;
    const double height = x <= ratio ? x / ratio : (x - 1) / (ratio - 1);
    const double scale = a[4] == 0 ? 1
                         : a[4] == 1
                             ? std::ldexp(1.0, static_cast<int>(std::max(1 - cycle, -1100.0)))
                             : base::pow(a[5], k);
    group.lr = a[0] + (a[1] - a[0]) * height * scale;
    if (a[6] != 0) group.momentum = a[8] - (a[8] - a[7]) * height * scale;
}

double anneal(bool linear, double from, double to, double share) {
    return linear ? (to - from) * share + from : to + (from - to) / 2 * raised_cosine(share);
}

void one_cycle(const ScheduleNode& node, RateGroup& group) {
    const auto& a = node.arguments;
    const double total = a[1], most = a[0], initial = most / a[7], least = initial / a[8];
    const bool linear = a[3] != 0, three = a[9] != 0;
    const double rise = a[2] * total - 1, last = total - 1;
    const double fall = three ? 2 * a[2] * total - 2 : last;
    const double k = std::min(node.epoch, last);
    const auto part = [&](double begin, double end, double lr_from, double lr_to,
                          double momentum_from, double momentum_to) {
        const double share = end > begin ? (k - begin) / (end - begin) : 1;
        group.lr = anneal(linear, lr_from, lr_to, share);
        if (a[4] != 0) group.momentum = anneal(linear, momentum_from, momentum_to, share);
    };
    if (k <= rise) return part(0, rise, initial, most, a[6], a[5]);
    if (!three) return part(rise, last, most, least, a[5], a[6]);
    if (k <= fall) return part(rise, fall, most, initial, a[5], a[6]);
    part(fall, last, initial, least, a[6], a[6]);
}

void swa(const ScheduleNode& node, RateGroup& group) {
    const double target = node.arguments[0], length = std::max(1.0, node.arguments[1]);
    double step = node.count - 1;
    if (node.arguments[1] == 0) step = std::max(1.0, step);
    const auto share = [&](double at) {
        const double t = std::clamp(at / length, 0.0, 1.0);
        return node.arguments[2] != 0 ? t : 1 - raised_cosine(t) / 2;
    };
    const double before = share(step - 1), now = share(step);
    const double from = before == 1 ? target : (group.lr - before * target) / (1 - before);
    group.lr = target * now + from * (1 - now);
}

/// first: the best loss, second: bad steps, third: -1 before the first loss, else the cooldown.
void plateau(ScheduleNode& node, RateGroup& group, double loss) {
    const auto& a = node.arguments;
    const bool relative = a[3] == 0, greatest = a[7] != 0;
    const double bound = relative ? node.first * (greatest ? 1 + a[2] : 1 - a[2])
                                  : node.first + (greatest ? a[2] : -a[2]);
    const bool better = node.third < 0 ? std::isfinite(loss)
                        : greatest     ? loss > bound
                                       : loss < bound;
    if (better) {
        node.first = loss;
        node.third = std::max(0.0, node.third);
        node.second = 0;
    } else {
        ++node.second;
    }
    if (node.third > 0) {
        --node.third;
        node.second = 0;
    }
    if (node.second > a[1]) {
        const double next = std::max(group.lr * a[0], a[5]);
        if (group.lr - next > a[6]) group.lr = next;
        node.third = a[4];
        node.second = 0;
    }
}

double sequence_factor(const ScheduleNode& node) {
    const auto k = static_cast<std::uint64_t>(node.epoch) + 1;
    if (node.type == ScheduleType::harmonic) return StepSequence().at(k);
    return StepSequence::power(1, node.arguments[0], node.arguments[1]).at(k);
}

/// What a leaf does at node.epoch.
void act(ScheduleNode& node, RateGroup& group) {
    switch (node.type) {
        case ScheduleType::constant:
            group.lr *= constant_ratio(node);
            return;
        case ScheduleType::linear:
            group.lr *= linear_ratio(node);
            return;
        case ScheduleType::step:
            group.lr *= step_ratio(node);
            return;
        case ScheduleType::multistep:
            group.lr *= multistep_ratio(node);
            return;
        case ScheduleType::exponential:
            group.lr *= node.epoch == 0 ? 1 : node.arguments[0];
            return;
        case ScheduleType::polynomial:
            group.lr *= polynomial_ratio(node);
            return;
        case ScheduleType::warmup:
            group.lr *= warmup_ratio(node);
            return;
        case ScheduleType::multiplicative:
            group.lr *= node.epoch > 0 ? node.function(node.epoch) : 1;
            return;
        case ScheduleType::cosine:
            return cosine_step(node, group);
        case ScheduleType::warm_restarts:
            return warm_restarts(node, group);
        case ScheduleType::cyclic:
            return cyclic(node, group);
        case ScheduleType::one_cycle:
            return one_cycle(node, group);
        case ScheduleType::swa:
            return swa(node, group);
        case ScheduleType::lambda:
            group.lr = node.base_lr * node.function(node.epoch);
            return;
        case ScheduleType::harmonic:
        case ScheduleType::power:
            group.lr = node.base_lr * sequence_factor(node);
            return;
        case ScheduleType::plateau:
        case ScheduleType::chain:
        case ScheduleType::sequence:
            return;
    }
}

/// What the rate is at step 0, whatever it was before: the closed forms of torch.
std::optional<double> closed_at_zero(const ScheduleNode& node) {
    switch (node.type) {
        case ScheduleType::constant:
            return node.base_lr * (node.arguments[1] <= 0 ? 1 : node.arguments[0]);
        case ScheduleType::linear:
            return node.base_lr * node.arguments[0];
        case ScheduleType::warmup:
            return node.base_lr / node.arguments[0];
        case ScheduleType::multistep:
            return node.base_lr * multistep_ratio(node);
        case ScheduleType::step:
        case ScheduleType::exponential:
        case ScheduleType::polynomial:
        case ScheduleType::cosine:
            return node.base_lr;
        default:
            return std::nullopt;
    }
}

}  // namespace

void ScheduleNode::construct(RateGroup& group) {
    if (children.empty()) {
        if (type == ScheduleType::cyclic) group.lr = arguments[0];
        if (type == ScheduleType::one_cycle) group.initial_lr = arguments[0] / arguments[7];
        if (type == ScheduleType::cyclic && !group.started) group.initial_lr = group.lr;
        group.started = true;
        const bool own = type == ScheduleType::power && arguments[2] >= 0;
        base_lr = own ? arguments[2] : group.initial_lr;
    }
    for (ScheduleNode& child : children) child.construct(group);
    if (type == ScheduleType::sequence) {
        group.lr = group.initial_lr;
        for (ScheduleNode& child : children) child.undo();
        epoch = 0;
        children[0].initial_step(group);
    } else if (type != ScheduleType::chain) {
        initial_step(group);
    }
}

void ScheduleNode::undo() {
    for (ScheduleNode& child : children) child.undo();
    epoch -= 1;
}

void ScheduleNode::initial_step(RateGroup& group) {
    if (type == ScheduleType::chain) {
        for (ScheduleNode& child : children) child.initial_step(group);
    } else if (type == ScheduleType::sequence) {
        epoch = 0;
        children[0].initial_step(group);
    } else {
        epoch += 1;
        count = 1;
        third = type == ScheduleType::plateau ? -1 : 0;
        act(*this, group);
    }
}

void ScheduleNode::step(RateGroup& group, std::optional<double> loss) {
    epoch += 1;
    if (type == ScheduleType::chain) {
        for (ScheduleNode& child : children) child.step(group, loss);
        return;
    }
    if (type == ScheduleType::sequence) {
        const auto passed = std::upper_bound(milestones.begin(), milestones.end(), epoch);
        ScheduleNode& child = children[static_cast<std::size_t>(passed - milestones.begin())];
        if (passed != milestones.begin() && *(passed - 1) == epoch)
            child.restart(group);
        else
            child.step(group, loss);
        return;
    }
    count += 1;
    if (type != ScheduleType::plateau) return act(*this, group);
    if (!loss) throw std::invalid_argument("plateau: needs the loss of each step");
    plateau(*this, group, *loss);
}

void ScheduleNode::restart(RateGroup& group) {
    epoch = 0;
    count += 1;
    if (type == ScheduleType::chain) {
        for (ScheduleNode& child : children) child.restart(group);
    } else if (type == ScheduleType::sequence) {
        children[0].restart(group);
    } else if (const auto rate = closed_at_zero(*this)) {
        group.lr = *rate;
    } else {
        act(*this, group);
    }
}

bool ScheduleNode::needs_loss() const {
    return type == ScheduleType::plateau ||
           std::any_of(children.begin(), children.end(),
                       [](const ScheduleNode& child) { return child.needs_loss(); });
}

void ScheduleNode::pass(StateTape& tape) {
    for (double* each : {&base_lr, &epoch, &count, &first, &second, &third}) tape.pass(*each);
    for (ScheduleNode& child : children) child.pass(tape);
}

}  // namespace pipelab::optim::detail
