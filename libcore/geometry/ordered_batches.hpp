#pragma once

#include "base/parallel.hpp"
#include "io/chunk.hpp"

#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace pipelab::geometry::detail {

/// What `work(chunk, worker)` makes of the chunks of a reader, handed out in input order to
/// somebody who asks for one after the other. All threads read and work on a batch of them; while
/// the writer of a pipe is slow a batch is one chunk, so that nothing that could be handed out
/// waits.
template <class Reader, class Result>
class OrderedBatches {
  public:
    static std::size_t most_workers() { return 4 * static_cast<std::size_t>(base::threads()); }

    /// `full`: chunks at least as long as this say that reading is fast.
    OrderedBatches(Reader& reader, std::size_t full) : reader_(reader), full_(full) {}

    /// The next result; false behind the last. Rethrows what reading or work threw, behind the
    /// results of all chunks before.
    template <class Work>
    bool next(Result& result, Work&& work) {
        if (next_ == slots_.size() && !fill(work)) return false;
        Slot& slot = slots_[next_++];
        if (slot.error) {
            const std::exception_ptr error = slot.error;
            ended_ = true;
            slots_.clear();
            next_ = 0;
            std::rethrow_exception(error);
        }
        result = std::move(*slot.result);
        slot.result.reset();
        return true;
    }

  private:
    struct Slot {
        std::optional<Result> result;
        std::exception_ptr error;
    };

    template <class Work>
    bool fill(Work& work) {
        if (ended_) return false;
        const std::size_t size = fast_ && base::threads() > 1 ? most_workers() : 1;
        if (chunks_.size() < size) chunks_.resize(size);
        slots_.assign(size, {});
        next_ = 0;
        std::vector<std::size_t> lengths(size);
        std::exception_ptr reader_error;
        std::size_t got = 0;
        std::mutex guard;
        base::parallel_for(size, [&](std::size_t i) {
            io::Chunk& chunk = chunks_[i];
            try {
                if (!reader_.next(chunk)) return;
            } catch (...) {
                const std::lock_guard lock(guard);
                reader_error = std::current_exception();
                return;
            }
            const std::size_t place = chunk.index - first_;
            {
                const std::lock_guard lock(guard);
                ++got;
            }
            lengths[place] = chunk.text.size();
            try {
                slots_[place].result.emplace(work(chunk, static_cast<int>(i)));
            } catch (...) {
                slots_[place].error = std::current_exception();
            }
        });
        first_ += got;
        slots_.resize(got);
        fast_ = got == size;
        for (std::size_t i = 0; i < got; ++i) fast_ = fast_ && lengths[i] >= full_;
        if (got < size) ended_ = true;
        if (reader_error) slots_.push_back({{}, reader_error});
        return !slots_.empty();
    }

    Reader& reader_;
    std::size_t full_;
    std::vector<io::Chunk> chunks_;
    std::vector<Slot> slots_;
    std::size_t next_ = 0, first_ = 0;
    bool fast_ = false, ended_ = false;
};

}  // namespace pipelab::geometry::detail
