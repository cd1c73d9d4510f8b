#include "geometry/layers.hpp"

#include "base/parallel_sort.hpp"
#include "geometry/numbered_point.hpp"
#include "geometry/predicates.hpp"
#include "geometry/shrinking_chain.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace pipelab::geometry {
namespace {

using Places = std::vector<std::uint32_t>;

/// The layer that two chains from the first to the last point make, of points that lie on a line,
/// all on the boundary, once.
Places joined(Places lower, const Places& upper, bool line) {
    if (!line && upper.size() > 2) lower.insert(lower.end(), upper.rbegin() + 1, upper.rend() - 1);
    return lower;
}

/// Layers of the places of distinct points in the order before(). Each function peels some of
/// them until none are left, or until a layer that contains a guard.
///
/// Points strictly inside of a polygon through other points are in no layer before all of its
/// corners have been. So layers of what lies outside of it are layers of all until one contains a
/// corner: these are the guards. The points outside are peeled in the same way, and so on down to
/// sets of which hull after hull is cheap. Where this makes too little progress, hulls under
/// deletions take over.
class Peeler {
  public:
    Peeler(std::span<const Point> points, HullPoints wanted, const detail::LayerLimits& limits,
           ConvexLayers& layers)
        : points_(points),
          least_turn_(wanted == HullPoints::boundary ? 0 : 1),
          limits_(limits),
          layers_(layers),
          guards_(points.size(), no_guard) {}

    void run() {
        Places all(points_.size());
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint32_t>(i);
        peel(all, 0);
    }

  private:
    static constexpr std::uint8_t no_guard = 255;

    /// Returns the least level of a guard in the last layer; `rest` becomes what is left. Guards of
    /// this and all lower levels end it.
    std::uint8_t peel(Places& rest, std::uint8_t level);
    std::uint8_t peel_by_tree(Places& rest);
    std::uint8_t peel_some(Places& rest, std::uint8_t level);
    std::uint8_t peel_layer(Places& rest);
    std::uint8_t emit(const Places& layer);

    Places chain(std::span<const std::uint32_t> places, int side, int least_turn) const;
    Places hull(std::span<const std::uint32_t> places, int least_turn) const;
    Places inner_polygon(const Places& places) const;
    static void remove(Places& places, Places gone);
    void part(const Places& places, const Places& corners, Places& outside, Places& inside) const;

    std::span<const Point> points_;
    int least_turn_;
    detail::LayerLimits limits_;
    ConvexLayers& layers_;
    std::vector<std::uint8_t> guards_;  ///< of each point the least level that it guards
};

std::uint8_t Peeler::emit(const Places& layer) {
    std::uint8_t guard = no_guard;
    for (const std::uint32_t place : layer) {
        layers_.order.push_back(place);
        guard = std::min(guard, guards_[place]);
    }
    layers_.ends.push_back(layers_.order.size());
    return guard;
}

/// The lower (side 1) or upper (side -1) hull from the first to the last place.
Places Peeler::chain(std::span<const std::uint32_t> places, int side, int least_turn) const {
    Places result;
    for (const std::uint32_t place : places) {
        const Point next = points_[place];
        while (result.size() > 1 && side * orientation(points_[result[result.size() - 2]],
                                                       points_[result.back()], next) <
                                        least_turn) {
            result.pop_back();
        }
        result.push_back(place);
    }
    return result;
}

Places Peeler::hull(std::span<const std::uint32_t> places, int least_turn) const {
    const Places lower = chain(places, 1, least_turn), upper = chain(places, -1, least_turn);
    return joined(lower, upper, lower == upper);
}

void Peeler::remove(Places& places, Places gone) {
    std::sort(gone.begin(), gone.end());
    auto next = gone.begin();
    std::erase_if(places, [&](std::uint32_t place) {
        if (next == gone.end() || *next != place) return false;
        ++next;
        return true;
    });
}

std::uint8_t Peeler::peel_layer(Places& rest) {
    const Places layer = hull(rest, least_turn_);
    remove(rest, layer);
    return emit(layer);
}

/// The hull of what is left of a sample without its outer layers, as places ascending; empty if
/// there is none that has more than a line outside and inside.
Places Peeler::inner_polygon(const Places& places) const {
    constexpr std::size_t sample_size = 512;
    const std::size_t step = std::max<std::size_t>(4, places.size() / sample_size);
    Places sample;
    for (std::size_t i = step / 2; i < places.size(); i += step) sample.push_back(places[i]);
    const std::size_t wanted = sample.size() - sample.size() / 4;
    while (sample.size() > wanted) remove(sample, hull(sample, 1));
    if (sample.size() < wanted / 2) return {};
    Places corners = hull(sample, 1);
    if (corners.size() < 3) return {};
    std::sort(corners.begin(), corners.end());
    return corners;
}

/// Those strictly inside of the polygon with these corners, and the others.
void Peeler::part(const Places& places, const Places& corners, Places& outside,
                  Places& inside) const {
    const std::array<Places, 2> chains{chain(corners, 1, 1), chain(corners, -1, 1)};
    std::array<std::size_t, 2> at{};  // of the corner behind a place
    for (const std::uint32_t place : places) {
        bool in = place > corners.front() && place < corners.back();
        for (std::size_t side = 0; side < 2 && in; ++side) {
            while (chains[side][at[side]] < place) ++at[side];
            const Point from = points_[chains[side][at[side] - 1]];
            const int turn = orientation(from, points_[chains[side][at[side]]], points_[place]);
            in = side == 0 ? turn > 0 : turn < 0;
        }
        (in ? inside : outside).push_back(place);
    }
}

/// A layer, or the layers outside of an inner polygon. The levels are few, as each has at most
/// three quarters of the points of the one above.
std::uint8_t Peeler::peel_some(Places& rest, std::uint8_t level) {
    if (rest.size() <= limits_.small) return peel_layer(rest);
    const Places corners = inner_polygon(rest);
    if (corners.empty()) return peel_layer(rest);
    Places outside, inside;
    part(rest, corners, outside, inside);
    if (inside.size() < rest.size() / 4) return peel_layer(rest);
    for (const std::uint32_t place : corners) {
        guards_[place] = std::min(guards_[place], level);
    }
    const std::uint8_t guard = peel(outside, level);
    for (const std::uint32_t place : corners) {
        if (guards_[place] == level) guards_[place] = no_guard;
    }
    rest.clear();
    std::merge(outside.begin(), outside.end(), inside.begin(), inside.end(),
               std::back_inserter(rest));
    return guard;
}

std::uint8_t Peeler::peel(Places& rest, std::uint8_t level) {
    constexpr std::size_t fair_share = 32;  // of the points in one round
    std::size_t patience = limits_.patience;
    while (!rest.empty()) {
        const std::size_t before = rest.size();
        const std::uint8_t guard = peel_some(rest, static_cast<std::uint8_t>(level + 1));
        if (guard <= level) return guard;
        const bool poor = before > limits_.small && (before - rest.size()) * fair_share < before;
        if (poor && patience-- == 0) return peel_by_tree(rest);
    }
    return no_guard;
}

std::uint8_t Peeler::peel_by_tree(Places& rest) {
    const std::size_t size = rest.size();
    std::array<std::vector<Point>, 2> points;
    for (std::size_t i = 0; i < size; ++i) {
        const Point p = points_[rest[i]], q = points_[rest[size - 1 - i]];
        points[0].push_back(p);
        points[1].push_back({-q.x, -q.y});  // so that the upper hull is a lower one
    }
    std::array chains{ShrinkingChain(points[0], least_turn_ == 0),
                      ShrinkingChain(points[1], least_turn_ == 0)};
    std::uint8_t guard = no_guard;
    Places gone;
    while (guard == no_guard && !chains[0].empty()) {
        std::array<Places, 2> found;
        for (std::size_t side = 0; side < 2; ++side) {
            base::Array<std::uint32_t> listed;
            chains[side].list(listed);
            found[side].assign(listed.begin(), listed.end());
        }
        Places& upper = found[1];
        std::reverse(upper.begin(), upper.end());
        for (std::uint32_t& i : upper) i = static_cast<std::uint32_t>(size) - 1 - i;
        Places layer = joined(found[0], upper, found[0] == upper);
        Places sorted = layer, turned(layer.size());
        std::sort(sorted.begin(), sorted.end());
        std::transform(sorted.rbegin(), sorted.rend(), turned.begin(),
                       [&](std::uint32_t i) { return static_cast<std::uint32_t>(size) - 1 - i; });
        chains[0].remove(sorted);
        chains[1].remove(turned);
        for (std::uint32_t& i : layer) i = rest[i];
        gone.insert(gone.end(), layer.begin(), layer.end());
        guard = emit(layer);
    }
    remove(rest, std::move(gone));
    return guard;
}

base::Array<NumberedPoint> sorted_by_place(std::span<const Point> points) {
    base::Array<NumberedPoint> sorted(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) sorted[i] = {points[i], i};
    base::parallel_sort(std::span(sorted), NumberedBefore());
    return sorted;
}

}  // namespace

ConvexLayers detail::convex_layers(std::span<const Point> points, HullPoints wanted,
                                   const LayerLimits& limits) {
    if (points.size() >= std::size_t{1} << 31) throw std::length_error("too many points");
    const auto sorted = sorted_by_place(points);
    base::Array<Point> distinct;
    base::Array<std::size_t> firsts;  // of each distinct point in `sorted`
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (i > 0 && sorted[i].point == sorted[i - 1].point) continue;
        distinct.push_back(sorted[i].point);
        firsts.push_back(i);
    }
    ConvexLayers layers;
    layers.layer.resize(points.size());
    layers.order.reserve(distinct.size());
    Peeler(distinct, wanted, limits, layers).run();
    for (std::size_t k = 0, i = 0; k < layers.size(); ++k) {
        for (; i < layers.ends[k]; ++i) {
            const auto place = static_cast<std::size_t>(layers.order[i]);
            const std::size_t end = place + 1 < firsts.size() ? firsts[place + 1] : sorted.size();
            for (std::size_t same = firsts[place]; same < end; ++same) {
                layers.layer[sorted[same].index] = static_cast<std::uint32_t>(k + 1);
            }
            layers.order[i] = sorted[firsts[place]].index;
        }
    }
    return layers;
}

ConvexLayers convex_layers(std::span<const Point> points, HullPoints wanted) {
    return detail::convex_layers(points, wanted, {});
}

}  // namespace pipelab::geometry
