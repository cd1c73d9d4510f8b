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
    nodes_.resize(std::max(leaves_, 2u));
    present_.resize(leaves_);
    std::fill_n(present_.begin(), size, std::uint8_t{1});
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
    if (leaf(node)) return;
    const std::uint32_t middle = begin + (end - begin) / 2;
    build(2 * node, begin, middle);
    build(2 * node + 1, middle, end);
    pull(node, middle);
}

/// `split` is the place where the right half begins.
void ShrinkingChain::pull(std::uint32_t node, std::uint32_t split) {
    const std::uint32_t l = alive(2 * node), r = alive(2 * node + 1);
    if (l == none || r == none) {
        nodes_[node].alive = l == none ? r : l;
        return;
    }
    nodes_[node].alive = node;
    find_bridge(nodes_[node], l, r, points_[split].x);
}

/// At each step one of four points, the ends of the bridges of both halves, cannot belong to the
/// bridge that is sought, nor can what lies beyond it. The last case is that of bridges whose lines
/// cross between them, to the left or to the right of `split`.
void ShrinkingChain::find_bridge(Node& node, std::uint32_t l, std::uint32_t r, double split) const {
    Point a, b, c, d;
    const auto enter = [this](std::uint32_t at, Point& first, Point& second) {
        if (leaf(at))
            first = second = points_[at - leaves_];
        else
            first = nodes_[at].a, second = nodes_[at].b;
        return at;
    };
    enter(l, a, b), enter(r, c, d);
    while (!leaf(l) || !leaf(r)) {
        if (!leaf(l) && orientation(a, b, c) < least_turn_) {
            l = enter(alive(2 * l), a, b);  // b lies on or above ac
        } else if (!leaf(r) && orientation(b, c, d) < least_turn_) {
            r = enter(alive(2 * r + 1), c, d);
        } else if (leaf(l)) {
            r = enter(alive(2 * r), c, d);
        } else if (leaf(r) || compare_heights(a, b, c, d, split) < least_turn_) {
            l = enter(alive(2 * l + 1), a, b);  // nothing on the right lies below ab
        } else {
            r = enter(alive(2 * r), c, d);
        }
    }
    node.a = a, node.b = c;
    node.a_place = l - leaves_, node.b_place = r - leaves_;
}

/// A bridge stays one as long as both its ends do.
bool ShrinkingChain::keeps_bridge(std::uint32_t node) const {
    const Node& known = nodes_[node];
    return known.alive == node && present_[known.a_place] && present_[known.b_place];
}

void ShrinkingChain::list(base::Array<std::uint32_t>& places) const {
    if (!empty()) list(alive(1), 0, most, places);
}

/// Those of a node's hull from `low` to `high`.
void ShrinkingChain::list(std::uint32_t node, std::uint32_t low, std::uint32_t high,
                          base::Array<std::uint32_t>& places) const {
    if (leaf(node)) {
        places.push_back(node - leaves_);
        return;
    }
    const std::uint32_t a = nodes_[node].a_place, b = nodes_[node].b_place;
    if (low <= a) list(alive(2 * node), low, std::min(high, a), places);
    if (high >= b) list(alive(2 * node + 1), std::max(low, b), high, places);
}

void ShrinkingChain::remove(std::span<const std::uint32_t> places) {
    if (!places.empty()) remove(1, 0, leaves_, places);
}

ShrinkingChain::Change ShrinkingChain::remove(std::uint32_t node, std::uint32_t begin,
                                              std::uint32_t end,
                                              std::span<const std::uint32_t> places) {
    if (leaf(node)) {
        present_[begin] = 0;
        return {begin, begin};
    }
    const std::uint32_t middle = begin + (end - begin) / 2;
    const auto cut = static_cast<std::size_t>(
        std::lower_bound(places.begin(), places.end(), middle) - places.begin());
    Change left{1, 0}, right{1, 0};
    if (cut > 0) left = remove(2 * node, begin, middle, places.first(cut));
    if (cut < places.size()) right = remove(2 * node + 1, middle, end, places.subspan(cut));
    if (!left.any() && !right.any()) return left;
    if (nodes_[node].alive == node) {
        left.high = std::min(left.high, nodes_[node].a_place);
        right.low = std::max(right.low, nodes_[node].b_place);
    }
    if (!keeps_bridge(node)) pull(node, middle);
    if (!left.any()) return right;
    return right.any() ? Change{left.low, right.high} : left;
}

}  // namespace pipelab::geometry
