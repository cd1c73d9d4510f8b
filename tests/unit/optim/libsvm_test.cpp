#include "optim/libsvm.hpp"

#include "base/error.hpp"
#include "base/random.hpp"
#include "catch.hpp"

#include <cstdlib>
#include <string>
#include <vector>

namespace libsvm_test {

using namespace pipelab;
using namespace pipelab::optim;

namespace {

LinearRows parse(const std::string& text, LibsvmRules rules = {false, 0}) {
    const std::string padded = text + std::string(64, '7');
    io::Chunk chunk;
    chunk.text = std::string_view(padded).substr(0, text.size());
    chunk.start = {"f", 1, 1};
    return parse_libsvm(chunk, rules);
}

std::string refusal(const std::string& text, LibsvmRules rules = {false, 0}) {
    const LinearRows rows = parse(text, rules);
    return rows.failure ? rows.failure->what() : "none";
}

template <class T>
std::vector<T> list(const base::Array<T>& values) {
    return {values.begin(), values.end()};
}

}  // namespace

TEST_CASE("rows of libsvm text") {
    const LinearRows rows =
        parse("+1 1:0.5 3:-2e-3 12:1 # a comment\n\n# another\n-1 qid:7 2:.25\r\n  0\t1:+3.\n2");
    CHECK(list(rows.labels) == std::vector<double>{1, -1, 0, 2});
    CHECK(list(rows.index) == std::vector<std::uint32_t>{1, 3, 12, 2, 1});
    CHECK(list(rows.value) == std::vector<double>{0.5, -2e-3, 1, 0.25, 3});
    CHECK(list(rows.ends) == std::vector<std::size_t>{3, 4, 5, 5});
    CHECK(list(rows.lines) == std::vector<std::uint32_t>{0, 3, 4, 5});
    CHECK(rows.unlabelled.empty());
}

TEST_CASE("rows without labels, with an intercept, hashed") {
    const LinearRows rows = parse("1:2 5:4\n1 3:1\n", {true, 2});
    CHECK(list(rows.unlabelled) == std::vector<char>{1, 0});
    CHECK(list(rows.index) == std::vector<std::uint32_t>{0, 2, 2, 0, 4});
    CHECK(list(rows.value) == std::vector<double>{1, 2, 4, 1, 1});
}

TEST_CASE("values are those that strtod reads") {
    const base::Random random(1);
    std::string text = "1";
    std::vector<double> expected;
    for (std::uint64_t i = 0; i < 3000; ++i) {
        char token[64];
        const int digits = static_cast<int>(random.integer(3 * i, 19));
        const double value = random.normal(3 * i + 1) *
                             std::pow(10.0, static_cast<double>(random.integer(3 * i + 2, 12)) - 6);
        std::snprintf(token, sizeof token, i % 5 == 0 ? "%.*e" : "%.*f", digits, value);
        text += ' ';
        text += std::to_string(i + 1) + ":" + token;
        expected.push_back(std::strtod(token, nullptr));
    }
    CHECK(list(parse(text).value) == expected);
}

TEST_CASE("what is no row is refused with its place") {
    CHECK(refusal("1 1:1\n1 0:2\n") == "f:2:3: index 0: indices are numbered from 1");
    CHECK(refusal("1 2:1 2:1\n") == "f:1:7: index 2 after 2: indices must ascend");
    CHECK(refusal("1 a:1\n") == "f:1:3: expected INDEX:VALUE, found 'a:1'");
    CHECK(refusal("1 3\n") == "f:1:3: expected INDEX:VALUE, found '3'");
    CHECK(refusal("1 3:\n") == "f:1:5: expected a value, found ''");
    CHECK(refusal("1 3:x\n") == "f:1:5: expected a value, found 'x'");
    CHECK(refusal("1 3:1.5.2\n") == "f:1:5: expected a value, found '1.5.2'");
    CHECK(refusal("x 3:1\n") == "f:1:1: expected a label, found 'x'");
    CHECK(refusal("1 3:nan\n") == "f:1:5: 'nan' is no finite number");
    CHECK(refusal("1 3:1e999\n") == "f:1:5: expected a value, found '1e999'");
    CHECK(refusal("1 qid:x 3:1\n") == "f:1:3: expected qid:NUMBER, found 'qid:x'");
    CHECK(refusal("1 300000000:1\n") ==
          "f:1:3: index 300000000 is not below 268435456 (--hash takes any)");
    CHECK(refusal("1 300000000:1\n", {false, 4}) == "none");
    CHECK(refusal("1 99999999999999999999999:1\n").find("expected INDEX:VALUE") !=
          std::string::npos);
}

TEST_CASE("the rows before one that is none are there") {
    const LinearRows rows = parse("1 1:2 3:4\n1:1\n\n0 1:3 2:x 5:1\n1 1:1\n", {true, 0});
    REQUIRE(rows.failure);
    CHECK(std::string(rows.failure->what()) == "f:4:9: expected a value, found 'x'");
    CHECK(list(rows.labels) == std::vector<double>{1, 0});
    CHECK(list(rows.unlabelled) == std::vector<char>{0, 1});
    CHECK(list(rows.index) == std::vector<std::uint32_t>{0, 1, 3, 0, 1});
    CHECK(list(rows.value) == std::vector<double>{1, 2, 4, 1, 1});
    CHECK(list(rows.ends) == std::vector<std::size_t>{3, 5});
    CHECK(list(rows.lines) == std::vector<std::uint32_t>{0, 1});
    const LinearRows none = parse("x 1:1\n1 1:1\n");
    CHECK(none.failure);
    CHECK(none.size() == 0);
    CHECK(none.labels.empty());
}

}  // namespace libsvm_test
