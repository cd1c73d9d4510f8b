#pragma once

#include "base/progress.hpp"

#include <atomic>
#include <chrono>
#include <optional>

namespace pipelab::base {

/// A cancellation that is also requested when a time has passed since it was made. The clock is
/// read at every 64th question.
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
        if (!end_ || questions_.fetch_add(1, std::memory_order_relaxed) % 64 != 0) return false;
        if (Clock::now() >= *end_) over_ = true;
        return over_;
    }
    /// The time has passed, and somebody was told so.
    bool over() const { return over_; }
    Control control() const { return {control_.progress, *this}; }

  private:
    using Clock = std::chrono::steady_clock;
    Control control_;
    std::optional<Clock::time_point> end_;
    mutable std::atomic<unsigned> questions_{0};
    mutable std::atomic<bool> over_{false};
};

}  // namespace pipelab::base
