#include "geometry/triangle_mesh.hpp"

#include "base/parallel_sort.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <stdexcept>
#include <utility>

namespace pipelab::geometry::detail {

/// Counterclockwise; where that ends at the outline, from the start clockwise.
class TriangleMesh::Around {
  public:
    Around(const TriangleMesh& mesh, std::uint32_t point)
        : mesh_(mesh), start_(mesh.leaving(point)), now_(start_) {}
    /// The half-edge that leaves the point in the triangle; none behind the last.
    std::uint32_t half_edge() const { return now_; }
    void advance() {
        if (!clockwise_) {
            now_ = mesh_.twin(previous(now_));
            if (now_ == start_)
                now_ = none;
            else if (now_ == none)
                clockwise_ = true, now_ = start_;
            if (!clockwise_) return;
        }
        const std::uint32_t back = mesh_.twin(now_);
        now_ = back == none ? none : next(back);
    }

  private:
    const TriangleMesh& mesh_;
    std::uint32_t start_, now_;
    bool clockwise_ = false;
};

TriangleMesh::TriangleMesh(std::span<const Point> points, Triangulation&& triangulation)
    : points_(points.begin(), points.end()),
      triangles_(std::move(triangulation.triangles)),
      twins_(std::move(triangulation.halfedges)),
      leaving_(points.size(), none),
      fixed_(triangles_.size(), 0) {
    for (std::uint32_t h = 0; h < triangles_.size(); ++h) leaving_[triangles_[h]] = h;
}

TriangleMesh::Exit TriangleMesh::exit_towards(std::uint32_t h, std::uint32_t target_point) const {
    const Point a = at(origin(h)), b = at(target_point);
    const std::uint32_t right = target(h), left = apex(h);
    const int right_turn = orientation(a, at(right), b), left_turn = orientation(a, at(left), b);
    if (right_turn == 0 && dot_sign(a, at(right), a, b) > 0) return {Exit::Kind::along, h, right};
    if (left_turn == 0 && dot_sign(a, at(left), a, b) > 0)
        return {Exit::Kind::along, previous(h), left};
    if (right_turn > 0 && left_turn < 0) return {Exit::Kind::across, next(h), none};
    return {};
}

void TriangleMesh::force(std::uint32_t a, std::uint32_t b) {
    while (a != b) {
        Around around_a(*this, a), around_b(*this, b);
        Exit from_a, from_b;
        for (;; around_a.advance(), around_b.advance()) {
            from_a = exit_towards(around_a.half_edge(), b);
            if (from_a.kind != Exit::Kind::nowhere) break;
            from_b = exit_towards(around_b.half_edge(), a);
            if (from_b.kind != Exit::Kind::nowhere) break;
        }
        if (from_a.kind != Exit::Kind::nowhere) {
            a = follow(a, b, from_a);
        } else {
            b = follow(b, a, from_b);
        }
    }
}

std::uint32_t TriangleMesh::follow(std::uint32_t a, std::uint32_t b, const Exit& exit) {
    if (exit.kind == Exit::Kind::across) return cross(a, b, exit.half_edge);
    fix(exit.half_edge);
    return exit.point;
}

std::uint32_t TriangleMesh::cross(std::uint32_t a, std::uint32_t b, std::uint32_t crossed) {
    std::vector<std::uint32_t> left{next(crossed)}, right{previous(crossed)}, dead{crossed / 3};
    for (bool ends = false; !ends;) {
        if (fixed(crossed)) throw std::invalid_argument("segments cross");
        const std::uint32_t h = twin(crossed), point = apex(h);
        dead.push_back(h / 3);
        const int turn = point == b ? 0 : orientation(at(a), at(b), at(point));
        if (turn >= 0) left.push_back(previous(h));
        if (turn <= 0) right.push_back(next(h));
        crossed = turn > 0 ? next(h) : previous(h);
        if ((ends = turn == 0)) b = point;
    }
    std::reverse(left.begin(), left.end());
    const std::uint32_t forth = fill(left), back = fill(right);
    join_replaced();
    link(forth, back);
    for (const std::uint32_t triangle : dead) remove(triangle);
    fix(forth);
    legalise();
    return b;
}

/// A polygon that is visible from its last side has an ear wherever its other sides turn left, so
/// that a stack of those that do not finds them all (ElGindy, Avis and Toussaint 1983).
std::uint32_t TriangleMesh::fill(std::span<const std::uint32_t> chain) {
    struct Side {
        std::uint32_t origin, half_edge;
        bool replaces;
    };
    std::vector<Side> sides;
    const auto join = [&](std::uint32_t h, const Side& side) {
        if (side.replaces)
            replaced_.push_back({side.half_edge, h, twin(side.half_edge)});
        else
            link(h, side.half_edge);
        open_.push_back(h);
    };
    for (const std::uint32_t h : chain) {
        const std::uint32_t end = target(h);
        sides.push_back({origin(h), h, true});
        while (sides.size() > 1) {
            const Side last = sides.back(), before_last = sides[sides.size() - 2];
            if (orientation(at(before_last.origin), at(last.origin), at(end)) <= 0) break;
            const std::uint32_t made = add_triangle(before_last.origin, last.origin, end);
            join(made, before_last);
            join(made + 1, last);
            sides.pop_back();
            sides.back() = {before_last.origin, made + 2, false};
        }
    }
    return sides.back().half_edge;
}

/// Where both sides of an edge were holes its two halves find each other by what the first pass
/// wrote to the triangles that are gone.
void TriangleMesh::join_replaced() {
    for (const Replaced& edge : replaced_)
        if (edge.outer != none) twins_[edge.outer] = edge.after;
    for (const Replaced& edge : replaced_) {
        twins_[edge.after] = twins_[edge.before];
        fixed_[edge.after] = fixed_[edge.before];
    }
    replaced_.clear();
}

void TriangleMesh::legalise() {
    while (!open_.empty()) {
        const std::uint32_t h = open_.back();
        open_.pop_back();
        const std::uint32_t t = twin(h);
        if (fixed(h) || t == none) continue;
        const Point a = at(origin(h)), b = at(target(h)), c = at(apex(h)), d = at(apex(t));
        if (in_circle_perturbed(a, b, c, d) <= 0) continue;
        flip(h);
        for (const std::uint32_t side : {h, previous(h), t, previous(t)}) open_.push_back(side);
    }
}

/// Half-edges h, previous(h), t and previous(t) become the sides of the quadrilateral, the others
/// its diagonal.
void TriangleMesh::flip(std::uint32_t h) {
    const std::uint32_t t = twin(h), h_next = next(h), t_next = next(t);
    const std::uint32_t a = origin(h), b = origin(t), c = apex(h), d = apex(t);
    const std::uint32_t beyond_h = twin(t_next), beyond_t = twin(h_next);
    const std::uint8_t h_fixed = fixed_[t_next], t_fixed = fixed_[h_next];
    triangles_[h_next] = d;
    triangles_[t_next] = c;
    link(h, beyond_h);
    link(t, beyond_t);
    link(h_next, t_next);
    fixed_[h] = h_fixed;
    fixed_[t] = t_fixed;
    fixed_[h_next] = fixed_[t_next] = 0;
    leaving_[a] = h;
    leaving_[b] = t;
    leaving_[c] = previous(h);
    leaving_[d] = previous(t);
}

void TriangleMesh::find_cavity(Point p, std::uint32_t start, Cavity& cavity) {
    seen_.resize(half_edges() / 3, 0);
    ++cavities_;
    cavity.triangles.assign(1, start);
    cavity.sides.clear();
    seen_[start] = cavities_;
    for (std::size_t i = 0; i < cavity.triangles.size(); ++i) {
        const std::uint32_t first = 3 * cavity.triangles[i];
        for (std::uint32_t h = first; h < first + 3; ++h) {
            const std::uint32_t t = twin(h);
            if (t != none && seen_[t / 3] == cavities_) continue;
            if (t == none || fixed(h) ||
                in_circle(at(origin(t)), at(target(t)), at(apex(t)), p) <= 0) {
                cavity.sides.push_back(h);
                continue;
            }
            seen_[t / 3] = cavities_;
            cavity.triangles.push_back(t / 3);
        }
    }
    // A triangle that came later may lie beyond.
    std::erase_if(cavity.sides, [&](std::uint32_t h) {
        return twin(h) != none && !fixed(h) && seen_[twin(h) / 3] == cavities_;
    });
}

std::uint32_t TriangleMesh::fill_cavity(Point p, std::uint32_t split, Cavity& cavity) {
    const auto point = static_cast<std::uint32_t>(points_.size());
    points_.push_back(p);
    leaving_.push_back(none);
    spoke_.resize(points_.size());
    std::vector<std::uint32_t> made;
    for (const std::uint32_t side : cavity.sides) {
        if (side == split) continue;
        const std::uint32_t h = add_triangle(origin(side), target(side), point);
        replaced_.push_back({side, h, twin(side)});
        spoke_[origin(side)] = h + 2;
        made.push_back(h / 3);
    }
    join_replaced();
    for (const std::uint32_t t : made) {
        const std::uint32_t end = target(3 * t), h = spoke_[end];
        if (h < half_edges() && triangles_[h] == point && target(h) == end) link(3 * t + 1, h);
    }
    for (const std::uint32_t t : cavity.triangles) remove(t);
    cavity.triangles = std::move(made);
    return point;
}

void TriangleMesh::fix(std::uint32_t h) {
    fixed_[h] = 1;
    if (twin(h) != none) fixed_[twin(h)] = 1;
}

void TriangleMesh::link(std::uint32_t h, std::uint32_t other) {
    twins_[h] = other;
    if (other != none) twins_[other] = h;
}

std::uint32_t TriangleMesh::add_triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    std::uint32_t h = static_cast<std::uint32_t>(triangles_.size());
    if (free_.empty()) {
        triangles_.resize(h + 3);
        twins_.resize(h + 3);
        fixed_.resize(h + 3);
    } else {
        h = 3 * free_.back();
        free_.pop_back();
    }
    for (const std::uint32_t corner : {a, b, c}) {
        triangles_[h] = corner;
        leaving_[corner] = h;
        twins_[h] = none;
        fixed_[h] = 0;
        ++h;
    }
    return h - 3;
}

void TriangleMesh::remove(std::uint32_t triangle) {
    for (std::uint32_t h = 3 * triangle; h < 3 * triangle + 3; ++h) triangles_[h] = none;
    free_.push_back(triangle);
}

TriangleMesh::Arrays TriangleMesh::canonical() const {
    std::vector<std::pair<std::array<std::uint32_t, 3>, std::uint32_t>> order;
    order.reserve(half_edges() / 3 - free_.size());
    for (std::uint32_t h = 0; h < half_edges(); h += 3) {
        if (!exists(h / 3)) continue;
        std::uint32_t first = h;
        for (const std::uint32_t other : {h + 1, h + 2})
            if (origin(other) < origin(first)) first = other;
        order.push_back({{origin(first), target(first), apex(first)}, first});
    }
    base::parallel_sort(std::span(order), std::less<>());
    Arrays made;
    made.number.resize(half_edges());
    for (const auto& [corners, first] : order) {
        std::uint32_t h = first;
        for (const std::uint32_t corner : corners) {
            made.number[h] = static_cast<std::uint32_t>(made.triangles.size());
            made.triangles.push_back(corner);
            h = next(h);
        }
    }
    made.halfedges.resize(made.triangles.size());
    made.fixed.resize(made.triangles.size());
    for (std::uint32_t h = 0; h < half_edges(); ++h) {
        if (!exists(h / 3)) continue;
        const std::uint32_t t = twin(h);
        made.halfedges[made.number[h]] = t == none || !exists(t / 3) ? none : made.number[t];
        made.fixed[made.number[h]] = fixed_[h];
    }
    return made;
}

}  // namespace pipelab::geometry::detail
