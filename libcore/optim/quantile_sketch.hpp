#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pipelab::optim {

/// Quantiles of a stream in constant memory, with a bound of the error that is known and proven:
/// buffers of values that stand for 1, 2, 4, ... values each. A full one is sorted, and every
/// second value of it goes on to the next, in turn the first or the second of each pair (Munro and
/// Paterson, "Selection and sorting with limited storage", 1980; Manku, Rajagopalan and Lindsay
/// 1998). No random numbers: the same values in the same order give the same sketch. Sketches join.
/// Some 30 ns a value; 8 * capacity bytes for each doubling of the count beyond capacity.
class QuantileSketch {
  public:
    static constexpr std::size_t default_capacity = 4096;

    /// `capacity` is even, at least 2.
    explicit QuantileSketch(std::size_t capacity = default_capacity) : capacity_(capacity) {}
    QuantileSketch(std::size_t capacity, std::uint64_t count, std::uint64_t rank_error,
                   std::vector<std::vector<double>> levels, std::vector<bool> odd);

    void add(std::span<const double> values);
    /// The same capacity in both.
    void join(const QuantileSketch& other);

    std::uint64_t count() const { return count_; }
    /// How far the number of values below what quantile() gives can be from what was asked: a
    /// bound, mostly ten times what it is. Below count * log2(count / capacity) / capacity.
    std::uint64_t rank_error() const { return rank_error_; }

    /// The same as a share of the count; nullopt without values.
    std::optional<double> rank_error_share() const;

    /// A value of the stream whose rank (values <= it) is ceil(p count), at least 1, within
    /// rank_error(). 0 <= p <= 1. nullopt without values.
    std::optional<double> quantile(double p) const;

    /// The parts, for files.
    std::size_t capacity() const { return capacity_; }
    const std::vector<std::vector<double>>& levels() const { return levels_; }
    const std::vector<bool>& odd() const { return odd_; }

  private:
    void compact(std::size_t level);

    std::size_t capacity_;
    std::uint64_t count_ = 0;
    std::uint64_t rank_error_ = 0;
    std::vector<std::vector<double>> levels_;  // of values that stand for 2^level each
    std::vector<bool> odd_;                    // whether the next compaction keeps the second ones
};

/// The p-quantile of `values`, which it reorders: between neighbours in sorted order, linear in the
/// rank 1 + p (n - 1) (definition 7 of Hyndman and Fan, "Sample quantiles in statistical packages",
/// 1996). O(n) on average. nullopt without values.
std::optional<double> exact_quantile(std::span<double> values, double p);

}  // namespace pipelab::optim
