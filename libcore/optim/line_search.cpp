#include "optim/line_search.hpp"

#include "optim/norms.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace pipelab::optim {
namespace {

/// Evaluations along one line.
class Line {
  public:
    Line(const Objective& f, std::span<const double> x, std::span<const double> direction,
         std::uint64_t& evaluations)
        : f_(f), x_(x), direction_(direction), at_(x.size()), evaluations_(evaluations) {}

    /// What is not finite counts as infinitely high.
    LinePoint at(double t) {
        for (std::size_t i = 0; i < x_.size(); ++i) at_[i] = x_[i] + t * direction_[i];
        LinePoint point{t, 0, std::vector<double>(x_.size()), 0};
        point.value = f_(at_, point.gradient);
        ++evaluations_;
        ++used_;
        if (!std::isfinite(point.value) || !all_finite(std::span<const double>(point.gradient)))
            point.value = std::numeric_limits<double>::infinity();
        point.slope = dot(point.gradient, direction_);
        return point;
    }
    std::uint64_t used() const { return used_; }

  private:
    const Objective& f_;
    std::span<const double> x_, direction_;
    std::vector<double> at_;
    std::uint64_t& evaluations_;
    std::uint64_t used_ = 0;
};

/// Two points between which the conditions hold somewhere, or one at which they do.
struct Bracket {
    LinePoint first, second;
    bool done = false;
    double width() const { return std::abs(second.t - first.t); }
};

double between(const LinePoint& a, const LinePoint& b, double low, double high) {
    return cubic_minimum(a.t, a.value, a.slope, b.t, b.value, b.slope, low, high);
}

/// Algorithm 3.5: steps that grow until a bracket is found.
Bracket bracket(const LineSearch& rules, Line& line, const LinePoint& start, double first) {
    LinePoint before = start, now = line.at(first);
    while (true) {
        const std::uint64_t passed = line.used() - 1;
        if (passed == rules.most_evaluations) return {start, now};
        const bool too_high = now.value > start.value + rules.c1 * now.t * start.slope ||
                              (passed > 1 && now.value >= before.value);
        if (too_high) return {before, now};
        if (std::abs(now.slope) <= -rules.c2 * start.slope) return {now, now, true};
        if (now.slope >= 0) return {before, now};
        const double next = between(before, now, now.t + 0.01 * (now.t - before.t), now.t * 10);
        before = std::exchange(now, line.at(next));
    }
}

/// The next point to try within the bracket: not too near to its ends twice in a row.
double trial(const Bracket& bracket, bool& stalled) {
    const double low = std::min(bracket.first.t, bracket.second.t);
    const double high = std::max(bracket.first.t, bracket.second.t);
    const double t = between(bracket.first, bracket.second, low, high);
    const double margin = 0.1 * (high - low);
    if (std::min(high - t, t - low) >= margin) {
        stalled = false;
        return t;
    }
    if (!stalled && t < high && t > low) {
        stalled = true;
        return t;
    }
    stalled = false;
    return std::abs(t - high) < std::abs(t - low) ? high - margin : low + margin;
}

/// Algorithm 3.6: the bracket shrinks around its lower end.
LinePoint zoom(const LineSearch& rules, Line& line, const LinePoint& start, Bracket bracket,
               double longest) {
    bool stalled = false;
    bool first_is_low = bracket.first.value <= bracket.second.value;
    while (!bracket.done && line.used() - 1 < rules.most_evaluations) {
        if (bracket.width() * longest < rules.change_tolerance) break;
        LinePoint now = line.at(trial(bracket, stalled));
        LinePoint& low = first_is_low ? bracket.first : bracket.second;
        LinePoint& high = first_is_low ? bracket.second : bracket.first;
        if (now.value > start.value + rules.c1 * now.t * start.slope || now.value >= low.value) {
            high = std::move(now);
            first_is_low = bracket.first.value <= bracket.second.value;
        } else {
            if (std::abs(now.slope) <= -rules.c2 * start.slope)
                bracket.done = true;
            else if (now.slope * (high.t - low.t) >= 0)
                high = low;
            low = std::move(now);
        }
    }
    return first_is_low ? std::move(bracket.first) : std::move(bracket.second);
}

}  // namespace

double dot(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

double cubic_minimum(double t1, double value1, double slope1, double t2, double value2,
                     double slope2, double low, double high) {
    const double d1 = slope1 + slope2 - 3 * (value1 - value2) / (t1 - t2);
    const double square = d1 * d1 - slope1 * slope2;
    if (!(square >= 0) || !std::isfinite(square)) return (low + high) / 2;
    const double d2 = std::sqrt(square);
    const double found = t1 <= t2
                             ? t2 - (t2 - t1) * ((slope2 + d2 - d1) / (slope2 - slope1 + 2 * d2))
                             : t1 - (t1 - t2) * ((slope1 + d2 - d1) / (slope1 - slope2 + 2 * d2));
    return std::isnan(found) ? (low + high) / 2 : std::min(std::max(found, low), high);
}

LinePoint LineSearch::run(const Objective& f, std::span<const double> x,
                          std::span<const double> direction, const LinePoint& start, double first,
                          std::uint64_t& evaluations) const {
    Line line(f, x, direction, evaluations);
    Bracket found = bracket(*this, line, start, first);
    return zoom(*this, line, start, std::move(found), largest_magnitude(direction));
}

}  // namespace pipelab::optim
