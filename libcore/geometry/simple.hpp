#pragma once

#include "geometry/shape.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace pipelab::geometry {

/// Two edges of a path that have a point in common which a simple path would not have. Edge i goes
/// from point i to the next one.
struct SelfContact {
    std::size_t first, second;  ///< first < second
    Point point;  ///< exact where it is an end of one of the edges, else correctly rounded; of
                  ///< edges that overlap the least common point in the order before()
};

/// Where a path first meets itself, as one walks along it: `second` is the first edge that meets
/// an earlier one, `first` the earliest it meets. Neighbours may share their common end only: a
/// spike is a contact; so is every vertex that occurs twice, but for points repeated in a row,
/// which count once, and the end of a path that closes at its start. `closed` adds the edge from
/// the last point to the first. None for simple paths, and for those of one place or none; a
/// closed path of two places lies upon itself. Exact for all doubles. O(n log n) if the path is
/// simple (a sweep: Shamos and Hoey 1976), O(n log^2 n) else.
std::optional<SelfContact> first_self_contact(std::span<const Point> path, bool closed);

/// The first path of a shape, through its members, that is not simple; of a multi_point the first
/// point that occurs before. Different paths are not compared.
struct PathContact {
    std::size_t path;  ///< counted through all members
    SelfContact contact;
};
std::optional<PathContact> first_self_contact(const Shape& shape);

}  // namespace pipelab::geometry
