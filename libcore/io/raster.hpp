#pragma once

#include "base/array.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace pipelab::io {

/// How a sample of a picture is stored, in the byte order of the machine.
enum class SampleType : std::uint8_t { u8, u16, f32 };

/// Bytes of one sample: 1, 2, 4.
constexpr std::size_t sample_bytes(SampleType type) {
    return std::size_t{1} << static_cast<int>(type);
}

/// The form of a picture in memory: rows from top to bottom without padding, pixels from left to
/// right, the samples of a pixel side by side.
struct RasterShape {
    std::size_t width = 0, height = 0;
    std::size_t channels = 3;  ///< 1 grey, 3 red green blue, one more with `alpha`; PAM has any
    bool alpha = false;        ///< the last channel is opacity, the others are not multiplied by it
    SampleType type = SampleType::u8;
    double white = 255;  ///< the value of full intensity: PNM's maxval; 1 for f32

    std::size_t row_samples() const { return width * channels; }
    std::size_t row_bytes() const { return row_samples() * sample_bytes(type); }
    std::size_t samples() const { return row_samples() * height; }
    bool operator==(const RasterShape&) const = default;
};

/// What a file says beside its samples and what should outlive a change of them.
struct RasterNotes {
    struct Density {
        std::uint32_t x = 0, y = 0;  ///< pixels in a unit
        bool metre = false;          ///< the unit, else unknown: only the ratio counts
        bool operator==(const Density&) const = default;
    };
    std::optional<std::uint32_t> gamma;  ///< 100,000 times the exponent, as in PNG's gAMA
    std::optional<std::array<std::uint32_t, 8>> chromaticities;  ///< as in PNG's cHRM
    std::optional<std::uint8_t> srgb_intent;                     ///< as in PNG's sRGB
    std::string profile_name, profile;                           ///< ICC, unpacked
    std::optional<Density> density;
    bool operator==(const RasterNotes&) const = default;
};

/// A picture as samples.
struct Raster {
    RasterShape shape;
    RasterNotes notes;
    base::Array<std::byte> samples;  ///< shape.row_bytes() for each row

    /// The samples of row y as what shape.type says they are.
    template <class T>
    T* row(std::size_t y) {
        return reinterpret_cast<T*>(samples.data() + y * shape.row_bytes());
    }
    template <class T>
    const T* row(std::size_t y) const {
        return reinterpret_cast<const T*>(samples.data() + y * shape.row_bytes());
    }
};

/// A raster of this shape, its samples not set. base::UsageError beyond what memory can address.
Raster make_raster(const RasterShape& shape, const RasterNotes& notes = {});

}  // namespace pipelab::io
