#include "gap/every_gap.hpp"

#include "base/array.hpp"
#include "base/error.hpp"
#include "base/wide.hpp"
#include "gap/spilled_values.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace pipelab::gap {
namespace {

using base::saturated;
using base::Wide;

void check_factor(const io::Number& factor) {
    const double value = io::to_double(factor);
    if (!(value >= 0) || std::isinf(value)) {
        throw base::UsageError("a multiple of the median gap must be a number of at least 0");
    }
}

std::uint64_t rounded(std::uint64_t width) { return width; }
RealWidth rounded(const RealWidth& width) { return {width.doubled, width.high, 0}; }

/// A width as one number that can be sorted.
std::uint64_t plain(std::uint64_t width) { return width; }
double plain(const RealWidth& width) {
    return width.doubled ? std::numeric_limits<double>::max() : width.high;
}
std::uint64_t width_from(std::uint64_t plain_width) { return plain_width; }
RealWidth width_from(double plain_width) { return {false, plain_width, 0}; }

/// Numbers that are written one by one and then sorted, in memory or beyond.
template <class W>
class Sorter {
  public:
    explicit Sorter(const Resources& resources)
        : resources_(resources),
          room_(std::max<std::uint64_t>(resources.memory / 4 / sizeof(W), 4096)) {}

    void add(W width) {
        waiting_.push_back(width);
        if (waiting_.size() == room_) spill();
    }
    /// The element of rank `rank`, from 0, of all added.
    W element(std::uint64_t rank, base::Control control) {
        if (!spilled_) {
            const auto at = waiting_.begin() + static_cast<std::ptrdiff_t>(rank);
            std::nth_element(waiting_.begin(), at, waiting_.end());
            return *at;
        }
        if (!waiting_.empty()) spill();
        W found{};
        std::uint64_t before = 0;
        visit_sorted<W>(*spilled_, resources_, control, [&](std::span<const W> sorted) {
            if (rank >= before && rank - before < sorted.size()) found = sorted[rank - before];
            before += sorted.size();
        });
        return found;
    }

  private:
    void spill() {
        if (!spilled_) {
            spilled_.emplace(std::make_shared<io::TemporaryFile>(resources_.temporary));
        }
        spilled_->append(waiting_);
        waiting_.clear();
    }

    const Resources& resources_;
    const std::uint64_t room_;
    base::Array<W> waiting_;
    std::optional<SpilledValues<W>> spilled_;
};

}  // namespace

template <class T>
void for_every_gap(const Values<T>& values, const Resources& resources, base::Control control,
                   const std::function<void(const Gap<T>&)>& see) {
    std::optional<T> last;
    visit_sorted<T>(values, resources, control, [&](std::span<const T> sorted) {
        for (const T value : sorted) {
            if (last && value != *last) see({*last, value});
            last = value;
        }
    });
}

template <class T>
std::optional<Width<T>> median_gap(const Values<T>& values, const Resources& resources,
                                   base::Control control, const std::optional<Width<T>>& another) {
    const Resources half{resources.memory / 2, resources.temporary};
    Sorter<decltype(plain(Width<T>{}))> widths(half);
    std::uint64_t count = 0;
    Width<T> first{};
    const auto add = [&](const Width<T>& width) {
        if (count++ == 0) first = width;
        widths.add(plain(width));
    };
    if (another) add(*another);
    for_every_gap<T>(values, half, control, [&](const Gap<T>& gap) { add(gap.width()); });
    if (count == 0) return std::nullopt;
    // Of two gaps at most one is beyond the largest double, so only a single one matters.
    if (count == 1) return rounded(first);
    return width_from(widths.element((count - 1) / 2, control));
}

std::uint64_t multiple_of(std::uint64_t width, const io::Number& factor) {
    check_factor(factor);
    if (const auto* real = std::get_if<double>(&factor)) {
        int exponent = 0;
        const double mantissa = std::ldexp(std::frexp(*real, &exponent), 53);
        const Wide product = Wide{width} * static_cast<std::uint64_t>(mantissa);  // < 2^117
        exponent -= 53;
        if (product == 0 || exponent <= -128) return 0;
        if (exponent < 0) return saturated(product >> -exponent);
        // At least 2^52 of these units: from 2^12 on the product is beyond 64 bits.
        return exponent < 12 ? saturated(product << exponent) : saturated(~Wide{0});
    }
    if (const auto* natural = std::get_if<std::uint64_t>(&factor)) {
        return saturated(Wide{width} * *natural);
    }
    const auto& decimal = std::get<io::Decimal>(factor);
    Wide product = Wide{width} * static_cast<std::uint64_t>(decimal.mantissa);
    for (int i = 0; i < decimal.scale; ++i) product /= 10;
    return saturated(product);
}

RealWidth multiple_of(const RealWidth& width, const io::Number& factor) {
    check_factor(factor);
    const double times = io::to_double(factor);
    const double product = width.doubled ? 2 * times * width.high : times * width.high;
    if (std::isfinite(product)) return {false, product, 0};
    const double half = width.doubled ? times * width.high : times / 2 * width.high;
    return {true, std::min(half, std::numeric_limits<double>::max()), 0};
}

template <class T>
Histogram gap_histogram(const Values<T>& values, int scale, const Resources& resources,
                        base::Control control) {
    Histogram histogram;
    const auto add = [&](const auto& width) {
        if constexpr (std::is_same_v<T, double>) {
            histogram.add(width);
        } else {
            histogram.add(width, scale);
        }
    };
    std::optional<T> last;
    visit_sorted<T>(values, resources, control, [&](std::span<const T> sorted) {
        for (const T value : sorted) {
            if (last) add(width_between(*last, value));
            last = value;
        }
    });
    return histogram;
}

#define PIPELAB_GAP_EVERY_GAP(T)                                                                   \
    template void for_every_gap(const Values<T>&, const Resources&, base::Control,                 \
                                const std::function<void(const Gap<T>&)>&);                        \
    template std::optional<Width<T>> median_gap(const Values<T>&, const Resources&, base::Control, \
                                                const std::optional<Width<T>>&);                   \
    template Histogram gap_histogram(const Values<T>&, int, const Resources&, base::Control);
PIPELAB_GAP_EVERY_GAP(double)
PIPELAB_GAP_EVERY_GAP(std::int64_t)
PIPELAB_GAP_EVERY_GAP(std::uint64_t)

}  // namespace pipelab::gap
