#include "geometry/simple.hpp"

#include "geometry/crossing.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace pipelab::geometry {
namespace {

/// A common point of segments that have one: the least end that lies on both, else their crossing.
Point common_point(const Segment& s, const Segment& t) {
    if (meeting(s, t) == Meeting::cross) return rounded_point({s, t});
    return least_common_end(s, t);
}

/// A path whose neighbouring vertices differ.
class Walk {
  public:
    Walk(std::span<const Point> path, bool closed) : closed_(closed) {
        for (std::size_t i = 0; i < path.size(); ++i) {
            if (!vertices_.empty() && vertices_.back() == path[i]) {
                numbers_.back() = i;  // the edge that leaves the place
                continue;
            }
            vertices_.push_back(path[i]);
            numbers_.push_back(i);
        }
        if (vertices_.size() > 1 && vertices_.back() == vertices_.front()) {
            vertices_.pop_back();
            closed_ = true;
        }
    }
    std::size_t edges() const {
        if (vertices_.size() < 2) return 0;
        return vertices_.size() - (closed_ ? 0 : 1);
    }
    Segment edge(std::size_t i) const { return {vertices_[i], vertices_[next(i)]}; }

    /// Whether edges meet more than a simple path allows.
    bool contact(std::size_t e, std::size_t f) const {
        if (e > f) std::swap(e, f);
        if (vertices_.size() == 2) return e != f;
        if (f == e + 1 || (closed_ && e == 0 && f + 1 == vertices_.size())) {
            const bool around = f != e + 1;
            const Point shared = vertices_[around ? 0 : f];
            const Point one = around ? vertices_[1] : vertices_[e];
            const Point other = around ? vertices_[f] : vertices_[next(f)];
            return orientation(one, shared, other) == 0 && dot_sign(shared, one, shared, other) > 0;
        }
        return meeting(edge(e), edge(f)) != Meeting::none;
    }

    /// Whether the first `count` edges alone make a simple path.
    bool simple(std::size_t count) const;

    /// The contact of the last of the first `count` edges with the earliest one.
    SelfContact last_contact(std::size_t count) const {
        std::size_t e = 0;
        while (e + 2 < count && !contact(e, count - 1)) ++e;
        return {numbers_[e], numbers_[count - 1], common_point(edge(e), edge(count - 1))};
    }

  private:
    class Sweep;
    std::size_t next(std::size_t i) const { return i + 1 == vertices_.size() ? 0 : i + 1; }

    bool closed_;
    std::vector<Point> vertices_;
    std::vector<std::size_t> numbers_;  ///< of the edges that start there
};

/// Edges that a vertical line meets, from below. Until the line passes a point where two edges
/// meet, their order stays; and when it comes there they have become neighbours.
class Walk::Sweep {
  public:
    explicit Sweep(const Walk& walk, std::size_t count)
        : walk_(walk), places_(count), status_(Below{walk}) {}

    /// Whether it found no contact with the neighbours of the new edge.
    bool insert(std::size_t edge) {
        const auto place = status_.insert(edge).first;
        places_[edge] = place;
        if (*place != edge) return false;  // equal in place: they overlap
        const auto after = std::next(place);
        if (after != status_.end() && walk_.contact(edge, *after)) return false;
        return place == status_.begin() || !walk_.contact(edge, *std::prev(place));
    }
    bool erase(std::size_t edge) {
        const auto after = status_.erase(places_[edge]);
        return after == status_.end() || after == status_.begin() ||
               !walk_.contact(*after, *std::prev(after));
    }

  private:
    struct Below {
        const Walk& walk;
        bool operator()(std::size_t e, std::size_t f) const {
            if (e == f) return false;
            const auto [a, b] = rightwards(walk.edge(e));
            const auto [c, d] = rightwards(walk.edge(f));
            if (before(c, a)) {
                const int side = orientation(c, d, a);
                return side != 0 ? side < 0 : orientation(c, d, b) < 0;
            }
            const int side = orientation(a, b, c);
            return side != 0 ? side > 0 : orientation(a, b, d) > 0;
        }
    };
    static std::pair<Point, Point> rightwards(const Segment& s) {
        return before(s.a, s.b) ? std::pair(s.a, s.b) : std::pair(s.b, s.a);
    }
    using Status = std::set<std::size_t, Below>;

    const Walk& walk_;
    std::vector<Status::iterator> places_;
    Status status_;
};

bool Walk::simple(std::size_t count) const {
    const bool around = closed_ && count == vertices_.size();
    if (around && count == 2) return false;
    const std::size_t size = around ? count : count + 1;
    std::vector<std::size_t> order(size);
    for (std::size_t i = 0; i < size; ++i) order[i] = i;
    std::sort(order.begin(), order.end(),
              [&](std::size_t i, std::size_t j) { return before(vertices_[i], vertices_[j]); });
    Sweep sweep(*this, count);
    for (std::size_t k = 0; k < size; ++k) {
        const std::size_t i = order[k];
        if (k > 0 && vertices_[order[k - 1]] == vertices_[i]) return false;
        std::size_t incident[2], found = 0;
        if (i > 0 || around) incident[found++] = i > 0 ? i - 1 : count - 1;
        if (i < count) incident[found++] = i;
        const auto starts = [&](std::size_t edge) {
            const Point other = vertices_[edge == i ? next(i) : edge];
            return before(vertices_[i], other);
        };
        for (std::size_t j = 0; j < found; ++j) {
            if (!starts(incident[j]) && !sweep.erase(incident[j])) return false;
        }
        for (std::size_t j = 0; j < found; ++j) {
            if (starts(incident[j]) && !sweep.insert(incident[j])) return false;
        }
    }
    return true;
}

void first_contact(const Shape& shape, std::size_t& path, std::optional<PathContact>& result) {
    for (std::size_t i = 0; i < shape.paths() && !result; ++i, ++path) {
        if (shape.type == Shape::Type::point || shape.type == Shape::Type::multi_point) {
            const auto points = shape.path(i);
            std::set<Point, bool (*)(Point, Point)> seen(before);
            for (std::size_t k = 0; k < points.size() && !result; ++k) {
                if (seen.insert(points[k]).second) continue;
                const auto first = std::find(points.begin(), points.end(), points[k]);
                result = {path, {static_cast<std::size_t>(first - points.begin()), k, points[k]}};
            }
        } else if (const auto contact = first_self_contact(shape.path(i), shape.areal())) {
            result = {path, *contact};
        }
    }
    for (const Shape& member : shape.members) {
        if (!result) first_contact(member, path, result);
    }
}

}  // namespace

std::optional<SelfContact> first_self_contact(std::span<const Point> path, bool closed) {
    const Walk walk(path, closed);
    const std::size_t edges = walk.edges();
    if (edges < 2 || walk.simple(edges)) return std::nullopt;
    // Whether a beginning of the path is simple is monotone in its length.
    std::size_t simple = 1, contact = edges;
    for (std::size_t count = 64; count < edges; count *= 2) {
        if (!walk.simple(count)) {
            contact = count;
            break;
        }
        simple = count;
    }
    while (contact - simple > 1) {
        const std::size_t middle = simple + (contact - simple) / 2;
        (walk.simple(middle) ? simple : contact) = middle;
    }
    return walk.last_contact(contact);
}

std::optional<PathContact> first_self_contact(const Shape& shape) {
    std::optional<PathContact> result;
    std::size_t path = 0;
    first_contact(shape, path, result);
    return result;
}

}  // namespace pipelab::geometry
