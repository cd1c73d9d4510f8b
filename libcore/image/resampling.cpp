#include "image/resampling.hpp"

#include "base/error.hpp"
#include "base/wide.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace pipelab::image {
namespace {

constexpr std::size_t longest_axis = std::numeric_limits<std::int32_t>::max();

void check_axis(const AxisSize& axis) {
    if (axis.in > longest_axis || axis.out > longest_axis)
        throw base::UsageError("an axis of " + std::to_string(std::max(axis.in, axis.out)) +
                               " samples is too long, at most 2147483647 are possible");
    if (axis.in == 0 && axis.out > 0) throw base::UsageError("nothing to resample: a length is 0");
    if (axis.ratio && !(std::isfinite(*axis.ratio) && *axis.ratio >= 0))
        throw base::UsageError("expected a scale above 0");
    if (axis.region && !(std::isfinite(axis.region->first) && std::isfinite(axis.region->second)))
        throw base::UsageError("expected a region with finite ends");
}

/// A place of the input: the fraction `over / under` where that is exact, and the nearest double.
struct Place {
    double value;
    base::SignedWide over = 0, under = 0;  ///< under 0: not known

    Place(double place) : value(place) {}
    Place(base::SignedWide numerator, base::SignedWide denominator)
        : value(static_cast<double>(numerator) / static_cast<double>(denominator)),
          over(numerator),
          under(denominator) {}

    /// floor(value + halves / 2).
    std::int64_t floor_of_sum(int halves) const {
        if (under == 0) return static_cast<std::int64_t>(std::floor(value + 0.5 * halves));
        const base::SignedWide top = 2 * over + halves * under, bottom = 2 * under;
        const base::SignedWide quotient = top / bottom;
        return static_cast<std::int64_t>(quotient - (top % bottom < 0));
    }
    /// -floor(-(value + halves / 2)).
    std::int64_t ceil_of_sum(int halves) const {
        if (under == 0) return static_cast<std::int64_t>(std::ceil(value + 0.5 * halves));
        Place mirrored = *this;
        mirrored.over = -mirrored.over;
        return -mirrored.floor_of_sum(-halves);
    }
};

/// Where the outputs of an axis look.
class Places {
  public:
    Places(const AxisSize& axis, const Resampling& how)
        : axis_(axis), how_(how), ratio_(ratio_of(axis)) {}

    /// Input samples for each output sample.
    double ratio() const {
        if (how_.coordinates != Coordinates::align_corners) return ratio_;
        return axis_.out > 1
                   ? static_cast<double>(axis_.in - 1) / static_cast<double>(axis_.out - 1)
                   : 0;
    }

    Place operator()(std::size_t i) const {
        if (how_.single_precision) return single_place(static_cast<float>(i));
        const auto n = static_cast<base::SignedWide>(i), in = signed_in(), out = signed_out();
        const double at = static_cast<double>(i);
        const bool exact = !axis_.ratio && !axis_.region;
        switch (how_.coordinates) {
            case Coordinates::align_corners:
                return out > 1 ? Place(n * (in - 1), out - 1) : Place(0, 1);
            case Coordinates::tf_crop_and_resize:
                return region_place(at);
            case Coordinates::asymmetric:
                return exact ? Place(n * in, out) : Place(start() + ratio_ * at);
            case Coordinates::tf_half_pixel_for_nn:
                return exact ? Place((2 * n + 1) * in, 2 * out)
                             : Place(start() + ratio_ * (at + 0.5));
            case Coordinates::half_pixel_symmetric:
                return symmetric_place(at);
            case Coordinates::pytorch_half_pixel:
                if (out == 1) return Place(0, 1);
                [[fallthrough]];
            default:
                return exact ? Place((2 * n + 1) * in - out, 2 * out)
                             : Place(start() + ratio_ * (at + 0.5) - 0.5);
        }
    }

  private:
    static double ratio_of(const AxisSize& axis) {
        if (axis.region)
            return (axis.region->second - axis.region->first) / static_cast<double>(axis.out);
        if (axis.ratio) return *axis.ratio;
        return static_cast<double>(axis.in) / static_cast<double>(axis.out);
    }
    base::SignedWide signed_in() const { return static_cast<base::SignedWide>(axis_.in); }
    base::SignedWide signed_out() const { return static_cast<base::SignedWide>(axis_.out); }
    double start() const { return axis_.region ? axis_.region->first : 0; }

    /// ONNX: the region's ends in shares of in - 1 are where the first and last output lie.
    Place region_place(double at) const {
        const auto [begin, end] = axis_.region.value_or(std::pair(0.0, 1.0));
        const double last = static_cast<double>(axis_.in) - 1;
        if (axis_.out == 1) return 0.5 * (begin + end) * last;
        return begin * last + at * (end - begin) * last / (static_cast<double>(axis_.out) - 1);
    }
    /// ONNX: half_pixel, moved so that what scale * in has beyond `out` is cut at both ends alike.
    Place symmetric_place(double at) const {
        const double in = static_cast<double>(axis_.in), out = static_cast<double>(axis_.out);
        const double adjustment = out / (in / ratio_);
        return in / 2 * (1 - adjustment) + ratio_ * (at + 0.5) - 0.5;
    }
    /// As PyTorch 1.13 computes it for float32 on x86-64 with FMA, operation by operation.
    Place single_place(float at) const {
        const auto in = static_cast<float>(axis_.in), out = static_cast<float>(axis_.out);
        if (how_.coordinates == Coordinates::align_corners) {
            const float ratio =
                axis_.out > 1 ? static_cast<float>(axis_.in - 1) / static_cast<float>(axis_.out - 1)
                              : 0;
            const float whole = std::floor(ratio * at);
            return static_cast<double>(whole) + static_cast<double>(std::fma(ratio, at, -whole));
        }
        const float ratio = axis_.ratio ? static_cast<float>(*axis_.ratio) : in / out;
        if (how_.coordinates == Coordinates::asymmetric) return ratio * at;
        if (how_.antialias || how_.kernel.filter == Filter::nearest)
            return (at + 0.5F) * ratio - 0.5F;
        return static_cast<double>(ratio) * (static_cast<double>(at) + 0.5) - 0.5;
    }

    const AxisSize& axis_;
    const Resampling& how_;
    double ratio_;
};

/// Where a sample beyond the border lies inside; -1: nowhere.
std::int64_t inside(std::int64_t j, std::int64_t in, Edge edge) {
    if (j >= 0 && j < in) return j;
    switch (edge) {
        case Edge::clamp:
            return j < 0 ? 0 : in - 1;
        case Edge::wrap:
            return (j % in + in) % in;
        case Edge::reflect: {
            const std::int64_t k = (j % (2 * in) + 2 * in) % (2 * in);
            return k < in ? k : 2 * in - 1 - k;
        }
        case Edge::mirror: {
            if (in == 1) return 0;
            const std::int64_t period = 2 * in - 2, k = (j % period + period) % period;
            return k < in ? k : period - k;
        }
        default:
            return -1;
    }
}

/// Collects the taps of one output after the other.
class TapList {
  public:
    TapList(std::size_t in, std::size_t out, Edge edge) : edge_(edge) {
        taps_.in = in;
        taps_.start.reserve(out + 1);
        taps_.start.push_back(0);
    }

    void add(std::int64_t j, double weight) {
        if (weight == 0) return;
        const std::int64_t at = inside(j, static_cast<std::int64_t>(taps_.in), edge_);
        if (at >= 0) row_.emplace_back(static_cast<std::uint32_t>(at), weight);
    }
    /// Ends an output; with `normalise` its weights add up to 1.
    void finish_output(bool normalise) {
        if (!std::ranges::is_sorted(row_, {}, &Tap::first))
            std::ranges::stable_sort(row_, {}, &Tap::first);
        double sum = 0;
        for (const Tap& tap : row_) sum += tap.second;
        const std::size_t begin = taps_.index.size();
        for (const auto& [at, weight] : row_) {
            const double share = normalise && sum != 0 ? weight / sum : weight;
            if (taps_.index.size() > begin && taps_.index.back() == at) {
                taps_.weight.back() += share;
            } else {
                taps_.index.push_back(at);
                taps_.weight.push_back(share);
            }
        }
        row_.clear();
        taps_.start.push_back(taps_.index.size());
    }
    Taps finish() { return std::move(taps_); }

  private:
    using Tap = std::pair<std::uint32_t, double>;
    Edge edge_;
    std::vector<Tap> row_;
    Taps taps_;
};

std::int64_t rounded(const Place& place, Rounding rounding) {
    switch (rounding) {
        case Rounding::floor:
            return place.floor_of_sum(0);
        case Rounding::ceil:
            return place.ceil_of_sum(0);
        case Rounding::round_prefer_floor:
            return place.ceil_of_sum(-1);
        default:
            return place.floor_of_sum(1);
    }
}

/// Means over the area [i, i + 1) * in / out of each output.
void add_areas(const AxisSize& axis, const Resampling& how, TapList& taps) {
    const auto in = static_cast<base::Wide>(axis.in), out = static_cast<base::Wide>(axis.out);
    const bool whole = how.kernel.filter == Filter::area;
    for (base::Wide i = 0; i < out; ++i) {
        const base::Wide begin = i * in, end = (i + 1) * in;  // in units of 1 / out
        for (base::Wide j = begin / out; j * out < end; ++j) {
            const base::Wide covered = std::min(end, (j + 1) * out) - std::max(begin, j * out);
            taps.add(static_cast<std::int64_t>(j), whole ? 1 : static_cast<double>(covered));
        }
        taps.finish_output(true);
    }
}

void add_kernel(const AxisSize& axis, const Resampling& how, const Places& places, TapList& taps) {
    const double stretch = how.antialias ? std::max(1.0, places.ratio()) : 1;
    const double radius = how.kernel.radius() * stretch, narrow = 1 / stretch;
    const bool normalise = !how.kernel.partition_of_unity() || stretch != 1;
    const bool outside = how.coordinates == Coordinates::tf_crop_and_resize;
    const double last = static_cast<double>(axis.in) - 1;
    std::vector<double> weights;
    for (std::size_t i = 0; i < axis.out; ++i) {
        double x = places(i).value;
        // PyTorch's linear has no place before the first sample.
        if (how.single_precision && how.kernel.filter == Filter::linear && !how.antialias)
            x = std::max(x, 0.0);
        if (outside && (x < 0 || x > last)) {
            taps.finish_output(false);
            continue;
        }
        const auto begin = static_cast<std::int64_t>(std::ceil(x - radius));
        const auto end = static_cast<std::int64_t>(std::floor(x + radius)) + 1;
        weights.clear();
        double sum = 0;
        for (std::int64_t j = begin; j < end; ++j) {
            weights.push_back(how.kernel((static_cast<double>(j) - x) * narrow));
            sum += weights.back();
        }
        const double share = normalise ? 1 / sum : 1;
        for (std::int64_t j = begin; j < end; ++j)
            taps.add(j, weights[static_cast<std::size_t>(j - begin)] * share);
        taps.finish_output(how.edge == Edge::renormalise);
    }
}

}  // namespace

std::vector<std::uint32_t> nearest_indices(const AxisSize& axis, const Resampling& how) {
    check_axis(axis);
    std::vector<std::uint32_t> indices(axis.out);
    const Places places(axis, how);
    for (std::size_t i = 0; i < axis.out; ++i)
        indices[i] =
            static_cast<std::uint32_t>(std::clamp(rounded(places(i), how.rounding), std::int64_t{0},
                                                  static_cast<std::int64_t>(axis.in) - 1));
    return indices;
}

Taps make_taps(const AxisSize& axis, const Resampling& how) {
    check_axis(axis);
    TapList taps(axis.in, axis.out, how.edge);
    if (how.kernel.filter == Filter::nearest) {
        const bool outside = how.coordinates == Coordinates::tf_crop_and_resize;
        const Places places(axis, how);
        const std::vector<std::uint32_t> indices = nearest_indices(axis, how);
        for (std::size_t i = 0; i < axis.out; ++i) {
            const double x = outside ? places(i).value : 0;
            if (x >= 0 && x <= static_cast<double>(axis.in - 1)) taps.add(indices[i], 1);
            taps.finish_output(false);
        }
    } else if (how.kernel.radius() == 0) {
        add_areas(axis, how, taps);
    } else {
        add_kernel(axis, how, Places(axis, how), taps);
    }
    return taps.finish();
}

Taps transposed(const Taps& taps) {
    Taps result;
    result.in = taps.out();
    result.start.assign(taps.in + 1, 0);
    for (const std::uint32_t i : taps.index) ++result.start[i + 1];
    for (std::size_t i = 0; i < taps.in; ++i) result.start[i + 1] += result.start[i];
    result.index.resize(taps.index.size());
    result.weight.resize(taps.index.size());
    std::vector<std::size_t> next(result.start.begin(), result.start.end() - 1);
    for (std::size_t o = 0; o < taps.out(); ++o)
        for (std::size_t t = taps.start[o]; t < taps.start[o + 1]; ++t) {
            const std::size_t place = next[taps.index[t]]++;
            result.index[place] = static_cast<std::uint32_t>(o);
            result.weight[place] = taps.weight[t];
        }
    return result;
}

std::size_t scaled_length(std::size_t in, double scale, SizeRule rule) {
    if (!(std::isfinite(scale) && scale > 0)) throw base::UsageError("expected a scale above 0");
    const double exact = static_cast<double>(in) * scale;
    const double length = rule == SizeRule::floor   ? std::floor(exact)
                          : rule == SizeRule::round ? std::nearbyint(exact)
                                                    : std::ceil(exact);
    if (length > static_cast<double>(longest_axis))
        throw base::UsageError(
            "a scale that makes an axis too long, at most 2147483647 samples "
            "are possible");
    return in == 0 ? 0 : std::max<std::size_t>(1, static_cast<std::size_t>(length));
}

}  // namespace pipelab::image
