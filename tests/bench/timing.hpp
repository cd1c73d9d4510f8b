#pragma once

#include <algorithm>
#include <chrono>

/// What every benchmark measures with.
namespace bench {

/// How long `work` takes, in seconds of wall time.
template <class Work>
double seconds(Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The least of `rounds` times.
template <class Work>
double best_seconds(int rounds, Work&& work) {
    double best = 1e9;
    for (int round = 0; round < rounds; ++round) best = std::min(best, seconds(work));
    return best;
}

}  // namespace bench
