#include "optim/linear_loss.hpp"

#include "catch.hpp"

#include <cmath>
#include <vector>

namespace linear_loss_test {

using namespace pipelab::optim;
using Kind = LinearLoss::Kind;

namespace {

const std::vector<LinearLoss> losses{
    {Kind::squared}, {Kind::logistic}, {Kind::hinge}, {Kind::huber, 0.7}, {Kind::quantile, 1, 0.2}};

std::vector<double> labels_of(const LinearLoss& loss) {
    return loss.task() == Task::binary ? std::vector<double>{-1, 1}
                                       : std::vector<double>{-2.5, 0, 1.25};
}

}  // namespace

TEST_CASE("derivatives and curvatures are those of finite differences") {
    for (const LinearLoss& loss : losses) {
        for (const double y : labels_of(loss)) {
            for (double p = -4.03; p < 4; p += 0.19) {  // beside all kinks
                const double h = 1e-5;
                const double slope = (loss.value(p + h, y) - loss.value(p - h, y)) / (2 * h);
                CHECK(loss.derivative(p, y) == Approx(slope).margin(1e-8));
                const double bend =
                    (loss.derivative(p + h, y) - loss.derivative(p - h, y)) / (2 * h);
                CHECK(loss.curvature(p, y) == Approx(bend).margin(1e-8));
            }
        }
    }
}

TEST_CASE("a flow is what many small steps of gradient descent come to") {
    for (const LinearLoss& loss : losses) {
        for (const double y : labels_of(loss)) {
            for (const double p : {-3.03, -0.41, 0.0, 0.77, 2.9}) {
                for (const double rate : {1e-4, 0.05, 0.6, 3.0}) {
                    const int steps = 20000;
                    double z = p;
                    for (int i = 0; i < steps; ++i) {
                        const double half = z - rate / steps / 2 * loss.derivative(z, y);
                        z -= rate / steps * loss.derivative(half, y);
                    }
                    // At a kink the small steps go to and fro.
                    CHECK(loss.flow(p, y, rate) == Approx(z - p).margin(2 * rate / steps + 1e-9));
                }
            }
        }
    }
}

TEST_CASE("flows of parts of the time add up, and never pass the minimum") {
    for (const LinearLoss& loss : losses) {
        for (const double y : labels_of(loss)) {
            for (const double p : {-30.0, -1.2, 0.3, 8.0}) {
                const double first = loss.flow(p, y, 0.8);
                const double both = first + loss.flow(p + first, y, 1.7);
                CHECK(loss.flow(p, y, 2.5) == Approx(both).margin(1e-11));
                CHECK(loss.value(p + loss.flow(p, y, 1e6), y) <= loss.value(p, y));
                CHECK(loss.flow(p, y, 0) == Approx(0).margin(1e-300));
            }
        }
    }
}

TEST_CASE("logistic loss and flow neither overflow nor cancel") {
    const LinearLoss loss{Kind::logistic};
    CHECK(loss.value(1e6, -1) == 1e6);
    CHECK(loss.value(1e6, 1) == 0);
    CHECK(loss.value(40, 1) == Approx(std::exp(-40)).epsilon(1e-12));
    CHECK(loss.flow(-800, 1, 5) == Approx(5).epsilon(1e-12));
    CHECK(loss.flow(800, 1, 5) == Approx(0).margin(1e-300));
    CHECK(logistic(-800) == Approx(0).margin(1e-300));
    CHECK(logistic(0) == 0.5);
}

TEST_CASE("softmax gives probabilities and the log of their divisor") {
    double margins[] = {1000, 1001, 998};
    const double log_sum = softmax(margins, 3);
    const double sum = std::exp(-1.0) + 1 + std::exp(-3.0);
    CHECK(log_sum == Approx(1001 + std::log(sum)).epsilon(1e-15));
    CHECK(margins[0] == Approx(std::exp(-1.0) / sum).epsilon(1e-15));
    CHECK(margins[2] == Approx(std::exp(-3.0) / sum).epsilon(1e-15));
    CHECK(softmax(margins, 0) == 0);
}

}  // namespace linear_loss_test
