#pragma once

#include "base/array.hpp"
#include "geometry/segment_pairs.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::geometry {

/// Segments distributed over horizontal stripes whose borders are quantiles of their ends: each
/// stands in every stripe that its y range meets. A function of the segments alone.
class SegmentStripes {
  public:
    explicit SegmentStripes(std::span<const Segment> segments);

    std::size_t size() const { return borders_.size() + 1; }
    std::span<const std::uint32_t> members(std::size_t stripe) const {
        return {members_.data() + begins_[stripe], begins_[stripe + 1] - begins_[stripe]};
    }
    /// The stripe that a coordinate lies in.
    std::size_t stripe(double y) const;
    /// The stripe is low <= y < high.
    double low(std::size_t stripe) const;
    double high(std::size_t stripe) const;

  private:
    void choose_borders(std::span<const Segment> segments);
    void distribute(std::span<const Segment> segments);

    std::vector<double> borders_;
    double origin_ = 0, scale_ = 0;     // y -> cell of table_
    std::vector<std::uint32_t> table_;  // how many borders lie below a cell
    std::vector<std::size_t> begins_;
    base::Array<std::uint32_t> members_;
};

/// Boxes of segments clipped to a stripe, in the order of their lower x.
struct StripeLane {
    std::vector<double> x_low, x_high, y_low, y_high;
    std::vector<std::uint32_t> segments;
    std::size_t size() const { return segments.size(); }
};

/// The segments of a stripe: of one set, or of two, told apart by whether the place is below
/// `red`.
struct Stripe {
    Stripe(const SegmentStripes& stripes, std::size_t index, std::span<const Segment> segments,
           std::size_t red);
    double low, high;
    StripeLane red_lane, blue_lane;
};

/// How many pairs of `lane` have x ranges that meet.
std::uint64_t count_candidates(const StripeLane& lane);

/// Calls found(i, j, kind) for all pairs with their lowest common point in the stripe, where the
/// earlier of their boxes is one of those [begin, end) of `lane`. All pairs of a stripe: lane with
/// itself; of two sets: red with blue and blue with red.
template <class Found>
void scan_stripe(const Stripe& stripe, std::span<const Segment> segments, const StripeLane& lane,
                 const StripeLane& other, std::size_t begin, std::size_t end, Found&& found);

namespace detail {

/// Whether the lowest common point of two segments that meet lies at low <= y < high.
bool meets_in_stripe(const Segment& s, const Segment& t, Meeting kind, double low, double high);

}  // namespace detail

template <class Found>
void scan_stripe(const Stripe& stripe, std::span<const Segment> segments, const StripeLane& lane,
                 const StripeLane& other, std::size_t begin, std::size_t end, Found&& found) {
    const bool same = &lane == &other, red_first = &lane == &stripe.red_lane;
    const auto& x = other.x_low;
    const auto first_after = [&](std::size_t p) {
        if (same) return p + 1;
        const auto from = red_first ? std::lower_bound(x.begin(), x.end(), lane.x_low[p])
                                    : std::upper_bound(x.begin(), x.end(), lane.x_low[p]);
        return static_cast<std::size_t>(from - x.begin());
    };
    for (std::size_t p = begin; p < end; ++p) {
        std::size_t q = first_after(p);
        for (; q < other.size() && x[q] <= lane.x_high[p]; ++q) {
            if (other.y_low[q] > lane.y_high[p] || other.y_high[q] < lane.y_low[p]) continue;
            const std::uint32_t i = lane.segments[p], j = other.segments[q];
            const Meeting kind = meeting(segments[i], segments[j]);
            if (kind == Meeting::none) continue;
            const bool above = std::min(lane.y_high[p], other.y_high[q]) >= stripe.high;
            const bool below = std::max(lane.y_low[p], other.y_low[q]) < stripe.low;
            if ((above || below) &&
                !detail::meets_in_stripe(segments[i], segments[j], kind, stripe.low, stripe.high)) {
                continue;
            }
            found(i, j, kind);
        }
    }
}

}  // namespace pipelab::geometry
