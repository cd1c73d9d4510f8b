#pragma once

#include "base/array.hpp"
#include "base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pipelab::optim {

/// The features of a row that are not 0: `values[k]` is the value of feature `features[k]`.
struct Features {
    std::span<const std::uint32_t> index;
    std::span<const double> value;
    std::size_t size() const { return index.size(); }
};

/// The feature whose value is 1 in all rows, where a model has an intercept.
inline constexpr std::uint32_t intercept_feature = 0;
/// Features are numbered below this.
inline constexpr std::uint32_t most_features = 1U << 28;

/// Rows as linear models see them: labels, importance weights and sparse features.
struct LinearRows {
    /// Regression: the value. Two classes: -1 and +1. More: the number of the class, from 0.
    base::Array<double> labels;
    base::Array<char> unlabelled;  ///< 1 for rows without a label (0 stands in labels); empty: none
    base::Array<double> weights;   ///< importance; empty: all 1
    base::Array<std::size_t> ends;  ///< row i has the features [ends[i - 1], ends[i])
    base::Array<std::uint32_t> index;
    base::Array<double> value;
    base::Array<std::uint32_t> lines;  ///< row i stands on line start.line + lines[i]
    base::Position start;
    /// What stands behind these rows and is none: to be thrown when they have been taken.
    std::optional<base::DataError> failure;

    std::size_t size() const { return ends.size(); }
    Features features(std::size_t row) const {
        const std::size_t begin = row == 0 ? 0 : ends[row - 1];
        return {{index.data() + begin, ends[row] - begin},
                {value.data() + begin, ends[row] - begin}};
    }
    double weight(std::size_t row) const { return weights.empty() ? 1.0 : weights[row]; }
    bool labelled(std::size_t row) const { return unlabelled.empty() || unlabelled[row] == 0; }
    base::Position position(std::size_t row) const {
        return {start.file, start.line + (row < lines.size() ? lines[row] : 0), 0};
    }
    /// Appends the rows [begin, end) of others without their lines. O(their features).
    void append(const LinearRows& more, std::size_t begin, std::size_t end);
    /// Leaves the first `rows`, and nothing of a row that was not finished.
    void keep(std::size_t rows);
    /// 1 + the greatest feature; 0 without any. O(features).
    std::size_t width() const;
};

/// Rows that are kept, in blocks whose borders depend on nothing but the number of rows before.
/// Memory: 12 bytes a feature of a row, 16 to 24 a row.
class RowStore {
  public:
    static constexpr std::size_t block_rows = std::size_t{1} << 14;

    void append(const LinearRows& rows, std::size_t begin, std::size_t end);
    std::size_t size() const { return size_; }
    /// 1 + the greatest feature.
    std::size_t width() const { return width_; }
    const std::vector<LinearRows>& blocks() const { return blocks_; }
    std::vector<LinearRows>& blocks() { return blocks_; }

  private:
    std::vector<LinearRows> blocks_;  // all but the last have block_rows
    std::size_t size_ = 0, width_ = 0;
};

}  // namespace pipelab::optim
