#pragma once

#include "geometry/noding.hpp"
#include "geometry/shape.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace pipelab::geometry {

/// The edges along each segment of some linework, ascending: from the lesser end of the segment to
/// the greater. O(n).
class EdgesAlong {
  public:
    EdgesAlong(const Linework& lines, std::size_t segments)
        : begins_(segments + 1), edges_(lines.covers.size()) {
        for (const Covering& cover : lines.covers) ++begins_[cover.segment + 1];
        std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
        std::vector<std::size_t> place(begins_.begin(), begins_.end() - 1);
        for (std::uint32_t e = 0; e < lines.edges.size(); ++e)
            for (const Covering& cover : lines.covers_of(e)) edges_[place[cover.segment]++] = e;
    }
    std::span<const std::uint32_t> of(std::size_t segment) const {
        return {edges_.data() + begins_[segment], begins_[segment + 1] - begins_[segment]};
    }

  private:
    std::vector<std::size_t> begins_;
    std::vector<std::uint32_t> edges_;
};

/// Paths made of edges that follow each other, of which only ends of segments and of parts become
/// points.
class PathParts {
  public:
    /// An edge; `to` is the end of a segment or a point amid it.
    void run(Point from, Point to, bool is_end) {
        if (path_.empty()) path_.push_back(from);
        last_ = is_end ? std::nullopt : std::optional(to);
        if (is_end) path_.push_back(to);
    }
    /// A point of the path that repeats the one before.
    void repeat(Point p) {
        if (!path_.empty()) path_.push_back(p);
    }
    /// What follows is another part.
    void cut() {
        if (last_) path_.push_back(*last_);
        last_.reset();
        if (!path_.empty()) parts_.add_path(path_);
        path_.clear();
    }
    /// A path as it is.
    void keep(std::span<const Point> path) { parts_.add_path(path); }
    /// A line_string or multi_line_string.
    Shape parts() && {
        parts_.type =
            parts_.paths() == 1 ? Shape::Type::line_string : Shape::Type::multi_line_string;
        return std::move(parts_);
    }

  private:
    Shape parts_;
    std::vector<Point> path_;
    std::optional<Point> last_;
};

/// work(edge, from, to, is_last) for each edge along a path: is_last if it is the last of its
/// segment; repeated(point) for each point that repeats the one before. `segment` is that of the
/// first edge of the path that is no point, and afterwards the one behind its last.
template <class Work, class Repeated>
void follow_path(const ExactLinework& lines, const EdgesAlong& along, std::span<const Point> path,
                 std::size_t& segment, Work&& work, Repeated&& repeated) {
    for (std::size_t k = 1; k < path.size(); ++k) {
        if (path[k - 1] == path[k]) {
            repeated(path[k]);
            continue;
        }
        const auto edges = along.of(segment++);
        const bool forward = before(path[k - 1], path[k]);
        for (std::size_t i = 0; i < edges.size(); ++i) {
            const std::uint32_t e = edges[forward ? i : edges.size() - 1 - i];
            const auto edge = lines.edges[e];
            work(e, forward ? edge.from : edge.to, forward ? edge.to : edge.from,
                 i + 1 == edges.size());
        }
    }
}

/// The vertex at an end of a segment.
inline std::uint32_t vertex_at(const ExactLinework& lines, Point end) {
    auto v = std::lower_bound(lines.vertices.begin(), lines.vertices.end(), end,
                              [](const ExactVertex& w, Point p) { return before(w.rounded, p); });
    while (!v->is_end()) ++v;
    return static_cast<std::uint32_t>(v - lines.vertices.begin());
}

}  // namespace pipelab::geometry
