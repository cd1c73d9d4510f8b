// Printing against std::to_chars on the same values in the same run. Rates in GB of text a second
// on one core, best of several rounds; the peers are interleaved so that a busy machine slows both.
#include "io/print.hpp"
#include "timing.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

namespace {

constexpr std::size_t count = 1000000;
constexpr int rounds = 9;

struct Timing {
    double seconds = 1e9;
    std::size_t bytes = 0;
    double gigabytes() const { return static_cast<double>(bytes) / seconds / 1e9; }
};

template <class T, class Print>
void measure(Timing& timing, const std::vector<T>& values, Print print_one) {
    std::vector<char> text(64 * 1024);
    std::size_t bytes = 0;
    const double seconds = bench::seconds([&] {
        char* to = text.data();
        for (const T& value : values) {
            char* const end = print_one(to, value);
            bytes += static_cast<std::size_t>(end - to);
            to = end < text.data() + text.size() - 64 ? end : text.data();
        }
    });
    timing.seconds = std::min(timing.seconds, seconds);
    timing.bytes = bytes;
}

template <class T>
void compare(const char* name, const std::vector<T>& values) {
    Timing ours, peer;
    for (int round = 0; round < rounds; ++round) {
        measure(ours, values, [](char* to, T value) { return pipelab::io::print(to, value); });
        measure(peer, values,
                [](char* to, T value) { return std::to_chars(to, to + 64, value).ptr; });
    }
    const auto rate = [&](const Timing& t) { return static_cast<double>(count) / t.seconds / 1e6; };
    std::printf(
        "%-22s %5.2f GB/s %6.1f M/s   to_chars %5.2f GB/s %6.1f M/s   numbers ratio %4.2f\n", name,
        ours.gigabytes(), rate(ours), peer.gigabytes(), rate(peer), peer.seconds / ours.seconds);
}

template <class Draw>
auto drawn(Draw draw) {
    std::mt19937_64 random(1);
    std::vector<decltype(draw(random))> values;
    while (values.size() < count) values.push_back(draw(random));
    return values;
}

double random_finite(std::mt19937_64& random) {
    double value;
    do value = std::bit_cast<double>(random());
    while (!std::isfinite(value));
    return value;
}

}  // namespace

int main() {
    using Random = std::mt19937_64;
    compare("uniform [0,1)",
            drawn([](Random& r) { return static_cast<double>(r() >> 11) * 0x1p-53; }));
    compare("random bits", drawn(random_finite));
    compare("amounts, 2 decimals",
            drawn([](Random& r) { return static_cast<double>(r() % 10000000) / 100; }));
    compare("whole doubles", drawn([](Random& r) { return static_cast<double>(r() % 1000000); }));
    compare("int64", drawn([](Random& r) { return static_cast<std::int64_t>(r()); }));
    compare("int64 below 10^6",
            drawn([](Random& r) { return static_cast<std::int64_t>(r() % 1000000); }));
}
