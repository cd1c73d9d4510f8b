#pragma once

#include "gap/histogram.hpp"
#include "gap/notation.hpp"
#include "gap/values.hpp"
#include "gap/width.hpp"
#include "io/plot.hpp"

#include <cstddef>
#include <vector>

namespace pipelab::gap {

/// How the values are spread, as a histogram of `bins` equal bins, with the gaps shaded and
/// labelled. One visit.
template <class T>
io::Plot values_picture(const Values<T>& values, const std::vector<Gap<T>>& gaps,
                        const Notation& notation, std::size_t bins = 200);

/// How often widths of each size occur, over a logarithmic axis.
io::Plot histogram_picture(const Histogram& histogram);

}  // namespace pipelab::gap
