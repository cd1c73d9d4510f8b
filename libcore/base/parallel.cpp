#include "base/parallel.hpp"

#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>

#include <omp.h>

namespace pipelab::base {

namespace {
/// OpenMP's own setting holds only for the thread that makes it.
std::atomic<int> chosen_threads{0};
}  // namespace

int threads() {
    const int chosen = chosen_threads.load(std::memory_order_relaxed);
    return chosen > 0 ? chosen : omp_get_max_threads();
}

void set_threads(int count) { chosen_threads = std::max(1, count); }

void detail::parallel_for(std::size_t count, void* context, void (*call)(void*, std::size_t)) {
    if (count < 2 || threads() == 1 || omp_in_parallel()) {
        for (std::size_t i = 0; i < count; ++i) call(context, i);
        return;
    }
    std::exception_ptr failure;
    std::atomic<std::size_t> failed_at{count};
    std::mutex guard;
    const auto team = static_cast<int>(std::min(count, static_cast<std::size_t>(threads())));
#pragma omp parallel for schedule(dynamic, 1) num_threads(team)
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(count); ++i) {
        if (static_cast<std::size_t>(i) > failed_at.load(std::memory_order_relaxed)) continue;
        try {
            call(context, static_cast<std::size_t>(i));
        } catch (...) {
            const std::lock_guard lock(guard);
            if (static_cast<std::size_t>(i) < failed_at.load()) {
                failed_at = static_cast<std::size_t>(i);
                failure = std::current_exception();
            }
        }
    }
    if (failure) std::rethrow_exception(failure);
}

}  // namespace pipelab::base
