#include "optim/root_search.hpp"

#include "base/random.hpp"
#include "optim/root_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pipelab::optim {
namespace {

/// Streams of looks are numbered from 0; those of signs lie beyond all of them.
constexpr std::uint64_t sign_streams = std::uint64_t{1} << 63;

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

RootSearch::RootSearch(const RootSettings& settings, NoisyFunction& function, std::uint64_t first,
                       std::size_t count)
    : settings_(settings), function_(function), first_(first), lanes_(count) {
    const std::vector<double> zeros(count);
    for (const double start : settings.start) w_.emplace_back(count, start);
    before_ = near_ = far_ = w_;
    mean_ = squares_ = products_ = Columns(w_.size(), zeros);
    for (auto* const values : {&seen_, &other_, &difference_, &slope_, &step_sizes_, &last_sign_,
                               &sign_changes_, &sum_seen_, &sum_w_, &sum_y_, &sum_ww_, &sum_wy_})
        *values = zeros;
    lowest_ = highest_ = w_[0];
}

std::optional<RootDivergence> RootSearch::run(const std::function<void(const RootStep&)>& trace,
                                              const Watch& watch) {
    for (std::uint64_t k = 1; k <= settings_.count; ++k) {
        step_size_ = settings_.steps.at(k);
        for (std::size_t j = 0; j < w_.size(); ++j)
            std::copy(w_[j].begin(), w_[j].end(), before_[j].begin());
        step(k);
        if (const auto lost = divergence(k)) return lost;
        gather(k);
        const Columns& means = k > settings_.skipped ? mean_ : w_;
        if (watch) watch(k, w_, means);
        if (!trace) continue;
        std::vector<double> w, mean;
        for (std::size_t j = 0; j < w_.size(); ++j)
            w.push_back(w_[j][0]), mean.push_back(means[j][0]);
        const bool own = settings_.method == RootMethod::kesten;
        trace({k, own ? step_sizes_[0] : step_size_, seen_[0], w, mean});
    }
    return std::nullopt;
}

void RootSearch::step(std::uint64_t k) {
    switch (settings_.method) {
        case RootMethod::robbins_monro:
        case RootMethod::kesten:
            step_by_value(k);
            break;
        case RootMethod::newton:
            step_by_slope(k);
            break;
        case RootMethod::kiefer_wolfowitz:
            step_by_differences(k);
            break;
        case RootMethod::spsa:
            step_by_signs(k);
            break;
    }
    if (!settings_.low && !settings_.high) return;
    for (auto& column : w_)
        kernel::hold(settings_.low.value_or(-infinity), settings_.high.value_or(infinity),
                     column.data(), lanes_);
}

void RootSearch::observe(std::uint64_t look, const Columns& points, std::vector<double>& values) {
    std::vector<const double*> columns;
    for (const auto& column : points) columns.push_back(column.data());
    function_.observe(look, first_, columns, values);
}

void RootSearch::step_by_value(std::uint64_t k) {
    observe(k, w_, seen_);
    if (settings_.method == RootMethod::robbins_monro)
        return kernel::step_by(step_size_, seen_.data(), w_[0].data(), lanes_);
    for (std::size_t i = 0; i < lanes_; ++i) {
        const double sign = seen_[i] > 0 ? 1 : (seen_[i] < 0 ? -1 : 0);
        if (k == 1 || sign * last_sign_[i] < 0) {
            ++sign_changes_[i];
            step_sizes_[i] = settings_.steps.at(static_cast<std::uint64_t>(sign_changes_[i]));
        }
        if (sign != 0) last_sign_[i] = sign;
    }
    kernel::step_by_each(step_sizes_.data(), seen_.data(), w_[0].data(), lanes_);
}

/// The slope that a step divides by is the mean of those seen so far, its own included.
void RootSearch::step_by_slope(std::uint64_t k) {
    const double c = settings_.widths.at(k), count = static_cast<double>(k);
    for (std::size_t i = 0; i < lanes_; ++i) near_[0][i] = w_[0][i] - c, far_[0][i] = w_[0][i] + c;
    observe(2 * k, near_, other_);
    observe(2 * k + 1, far_, seen_);
    for (std::size_t i = 0; i < lanes_; ++i) {
        slope_[i] += ((seen_[i] - other_[i]) / (2 * c) - slope_[i]) / count;
        const double held = std::clamp(slope_[i], settings_.least_slope, settings_.most_slope);
        seen_[i] = 0.5 * (seen_[i] + other_[i]);
        w_[0][i] -= step_size_ * seen_[i] / held;
    }
}

void RootSearch::step_by_differences(std::uint64_t k) {
    const double c = settings_.widths.at(k);
    const std::uint64_t looks = 2 * w_.size();
    for (std::size_t j = 0; j < w_.size(); ++j) {
        near_ = before_, far_ = before_;
        for (std::size_t i = 0; i < lanes_; ++i) near_[j][i] -= c, far_[j][i] += c;
        observe(looks * k + 2 * j, near_, other_);
        observe(looks * k + 2 * j + 1, far_, seen_);
        for (std::size_t i = 0; i < lanes_; ++i) seen_[i] = (seen_[i] - other_[i]) / (2 * c);
        kernel::step_by(step_size_, seen_.data(), w_[j].data(), lanes_);
    }
}

void RootSearch::step_by_signs(std::uint64_t k) {
    const double c = settings_.widths.at(k);
    const base::Random random(settings_.seed, sign_streams + k);
    const std::size_t d = w_.size();
    const auto sign = [&](std::size_t i, std::size_t j) {
        return random.bits((first_ + i) * d + j) >> 63 == 0 ? -1.0 : 1.0;
    };
    for (std::size_t j = 0; j < d; ++j) {
        for (std::size_t i = 0; i < lanes_; ++i) {
            const double move = c * sign(i, j);
            near_[j][i] = before_[j][i] - move, far_[j][i] = before_[j][i] + move;
        }
    }
    observe(2 * k, near_, other_);
    observe(2 * k + 1, far_, seen_);
    for (std::size_t i = 0; i < lanes_; ++i) seen_[i] = (seen_[i] - other_[i]) / (2 * c);
    for (std::size_t j = 0; j < d; ++j) {
        for (std::size_t i = 0; i < lanes_; ++i) w_[j][i] -= step_size_ * seen_[i] * sign(i, j);
    }
}

void RootSearch::gather(std::uint64_t k) {
    if (k > settings_.skipped) {
        const auto s = static_cast<double>(k - settings_.skipped);
        for (std::size_t j = 0; j < w_.size(); ++j)
            kernel::add_iterate(w_[j].data(), s, settings_.start[j], mean_[j].data(),
                                squares_[j].data(), products_[j].data(), lanes_);
        square_weights_ += s * s;
    }
    if (2 * k > settings_.count) kernel::add_squares(seen_.data(), sum_seen_.data(), lanes_);
    kernel::add_pair(before_[0].data(), seen_.data(), settings_.start[0], sum_w_.data(),
                     sum_y_.data(), sum_ww_.data(), sum_wy_.data(), lanes_);
    kernel::widen(w_[0].data(), lowest_.data(), highest_.data(), lanes_);
}

std::optional<RootDivergence> RootSearch::divergence(std::uint64_t k) const {
    std::size_t lost = 0;
    for (const auto& column : w_) lost += kernel::count_lost(column.data(), lanes_);
    if (lost == 0) return std::nullopt;
    for (std::size_t i = 0; i < lanes_; ++i) {
        const bool here = std::any_of(
            w_.begin(), w_.end(), [&](const auto& column) { return !std::isfinite(column[i]); });
        if (!here) continue;
        RootDivergence divergence{k, first_ + i, {}};
        for (const auto& column : before_) divergence.last.push_back(column[i]);
        return divergence;
    }
    return std::nullopt;
}

RootOutcome RootSearch::outcome(std::size_t lane) const {
    RootOutcome outcome;
    const double n = static_cast<double>(settings_.count);
    const double averaged = static_cast<double>(settings_.count - settings_.skipped);
    for (std::size_t j = 0; j < w_.size(); ++j) {
        const double mean = mean_[j][lane], distance = mean - settings_.start[j];
        outcome.last.push_back(w_[j][lane]);
        outcome.mean.push_back(mean);
        const double sum = squares_[j][lane] - 2 * distance * products_[j][lane] +
                           distance * distance * square_weights_;
        outcome.scaling.push_back(std::max(sum, 0.0) / (averaged * averaged));
    }
    outcome.square_seen = sum_seen_[lane] / (n - std::floor(n / 2));
    const double spread = sum_ww_[lane] - sum_w_[lane] * sum_w_[lane] / n;
    const double common = sum_wy_[lane] - sum_w_[lane] * sum_y_[lane] / n;
    if (spread > 0) outcome.slope = common / spread;
    outcome.lowest = lowest_[lane], outcome.highest = highest_[lane];
    return outcome;
}

}  // namespace pipelab::optim
