#include "optim/transform.hpp"

#include "base/elementary.hpp"
#include "base/error.hpp"
#include "base/random.hpp"
#include "optim/norms.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace pipelab::optim {
namespace {

constexpr std::uint64_t noise_stream = 0x6e6f697365;  // apart from those of what is optimised

template <class Real>
void centralize(base::Array<Real>& g, const Shape& shape) {
    if (shape.size() < 2 || g.empty()) return;
    const std::size_t rows = shape[0], columns = g.size() / rows;
    for (std::size_t i = 0; i < rows; ++i) {
        Real* const row = g.data() + i * columns;
        double sum = 0;
        for (std::size_t j = 0; j < columns; ++j) sum += row[j];
        const Real mean = static_cast<Real>(sum / static_cast<double>(columns));
        for (std::size_t j = 0; j < columns; ++j) row[j] -= mean;
    }
}

/// NaN stays NaN.
template <class Real>
void clip_values(base::Array<Real>& g, double bound) {
    const Real most = static_cast<Real>(bound);
    for (Real& each : g) each = each > most ? most : each < -most ? -most : each;
}

template <class Real>
void add_noise(base::Array<Real>& g, double deviation, const base::Random& random,
               std::uint64_t first) {
    constexpr std::size_t block = 1024;
    double normals[block];
    for (std::size_t begin = 0; begin < g.size(); begin += block) {
        const std::size_t count = std::min(block, g.size() - begin);
        random.normal(first + begin, {normals, count});
        for (std::size_t i = 0; i < count; ++i)
            g[begin + i] = static_cast<Real>(g[begin + i] + deviation * normals[i]);
    }
}

void check(const Transforms& t) {
    const auto positive = [](const std::optional<double>& bound) {
        return !bound || (*bound > 0 && std::isfinite(*bound));
    };
    if (t.accumulate == 0) throw base::UsageError("accumulate: expected at least 1");
    if (!positive(t.clip_value)) throw base::UsageError("clip_value: expected a number above 0");
    if (!positive(t.clip_norm)) throw base::UsageError("clip_norm: expected a number above 0");
    if (!(t.noise >= 0 && std::isfinite(t.noise)))
        throw base::UsageError("noise: expected a number from 0");
    if (!std::isfinite(t.noise_decay))
        throw base::UsageError("noise_decay: expected a finite number");
}

}  // namespace

template <class Real>
GradientTransform<Real>::GradientTransform(const Transforms& transforms) : transforms_(transforms) {
    check(transforms);
    state_.scalars = {{"pending", 0}};
}

template <class Real>
void GradientTransform<Real>::add(std::span<const Parameter<Real>> group) {
    if (state_.arrays.empty()) {
        state_.arrays.push_back({"sum", {}});
        for (const Parameter<Real>& each : group)
            state_.arrays[0].tensors.emplace_back(each.gradient.size(), Real(0));
    }
    auto& sums = state_.arrays[0].tensors;
    const bool fits =
        sums.size() == group.size() && std::equal(sums.begin(), sums.end(), group.begin(),
                                                  [](const auto& sum, const Parameter<Real>& each) {
                                                      return sum.size() == each.gradient.size();
                                                  });
    if (!fits) throw std::invalid_argument("gradients: the state belongs to other parameters");
    for (std::size_t i = 0; i < group.size(); ++i)
        for (std::size_t k = 0; k < sums[i].size(); ++k) sums[i][k] += group[i].gradient[k];
}

template <class Real>
bool GradientTransform<Real>::push(std::span<const Parameter<Real>> group) {
    ready_.resize(group.size());
    if (transforms_.accumulate == 1) {
        for (std::size_t i = 0; i < group.size(); ++i)
            ready_[i].assign(group[i].gradient.begin(), group[i].gradient.end());
        change(group);
        return true;
    }
    add(group);
    double& pending = state_.scalars[0].value;
    if (++pending < static_cast<double>(transforms_.accumulate)) return false;
    const Real share = static_cast<Real>(1 / pending);
    for (std::size_t i = 0; i < group.size(); ++i) {
        auto& sum = state_.arrays[0].tensors[i];
        ready_[i].resize(sum.size());
        for (std::size_t k = 0; k < sum.size(); ++k)
            ready_[i][k] = std::exchange(sum[k], Real(0)) * share;
    }
    pending = 0;
    change(group);
    return true;
}

template <class Real>
void GradientTransform<Real>::change(std::span<const Parameter<Real>> group) {
    double squares = 0;
    for (std::size_t i = 0; i < ready_.size(); ++i) {
        if (transforms_.centralize) centralize(ready_[i], group[i].shape);
        if (transforms_.clip_value) clip_values(ready_[i], *transforms_.clip_value);
        squares += sum_of_squares(std::span<const Real>(ready_[i]));
    }
    norm_ = std::sqrt(squares);
    const double share = transforms_.clip_norm ? *transforms_.clip_norm / (norm_ + 1e-6) : 1;
    const double variance =
        transforms_.noise > 0 ? transforms_.noise / base::pow(1 + static_cast<double>(state_.steps),
                                                              transforms_.noise_decay)
                              : 0;
    // Each step has a stream of its own.
    const base::Random random(transforms_.seed, noise_stream + state_.steps);
    std::uint64_t first = 0;
    for (auto& each : ready_) {
        if (share < 1)
            for (Real& g : each) g = static_cast<Real>(g * share);
        if (variance > 0) add_noise(each, std::sqrt(variance), random, first);
        first += each.size();
    }
    ++state_.steps;
}

template <class Real>
std::vector<Parameter<Real>> GradientTransform<Real>::gradients(
    std::span<const Parameter<Real>> group) const {
    std::vector<Parameter<Real>> made(group.begin(), group.end());
    for (std::size_t i = 0; i < made.size(); ++i) made[i].gradient = ready_[i];
    return made;
}

template class GradientTransform<float>;
template class GradientTransform<double>;

}  // namespace pipelab::optim
