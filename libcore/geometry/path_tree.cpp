#include "geometry/path_tree.hpp"

namespace pipelab::geometry {

PathTree::Node PathTree::over(std::span<const Node> nodes, std::size_t first, Kind kind) const {
    Node node{nodes[0].box, static_cast<std::uint32_t>(first), nodes.back().end,
              static_cast<std::uint8_t>(nodes.size()), kind};
    for (const Node& child : nodes) node.box = joined(node.box, child.box);
    return node;
}

std::size_t PathTree::build_levels(std::size_t first, Kind kind) {
    for (std::size_t end = nodes_.size(); end - first > 1; end = nodes_.size()) {
        for (std::size_t i = first; i < end; i += fan) {
            const std::size_t count = std::min(fan, end - i);
            nodes_.push_back(over({nodes_.data() + i, count}, i, kind));
        }
        first = end;
    }
    return first;
}

void PathTree::add(std::span<const Point> path, bool closed) {
    if (path.empty()) return;
    const std::size_t begin = vertices_.size();
    vertices_.insert(vertices_.end(), path.begin(), path.end());
    if (closed || path.size() == 1) vertices_.push_back(path.front());
    const std::size_t end = vertices_.size() - 1, first = nodes_.size();
    for (std::size_t i = begin; i < end; i += fan) {
        const std::size_t last = std::min(i + fan, end);
        Node leaf{around(edge(static_cast<std::uint32_t>(i))), static_cast<std::uint32_t>(i),
                  static_cast<std::uint32_t>(last), static_cast<std::uint8_t>(last - i)};
        for (std::size_t k = i + 1; k < last; ++k)
            leaf.box = joined(leaf.box, around(edge(static_cast<std::uint32_t>(k))));
        nodes_.push_back(leaf);
    }
    roots_.push_back(nodes_[build_levels(first, Kind::nodes)]);
    roots_.back().whole_path = true;
    nodes_.pop_back();
}

void PathTree::build() {
    const std::size_t first = nodes_.size();
    nodes_.insert(nodes_.end(), roots_.begin(), roots_.end());
    if (!roots_.empty()) build_levels(first, Kind::paths);
    roots_ = {};
}

}  // namespace pipelab::geometry
