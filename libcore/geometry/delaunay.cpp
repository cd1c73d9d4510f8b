#include "geometry/delaunay.hpp"

#include "base/parallel.hpp"
#include "geometry/delaunay_mesh.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace pipelab::geometry {
namespace {

using detail::Mesh;
using detail::none;
using detail::Part;

constexpr std::size_t piece = 1 << 14;  // sites that are triangulated by one thread
constexpr std::size_t block = 1 << 13;

/// A node of the tree of divisions.
struct Node {
    std::size_t begin, end;
    Mesh::Cut cut;
    std::size_t left = 0;  ///< the first of its two children; 0: none
    Part part;
};

/// The division of all sites, level by level: children stand behind their parents.
std::vector<Node> divide(Mesh& mesh) {
    std::vector<Node> nodes{{0, mesh.sites().size(), {}, 0, {}}};
    for (std::size_t level = 0; level != nodes.size();) {
        const std::size_t level_end = nodes.size();
        base::parallel_for(level_end - level, [&](std::size_t i) {
            Node& node = nodes[level + i];
            if (node.end - node.begin > piece) node.cut = mesh.cut(node.begin, node.end);
        });
        for (; level < level_end; ++level) {
            const auto [begin, end, cut, left, part] = nodes[level];
            if (end - begin <= piece || cut.middle == end) continue;
            nodes[level].left = nodes.size();
            nodes.push_back({begin, cut.middle, {}, 0, {}});
            nodes.push_back({cut.middle, end, {}, 0, {}});
        }
    }
    return nodes;
}

/// Triangulates what the nodes hold; the first of them has the whole at the end.
void conquer(Mesh& mesh, std::vector<Node>& nodes) {
    base::parallel_for(nodes.size(), [&](std::size_t i) {
        if (nodes[i].left == 0) nodes[i].part = mesh.build(nodes[i].begin, nodes[i].end);
    });
    // A level ends where the children of its last node but one begin.
    std::vector<std::size_t> levels{0, 1};
    while (levels.back() != nodes.size()) {
        std::size_t last = 0;
        for (std::size_t i = levels.end()[-2]; i < levels.back(); ++i) {
            if (nodes[i].left != 0) last = nodes[i].left + 2;
        }
        levels.push_back(last);
    }
    for (std::size_t level = levels.size() - 1; level-- > 0;) {
        const std::size_t begin = levels[level];
        base::parallel_for(levels[level + 1] - begin, [&](std::size_t i) {
            Node& node = nodes[begin + i];
            if (node.left == 0) return;
            node.part = mesh.join(std::move(nodes[node.left].part),
                                  std::move(nodes[node.left + 1].part), node.cut.axis);
        });
    }
}

/// Numbers the triangles of a mesh and writes them out.
class Output {
  public:
    Output(const Mesh& mesh, Part&& part) : mesh_(mesh), part_(std::move(part)) {
        std::swap(result_.duplicates, part_.duplicates);
        std::sort(result_.duplicates.begin(), result_.duplicates.end(),
                  [](Duplicate a, Duplicate b) { return a.point < b.point; });
    }
    Triangulation make() {
        mark_outside();
        if (line_) {
            write_line();
            return std::move(result_);
        }
        count();
        write_triangles();
        write_halfedges();
        write_hull();
        return std::move(result_);
    }

  private:
    static constexpr std::uint32_t outside = none;

    std::uint32_t index(std::uint32_t site) const { return mesh_.sites()[site].index; }

    /// work(e) for each edge around the face outside, clockwise.
    template <class Work>
    void walk_outside(Work&& work) const {
        const std::uint32_t start = mesh_.sites()[part_.first[detail::horizontal]].edge;
        if (start == none) return;
        std::uint32_t e = start ^ 1;
        do {
            work(e);
            e = mesh_.next_on_face(e);
        } while (e != (start ^ 1));
    }

    void mark_outside() {
        halfedge_.resize(mesh_.edge_numbers());
        bool both = true;
        walk_outside([&](std::uint32_t e) { halfedge_[e] = halfedge_[e ^ 1] = 0; });
        walk_outside([&](std::uint32_t e) { halfedge_[e] = outside; });
        walk_outside([&](std::uint32_t e) { both &= halfedge_[e ^ 1] == outside; });
        line_ = both;
    }

    void write_line() {
        const std::uint32_t first = part_.first[detail::horizontal];
        if (mesh_.sites().empty()) return;
        result_.line.push_back(index(first));
        const std::size_t edges = mesh_.sites().size() - result_.duplicates.size() - 1;
        std::uint32_t e = mesh_.sites()[first].edge;
        for (std::size_t i = 0; i < edges; ++i) {
            result_.line.push_back(index(mesh_.target(e)));
            e = mesh_.next_on_face(e);
        }
    }

    /// The triangles whose least index is that of a site: the edge that leaves it, and the index
    /// of the second corner, by which they are ordered.
    struct Owned {
        std::uint32_t second, edge;
    };
    /// Calls work(index, owned) for all sites that have some.
    template <class Work>
    void for_owned(Work&& work) const {
        base::parallel_blocks(mesh_.sites().size(), block,
                              [&](std::size_t, std::size_t begin, std::size_t end) {
                                  std::vector<Owned> owned;
                                  for (std::size_t i = begin; i < end; ++i) {
                                      const detail::Site& site = mesh_.sites()[i];
                                      if (site.index == none) continue;
                                      find_owned(site, owned);
                                      if (!owned.empty()) work(site.index, owned);
                                  }
                              });
    }
    void find_owned(const detail::Site& site, std::vector<Owned>& owned) const {
        owned.clear();
        std::uint32_t e = site.edge, second = index(mesh_.target(e));
        do {
            const std::uint32_t next = mesh_.edge(e).next, third = index(mesh_.target(next));
            if (site.index < second && site.index < third && halfedge_[e] != outside) {
                owned.push_back({second, e});
            }
            e = next;
            second = third;
        } while (e != site.edge);
    }

    void count() {
        first_.resize(mesh_.sites().size());
        std::fill(first_.begin(), first_.end(), 0);
        for_owned([&](std::uint32_t i, const std::vector<Owned>& owned) {
            first_[i] = static_cast<std::uint32_t>(owned.size());
        });
        std::uint32_t all = 0;
        for (std::uint32_t& first : first_) all += std::exchange(first, all);
        result_.triangles.resize(3 * std::size_t{all});
        result_.halfedges.resize(3 * std::size_t{all});
    }

    std::array<std::uint32_t, 3> sides(std::uint32_t e) const {
        return {e, mesh_.next_on_face(e), mesh_.edge(e).next ^ 1};
    }

    void write_triangles() {
        for_owned([&](std::uint32_t i, std::vector<Owned>& owned) {
            std::sort(owned.begin(), owned.end(),
                      [](Owned a, Owned b) { return a.second < b.second; });
            std::uint32_t h = 3 * first_[i];
            for (const Owned& triangle : owned) {
                for (const std::uint32_t e : sides(triangle.edge)) {
                    result_.triangles[h] = index(mesh_.edge(e).origin);
                    halfedge_[e] = h++;
                }
            }
        });
    }

    void write_halfedges() {
        for_owned([&](std::uint32_t, const std::vector<Owned>& owned) {
            for (const Owned& triangle : owned) {
                for (const std::uint32_t e : sides(triangle.edge)) {
                    result_.halfedges[halfedge_[e]] = halfedge_[e ^ 1];
                }
            }
        });
    }

    void write_hull() {
        walk_outside([&](std::uint32_t e) { result_.hull.push_back(halfedge_[e ^ 1]); });
        std::reverse(result_.hull.begin() + 1, result_.hull.end());
    }

    const Mesh& mesh_;
    Part part_;
    Triangulation result_;
    base::Array<std::uint32_t> halfedge_;  // of an edge of the mesh
    base::Array<std::uint32_t> first_;     // the first triangle of a point
    bool line_ = false;
};

}  // namespace

Triangulation delaunay(std::span<const Point> points) {
    if (points.empty()) return {};
    Mesh mesh(points);
    std::vector<Node> nodes = divide(mesh);
    conquer(mesh, nodes);
    return Output(mesh, std::move(nodes.front().part)).make();
}

base::Array<std::uint32_t> leaving_halfedges(const Triangulation& triangulation,
                                             std::size_t points) {
    base::Array<std::uint32_t> leaving(points, none);
    for (std::size_t h = triangulation.triangles.size(); h-- > 0;) {
        leaving[triangulation.triangles[h]] = static_cast<std::uint32_t>(h);
    }
    for (const std::uint32_t h : triangulation.hull) leaving[triangulation.triangles[h]] = h;
    return leaving;
}

base::Array<IndexPair> edges(const Triangulation& triangulation) {
    base::Array<IndexPair> pairs;
    for (std::size_t i = 1; i < triangulation.line.size(); ++i) {
        pairs.push_back({triangulation.line[i - 1], triangulation.line[i]});
    }
    pairs.reserve(triangulation.triangles.size() / 2 + triangulation.hull.size());
    for (std::uint32_t h = 0; h < triangulation.triangles.size(); ++h) {
        const std::uint32_t a = triangulation.origin(h), b = triangulation.target(h);
        if (h < triangulation.halfedges[h]) pairs.push_back({std::min(a, b), std::max(a, b)});
    }
    return pairs;
}

}  // namespace pipelab::geometry
