#pragma once

#include "base/parallel.hpp"
#include "io/chunk.hpp"

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace pipelab::io {
namespace detail {

/// The parallel part of for_chunks: workers that read and work in any order, and one of them at a
/// time that passes on the results in order. A worker whose result is too far ahead waits; the one
/// that holds the next result in order never does, so some worker can always go on. The workers are
/// those of base::parallel_for: its team is kept between loops (2 us to start two, 34 us for
/// std::jthread), and loops inside of the work do not start threads of their own.
template <class Reader, class Work, class Sink>
class ChunkLoop {
    using Result = std::invoke_result_t<Work&, Chunk&, int>;
    struct Slot {
        bool filled = false;
        Chunk chunk;
        std::optional<Result> result;
        std::exception_ptr error;
    };

  public:
    ChunkLoop(Reader& reader, base::Control control, Work& work, Sink& sink, Chunk first)
        : reader_(reader), control_(control), work_(work), sink_(sink), first_(std::move(first)) {}

    void run(int workers) {
        base_ = first_->index;
        slots_.resize(4 * static_cast<std::size_t>(workers));
        base::parallel_for(static_cast<std::size_t>(workers),
                           [&](std::size_t worker) { work_on(static_cast<int>(worker)); });
        if (!failure_) failure_ = reader_failure_;
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    void work_on(int worker) {
        try {
            Slot slot;
            while (take(slot.chunk)) {
                try {
                    slot.result.emplace(work_(slot.chunk, worker));
                } catch (...) {
                    slot.error = std::current_exception();
                }
                slot.filled = true;
                put(slot);
            }
        } catch (...) {
            stop(std::current_exception());
        }
    }

    bool take(Chunk& chunk) {
        {
            const std::lock_guard lock(guard_);
            if (stopped_ || control_.cancellation.requested()) return false;
            if (first_) {
                chunk = std::move(*first_);
                first_.reset();
                return true;
            }
            if (!spare_.empty()) {
                chunk = std::move(spare_.back());
                spare_.pop_back();
            }
        }
        try {
            return reader_.next(chunk);
        } catch (...) {
            // It comes after all chunks that were read before.
            const std::lock_guard lock(guard_);
            reader_failure_ = std::current_exception();
            return false;
        }
    }

    void put(Slot& slot) {
        const std::size_t ordinal = slot.chunk.index - base_;
        std::unique_lock lock(guard_);
        room_.wait(lock, [&] { return stopped_ || ordinal < next_ + slots_.size(); });
        if (stopped_) return;
        std::swap(slots_[ordinal % slots_.size()], slot);
        slot = {};
        if (sinking_) return;
        sinking_ = true;
        while (!stopped_ && slots_[next_ % slots_.size()].filled) sink_next(lock);
        sinking_ = false;
    }

    void sink_next(std::unique_lock<std::mutex>& lock) {
        Slot taken = std::exchange(slots_[next_ % slots_.size()], {});
        lock.unlock();
        if (!taken.error) {
            try {
                sink_(std::move(*taken.result));
                taken.result.reset();
            } catch (...) {
                taken.error = std::current_exception();
            }
        }
        lock.lock();
        if (taken.error) {
            failure_ = taken.error;
            stopped_ = true;
        } else {
            spare_.push_back(std::move(taken.chunk));
            ++next_;
        }
        room_.notify_all();
    }

    void stop(std::exception_ptr error) {
        const std::lock_guard lock(guard_);
        if (!failure_) failure_ = std::move(error);
        stopped_ = true;
        room_.notify_all();
    }

    Reader& reader_;
    base::Control control_;
    Work& work_;
    Sink& sink_;
    std::optional<Chunk> first_;

    std::mutex guard_;
    std::condition_variable room_;
    std::vector<Slot> slots_;
    std::vector<Chunk> spare_;
    std::size_t base_ = 0, next_ = 0;
    bool sinking_ = false, stopped_ = false;
    std::exception_ptr failure_, reader_failure_;
};

}  // namespace detail

template <class Reader, class Work, class Sink>
void for_chunks(Reader& reader, base::Control control, Work&& work, Sink&& sink) {
    const int workers = base::threads();
    Chunk chunk;
    bool first = true;
    while (reader.next(chunk)) {
        if (!first && workers > 1) {
            using Loop = detail::ChunkLoop<Reader, std::remove_reference_t<Work>,
                                           std::remove_reference_t<Sink>>;
            Loop(reader, control, work, sink, std::move(chunk)).run(workers);
            return;
        }
        sink(work(chunk, 0));
        first = false;
    }
}

}  // namespace pipelab::io
