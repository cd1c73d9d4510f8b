// Reads time stamps in memory, ours and the C library's strptime + timegm in turn; best of five.
#include "io/time.hpp"
#include "timing.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <time.h>

using namespace pipelab::io;

namespace {

constexpr std::size_t count = 2'000'000;

struct Stamps {
    std::string text;  // each with a zero behind it, as strptime wants
    std::vector<std::size_t> begins;
    std::string_view operator[](std::size_t i) const {
        return {text.data() + begins[i], begins[i + 1] - begins[i] - 1};
    }
};

Stamps stamps(const char* format, bool milliseconds, const char* zone) {
    std::mt19937_64 random(1);
    Stamps all;
    for (std::size_t i = 0; i < count; ++i) {
        const std::time_t seconds = static_cast<std::time_t>(random() % 4'000'000'000);
        std::tm time{};
        gmtime_r(&seconds, &time);
        char buffer[64];
        all.begins.push_back(all.text.size());
        all.text.append(buffer, std::strftime(buffer, sizeof buffer, format, &time));
        if (milliseconds) {
            std::snprintf(buffer, sizeof buffer, ".%03u", static_cast<unsigned>(random() % 1000));
            all.text += buffer;
        }
        all.text += zone;
        all.text += '\0';
    }
    all.begins.push_back(all.text.size());
    return all;
}

/// Seconds for one pass over all stamps, and what they add up to.
struct Timed {
    double seconds = 1e9;
    std::uint64_t sum = 0;
};

void time_once(Timed& best, const Stamps& all, const auto& read) {
    best.sum = 0;
    const double seconds = bench::seconds([&] {
        for (std::size_t i = 0; i < count; ++i)
            best.sum += static_cast<std::uint64_t>(read(all[i]));
    });
    best.seconds = std::min(best.seconds, seconds);
}

std::int64_t whole_seconds(const std::optional<TimeRead>& time) {
    if (!time) std::abort();
    std::int64_t seconds = time->seconds.mantissa;
    for (int i = 0; i < time->seconds.scale; ++i) seconds /= 10;
    return seconds;
}

void compare(const char* name, const Stamps& all, const char* format, const auto& ours) {
    Timed own, peer;
    const auto theirs = [&](std::string_view text) {
        std::tm time{};
        if (strptime(text.data(), format, &time) == nullptr) std::abort();
        return timegm(&time);
    };
    for (int round = 0; round < 5; ++round) {
        time_once(own, all, ours);
        time_once(peer, all, theirs);
    }
    if (own.sum != peer.sum) std::abort();
    const double millions = static_cast<double>(count) / 1e6;
    std::printf("%-34s %7.1f M/s, strptime + timegm %5.2f M/s, ratio %.1f\n", name,
                millions / own.seconds, millions / peer.seconds, peer.seconds / own.seconds);
}

}  // namespace

int main() {
    setenv("TZ", "UTC", 1);  // for the peer's %s
    const auto iso = [](std::string_view text) { return whole_seconds(parse_iso_time(text)); };
    const auto prefix = [](std::string_view text) {
        return whole_seconds(parse_time_prefix(text, EpochUnit::seconds));
    };
    compare("2024-01-31T12:34:56Z", stamps("%Y-%m-%dT%H:%M:%S", false, "Z"), "%Y-%m-%dT%H:%M:%S",
            iso);
    compare("2024-01-31T12:34:56.789Z", stamps("%Y-%m-%dT%H:%M:%S", true, "Z"), "%Y-%m-%dT%H:%M:%S",
            iso);
    compare("20240131T123456Z", stamps("%Y%m%dT%H%M%S", false, "Z"), "%Y%m%dT%H%M%S", iso);
    compare("[2024-01-31 12:34:56.789] INFO x", stamps("[%Y-%m-%d %H:%M:%S", true, "] INFO x"),
            "[%Y-%m-%d %H:%M:%S", prefix);
    compare("1700000000.123", stamps("%s", true, ""), "%s", [](std::string_view text) {
        return whole_seconds(parse_epoch_time(text, EpochUnit::seconds));
    });
    const char* apache = "%d/%b/%Y:%H:%M:%S";
    const TimeFormat format(apache);
    compare(apache, stamps(apache, false, ""), apache,
            [&](std::string_view text) { return whole_seconds(format.parse(text)); });
}
