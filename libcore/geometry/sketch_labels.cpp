#include "geometry/sketch_labels.hpp"

#include <array>

namespace pipelab::geometry::detail {
namespace {

/// Where a label stands as seen from its point: -1 left or above, 1 right or below, 0 on the axis.
struct Side {
    int x, y;
};
constexpr std::array<Side, 8> sides{
    {{1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}}};

constexpr double nearest = 5, border = 2;
/// How far off a label may be, beyond `nearest`.
constexpr std::array<double, 6> distances{8, 14, 21, 29, 38, 48};

LabelRoom::Place beside(io::Pixel at, double wide, double high, Side side, double gap) {
    // At the corners the gap is along the diagonal.
    const double step = side.x != 0 && side.y != 0 ? gap * 0.7 : gap;
    const double x = side.x == 0 ? at.x - wide / 2 : side.x > 0 ? at.x + step : at.x - step - wide;
    const double y = side.y == 0 ? at.y - high / 2 : side.y > 0 ? at.y + step : at.y - step - high;
    const io::Anchor anchor = side.x == 0  ? io::Anchor::middle
                              : side.x > 0 ? io::Anchor::start
                                           : io::Anchor::end;
    const io::Pixel corner{std::clamp(at.x, x, x + wide), std::clamp(at.y, y, y + high)};
    return {{{x, y}, {x + wide, y + high}}, anchor, gap > nearest, corner};
}

}  // namespace

LabelRoom::LabelRoom(double width, double height)
    : width_(width), height_(height), dots_(width, height), labels_(width, height) {}

std::optional<LabelRoom::Place> LabelRoom::find(io::Pixel at, double wide, double high,
                                                bool centred) {
    if (centred) {
        const Place place = beside(at, wide, high, {0, 0}, 0);
        if (take(place, at)) return place;
    }
    for (const Side side : sides) {
        const Place place = beside(at, wide, high, side, nearest);
        if (take(place, at)) return place;
    }
    for (const double distance : distances)
        for (const Side side : sides) {
            const Place place = beside(at, wide, high, side, nearest + distance);
            if (take(place, at)) return place;
        }
    return std::nullopt;
}

bool LabelRoom::take(const Place& place, io::Pixel at) {
    const Box& box = place.box;
    if (box.low.x < border || box.low.y < border || box.high.x > width_ - border ||
        box.high.y > height_ - border || labels_.any(box) || dots_.any(box))
        return false;
    if (place.led) {
        if (!line_is_free(at, place.leads_to)) return false;
        stroke(at, place.leads_to, 1, [&](double x, double y) { labels_.set(x, y); });
    }
    labels_.fill(box);
    return true;
}

bool LabelRoom::line_is_free(io::Pixel from, io::Pixel to) const {
    bool free = true;
    stroke(from, to, 1, [&](double x, double y) {
        const Box pixel{{x, y}, {x, y}};
        const bool own = std::abs(x - from.x) < nearest && std::abs(y - from.y) < nearest;
        if (labels_.any(pixel) || (!own && dots_.any(pixel))) free = false;
    });
    return free;
}

}  // namespace pipelab::geometry::detail
