#include "image/labels.hpp"

#include "base/error.hpp"
#include "base/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>

namespace pipelab::image {
namespace {

constexpr std::size_t label_block = 1 << 14;

/// Channel by channel over a block of places, so that each pass runs along memory.
template <class Score, class Label>
void classify(const io::Tensor& scores, std::size_t channels, std::size_t places, Label* labels) {
    const Score* values = scores.values<Score>().data();
    base::parallel_blocks(
        places, label_block, [&](std::size_t, std::size_t begin, std::size_t end) {
            std::array<Score, label_block> best;
            std::copy(values + begin, values + end, best.begin());
            std::fill(labels + begin, labels + end, Label{0});
            for (std::size_t c = 0; c < channels; ++c) {
                const Score* channel = values + c * places;
                for (std::size_t i = begin; i < end; ++i) {
                    if constexpr (std::is_floating_point_v<Score>)
                        if (std::isnan(channel[i]))
                            throw base::DataError({},
                                                  "scores: NaN in channel " + std::to_string(c));
                    const bool better = channel[i] > best[i - begin];
                    best[i - begin] = better ? channel[i] : best[i - begin];
                    labels[i] = better ? static_cast<Label>(c) : labels[i];
                }
            }
        });
}

template <class Label>
void classify_any(const io::Tensor& scores, std::size_t channels, std::size_t places,
                  Label* labels) {
    using enum io::ElementType;
    switch (scores.type) {
        case u8:
            return classify<std::uint8_t>(scores, channels, places, labels);
        case u16:
            return classify<std::uint16_t>(scores, channels, places, labels);
        case f32:
            return classify<float>(scores, channels, places, labels);
        case f64:
            return classify<double>(scores, channels, places, labels);
        default:
            throw base::DataError({}, "scores: expected u8, u16, f32 or f64, found " +
                                          std::string(io::element_name(scores.type)));
    }
}

io::RasterShape shape_of_classes(const io::Tensor& classes, std::size_t channels) {
    io::RasterShape shape;
    shape.height = classes.shape[0];
    shape.width = classes.shape[1];
    shape.channels = channels;
    return shape;
}

template <class Label>
void colour(const io::Tensor& classes, std::uint8_t* to) {
    for (const Label label : classes.values<Label>())
        to = std::ranges::copy(class_colour(label), to).out;
}

}  // namespace

io::Tensor best_classes(const io::Tensor& scores) {
    const auto& shape = scores.shape;
    const std::size_t rank = shape.size();
    if (rank != 3 && !(rank == 4 && shape[0] == 1))
        throw base::DataError(
            {}, "scores: expected a tensor of shape (channels, height, width), found one of rank " +
                    std::to_string(rank) + (rank == 4 ? " with several pictures" : ""));
    const std::size_t channels = shape[rank - 3], places = shape[rank - 2] * shape[rank - 1];
    if (channels == 0 || channels > 65536)
        throw base::DataError(
            {}, "scores: expected 1 to 65536 channels, found " + std::to_string(channels));
    const bool small = channels <= 256;
    io::Tensor classes = io::make_tensor(small ? io::ElementType::u8 : io::ElementType::u16,
                                         {shape[rank - 2], shape[rank - 1]});
    if (small) {
        classify_any(scores, channels, places, classes.values<std::uint8_t>().data());
    } else {
        classify_any(scores, channels, places, classes.values<std::uint16_t>().data());
    }
    return classes;
}

io::Raster label_picture(const io::Tensor& classes) {
    io::RasterShape shape = shape_of_classes(classes, 1);
    if (classes.type == io::ElementType::u16) {
        shape.type = io::SampleType::u16;
        shape.white = 65535;
    }
    io::Raster raster = io::make_raster(shape);
    std::ranges::copy(classes.bytes, raster.samples.begin());
    return raster;
}

std::array<std::uint8_t, 3> class_colour(std::size_t number) {
    std::array<std::uint8_t, 3> colour{};
    for (int bit = 7; bit >= 0; --bit, number >>= 3)
        for (std::size_t c = 0; c < 3; ++c)
            colour[c] = static_cast<std::uint8_t>(colour[c] | (number >> c & 1) << bit);
    return colour;
}

io::Raster colour_picture(const io::Tensor& classes) {
    io::Raster raster = io::make_raster(shape_of_classes(classes, 3));
    auto* to = reinterpret_cast<std::uint8_t*>(raster.samples.data());
    if (classes.type == io::ElementType::u8) {
        colour<std::uint8_t>(classes, to);
    } else {
        colour<std::uint16_t>(classes, to);
    }
    return raster;
}

}  // namespace pipelab::image
