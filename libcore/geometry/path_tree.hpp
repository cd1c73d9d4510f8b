#pragma once

#include "base/array.hpp"
#include "geometry/boxes.hpp"
#include "geometry/point.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace pipelab::geometry {

/// The edges of some paths, in their order, as a tree: eight in a leaf, eight nodes in one of the
/// next level, paths of their own; each node with its box. O(n) to build, 7 bytes an edge and a
/// copy of the vertices. Neighbours on a path are near each other, so that searches cost about
/// O(log n + k). Fewer than 2^32 vertices.
class PathTree {
  public:
    /// `closed`: with an edge from the last point to the first.
    void add(std::span<const Point> path, bool closed);
    /// Call once, behind the last path.
    void build();

    bool empty() const { return nodes_.empty(); }
    /// Of all vertices; not for empty().
    const Box& box() const { return nodes_.back().box; }
    /// Of all paths, in order; of closed ones the first again behind the last.
    std::span<const Point> vertices() const { return vertices_; }
    Segment edge(std::uint32_t i) const { return {vertices_[i], vertices_[i + 1]}; }

    /// Paths as they are to what lies in a window: take(Segment) for edges, in order, that run as
    /// the paths do but for runs of edges beyond one side of the window, which are left out, with
    /// their ends `joined` by an edge, or not. So closed paths wind around each point of the window
    /// as often as before. None with equal ends.
    template <class Take>
    void near(const Box& window, bool joined, const Take& take) const;

    /// visit(i) for the edges whose boxes meet a box, as long as it returns true; whether it always
    /// did.
    template <class Visit>
    bool visit(const Box& box, const Visit& visit) const {
        return empty() || visit_node(nodes_.back(), box, visit);
    }
    /// visit(vertex) for the first vertices of the paths whose boxes meet a box, alike.
    template <class Visit>
    bool visit_paths(const Box& box, const Visit& visit) const {
        return empty() || visit_starts(nodes_.back(), box, visit);
    }
    /// visit(i, j) for edges i of this and j of another tree whose boxes meet, alike.
    template <class Visit>
    bool visit_pairs(const PathTree& other, const Visit& visit) const {
        return empty() || other.empty() ||
               visit_nodes(nodes_.back(), other, other.nodes_.back(), visit);
    }

  private:
    static constexpr std::size_t fan = 8;
    enum class Kind : std::uint8_t { edges, nodes, paths };
    struct Node {
        Box box;
        std::uint32_t first = 0;  ///< edge or node
        std::uint32_t end = 0;    ///< edges of a path up to this one
        std::uint8_t count = 0;   ///< edges or nodes
        Kind kind = Kind::edges;
        bool whole_path = false;
    };

    template <class Take>
    class Walk;

    template <class Visit>
    bool visit_starts(const Node& node, const Box& box, const Visit& visit) const {
        if (!meet(node.box, box)) return true;
        if (node.whole_path) return visit(vertices_[first_edge(node)]);
        for (const Node& child : children(node)) {
            if (!visit_starts(child, box, visit)) return false;
        }
        return true;
    }
    std::uint32_t first_edge(const Node& node) const {
        const Node* first = &node;
        while (first->kind != Kind::edges) first = &nodes_[first->first];
        return first->first;
    }
    Node over(std::span<const Node> nodes, std::size_t first, Kind kind) const;
    /// Appends levels over the nodes from `first` on until there is one; where that stands.
    std::size_t build_levels(std::size_t first, Kind kind);
    std::span<const Node> children(const Node& node) const {
        return {nodes_.data() + node.first, node.count};
    }
    template <class Visit>
    bool visit_node(const Node& node, const Box& box, const Visit& visit) const;
    template <class Visit>
    bool visit_nodes(const Node& node, const PathTree& other, const Node& other_node,
                     const Visit& visit) const;

    base::Array<Point> vertices_;  ///< closed paths with their first point repeated
    std::vector<Node> nodes_;      ///< the root is the last
    std::vector<Node> roots_;      ///< of paths, until build()
};

/// Goes along the edges near a window.
template <class Take>
class PathTree::Walk {
  public:
    Walk(const PathTree& tree, const Box& window, bool joined, const Take& take)
        : tree_(tree), window_(window), joined_(joined), take_(take) {}

    void go(const Node& node) {
        const unsigned beyond = sides_beyond(node.box);
        if (node.kind == Kind::paths || node.whole_path) {
            if (beyond != 0) return;
        }
        if (node.kind == Kind::paths) {
            for (const Node& child : tree_.children(node)) go(child);
        } else if (node.whole_path) {
            start_ = last_ = tree_.vertices_[tree_.first_edge(node)];
            beyond_ = ~0u;
            go_along(node);
            join();
        }
    }

  private:
    /// Bits for the sides of the window beyond which all of a box lies.
    unsigned sides_beyond(const Box& box) const {
        return (box.high.x < window_.low.x ? 1u : 0u) | (box.low.x > window_.high.x ? 2u : 0u) |
               (box.high.y < window_.low.y ? 4u : 0u) | (box.low.y > window_.high.y ? 8u : 0u);
    }
    void go_along(const Node& node) {
        if (const unsigned beyond = sides_beyond(node.box); beyond != 0)
            return pass(beyond, tree_.vertices_[node.end]);
        if (node.kind == Kind::nodes) {
            for (const Node& child : tree_.children(node)) go_along(child);
            return;
        }
        for (std::uint32_t i = node.first; i < node.end; ++i) {
            const Segment edge = tree_.edge(i);
            const unsigned beyond = sides_beyond(around(edge));
            if (beyond != 0) {
                pass(beyond, edge.b);
            } else {
                join();
                if (edge.a != edge.b) take_(edge);
                start_ = last_ = edge.b;
            }
        }
    }
    void pass(unsigned beyond, Point end) {
        if ((beyond_ & beyond) == 0) join();
        beyond_ &= beyond;
        last_ = end;
    }
    void join() {
        if (joined_ && start_ != last_) take_(Segment{start_, last_});
        start_ = last_;
        beyond_ = ~0u;
    }

    const PathTree& tree_;
    Box window_;
    bool joined_;
    const Take& take_;
    Point start_, last_;  // of edges passed, all of them beyond these sides
    unsigned beyond_ = 0;
};

template <class Take>
void PathTree::near(const Box& window, bool joined, const Take& take) const {
    if (!empty()) Walk<Take>(*this, window, joined, take).go(nodes_.back());
}

template <class Visit>
bool PathTree::visit_node(const Node& node, const Box& box, const Visit& visit) const {
    if (!meet(node.box, box)) return true;
    if (node.kind == Kind::edges) {
        for (std::uint32_t i = node.first; i < node.end; ++i) {
            if (meet(around(edge(i)), box) && !visit(i)) return false;
        }
        return true;
    }
    for (const Node& child : children(node)) {
        if (!visit_node(child, box, visit)) return false;
    }
    return true;
}

template <class Visit>
bool PathTree::visit_nodes(const Node& node, const PathTree& other, const Node& other_node,
                           const Visit& visit) const {
    if (!meet(node.box, other_node.box)) return true;
    if (node.kind == Kind::edges && other_node.kind == Kind::edges) {
        for (std::uint32_t i = node.first; i < node.end; ++i) {
            const Box box = around(edge(i));
            if (!meet(box, other_node.box)) continue;
            for (std::uint32_t j = other_node.first; j < other_node.end; ++j) {
                if (meet(box, around(other.edge(j))) && !visit(i, j)) return false;
            }
        }
        return true;
    }
    const auto width = [](const Box& box) {
        return box.high.x / 2 - box.low.x / 2 + (box.high.y / 2 - box.low.y / 2);
    };
    const bool descend = other_node.kind == Kind::edges ||
                         (node.kind != Kind::edges && width(node.box) >= width(other_node.box));
    if (descend) {
        for (const Node& child : children(node)) {
            if (!visit_nodes(child, other, other_node, visit)) return false;
        }
    } else {
        for (const Node& child : other.children(other_node)) {
            if (!visit_nodes(node, other, child, visit)) return false;
        }
    }
    return true;
}

}  // namespace pipelab::geometry
