#include "image/target_size.hpp"

#include "base/error.hpp"
#include "catch.hpp"

namespace target_size_test {

using namespace pipelab;
using image::AxisSize;
using image::SizeRule;
using image::TargetSize;
using Lengths = std::vector<std::size_t>;
using Keep = TargetSize::Keep;

Lengths outputs(const Lengths& in, const TargetSize& target, SizeRule rule = SizeRule::floor) {
    Lengths lengths;
    for (const AxisSize& axis : image::target_axes(in, target, rule, false))
        lengths.push_back(axis.out);
    return lengths;
}

TEST_CASE("lengths are typed as WxH or in the order of axes") {
    CHECK(image::parse_lengths("--size", "640x480") == Lengths{480, 640});
    CHECK(image::parse_lengths("--size", "640x") == Lengths{0, 640});
    CHECK(image::parse_lengths("--size", "X480") == Lengths{480, 0});
    CHECK(image::parse_lengths("--size", "8,480,640") == Lengths{8, 480, 640});
    CHECK(image::parse_lengths("--size", "100") == Lengths{100});
    for (const char* wrong : {"", "x", "0x5", "5x0", "-3", "1x2x3", "3,", "3,,4", "1.5", "4 5",
                              "4x5,6", "18446744073709551616"})
        CHECK_THROWS_AS(image::parse_lengths("--size", wrong), base::UsageError);
}

TEST_CASE("scales give lengths by the rule asked for") {
    const Lengths in{5, 7};
    CHECK(outputs(in, {.scales = {1.5}, .lengths = {}}) == Lengths{7, 10});
    CHECK(outputs(in, {.scales = {1.5}, .lengths = {}}, SizeRule::ceil) == Lengths{8, 11});
    CHECK(outputs(in, {.scales = {1.5, 1.55}, .lengths = {}}, SizeRule::round) == Lengths{8, 11});
    CHECK(outputs(in, {.scales = {0.01}, .lengths = {}}) == Lengths{1, 1});
    const auto axes =
        image::target_axes(in, {.scales = {2.5}, .lengths = {}}, SizeRule::floor, true);
    CHECK(axes[1].out == 17);
    CHECK(axes[1].ratio == 1 / 2.5);
    for (const double wrong : {0.0, -2.0, 1e300})
        CHECK_THROWS_AS(outputs(in, {.scales = {wrong}, .lengths = {}}), base::UsageError);
    CHECK_THROWS_AS(outputs(in, {.scales = {2, 2, 2}, .lengths = {}}), base::UsageError);
}

TEST_CASE("a length left out follows from the aspect") {
    CHECK(outputs({300, 400}, {.scales = {}, .lengths = {0, 1000}}) == Lengths{750, 1000});
    CHECK(outputs({300, 400}, {.scales = {}, .lengths = {75, 0}}) == Lengths{75, 100});
    CHECK(outputs({1, 4000}, {.scales = {}, .lengths = {0, 10}}) == Lengths{1, 10});
}

TEST_CASE("fit goes into the lengths, fill cuts what is too much off both ends") {
    CHECK(outputs({300, 400}, {.scales = {}, .lengths = {1000, 1000}, .keep = Keep::fit}) ==
          Lengths{750, 1000});
    const auto axes = image::target_axes(Lengths{300, 400},
                                         {.scales = {}, .lengths = {600, 600}, .keep = Keep::fill},
                                         SizeRule::floor, false);
    CHECK(axes[0].out == 600);
    CHECK(!axes[0].region);
    CHECK(axes[1].out == 600);
    REQUIRE(axes[1].region);
    CHECK(*axes[1].region == std::pair(50.0, 350.0));
}

TEST_CASE("an empty picture has no aspect") {
    CHECK_THROWS_AS(outputs({0, 4}, {.scales = {}, .lengths = {8, 8}}), base::UsageError);
}

}  // namespace target_size_test
