#include "io/print.hpp"

#include "catch.hpp"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace print_test {

using namespace pipelab::io;

namespace {

using Limits = std::numeric_limits<double>;

/// The layout the header promises, put together slowly from the standard library's digits.
std::string expected(double value) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
    if (value == 0) return "0";
    char buffer[64];
    char* const end =
        std::to_chars(buffer, buffer + 64, std::fabs(value), std::chars_format::scientific).ptr;
    const std::string text(buffer, end);
    const std::size_t e = text.find('e');
    const int exponent = std::atoi(text.c_str() + e + 1);
    const std::string sign = value < 0 ? "-" : "";
    if (std::fabs(value) < 1e-5 || std::fabs(value) >= 1e17) return sign + text;
    std::string digits = text.substr(0, 1);
    if (e > 1) digits += text.substr(2, e - 2);
    if (exponent < 0)
        return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    const std::size_t whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() <= whole) return sign + digits + std::string(whole - digits.size(), '0');
    return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

/// Does not go through REQUIRE for each value: that would take most of the time.
std::size_t differences(const std::vector<double>& values) {
    std::size_t count = 0;
    for (const double value : values) {
        if (printed(value) == expected(value)) continue;
        if (++count == 1) UNSCOPED_INFO(printed(value) << " instead of " << expected(value));
    }
    return count;
}

std::vector<double> random_bits(std::size_t count, std::uint64_t seed) {
    std::mt19937_64 generator(seed);
    std::vector<double> values(count);
    for (double& value : values) value = std::bit_cast<double>(generator());
    return values;
}

/// Neighbours of `value` on both sides, and it.
void add_neighbours(std::vector<double>& values, double value, int distance) {
    const auto bits = std::bit_cast<std::int64_t>(value);
    for (int step = -distance; step <= distance; ++step)
        if (bits + step >= 0) values.push_back(std::bit_cast<double>(bits + step));
}

}  // namespace

TEST_CASE("print: doubles whose text is known") {
    CHECK(printed(0.0) == "0");
    CHECK(printed(-0.0) == "0");
    CHECK(printed(1.0) == "1");
    CHECK(printed(-1.5) == "-1.5");
    CHECK(printed(0.1) == "0.1");
    CHECK(printed(0.1 + 0.2) == "0.30000000000000004");
    CHECK(printed(1.0 / 3) == "0.3333333333333333");
    CHECK(printed(100.0) == "100");
    CHECK(printed(123456.7891) == "123456.7891");
    CHECK(printed(9007199254740993.0) == "9007199254740992");
    CHECK(printed(9007199254740994.0) == "9007199254740994");
    CHECK(printed(5e-324) == "5e-324");
    CHECK(printed(1.5e-323) == "1.5e-323");
    CHECK(printed(Limits::min()) == "2.2250738585072014e-308");
    CHECK(printed(Limits::max()) == "1.7976931348623157e+308");
    CHECK(printed(-Limits::max()) == "-1.7976931348623157e+308");
    CHECK(printed(1e22) == "1e+22");
    CHECK(printed(1e23) == "1e+23");
    CHECK(printed(std::nextafter(1e23, 1e24)) == "1.0000000000000001e+23");
    CHECK(printed(2e-44) == "2e-44");
    CHECK(printed(5e-7) == "5e-07");
    CHECK(printed(1e100) == "1e+100");
}

TEST_CASE("print: where fixed notation ends") {
    CHECK(printed(1e-5) == "0.00001");
    CHECK(printed(1.5e-5) == "0.000015");
    CHECK(printed(9.999e-6) == "9.999e-06");
    CHECK(printed(std::nextafter(1e-5, 0)) == "9.999999999999999e-06");
    CHECK(printed(0.00012345678901234567) == "0.00012345678901234567");
    CHECK(printed(1e16) == "10000000000000000");
    CHECK(printed(99999999999999984.0) == "99999999999999980");
    CHECK(printed(1e17) == "1e+17");
    CHECK(printed(123456789012345680.0) == "1.2345678901234568e+17");
    CHECK(printed(12345678901234568.0) == "12345678901234568");
    CHECK(printed(1234567890123456.8) == "1234567890123456.8");
}

TEST_CASE("print: what is no number") {
    CHECK(printed(Limits::quiet_NaN()) == "nan");
    CHECK(printed(-Limits::quiet_NaN()) == "nan");
    CHECK(printed(Limits::infinity()) == "inf");
    CHECK(printed(-Limits::infinity()) == "-inf");
}

TEST_CASE("print: powers of two and ten, their neighbours, and the smallest doubles") {
    std::vector<double> values;
    for (int e = -1074; e <= 1023; ++e) add_neighbours(values, std::ldexp(1.0, e), 3);
    for (int e = -323; e <= 308; ++e)
        add_neighbours(values, std::strtod(("1e" + std::to_string(e)).c_str(), nullptr), 3);
    for (std::uint64_t bits = 0; bits < 3000; ++bits) values.push_back(std::bit_cast<double>(bits));
    add_neighbours(values, 0x1p53, 100);
    add_neighbours(values, 1e15, 100);
    add_neighbours(values, 1e11, 100);
    add_neighbours(values, 1e-4, 100);
    CHECK(differences(values) == 0);
}

TEST_CASE("print: short decimals and sums of them") {
    std::mt19937_64 generator(7);
    std::vector<double> values;
    for (int i = 0; i < 50000; ++i) {
        const auto mantissa = static_cast<double>(generator() >> (11 + generator() % 53));
        const double unit = std::pow(10.0, static_cast<double>(generator() % 8));
        add_neighbours(values, mantissa / unit, 1);
        values.push_back(-mantissa / unit);
        values.push_back(mantissa * 0.01);
    }
    CHECK(differences(values) == 0);
}

TEST_CASE("print: random bit patterns have the digits of std::to_chars") {
    CHECK(differences(random_bits(100000, 1)) == 0);
}

TEST_CASE("print: 10^7 random bit patterns and 10^7 of one binade", "[.][exhaustive]") {
    for (std::uint64_t seed = 2; seed < 12; ++seed) {
        std::vector<double> values = random_bits(1000000, seed);
        CHECK(differences(values) == 0);
        for (double& value : values)
            value = std::bit_cast<double>((std::bit_cast<std::uint64_t>(value) >> 12) |
                                          (std::uint64_t{0x3fe} << 52));
        CHECK(differences(values) == 0);
    }
}

TEST_CASE("print: integers as std::to_string") {
    CHECK(printed(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(printed(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
    CHECK(printed(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    std::mt19937_64 generator(3);
    std::size_t wrong = 0;
    const auto check = [&](std::uint64_t value) {
        const auto as_signed = static_cast<std::int64_t>(value);
        wrong += printed(value) != std::to_string(value);
        wrong += printed(as_signed) != std::to_string(as_signed);
    };
    for (int i = 0; i < 100000; ++i) check(generator() >> generator() % 64);
    for (std::uint64_t value = 0; value < 20000; ++value) check(value);
    for (std::uint64_t power = 1, i = 0; i < 20; ++i, power *= 10)
        for (std::uint64_t near : {power - 1, power, power + 1, 0 - power, power * 9}) check(near);
    CHECK(wrong == 0);
}

TEST_CASE("print: decimals") {
    CHECK(printed(Decimal{150, 2}) == "1.5");
    CHECK(printed(Decimal{100, 2}) == "1");
    CHECK(printed(Decimal{5, 2}) == "0.05");
    CHECK(printed(Decimal{-5, 2}) == "-0.05");
    CHECK(printed(Decimal{0, 7}) == "0");
    CHECK(printed(Decimal{-12345, 0}) == "-12345");
    CHECK(printed(Decimal{1200, 0}) == "1200");
    CHECK(printed(Decimal{-120034, 3}) == "-120.034");
    CHECK(printed(Decimal{1, 18}) == "0.000000000000000001");
    CHECK(printed(Decimal{std::numeric_limits<std::int64_t>::min(), 18}) ==
          "-9.223372036854775808");
    CHECK(printed(Decimal{std::numeric_limits<std::int64_t>::min(), 0}) == "-9223372036854775808");
}

TEST_CASE("print: a number of any kind") {
    CHECK(printed(Number{Decimal{-250, 2}}) == "-2.5");
    CHECK(printed(Number{std::numeric_limits<std::uint64_t>::max()}) == "18446744073709551615");
    CHECK(printed(Number{1e-7}) == "1e-07");
}

TEST_CASE("print: stays within max_printed") {
    const auto untouched = [](const auto& value) {
        char buffer[max_printed + 8];
        std::memset(buffer, '#', sizeof buffer);
        print(buffer, value);
        return std::string(buffer + max_printed, 8) == "########";
    };
    for (const double value : random_bits(2000, 5)) REQUIRE(untouched(value));
    for (const double value : {-1.2345678901234567e-5, -0.00012345678901234567, -1234567890123456.8,
                               -Limits::max(), -5e-324})
        CHECK(untouched(value));
    CHECK(untouched(std::numeric_limits<std::int64_t>::min()));
    CHECK(untouched(Decimal{std::numeric_limits<std::int64_t>::min(), 18}));
    CHECK(untouched(Decimal{-1, 18}));
}

TEST_CASE("json_quoted: escapes of RFC 8259") {
    CHECK(json_quoted("") == "\"\"");
    CHECK(json_quoted("plain /text\x7f") == "\"plain /text\x7f\"");
    CHECK(json_quoted("a\"b\\c") == R"("a\"b\\c")");
    CHECK(json_quoted("\b\f\n\r\t") == R"("\b\f\n\r\t")");
    CHECK(json_quoted(std::string_view("\0\x01\x1f", 3)) == R"("\u0000\u0001\u001f")");
}

TEST_CASE("json_quoted: valid UTF-8 stays, invalid becomes U+FFFD") {
    const std::string bad = "\xef\xbf\xbd";
    const std::string valid = "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf";
    CHECK(json_quoted(valid) == '"' + valid + '"');
    // Examples of the Unicode standard, section 3.9, tables 3-8 to 3-11.
    CHECK(json_quoted("\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41") ==
          '"' + bad + bad + bad + bad + bad + bad + bad + bad + "A\"");
    CHECK(json_quoted("\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41") ==
          '"' + bad + bad + bad + bad + bad + bad + bad + bad + "A\"");
    CHECK(json_quoted("\xf4\x91\x92\x93\xff\x41\x80\xbf\x42") ==
          '"' + bad + bad + bad + bad + bad + "A" + bad + bad + "B\"");
    CHECK(json_quoted("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41") ==
          '"' + bad + bad + bad + bad + "A\"");
    CHECK(json_quoted("\xe2\x82") == '"' + bad + '"');
}

}  // namespace print_test
