#include "geometry/sketch_labels.hpp"

#include <array>

namespace pipelab::geometry::detail {
namespace {

/// Directions in which a label may stand, y downwards, the preferred ones first: along the axes,
/// at the corners, and halfway between these.
constexpr double diagonal = 0.70710678, steep = 0.92387953, flat = 0.38268343;
constexpr std::array<io::Pixel, 16> directions{{{1, 0},
                                                {-1, 0},
                                                {0, -1},
                                                {0, 1},
                                                {diagonal, -diagonal},
                                                {diagonal, diagonal},
                                                {-diagonal, -diagonal},
                                                {-diagonal, diagonal},
                                                {steep, -flat},
                                                {steep, flat},
                                                {-steep, -flat},
                                                {-steep, flat},
                                                {flat, -steep},
                                                {flat, steep},
                                                {-flat, -steep},
                                                {-flat, steep}}};
constexpr double nearest = 5, border = 2;
/// How far off a label may be that is not beside its point.
constexpr std::array<double, 9> distances{13, 19, 26, 34, 43, 53, 64, 76, 89};

/// A label of which the side towards the point is `gap` away from it.
LabelRoom::Place beside(io::Pixel at, double wide, double high, io::Pixel direction, double gap) {
    const io::Pixel end{at.x + gap * direction.x, at.y + gap * direction.y};
    const bool middle = std::abs(direction.x) < 0.1;
    const io::Anchor anchor = middle            ? io::Anchor::middle
                              : direction.x > 0 ? io::Anchor::start
                                                : io::Anchor::end;
    const double x = middle ? end.x - wide / 2 : direction.x > 0 ? end.x : end.x - wide;
    const double y = end.y - high / 2 * (1 - direction.y);
    return {{{x, y}, {x + wide, y + high}}, anchor, gap > nearest, end};
}

}  // namespace

LabelRoom::LabelRoom(double width, double height)
    : width_(width), height_(height), dots_(width, height), labels_(width, height) {}

std::optional<LabelRoom::Place> LabelRoom::near(io::Pixel at, double wide, double high,
                                                bool centred) {
    if (centred) {
        const Place place = beside(at, wide, high, {0, 0}, 0);
        if (take(place, at)) return place;
    }
    return around(at, wide, high, nearest);
}

std::optional<LabelRoom::Place> LabelRoom::far(io::Pixel at, double wide, double high) {
    for (const double distance : distances)
        if (const auto place = around(at, wide, high, distance)) return place;
    return std::nullopt;
}

std::optional<LabelRoom::Place> LabelRoom::around(io::Pixel at, double wide, double high,
                                                  double gap) {
    for (const io::Pixel direction : directions) {
        const Place place = beside(at, wide, high, direction, gap);
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
