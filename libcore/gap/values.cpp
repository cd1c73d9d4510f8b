#include "gap/values.hpp"

#include "base/isa.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <atomic>

namespace pipelab::gap {
namespace {

constexpr std::size_t block_size = std::size_t{1} << 16;

/// Independent lanes: the compiler may not reorder minima of doubles by itself.
template <class T>
[[gnu::always_inline]] inline void lanes_extremes(const T* values, std::size_t count, T& low,
                                                  T& high) {
    constexpr std::size_t lanes = 32;
    T lows[lanes], highs[lanes];
    std::fill_n(lows, lanes, values[0]);
    std::fill_n(highs, lanes, values[0]);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            const T value = values[i + lane];
            lows[lane] = value < lows[lane] ? value : lows[lane];
            highs[lane] = value > highs[lane] ? value : highs[lane];
        }
    }
    for (; i < count; ++i) {
        lows[0] = values[i] < lows[0] ? values[i] : lows[0];
        highs[0] = values[i] > highs[0] ? values[i] : highs[0];
    }
    low = *std::min_element(lows, lows + lanes);
    high = *std::max_element(highs, highs + lanes);
}

PIPELAB_ISA_CLONES
void extremes(const double* values, std::size_t count, double& low, double& high) {
    lanes_extremes(values, count, low, high);
}

PIPELAB_ISA_CLONES
void extremes(const std::int64_t* values, std::size_t count, std::int64_t& low,
              std::int64_t& high) {
    lanes_extremes(values, count, low, high);
}

PIPELAB_ISA_CLONES
void extremes(const std::uint64_t* values, std::size_t count, std::uint64_t& low,
              std::uint64_t& high) {
    lanes_extremes(values, count, low, high);
}

}  // namespace

template <class T>
Extent<T> extent_of(std::span<const T> values) {
    const auto one_block = [&](std::size_t begin, std::size_t end) {
        Extent<T> extent{end - begin, T{}, T{}};
        extremes(values.data() + begin, end - begin, extent.minimum, extent.maximum);
        return extent;
    };
    const auto join = [](Extent<T> a, const Extent<T>& b) {
        if (a.count == 0) return b;
        return Extent<T>{a.count + b.count, std::min(a.minimum, b.minimum),
                         std::max(a.maximum, b.maximum)};
    };
    if (values.empty()) return {};
    return base::fold_blocks(values.size(), block_size * 4, Extent<T>{}, one_block, join);
}

template <class T>
MemoryValues<T>::MemoryValues(std::span<const T> values)
    : MemoryValues({values}, extent_of(values)) {}

template <class T>
MemoryValues<T>::MemoryValues(std::vector<std::span<const T>> pieces, const Extent<T>& extent)
    : extent_(extent) {
    std::uint64_t first = 0;
    for (const std::span<const T> piece : pieces) {
        for (std::size_t at = 0; at < piece.size(); at += block_size) {
            const std::size_t size = std::min(block_size, piece.size() - at);
            blocks_.push_back({piece.subspan(at, size), first});
            first += size;
        }
    }
}

template <class T>
void MemoryValues<T>::visit(const typename Values<T>::See& see) const {
    std::atomic<std::size_t> next{0};
    base::parallel_for(static_cast<std::size_t>(workers()), [&](std::size_t worker) {
        for (std::size_t i; (i = next.fetch_add(1)) < blocks_.size();) {
            see(blocks_[i], static_cast<int>(worker));
        }
    });
}

template <class T>
int MemoryValues<T>::workers() const {
    constexpr std::size_t worth_a_thread = 4;  // blocks: some 100 microseconds of work
    return static_cast<int>(std::clamp<std::size_t>(blocks_.size() / worth_a_thread, 1,
                                                    static_cast<std::size_t>(base::threads())));
}

template <class T>
std::vector<T> MemoryValues<T>::sample() const {
    std::vector<T> picked;
    const std::uint64_t stride = std::max<std::uint64_t>(1, extent_.count / sample_size);
    for (const Block<T>& block : blocks_) {
        const std::uint64_t begin = (stride - block.first_index % stride) % stride;
        for (std::uint64_t i = begin; i < block.values.size(); i += stride) {
            picked.push_back(block.values[i]);
        }
    }
    return picked;
}

template Extent<double> extent_of(std::span<const double>);
template Extent<std::int64_t> extent_of(std::span<const std::int64_t>);
template Extent<std::uint64_t> extent_of(std::span<const std::uint64_t>);
template class MemoryValues<double>;
template class MemoryValues<std::int64_t>;
template class MemoryValues<std::uint64_t>;

}  // namespace pipelab::gap
