#include "base/error.hpp"
#include "catch.hpp"
#include "cli/parse.hpp"

#include <cmath>
#include <limits>

namespace value_test {

using namespace pipelab;
using cli::Declaration;

namespace {

template <class T>
T value_of(const std::string& text, double low = -INFINITY, double high = INFINITY) {
    Declaration declaration;
    T value{};
    declaration.option("--x", "N", value, "X.").range(low, high);
    store(declaration.table(), cli::parse(declaration.table(), {"--x=" + text}, "toy"));
    return value;
}

template <class T>
std::string error_of(const std::string& text, double low = -INFINITY, double high = INFINITY) {
    try {
        value_of<T>(text, low, high);
    } catch (const base::UsageError& error) {
        return error.what();
    }
    return "no error";
}

std::string default_of(cli::Bytes value) {
    Declaration declaration;
    return declaration.option("--x", "SIZE", value, "X.").default_text;
}

}  // namespace

TEST_CASE("numbers separated by commas") {
    using Values = std::vector<double>;
    CHECK(value_of<cli::Numbers>("3").values == Values{3});
    CHECK(value_of<cli::Numbers>("-3,+4.5,1e300").values == Values{-3, 4.5, 1e300});
    for (const char* text : {",", "1,", ",1", "1,,2", "1 2", "nan", "1,inf"})
        CHECK(error_of<cli::Numbers>(text).starts_with("--x: expected a number, found '"));
    CHECK(error_of<cli::Numbers>("0,2", 0, 1) == "--x: expected a number from 0 to 1, found '2'");
}

TEST_CASE("whole numbers are exact over their whole type") {
    CHECK(value_of<std::int64_t>("9223372036854775807") == INT64_MAX);
    CHECK(value_of<std::int64_t>("-9223372036854775808") == INT64_MIN);
    CHECK(value_of<std::uint64_t>("18446744073709551615") == UINT64_MAX);
    CHECK(value_of<std::int64_t>("9007199254740993") == 9007199254740993);
    CHECK(value_of<int>("+7") == 7);
    CHECK(value_of<int>("-0") == 0);
}

TEST_CASE("what is no whole number of the type is refused, never wrapped") {
    for (const char* text : {"9223372036854775808", "-9223372036854775809", "1.0", "1e3", "0x10",
                             "1K", " 1", "1 ", "+-1", "--1", "1,000", "inf", "x", "-"})
        CHECK(error_of<std::int64_t>(text) ==
              "--x: expected a whole number from -9223372036854775808 to 9223372036854775807, "
              "found '" +
                  std::string(text) + "'");
    CHECK(error_of<std::uint64_t>("18446744073709551616") != "no error");
    CHECK(error_of<std::uint64_t>("-1") != "no error");
    CHECK(error_of<int>("2147483648") ==
          "--x: expected a whole number from -2147483648 to 2147483647, found '2147483648'");
}

TEST_CASE("ranges include their ends") {
    CHECK(value_of<int>("1", 1, 64) == 1);
    CHECK(value_of<int>("64", 1, 64) == 64);
    CHECK(error_of<int>("0", 1, 64) == "--x: expected a whole number from 1 to 64, found '0'");
    CHECK(error_of<int>("65", 1, 64) == "--x: expected a whole number from 1 to 64, found '65'");
    CHECK(value_of<double>("0.5", 0.5, 1) == 0.5);
    CHECK(error_of<double>("2", 0, 1) == "--x: expected a number from 0 to 1, found '2'");
    CHECK(error_of<double>("-1", 0) == "--x: expected a number of at least 0, found '-1'");
    CHECK(value_of<std::int64_t>("9223372036854775807", 1) == INT64_MAX);
}

TEST_CASE("numbers are finite and read in full") {
    CHECK(value_of<double>("-3") == -3);
    CHECK(value_of<double>("+1e-3") == 1e-3);
    CHECK(value_of<double>(".5") == 0.5);
    CHECK(value_of<double>("1.7976931348623157e308") == std::numeric_limits<double>::max());
    for (const char* text : {"nan", "inf", "-inf", "1e999", "1.5x", "0x1p3", "1,5", "e5"})
        CHECK(error_of<double>(text) ==
              "--x: expected a number, found '" + std::string(text) + "'");
}

TEST_CASE("amounts of memory") {
    const std::vector<std::pair<std::string, std::uint64_t>> good = {
        {"0", 0},
        {"4096", 4096},
        {"4096B", 4096},
        {"1K", 1024},
        {"1k", 1024},
        {"64M", 67108864},
        {"64MiB", 67108864},
        {"64MB", 67108864},
        {"1.5G", 1610612736},
        {"2T", 2199023255552},
        {"0.5K", 512},
        {"18446744073709551615", UINT64_MAX},
        {"15E", 15ull << 60}};
    for (const auto& [text, count] : good) CHECK(value_of<cli::Bytes>(text).count == count);
    for (const char* text : {"M", "-1", "1X", "1KiBs", "1 K", "16E", "18446744073709551616",
                             "17179869184G", "1.2.3", ".", "1e3", "99999999.5E"})
        CHECK(error_of<cli::Bytes>(text) ==
              "--x: expected an amount of memory such as 4096, 64M or 1.5G, found '" +
                  std::string(text) + "'");
    CHECK(error_of<cli::Bytes>("1K", 65536) != "no error");
    CHECK(default_of({1ull << 30}) == "1G");
    CHECK(default_of({1536}) == "1536");
    CHECK(default_of({3ull << 20}) == "3M");
    CHECK(default_of({0}).empty());
}

TEST_CASE("ranges and defaults show as people write them") {
    Declaration declaration;
    double share = 0.25, limit = 1e15;
    CHECK(declaration.option("--share", "S", share, "Share.").range(0, 1e15).range_text ==
          "from 0 to 1000000000000000");
    CHECK(declaration.option("--limit", "L", limit, "Limit.").range(-INFINITY, 1e300).range_text ==
          "at most 1e+300");
    CHECK(declaration.table().options[0].default_text == "0.25");
    CHECK(declaration.table().options[1].default_text == "1000000000000000");
}

TEST_CASE("single characters") {
    CHECK(value_of<char>(",") == ',');
    CHECK(value_of<char>("\\t") == '\t');
    CHECK(value_of<char>("\t") == '\t');
    CHECK(error_of<char>("ab") == "--x: expected one character (\\t for a tab), found 'ab'");
    CHECK(error_of<char>("\u00e4") != "no error");
}

TEST_CASE("choices, with the nearest one") {
    enum class Nan { error, skip };
    Declaration declaration;
    Nan nan = Nan::error;
    const cli::Option& option = declaration.choice(
        "--nan", "error|skip", nan, {{"error", Nan::error}, {"skip", Nan::skip}}, "NaN.");
    CHECK(option.default_text == "error");
    const auto parse = [&](const std::string& word) {
        store(declaration.table(), cli::parse(declaration.table(), {"--nan", word}, "toy"));
    };
    parse("skip");
    CHECK(nan == Nan::skip);
    CHECK_THROWS_WITH(parse("skp"),
                      "--nan: expected error or skip, found 'skp'; did you mean 'skip'?");
    CHECK_THROWS_WITH(parse("zzzzzz"), "--nan: expected error or skip, found 'zzzzzz'");
}

TEST_CASE("optional targets stay empty when not given, vectors collect") {
    Declaration declaration;
    std::optional<int> level;
    std::vector<double> weights;
    declaration.option("--level", "N", level, "Level.");
    declaration.option("--weight", "W", weights, "Weight.");
    const auto parse = [&](const std::vector<std::string>& words) {
        store(declaration.table(), cli::parse(declaration.table(), words, "toy"));
    };
    parse({});
    CHECK(!level);
    parse({"--level", "0", "--weight", "1", "--weight", "0.5"});
    CHECK(level == 0);
    CHECK(weights == std::vector<double>{1, 0.5});
}

}  // namespace value_test
