#include "io/raster.hpp"

#include "base/error.hpp"

#include <limits>
#include <string>

namespace pipelab::io {

Raster make_raster(const RasterShape& shape, const RasterNotes& notes) {
    constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max();
    std::size_t bytes = 0;
    if (__builtin_mul_overflow(shape.width, shape.channels, &bytes) ||
        __builtin_mul_overflow(bytes, shape.height, &bytes) ||
        __builtin_mul_overflow(bytes, sample_bytes(shape.type), &bytes) || bytes > most)
        throw base::UsageError("a picture of " + std::to_string(shape.width) + " x " +
                               std::to_string(shape.height) + " pixels is too large");
    Raster raster{shape, notes, {}};
    raster.samples.resize(bytes);
    return raster;
}

}  // namespace pipelab::io
