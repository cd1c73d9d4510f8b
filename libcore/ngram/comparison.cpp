#include "ngram/vector_report.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace pipelab::ngram {
namespace {

constexpr std::size_t ranks = 400;

/// Values become the ranks of the most frequent features; others go.
SparseRows ranked(const SparseRows& rows) {
    SparseRows result;
    std::vector<std::size_t> order;
    for (std::size_t row = 0; row < rows.ends.size(); ++row) {
        order.resize(rows.ends[row] - rows.begin(row));
        std::iota(order.begin(), order.end(), rows.begin(row));
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return rows.values[a] > rows.values[b];
        });
        order.resize(std::min(order.size(), ranks));
        std::vector<std::pair<std::uint32_t, double>> kept;
        for (std::size_t i = 0; i < order.size(); ++i)
            kept.emplace_back(rows.features[order[i]], static_cast<double>(i));
        std::sort(kept.begin(), kept.end());
        for (const auto& [feature, rank] : kept) {
            result.features.push_back(feature);
            result.values.push_back(rank);
        }
        result.ends.push_back(result.features.size());
    }
    return result;
}

}  // namespace

void Comparison::prepare(SparseRows& rows) const {
    if (distance_ == Distance::rank) rows = ranked(rows);
}

/// What a distance takes of a row: the number of its features, or of its length the square.
double Comparison::size_of(const SparseRows& rows, std::size_t row) const {
    if (distance_ != Distance::cosine) return static_cast<double>(rows.ends[row] - rows.begin(row));
    double sum = 0;
    for (std::size_t i = rows.begin(row); i < rows.ends[row]; ++i)
        sum += rows.values[i] * rows.values[i];
    return sum;
}

Comparison::Comparison(SparseRows references, std::size_t features, Distance distance)
    : distance_(distance), begins_(features + 1, 0) {
    prepare(references);
    for (std::size_t row = 0; row < references.ends.size(); ++row)
        sizes_.push_back(size_of(references, row));
    for (const std::uint32_t feature : references.features) ++begins_[feature + 1];
    std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
    references_.resize(references.features.size());
    values_.resize(references.features.size());
    std::vector<std::size_t> next(begins_.begin(), begins_.end() - 1);
    for (std::size_t row = 0; row < references.ends.size(); ++row) {
        for (std::size_t i = references.begin(row); i < references.ends[row]; ++i) {
            const std::size_t place = next[references.features[i]]++;
            references_[place] = static_cast<std::uint32_t>(row);
            values_[place] = references.values[i];
        }
    }
}

void Comparison::distances(const SparseRows& rows, std::size_t i,
                           std::vector<double>& distances) const {
    SparseRows row;
    row.features.assign(rows.features.begin() + static_cast<std::ptrdiff_t>(rows.begin(i)),
                        rows.features.begin() + static_cast<std::ptrdiff_t>(rows.ends[i]));
    row.values.assign(rows.values.begin() + static_cast<std::ptrdiff_t>(rows.begin(i)),
                      rows.values.begin() + static_cast<std::ptrdiff_t>(rows.ends[i]));
    row.ends.push_back(row.features.size());
    prepare(row);
    distances.assign(size(), 0);
    for (std::size_t k = 0; k < row.features.size(); ++k) {
        for (std::size_t p = begins_[row.features[k]]; p < begins_[row.features[k] + 1]; ++p) {
            double& common = distances[references_[p]];
            if (distance_ == Distance::cosine) {
                common += row.values[k] * values_[p];
            } else if (distance_ == Distance::rank) {
                common += ranks - std::abs(row.values[k] - values_[p]);
            } else {
                common += 1;
            }
        }
    }
    const double own = size_of(row, 0);
    for (std::size_t r = 0; r < size(); ++r) {
        const double common = distances[r], both = own + sizes_[r];
        double& value = distances[r];
        if (common == 0) {
            value = 1;
        } else if (distance_ == Distance::cosine) {
            // Of equal vectors exactly 0.
            value = std::max(0.0, 1 - common / std::sqrt(own * sizes_[r]));
        } else if (distance_ == Distance::rank) {
            value = (ranks * own - common) / (ranks * own);
        } else {
            value = (both - 2 * common) / (distance_ == Distance::dice ? both : both - common);
        }
    }
}

}  // namespace pipelab::ngram
