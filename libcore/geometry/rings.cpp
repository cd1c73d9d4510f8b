#include "geometry/rings.hpp"

#include "base/exact_sum.hpp"
#include "base/parallel.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

namespace pipelab::geometry {
namespace {

/// A place infinitely close to `at`: on it, or on the way from it to another vertex.
struct Probe {
    Point at, towards;
    bool moved = false;
    double dx() const { return !moved || towards.x == at.x ? 0 : towards.x > at.x ? 1 : -1; }
    double dy() const { return !moved || towards.y == at.y ? 0 : towards.y > at.y ? 1 : -1; }
    /// Whether the probe's coordinate is at least `bound`.
    bool not_below(double bound) const { return at.y > bound || (at.y == bound && dy() >= 0); }
};

/// An edge that is no point.
struct RingEdge {
    Point low, high;  ///< by y
    std::uint32_t ring;
};

enum class Side { left, on, right };

bool between(double low, double value, double move, double high) {
    return (low < value || (low == value && move >= 0)) &&
           (value < high || (value == high && move <= 0));
}

/// Where a probe lies that is within the closed box around `edge`, or infinitely close to it.
Side side_of(const RingEdge& edge, const Probe& probe) {
    int sign = orientation(edge.low, edge.high, probe.at);
    if (sign == 0 && probe.moved) sign = cross_sign(edge.low, edge.high, probe.at, probe.towards);
    if (sign != 0) return sign > 0 ? Side::left : Side::right;
    const bool level = edge.low.y == edge.high.y;
    const auto [left, right] = std::minmax(edge.low.x, edge.high.x);
    const bool inside = level ? between(left, probe.at.x, probe.dx(), right)
                              : between(edge.low.y, probe.at.y, probe.dy(), edge.high.y);
    // Beyond its end the edge does not cross the probe's height.
    return inside ? Side::on : Side::left;
}

/// The edges of all rings, in horizontal stripes.
class Stripes {
  public:
    explicit Stripes(std::vector<RingEdge> edges) : edges_(std::move(edges)) {
        if (edges_.empty()) return;
        double high = edges_[0].high.y, sum = 0;
        low_ = edges_[0].low.y;
        for (const RingEdge& edge : edges_) {
            low_ = std::min(low_, edge.low.y);
            high = std::max(high, edge.high.y);
        }
        const double range = high / 2 - low_ / 2;
        for (const RingEdge& edge : edges_) sum += (edge.high.y / 2 - edge.low.y / 2) / range;
        const auto count = static_cast<double>(edges_.size());
        const double wanted = std::clamp(4 * count / std::max(sum, 1.0), 1.0, count);
        scale_ = wanted / range;
        if (!std::isfinite(scale_) || !std::isfinite(sum)) scale_ = 0;
        stripes_ = scale_ == 0 ? 1 : static_cast<std::size_t>(wanted) + 1;
        fill();
    }

    /// The edges whose heights may contain `y`.
    std::span<const std::uint32_t> at(double y) const {
        const std::size_t i = stripe(y);
        return std::span(entries_).subspan(begins_[i], begins_[i + 1] - begins_[i]);
    }
    const RingEdge& edge(std::uint32_t i) const { return edges_[i]; }

  private:
    /// Never goes down when y goes up, whatever is rounded.
    std::size_t stripe(double y) const {
        const double place = (y / 2 - low_ / 2) * scale_;
        return std::min(static_cast<std::size_t>(std::max(place, 0.0)), stripes_ - 1);
    }

    void fill() {
        begins_.assign(stripes_ + 1, 0);
        for (const RingEdge& edge : edges_)
            for (std::size_t i = stripe(edge.low.y); i <= stripe(edge.high.y); ++i)
                ++begins_[i + 1];
        std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
        entries_.resize(begins_.back());
        std::vector<std::size_t> next(begins_.begin(), begins_.end() - 1);
        for (std::uint32_t k = 0; k < edges_.size(); ++k)
            for (std::size_t i = stripe(edges_[k].low.y); i <= stripe(edges_[k].high.y); ++i)
                entries_[next[i]++] = k;
    }

    std::vector<RingEdge> edges_;
    std::vector<std::size_t> begins_;
    std::vector<std::uint32_t> entries_;
    double low_ = 0, scale_ = 0;
    std::size_t stripes_ = 1;
};

struct Spread {
    double left, right;
};

/// Finds the rings around others.
class Nesting {
  public:
    explicit Nesting(const Shape& rings) : rings_(rings), stripes_(edges_of(rings)) {
        for (std::size_t i = 0; i < rings.paths(); ++i) {
            Spread bounds{0, 0};
            if (const auto path = rings.path(i); !path.empty()) bounds = {path[0].x, path[0].x};
            for (const Point p : rings.path(i))
                bounds = {std::min(bounds.left, p.x), std::max(bounds.right, p.x)};
            bounds_.push_back(bounds);
        }
    }

    /// What a thread needs to count crossings.
    struct Scratch {
        explicit Scratch(std::size_t rings) : state(rings) {}
        std::vector<unsigned char> state;  ///< of each ring, all 0 between probes
        std::vector<std::uint32_t> seen, open;
    };

    /// The rings around ring `r`, ascending.
    std::vector<std::uint32_t> around(std::uint32_t r, Scratch& scratch) const {
        std::vector<std::uint32_t> found;
        const auto path = rings_.path(r);
        if (path.size() < 3) return found;
        bool first = true;
        for (const bool moved : {false, true}) {
            for (std::size_t i = 0; i < path.size() && (first || !scratch.open.empty()); ++i) {
                const Probe probe{path[i], path[i + 1 == path.size() ? 0 : i + 1], moved};
                if (moved && probe.at == probe.towards) continue;
                if (!first)
                    for (const std::uint32_t q : scratch.open) scratch.state[q] = asked;
                look(probe, r, !first, scratch);
                settle(scratch, found);
                first = false;
            }
        }
        // What runs along another ring all the way is within it if it comes later.
        for (const std::uint32_t q : scratch.open)
            if (q < r) found.push_back(q);
        scratch.open.clear();
        std::sort(found.begin(), found.end());
        return found;
    }

  private:
    static constexpr unsigned char odd = 1, touched = 2, seen = 4, asked = 8;

    static std::vector<RingEdge> edges_of(const Shape& rings) {
        std::vector<RingEdge> edges;
        for (std::size_t r = 0; r < rings.paths(); ++r) {
            const auto path = rings.path(r);
            if (path.size() < 3) continue;
            for (std::size_t i = 0; i < path.size(); ++i) {
                Point a = path[i], b = path[i + 1 == path.size() ? 0 : i + 1];
                if (a == b) continue;
                if (b.y < a.y) std::swap(a, b);
                edges.push_back({a, b, static_cast<std::uint32_t>(r)});
            }
        }
        return edges;
    }

    /// Sets the state of the rings that the probe is on, or that a ray to its left crosses: of all
    /// but `r`, or of those asked for.
    void look(const Probe& probe, std::uint32_t r, bool only_asked, Scratch& scratch) const {
        const Point v = probe.at;
        for (const std::uint32_t i : stripes_.at(v.y)) {
            const RingEdge& edge = stripes_.edge(i);
            if (v.y < edge.low.y || v.y > edge.high.y || edge.ring == r) continue;
            unsigned char& state = scratch.state[edge.ring];
            if (only_asked && (state & asked) == 0) continue;
            const Spread& bounds = bounds_[edge.ring];
            if (v.x < bounds.left || v.x > bounds.right) continue;
            const auto [left, right] = std::minmax(edge.low.x, edge.high.x);
            if (v.x < left) continue;
            Side side = v.x > right ? Side::right : side_of(edge, probe);
            if (side == Side::left) continue;
            if ((state & (seen | asked)) == 0) scratch.seen.push_back(edge.ring), state |= seen;
            if (side == Side::on)
                state |= touched;
            else if (probe.not_below(edge.low.y) != probe.not_below(edge.high.y))
                state ^= odd;
        }
    }

    /// Rings that the probe is on stay open, of the others those around it are found.
    static void settle(Scratch& scratch, std::vector<std::uint32_t>& found) {
        std::vector<std::uint32_t>& rings = scratch.open.empty() ? scratch.seen : scratch.open;
        std::vector<std::uint32_t> open;
        for (const std::uint32_t q : rings) {
            const unsigned char state = std::exchange(scratch.state[q], 0);
            if ((state & touched) != 0)
                open.push_back(q);
            else if ((state & odd) != 0)
                found.push_back(q);
        }
        scratch.seen.clear();
        scratch.open = std::move(open);
    }

    const Shape& rings_;
    Stripes stripes_;
    std::vector<Spread> bounds_;
};

/// The sign of the area, with products as exact sums of two doubles.
int area_sign(std::span<const Point> ring) {
    double greatest = 0;
    for (const Point p : ring) greatest = std::max({greatest, std::abs(p.x), std::abs(p.y)});
    const int exponent = std::ilogb(greatest);
    const auto scaled = [&](double value) { return std::scalbn(value, -exponent); };
    base::ExactSum sum;
    const auto add_product = [&](double a, double b) {
        const double product = a * b;
        sum.add(product);
        sum.add(std::fma(a, b, -product));
    };
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point p = ring[i], q = ring[i + 1 == ring.size() ? 0 : i + 1];
        add_product(scaled(p.x), scaled(q.y));
        add_product(-scaled(q.x), scaled(p.y));
    }
    const double area = sum.value();
    return area > 0 ? 1 : area < 0 ? -1 : 0;
}

/// Which ring each one is a hole of: itself for a shell.
std::vector<std::uint32_t> owners(const Shape& rings) {
    const std::size_t count = rings.paths();
    const Nesting nesting(rings);
    std::vector<std::vector<std::uint32_t>> around(count);
    constexpr std::size_t block = 256;
    base::parallel_blocks(count, block, [&](std::size_t, std::size_t begin, std::size_t end) {
        Nesting::Scratch scratch(count);
        for (std::size_t r = begin; r < end; ++r)
            around[r] = nesting.around(static_cast<std::uint32_t>(r), scratch);
    });
    std::vector<std::uint32_t> owner(count);
    for (std::uint32_t r = 0; r < count; ++r) {
        owner[r] = r;
        if (around[r].size() % 2 == 0) continue;
        for (const std::uint32_t q : around[r]) {
            if (around[q].size() + 1 != around[r].size()) continue;
            owner[r] = q;
            break;
        }
    }
    return owner;
}

/// Appends a ring that turns as asked, from the same vertex.
void add_ring(Shape& to, std::span<const Point> ring, int turn) {
    to.add_path(ring);
    if (turn_of(ring) == -turn)
        std::reverse(to.points.end() - std::ssize(ring) + 1, to.points.end());
}

}  // namespace

int turn_of(std::span<const Point> ring) {
    if (ring.size() < 3) return 0;
    const auto least = std::min_element(ring.begin(), ring.end(), before);
    const auto n = ring.size();
    const auto at = static_cast<std::size_t>(least - ring.begin());
    std::size_t previous = at, next = at;
    for (std::size_t i = 1; i < n && ring[next] == *least; ++i) next = (at + i) % n;
    for (std::size_t i = 1; i < n && ring[previous] == *least; ++i) previous = (at + n - i) % n;
    const int turn = orientation(ring[previous], *least, ring[next]);
    return turn != 0 ? turn : area_sign(ring);
}

Shape assemble(const Shape& rings) {
    const std::vector<std::uint32_t> owner = owners(rings);
    std::vector<std::vector<std::uint32_t>> holes(rings.paths());
    for (std::uint32_t r = 0; r < owner.size(); ++r)
        if (owner[r] != r) holes[owner[r]].push_back(r);
    Shape result;
    result.type = Shape::Type::multi_polygon;
    for (std::uint32_t r = 0; r < owner.size(); ++r) {
        if (owner[r] != r || rings.path(r).size() < 3) continue;
        result.add_part();
        add_ring(result, rings.path(r), 1);
        for (const std::uint32_t hole : holes[r]) add_ring(result, rings.path(hole), -1);
    }
    return result;
}

}  // namespace pipelab::geometry
