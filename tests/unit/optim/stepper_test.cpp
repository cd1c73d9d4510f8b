#include "optim/stepper.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "optim/stepper_file.hpp"
#include "reference.hpp"

#include <cmath>
#include <string>
#include <vector>

namespace stepper_test {

using namespace pipelab;
using namespace pipelab::optim;
using namespace pipelab::optim::test;

namespace {

using Outcome = Stepper::Outcome;

StepperOptions options_for(Rule rule) {
    StepperOptions options;
    options.settings = defaults(rule);
    options.settings.weight_decay = 0.1;
    options.transforms.accumulate = 2;
    options.transforms.clip_norm = 0.9;
    options.transforms.noise = 0.01;
    options.transforms.seed = 18446744073709551615U;
    options.schedule = rule == Rule::sgd ? "cyclic:base=0.01,max=0.1,up=3" : "cosine:T=7";
    options.shape = {2, 3};
    return options;
}

std::string message(const std::string& text) {
    try {
        parse_stepper(text, "file");
    } catch (const base::DataError& error) {
        return error.what();
    }
    return {};
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw std::logic_error("no '" + from + "' in " + text);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("A stepper goes on from its file with the same bytes") {
    for (const Rule rule : rules()) {
        INFO(name_of(rule));
        const auto gs = gradients("noise", 15, 6);
        for (const std::size_t cut : {0U, 1U, 2U, 7U}) {
            Stepper whole(options_for(rule), start(6));
            for (std::size_t t = 0; t < cut; ++t) whole.push(gs[t]);
            Stepper second = parse_stepper(stepper_text(whole), "file");
            REQUIRE(stepper_text(second) == stepper_text(whole));
            for (std::size_t t = cut; t < gs.size(); ++t)
                REQUIRE(whole.push(gs[t]) == second.push(gs[t]));
            REQUIRE(whole.steps() == 7);
            REQUIRE(second.parameters() == whole.parameters());
            REQUIRE(stepper_text(second) == stepper_text(whole));
        }
    }
}

TEST_CASE("Files keep every bit") {
    StepperOptions options;
    options.settings = defaults(Rule::sgd);
    Stepper stepper(options, {-0.0, 5e-324, 1.7976931348623157e308, 0.1, -1.0 / 3});
    const auto again = parse_stepper(stepper_text(stepper), "file").parameters();
    for (std::size_t i = 0; i < again.size(); ++i) {
        REQUIRE(again[i] == stepper.parameters()[i]);
        REQUIRE(std::signbit(again[i]) == std::signbit(stepper.parameters()[i]));
    }
}

TEST_CASE("A step to what is not finite is not taken") {
    for (const Rule rule : {Rule::sgd, Rule::adam, Rule::lamb, Rule::adafactor}) {
        INFO(name_of(rule));
        StepperOptions options;
        options.settings = defaults(rule);
        options.settings.lr = 1;
        Stepper stepper(options, {1, 2});
        REQUIRE(stepper.push(std::vector<double>{1, -1}) == Outcome::stepped);
        const std::string before = stepper_text(stepper);
        const std::vector<double> bad{INFINITY, 1};
        REQUIRE(stepper.push(bad) == Outcome::not_finite);
        REQUIRE(stepper_text(stepper) == before);
        REQUIRE(stepper.push(std::vector<double>{1, -1}) == Outcome::stepped);
    }
}

TEST_CASE("Schedules set the rate of each step") {
    StepperOptions options;
    options.settings = defaults(Rule::sgd);
    options.settings.lr = 1;
    options.schedule = "1/k";
    Stepper stepper(options, {0});
    const std::vector<double> g{-6};
    double expected = 0;
    for (int t = 1; t <= 3; ++t) {
        stepper.push(g);
        expected += 6.0 / t;
        REQUIRE(stepper.parameters()[0] == expected);
    }
    options.schedule = "plateau";
    REQUIRE_THROWS_AS(Stepper(options, {0}), base::UsageError);
    options.schedule = "";
    options.shape = {2, 2};
    REQUIRE_THROWS_AS(Stepper(options, {0}), base::UsageError);
}

TEST_CASE("Shapes as users type them") {
    REQUIRE(parse_shape("3x4") == Shape{3, 4});
    REQUIRE(parse_shape("7") == Shape{7});
    REQUIRE(parse_shape("").empty());
    for (const char* text : {"x", "3x", "x3", "3x0", "-1", "3*4", "3x4x", "99999999999"})
        REQUIRE_THROWS_AS(parse_shape(text), base::UsageError);
}

TEST_CASE("Damaged files are refused") {
    StepperOptions options = options_for(Rule::adam);
    Stepper stepper(options, start(6));
    for (const auto& g : gradients("noise", 3, 6)) stepper.push(g);
    const std::string text = stepper_text(stepper);
    REQUIRE(message(text).empty());
    REQUIRE(message("") == "file: damaged state: it is no JSON from byte 1 on");
    REQUIRE(message("[]") == "file: this is no state of optim-demo step");
    REQUIRE(message(replaced(text, "\"version\":1", "\"version\":2")).find("version") !=
            std::string::npos);
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"\"adam\"", "\"adan\""},
             {"\"l2\"", "\"l3\""},
             {"\"beta1\":0.9", "\"beta1\":1.5"},
             {"\"beta1\":0.9", "\"beta1\":\"a\""},
             {"\"beta1\":0.9", "\"beta\":0.9"},
             {"\"shape\":[2,3]", "\"shape\":[2,4]"},
             {"\"parameters\":[", "\"parameters\":[1,"},
             {"\"parameters\":[", "\"parameters\":[1e999,"},
             {"\"exp_avg\":[", "\"exp_avg\":[1,"},
             {"\"exp_avg\":[", "\"exp_ave\":["},
             {"\"sum\":[", "\"sum\":[1,"},
             {"\"rates\":[", "\"rates\":[1,"},
             {"cosine:T=7", "cosine:T=0"},
             {"18446744073709551615", "18446744073709551616"},
         }) {
        INFO(from << " -> " << to);
        REQUIRE(message(replaced(text, from, to)).starts_with("file: damaged state: "));
    }
    for (std::size_t size = 0; size < text.size() - 1; size += 7)
        REQUIRE_FALSE(message(text.substr(0, size)).empty());
    REQUIRE_FALSE(message(std::string(1'000'000, '[')).empty());
}

}  // namespace stepper_test
