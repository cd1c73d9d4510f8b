#include "optim/schedule.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "reference.hpp"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace schedule_test {

using namespace pipelab;
using namespace pipelab::optim;
using namespace pipelab::optim::test;

namespace {

double loss(std::uint64_t k) {
    const auto x = static_cast<double>(k);
    return k < 20 ? 2 - x / 16 : 0.75 + static_cast<double>(k * 7 % 5) / 64;
}

std::vector<double> rates(const std::string& text, double lr, std::size_t steps) {
    Schedule schedule(text, lr);
    std::vector<double> found;
    for (std::size_t k = 0; k < steps; ++k) {
        found.push_back(schedule.lr());
        schedule.advance(loss(k));
    }
    return found;
}

std::string error(const std::string& text) {
    try {
        Schedule schedule(text, 0.1);
    } catch (const base::UsageError& failure) {
        return failure.what();
    }
    return {};
}

}  // namespace

TEST_CASE("Schedules are those of PyTorch 1.13") {
    const auto file = read_reference("torch_schedules.json");
    for (const auto& item : file["cases"]) {
        const auto text = item["text"].get<std::string>();
        INFO(text);
        Schedule schedule(text, file["start"]);
        const auto lrs = item["lr"].get<std::vector<double>>();
        for (std::size_t k = 0; k < lrs.size(); ++k) {
            INFO("step " << k);
            REQUIRE(schedule.step() == k);
            // The rates themselves, or what is left of a start of 0.1 that went to 0.
            REQUIRE(std::abs(schedule.lr() - lrs[k]) <= 1e-12 * std::max(lrs[k], 1e-3));
            REQUIRE(schedule.momentum().has_value() == item.contains("momentum"));
            if (item.contains("momentum"))
                REQUIRE(*schedule.momentum() ==
                        Approx(item["momentum"][k].get<double>()).epsilon(1e-13));
            schedule.advance(loss(k));
        }
    }
}

TEST_CASE("1/k, powers and warm-up by definition") {
    const auto harmonic = rates("1/k", 0.5, 50);
    const auto powers = rates("power:a=0.6,k0=10", 0.5, 50);
    const auto own = rates("power:a=1,c=3", 0.5, 50);
    const auto warm = rates("warmup:T=8", 0.5, 50);
    for (std::size_t k = 0; k < 50; ++k) {
        const auto x = static_cast<double>(k);
        REQUIRE(harmonic[k] == 0.5 * (1 / (x + 1)));
        REQUIRE(powers[k] == Approx(0.5 / std::pow(x + 11, 0.6)).epsilon(1e-14));
        REQUIRE(own[k] == Approx(3 / (x + 1)).epsilon(1e-15));
        REQUIRE(warm[k] == Approx(0.5 * std::min(1.0, (x + 1) / 8)).epsilon(1e-14));
    }
}

TEST_CASE("Parentheses and chains within sequences") {
    const auto both = rates("(warmup:T=4 @10 step:T=5) * exponential:gamma=0.5", 1, 25);
    const auto inner = rates("warmup:T=4 @10 step:T=5", 1, 10);
    for (std::size_t k = 0; k < 10; ++k)
        REQUIRE(both[k] == Approx(inner[k] * std::ldexp(1.0, -static_cast<int>(k))).epsilon(1e-13));
    REQUIRE(rates("constant:factor=1 @5 (step:T=2 * exponential:gamma=0.5)", 1, 6)[5] == 1);
}

TEST_CASE("A schedule restored goes on with the same bits") {
    const auto file = read_reference("torch_schedules.json");
    for (const auto& item : file["cases"]) {
        const auto text = item["text"].get<std::string>();
        INFO(text);
        Schedule whole(text, 0.1);
        for (std::size_t k = 0; k < 33; ++k) whole.advance(loss(k));
        Schedule second(text, 0.1);
        second.restore(whole.state());
        Schedule copy = whole;
        for (std::size_t k = 33; k < 60; ++k) {
            whole.advance(loss(k));
            second.advance(loss(k));
            copy.advance(loss(k));
            REQUIRE(second.lr() == whole.lr());
            REQUIRE(copy.lr() == whole.lr());
            REQUIRE(second.momentum() == whole.momentum());
            REQUIRE(second.step() == whole.step());
        }
    }
    Schedule plain(0.1);
    REQUIRE_THROWS_AS(plain.restore(std::vector<double>(1)), std::invalid_argument);
}

TEST_CASE("What is no schedule is refused with its column") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"cosin:T=3", "schedule: column 1: no schedule is called 'cosin' (did you mean 'cosine'?)"},
        {"cosine", "schedule: column 1: cosine needs T_max=..."},
        {"cosine:T=0",
         "schedule: column 10: T_max: expected a whole number from 1 to "
         "1000000000000000, found '0'"},
        {"cosine:T=2.5",
         "schedule: column 10: T_max: expected a whole number from 1 to "
         "1000000000000000, found '2.5'"},
        {"cosine:T=3,T_max=3", "schedule: column 12: T_max is given twice"},
        {"cosine:T=3,eta_mi=3",
         "schedule: column 12: cosine has no 'eta_mi' (did you mean 'eta_min'?)"},
        {"cosine:T", "schedule: column 9: expected '='"},
        {"", "schedule: column 1: expected the name of a schedule"},
        {"step:T=3 exponential:gamma=1", "schedule: column 10: expected '*', '@' or the end"},
        {"step:T=3 @x step:T=3",
         "schedule: column 11: expected the step from which the next schedule holds"},
        {"step:T=3 @5 step:T=3 @5 step:T=3",
         "schedule: column 23: expected a later step than the one before"},
        {"(step:T=3", "schedule: column 10: expected ')'"},
        {"lambda:{k", "schedule: column 8: this brace is not closed"},
        {"lambda:{1+x}", "schedule: column 9: formula: "},
        {"plateau:mode=least",
         "schedule: column 14: mode: expected one of min, max, found 'least'"},
        {"constant:factor=1.5",
         "schedule: column 17: factor: expected a number from 1e-300 to 1, found '1.5'"},
        {"multistep:at=3/x",
         "schedule: column 16: milestones: expected a whole number from 0 to "
         "1000000000000000, found 'x'"},
    };
    for (const auto& [text, message] : cases) {
        INFO(text);
        REQUIRE(error(text).substr(0, message.size()) == message);
    }
    REQUIRE(error(std::string(100'000, '(')) == "schedule: column 102: too many parentheses");
    Schedule plateau("plateau", 0.1);
    REQUIRE(plateau.needs_loss());
    REQUIRE_THROWS_AS(plateau.advance(), std::invalid_argument);
}

}  // namespace schedule_test
