#pragma once

#include "image/resampling.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace pipelab::image {

/// The size that was asked for, of axes in the order depth, height, width.
struct TargetSize {
    enum class Keep {
        nothing,  ///< the lengths as they are
        fit,      ///< the aspect, as large as goes into the lengths
        fill,     ///< the aspect: the lengths are filled, what is too much is cut off at both ends
    };
    std::vector<double> scales;        ///< one for each axis, or one for all; none: lengths
    std::vector<std::size_t> lengths;  ///< 0: follows from the other axes, with their aspect
    Keep keep = Keep::nothing;
};

/// Lengths typed as WxH ("1920x1080"; "1920x", "x1080": the other follows) or, for any number of
/// axes, in their order ("64,128,128"; one number: every axis). UsageError for anything else.
std::vector<std::size_t> parse_lengths(std::string_view option, std::string_view text);

/// How each axis of lengths `in` is to be resampled for this size. `rule` turns scaled lengths into
/// whole ones; lengths that follow from the aspect are rounded to nearest, at least 1.
/// `places_from_scale`: AxisSize::ratio is set to 1 / scale, as PyTorch and ONNX want it where
/// a scale is given. base::UsageError for a wrong number of lengths, lengths all 0, and as
/// scaled_length.
std::vector<AxisSize> target_axes(std::span<const std::size_t> in, const TargetSize& target,
                                  SizeRule rule, bool places_from_scale);

}  // namespace pipelab::image
