#include "geometry/layers.hpp"

#include "base/parallel.hpp"
#include "base/parallel_sort.hpp"
#include "geometry/numbered_point.hpp"
#include "geometry/shrinking_chain.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace pipelab::geometry {
namespace {

using Places = base::Array<std::uint32_t>;

base::Array<NumberedPoint> sorted_by_place(std::span<const Point> points) {
    base::Array<NumberedPoint> sorted(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) sorted[i] = {points[i], i};
    base::parallel_sort(std::span(sorted), NumberedBefore());
    return sorted;
}

/// What is left, as a lower and, turned around by half a turn, an upper hull.
class Onion {
  public:
    Onion(std::span<const Point> distinct, bool boundary)
        : size_(distinct.size()),
          turned_(turned(distinct)),
          chains_{ShrinkingChain(distinct, boundary), ShrinkingChain(turned_, boundary)} {}

    /// The outermost layer counterclockwise, which is removed; empty when nothing is left.
    std::span<const std::uint32_t> peel() {
        places_.clear();
        if (chains_[0].empty()) return places_;
        std::array<Places, 2>& chain = found_;
        for (std::size_t side = 0; side < 2; ++side) {
            chain[side].clear();
            chains_[side].list(chain[side]);
        }
        places_ = chain[0];
        // Collinear points, all on the boundary, make both chains complete.
        const bool line = chain[0].size() > 2 && chain[0].size() == chain[1].size() &&
                          std::equal(chain[0].begin(), chain[0].end(), chain[1].rbegin(),
                                     [&](auto a, auto b) { return a == mirrored(b); });
        for (std::size_t i = 1; i + 1 < chain[1].size() && !line; ++i) {
            places_.push_back(mirrored(chain[1][i]));
        }
        remove();
        return places_;
    }

  private:
    static base::Array<Point> turned(std::span<const Point> points) {
        base::Array<Point> result(points.size());
        for (std::size_t i = 0; i < points.size(); ++i) {
            const Point p = points[points.size() - 1 - i];
            result[i] = {-p.x, -p.y};
        }
        return result;
    }
    std::uint32_t mirrored(std::uint32_t place) const {
        return static_cast<std::uint32_t>(size_) - 1 - place;
    }
    void remove() {
        std::array<Places, 2>& gone = found_;
        gone[0] = places_;
        std::sort(gone[0].begin(), gone[0].end());
        gone[1].resize(places_.size());
        for (std::size_t i = 0; i < places_.size(); ++i) {
            gone[1][i] = mirrored(gone[0][places_.size() - 1 - i]);
        }
        constexpr std::size_t worth_two_threads = 128;
        const std::size_t tasks = places_.size() < worth_two_threads ? 1 : 2;
        base::parallel_for(tasks, [&](std::size_t task) {
            for (std::size_t side = task; side < 2; side += tasks) {
                chains_[side].remove(gone[side]);
            }
        });
    }

    std::size_t size_;
    base::Array<Point> turned_;
    std::array<ShrinkingChain, 2> chains_;
    std::array<Places, 2> found_;
    Places places_;
};

}  // namespace

ConvexLayers convex_layers(std::span<const Point> points, HullPoints wanted) {
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
    Onion onion(distinct, wanted == HullPoints::boundary);
    for (auto layer = onion.peel(); !layer.empty(); layer = onion.peel()) {
        const auto number = static_cast<std::uint32_t>(layers.size() + 1);
        for (const std::uint32_t place : layer) {
            layers.order.push_back(sorted[firsts[place]].index);
            const std::size_t end = place + 1 < firsts.size() ? firsts[place + 1] : sorted.size();
            for (std::size_t i = firsts[place]; i < end; ++i) {
                layers.layer[sorted[i].index] = number;
            }
        }
        layers.ends.push_back(layers.order.size());
    }
    return layers;
}

}  // namespace pipelab::geometry
