#pragma once

#include "base/parallel.hpp"
#include "base/progress.hpp"
#include "io/output.hpp"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace pipelab::io {

/// Writes what make(begin, end), a string, gives for the blocks, in their order, made in parallel:
/// some threads make while one writes. No more than 4 blocks a thread wait to be written. Throws
/// what make or the output throws, and base::Stopped when `control` asks for it.
template <class Make>
void write_blocks(Output& out, const base::Blocks& blocks, base::Control control, Make&& make) {
    std::mutex guard;
    std::condition_variable room;
    std::map<std::size_t, std::string> waiting;
    std::size_t next = 0;
    bool writing = false, failed = false;
    const std::size_t window = 4 * static_cast<std::size_t>(base::threads());
    const auto fail = [&] {
        const std::lock_guard lock(guard);
        failed = true;
        room.notify_all();
    };
    const auto put = [&](std::size_t block, std::string text) {
        std::unique_lock lock(guard);
        room.wait(lock, [&] { return failed || block < next + window; });
        if (failed) return;
        waiting.emplace(block, std::move(text));
        if (writing) return;
        writing = true;
        while (!failed && waiting.contains(next)) {
            const std::string ready = std::move(waiting.extract(next).mapped());
            lock.unlock();
            out.write(ready);
            lock.lock();
            ++next;
            room.notify_all();
        }
        writing = false;
    };
    base::parallel_for(blocks.count(), [&](std::size_t block) {
        try {
            base::stop_if_requested(control.cancellation);
            put(block, make(blocks.begin(block), blocks.end(block)));
        } catch (...) {
            fail();
            throw;
        }
    });
}

}  // namespace pipelab::io
