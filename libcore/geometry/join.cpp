#include "geometry/join.hpp"

#include "base/parallel.hpp"

#include <algorithm>
#include <mutex>

namespace pipelab::geometry {
namespace {

/// Of a point at a location of an area.
IntersectionMatrix matrix_at(Location location) {
    IntersectionMatrix matrix;
    matrix.raise(Location::inside, location, 0);
    matrix.raise(Location::outside, Location::inside, 2);
    matrix.raise(Location::outside, Location::boundary, 1);
    return matrix;
}

BoxTree tree_over(const std::vector<PreparedShape>& prepared,
                  const std::vector<std::uint32_t>& places) {
    std::vector<Box> boxes;
    for (const std::uint32_t place : places) boxes.push_back(prepared[place].box());
    return BoxTree(boxes);
}

}  // namespace

struct JoinIndex::Lazy {
    std::once_flag made;
    std::optional<LayerLocator> locator;
};

JoinIndex::JoinIndex(std::span<const Shape> shapes, const RelationTest& test)
    : shapes_(shapes),
      test_(test),
      needs_contact_(test.pattern ? !test.pattern->fits_apart()
                                  : test.relation != Relation::disjoint),
      lazy_(std::make_unique<Lazy>()) {
    for (const Location location : {Location::inside, Location::boundary, Location::outside})
        at_location_[static_cast<std::size_t>(location)] = holds(test, matrix_at(location));
    std::vector<std::optional<PreparedShape>> prepared(shapes.size());
    base::parallel_blocks(shapes.size(), 64, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) prepared[i].emplace(shapes[i]);
    });
    prepared_.reserve(shapes.size());
    for (auto& each : prepared) prepared_.push_back(std::move(*each));
    for (std::uint32_t i = 0; i < prepared_.size(); ++i) {
        if (prepared_[i].empty()) continue;
        places_.push_back(i);
        if (!prepared_[i].solid()) others_.push_back(i);
    }
    tree_.emplace(tree_over(prepared_, places_));
    other_tree_.emplace(tree_over(prepared_, others_));
}

JoinIndex::~JoinIndex() = default;

const LayerLocator& JoinIndex::locator() const {
    std::call_once(lazy_->made, [&] {
        std::vector<Shape> areas(shapes_.size());
        for (std::size_t i = 0; i < areas.size(); ++i)
            if (prepared_[i].solid()) areas[i] = shapes_[i];
        lazy_->locator.emplace(areas);
    });
    return *lazy_->locator;
}

void JoinIndex::add_if(const PreparedShape& a, std::uint32_t place, Partners& partners,
                       base::Control control) const {
    if (holds(test_, a, prepared_[place], control)) partners.places.push_back(place);
}

void JoinIndex::find(Point a, Partners& partners) const {
    partners.places.clear();
    if (!needs_contact_) return find(point_shape(a), partners);
    partners.containing.clear();
    locator().all(a, partners.containing);
    for (const Containing& found : partners.containing) {
        const Location location = found.location == Location::boundary
                                      ? prepared_[found.index].locate(a)
                                      : found.location;
        if (holds_at(location)) partners.places.push_back(found.index);
    }
    if (other_tree_->empty()) return;
    const Shape shape = point_shape(a);
    const PreparedShape prepared(shape);
    other_tree_->visit({a, a}, [&](std::size_t i) {
        add_if(prepared, others_[i], partners, base::Control::none());
    });
    std::sort(partners.places.begin(), partners.places.end());
}

void JoinIndex::find(const Shape& a, Partners& partners, base::Control control) const {
    const bool point = a.type == Shape::Type::point && a.points.size() == 1;
    if (point && needs_contact_) return find(a.points[0], partners);
    partners.places.clear();
    const PreparedShape prepared(a);
    const bool equals_nothing = !test_.pattern && test_.relation == Relation::equals &&
                                prepared.own() == IntersectionMatrix();
    if (!needs_contact_ || equals_nothing) {
        for (std::uint32_t i = 0; i < prepared_.size(); ++i) add_if(prepared, i, partners, control);
        return;
    }
    if (prepared.empty()) return;
    std::vector<std::uint32_t> near;
    tree_->visit(prepared.box(), [&](std::size_t i) { near.push_back(places_[i]); });
    std::sort(near.begin(), near.end());
    for (const std::uint32_t place : near) add_if(prepared, place, partners, control);
}

}  // namespace pipelab::geometry
