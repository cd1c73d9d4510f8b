#pragma once

#include "io/raster.hpp"
#include "io/tensor.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace pipelab::image {

/// The class of each place: the channel with the highest score, of equal ones the first. `scores`
/// is of shape (channels, height, width) or (1, channels, height, width) in u8, u16, f32 or f64;
/// the result has the shape (height, width), u8 where all classes fit, else u16. base::UsageError
/// for another shape or type, no channel, more than 65536 channels, or NaN. O(size), parallel.
io::Tensor best_classes(const io::Tensor& scores);

/// Classes as a grey picture whose samples are their numbers.
io::Raster label_picture(const io::Tensor& classes);

/// The colour of a class in the palette of the PASCAL VOC challenge: bits 0, 3, 6... of the number
/// are the bits of red from the highest on, bits 1, 4, 7... those of green, 2, 5, 8... of blue.
/// Everingham et al. 2010, as its development kit draws label pictures. Repeats after 256 classes.
std::array<std::uint8_t, 3> class_colour(std::size_t number);

/// Classes as a picture in these colours.
io::Raster colour_picture(const io::Tensor& classes);

}  // namespace pipelab::image
