#include "geometry/shrinking_chain.hpp"

#include "base/parallel.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <bit>

namespace pipelab::geometry {
namespace {

constexpr std::uint32_t most = ~std::uint32_t{0};

}  // namespace

ShrinkingChain::ShrinkingChain(std::span<const Point> sorted, bool boundary)
    : points_(sorted), least_turn_(boundary ? 0 : 1) {
    const auto size = static_cast<std::uint32_t>(sorted.size());
    leaves_ = std::bit_ceil(std::max(size, 1u));
    alive_.resize(2 * std::size_t{leaves_});
    bridges_.resize(leaves_);
    constexpr std::uint32_t task = 1 << 12;
    const std::uint32_t tasks = std::max(1u, leaves_ / task);
    base::parallel_for(tasks, [&](std::size_t i) {
        const std::uint32_t width = leaves_ / tasks, begin = static_cast<std::uint32_t>(i) * width;
        build(tasks + static_cast<std::uint32_t>(i), begin, begin + width);
    });
    for (std::uint32_t node = tasks; node-- > 1;) {
        const auto level = static_cast<std::uint32_t>(std::bit_width(node)) - 1;
        const std::uint32_t width = leaves_ >> level;
        pull(node, (node - (1u << level)) * width + width / 2);
    }
}

void ShrinkingChain::build(std::uint32_t node, std::uint32_t begin, std::uint32_t end) {
    if (leaf(node)) {
        alive_[node] = begin < points_.size() ? node : none;
        return;
    }
    const std::uint32_t middle = begin + (end - begin) / 2;
    build(2 * node, begin, middle);
    build(2 * node + 1, middle, end);
    pull(node, middle);
}

/// `split` is the place where the right half begins.
void ShrinkingChain::pull(std::uint32_t node, std::uint32_t split) {
    const std::uint32_t l = alive_[2 * node], r = alive_[2 * node + 1];
    if (l == none || r == none) {
        alive_[node] = l == none ? r : l;
        return;
    }
    alive_[node] = node;
    bridges_[node] = find_bridge(l, r, points_[split].x);
}

/// At each step one of four points, the ends of the bridges of both halves, cannot belong to the
/// bridge that is sought, nor can what lies beyond it. The last case is that of bridges whose lines
/// cross between them, to the left or to the right of `split`.
ShrinkingChain::Bridge ShrinkingChain::find_bridge(std::uint32_t l, std::uint32_t r,
                                                   double split) const {
    while (!leaf(l) || !leaf(r)) {
        const Bridge left = ends(l), right = ends(r);
        const Point a = points_[left.a], b = points_[left.b];
        const Point c = points_[right.a], d = points_[right.b];
        if (!leaf(l) && orientation(a, b, c) < least_turn_) {
            l = alive_[2 * l];  // b lies on or above ac
        } else if (!leaf(r) && orientation(b, c, d) < least_turn_) {
            r = alive_[2 * r + 1];
        } else if (leaf(l)) {
            r = alive_[2 * r];
        } else if (leaf(r) || compare_heights(a, b, c, d, split) < least_turn_) {
            l = alive_[2 * l + 1];  // nothing on the right lies below ab
        } else {
            r = alive_[2 * r];
        }
    }
    return {l - leaves_, r - leaves_};
}

/// A bridge stays one as long as both its ends do.
bool ShrinkingChain::keeps_bridge(std::uint32_t node) const {
    if (alive_[node] != node) return false;
    const Bridge bridge = bridges_[node];
    return alive_[leaves_ + bridge.a] != none && alive_[leaves_ + bridge.b] != none;
}

void ShrinkingChain::list(base::Array<std::uint32_t>& places) const {
    if (!empty()) list(alive_[1], 0, most, places);
}

/// Those of a node's hull from `low` to `high`.
void ShrinkingChain::list(std::uint32_t node, std::uint32_t low, std::uint32_t high,
                          base::Array<std::uint32_t>& places) const {
    if (leaf(node)) {
        places.push_back(node - leaves_);
        return;
    }
    const Bridge bridge = bridges_[node];
    if (low <= bridge.a) list(alive_[2 * node], low, std::min(high, bridge.a), places);
    if (high >= bridge.b) list(alive_[2 * node + 1], std::max(low, bridge.b), high, places);
}

void ShrinkingChain::remove(std::span<const std::uint32_t> places) {
    if (!places.empty()) remove(1, 0, leaves_, places);
}

ShrinkingChain::Change ShrinkingChain::remove(std::uint32_t node, std::uint32_t begin,
                                              std::uint32_t end,
                                              std::span<const std::uint32_t> places) {
    if (leaf(node)) {
        alive_[node] = none;
        return {begin, begin};
    }
    const std::uint32_t middle = begin + (end - begin) / 2;
    const auto cut = static_cast<std::size_t>(
        std::lower_bound(places.begin(), places.end(), middle) - places.begin());
    Change left{1, 0}, right{1, 0};
    if (cut > 0) left = remove(2 * node, begin, middle, places.first(cut));
    if (cut < places.size()) right = remove(2 * node + 1, middle, end, places.subspan(cut));
    if (!left.any() && !right.any()) return left;
    if (alive_[node] == node) {
        const Bridge bridge = bridges_[node];
        left.high = std::min(left.high, bridge.a);
        right.low = std::max(right.low, bridge.b);
    }
    if (!keeps_bridge(node)) pull(node, middle);
    if (!left.any()) return right;
    return right.any() ? Change{left.low, right.high} : left;
}

}  // namespace pipelab::geometry
