#include "gap/circle.hpp"

#include "base/array.hpp"
#include "base/error.hpp"
#include "base/exact_sum.hpp"
#include "gap/every_gap.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <type_traits>

namespace pipelab::gap {
namespace {

template <class T>
class ReducedValues final : public Values<T> {
  public:
    ReducedValues(const Values<T>& whole, const Circle<T>& circle)
        : whole_(whole), circle_(circle) {
        std::mutex guard;
        visit([&](const Block<T>& block, int) {
            if (block.values.empty()) return;
            const auto [low, high] = std::minmax_element(block.values.begin(), block.values.end());
            const std::lock_guard lock(guard);
            if (extent_.count == 0) extent_ = {0, *low, *high};
            extent_.count += block.values.size();
            extent_.minimum = std::min(extent_.minimum, *low);
            extent_.maximum = std::max(extent_.maximum, *high);
        });
    }
    Extent<T> extent() const override { return extent_; }
    int workers() const override { return whole_.workers(); }
    bool in_memory() const override { return whole_.in_memory(); }
    std::vector<T> sample() const override {
        std::vector<T> sample = whole_.sample();
        for (T& value : sample) value = circle_.reduce(value);
        return sample;
    }
    void visit(const typename Values<T>::See& see) const override {
        std::vector<base::Array<T>> buffers(static_cast<std::size_t>(workers()));
        whole_.visit([&](const Block<T>& block, int worker) {
            auto& reduced = buffers[static_cast<std::size_t>(worker)];
            reduced.resize(block.values.size());
            std::transform(block.values.begin(), block.values.end(), reduced.begin(),
                           [&](T value) { return circle_.reduce(value); });
            see({reduced, block.first_index}, worker);
        });
    }

  private:
    const Values<T>& whole_;
    const Circle<T>& circle_;
    Extent<T> extent_;
};

/// The arc over the border, from the largest to the smallest value.
template <class T>
Arc<T> closing_arc(const Extent<T>& extent, const Circle<T>& circle) {
    Arc<T> arc{extent.maximum, extent.minimum, {}};
    if constexpr (std::is_same_v<T, double>) {
        base::ExactSum sum;
        for (const double term : {circle.period(), extent.minimum, -extent.maximum}) sum.add(term);
        arc.width.high = sum.value();
    } else {
        arc.width = static_cast<std::uint64_t>(circle.period()) -
                    width_between(extent.minimum, extent.maximum);
    }
    return arc;
}

/// Whether the closing arc is wider than `width`, exactly.
template <class T>
bool closes_wider(const Extent<T>& extent, const Circle<T>& circle, const Width<T>& width) {
    if constexpr (std::is_same_v<T, double>) {
        if (width.doubled) return false;  // no arc is beyond the period
        const double rounded = closing_arc(extent, circle).width.high;
        if (rounded != width.high) return rounded > width.high;
        base::ExactSum difference;
        for (const double term :
             {circle.period(), extent.minimum, -extent.maximum, -width.high, -width.low}) {
            difference.add(term);
        }
        return difference.value() > 0;
    } else {
        return closing_arc(extent, circle).width > width;
    }
}

}  // namespace

template <class T>
T Circle<T>::reduce(T value) const {
    if constexpr (std::is_same_v<T, double>) {
        const double rest = std::remainder(value, period_);
        return 2 * rest == -period_ ? -rest : rest;  // half a denormal period may not be a double
    } else {
        const T rest = static_cast<T>(value % period_);
        return rest < 0 ? static_cast<T>(rest + period_) : rest;
    }
}

template <class T>
T Circle<T>::positive(T reduced) const {
    if constexpr (std::is_same_v<T, double>) {
        if (reduced >= 0) return reduced;
        const double shifted = reduced + period_;
        return shifted < period_ ? shifted : 0;
    } else {
        return reduced;
    }
}

template <class T>
std::unique_ptr<Values<T>> on_circle(const Values<T>& whole, const Circle<T>& circle) {
    return std::make_unique<ReducedValues<T>>(whole, circle);
}

template <class T>
std::vector<Arc<T>> widest_arcs(const Values<T>& reduced, const Circle<T>& circle, std::size_t top,
                                const Resources& resources, base::Control control) {
    const Extent<T> extent = reduced.extent();
    if (extent.count < 2 || top == 0) return {};
    std::vector<Arc<T>> arcs;
    bool closed = false;
    for (const Gap<T>& gap : widest_gaps<T>(reduced, top, resources, control)) {
        if (!closed && closes_wider(extent, circle, gap.width())) {
            arcs.push_back(closing_arc(extent, circle));
            closed = true;
        }
        arcs.push_back({gap.lower, gap.upper, gap.width()});
    }
    if (!closed) arcs.push_back(closing_arc(extent, circle));
    arcs.resize(std::min(arcs.size(), top));
    return arcs;
}

template <class T>
std::vector<Arc<T>> arcs_over(const Values<T>& reduced, const Circle<T>& circle,
                              const Width<T>& width, const Resources& resources,
                              base::Control control) {
    std::vector<Arc<T>> arcs;
    gaps_over<T>(reduced, width, resources, control, [&](const Gap<T>& gap) {
        arcs.push_back({gap.lower, gap.upper, gap.width()});
    });
    const Extent<T> extent = reduced.extent();
    if (extent.count > 1 && closes_wider(extent, circle, width)) {
        arcs.push_back(closing_arc(extent, circle));
    }
    return arcs;
}

template <class T>
std::optional<Width<T>> median_arc(const Values<T>& reduced, const Circle<T>& circle,
                                   const Resources& resources, base::Control control) {
    const Extent<T> extent = reduced.extent();
    if (extent.count < 2) return std::nullopt;
    return median_gap<T>(reduced, resources, control, closing_arc(extent, circle).width);
}

template <class T>
T period_from(const io::Number& period, int scale) {
    if constexpr (std::is_same_v<T, double>) {
        return io::to_double(period);
    } else {
        const auto* natural = std::get_if<std::uint64_t>(&period);
        if (natural != nullptr && scale == 0 && std::is_same_v<T, std::uint64_t>) {
            return static_cast<T>(*natural);
        }
        auto [mantissa, places] = std::holds_alternative<io::Decimal>(period)
                                      ? std::get<io::Decimal>(period)
                                      : io::Decimal{0, 0};
        while (places > scale && mantissa % 10 == 0 && mantissa != 0) mantissa /= 10, --places;
        if (mantissa == 0 || places > scale) {
            throw base::UsageError("--period does not fit the scale of the values");
        }
        for (; places < scale; ++places) {
            if (__builtin_mul_overflow(mantissa, std::int64_t{10}, &mantissa)) {
                throw base::UsageError("--period is too large for the scale of the values");
            }
        }
        return static_cast<T>(mantissa);
    }
}

template <class T>
std::vector<Gap<T>> inner_gaps(const std::vector<Arc<T>>& arcs) {
    std::vector<Gap<T>> gaps;
    for (const Arc<T>& arc : arcs) {
        if (arc.lower < arc.upper) gaps.push_back({arc.lower, arc.upper});
    }
    return gaps;
}

#define PIPELAB_GAP_CIRCLE(T)                                                                   \
    template class Circle<T>;                                                                   \
    template std::unique_ptr<Values<T>> on_circle(const Values<T>&, const Circle<T>&);          \
    template std::vector<Arc<T>> widest_arcs(const Values<T>&, const Circle<T>&, std::size_t,   \
                                             const Resources&, base::Control);                  \
    template std::vector<Arc<T>> arcs_over(const Values<T>&, const Circle<T>&, const Width<T>&, \
                                           const Resources&, base::Control);                    \
    template std::optional<Width<T>> median_arc(const Values<T>&, const Circle<T>&,             \
                                                const Resources&, base::Control);               \
    template T period_from(const io::Number&, int);                                             \
    template std::vector<Gap<T>> inner_gaps(const std::vector<Arc<T>>&);
PIPELAB_GAP_CIRCLE(double)
PIPELAB_GAP_CIRCLE(std::int64_t)
PIPELAB_GAP_CIRCLE(std::uint64_t)

}  // namespace pipelab::gap
