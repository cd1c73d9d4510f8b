#include "optim/descent.hpp"

#include "optim/norms.hpp"
#include "optim/optimiser.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace pipelab::optim {
namespace {

class Descent {
  public:
    Descent(const Objective& f, std::span<const double> start, const DescentOptions& options,
            const WatchDescent& watch)
        : f_(f),
          options_(options),
          watch_(watch),
          optimiser_(options.settings),
          transform_(options.transforms),
          x_(start.begin(), start.end()),
          gradient_(start.size()) {
        const auto fits = [&](const std::vector<double>& bounds) {
            return bounds.empty() || bounds.size() == start.size();
        };
        if (!fits(options.low) || !fits(options.high))
            throw std::invalid_argument("bounds and start of different lengths");
        if (options.schedule) schedule_.emplace(*options.schedule);
        project();
    }

    Minimum run(base::Control control) {
        double lr = 0;
        while (look(lr) && !control.cancellation.requested()) lr = step();
        return std::move(last_);
    }

  private:
    void project() {
        for (std::size_t i = 0; i < x_.size(); ++i) {
            if (!options_.low.empty()) x_[i] = std::max(x_[i], options_.low[i]);
            if (!options_.high.empty()) x_[i] = std::min(x_[i], options_.high[i]);
        }
    }

    /// Evaluates f where the method stands; false if that is a reason to stop.
    bool look(double lr) {
        Minimum now;
        now.x = x_;
        now.value = evaluate(x_, gradient_);
        now.gradient = gradient_;
        if (steps_ > 0 && averages(options_.settings.rule)) {
            const Parameter<double> parameter{x_, gradient_, {}};
            const std::span<double> out(now.x);
            optimiser_.result({&parameter, 1}, {&out, 1});
            now.value = evaluate(now.x, now.gradient);
        }
        now.iterations = steps_;
        now.evaluations = evaluations_;
        if (!std::isfinite(now.value) || !all_finite(now.gradient) || !all_finite(gradient_)) {
            last_.evaluations = evaluations_;
            last_.stop = Stop::not_finite;
            return false;
        }
        now.stop = judge(now);
        if (watch_) watch_(now, lr);
        last_ = std::move(now);
        return last_.stop == Stop::running;
    }

    double evaluate(std::span<const double> x, std::vector<double>& gradient) {
        ++evaluations_;
        return f_(x, gradient);
    }

    Stop judge(const Minimum& now) const {
        const StoppingRules& rules = options_.stopping;
        const bool reached =
            options_.settings.maximize ? now.value >= rules.target : now.value <= rules.target;
        if (std::isfinite(rules.target) && reached) return Stop::target;
        if (largest_magnitude(now.gradient) <= rules.gradient_tolerance) return Stop::gradient;
        if (steps_ > 0) {
            double move = 0;
            for (std::size_t i = 0; i < now.x.size(); ++i)
                move = std::max(move, std::fabs(now.x[i] - last_.x[i]));
            if (move <= rules.step_tolerance) return Stop::step;
            if (std::fabs(now.value - last_.value) < rules.change_tolerance) return Stop::change;
        }
        if (steps_ >= rules.iterations) return Stop::iterations;
        if (evaluations_ >= rules.evaluations) return Stop::evaluations;
        return Stop::running;
    }

    /// One step; its learning rate.
    double step() {
        const double lr = schedule_ ? schedule_->lr() : options_.settings.lr;
        const Parameter<double> parameter{x_, gradient_, {}};
        ++steps_;
        if (!transform_.push({&parameter, 1})) return lr;
        optimiser_.set_lr(lr);
        if (schedule_ && schedule_->momentum()) optimiser_.set_momentum(*schedule_->momentum());
        optimiser_.step(transform_.gradients({&parameter, 1}));
        project();
        if (schedule_) schedule_->advance(last_.value);
        return lr;
    }

    const Objective& f_;
    const DescentOptions& options_;
    const WatchDescent& watch_;
    Optimiser<double> optimiser_;
    GradientTransform<double> transform_;
    std::optional<Schedule> schedule_;
    std::vector<double> x_, gradient_;
    std::uint64_t steps_ = 0, evaluations_ = 0;
    Minimum last_;
};

}  // namespace

Minimum descend(const Objective& f, std::span<const double> start, const DescentOptions& options,
                base::Control control, const WatchDescent& watch) {
    return Descent(f, start, options, watch).run(control);
}

}  // namespace pipelab::optim
