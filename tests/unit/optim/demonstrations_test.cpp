#include "base/random.hpp"
#include "catch.hpp"
#include "optim/batch_descents.hpp"
#include "optim/decay_grid.hpp"
#include "optim/decay_steps.hpp"
#include "optim/mean_is_sgd.hpp"

#include <cmath>
#include <vector>

namespace demonstrations_test {

using namespace pipelab;
using optim::DecayMode;

TEST_CASE("the incremental mean, Robbins-Monro and SGD have the same iterates") {
    for (const char* steps : {"1/k", "const:0.3", "power:2,0.7,1"}) {
        optim::MeanIsSgd all(optim::StepSequence::parse(steps), 1.5);
        for (const double x : optim::drawn_values(3, 500)) {
            const auto& now = all.push(x);
            REQUIRE(now.incremental_mean == now.robbins_monro);
            REQUIRE(now.incremental_mean == now.sgd);
        }
    }
}

TEST_CASE("with steps 1/k the incremental mean is the sample mean to rounding") {
    optim::MeanIsSgd all(optim::StepSequence(), 0);
    const std::size_t n = 10000;
    for (const double x : optim::drawn_values(1, n)) all.push(x);
    // Each step rounds three times, errors of 2^-53 of the greatest value in sight, weighted by 1.
    CHECK(std::fabs(all.last().incremental_mean - all.last().sample_mean) <=
          3.0 * static_cast<double>(n) * 16 * 0x1p-53);
}

TEST_CASE("terms of Dvoretzky's theorem by hand") {
    optim::MeanIsSgd all(optim::StepSequence(), 0);
    for (const double x : {1.0, 2.0, 6.0}) all.push(x);
    const auto terms = all.terms(2);
    CHECK(terms.step_sum == Approx(1 + 0.5 + 1.0 / 3).epsilon(1e-15));
    CHECK(terms.step_square_sum == Approx(1 + 0.25 + 1.0 / 9).epsilon(1e-15));
    CHECK(terms.noise_mean == 1);
    // sd^2 = (4 + 1 + 9) / 2 = 7, its error sqrt(7 / 3); (1 + 0 + 16) / 3
    CHECK(terms.noise_mean_error == Approx(std::sqrt(7.0 / 3)).epsilon(1e-14));
    CHECK(terms.noise_square == Approx(17.0 / 3).epsilon(1e-14));
}

TEST_CASE("relative errors of descents stay below their bound, and are 0 with the whole sample") {
    const auto problem = optim::MeanProblem::uniform(100, 4);
    const auto steps = optim::StepSequence::parse("power:1,0.8,8");
    for (const std::size_t batch : {1, 10, 100}) {
        const auto descent = optim::descend(problem, batch, steps, 200, {50, 50}, 4);
        REQUIRE(descent.path.size() == 201);
        REQUIRE(descent.bounds.size() == 200);
        for (std::size_t k = 0; k < 200; ++k) {
            CHECK(*descent.relative_errors[k] <= *descent.bounds[k]);
            if (batch == 100) CHECK(*descent.relative_errors[k] == 0);
        }
        CHECK(descent.distances.back() < 3);
    }
    // Full descent only shrinks the distance, by the product of 1 - a_k.
    const auto whole = optim::descend(problem, 100, steps, 50, {50, 50}, 4);
    double product = 1;
    for (std::size_t k = 0; k < 50; ++k) product *= 1 - steps.at(k + 1);
    CHECK(whole.distances.back() == Approx(product * whole.distances.front()).epsilon(1e-12));
}

TEST_CASE("the first step of Adam with decay by hand") {
    optim::Settings settings = optim::defaults(optim::Rule::adam);
    settings.lr = 0.1;
    settings.weight_decay = 0.1;
    settings.decay = DecayMode::l2;
    const auto inside = optim::decay_steps(settings, {10, 0.01}, 1)[0];
    // m-hat = g, v-hat = g^2 in the first step: each coordinate moves by lr, of which the decay has
    // its share of the gradient.
    CHECK(inside[0].gradient == Approx(10.1));
    CHECK(inside[1].gradient == Approx(0.11));
    CHECK(inside[0].next == Approx(0.9));
    CHECK(inside[1].next == Approx(0.9).epsilon(1e-6));
    CHECK(inside[0].effective_decay == Approx(0.1 * 0.1 / 10.1));
    CHECK(inside[1].effective_decay == Approx(0.1 * 0.1 / 0.11).epsilon(1e-6));

    settings = optim::defaults(optim::Rule::adamw);
    settings.lr = 0.1;
    settings.weight_decay = 0.1;
    const auto beside = optim::decay_steps(settings, {10, 0.01}, 1)[0];
    for (const auto& one : beside) {
        CHECK(one.effective_decay == Approx(0.01));
        CHECK(one.next == Approx(1 - 0.01 - 0.1).epsilon(1e-5));
    }
}

TEST_CASE("an update is what the averages say") {
    optim::Settings settings = optim::defaults(optim::Rule::adam);
    settings.lr = 0.05;
    settings.weight_decay = 0.3;
    for (const auto& row : optim::decay_steps(settings, {3, 0.2, 1e-4}, 20))
        for (const auto& one : row) {
            CHECK(one.next == Approx(one.w - one.update).epsilon(1e-12));
            CHECK(one.update ==
                  Approx(settings.lr * one.m_hat / (std::sqrt(one.v_hat) + settings.eps)));
        }
}

// Loshchilov and Hutter's claim, on five problems: where the decay stands in the gradient, or is
// multiplied by the learning rate, the best one falls with the rate; decoupled it hardly does.
TEST_CASE("the best decoupled decay does not tilt with the learning rate") {
    const auto tilt = [](DecayMode mode, std::uint64_t seed) {
        return optim::decay_grid(mode, seed, base::Control::none())->tilt;
    };
    const std::uint64_t problems = testing::quick ? 1 : 5;
    for (std::uint64_t seed = 0; seed < problems; ++seed) {
        const double decoupled = tilt(DecayMode::decoupled_paper, seed);
        CHECK(std::fabs(decoupled) < 0.5);
        CHECK(tilt(DecayMode::l2, seed) < decoupled - 0.5);
        CHECK(tilt(DecayMode::decoupled, seed) < decoupled - 0.5);
    }
}

}  // namespace demonstrations_test
