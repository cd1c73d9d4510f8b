#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "geometry/crossing.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace pipelab::geometry {

/// Two segments that meet, by their places in the input.
struct SegmentPair {
    std::uint32_t first, second;
    Meeting kind;
    bool operator==(const SegmentPair&) const = default;
};

/// Takes pairs block by block; called by one thread at a time.
using PairSink = std::function<void(std::span<const SegmentPair>)>;

/// The search for all pairs of up to 2^32 - 1 segments that have a common point. Segments may be
/// points (equal ends) and may be equal; none and one have no pairs. Each pair is found once, with
/// first < second, decided exactly; the results and their order are the same for any number of
/// threads.
///
/// The plane is cut into horizontal stripes at quantiles of the ends, so that a segment lies in
/// two or three on average; in each the segments are met in the order of the x at which they enter
/// it, clipped to it. O(n log n + candidates), where candidates are pairs of clipped boxes that
/// meet in a stripe: few more than the result unless long segments lie side by side at a slant.
/// There a sample tells that a sweep (O((n + k) log n)) is cheaper, and that is taken. Memory:
/// some 16 bytes a segment and blocks of pairs on their way.
///
/// Pairs come stripe by stripe from below, in each as they are found, or as a sweep finds them.
void for_meeting_pairs(std::span<const Segment> segments, const PairSink& sink,
                       base::Control control = base::Control::none());

/// All pairs, ordered by first, then second.
base::Array<SegmentPair> meeting_pairs(std::span<const Segment> segments,
                                       base::Control control = base::Control::none());

/// How many there are, without making them.
std::uint64_t count_meeting_pairs(std::span<const Segment> segments,
                                  base::Control control = base::Control::none());

/// The same between two sets: first is a place in `red`, second one in `blue`; pairs of one set
/// are not looked for. (A sweep, where it is taken, still passes them.)
void for_meeting_pairs(std::span<const Segment> red, std::span<const Segment> blue,
                       const PairSink& sink, base::Control control = base::Control::none());
base::Array<SegmentPair> meeting_pairs(std::span<const Segment> red, std::span<const Segment> blue,
                                       base::Control control = base::Control::none());
std::uint64_t count_meeting_pairs(std::span<const Segment> red, std::span<const Segment> blue,
                                  base::Control control = base::Control::none());

/// Whether any two segments meet: of all common points the least in the order before(), and of the
/// segments through it the two that come first in the input; none if no two meet. A sweep that
/// stops there: O(n log n) (Shamos and Hoey 1976), however many pairs there are.
std::optional<SegmentPair> first_meeting(std::span<const Segment> segments,
                                         base::Control control = base::Control::none());

}  // namespace pipelab::geometry
