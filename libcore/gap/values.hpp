#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace pipelab::gap {

/// Some of the values, as they stand in the input.
template <class T>
struct Block {
    std::span<const T> values;
    std::uint64_t first_index;  ///< of values[0] among all values
};

/// How many values there are and between which two they lie. Extremes are 0 when count is 0.
template <class T>
struct Extent {
    std::uint64_t count = 0;
    T minimum{};
    T maximum{};
};

/// Values that can be visited any number of times, in memory or read anew on each visit. T is
/// int64 (also the mantissas of decimals at one common scale), uint64 or double (finite).
template <class T>
class Values {
  public:
    virtual ~Values() = default;
    virtual Extent<T> extent() const = 0;
    /// Calls see(block, worker) once for every block, from several workers at a time and in no
    /// order; 0 <= worker < workers(). Blocks are the same on every visit and hold at most a few
    /// hundred thousand values.
    using See = std::function<void(const Block<T>&, int worker)>;
    virtual void visit(const See& see) const = 0;
    /// How many workers a visit may use.
    virtual int workers() const = 0;
    /// Some 65,536 values (all, if there are fewer) from places spread over the input: to choose
    /// a method by, never a result.
    virtual std::vector<T> sample() const = 0;
    /// True if a visit costs little more than reading memory once.
    virtual bool in_memory() const = 0;
};

/// Values that stand in memory, in several pieces; the pieces must outlive this object.
template <class T>
class MemoryValues final : public Values<T> {
  public:
    explicit MemoryValues(std::span<const T> values);
    /// For an extent that is known already: spares one pass.
    MemoryValues(std::vector<std::span<const T>> pieces, const Extent<T>& extent);
    Extent<T> extent() const override { return extent_; }
    void visit(const typename Values<T>::See& see) const override;
    int workers() const override;
    std::vector<T> sample() const override;
    bool in_memory() const override { return true; }

  private:
    std::vector<Block<T>> blocks_;
    Extent<T> extent_;
};

/// How many values Values::sample aims at.
inline constexpr std::size_t sample_size = 65536;

/// The extremes of `values`; O(n), parallel, the same for any thread count.
template <class T>
Extent<T> extent_of(std::span<const T> values);

}  // namespace pipelab::gap
