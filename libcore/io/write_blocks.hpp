#pragma once

#include "base/array.hpp"
#include "base/parallel.hpp"
#include "base/progress.hpp"
#include "io/output.hpp"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace pipelab::io {

using Bytes = base::Array<char>;

/// Writes what make(begin, end, bytes) leaves in `bytes` for the blocks, in their order, made in
/// parallel: some threads make while one writes. `bytes` holds anything before. No more than 4
/// blocks a thread wait to be written. Throws what make or the output throws, and base::Stopped
/// when `control` asks for it.
template <class Make>
void write_blocks(Output& out, const base::Blocks& blocks, base::Control control, Make&& make) {
    std::mutex guard;
    std::condition_variable room;
    std::map<std::size_t, Bytes> waiting;
    std::vector<Bytes> spare;
    std::size_t next = 0;
    bool writing = false, failed = false;
    const std::size_t window = 4 * static_cast<std::size_t>(base::threads());
    const auto fail = [&] {
        const std::lock_guard lock(guard);
        failed = true;
        room.notify_all();
    };
    const auto take_spare = [&] {
        const std::lock_guard lock(guard);
        Bytes bytes;
        if (!spare.empty()) {
            bytes = std::move(spare.back());
            spare.pop_back();
        }
        return bytes;
    };
    const auto put = [&](std::size_t block, Bytes text) {
        std::unique_lock lock(guard);
        room.wait(lock, [&] { return failed || block < next + window; });
        if (failed) return;
        waiting.emplace(block, std::move(text));
        if (writing) return;
        writing = true;
        while (!failed && waiting.contains(next)) {
            Bytes ready = std::move(waiting.extract(next).mapped());
            lock.unlock();
            out.write({ready.data(), ready.size()});
            lock.lock();
            spare.push_back(std::move(ready));
            ++next;
            room.notify_all();
        }
        writing = false;
    };
    base::parallel_for(blocks.count(), [&](std::size_t block) {
        try {
            base::stop_if_requested(control.cancellation);
            Bytes bytes = take_spare();
            make(blocks.begin(block), blocks.end(block), bytes);
            put(block, std::move(bytes));
        } catch (...) {
            fail();
            throw;
        }
    });
}

}  // namespace pipelab::io
