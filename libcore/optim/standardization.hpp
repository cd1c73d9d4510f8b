#pragma once

#include "optim/feature_map.hpp"
#include "optim/linear_rows.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace pipelab::optim {

/// Standardises features: (x - mean) / deviation where rows are dense (tables), x / deviation
/// where they are sparse (libsvm), over the rows seen so far; a feature that a row lacks is 0
/// there, and in dense rows is left out of the statistics. Deviations are those of the population
/// (divided by n, as the field's scalers do); a feature without any is only centred. Categories
/// and the intercept stay as they are.
class Standardization {
  public:
    /// One pass statistics of a feature: Welford 1962.
    struct Moments {
        double count = 0, mean = 0, squares = 0;
        bool operator==(const Moments&) const = default;
    };

    explicit Standardization(bool centred) : centred_(centred) {}

    /// Counts a row. O(its features), amortised.
    void add(const Features& row, const FeatureMap& names);
    /// The statistics are again what they were before the row that was added last. Once.
    void take_back();
    /// The values of the rows [begin, end) by the statistics of now.
    void apply(LinearRows& rows, std::size_t row) const;
    /// How feature values are moved and divided: mean (0 where not centred) and deviation (1 where
    /// nothing is divided).
    double centre(std::size_t feature) const;
    double deviation(std::size_t feature) const;

    bool centred() const { return centred_; }
    double rows() const { return rows_; }
    const std::vector<Moments>& moments() const { return moments_; }
    void restore(double rows, std::vector<Moments> moments);

  private:
    bool centred_;
    double rows_ = 0;
    std::vector<Moments> moments_;
    std::vector<std::pair<std::uint32_t, Moments>> before_;  // what the last row has changed
    std::size_t size_before_ = 0;
};

}  // namespace pipelab::optim
