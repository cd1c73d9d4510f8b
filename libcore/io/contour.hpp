#pragma once

#include "io/plot.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace pipelab::io {

/// Values of a function of the plane on a grid.
struct PlaneGrid {
    std::vector<double> x, y;    ///< ascending, two or more of each
    std::vector<double> values;  ///< values[j * x.size() + i] at (x[i], y[j])
};

/// The lines on which the function has the value `level`, linear between the points of the grid
/// (marching squares; where opposite corners of a cell agree, the mean of the four says which are
/// joined). Each goes on until it closes or ends at the border or beside a cell that has a corner
/// which is not finite; cells like that have none. Lines are apart from each other by points that
/// are not finite, which plots skip. O(cells), O(points) memory.
Plot::Series contour(const PlaneGrid& grid, double level);

/// `count` levels such that about the same share of the grid lies between neighbours, the lowest
/// ones closer together: at the quantiles (i / (count + 1))^2 of the finite values, without
/// repetition.
std::vector<double> contour_levels(const PlaneGrid& grid, std::size_t count);

}  // namespace pipelab::io
