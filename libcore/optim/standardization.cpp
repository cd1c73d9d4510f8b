#include "optim/standardization.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pipelab::optim {

void Standardization::add(const Features& row, const FeatureMap& names) {
    rows_ += 1;
    before_.clear();
    size_before_ = moments_.size();
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::uint32_t feature = row.index[i];
        if (feature == intercept_feature || names.is_category(feature)) continue;
        if (feature >= moments_.size())
            moments_.resize(std::max<std::size_t>(feature + 1, moments_.size() * 3 / 2));
        Moments& moments = moments_[feature];
        before_.emplace_back(feature, moments);
        moments.count += 1;
        const double away = row.value[i] - moments.mean;
        moments.mean += away / moments.count;
        moments.squares += away * (row.value[i] - moments.mean);
    }
}

void Standardization::take_back() {
    rows_ -= 1;
    for (; !before_.empty(); before_.pop_back())
        moments_[before_.back().first] = before_.back().second;
    moments_.resize(size_before_);
}

double Standardization::centre(std::size_t feature) const {
    return centred_ && feature < moments_.size() ? moments_[feature].mean : 0;
}

double Standardization::deviation(std::size_t feature) const {
    if (feature >= moments_.size() || moments_[feature].count == 0) return 1;
    const Moments& moments = moments_[feature];
    const double absent = centred_ ? 0 : rows_ - moments.count;
    const double all = moments.count + absent;
    // Chan, Golub, LeVeque 1979: joined with `absent` zeros.
    const double squares =
        moments.squares + moments.mean * moments.mean * moments.count * (absent / all);
    const double deviation = std::sqrt(squares / all);
    return deviation > 0 ? deviation : 1;
}

void Standardization::apply(LinearRows& rows, std::size_t row) const {
    for (std::size_t i = row == 0 ? 0 : rows.ends[row - 1]; i < rows.ends[row]; ++i) {
        const std::uint32_t feature = rows.index[i];
        if (feature < moments_.size() && moments_[feature].count > 0)
            rows.value[i] = (rows.value[i] - centre(feature)) / deviation(feature);
    }
}

void Standardization::restore(double rows, std::vector<Moments> moments) {
    rows_ = rows;
    moments_ = std::move(moments);
}

}  // namespace pipelab::optim
