#pragma once

#include "base/parallel.hpp"
#include "base/progress.hpp"
#include "io/chunk.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace pipelab::geometry::detail {

/// Asks to stop when somebody else does, or when it has been closed.
class Closing : public base::Cancellation {
  public:
    explicit Closing(const base::Cancellation& other) : other_(other) {}
    bool requested() const noexcept override { return closed_ || other_.requested(); }
    void close() { closed_ = true; }

  private:
    const base::Cancellation& other_;
    std::atomic<bool> closed_ = false;
};

/// What work(chunk, worker) makes of the chunks of a reader, handed out in input order to somebody
/// who asks for one after the other. The first chunk is worked on where it is asked for, and all of
/// them if there is but one thread; the others by io::for_chunks in the background, until
/// 2 * base::threads() results wait.
template <class Reader, class Result>
class ReadAhead {
  public:
    using Work = std::function<Result(io::Chunk&, int worker)>;

    /// `reader` must end when `closing` is requested; both must outlive the object.
    ReadAhead(Reader& reader, base::Progress& progress, Closing& closing, Work work)
        : reader_(reader), progress_(progress), closing_(closing), work_(std::move(work)) {}
    ~ReadAhead() {
        closing_.close();
        // Whoever looked at it before it was closed is waiting by now.
        { const std::lock_guard lock(guard_); }
        changed_.notify_all();
        if (thread_.joinable()) thread_.join();
    }
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;

    /// The next result; false behind the last. Throws what reading or work threw, behind the
    /// results of all chunks before.
    bool next(Result& result) {
        if (!thread_.joinable()) {
            if (ended_) return false;
            if (first_ || base::threads() == 1) return next_here(result);
            thread_ = std::thread([this] { run(); });
        }
        std::unique_lock lock(guard_);
        changed_.wait(lock, [&] { return !ready_.empty() || ended_; });
        if (ready_.empty()) {
            if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
            return false;
        }
        result = std::move(ready_.front());
        ready_.pop_front();
        changed_.notify_all();
        return true;
    }

  private:
    bool next_here(Result& result) {
        first_ = false;
        ended_ = true;
        if (!reader_.next(chunk_)) return false;
        result = work_(chunk_, 0);
        ended_ = false;
        return true;
    }

    void run() {
        try {
            io::for_chunks(
                reader_, {progress_, closing_},
                [this](io::Chunk& chunk, int worker) { return work_(chunk, worker); },
                [this](Result&& result) { put(std::move(result)); });
        } catch (...) {
            error_ = std::current_exception();
        }
        const std::lock_guard lock(guard_);
        ended_ = true;
        changed_.notify_all();
    }

    void put(Result&& result) {
        const std::size_t most = 2 * static_cast<std::size_t>(base::threads());
        std::unique_lock lock(guard_);
        changed_.wait(lock, [&] { return ready_.size() < most || closing_.requested(); });
        ready_.push_back(std::move(result));
        changed_.notify_all();
    }

    Reader& reader_;
    base::Progress& progress_;
    Closing& closing_;
    Work work_;
    io::Chunk chunk_;
    bool first_ = true;

    std::mutex guard_;
    std::condition_variable changed_;
    std::deque<Result> ready_;
    std::exception_ptr error_;
    bool ended_ = false;
    std::thread thread_;
};

}  // namespace pipelab::geometry::detail
