#include "optim/step_sequence.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include <cmath>
#include <cstdint>

namespace step_sequence_test {

using namespace pipelab;
using optim::StepSequence;

TEST_CASE("step sequences are what their texts say") {
    CHECK(StepSequence::parse("1/k") == StepSequence());
    CHECK(StepSequence::parse("1/k").at(3) == 1.0 / 3);
    CHECK(StepSequence::parse("2.5/k").at(4) == 0.625);
    CHECK(StepSequence::parse("const:0.1").at(1000000) == 0.1);
    CHECK(StepSequence::parse("power:2,1,9").at(1) == 0.2);
    CHECK(StepSequence::parse("power:3,0.5").at(9) == 1);
    for (const std::uint64_t k : {1, 2, 10, 12345, 1000000000})
        CHECK(StepSequence::parse("power:0.3,0.75,5").at(k) ==
              Approx(0.3 * std::pow(static_cast<double>(k) + 5, -0.75)).epsilon(1e-14));
    CHECK(StepSequence::list({1, 0.25}).at(2) == 0.25);
    CHECK(StepSequence::list({1, 0.25}).size() == 2);
    CHECK_FALSE(StepSequence().size());
}

TEST_CASE("step sequences print as they are read") {
    for (const char* text : {"1/k", "0.5/k", "const:0.1", "power:2,0.75", "power:1,0.5,100"})
        CHECK(StepSequence::parse(text).text() == text);
}

TEST_CASE("sums of steps diverge and converge by the exponent") {
    const auto asks = [](const char* text) {
        const StepSequence sequence = StepSequence::parse(text);
        return sequence.sum_diverges() && sequence.square_sum_converges();
    };
    CHECK(asks("1/k"));
    CHECK(asks("power:1,0.51"));
    CHECK(asks("power:1,1"));
    CHECK_FALSE(StepSequence::parse("power:1,0.5").square_sum_converges());
    CHECK_FALSE(StepSequence::parse("power:1,1.01").sum_diverges());
    CHECK_FALSE(StepSequence::parse("const:1e-9").square_sum_converges());
    CHECK(StepSequence::parse("const:1e-9").sum_diverges());
    CHECK_FALSE(StepSequence::list({1, 1}).sum_diverges());
}

TEST_CASE("texts that are no step sequence are refused") {
    for (const char* text :
         {"", "k", "/k", "x/k", "0/k", "-1/k", "const", "const:", "const:0", "const:nan", "power:1",
          "power:1,-1", "power:1,1,-1", "power:1,1,1,1", "list:", "1/k "})
        CHECK_THROWS_AS(StepSequence::parse(text), base::UsageError);
}

}  // namespace step_sequence_test
