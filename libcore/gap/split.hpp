#pragma once

#include "gap/values.hpp"
#include "gap/width.hpp"
#include "io/output.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::gap {

/// Values between two cuts.
template <class T>
struct Cluster {
    T lower{};
    T upper{};
    std::uint64_t count = 0;
};

/// Cuts a set of values at some of its gaps: single-linkage clusters when these are the widest.
template <class T>
class Split {
  public:
    /// `cuts` are gaps between neighbours of the values, in any order.
    explicit Split(std::vector<Gap<T>> cuts);
    /// The number, from 0, of the cluster that holds `value`. O(log cuts).
    std::size_t cluster_of(T value) const;
    /// Writes the number of the cluster, from 1, of each value on a line, or with `json` an object
    /// with that "label".
    void write_labels(std::span<const T> values, io::Output& out, bool json) const;
    /// From left to right; one visit. Empty when there are no values.
    std::vector<Cluster<T>> clusters(const Values<T>& values) const;

  private:
    std::vector<Gap<T>> cuts_;
};

}  // namespace pipelab::gap
