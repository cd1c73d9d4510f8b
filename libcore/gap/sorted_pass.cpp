#include "gap/sorted_pass.hpp"

#include "base/array.hpp"
#include "base/parallel.hpp"
#include "gap/grid.hpp"
#include "gap/order_key.hpp"
#include "gap/radix_sort.hpp"
#include "gap/spilled_values.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <type_traits>

namespace pipelab::gap {
namespace {

constexpr std::uint32_t histogram_cells = std::uint32_t{1} << 15;
constexpr std::size_t batch = 2048;

/// The values of another Values that lie in one stretch.
template <class T>
class PartOfValues final : public Values<T> {
  public:
    PartOfValues(const Values<T>& whole, Extent<T> extent) : whole_(whole), extent_(extent) {}
    Extent<T> extent() const override { return extent_; }
    int workers() const override { return whole_.workers(); }
    bool in_memory() const override { return whole_.in_memory(); }
    std::vector<T> sample() const override { return {extent_.minimum, extent_.maximum}; }
    void visit(const typename Values<T>::See& see) const override {
        std::vector<base::Array<T>> kept(static_cast<std::size_t>(workers()));
        whole_.visit([&](const Block<T>& block, int worker) {
            auto& inside = kept[static_cast<std::size_t>(worker)];
            inside.clear();
            for (const T value : block.values) {
                if (value >= extent_.minimum && value <= extent_.maximum) inside.push_back(value);
            }
            see({inside, block.first_index}, worker);
        });
    }

  private:
    const Values<T>& whole_;
    Extent<T> extent_;
};

/// The keys of doubles.
class Keys final : public Values<std::uint64_t> {
  public:
    explicit Keys(const Values<double>& values) : values_(values) {}
    Extent<std::uint64_t> extent() const override {
        const Extent<double> extent = values_.extent();
        // Equal zeros may have either key.
        return {extent.count, order_key(extent.minimum == 0 ? -0.0 : extent.minimum),
                order_key(extent.maximum == 0 ? 0.0 : extent.maximum)};
    }
    int workers() const override { return values_.workers(); }
    bool in_memory() const override { return values_.in_memory(); }
    std::vector<std::uint64_t> sample() const override {
        return {extent().minimum, extent().maximum};
    }
    void visit(const See& see) const override {
        std::vector<base::Array<std::uint64_t>> buffers(static_cast<std::size_t>(workers()));
        values_.visit([&](const Block<double>& block, int worker) {
            auto& keys = buffers[static_cast<std::size_t>(worker)];
            keys.resize(block.values.size());
            std::transform(block.values.begin(), block.values.end(), keys.begin(), order_key);
            see({keys, block.first_index}, worker);
        });
    }

  private:
    const Values<double>& values_;
};

/// The range cut into pieces of about equal counts: piece i holds the cells [begins[i],
/// begins[i + 1]).
struct Pieces {
    std::vector<std::uint32_t> begins;
    std::vector<std::uint64_t> counts;
};

template <class T>
std::vector<std::uint64_t> histogram(const Values<T>& values, const Grid<T>& grid) {
    std::vector<std::uint64_t> counts(grid.cells());
    std::mutex guard;
    values.visit([&](const Block<T>& block, int) {
        std::vector<std::uint32_t> local(grid.cells());
        std::uint32_t cells[batch];
        for (std::size_t at = 0; at < block.values.size(); at += batch) {
            const auto part = block.values.subspan(at, std::min(batch, block.values.size() - at));
            grid.locate(part, cells);
            for (std::size_t i = 0; i < part.size(); ++i) ++local[cells[i]];
        }
        const std::lock_guard lock(guard);
        for (std::size_t cell = 0; cell < local.size(); ++cell) counts[cell] += local[cell];
    });
    return counts;
}

Pieces cut(const std::vector<std::uint64_t>& counts, std::uint64_t capacity) {
    Pieces pieces;
    for (std::uint32_t cell = 0; cell < counts.size(); ++cell) {
        if (pieces.begins.empty() || pieces.counts.back() + counts[cell] > capacity) {
            pieces.begins.push_back(cell);
            pieces.counts.push_back(0);
        }
        pieces.counts.back() += counts[cell];
    }
    pieces.begins.push_back(static_cast<std::uint32_t>(counts.size()));
    return pieces;
}

/// All values whose cell lies in [begin, end), in no order.
template <class T>
void gather(const Values<T>& values, const Grid<T>& grid, std::uint32_t begin, std::uint32_t end,
            base::Array<T>& into) {
    std::atomic<std::size_t> next{0};
    values.visit([&](const Block<T>& block, int) {
        std::uint32_t cells[batch];
        T kept[batch];
        for (std::size_t at = 0; at < block.values.size(); at += batch) {
            const auto part = block.values.subspan(at, std::min(batch, block.values.size() - at));
            grid.locate(part, cells);
            std::size_t count = 0;
            for (std::size_t i = 0; i < part.size(); ++i) {
                kept[count] = part[i];
                count += cells[i] - begin < end - begin;
            }
            std::copy_n(kept, count,
                        into.begin() + static_cast<std::ptrdiff_t>(next.fetch_add(count)));
        }
    });
}

template <class T>
Extent<T> extent_of_cell(const Values<T>& values, const Grid<T>& grid, std::uint32_t cell) {
    Extent<T> extent;
    std::mutex guard;
    values.visit([&](const Block<T>& block, int) {
        Extent<T> local;
        for (const T value : block.values) {
            std::uint32_t at;
            grid.locate({&value, 1}, &at);
            if (at != cell) continue;
            if (local.count++ == 0) local.minimum = local.maximum = value;
            local.minimum = std::min(local.minimum, value);
            local.maximum = std::max(local.maximum, value);
        }
        if (local.count == 0) return;
        const std::lock_guard lock(guard);
        if (extent.count == 0) extent = {0, local.minimum, local.maximum};
        extent.count += local.count;
        extent.minimum = std::min(extent.minimum, local.minimum);
        extent.maximum = std::max(extent.maximum, local.maximum);
    });
    return extent;
}

/// Writes each piece's values to one shared temporary file.
template <class T>
std::vector<SpilledValues<T>> spill(const Values<T>& values, const Grid<T>& grid,
                                    const Pieces& pieces, const Resources& resources) {
    const auto file = std::make_shared<io::TemporaryFile>(resources.temporary);
    const std::size_t count = pieces.counts.size();
    std::vector<SpilledValues<T>> spilled(count, SpilledValues<T>(file));
    std::vector<base::Array<T>> waiting(count);
    const std::size_t room =
        std::clamp<std::size_t>(resources.memory / 4 / sizeof(T) / count, 128, 65536);
    std::vector<std::uint32_t> piece_of(grid.cells());
    for (std::size_t piece = 0; piece < count; ++piece) {
        std::fill(piece_of.begin() + pieces.begins[piece],
                  piece_of.begin() + pieces.begins[piece + 1], static_cast<std::uint32_t>(piece));
    }
    std::mutex guard;
    values.visit([&](const Block<T>& block, int) {
        std::uint32_t cells[batch];
        const std::lock_guard lock(guard);
        for (std::size_t at = 0; at < block.values.size(); at += batch) {
            const auto part = block.values.subspan(at, std::min(batch, block.values.size() - at));
            grid.locate(part, cells);
            for (std::size_t i = 0; i < part.size(); ++i) {
                auto& buffer = waiting[piece_of[cells[i]]];
                buffer.push_back(part[i]);
                if (buffer.size() < room) continue;
                spilled[piece_of[cells[i]]].append(buffer);
                buffer.clear();
            }
        }
    });
    for (std::size_t piece = 0; piece < count; ++piece) {
        if (!waiting[piece].empty()) spilled[piece].append(waiting[piece]);
    }
    return spilled;
}

template <class T>
void give_equal(const Extent<T>& extent, const std::function<void(std::span<const T>)>& see) {
    const std::vector<T> equal(std::min<std::uint64_t>(extent.count, 65536), extent.minimum);
    for (std::uint64_t left = extent.count; left > 0;) {
        const std::size_t size = std::min<std::uint64_t>(left, equal.size());
        see(std::span<const T>(equal).first(size));
        left -= size;
    }
}

/// The values of one cell that holds too many of them. Among doubles a cell may hold nearly all,
/// of a thousand orders of magnitude below its width: their keys fall into cells of their own.
template <class T>
void visit_crowded(const Values<T>& values, const Resources& resources, base::Control control,
                   const std::function<void(std::span<const T>)>& see) {
    if constexpr (std::is_same_v<T, double>) {
        base::Array<double> part;
        visit_sorted<std::uint64_t>(
            Keys(values), resources, control, [&](std::span<const std::uint64_t> keys) {
                for (std::size_t at = 0; at < keys.size(); at += part.size()) {
                    part.resize(std::min<std::size_t>(keys.size() - at, 65536));
                    std::transform(keys.data() + at, keys.data() + at + part.size(), part.begin(),
                                   from_order_key);
                    see(part);
                }
            });
    } else {
        visit_sorted(values, resources, control, see);
    }
}

}  // namespace

template <class T>
void visit_sorted(const Values<T>& values, const Resources& resources, base::Control control,
                  const std::function<void(std::span<const T>)>& see) {
    const Extent<T> extent = values.extent();
    if (extent.count == 0 || control.cancellation.requested()) return;
    if (extent.minimum == extent.maximum) return give_equal(extent, see);
    // Half of the memory for the values of a piece, sorted, and the room sorting them takes.
    const std::uint64_t capacity =
        std::max(resources.memory, std::uint64_t{1} << 20) / 4 / sizeof(T);
    const Grid<T> grid(extent.minimum, extent.maximum,
                       extent.count <= capacity ? 1 : histogram_cells);
    const Pieces pieces = cut(extent.count <= capacity ? std::vector<std::uint64_t>{extent.count}
                                                       : histogram(values, grid),
                              capacity);
    std::vector<SpilledValues<T>> spilled;
    if (!values.in_memory() && pieces.counts.size() > 1) {
        spilled = spill(values, grid, pieces, resources);
    }
    base::Array<T> sorted, scratch;
    for (std::size_t piece = 0; piece < pieces.counts.size(); ++piece) {
        if (pieces.counts[piece] == 0) continue;
        if (control.cancellation.requested()) return;
        if (pieces.counts[piece] > capacity) {
            sorted = {};
            scratch = {};
            if (spilled.empty()) {
                const auto inner = extent_of_cell(values, grid, pieces.begins[piece]);
                visit_crowded<T>(PartOfValues<T>(values, inner), resources, control, see);
            } else {
                visit_crowded<T>(spilled[piece], resources, control, see);
            }
            continue;
        }
        sorted.resize(pieces.counts[piece]);
        if (spilled.empty()) {
            gather(values, grid, pieces.begins[piece],
                   pieces.counts.size() == 1 ? grid.cells() + 1 : pieces.begins[piece + 1], sorted);
        } else {
            spilled[piece].visit([&](const Block<T>& block, int) {
                std::copy(block.values.begin(), block.values.end(),
                          sorted.begin() + static_cast<std::ptrdiff_t>(block.first_index));
            });
        }
        radix_sort(std::span<T>(sorted), scratch);
        see(sorted);
    }
}

#define PIPELAB_GAP_SORTED_PASS(T)                                                \
    template void visit_sorted(const Values<T>&, const Resources&, base::Control, \
                               const std::function<void(std::span<const T>)>&);
PIPELAB_GAP_SORTED_PASS(double)
PIPELAB_GAP_SORTED_PASS(std::int64_t)
PIPELAB_GAP_SORTED_PASS(std::uint64_t)

}  // namespace pipelab::gap
