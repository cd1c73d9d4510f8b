#pragma once

#include "geometry/point.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

namespace pipelab::testing {

/// The largest value in a region of a function that changes no faster than the place does, to a
/// hundred thousandth: squares are divided by four while they may hold a larger one. away(p) is the
/// distance of p from the region.
template <class Value, class Away>
double most_by_squares(const geometry::Box& box, const Value& value, const Away& away) {
    struct Square {
        double most;
        geometry::Point centre;
        double half;
        bool operator<(const Square& other) const { return most < other.most; }
    };
    std::priority_queue<Square> queue;
    double best = 0;
    const auto add = [&](geometry::Point centre, double half) {
        const double found = value(centre);
        const double reach = half * std::sqrt(2.0), out = away(centre);
        if (out == 0) best = std::max(best, found);
        if (out <= reach * (1 + 1e-9)) queue.push({found + reach, centre, half});
    };
    add({(box.low.x + box.high.x) / 2, (box.low.y + box.high.y) / 2},
        std::max(box.high.x - box.low.x, box.high.y - box.low.y) / 2);
    while (!queue.empty() && queue.top().most > best * (1 + 1e-5) + 1e-9) {
        const Square next = queue.top();
        queue.pop();
        for (const double x : {-next.half / 2, next.half / 2}) {
            for (const double y : {-next.half / 2, next.half / 2})
                add({next.centre.x + x, next.centre.y + y}, next.half / 2);
        }
    }
    return best;
}

}  // namespace pipelab::testing
