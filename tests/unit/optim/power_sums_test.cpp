#include "optim/power_sums.hpp"

#include "../io/temporary.hpp"
#include "base/random.hpp"
#include "catch.hpp"
#include "io/number_reader.hpp"
#include "io/print.hpp"
#include "optim/moments.hpp"

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace power_sums_test {

using namespace pipelab;
using optim::PowerSums;

namespace {

/// The exact value of a decimal text such as -12.5e-3.
mpq_class exact(const std::string& text) {
    std::string digits;
    long exponent = 0;
    bool fraction = false;
    std::size_t at = 0;
    for (; at < text.size() && text[at] != 'e'; ++at) {
        if (text[at] == '.') {
            fraction = true;
        } else {
            digits += text[at];
            if (fraction) --exponent;
        }
    }
    if (at < text.size()) exponent += std::stol(text.substr(at + 1));
    mpz_class power;
    mpz_ui_pow_ui(power.get_mpz_t(), 10, static_cast<unsigned long>(std::labs(exponent)));
    const mpz_class mantissa(digits, 10);
    mpq_class value = exponent < 0 ? mpq_class(mantissa, power) : mpq_class(mantissa * power);
    value.canonicalize();
    return value;
}

PowerSums sums_of(const std::string& text, std::size_t chunk = io::ChunkReader::default_chunk) {
    const testing::File file(text);
    io::NumberInput input;
    input.paths = {file.path()};
    input.keep_numbers = true;
    input.chunk_bytes = chunk;
    PowerSums sums;
    io::read_numbers(input, base::Control::none(), {},
                     [&](io::NumberRows&& rows) { sums.add(rows.block); });
    return sums;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += text + "\n";
    return all;
}

void check_sums(const std::vector<std::string>& texts) {
    const PowerSums sums = sums_of(joined(texts));
    mpq_class expected[4];
    for (const std::string& text : texts) {
        mpq_class power = 1;
        for (mpq_class& sum : expected) sum += power *= exact(text);
    }
    CHECK(sums.count() == texts.size());
    for (int power = 1; power <= 4; ++power) CHECK(sums.sum(power) == expected[power - 1]);
}

/// The two values of an odd number of numbers around a centre: NIST's NumAcc2, 3 and 4.
std::string alternating(const std::string& centre, const std::string& below,
                        const std::string& above) {
    std::string text = centre + "\n";
    for (int i = 0; i < 500; ++i) text += below + "\n" + above + "\n";
    return text;
}

/// No neighbour of `value` is nearer to `exact`.
bool is_nearest(double value, const mpq_class& exact) {
    const mpq_class distance = abs(mpq_class(value) - exact);
    for (const double end : {-INFINITY, INFINITY}) {
        const double neighbour = std::nextafter(value, end);
        if (std::isfinite(neighbour) && abs(mpq_class(neighbour) - exact) < distance) return false;
    }
    return true;
}

}  // namespace

TEST_CASE("sums of powers are those of the texts") {
    check_sums({"1", "2", "3"});
    check_sums({"0.1", "-0.2", "17.75", "1e3"});
    check_sums({"2147483647", "-2147483648", "2147483648"});
    check_sums({"9223372036854775807", "-9223372036854775808"});
    check_sums({"18446744073709551615", "1"});
    check_sums({"0.000000000000000001", "999999999999999999", "0.5"});
    // Powers of two: the nearest doubles of these are exact.
    check_sums({"9007199254740992e3", "0.25", "18889465931478580854784"});
}

TEST_CASE("numbers beyond 64-bit decimals count as the nearest doubles") {
    const double tiny = 4.9406564584124654e-324, large = 1.7976931348623157e308;
    for (const double value : {tiny, 3 * tiny, 2.2250738585072014e-308, 1e-30, 0.1, large}) {
        PowerSums sums;
        sums.add(io::Number(value));
        sums.add(io::Number(-value));
        sums.add(io::Number(value));
        const mpq_class x(value);
        CHECK(sums.sum(1) == x);
        CHECK(sums.sum(2) == 3 * x * x);
        CHECK(sums.sum(3) == x * x * x);
        CHECK(sums.sum(4) == 3 * x * x * x * x);
        CHECK(is_nearest(*optim::mean(sums), x / 3));
    }
}

TEST_CASE("sums do not depend on chunks, and join") {
    const base::Random random(1);
    std::vector<std::string> texts;
    for (std::uint64_t i = 0; i < 3000; ++i)
        texts.push_back(
            i % 7 == 0 ? io::printed(std::ldexp(random.normal(i), static_cast<int>(i % 200) - 100))
                       : io::printed(std::round(random.normal(i) * 1e6) / 1e4));
    const std::string all = joined(texts);
    const PowerSums whole = sums_of(all);
    for (const std::size_t chunk : {100, 1000, 7777}) {
        const PowerSums cut = sums_of(all, chunk);
        for (int power = 1; power <= 4; ++power) CHECK(cut.sum(power) == whole.sum(power));
    }
    PowerSums front = sums_of(joined({texts.begin(), texts.begin() + 1000}));
    front.join(sums_of(joined({texts.begin() + 1000, texts.end()})));
    for (int power = 1; power <= 4; ++power) CHECK(front.sum(power) == whole.sum(power));
    CHECK(io::printed(*front.minimum()) == io::printed(*whole.minimum()));
    CHECK(io::printed(*front.maximum()) == io::printed(*whole.maximum()));
    CHECK(front.count() == whole.count());
}

// Certified values of the NIST Statistical Reference Datasets, univariate summary statistics.
TEST_CASE("NIST's hard data sets come out exactly") {
    const PowerSums first = sums_of("10000001\n10000003\n10000002\n");
    CHECK(optim::mean(first) == 10000002);
    CHECK(optim::standard_deviation(first) == 1);
    for (const auto& [centre, below, above] :
         {std::tuple("1.2", "1.1", "1.3"), std::tuple("1000000.2", "1000000.1", "1000000.3"),
          std::tuple("10000000.2", "10000000.1", "10000000.3")}) {
        const PowerSums sums = sums_of(alternating(centre, below, above));
        CHECK(optim::mean(sums) == std::stod(centre));
        CHECK(optim::standard_deviation(sums) == 0.1);
    }
}

TEST_CASE("NIST's observed data sets have their certified statistics") {
    std::ifstream file(PIPELAB_SOURCE_DIR "/tests/reference/nist_univariate.txt");
    std::string numbers, name;
    double mean = 0, deviation = 0;
    int sets = 0;
    const auto check = [&] {
        if (name.empty()) return;
        ++sets;
        INFO(name);
        const PowerSums sums = sums_of(numbers);
        CHECK(*optim::mean(sums) == Approx(mean).epsilon(2e-15).scale(0));
        CHECK(*optim::standard_deviation(sums) == Approx(deviation).epsilon(2e-15).scale(0));
        numbers.clear();
    };
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("#")) continue;
        if (!line.starts_with("= ")) {
            numbers += line + "\n";
            continue;
        }
        check();
        std::istringstream(line.substr(2)) >> name >> mean >> deviation;
    }
    check();
    CHECK(sets == 5);
}

TEST_CASE("moments of small samples by hand") {
    const PowerSums sums = sums_of("1 2 3 4 10");
    CHECK(optim::mean(sums) == 4);
    CHECK(optim::sum(sums) == 20);
    CHECK(optim::variance(sums) == 12.5);
    CHECK(optim::population_variance(sums) == 10);
    CHECK(optim::standard_deviation(sums) == std::sqrt(12.5));
    CHECK(optim::population_standard_deviation(sums) == std::sqrt(10.0));
    CHECK(optim::standard_error(sums) == std::sqrt(2.5));
    // m2 = 10, m3 = (-27 - 8 - 1 + 0 + 216) / 5 = 36, m4 = (81 + 16 + 1 + 0 + 1296) / 5 = 278.8
    CHECK(*optim::skewness(sums) == Approx(36 / std::pow(10, 1.5)).epsilon(1e-15));
    CHECK(optim::excess_kurtosis(sums) == Approx(2.788 - 3).epsilon(1e-15));
    CHECK(*optim::adjusted_skewness(sums) ==
          Approx(36 / std::pow(10, 1.5) * std::sqrt(20.0) / 3).epsilon(1e-15));
    CHECK(*optim::adjusted_kurtosis(sums) ==
          Approx(4.0 / (3 * 2) * (6 * (2.788 - 3) + 6)).epsilon(1e-14));
    CHECK(*optim::skewness(sums_of("-1 -2 -3 -4 -10")) == -*optim::skewness(sums));
}

TEST_CASE("statistics that do not exist") {
    const PowerSums none;
    CHECK_FALSE(optim::mean(none));
    CHECK_FALSE(optim::population_variance(none));
    const PowerSums one = sums_of("5");
    CHECK(optim::mean(one) == 5);
    CHECK_FALSE(optim::variance(one));
    CHECK_FALSE(optim::skewness(one));
    CHECK(optim::population_variance(one) == 0);
    CHECK_FALSE(optim::excess_kurtosis(sums_of("5 5 5")));
    CHECK_FALSE(optim::adjusted_skewness(sums_of("1 2")));
    CHECK_FALSE(optim::adjusted_kurtosis(sums_of("1 2 3")));
}

TEST_CASE("means round once, in the denormals too") {
    // (2^53 + 1) / 2 and ties: 2^53 and 2^53 + 1 have the mean 2^53 + 1/2, halfway.
    CHECK(optim::mean(sums_of("9007199254740992 9007199254740993")) == 9007199254740992);
    CHECK(optim::mean(sums_of("9007199254740993 9007199254740994")) == 9007199254740994);
    PowerSums sums;
    sums.add(io::Number(4.9406564584124654e-324));
    sums.add(io::Number(0.0));
    CHECK(optim::mean(sums) == 0);
    sums = {};
    sums.add(io::Number(1.4821969375237396e-323));
    sums.add(io::Number(0.0));
    CHECK(optim::mean(sums) == 9.8813129168249309e-324);
    sums = {};
    for (int i = 0; i < 3; ++i) sums.add(io::Number(1.7976931348623157e308));
    CHECK(optim::mean(sums) == 1.7976931348623157e308);
}

}  // namespace power_sums_test
