// Correctly rounded constructions against plain doubles, one thread: ns for both coordinates of
// the point where two lines meet and of a circumcentre.
#include "base/random.hpp"
#include "geometry/point.hpp"
#include "geometry/rounded.hpp"
#include "timing.hpp"

#include <array>
#include <cstdio>
#include <vector>

namespace {

using namespace pipelab::geometry;
using Quad = std::array<Point, 4>;

template <class Number>
std::array<Number, 2> meeting(Number ax, Number ay, Number bx, Number by, Number cx, Number cy,
                              Number dx, Number dy) {
    const Number ux = bx - ax, uy = by - ay, vx = dx - cx, vy = dy - cy;
    const Number det = ux * vy - uy * vx;
    const Number t = (cx - ax) * vy - (cy - ay) * vx;
    return {(ax * det + t * ux) / det, (ay * det + t * uy) / det};
}

template <class Number>
std::array<Number, 2> circumcentre(Number ax, Number ay, Number bx, Number by, Number cx,
                                   Number cy) {
    const Number ux = bx - ax, uy = by - ay, vx = cx - ax, vy = cy - ay;
    const Number uu = ux * ux + uy * uy, vv = vx * vx + vy * vy;
    const Number twice = Number(2) * (ux * vy - uy * vx);
    return {(ax * twice + (vy * uu - uy * vv)) / twice, (ay * twice + (ux * vv - vx * uu)) / twice};
}

template <class Call>
double nanoseconds(const std::vector<Quad>& quads, Call call) {
    const double time = bench::best_seconds(5, [&] {
        double sum = 0;
        for (const Quad& q : quads) {
            const auto point = call(q);
            sum += point[0] + point[1];
        }
        [[maybe_unused]] volatile double result = sum;
    });
    return 1e9 * time / static_cast<double>(quads.size());
}

void compare(const char* what, const std::vector<Quad>& quads) {
    const double meet = nanoseconds(quads, [](const Quad& q) {
        return rounded([&](auto number) {
            return meeting(number(q[0].x), number(q[0].y), number(q[1].x), number(q[1].y),
                           number(q[2].x), number(q[2].y), number(q[3].x), number(q[3].y));
        });
    });
    const double plain = nanoseconds(quads, [](const Quad& q) {
        return meeting(q[0].x, q[0].y, q[1].x, q[1].y, q[2].x, q[2].y, q[3].x, q[3].y);
    });
    const double centre = nanoseconds(quads, [](const Quad& q) {
        return rounded([&](auto number) {
            return circumcentre(number(q[0].x), number(q[0].y), number(q[1].x), number(q[1].y),
                                number(q[2].x), number(q[2].y));
        });
    });
    const double plain_centre = nanoseconds(quads, [](const Quad& q) {
        return circumcentre(q[0].x, q[0].y, q[1].x, q[1].y, q[2].x, q[2].y);
    });
    std::printf("%-12s meeting point %6.1f (plain %4.1f)   circumcentre %6.1f (plain %4.1f)\n",
                what, meet, plain, centre, plain_centre);
}

}  // namespace

int main() {
    const pipelab::base::Random random(1);
    std::vector<Quad> uniform(20000), integers(20000);
    for (std::size_t i = 0; i < uniform.size(); ++i) {
        for (std::size_t k = 0; k < 4; ++k) {
            const std::size_t draw = 8 * i + 2 * k;
            uniform[i][k] = {random.uniform(draw), random.uniform(draw + 1)};
            integers[i][k] = {static_cast<double>(random.integer(draw, 1000)),
                              static_cast<double>(random.integer(draw + 1, 1000))};
        }
    }
    compare("uniform", uniform);
    compare("integers", integers);
}
