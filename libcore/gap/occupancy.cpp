#include "gap/occupancy.hpp"

#include "base/isa.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>

namespace pipelab::gap {
namespace {

constexpr std::size_t batch = 2048;  // cells computed at a time: stays in the first-level cache

/// Calls see(values, their cells) for batches of the block.
template <class T, class See>
void for_batches(std::span<const T> values, const Grid<T>& grid, See&& see) {
    std::uint32_t cells[batch];
    for (std::size_t at = 0; at < values.size(); at += batch) {
        const auto part = values.subspan(at, std::min(batch, values.size() - at));
        grid.locate(part, cells);
        see(part, cells);
    }
}

PIPELAB_ISA_CLONES
void mark(std::uint64_t* bits, const std::uint32_t* cells, std::size_t count) {
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC unroll 8
#endif
    for (std::size_t i = 0; i < count; ++i) {
        bits[cells[i] >> 6] |= std::uint64_t{1} << (cells[i] & 63);
    }
}

void mark_shared(std::uint64_t* bits, const std::uint32_t* cells, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t bit = std::uint64_t{1} << (cells[i] & 63);
        std::atomic_ref<std::uint64_t> word(bits[cells[i] >> 6]);
        if ((word.load(std::memory_order_relaxed) & bit) == 0) {
            word.fetch_or(bit, std::memory_order_relaxed);
        }
    }
}

/// flags[i] = the bit of the coarse table that stands for cells[i].
PIPELAB_ISA_CLONES
void look_up(const std::uint32_t* cells, std::size_t count, const std::uint32_t* table, int shift,
             std::uint8_t* flags) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t at = cells[i] >> shift;
        flags[i] = static_cast<std::uint8_t>((table[at >> 5] >> (at & 31)) & 1);
    }
}

/// The cells that end a run, found fast by a coarse table in front of a binary search.
class Edges {
  public:
    explicit Edges(const std::vector<Run>& runs, std::uint32_t cells) {
        for (const Run& run : runs) {
            if (cells_.empty() || cells_.back() != run.before) cells_.push_back(run.before);
            cells_.push_back(run.after);
        }
        constexpr int table_bits = 17;
        shift_ = std::max(0, static_cast<int>(std::bit_width(cells)) - table_bits);
        table_.resize((cells >> shift_) / 32 + 1);
        for (const std::uint32_t cell : cells_) {
            const std::uint32_t at = cell >> shift_;
            table_[at >> 5] |= std::uint32_t{1} << (at & 31);
        }
    }
    std::size_t size() const { return cells_.size(); }
    std::size_t index(std::uint32_t cell) const {
        return static_cast<std::size_t>(std::lower_bound(cells_.begin(), cells_.end(), cell) -
                                        cells_.begin());
    }
    /// Calls see(i, edge index) for each cells[i] that is an edge.
    template <class See>
    void select(const std::uint32_t* cells, std::size_t count, See&& see) const {
        std::uint8_t flags[batch + 8] = {};
        look_up(cells, count, table_.data(), shift_, flags);
        for (std::size_t i = 0; i < count; i += 8) {
            if (std::uint64_t word; __builtin_memcpy(&word, flags + i, 8), word == 0) continue;
            for (std::size_t j = i; j < std::min(i + 8, count); ++j) {
                if (flags[j] == 0) continue;
                const std::size_t edge = index(cells[j]);
                if (edge < cells_.size() && cells_[edge] == cells[j]) see(j, edge);
            }
        }
    }

  private:
    std::vector<std::uint32_t> cells_;
    std::vector<std::uint32_t> table_;
    int shift_ = 0;
};

/// Calls see(run) for each run of at least `shortest` empty cells, from left to right.
template <class T, class See>
void for_runs(const std::vector<std::uint64_t>& bitmap, const Grid<T>& grid, std::uint32_t shortest,
              See&& see) {
    std::size_t stretch = 1;
    std::uint32_t last = 0;  // the first cell is always occupied
    const auto occupied = [&](std::uint32_t cell) {
        while (stretch < grid.first_cells().size() && grid.first_cells()[stretch] < cell) ++stretch;
        const bool begins =
            stretch < grid.first_cells().size() && grid.first_cells()[stretch] == cell;
        if (cell > last && cell - last - 1 >= shortest && !begins) see(Run{last, cell});
        last = cell;
    };
    for (std::size_t i = 0; i < bitmap.size(); ++i) {
        std::uint64_t word = bitmap[i];
        const auto base = static_cast<std::uint32_t>(i * 64);
        if (word == ~std::uint64_t{0} && shortest > 0 && grid.one_stretch()) {
            occupied(base);
            last = base + 63;
            continue;
        }
        while (word != 0) {
            const std::uint32_t cell = base + static_cast<std::uint32_t>(std::countr_zero(word));
            if (cell >= grid.cells()) break;
            occupied(cell);
            if (shortest > 0 && grid.one_stretch()) {
                const int ones = std::countr_one(word >> std::countr_zero(word));
                last = cell + static_cast<std::uint32_t>(ones) - 1;
                const int done = std::countr_zero(word) + ones;
                word = done >= 64 ? 0 : word >> done << done;
            } else {
                word &= word - 1;
            }
        }
    }
}

}  // namespace

template <class T>
std::vector<std::uint64_t> occupancy(const Values<T>& values, const Grid<T>& grid,
                                     std::uint64_t memory) {
    const std::size_t words = grid.cells() / 64 + 1;
    const auto workers = static_cast<std::size_t>(values.workers());
    const bool own = workers * words * 8 <= memory;  // else all share one, atomically
    std::vector<std::vector<std::uint64_t>> maps(own ? workers : 1);
    maps[0].resize(words);
    values.visit([&](const Block<T>& block, int worker) {
        auto& map = maps[own ? static_cast<std::size_t>(worker) : 0];
        if (map.empty()) map.resize(words);
        std::uint64_t* const bits = map.data();
        for_batches(block.values, grid, [&](std::span<const T> part, const std::uint32_t* cells) {
            if (own || workers == 1) {
                mark(bits, cells, part.size());
            } else {
                mark_shared(bits, cells, part.size());
            }
        });
    });
    for (std::size_t i = 1; i < maps.size(); ++i) {
        for (std::size_t word = 0; word < maps[i].size(); ++word) maps[0][word] |= maps[i][word];
    }
    return std::move(maps[0]);
}

template <class T>
Runs longest_runs(const std::vector<std::uint64_t>& bitmap, const Grid<T>& grid,
                  std::uint32_t shortest, std::size_t limit) {
    Runs runs;
    const auto longer = [](const Run& a, const Run& b) {
        return a.empty() != b.empty() ? a.empty() > b.empty() : a.before < b.before;
    };
    const auto keep_best = [&] {
        if (runs.kept.size() <= limit) return;
        const auto end = runs.kept.begin() + static_cast<std::ptrdiff_t>(limit);
        std::nth_element(runs.kept.begin(), end, runs.kept.end(), longer);
        for (auto run = end; run != runs.kept.end(); ++run) {
            runs.dropped = std::max(runs.dropped, run->empty());
        }
        runs.kept.erase(end, runs.kept.end());
    };
    // After a cut only runs longer than the longest dropped can still belong to the best, but
    // for equally long ones, which stand further right and lose.
    for_runs(bitmap, grid, shortest, [&](const Run& run) {
        if (runs.dropped > 0 && run.empty() <= runs.dropped) return;
        runs.kept.push_back(run);
        if (runs.kept.size() >= 2 * limit + 64) keep_best();
    });
    keep_best();
    std::sort(runs.kept.begin(), runs.kept.end(),
              [](const Run& a, const Run& b) { return a.before < b.before; });
    return runs;
}

template <class T>
std::vector<Gap<T>> exact_gaps(const Values<T>& values, const Grid<T>& grid,
                               const std::vector<Run>& runs) {
    if (runs.empty()) return {};
    const Edges edges(runs, grid.cells());
    struct Ends {
        T lowest = std::numeric_limits<T>::max();
        T highest = std::numeric_limits<T>::lowest();
    };
    std::vector<std::vector<Ends>> found(static_cast<std::size_t>(values.workers()));
    values.visit([&](const Block<T>& block, int worker) {
        auto& ends = found[static_cast<std::size_t>(worker)];
        if (ends.empty()) ends.resize(edges.size());
        for_batches(block.values, grid, [&](std::span<const T> part, const std::uint32_t* cells) {
            edges.select(cells, part.size(), [&](std::size_t i, std::size_t edge) {
                ends[edge].lowest = std::min(ends[edge].lowest, part[i]);
                ends[edge].highest = std::max(ends[edge].highest, part[i]);
            });
        });
    });
    std::vector<Gap<T>> gaps;
    for (const Run& run : runs) {
        Gap<T> gap{std::numeric_limits<T>::lowest(), std::numeric_limits<T>::max()};
        for (const auto& ends : found) {
            if (ends.empty()) continue;
            gap.lower = std::max(gap.lower, ends[edges.index(run.before)].highest);
            gap.upper = std::min(gap.upper, ends[edges.index(run.after)].lowest);
        }
        gaps.push_back(gap);
    }
    return gaps;
}

#define PIPELAB_GAP_OCCUPANCY(T)                                                                 \
    template std::vector<std::uint64_t> occupancy(const Values<T>&, const Grid<T>&,              \
                                                  std::uint64_t);                                \
    template Runs longest_runs(const std::vector<std::uint64_t>&, const Grid<T>&, std::uint32_t, \
                               std::size_t);                                                     \
    template std::vector<Gap<T>> exact_gaps(const Values<T>&, const Grid<T>&,                    \
                                            const std::vector<Run>&);
PIPELAB_GAP_OCCUPANCY(double)
PIPELAB_GAP_OCCUPANCY(std::int64_t)
PIPELAB_GAP_OCCUPANCY(std::uint64_t)

}  // namespace pipelab::gap
