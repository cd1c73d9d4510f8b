#pragma once

#include "base/progress.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace pipelab::cli {

/// One phase of work as a line of text: "reading 45% 1.2 GB of 2.7 GB, 350 MB/s, 0:04 left".
/// Percentage and time left are missing where `total` is 0, the rate before 0.1 s.
std::string progress_line(std::string_view what, std::uint64_t done, std::uint64_t total,
                          std::string_view unit, double seconds);

/// Shows progress on stderr: on a terminal one line, redrawn ten times a second and erased at
/// the end; else, where asked for, a plain line a second. Phases shorter than that show nothing.
class ProgressDisplay : public base::Progress {
  public:
    enum class Mode { none, lines, animated };
    ProgressDisplay(Mode mode, std::string tool, int descriptor = 2);
    ~ProgressDisplay() override;

    void begin(std::string_view what, std::uint64_t total, std::string_view unit) override;
    void advance(std::uint64_t amount) override;
    void end() override;
    /// Removes the line from the terminal so that a message can stand there; it comes back with
    /// the next advance().
    void erase();

  private:
    using Clock = std::chrono::steady_clock;
    void draw(Clock::time_point now);
    void put(const std::string& text);

    const Mode mode_;
    const std::string tool_;
    const int descriptor_;
    const Clock::duration interval_;
    std::atomic<std::uint64_t> done_{0};
    std::atomic<Clock::rep> next_draw_;
    std::mutex guard_;  ///< of all below
    std::string what_, unit_;
    std::uint64_t total_ = 0;
    Clock::time_point start_;
    std::size_t shown_ = 0;
};

}  // namespace pipelab::cli
