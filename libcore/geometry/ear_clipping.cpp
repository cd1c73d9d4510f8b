#include "geometry/ear_clipping.hpp"

#include "base/isa.hpp"
#include "geometry/predicates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace pipelab::geometry::detail {
namespace {

/// Reflex corners in the order of the ring, so many to a block with a bounding box.
constexpr std::size_t corners_at_once = 32;
constexpr std::size_t most_blocks = (most_ears + corners_at_once - 1) / corners_at_once;

/// left, right, low, high
using EarFrame = std::array<float, 4>;

struct Frames {
    std::array<float, most_blocks> left, right, low, high;
};

inline bool is_in(const EarFrame& frame, float x, float y) {
    return (x >= frame[0]) & (x <= frame[1]) & (y >= frame[2]) & (y <= frame[3]);
}

/// Which of `frames` meet `frame`.
PIPELAB_ISA_CLONES void find_frames(const Frames& frames, std::size_t count, const EarFrame& frame,
                                    std::int32_t* meets) {
    for (std::size_t i = 0; i < count; ++i)
        meets[i] = (frames.left[i] <= frame[1]) & (frames.right[i] >= frame[0]) &
                   (frames.low[i] <= frame[3]) & (frames.high[i] >= frame[2]);
}

PIPELAB_ISA_CLONES int count_in_frame(const float* x, const float* y, const EarFrame& frame) {
    int inside = 0;
    for (std::size_t i = 0; i < corners_at_once; ++i) inside += is_in(frame, x[i], y[i]);
    return inside;
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
        for (std::uint16_t i = 0; i < left_; ++i) {
            near_x_[i] = static_cast<float>(ring[i].x - ring[0].x);
            near_y_[i] = static_cast<float>(ring[i].y - ring[0].y);
        }
        for (std::uint16_t i = 0; i < left_; ++i) {
            if (turns_left(i))
                place_[i] = no_reflex;
            else
                add_reflex(i);
        }
        end_reflex();
    }

    std::optional<base::Array<std::uint32_t>> run() {
        base::Array<std::uint32_t> triangles(3 * std::size_t{left_} - 6);
        std::size_t made = 0;
        std::uint16_t at = 0, last_ear = 0;
        std::size_t misses = 0;
        const std::size_t most_misses = 4 * points_.size();
        for (;;) {
            const std::uint16_t before = previous_[at], behind = next_[at];
            if (place_[at] != no_reflex || !(reflex_left_ == 0 || is_ear(before, at, behind))) {
                at = behind;
                if (at == last_ear || ++misses > most_misses) return std::nullopt;
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
            if (reflex_ > corners_at_once && 2 * reflex_left_ < reflex_) gather_reflex();
            // To go on behind the next one makes fewer slivers.
            at = last_ear = next_[behind];
        }
    }

  private:
    static constexpr std::uint16_t no_reflex = 65535;
    static constexpr float nowhere = std::numeric_limits<float>::quiet_NaN();

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
        const std::size_t block = reflex_ / corners_at_once;
        const float x = near_x_[i], y = near_y_[i];
        if (reflex_ % corners_at_once == 0) {
            frames_.left[block] = frames_.right[block] = x;
            frames_.low[block] = frames_.high[block] = y;
        }
        frames_.left[block] = std::min(frames_.left[block], x);
        frames_.right[block] = std::max(frames_.right[block], x);
        frames_.low[block] = std::min(frames_.low[block], y);
        frames_.high[block] = std::max(frames_.high[block], y);
        place_[i] = reflex_;
        corner_[reflex_] = i;
        x_[reflex_] = x;
        y_[reflex_++] = y;
    }
    void end_reflex() {
        reflex_left_ = reflex_;
        for (std::size_t i = reflex_; i % corners_at_once != 0; ++i) x_[i] = nowhere;
    }
    /// Puts those that are left into the first blocks again.
    void gather_reflex() {
        const std::uint16_t were = std::exchange(reflex_, 0);
        for (std::size_t i = 0; i < were; ++i)
            if (!std::isnan(x_[i])) add_reflex(corner_[i]);
        end_reflex();
    }
    void remove_reflex(std::uint16_t i) {
        x_[place_[i]] = nowhere;
        place_[i] = no_reflex;
        --reflex_left_;
    }
    /// Whether no reflex vertex lies in the triangle but those that are its corners.
    bool is_ear(std::uint16_t a, std::uint16_t b, std::uint16_t c) {
        const EarFrame frame{std::min({near_x_[a], near_x_[b], near_x_[c]}),
                             std::max({near_x_[a], near_x_[b], near_x_[c]}),
                             std::min({near_y_[a], near_y_[b], near_y_[c]}),
                             std::max({near_y_[a], near_y_[b], near_y_[c]})};
        const std::size_t blocks = (reflex_ + corners_at_once - 1) / corners_at_once;
        meets_[blocks] = 0;
        if (blocks > 1)
            find_frames(frames_, blocks, frame, meets_.data());
        else
            meets_[0] = 1;
        for (std::size_t block = 0; block < blocks; ++block) {
            if (block % 2 == 0 && !any_of_two(block)) {
                ++block;
                continue;
            }
            if (!meets_[block]) continue;
            const std::size_t begin = block * corners_at_once;
            const int inside = count_in_frame(x_.data() + begin, y_.data() + begin, frame);
            if (inside > is_in_block(a, block) + is_in_block(c, block) &&
                any_in_triangle(begin, frame, a, b, c))
                return false;
        }
        return true;
    }
    int is_in_block(std::uint16_t i, std::size_t block) const {
        return place_[i] != no_reflex && place_[i] / corners_at_once == block;
    }
    bool any_of_two(std::size_t block) const {
        std::uint64_t both;
        std::memcpy(&both, &meets_[block], sizeof both);
        return both != 0;
    }
    bool any_in_triangle(std::size_t begin, const EarFrame& frame, std::uint16_t a, std::uint16_t b,
                         std::uint16_t c) const {
        const Point p = points_[a], q = points_[b], r = points_[c];
        for (std::size_t i = begin; i < begin + corners_at_once; ++i) {
            if (!is_in(frame, x_[i], y_[i]) || corner_[i] == a || corner_[i] == c) continue;
            const Point d = points_[corner_[i]];
            if (orientation(r, p, d) >= 0 && orientation(p, q, d) >= 0 && orientation(q, r, d) >= 0)
                return true;
        }
        return false;
    }

    std::span<const Point> points_;
    std::uint16_t left_, reflex_ = 0, reflex_left_ = 0;
    std::array<std::uint16_t, most_ears> next_, previous_;
    std::array<std::uint16_t, most_ears> place_;  ///< of corners among the reflex ones
    /// Differences from the first point, rounded: monotone, so that what lies in a box lies in
    /// the frame of its corners.
    std::array<float, most_ears> near_x_, near_y_;
    std::array<std::uint16_t, most_blocks * corners_at_once> corner_;
    std::array<float, most_blocks * corners_at_once> x_, y_;  ///< of reflex corners
    Frames frames_;
    std::array<std::int32_t, most_blocks + 1> meets_;
};

}  // namespace

std::optional<base::Array<std::uint32_t>> ear_triangles(std::span<const Point> ring) {
    if (ring.size() < 3 || ring.size() > most_ears) return std::nullopt;
    return Clipping(ring).run();
}

}  // namespace pipelab::geometry::detail
