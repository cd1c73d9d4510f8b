#include "gap/every_gap.hpp"

#include "base/array.hpp"
#include "base/error.hpp"
#include "gap/spilled_values.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace pipelab::gap {
namespace {

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
                                   base::Control control) {
    const Resources half{resources.memory / 2, resources.temporary};
    Sorter<decltype(plain(Width<T>{}))> widths(half);
    std::uint64_t count = 0;
    for_every_gap<T>(values, half, control, [&](const Gap<T>& gap) {
        widths.add(plain(gap.width()));
        ++count;
    });
    if (count == 0) return std::nullopt;
    return width_from(widths.element((count - 1) / 2, control));
}

std::uint64_t multiple_of(std::uint64_t width, const io::Number& factor) {
    constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
    if (io::compare(factor, io::Decimal{}) < 0) {
        throw base::UsageError("a multiple of the median gap cannot be negative");
    }
    const auto* decimal = std::get_if<io::Decimal>(&factor);
    if (decimal == nullptr) return width == 0 ? 0 : most;
    auto product = static_cast<unsigned __int128>(width) *
                   static_cast<std::uint64_t>(decimal->mantissa);
    for (int i = 0; i < decimal->scale; ++i) product /= 10;
    return product > most ? most : static_cast<std::uint64_t>(product);
}

RealWidth multiple_of(const RealWidth& width, const io::Number& factor) {
    const double times = io::to_double(factor);
    if (times < 0) throw base::UsageError("a multiple of the median gap cannot be negative");
    const double product = width.high * times;
    return {false, std::min(product, std::numeric_limits<double>::max()), 0};
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

#define PIPELAB_GAP_EVERY_GAP(T)                                                                \
    template void for_every_gap(const Values<T>&, const Resources&, base::Control,              \
                                const std::function<void(const Gap<T>&)>&);                     \
    template std::optional<Width<T>> median_gap(const Values<T>&, const Resources&,             \
                                                base::Control);                                 \
    template Histogram gap_histogram(const Values<T>&, int, const Resources&, base::Control);
PIPELAB_GAP_EVERY_GAP(double)
PIPELAB_GAP_EVERY_GAP(std::int64_t)
PIPELAB_GAP_EVERY_GAP(std::uint64_t)

}  // namespace pipelab::gap
