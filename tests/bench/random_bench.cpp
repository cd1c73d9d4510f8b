// Random numbers drawn in bulk against the standard library's generators, one thread.
#include "base/random.hpp"
#include "timing.hpp"

#include <algorithm>
#include <cstdio>
#include <random>
#include <vector>

namespace {

constexpr std::size_t count = 1 << 22;

template <class Ours, class Theirs>
void compare(const char* what, const char* peer, Ours ours, Theirs theirs) {
    const double mine = bench::best_seconds(7, ours), other = bench::best_seconds(7, theirs);
    std::printf("%-13s %7.0f M/s   %-36s %6.0f M/s   ratio %.2f\n", what, count / mine / 1e6, peer,
                count / other / 1e6, other / mine);
}

}  // namespace

int main() {
    const pipelab::base::Random random(1, 2);
    std::vector<std::uint64_t> words(count);
    std::vector<double> values(count);
    std::mt19937_64 engine(1);
    compare(
        "bits", "std::mt19937_64", [&] { random.bits(0, words); },
        [&] {
            for (auto& x : words) x = engine();
        });
    compare(
        "uniform", "std::uniform_real_distribution", [&] { random.uniform(0, values); },
        [&] {
            std::uniform_real_distribution<double> draw;
            for (auto& x : values) x = draw(engine);
        });
    compare(
        "normal", "std::normal_distribution", [&] { random.normal(0, values); },
        [&] {
            std::normal_distribution<double> draw;
            for (auto& x : values) x = draw(engine);
        });
    compare(
        "exponential", "std::exponential_distribution", [&] { random.exponential(0, values); },
        [&] {
            std::exponential_distribution<double> draw;
            for (auto& x : values) x = draw(engine);
        });
    compare(
        "integer", "std::uniform_int_distribution", [&] { random.integer(0, 1000003, words); },
        [&] {
            std::uniform_int_distribution<std::uint64_t> draw(0, 1000002);
            for (auto& x : words) x = draw(engine);
        });
    compare(
        "permuted", "std::shuffle of all elements", [&] { random.permuted(0, count, words); },
        [&] {
            for (std::size_t i = 0; i < count; ++i) words[i] = i;
            std::shuffle(words.begin(), words.end(), engine);
        });
}
