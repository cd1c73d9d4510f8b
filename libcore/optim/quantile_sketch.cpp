#include "optim/quantile_sketch.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::optim {

QuantileSketch::QuantileSketch(std::size_t capacity, std::uint64_t count, std::uint64_t rank_error,
                               std::vector<std::vector<double>> levels, std::vector<bool> odd)
    : capacity_(capacity),
      count_(count),
      rank_error_(rank_error),
      levels_(std::move(levels)),
      odd_(std::move(odd)) {}

/// Half of the values of a full level move up. As a pair of neighbours becomes two of one of them,
/// the rank of any value changes by at most the weight of this level.
void QuantileSketch::compact(std::size_t level) {
    if (levels_.size() == level + 1) {
        levels_.emplace_back();
        odd_.push_back(false);
    }
    std::vector<double>& full = levels_[level];
    std::sort(full.begin(), full.end());
    const std::size_t pairs = full.size() / 2;
    for (std::size_t i = 0; i < pairs; ++i)
        levels_[level + 1].push_back(full[2 * i + (odd_[level] ? 1 : 0)]);
    full.erase(full.begin(), full.begin() + static_cast<std::ptrdiff_t>(2 * pairs));
    odd_[level] = !odd_[level];
    rank_error_ += std::uint64_t{1} << level;
    if (levels_[level + 1].size() >= capacity_) compact(level + 1);
}

void QuantileSketch::add(std::span<const double> values) {
    count_ += values.size();
    if (levels_.empty()) {
        levels_.emplace_back();
        odd_.push_back(false);
    }
    while (!values.empty()) {
        std::vector<double>& bottom = levels_[0];
        const std::size_t taken = std::min(capacity_ - bottom.size(), values.size());
        bottom.insert(bottom.end(), values.begin(),
                      values.begin() + static_cast<std::ptrdiff_t>(taken));
        values = values.subspan(taken);
        if (bottom.size() == capacity_) compact(0);
    }
}

void QuantileSketch::join(const QuantileSketch& other) {
    count_ += other.count_;
    rank_error_ += other.rank_error_;
    for (std::size_t level = 0; level < other.levels_.size(); ++level) {
        if (levels_.size() == level) {
            levels_.emplace_back();
            odd_.push_back(false);
        }
        const std::vector<double>& more = other.levels_[level];
        levels_[level].insert(levels_[level].end(), more.begin(), more.end());
    }
    for (std::size_t level = 0; level < levels_.size(); ++level)
        if (levels_[level].size() >= capacity_) compact(level);
}

std::optional<double> QuantileSketch::rank_error_share() const {
    if (count_ == 0) return std::nullopt;
    return static_cast<double>(rank_error_) / static_cast<double>(count_);
}

std::optional<double> QuantileSketch::quantile(double p) const {
    if (count_ == 0) return std::nullopt;
    struct Weighted {
        double value;
        std::uint64_t weight;
    };
    std::vector<Weighted> all;
    for (std::size_t level = 0; level < levels_.size(); ++level)
        for (const double value : levels_[level]) all.push_back({value, std::uint64_t{1} << level});
    std::sort(all.begin(), all.end(),
              [](const Weighted& a, const Weighted& b) { return a.value < b.value; });
    const double wanted = std::max(1.0, std::ceil(p * static_cast<double>(count_)));
    std::uint64_t rank = 0;
    for (const Weighted& one : all)
        if (static_cast<double>(rank += one.weight) >= wanted) return one.value;
    return all.back().value;
}

std::optional<double> exact_quantile(std::span<double> values, double p) {
    if (values.empty()) return std::nullopt;
    const double rank = p * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::ptrdiff_t>(std::floor(rank));
    const auto at = values.begin() + below;
    std::nth_element(values.begin(), at, values.end());
    const double share = rank - std::floor(rank);
    if (share == 0) return *at;
    const double next = *std::min_element(at + 1, values.end());
    return *at + share * (next - *at);
}

}  // namespace pipelab::optim
