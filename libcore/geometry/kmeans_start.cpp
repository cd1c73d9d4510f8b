#include "geometry/kmeans_start.hpp"

#include "base/isa.hpp"
#include "base/parallel.hpp"
#include "geometry/near_distance.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pipelab::geometry {
namespace {

constexpr std::size_t block_of_weights = 2048;
constexpr std::size_t sums_at_once = 8;

struct Weights {
    double sum, most;
};

/// Lowers weights to the squares of distances from a centre.
PIPELAB_ISA_CLONES
Weights lower(const double* x, const double* y, double* weights, std::size_t count, Point centre) {
    double sums[sums_at_once] = {}, most[sums_at_once] = {};
    std::size_t i = 0;
    for (; i + sums_at_once <= count; i += sums_at_once) {
        for (std::size_t k = 0; k < sums_at_once; ++k) {
            const double dx = x[i + k] - centre.x, dy = y[i + k] - centre.y;
            const double square = dx * dx + dy * dy, old = weights[i + k];
            const double weight = square < old ? square : old;
            weights[i + k] = weight;
            sums[k] += weight;
            most[k] = most[k] > weight ? most[k] : weight;
        }
    }
    for (std::size_t k = 0; i < count; ++i, ++k) {
        const double dx = x[i] - centre.x, dy = y[i] - centre.y;
        const double square = dx * dx + dy * dy;
        weights[i] = square < weights[i] ? square : weights[i];
        sums[k] += weights[i];
        most[k] = most[k] > weights[i] ? most[k] : weights[i];
    }
    for (std::size_t k = 1; k < sums_at_once; ++k) {
        sums[0] += sums[k];
        most[0] = most[0] > most[k] ? most[0] : most[k];
    }
    return {sums[0], most[0]};
}

/// The points in blocks, each with its box and what its weights are.
class WeightBlocks {
  public:
    WeightBlocks(std::span<const NumberedPoint> points, const UnitScale& scale)
        : blocks_{points.size(), block_of_weights},
          x_(points.size()),
          y_(points.size()),
          weights_(points.size(), std::numeric_limits<double>::infinity()),
          boxes_(blocks_.count()),
          known_(blocks_.count(), {0, std::numeric_limits<double>::infinity()}) {
        base::parallel_blocks(
            points.size(), block_of_weights,
            [&](std::size_t b, std::size_t begin, std::size_t end) {
                Box box{scale(points[begin].point), scale(points[begin].point)};
                for (std::size_t i = begin; i < end; ++i) {
                    const Point p = scale(points[i].point);
                    x_[i] = p.x, y_[i] = p.y;
                    box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y)};
                    box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y)};
                }
                boxes_[b] = box;
            });
    }

    /// Adds the centre at point i.
    void add(std::size_t i) {
        const Point centre{x_[i], y_[i]};
        changed_.clear();
        for (std::size_t b = 0; b < boxes_.size(); ++b) {
            const Box& box = boxes_[b];
            const Point near{std::clamp(centre.x, box.low.x, box.high.x),
                             std::clamp(centre.y, box.low.y, box.high.y)};
            if (near_square(centre, near) * (1 - 0x1p-40) <= known_[b].most) changed_.push_back(b);
        }
        constexpr std::size_t task = 16;
        base::parallel_blocks(
            changed_.size(), task, [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t k = begin; k < end; ++k) {
                    const std::size_t b = changed_[k], first = blocks_.begin(b);
                    known_[b] = lower(x_.data() + first, y_.data() + first, weights_.data() + first,
                                      blocks_.end(b) - first, centre);
                }
            });
    }

    /// The point at which the sum of weights in order exceeds `part` of the whole; x_.size() if all
    /// are 0.
    std::size_t at(double part) const {
        double total = 0;
        for (const Weights& weights : known_) total += weights.sum;
        const double wanted = part * total;
        std::size_t last = known_.size();
        double before = 0;
        for (std::size_t b = 0; b < known_.size(); ++b) {
            if (known_[b].most == 0) continue;
            last = b;
            if (before + known_[b].sum > wanted) break;
            before += known_[b].sum;
        }
        if (last == known_.size()) return x_.size();
        std::size_t found = x_.size();
        for (std::size_t i = blocks_.begin(last); i < blocks_.end(last); ++i) {
            if (weights_[i] == 0) continue;
            found = i;
            before += weights_[i];
            if (before > wanted) break;
        }
        return found;
    }

  private:
    base::Blocks blocks_;
    std::vector<double> x_, y_, weights_;
    std::vector<Box> boxes_;
    std::vector<Weights> known_;
    std::vector<std::size_t> changed_;
};

}  // namespace

UnitScale::UnitScale(const Box& box) {
    const double side = std::max(box.high.x / 2 - box.low.x / 2, box.high.y / 2 - box.low.y / 2);
    exponent_ = side > 0 ? std::clamp(-std::ilogb(side), -1000, 1000) : 0;
    unit_ = std::ldexp(1.0, exponent_);
}

std::vector<Point> kmeans_start(std::span<const NumberedPoint> points, const UnitScale& scale,
                                std::size_t count, const base::Random& random) {
    std::vector<Point> centres;
    if (points.empty() || count == 0) return centres;
    WeightBlocks blocks(points, scale);
    std::size_t next = random.integer(0, points.size());
    while (next < points.size()) {
        centres.push_back(points[next].point);
        if (centres.size() == count) break;
        blocks.add(next);
        next = blocks.at(random.uniform(centres.size()));
    }
    return centres;
}

}  // namespace pipelab::geometry
