#include "geometry/path_sums.hpp"

#include "base/isa.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace pipelab::geometry {
namespace {

constexpr std::size_t edges_at_once = 512;

PIPELAB_ISA_CLONES
bool in_range(const Point* points, std::size_t count) {
    const auto* values = &points->x;
    std::size_t outside = 0;
    for (std::size_t i = 0; i < 2 * count; ++i) {
        const double size = std::abs(values[i]);
        outside += (size > 0x1p480) | ((size < 0x1p-380) & (size != 0));
    }
    return outside == 0;
}

/// The four terms of each edge from a point to the next: a product and what rounding took from it.
PIPELAB_ISA_CLONES
void shoelace(const Point* points, std::size_t edges, double* terms) {
    for (std::size_t i = 0; i < edges; ++i) {
        const Point a = points[i], b = points[i + 1];
        const double left = a.x * b.y, right = -b.x * a.y;
        terms[i] = left;
        terms[edges_at_once + i] = right;
        terms[2 * edges_at_once + i] = __builtin_fma(a.x, b.y, -left);
        terms[3 * edges_at_once + i] = __builtin_fma(-b.x, a.y, -right);
    }
}

/// A length as two doubles. With u = 2^-53 and s the square: the tail of s is below 4 u s and made
/// by six roundings, what it leaves out is below u^2 s; the root of head + tail is h + (head - h^2
/// + tail) / 2h but for a term below 2^-103 h, and the three roundings of that come to less again.
PIPELAB_ISA_CLONES
void lengths(const Point* points, std::size_t edges, double* heads, double* tails) {
    for (std::size_t i = 0; i < edges; ++i) {
        const Point a = points[i], b = points[i + 1];
        const double dx = b.x - a.x, dy = b.y - a.y;
        const double ax_part = dx - b.x, ay_part = dy - b.y;  // minus a.x and a.y, rounded
        const double x_rest = (b.x - (dx - ax_part)) - (a.x + ax_part);
        const double y_rest = (b.y - (dy - ay_part)) - (a.y + ay_part);
        const double xx = dx * dx, yy = dy * dy;
        const double xx_rest = __builtin_fma(dx, dx, -xx), yy_rest = __builtin_fma(dy, dy, -yy);
        const double head = xx + yy, xx_part = head - yy;
        const double sum_rest = (xx - xx_part) + (yy - (head - xx_part));
        const double tail = sum_rest + (xx_rest + yy_rest) + 2 * (dx * x_rest + dy * y_rest);
        const double root = __builtin_sqrt(head);
        const double rest = __builtin_fma(-root, root, head) + tail;
        heads[i] = root;
        tails[i] = rest / (root + (root == 0)) * 0.5;
    }
}

}  // namespace

std::optional<base::ExactSum> exact_twice_area(std::span<const Point> ring) {
    base::ExactSum sum;
    if (ring.size() < 3) return sum;
    if (!in_range(ring.data(), ring.size())) return std::nullopt;
    double terms[4 * edges_at_once];
    const auto add = [&](const Point* points, std::size_t edges) {
        shoelace(points, edges, terms);
        for (std::size_t k = 0; k < 4; ++k) sum.add({terms + k * edges_at_once, edges});
    };
    for (std::size_t i = 0; i + 1 < ring.size(); i += edges_at_once) {
        add(ring.data() + i, std::min(edges_at_once, ring.size() - 1 - i));
    }
    const Point closing[2] = {ring.back(), ring.front()};
    add(closing, 1);
    return sum;
}

bool add_lengths(std::span<const Point> path, bool closed, base::ExactSum& sum) {
    if (path.size() < 2) return true;
    if (!in_range(path.data(), path.size())) return false;
    double heads[edges_at_once], tails[edges_at_once];
    const auto add = [&](const Point* points, std::size_t edges) {
        lengths(points, edges, heads, tails);
        sum.add({heads, edges});
        sum.add({tails, edges});
    };
    for (std::size_t i = 0; i + 1 < path.size(); i += edges_at_once) {
        add(path.data() + i, std::min(edges_at_once, path.size() - 1 - i));
    }
    const Point closing[2] = {path.back(), path.front()};
    if (closed) add(closing, 1);
    return true;
}

}  // namespace pipelab::geometry
