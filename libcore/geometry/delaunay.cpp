#include "geometry/delaunay.hpp"

#include "base/parallel.hpp"
#include "geometry/delaunay_mesh.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::geometry {
namespace {

using detail::Mesh;
using detail::none;
using detail::Part;

constexpr std::size_t piece = 1 << 14;  // sites that are triangulated by one thread
constexpr std::size_t block_of_sites = 1 << 13;

/// A node of the tree of divisions.
struct Node {
    std::size_t begin, end;
    Mesh::Cut cut{};
    std::size_t left = 0;  ///< the first of its two children; 0: none
    Part part{};
};

/// Nodes level by level, each level behind its parents'.
struct Tree {
    std::vector<Node> nodes;
    std::vector<std::size_t> levels;  ///< where they begin, and the end
};

Tree divide(Mesh& mesh) {
    Tree tree{{{0, mesh.sites().size()}}, {0}};
    auto& nodes = tree.nodes;
    while (tree.levels.back() != nodes.size()) {
        const std::size_t level = tree.levels.back(), end = nodes.size();
        base::parallel_for(end - level, [&](std::size_t i) {
            Node& node = nodes[level + i];
            if (node.end - node.begin > piece) node.cut = mesh.cut(node.begin, node.end);
        });
        for (std::size_t i = level; i < end; ++i) {
            const std::size_t first = nodes[i].begin, last = nodes[i].end;
            const std::size_t middle = nodes[i].cut.middle;
            if (last - first <= piece || middle == last) continue;
            nodes[i].left = nodes.size();
            nodes.push_back({first, middle});
            nodes.push_back({middle, last});
        }
        tree.levels.push_back(end);
    }
    return tree;
}

/// Triangulates what the leaves hold and joins it up to the root.
Part conquer(Mesh& mesh, Tree& tree) {
    auto& nodes = tree.nodes;
    base::parallel_for(nodes.size(), [&](std::size_t i) {
        if (nodes[i].left == 0) nodes[i].part = mesh.build(nodes[i].begin, nodes[i].end);
    });
    for (std::size_t level = tree.levels.size() - 1; level-- > 0;) {
        const std::size_t begin = tree.levels[level];
        base::parallel_for(tree.levels[level + 1] - begin, [&](std::size_t i) {
            Node& node = nodes[begin + i];
            if (node.left == 0) return;
            node.part = mesh.join(std::move(nodes[node.left].part),
                                  std::move(nodes[node.left + 1].part), node.cut.axis);
        });
    }
    return std::move(nodes.front().part);
}

/// Numbers the triangles of a mesh and writes them out. Uses the mesh up: origins of edges become
/// indices of points, and places in rings numbers of half-edges.
class Output {
  public:
    Output(Mesh& mesh, Part&& part)
        : mesh_(mesh),
          edges_(mesh.edges()),
          start_(mesh.sites()[part.first[detail::horizontal]].edge) {
        result_.duplicates = std::move(part.duplicates);
        std::sort(result_.duplicates.begin(), result_.duplicates.end(),
                  [](Duplicate a, Duplicate b) { return a.point < b.point; });
        first_point_ = mesh.sites()[part.first[detail::horizontal]].index;
    }
    Triangulation make() {
        if (is_line()) {
            write_line();
            return std::move(result_);
        }
        replace_origins();
        find_triangles();
        write_triangles();
        write_halfedges();
        write_hull();
        return std::move(result_);
    }

  private:
    static constexpr std::size_t ahead = 32;
    static constexpr std::uint32_t outside = std::uint32_t{1} << 31;  // above any index

    /// A triangle by the edge that leaves its least corner, and the index of the next corner.
    struct Triangle {
        std::uint32_t second, edge;
    };

    /// work(e) for each edge around the face outside, clockwise.
    template <class Work>
    void walk_outside(Work&& work) const {
        std::uint32_t e = start_ ^ 1;
        do {
            work(e);
            e = mesh_.next_on_face(e);
        } while (e != (start_ ^ 1));
    }

    std::size_t distinct() const { return mesh_.sites().size() - result_.duplicates.size(); }

    /// Of collinear points the walk passes both sides of all edges.
    bool is_line() const {
        if (start_ == none) return true;
        bool both = false;
        walk_outside([&](std::uint32_t e) { both |= e == start_; });
        return both;
    }

    void write_line() {
        result_.line.push_back(first_point_);
        std::uint32_t e = start_;
        for (std::size_t i = 1; i < distinct(); ++i) {
            result_.line.push_back(mesh_.sites()[mesh_.target(e)].index);
            e = mesh_.next_on_face(e);
        }
    }

    void replace_origins() {
        base::parallel_blocks(edges_.size(), 6 * block_of_sites,
                              [&](std::size_t, std::size_t begin, std::size_t end) {
                                  const auto sites = mesh_.sites();
                                  for (std::size_t e = begin; e < end; ++e) {
                                      const std::uint32_t site = edges_[e].origin;
                                      // Numbers never used may hold anything.
                                      if (site < sites.size()) edges_[e].origin = sites[site].index;
                                  }
                              });
        walk_outside([&](std::uint32_t e) { edges_[e].origin |= outside; });
    }

    /// By the second corner; nearly always there is just a handful.
    static void sort(std::span<Triangle> triangles) {
        const auto before = [](const Triangle& a, const Triangle& b) {
            return a.second < b.second;
        };
        if (triangles.size() > 16) {
            std::sort(triangles.begin(), triangles.end(), before);
            return;
        }
        for (std::size_t i = 1; i < triangles.size(); ++i) {
            const Triangle triangle = triangles[i];
            std::size_t place = i;
            for (; place > 0 && before(triangle, triangles[place - 1]); --place) {
                triangles[place] = triangles[place - 1];
            }
            triangles[place] = triangle;
        }
    }

    /// The triangles whose least corner is the site, in order of the second one.
    std::span<const Triangle> triangles_of(const detail::Site& site,
                                           std::vector<Triangle>& found) const {
        std::size_t count = 0;
        std::uint32_t e = site.edge, second = mesh_.target(e) & ~outside;
        do {
            if (count == found.size()) found.resize(2 * count + 16);
            const std::uint32_t next = edges_[e].next, third = mesh_.target(next) & ~outside;
            found[count] = {second, e};
            count += (site.index < second) & (site.index < third) & (edges_[e].origin < outside);
            e = next;
            second = third;
        } while (e != site.edge);
        const auto triangles = std::span(found).first(count);
        sort(triangles);
        return triangles;
    }

    void find_triangles() {
        const auto sites = mesh_.sites();
        first_.resize(sites.size());
        triangles_.resize(base::Blocks{sites.size(), block_of_sites}.count());
        base::parallel_blocks(
            sites.size(), block_of_sites, [&](std::size_t b, std::size_t begin, std::size_t end) {
                std::vector<Triangle> found;
                triangles_[b].reserve(2 * block_of_sites + block_of_sites / 4);
                for (std::size_t i = begin; i < end; ++i) {
                    fetch_edges_of(i + ahead);
                    if (sites[i].index == none) continue;
                    const auto triangles = triangles_of(sites[i], found);
                    for (const Triangle& triangle : triangles) {
                        triangles_[b].push_back(triangle.edge);
                    }
                    first_[sites[i].index] = static_cast<std::uint32_t>(triangles.size());
                }
            });
        for (const Duplicate duplicate : result_.duplicates) first_[duplicate.point] = 0;
    }

    /// Edges have numbers near those that belong to the places of their ends; a walk around a site
    /// would wait for memory at each step.
    void fetch_edges_of(std::size_t site) const {
        if (6 * site + 6 > edges_.size()) return;
        __builtin_prefetch(&edges_[6 * site]);
        __builtin_prefetch(&edges_[6 * site + 5]);
    }

    /// Of an edge, `next` leads to the previous edge of the triangle on its left, and is of use to
    /// no other triangle: the number of the half-edge takes its place.
    void write_triangles() {
        std::uint32_t all = 0;
        for (std::uint32_t& first : first_) all += std::exchange(first, all);
        result_.triangles.resize(3 * std::size_t{all});
        result_.halfedges.resize(3 * std::size_t{all});
        walk_outside([&](std::uint32_t e) { edges_[e].next = none; });
        base::parallel_for(triangles_.size(), [&](std::size_t b) {
            const auto& triangles = triangles_[b];
            for (std::size_t i = 0; i < triangles.size(); ++i) {
                if (i + ahead < triangles.size()) {
                    __builtin_prefetch(&first_[edges_[triangles[i + ahead]].origin]);
                }
                const std::uint32_t e = triangles[i];
                const std::uint32_t f = mesh_.next_on_face(e), g = edges_[e].next ^ 1;
                const std::uint32_t h = 3 * first_[edges_[e].origin]++;
                result_.triangles[h] = edges_[e].origin;
                result_.triangles[h + 1] = edges_[f].origin & ~outside;
                result_.triangles[h + 2] = edges_[g].origin & ~outside;
                edges_[e].next = h;
                edges_[f].next = h + 1;
                edges_[g].next = h + 2;
            }
        });
    }

    void write_halfedges() {
        base::parallel_for(triangles_.size(), [&](std::size_t b) {
            for (const std::uint32_t e : triangles_[b]) {
                const std::uint32_t f = mesh_.next_on_face(e), g = mesh_.next_on_face(f);
                const std::uint32_t h = edges_[e].next;
                result_.halfedges[h] = edges_[e ^ 1].next;
                result_.halfedges[h + 1] = edges_[f ^ 1].next;
                result_.halfedges[h + 2] = edges_[g ^ 1].next;
            }
        });
    }

    void write_hull() {
        walk_outside([&](std::uint32_t e) { result_.hull.push_back(edges_[e ^ 1].next); });
        std::reverse(result_.hull.begin() + 1, result_.hull.end());
    }

    Mesh& mesh_;
    std::span<detail::Edge> edges_;
    std::uint32_t start_;  // along the hull from its first point
    std::uint32_t first_point_;
    Triangulation result_;
    base::Array<std::uint32_t> first_;  // the number of triangles of a point, then the next of them
    std::vector<base::Array<std::uint32_t>> triangles_;  // their edges, by blocks of sites
};

}  // namespace

Triangulation delaunay(std::span<const Point> points) {
    if (points.empty()) return {};
    Mesh mesh(points);
    Tree tree = divide(mesh);
    return Output(mesh, conquer(mesh, tree)).make();
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
        const std::uint32_t a = triangulation.line[i - 1], b = triangulation.line[i];
        pairs.push_back({std::min(a, b), std::max(a, b)});
    }
    pairs.reserve(triangulation.triangles.size() / 2 + triangulation.hull.size());
    for (std::uint32_t h = 0; h < triangulation.triangles.size(); ++h) {
        const std::uint32_t a = triangulation.origin(h), b = triangulation.target(h);
        if (h < triangulation.halfedges[h]) pairs.push_back({std::min(a, b), std::max(a, b)});
    }
    return pairs;
}

}  // namespace pipelab::geometry
