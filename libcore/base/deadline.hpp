#pragma once

#include "base/progress.hpp"

#include <atomic>
#include <chrono>
#include <optional>

namespace pipelab::base {

/// A cancellation that is also requested when a time has passed since it was made. Each question
/// reads the clock: some 30 ns.
class Deadline final : public Cancellation {
  public:
    /// What `control` refers to must outlive this. No `seconds`: no limit.
    Deadline(Control control, std::optional<double> seconds) : control_(control) {
        if (seconds)
            end_ = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                      std::chrono::duration<double>(*seconds));
    }
    bool requested() const noexcept override {
        if (over_ || control_.cancellation.requested()) return true;
        if (end_ && Clock::now() >= *end_) over_ = true;
        return over_;
    }
    /// The time has passed, and somebody was told so.
    bool over() const { return over_; }
    Control control() const { return {control_.progress, *this}; }

  private:
    using Clock = std::chrono::steady_clock;
    Control control_;
    std::optional<Clock::time_point> end_;
    mutable std::atomic<bool> over_{false};
};

}  // namespace pipelab::base
