#include "base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <sched.h>

namespace pipelab::base {
namespace {

std::atomic<int> chosen_threads{0};
thread_local bool in_loop = false;

int default_threads() {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    if (sched_getaffinity(0, sizeof cores, &cores) == 0) return std::max(1, CPU_COUNT(&cores));
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// Goes round for some 15 microseconds: less than a thread takes to fall asleep and to wake up.
/// Whether the condition came.
template <class Condition>
bool comes_soon(const Condition& condition) {
    for (int i = 0; i < 1000; ++i) {
        if (condition()) return true;
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
    }
    return false;
}

/// A loop whose indices are taken in order by the thread that started it and those that help.
struct Loop {
    Loop(std::size_t loop_count, void* loop_context, void (*loop_call)(void*, std::size_t))
        : count(loop_count), context(loop_context), call(loop_call), failed_at(loop_count) {}

    void run() {
        in_loop = true;
        for (std::size_t i; (i = next.fetch_add(1, std::memory_order_relaxed)) < count;) {
            if (i > failed_at.load(std::memory_order_relaxed)) break;
            try {
                call(context, i);
            } catch (...) {
                const std::lock_guard lock(guard);
                if (i < failed_at.load()) {
                    failed_at = i;
                    failure = std::current_exception();
                }
            }
        }
        in_loop = false;
    }

    const std::size_t count;
    void* const context;
    void (*const call)(void*, std::size_t);
    std::atomic<std::size_t> next{0}, failed_at;
    std::mutex guard;
    std::exception_ptr failure;
    int wanted = 0;               ///< helpers that may still come; of the pool's guard
    std::atomic<int> helping{0};  ///< those that came and have not gone
};

/// Threads that help with loops. A loop ends when its indices are done and the helpers that came
/// are gone: on a busy machine it never waits for one that has not even woken up.
class Pool {
  public:
    /// Never destroyed: its threads sleep until the process ends.
    static Pool& instance() {
        static Pool* const pool = new Pool;
        return *pool;
    }

    void run(Loop& loop, int helpers) {
        {
            const std::lock_guard lock(guard_);
            start_threads(helpers);
            loop.wanted = helpers;
            loops_.push_back(&loop);
            ++offers_;
        }
        if (helpers > 1)
            offered_.notify_all();
        else
            offered_.notify_one();
        loop.run();
        {
            const std::lock_guard lock(guard_);
            loops_.erase(std::find(loops_.begin(), loops_.end(), &loop));
        }
        const auto all_gone = [&] { return loop.helping == 0; };
        if (comes_soon(all_gone)) return;
        std::unique_lock lock(guard_);
        gone_.wait(lock, all_gone);
    }

  private:
    /// As many as the system lets us have.
    void start_threads(int count) {
        try {
            for (; threads_ < count; ++threads_) std::thread([this] { help(); }).detach();
        } catch (const std::system_error&) {
        }
    }

    [[noreturn]] void help() {
        while (true) {
            Loop* const loop = next_loop();
            loop->run();
            const std::lock_guard lock(guard_);
            if (loop->helping.fetch_sub(1) == 1) gone_.notify_all();
        }
    }

    Loop* next_loop() {
        std::unique_lock lock(guard_);
        while (true) {
            for (Loop* const loop : loops_) {
                if (loop->wanted == 0) continue;
                --loop->wanted;
                ++loop->helping;
                return loop;
            }
            const auto new_offer = [this, seen = offers_.load()] { return offers_ != seen; };
            lock.unlock();
            const bool came = comes_soon(new_offer);
            lock.lock();
            if (!came) offered_.wait(lock, new_offer);
        }
    }

    std::mutex guard_;
    std::condition_variable offered_, gone_;
    std::vector<Loop*> loops_;
    std::atomic<std::uint64_t> offers_{0};
    int threads_ = 0;
};

}  // namespace

int threads() {
    const int chosen = chosen_threads.load(std::memory_order_relaxed);
    if (chosen > 0) return chosen;
    static const int all = default_threads();
    return all;
}

void set_threads(int count) { chosen_threads = std::max(1, count); }

void detail::parallel_for(std::size_t count, void* context, void (*call)(void*, std::size_t)) {
    if (count < 2 || threads() == 1 || in_loop) {
        for (std::size_t i = 0; i < count; ++i) call(context, i);
        return;
    }
    Loop loop(count, context, call);
    const std::size_t team = std::min(count, static_cast<std::size_t>(threads()));
    Pool::instance().run(loop, static_cast<int>(team) - 1);
    if (loop.failure) std::rethrow_exception(loop.failure);
}

}  // namespace pipelab::base
