#include "image/labels.hpp"

#include "base/error.hpp"
#include "base/random.hpp"
#include "catch.hpp"

#include <cmath>
#include <limits>

namespace labels_test {

using namespace pipelab;
using io::ElementType;

template <class Score>
io::Tensor random_scores(ElementType type, std::size_t channels, std::size_t height,
                         std::size_t width) {
    io::Tensor scores = io::make_tensor(type, {1, channels, height, width});
    const base::Random random(channels);
    std::size_t i = 0;
    // Few values, so that many are equal.
    for (Score& score : scores.values<Score>())
        score = static_cast<Score>(random.integer(i++, channels / 2 + 2));
    return scores;
}

template <class Score, class Label>
void compare_with_search(ElementType type, std::size_t channels) {
    const std::size_t height = 83, width = 211, places = height * width;
    const io::Tensor scores = random_scores<Score>(type, channels, height, width);
    const io::Tensor classes = image::best_classes(scores);
    CHECK(classes.shape == std::vector<std::size_t>{height, width});
    const auto values = scores.values<Score>();
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < places; ++i) {
        std::size_t best = 0;
        for (std::size_t c = 1; c < channels; ++c)
            if (values[c * places + i] > values[best * places + i]) best = c;
        wrong += classes.values<Label>()[i] != best;
    }
    CHECK(wrong == 0);
}

TEST_CASE("the best class is the first of the highest scores") {
    compare_with_search<float, std::uint8_t>(ElementType::f32, 21);
    compare_with_search<double, std::uint8_t>(ElementType::f64, 1);
    compare_with_search<std::uint8_t, std::uint8_t>(ElementType::u8, 256);
    compare_with_search<std::uint16_t, std::uint16_t>(ElementType::u16, 300);
}

TEST_CASE("scores that have no best class are refused") {
    io::Tensor scores = random_scores<float>(ElementType::f32, 3, 5, 7);
    scores.values<float>()[40] = std::numeric_limits<float>::quiet_NaN();
    CHECK_THROWS_AS(image::best_classes(scores), base::DataError);
    CHECK_THROWS_AS(image::best_classes(io::make_tensor(ElementType::f32, {4, 4})),
                    base::DataError);
    CHECK_THROWS_AS(image::best_classes(io::make_tensor(ElementType::f32, {2, 3, 4, 4})),
                    base::DataError);
    CHECK_THROWS_AS(image::best_classes(io::make_tensor(ElementType::f32, {0, 4, 4})),
                    base::DataError);
    CHECK_THROWS_AS(image::best_classes(io::make_tensor(ElementType::i64, {2, 4, 4})),
                    base::DataError);
}

// The colours that the challenge's page lists for its classes.
TEST_CASE("classes have the colours of the VOC challenge") {
    using Colour = std::array<std::uint8_t, 3>;
    CHECK(image::class_colour(0) == Colour{0, 0, 0});
    CHECK(image::class_colour(1) == Colour{128, 0, 0});
    CHECK(image::class_colour(4) == Colour{0, 0, 128});
    CHECK(image::class_colour(15) == Colour{192, 128, 128});
    CHECK(image::class_colour(20) == Colour{0, 64, 128});
    CHECK(image::class_colour(255) == Colour{224, 224, 192});
}

TEST_CASE("pictures of classes") {
    io::Tensor classes = io::make_tensor(ElementType::u16, {1, 3});
    classes.values<std::uint16_t>()[0] = 7;
    classes.values<std::uint16_t>()[1] = 1000;
    classes.values<std::uint16_t>()[2] = 1;
    const io::Raster grey = image::label_picture(classes);
    CHECK(grey.shape.width == 3);
    CHECK(grey.shape.white == 65535);
    CHECK(grey.row<std::uint16_t>(0)[1] == 1000);
    const io::Raster colours = image::colour_picture(classes);
    CHECK(colours.shape.row_bytes() == 9);
    CHECK(colours.row<std::uint8_t>(0)[6] == 128);
}

}  // namespace labels_test
