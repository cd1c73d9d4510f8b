#include "geometry/delaunay_mesh.hpp"

#include "base/parallel.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>

namespace pipelab::geometry::detail {
namespace {

constexpr std::size_t few_sites = 16;  // sites that are sorted at once
constexpr std::size_t most_sampled = 31;

/// Numbers without any pattern that points could share.
class RandomPlaces {
  public:
    explicit RandomPlaces(std::uint64_t start) : state_(start) {}
    std::size_t operator()(std::size_t count) {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>((state_ >> 32) * count >> 32);
    }

  private:
    std::uint64_t state_;
};

/// A site about in the middle of `sites` along the direction in which they spread more.
std::pair<Point, Axis> sampled_middle(std::span<const Site> sites) {
    const std::size_t count = sites.size() < 1024 ? 9 : most_sampled;
    std::array<Point, most_sampled> sample;
    RandomPlaces place(sites.size());
    for (std::size_t i = 0; i < count; ++i) sample[i] = sites[place(sites.size())].at;
    Point low = sample[0], high = sample[0];
    for (std::size_t i = 1; i < count; ++i) {
        low = {std::min(low.x, sample[i].x), std::min(low.y, sample[i].y)};
        high = {std::max(high.x, sample[i].x), std::max(high.y, sample[i].y)};
    }
    const Axis axis = high.x - low.x < high.y - low.y ? vertical : horizontal;
    const auto middle = sample.begin() + static_cast<std::ptrdiff_t>(count / 2);
    std::nth_element(sample.begin(), middle, sample.begin() + static_cast<std::ptrdiff_t>(count),
                     [axis](Point a, Point b) { return precedes(axis, a, b); });
    return {*middle, axis};
}

/// std::partition without a branch on the data; returns how many satisfy `first`.
template <class Predicate>
std::size_t partition(std::span<Site> sites, Predicate first) {
    std::size_t count = 0;
    for (Site& site : sites) {
        const Site moved = site;
        site = sites[count];
        sites[count] = moved;
        count += first(moved.at);
    }
    return count;
}

template <Axis axis>
std::size_t cut_at(std::span<Site> sites, Point middle) {
    const std::size_t sampled =
        partition(sites, [middle](Point p) { return precedes<axis>(p, middle); });
    const std::size_t least = sites.size() / 8;
    if (sampled > least && sites.size() - sampled > least) return sampled;

    const auto half = sites.begin() + static_cast<std::ptrdiff_t>(sites.size() / 2);
    std::nth_element(sites.begin(), half, sites.end(),
                     [](const Site& a, const Site& b) { return precedes<axis>(a.at, b.at); });
    const Point median = half->at;
    const std::size_t before =
        partition(sites, [median](Point p) { return precedes<axis>(p, median); });
    if (before != 0) return before;
    return partition(sites, [median](Point p) { return p == median; });
}

}  // namespace

Mesh::Mesh(std::span<const Point> points) {
    if (points.size() > none / 6) throw std::length_error("too many points to triangulate");
    sites_.resize(points.size());
    edges_.resize(6 * points.size());
    base::parallel_blocks(points.size(), 1 << 16,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t i = begin; i < end; ++i) {
                                  sites_[i] = {points[i], static_cast<std::uint32_t>(i), none};
                              }
                          });
}

Part Mesh::build(std::size_t begin, std::size_t end) {
    Part part;
    part.fresh = static_cast<std::uint32_t>(6 * begin);
    part.end = static_cast<std::uint32_t>(6 * end);
    build(begin, end, part);
    return part;
}

Mesh::Cut Mesh::cut(std::size_t begin, std::size_t end) {
    const std::span<Site> range = sites().subspan(begin, end - begin);
    const auto [middle, axis] = sampled_middle(range);
    const std::size_t count =
        axis == horizontal ? cut_at<horizontal>(range, middle) : cut_at<vertical>(range, middle);
    return {begin + count, axis};
}

void Mesh::build(std::size_t begin, std::size_t end, Part& part) {
    if (end - begin <= few_sites) {
        build_sorted(begin, drop_duplicates(begin, end, part), horizontal, part);
        return;
    }
    const Cut place = cut(begin, end);
    if (place.middle == end) {
        build_few(begin, drop_duplicates(begin, end, part), part);
        return;
    }
    build(begin, place.middle, part);
    Part left;
    left.first = part.first;
    left.last = part.last;
    build(place.middle, end, part);
    join(left, place.axis, part);
}

/// Sorts the sites and moves those that equal an earlier one behind the others; returns where
/// they begin.
std::size_t Mesh::drop_duplicates(std::size_t begin, std::size_t end, Part& part) {
    const auto first = sites_.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto last = sites_.begin() + static_cast<std::ptrdiff_t>(end);
    std::sort(first, last, [](const Site& a, const Site& b) {
        return std::tie(a.at.x, a.at.y, a.index) < std::tie(b.at.x, b.at.y, b.index);
    });
    std::size_t kept = begin;
    for (std::size_t i = begin + 1; i < end; ++i) {
        if (sites_[i].at == sites_[kept].at) {
            part.duplicates.push_back({sites_[i].index, sites_[kept].index});
        } else {
            sites_[++kept] = sites_[i];
        }
    }
    for (std::size_t i = kept + 1; i < end; ++i) sites_[i].index = none;
    return kept + 1;
}

/// Distinct sites in the order of the axis.
void Mesh::build_sorted(std::size_t begin, std::size_t end, Axis axis, Part& part) {
    if (end - begin <= 3) {
        build_few(begin, end, part);
        return;
    }
    const std::size_t middle = begin + (end - begin) / 2;
    const Axis other = axis == horizontal ? vertical : horizontal;
    const auto sort = [&](std::size_t from, std::size_t to) {
        if (to - from <= 3) return;
        std::sort(sites_.begin() + static_cast<std::ptrdiff_t>(from),
                  sites_.begin() + static_cast<std::ptrdiff_t>(to),
                  [other](const Site& a, const Site& b) { return precedes(other, a.at, b.at); });
    };
    sort(begin, middle);
    sort(middle, end);
    build_sorted(begin, middle, other, part);
    Part left;
    left.first = part.first;
    left.last = part.last;
    build_sorted(middle, end, other, part);
    join(left, axis, part);
}

/// One to three distinct sites.
void Mesh::build_few(std::size_t begin, std::size_t end, Part& part) {
    const auto a = static_cast<std::uint32_t>(begin);
    const auto count = static_cast<std::uint32_t>(end - begin);
    for (const Axis axis : {horizontal, vertical}) {
        part.first[axis] = part.last[axis] = a;
        for (std::uint32_t i = a + 1; i < a + count; ++i) {
            if (precedes(axis, at(i), at(part.first[axis]))) part.first[axis] = i;
            if (precedes(axis, at(part.last[axis]), at(i))) part.last[axis] = i;
        }
    }
    if (count == 1) return;
    if (count == 2) {
        const std::uint32_t e = add(a, a + 1, part);
        insert(e, e, e);
        insert(e ^ 1, e ^ 1, e ^ 1);
        sites_[a].edge = e;
        sites_[a + 1].edge = e ^ 1;
        return;
    }
    const int turn = orientation(at(a), at(a + 1), at(a + 2));
    if (turn == 0) {
        const std::uint32_t first = part.first[horizontal], last = part.last[horizontal];
        const std::uint32_t middle = 3 * a + 3 - first - last;
        const std::uint32_t e = add(first, middle, part), f = add(middle, last, part);
        insert(e, e, e);
        insert(e ^ 1, f, f);
        insert(f, e ^ 1, e ^ 1);
        insert(f ^ 1, f ^ 1, f ^ 1);
        sites_[first].edge = e;
        sites_[middle].edge = f;
        sites_[last].edge = f ^ 1;
        return;
    }
    const std::uint32_t b = turn > 0 ? a + 1 : a + 2, c = turn > 0 ? a + 2 : a + 1;
    const std::uint32_t ab = add(a, b, part), bc = add(b, c, part), ca = add(c, a, part);
    insert(ab, ca ^ 1, ca ^ 1);
    insert(bc, ab ^ 1, ab ^ 1);
    insert(ca, bc ^ 1, bc ^ 1);
    sites_[a].edge = ab;
    sites_[b].edge = bc;
    sites_[c].edge = ca;
}

Part Mesh::join(Part&& left, Part&& right, Axis axis) {
    // Hardly any numbers are left over, so that all can go to the list.
    const auto give = [&](std::uint32_t e) {
        edges_[e].next = right.free;
        right.free = e;
    };
    for (; left.fresh < left.end; left.fresh += 2) give(left.fresh);
    while (left.free != none) {
        const std::uint32_t e = left.free;
        left.free = edges_[e].next;
        give(e);
    }
    join(left, axis, right);
    right.duplicates.insert(right.duplicates.end(), left.duplicates.begin(), left.duplicates.end());
    return std::move(right);
}

/// `part` is the right one, and becomes both.
void Mesh::join(const Part& left, Axis axis, Part& part) {
    const std::uint32_t base = lower_tangent(left.last[axis], part.first[axis], part);
    close_seam(base, part);
    part.first[axis] = left.first[axis];
    const Axis other = axis == horizontal ? vertical : horizontal;
    if (precedes(other, at(left.first[other]), at(part.first[other]))) {
        part.first[other] = left.first[other];
    }
    if (precedes(other, at(part.last[other]), at(left.last[other]))) {
        part.last[other] = left.last[other];
    }
}

/// Adds the edge from the right part to the left one that has both on its right; starts at their
/// points next to the cut.
std::uint32_t Mesh::lower_tangent(std::uint32_t left, std::uint32_t right, Part& part) {
    const bool left_single = sites_[left].edge == none, right_single = sites_[right].edge == none;
    std::uint32_t backward = left_single ? none : edges_[sites_[left].edge].previous;
    std::uint32_t forward = sites_[right].edge;
    for (;;) {
        if (!left_single && orientation(at(right), at(left), at(target(backward))) > 0) {
            left = target(backward);
            backward = next_on_face(backward);
        } else if (!right_single && orientation(at(left), at(target(forward)), at(right)) > 0) {
            right = target(forward);
            forward = edges_[forward ^ 1].next;
        } else {
            break;
        }
    }
    const std::uint32_t base = add(right, left, part);
    insert_before(base, right_single ? base : forward);
    insert_after(base ^ 1, left_single ? base ^ 1 : backward);
    sites_[left].edge = base ^ 1;
    if (right_single) sites_[right].edge = base;
    return base;
}

/// Triangulates between the parts, upwards from `base`, by Guibas and Stolfi's rising bubble.
void Mesh::close_seam(std::uint32_t base, Part& part) {
    std::uint32_t left = target(base), right = edges_[base].origin;
    Point l = at(left), r = at(right);
    for (;;) {
        std::uint32_t left_edge = edges_[base ^ 1].next, up_left = target(left_edge);
        const bool left_rises = up_left != right && orientation(at(up_left), l, r) > 0;
        while (left_rises) {
            const std::uint32_t other = edges_[left_edge].next, beyond = target(other);
            if (beyond == right || in_circle_perturbed(l, r, at(up_left), at(beyond)) <= 0) break;
            remove(left_edge, part);
            left_edge = other;
            up_left = beyond;
        }
        std::uint32_t right_edge = edges_[base].previous, up_right = target(right_edge);
        const bool right_rises = up_right != left && orientation(at(up_right), l, r) > 0;
        while (right_rises) {
            const std::uint32_t other = edges_[right_edge].previous, beyond = target(other);
            if (beyond == left || in_circle_perturbed(l, r, at(up_right), at(beyond)) <= 0) break;
            remove(right_edge, part);
            right_edge = other;
            up_right = beyond;
        }
        if (!left_rises && !right_rises) break;
        if (!left_rises ||
            (right_rises && in_circle_perturbed(l, r, at(up_left), at(up_right)) > 0)) {
            const std::uint32_t e = add(up_right, left, part);
            insert_before(e, right_edge ^ 1);
            insert_after(e ^ 1, base ^ 1);
            base = e;
            right = up_right;
            r = at(right);
        } else {
            const std::uint32_t e = add(right, up_left, part);
            insert_before(e, base);
            insert_after(e ^ 1, left_edge ^ 1);
            base = e;
            left = up_left;
            l = at(left);
        }
    }
    sites_[right].edge = base;
}

/// An edge not yet in the rings of its ends.
std::uint32_t Mesh::add(std::uint32_t from, std::uint32_t to, Part& part) {
    std::uint32_t e = part.free;
    if (e != none) {
        part.free = edges_[e].next;
    } else {
        e = part.fresh;
        part.fresh += 2;
    }
    edges_[e].origin = from;
    edges_[e ^ 1].origin = to;
    return e;
}

void Mesh::insert(std::uint32_t e, std::uint32_t previous, std::uint32_t next) {
    edges_[e].previous = previous;
    edges_[e].next = next;
    edges_[previous].next = e;
    edges_[next].previous = e;
}
void Mesh::insert_after(std::uint32_t e, std::uint32_t place) {
    insert(e, place, place == e ? e : edges_[place].next);
}
void Mesh::insert_before(std::uint32_t e, std::uint32_t place) {
    insert(e, place == e ? e : edges_[place].previous, place);
}

void Mesh::unlink(std::uint32_t e) {
    const auto [origin, next, previous] = edges_[e];
    edges_[previous].next = next;
    edges_[next].previous = previous;
    if (sites_[origin].edge == e) sites_[origin].edge = next;
}
void Mesh::remove(std::uint32_t e, Part& part) {
    unlink(e);
    unlink(e ^ 1);
    e &= ~std::uint32_t{1};
    edges_[e].next = part.free;
    part.free = e;
}

}  // namespace pipelab::geometry::detail
