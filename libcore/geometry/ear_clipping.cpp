#include "geometry/ear_clipping.hpp"

#include "base/isa.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <array>

namespace pipelab::geometry::detail {
namespace {

PIPELAB_ISA_CLONES int count_in_box(const double* x, const double* y, std::size_t count,
                                    const double* box) {
    int in_box = 0;
    for (std::size_t i = 0; i < count; ++i)
        in_box += (x[i] >= box[0]) & (x[i] <= box[1]) & (y[i] >= box[2]) & (y[i] <= box[3]);
    return in_box;
}

/// What is left of a ring, counterclockwise, and where it does not turn left.
class Clipping {
  public:
    explicit Clipping(std::span<const Point> ring)
        : points_(ring), left_(static_cast<std::uint16_t>(ring.size())) {
        const bool turned = clockwise();
        for (std::uint16_t i = 0; i < left_; ++i) {
            const auto before = static_cast<std::uint16_t>(i == 0 ? left_ - 1 : i - 1);
            const auto behind = static_cast<std::uint16_t>(i + 1 == left_ ? 0 : i + 1);
            next_[i] = turned ? before : behind;
            previous_[i] = turned ? behind : before;
        }
        for (std::uint16_t i = 0; i < left_; ++i)
            if (!turns_left(i)) add_reflex(i);
    }

    std::optional<base::Array<std::uint32_t>> run() {
        base::Array<std::uint32_t> triangles(3 * std::size_t{left_} - 6);
        std::size_t made = 0;
        std::uint16_t at = 0, last_ear = 0;
        for (;;) {
            const std::uint16_t before = previous_[at], behind = next_[at];
            if (place_[at] != no_reflex || !(reflex_ == 0 || is_ear(before, at, behind))) {
                at = behind;
                if (at == last_ear) return std::nullopt;
                continue;
            }
            // It may have ceased to where the ring crosses itself.
            if (!turns_left(at)) return std::nullopt;
            triangles[made++] = before;
            triangles[made++] = at;
            triangles[made++] = behind;
            if (--left_ == 2) return triangles;
            next_[before] = behind;
            previous_[behind] = before;
            for (const std::uint16_t i : {before, behind})
                if (place_[i] != no_reflex && turns_left(i)) remove_reflex(i);
            // To go on behind the next one makes fewer slivers.
            at = last_ear = next_[behind];
        }
    }

  private:
    static constexpr std::uint16_t no_reflex = 65535;

    /// By an area that rounding may spoil: then no ears are found.
    bool clockwise() const {
        double area = 0;
        const Point o = points_[0];
        for (std::size_t i = 2; i < points_.size(); ++i) {
            const Point a = points_[i - 1], b = points_[i];
            area += (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
        }
        return area < 0;
    }
    bool turns_left(std::uint16_t i) const {
        return orientation(points_[previous_[i]], points_[i], points_[next_[i]]) > 0;
    }
    void add_reflex(std::uint16_t i) {
        place_[i] = reflex_;
        corner_[reflex_] = i;
        x_[reflex_] = points_[i].x;
        y_[reflex_++] = points_[i].y;
    }
    void remove_reflex(std::uint16_t i) {
        const std::uint16_t hole = place_[i], last = corner_[--reflex_];
        place_[last] = hole;
        corner_[hole] = last;
        x_[hole] = x_[reflex_];
        y_[hole] = y_[reflex_];
        place_[i] = no_reflex;
    }
    /// Whether no reflex vertex lies in the triangle but those that are its corners.
    bool is_ear(std::uint16_t a, std::uint16_t b, std::uint16_t c) const {
        const Point p = points_[a], q = points_[b], r = points_[c];
        const std::array box{std::min({p.x, q.x, r.x}), std::max({p.x, q.x, r.x}),
                             std::min({p.y, q.y, r.y}), std::max({p.y, q.y, r.y})};
        int in_box = count_in_box(x_.data(), y_.data(), reflex_, box.data());
        in_box -= (place_[a] != no_reflex) + (place_[c] != no_reflex);
        for (std::size_t i = 0; i < reflex_ && in_box > 0; ++i) {
            const Point d{x_[i], y_[i]};
            if (d.x < box[0] || d.x > box[1] || d.y < box[2] || d.y > box[3]) continue;
            if (corner_[i] == a || corner_[i] == c) continue;
            --in_box;
            if (orientation(r, p, d) >= 0 && orientation(p, q, d) >= 0 && orientation(q, r, d) >= 0)
                return false;
        }
        return true;
    }

    std::span<const Point> points_;
    std::uint16_t left_, reflex_ = 0;
    std::array<std::uint16_t, most_ears> next_, previous_, corner_;
    std::array<std::uint16_t, most_ears> place_ = filled();  ///< of corners among the reflex ones
    std::array<double, most_ears> x_, y_;                    ///< of reflex corners

    static std::array<std::uint16_t, most_ears> filled() {
        std::array<std::uint16_t, most_ears> array;
        array.fill(no_reflex);
        return array;
    }
};

}  // namespace

std::optional<base::Array<std::uint32_t>> ear_triangles(std::span<const Point> ring) {
    if (ring.size() < 3 || ring.size() > most_ears) return std::nullopt;
    return Clipping(ring).run();
}

}  // namespace pipelab::geometry::detail
