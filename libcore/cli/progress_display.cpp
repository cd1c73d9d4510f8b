#include "cli/progress_display.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>

#include <sys/ioctl.h>
#include <unistd.h>

namespace pipelab::cli {
namespace {

/// "B", unlike "steps".
bool is_symbol(std::string_view unit) { return unit.size() == 1; }

/// "12.3 MB", "999", "1.2 M": three digits, powers of 1000. Words are no unit for prefixes.
std::string amount(double value, std::string_view unit) {
    constexpr std::string_view letters = " kMGTPE";
    std::size_t power = 0;
    while (value >= 999.5 && power + 1 < letters.size()) value /= 1000, ++power;
    std::array<char, 32> digits;
    const int decimals = power > 0 && value < 99.95 ? 1 : 0;
    std::snprintf(digits.data(), digits.size(), "%.*f", decimals, value);
    std::string text = digits.data();
    if (power > 0 || is_symbol(unit)) text += ' ';
    if (power > 0) text += letters[power];
    return is_symbol(unit) ? text.append(unit) : text;
}

/// "0:04", "12:30", "3:05:00".
std::string duration(double seconds) {
    const auto whole = static_cast<std::uint64_t>(std::clamp(seconds, 0.0, 3.6e9));
    std::array<char, 48> text;
    const auto hours = static_cast<unsigned long long>(whole / 3600);
    const auto minutes = static_cast<unsigned>(whole / 60 % 60);
    const auto rest = static_cast<unsigned>(whole % 60);
    if (hours > 0)
        std::snprintf(text.data(), text.size(), "%llu:%02u:%02u", hours, minutes, rest);
    else
        std::snprintf(text.data(), text.size(), "%u:%02u", minutes, rest);
    return text.data();
}

std::size_t terminal_width(int descriptor) {
    winsize window{};
    if (ioctl(descriptor, TIOCGWINSZ, &window) != 0 || window.ws_col == 0) return 80;
    return window.ws_col;
}

constexpr std::chrono::milliseconds redraw_every{100};
constexpr std::chrono::seconds line_every{1};
constexpr auto never = std::numeric_limits<std::chrono::steady_clock::rep>::max();

}  // namespace

std::string progress_line(std::string_view what, std::uint64_t done, std::uint64_t total,
                          std::string_view unit, double seconds) {
    std::string text(what);
    const auto so_far = static_cast<double>(done);
    const auto all = static_cast<double>(total);
    if (total > 0)
        text += ' ' + std::to_string(static_cast<int>(std::min(100.0, 100 * so_far / all))) + '%';
    text += ' ' + amount(so_far, unit);
    if (total > 0) text += " of " + amount(all, unit);
    if (!is_symbol(unit)) text.append(" ").append(unit);
    if (seconds < 0.1 || done == 0) return text;
    const double rate = so_far / seconds;
    text += ", " + amount(rate, unit) + "/s";
    if (total > done) text += ", " + duration((all - so_far) / rate) + " left";
    return text;
}

ProgressDisplay::ProgressDisplay(Mode mode, std::string tool, int descriptor)
    : mode_(mode),
      tool_(std::move(tool)),
      descriptor_(descriptor),
      interval_(mode == Mode::animated ? Clock::duration(redraw_every)
                                       : Clock::duration(line_every)),
      next_draw_(never) {}

ProgressDisplay::~ProgressDisplay() { erase(); }

void ProgressDisplay::begin(std::string_view what, std::uint64_t total, std::string_view unit) {
    if (mode_ == Mode::none) return;
    const std::lock_guard lock(guard_);
    what_ = what;
    unit_ = unit;
    total_ = total;
    start_ = Clock::now();
    done_ = 0;
    next_draw_ = (start_ + interval_).time_since_epoch().count();
}

void ProgressDisplay::advance(std::uint64_t work) {
    if (mode_ == Mode::none) return;
    done_.fetch_add(work, std::memory_order_relaxed);
    const Clock::time_point now = Clock::now();
    Clock::rep due = next_draw_.load(std::memory_order_relaxed);
    if (now.time_since_epoch().count() < due) return;
    const Clock::rep next = (now + interval_).time_since_epoch().count();
    if (next_draw_.compare_exchange_strong(due, next)) draw(now);
}

void ProgressDisplay::end() {
    next_draw_ = never;
    erase();
}

void ProgressDisplay::draw(Clock::time_point now) {
    const std::lock_guard lock(guard_);
    const double seconds = std::chrono::duration<double>(now - start_).count();
    std::string line = tool_ + ": " + progress_line(what_, done_, total_, unit_, seconds);
    if (mode_ == Mode::lines) return put(line + '\n');
    // A line that wraps could not be erased.
    line.resize(std::min(line.size(), terminal_width(descriptor_) - 1));
    const std::size_t length = line.size();
    if (length < shown_) line.append(shown_ - length, ' ');
    put('\r' + line);
    shown_ = length;
}

void ProgressDisplay::erase() {
    const std::lock_guard lock(guard_);
    if (shown_ == 0) return;
    put('\r' + std::string(shown_, ' ') + '\r');
    shown_ = 0;
}

void ProgressDisplay::put(const std::string& text) {
    // A display that cannot be written is no reason to stop the work.
    [[maybe_unused]] const ssize_t written = ::write(descriptor_, text.data(), text.size());
}

}  // namespace pipelab::cli
