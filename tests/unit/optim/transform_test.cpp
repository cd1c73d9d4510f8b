#include "optim/transform.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "reference.hpp"

#include <cmath>
#include <vector>

namespace transform_test {

using namespace pipelab;
using namespace pipelab::optim;
using namespace pipelab::optim::test;

namespace {

using Row = std::vector<double>;

/// The gradients that a transform makes of one tensor's.
std::vector<Row> transformed(const Transforms& transforms, const std::vector<Row>& rows,
                             const Shape& shape = {}) {
    GradientTransform<double> transform(transforms);
    std::vector<Row> made;
    for (Row row : rows) {
        const Parameter<double> tensor{row, row, shape};
        if (!transform.push({&tensor, 1})) continue;
        const auto changed = transform.gradients({&tensor, 1});
        made.emplace_back(changed[0].gradient.begin(), changed[0].gradient.end());
    }
    return made;
}

}  // namespace

TEST_CASE("Nothing asked for changes nothing") {
    const auto rows = gradients("noise", 3, 5);
    REQUIRE(transformed({}, rows) == rows);
}

TEST_CASE("Clipping by value and by norm") {
    Transforms by_value;
    by_value.clip_value = 2;
    REQUIRE(transformed(by_value, {{-3, 1, 5, -2}}) == std::vector<Row>{{-2, 1, 2, -2}});
    Transforms by_norm;
    by_norm.clip_norm = 10;
    REQUIRE(transformed(by_norm, {{3, 4}}) == std::vector<Row>{{3, 4}});
    const Row clipped = transformed(by_norm, {{30, 40}})[0];
    REQUIRE(clipped[0] == 30 * (10 / (50 + 1e-6)));
    REQUIRE(clipped[1] == 40 * (10 / (50 + 1e-6)));
    // The norm is that of all tensors together, after clipping by value.
    Transforms both = by_norm;
    both.clip_value = 12;
    GradientTransform<double> transform(both);
    Row a{100, 0}, b{0, 5};
    const std::vector<Parameter<double>> group{{a, a, {}}, {b, b, {}}};
    REQUIRE(transform.push(group));
    REQUIRE(transform.norm() == 13);
    REQUIRE(transform.gradients(group)[1].gradient[1] == 5 * (10 / (13 + 1e-6)));
}

TEST_CASE("Accumulation steps each N gradients with their mean, also after a break") {
    Transforms transforms;
    transforms.accumulate = 4;
    const std::vector<Row> rows{{1, 8}, {2, 0}, {3, -8}, {6, 4}, {1, 1},
                                {1, 1}, {1, 1}, {5, 9},  {7, 7}};
    const std::vector<Row> means{{3, 1}, {2, 3}};
    REQUIRE(transformed(transforms, rows) == means);
    GradientTransform<double> first(transforms), second(transforms);
    std::vector<bool> steps;
    for (std::size_t t = 0; t < 8; ++t) {
        if (t == 6) second.restore(first.state());
        Row row = rows[t];
        const Parameter<double> tensor{row, row, {}};
        auto& used = t < 6 ? first : second;
        steps.push_back(used.push({&tensor, 1}));
        if (t == 7) REQUIRE(used.gradients({&tensor, 1})[0].gradient[1] == 3);
    }
    REQUIRE(steps == std::vector<bool>{false, false, false, true, false, false, false, true});
}

TEST_CASE("Centralisation takes the mean from each row of a matrix") {
    Transforms transforms;
    transforms.centralize = true;
    const Row row{1, 2, 3, 6, -2, 2};
    REQUIRE(transformed(transforms, {row}, {2, 3}) == std::vector<Row>{{-1, 0, 1, 4, -4, 0}});
    REQUIRE(transformed(transforms, {row}, {6}) == std::vector<Row>{row});
}

TEST_CASE("Noise is normal with the variance of its schedule") {
    Transforms transforms;
    transforms.noise = 0.3;
    transforms.seed = 5;
    const std::size_t count = 20'000;
    const auto made = transformed(transforms, {Row(count), Row(count), Row(count)});
    REQUIRE(made == transformed(transforms, {Row(count), Row(count), Row(count)}));
    for (std::size_t t = 0; t < 3; ++t) {
        double sum = 0, squares = 0, products = 0;
        for (std::size_t i = 0; i < count; ++i) {
            sum += made[t][i];
            squares += made[t][i] * made[t][i];
            products += made[t][i] * made[(t + 1) % 3][i];
        }
        const double variance = 0.3 / std::pow(1.0 + static_cast<double>(t), 0.55);
        const double n = count;
        // Five standard errors of the mean, the variance and the covariance.
        REQUIRE(std::abs(sum / n) < 5 * std::sqrt(variance / n));
        REQUIRE(std::abs(squares / n - variance) < 5 * variance * std::sqrt(2 / n));
        REQUIRE(std::abs(products / n) < 5 * 0.3 / std::sqrt(n));
    }
    Transforms other = transforms;
    other.seed = 6;
    REQUIRE(transformed(other, {Row(8)}) != transformed(transforms, {Row(8)}));
}

TEST_CASE("Transforms that cannot be are refused") {
    Transforms transforms;
    transforms.accumulate = 0;
    REQUIRE_THROWS_AS(GradientTransform<float>(transforms), base::UsageError);
    transforms = {};
    transforms.clip_norm = 0;
    REQUIRE_THROWS_AS(GradientTransform<float>(transforms), base::UsageError);
    transforms = {};
    transforms.noise = -1;
    REQUIRE_THROWS_AS(GradientTransform<float>(transforms), base::UsageError);
}

}  // namespace transform_test
