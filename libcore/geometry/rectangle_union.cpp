#include "geometry/rectangle_union.hpp"

#include "base/parallel.hpp"
#include "base/parallel_sort.hpp"
#include "geometry/fixed_integer.hpp"

#include <algorithm>
#include <bit>
#include <climits>
#include <cmath>
#include <functional>
#include <tuple>
#include <vector>

namespace pipelab::geometry {
namespace {

using Index = std::uint32_t;

/// An interval of one axis.
struct Range {
    double low, high;
};
struct Sides {
    Range x, y;
};

/// The places of the bits that coordinates use: multiples of 2^low below 2^high.
struct Bits {
    int low = INT_MAX, high = INT_MIN;
    void add(double value) {
        if (value == 0) return;
        int exponent;
        const auto mantissa =
            static_cast<std::int64_t>(std::ldexp(std::frexp(value, &exponent), 53));
        const int zeros = std::countr_zero(static_cast<std::uint64_t>(mantissa));
        low = std::min(low, exponent - 53 + zeros);
        high = std::max(high, exponent);
    }
};

template <std::size_t n>
FixedInteger<n> shifted(FixedInteger<n> value, int bits) {
    for (; bits >= 64; bits -= 64) {
        std::copy_backward(value.limbs.begin(), value.limbs.end() - 1, value.limbs.end());
        value.limbs[0] = 0;
    }
    if (bits == 0) return value;
    for (std::size_t i = n; i-- > 0;) {
        value.limbs[i] <<= bits;
        if (i > 0) value.limbs[i] |= value.limbs[i - 1] >> (64 - bits);
    }
    return value;
}

/// A double as a multiple of 2^unit.
template <std::size_t n>
FixedInteger<n> in_units(double value, int unit) {
    FixedInteger<n> result{};
    if (value == 0) return result;
    int exponent;
    auto mantissa =
        static_cast<std::uint64_t>(std::ldexp(std::frexp(std::abs(value), &exponent), 53));
    int shift = exponent - 53 - unit;
    if (shift < 0) mantissa >>= -shift, shift = 0;
    result.limbs[0] = mantissa;
    result = shifted(result, shift);
    return value < 0 ? -result : result;
}

/// A number of units of 2^unit, at least 0, rounded to nearest, ties to even.
template <std::size_t n>
double rounded_units(const FixedInteger<n>& value, int unit) {
    std::size_t top = n;
    while (top > 0 && value.limbs[top - 1] == 0) --top;
    if (top == 0) return 0;
    const int zeros = std::countl_zero(value.limbs[top - 1]);
    const FixedInteger<n> up = shifted(value, zeros);
    // The leading 64 bits; the last one tells of all below it.
    std::uint64_t leading = up.limbs[top - 1];
    for (std::size_t i = 0; i + 1 < top; ++i) leading |= up.limbs[i] != 0;
    const int exponent = unit + 64 * static_cast<int>(top - 1) - zeros;
    if (exponent + 63 >= -1022) return std::ldexp(static_cast<double>(leading), exponent);
    // Below the normal range ldexp rounds, and must be the only one.
    const std::uint64_t shorter = leading >> 12 | ((leading & 0xfff) != 0);
    return std::ldexp(static_cast<double>(shorter), exponent + 12);
}

/// How much of the sweep line is covered: a segment tree over the intervals between the distinct
/// coordinates on it.
template <std::size_t n>
class CoveredLength {
  public:
    CoveredLength(const std::vector<double>& places, int unit)
        : places_(places), unit_(unit), leaves_(std::bit_ceil(places.size())) {
        nodes_.resize(2 * leaves_);
    }
    void add(Index begin, Index end, int change) { update(1, 0, leaves_, begin, end, change); }
    const FixedInteger<n>& length() const { return nodes_[1].covered; }

  private:
    struct Node {
        FixedInteger<n> covered{};
        int count = 0;
    };
    void update(std::size_t node, std::size_t low, std::size_t high, std::size_t begin,
                std::size_t end, int change) {
        if (begin <= low && high <= end) {
            nodes_[node].count += change;
        } else {
            const std::size_t middle = (low + high) / 2;
            if (begin < middle) update(2 * node, low, middle, begin, end, change);
            if (end > middle) update(2 * node + 1, middle, high, begin, end, change);
        }
        if (nodes_[node].count > 0) {
            nodes_[node].covered =
                in_units<n>(places_[high], unit_) - in_units<n>(places_[low], unit_);
        } else if (high - low > 1) {
            nodes_[node].covered = nodes_[2 * node].covered + nodes_[2 * node + 1].covered;
        } else {
            nodes_[node].covered = {};
        }
    }

    const std::vector<double>& places_;
    int unit_;
    std::size_t leaves_;
    std::vector<Node> nodes_;
};

template <std::size_t n>
struct Measures {
    FixedInteger<2 * n> area{};
    FixedInteger<n> length{};  // of the sides across the sweep
};

/// Sweeps along x, or with `along` and `across` exchanged along y.
template <std::size_t n>
Measures<n> sweep(const std::vector<Sides>& boxes, Range Sides::*along, Range Sides::*across,
                  int unit, const base::Cancellation& cancellation) {
    struct Event {
        double place;
        bool ends;  // starts come first, so that what touches is never open between
        Index box;
    };
    std::vector<Event> events;
    std::vector<double> places;
    for (Index i = 0; i < boxes.size(); ++i) {
        events.push_back({(boxes[i].*along).low, false, i});
        events.push_back({(boxes[i].*along).high, true, i});
        places.push_back((boxes[i].*across).low);
        places.push_back((boxes[i].*across).high);
    }
    base::parallel_sort(std::span(events), [](const Event& a, const Event& b) {
        return std::tie(a.place, a.ends, a.box) < std::tie(b.place, b.ends, b.box);
    });
    base::parallel_sort(std::span(places), std::less());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    const auto place_of = [&](double value) {
        return static_cast<Index>(std::lower_bound(places.begin(), places.end(), value) -
                                  places.begin());
    };

    Measures<n> result;
    CoveredLength<n> covered(places, unit);
    double last = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (i % 65536 == 0) base::stop_if_requested(cancellation);
        const Event& event = events[i];
        const FixedInteger<n> before = covered.length();
        if (event.place != last) {
            const auto width = in_units<n>(event.place, unit) - in_units<n>(last, unit);
            if (before.sign() != 0) result.area = result.area + product(before, width);
            last = event.place;
        }
        const Range range = boxes[event.box].*across;
        covered.add(place_of(range.low), place_of(range.high), event.ends ? -1 : 1);
        const FixedInteger<n> change = covered.length() - before;
        result.length = result.length + (event.ends ? -change : change);
    }
    return result;
}

template <std::size_t n>
RectangleUnion measure(const std::vector<Sides>& boxes, int unit, base::Control control) {
    Measures<n> measures[2];
    base::parallel_for(2, [&](std::size_t i) {
        measures[i] = i == 0 ? sweep<n>(boxes, &Sides::x, &Sides::y, unit, control.cancellation)
                             : sweep<n>(boxes, &Sides::y, &Sides::x, unit, control.cancellation);
    });
    return {rounded_units(measures[0].area, 2 * unit),
            rounded_units(measures[0].length + measures[1].length, unit)};
}

}  // namespace

RectangleUnion rectangle_union(std::span<const Box> boxes, base::Control control) {
    std::vector<Sides> solid;
    Bits bits;
    for (const auto& [low, high] : boxes) {
        if (low.x == high.x || low.y == high.y) continue;
        const auto [left, right] = std::minmax({low.x, high.x});
        const auto [bottom, top] = std::minmax({low.y, high.y});
        solid.push_back({{left, right}, {bottom, top}});
        for (const double value : {left, right, bottom, top}) bits.add(value);
    }
    if (solid.empty()) return {};
    // The lengths of all sides together stay below 2^(3 + 32) of the largest coordinate.
    const int length = bits.high - bits.low + 36;
    if (length < 128) return measure<2>(solid, bits.low, control);
    if (length < 4 * 64) return measure<4>(solid, bits.low, control);
    if (length < 10 * 64) return measure<10>(solid, bits.low, control);
    return measure<34>(solid, bits.low, control);
}

}  // namespace pipelab::geometry
