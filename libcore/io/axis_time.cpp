#include "io/axis.hpp"

#include <array>
#include <chrono>
#include <cmath>

namespace pipelab::io {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t day_seconds = 86400;

std::string padded(std::int64_t number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return (a - (a % b + b) % b) / b; }

/// A moment, split.
struct Moment {
    std::int64_t day;     // since 1970-01-01
    std::int64_t second;  // of the day
    year_month_day date;
    explicit Moment(double time) {
        const auto whole = static_cast<std::int64_t>(std::floor(time));
        day = floor_divide(whole, day_seconds);
        second = whole - day * day_seconds;
        date = sys_days(days(day));
    }
    std::string year() const { return padded(static_cast<int>(date.year()), 4); }
    std::string month() const { return padded(static_cast<unsigned>(date.month()), 2); }
    std::string month_day() const {
        return month() + "-" + padded(static_cast<unsigned>(date.day()), 2);
    }
    std::string clock(bool seconds) const {
        const std::string text = padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2);
        return seconds ? text + ":" + padded(second % 60, 2) : text;
    }
};

/// Adds the midnight that begins a month unless it lies outside the scale.
void add_month(Ticks& made, const Scale& scale, std::int64_t month, bool only_year) {
    using namespace std::chrono;
    const auto in_year = static_cast<unsigned>(month - floor_divide(month, 12) * 12) + 1;
    const year_month_day date{std::chrono::year(static_cast<int>(floor_divide(month, 12))),
                              std::chrono::month(in_year), std::chrono::day(1)};
    const double time = static_cast<double>(sys_days(date).time_since_epoch().count()) *
                        static_cast<double>(day_seconds);
    if (time < scale.low || time > scale.high) return;
    const Moment moment(time);
    made.ticks.push_back({time, only_year ? moment.year() : moment.year() + "-" + moment.month()});
}

Ticks month_ticks(const Scale& scale, int count) {
    Ticks made;
    const double year_seconds = 365.2425 * static_cast<double>(day_seconds);
    const double span = (scale.high - scale.low) / year_seconds;
    std::int64_t step = 0;
    for (const std::int64_t months : {1, 3, 6})
        if (step == 0 && span * 12 <= static_cast<double>(months * count)) step = months;
    for (std::int64_t years = 1, i = 0; step == 0; ++i) {
        if (span <= static_cast<double>(years * count)) step = 12 * years;
        years = i % 3 == 1 ? years / 2 * 5 : years * 2;
    }
    const auto month_of = [](double time) {
        const year_month_day date = Moment(time).date;
        return std::int64_t{static_cast<int>(date.year())} * 12 +
               static_cast<unsigned>(date.month()) - 1;
    };
    const std::int64_t last = month_of(scale.high);
    for (std::int64_t m = floor_divide(month_of(scale.low), step) * step; m <= last; m += step)
        add_month(made, scale, m, step % 12 == 0);
    return made;
}

std::string clock_dates(const Scale& scale) {
    const Moment first(scale.low), last(scale.high);
    const std::string date = first.year() + "-" + first.month_day();
    return first.day == last.day ? date + " UTC" : "from " + date + ", UTC";
}

Ticks fraction_ticks(const Scale& scale, int count) {
    Ticks made;
    std::size_t decimals = 1;
    for (double step = (scale.high - scale.low) / count * 2; step < 0.1 && decimals < 7; step *= 10)
        ++decimals;
    const auto unit = static_cast<std::int64_t>(std::pow(10.0, static_cast<double>(decimals)));
    for (const double time : round_ticks(scale.low, scale.high, count)) {
        if (time < scale.low || time > scale.high) continue;
        const double whole = std::floor(time + 0.5 / static_cast<double>(unit));
        const auto parts =
            static_cast<std::int64_t>(std::round((time - whole) * static_cast<double>(unit)));
        made.ticks.push_back({time, Moment(whole).clock(true) + "." +
                                        padded(std::max(parts, std::int64_t{0}), decimals)});
    }
    made.unit = clock_dates(scale);
    return made;
}

}  // namespace

Ticks make_time_ticks(const Scale& scale, int count) {
    constexpr std::array<std::int64_t, 21> steps{1,
                                                 2,
                                                 5,
                                                 10,
                                                 15,
                                                 30,
                                                 60,
                                                 120,
                                                 300,
                                                 600,
                                                 900,
                                                 1800,
                                                 3600,
                                                 7200,
                                                 10800,
                                                 21600,
                                                 43200,
                                                 day_seconds,
                                                 2 * day_seconds,
                                                 7 * day_seconds,
                                                 14 * day_seconds};
    const double wanted = (scale.high - scale.low) / count;
    if (wanted < 0.75) return fraction_ticks(scale, count);
    std::int64_t step = 0;
    for (const std::int64_t candidate : steps)
        if (step == 0 && static_cast<double>(candidate) >= wanted) step = candidate;
    if (step == 0) return month_ticks(scale, count);

    // Weeks begin on Mondays; 1970-01-05 was one.
    const std::int64_t start = step >= 7 * day_seconds ? 4 * day_seconds : 0;
    const bool several_days = Moment(scale.low).day != Moment(scale.high).day;
    Ticks made;
    auto time = static_cast<std::int64_t>(std::floor(scale.low)) - start;
    for (time = floor_divide(time, step) * step + start; static_cast<double>(time) <= scale.high;
         time += step) {
        if (static_cast<double>(time) < scale.low) continue;
        const Moment moment(static_cast<double>(time));
        const std::string label = step >= day_seconds ? moment.year() + "-" + moment.month_day()
                                  : several_days && moment.second == 0 ? moment.month_day()
                                                                       : moment.clock(step < 60);
        made.ticks.push_back({static_cast<double>(time), label});
    }
    if (step < day_seconds) made.unit = clock_dates(scale);
    return made;
}

}  // namespace pipelab::io
