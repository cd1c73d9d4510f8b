#include "catch.hpp"
#include "io/decimal_to_double.hpp"
#include "io/number.hpp"
#include "number_samples.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>

#include <gmp.h>
#include <mpfr.h>

namespace number_double_test {

using namespace pipelab;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::uint64_t bits_of(double value) {
    std::uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

/// strtod is exact in glibc and serves as the oracle; parse_double must say nullopt where it says
/// infinity.
bool agrees_with_strtod(const std::string& text) {
    const double expected = std::strtod(text.c_str(), nullptr);
    const std::optional<double> found = io::parse_double(text);
    if (std::isinf(expected)) return !found;
    return found && bits_of(*found) == bits_of(expected);
}

/// The same by parse_numbers at every level, in a column of doubles.
bool columns_agree_with_strtod(const std::vector<std::string>& texts) {
    std::string joined;
    for (const std::string& text : texts) joined += text + "\n";
    const number_samples::Padded padded(joined);
    io::ParseOptions options;
    options.at_least = {io::NumberType::Kind::real, 0};
    for (const base::IsaLevel level : number_samples::levels()) {
        const auto block =
            io::detail::parse_numbers_with(level, padded.text(), {"f", 1, 1}, options);
        if (block.size() != texts.size()) return false;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const double expected = std::strtod(texts[i].c_str(), nullptr);
            if (bits_of(block.reals()[i]) != bits_of(expected)) return false;
        }
    }
    return true;
}

/// True if parse_numbers says at every level that the number is too large.
bool columns_refuse(const std::string& text) {
    const number_samples::Padded padded("1e-300\n" + text);
    std::size_t refused = 0;
    for (const base::IsaLevel level : number_samples::levels()) {
        try {
            io::detail::parse_numbers_with(level, padded.text(), {"f", 1, 1}, {});
        } catch (const base::DataError& error) {
            refused += error.what() == std::string("f:2:1: number beyond the range of double");
        }
    }
    return refused == number_samples::levels().size();
}

/// `text` with `count` zeros behind it.
std::string zeros(std::string text, std::size_t count) { return text.append(count, '0'); }

std::string shortest(double value) {
    char text[40];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string digits_17(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
}

double random_double(std::mt19937_64& random) {
    for (;;) {
        const std::uint64_t bits = random();
        double value;
        std::memcpy(&value, &bits, sizeof value);
        if (std::isfinite(value)) return value;
    }
}

/// Counts texts of `count` random bit patterns, printed with 17 digits and shortest, that are not
/// read back as strtod does, one by one and as columns.
std::size_t misread(std::size_t count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::size_t wrong = 0;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) {
        const double value = random_double(random);
        for (const std::string& text : {shortest(value), digits_17(value)}) {
            wrong += !agrees_with_strtod(text);
            texts.push_back(text);
        }
        if (texts.size() >= 10'000 || i + 1 == count) {
            wrong += !columns_agree_with_strtod(texts);
            texts.clear();
        }
    }
    return wrong;
}

/// All digits of (a + b) / 2, which needs one bit more than a double.
std::string halfway(double a, double b) {
    mpfr_t sum;
    mpfr_init2(sum, 2200);
    mpfr_set_d(sum, a, MPFR_RNDN);
    mpfr_add_d(sum, sum, b, MPFR_RNDN);
    mpfr_div_2ui(sum, sum, 1, MPFR_RNDN);
    char* text = nullptr;
    mpfr_asprintf(&text, "%.1100Re", sum);
    std::string result = text;
    mpfr_free_str(text);
    mpfr_clear(sum);
    const std::size_t e = result.find('e');
    std::size_t last = e;
    while (result[last - 1] == '0') --last;
    return result.substr(0, last) + result.substr(e);
}

/// `text` with one added to or taken from its last digit before the e, by way of more digits.
std::string nudged(const std::string& text, bool up) {
    const std::size_t e = text.find('e');
    std::string digits = text.substr(0, e);
    if (digits.find('.') == digits.npos) digits += ".0";
    if (up) return digits + "0001" + text.substr(e);
    std::size_t last = digits.find_last_of("123456789");
    digits[last] = static_cast<char>(digits[last] - 1);
    for (std::size_t i = last + 1; i < digits.size(); ++i) {
        if (digits[i] == '0') digits[i] = '9';
    }
    return digits + "9999" + text.substr(e);
}

/// Digits of text without point and exponent, at most `count` of them.
std::size_t significant(const std::string& text) { return text.find('e') - 1; }

double by_mpfr(std::uint64_t mantissa, int exponent) {
    mpq_t value;
    mpz_t power;
    mpq_init(value);
    mpz_init(power);
    mpz_ui_pow_ui(power, 10, static_cast<unsigned long>(std::abs(exponent)));
    mpz_set_ui(mpq_numref(value), mantissa);
    mpz_mul(exponent < 0 ? mpq_denref(value) : mpq_numref(value),
            exponent < 0 ? mpq_denref(value) : mpq_numref(value), power);
    mpq_canonicalize(value);
    // mpfr_subnormalize, fed with the direction of the first rounding, avoids rounding twice.
    mpfr_t rounded;
    mpfr_init2(rounded, 53);
    const mpfr_exp_t least = mpfr_get_emin(), greatest = mpfr_get_emax();
    mpfr_set_emin(-1073);
    mpfr_set_emax(1024);
    int direction = mpfr_set_q(rounded, value, MPFR_RNDN);
    mpfr_subnormalize(rounded, direction, MPFR_RNDN);
    const double result = mpfr_get_d(rounded, MPFR_RNDN);
    mpfr_set_emin(least);
    mpfr_set_emax(greatest);
    mpfr_clear(rounded);
    mpz_clear(power);
    mpq_clear(value);
    return result;
}

}  // namespace

TEST_CASE("random doubles are read as strtod reads them", "[number]") {
    CHECK(misread(50'000, 1) == 0);
}

TEST_CASE("ten million random doubles are read as strtod reads them", "[.][exhaustive]") {
    CHECK(misread(10'000'000, 2) == 0);
}

TEST_CASE("decimals halfway between two doubles go to the even one", "[number]") {
    std::mt19937_64 random(3);
    std::size_t least_digits = 2000, most_digits = 0;
    for (int i = 0; i < 4000; ++i) {
        double value = std::abs(random_double(random));
        if (i % 4 == 1) value = static_cast<double>(random() >> (random() % 12));
        if (i % 4 == 2) value = std::ldexp(static_cast<double>(random() >> 11), -1074);
        if (i % 4 == 3) value = std::ldexp(static_cast<double>(random() >> 11), -40);
        const double next = std::nextafter(value, infinity);
        if (std::isinf(next)) continue;
        const std::string text = halfway(value, next);
        least_digits = std::min(least_digits, significant(text));
        most_digits = std::max(most_digits, significant(text));
        CAPTURE(text);
        const double even = bits_of(value) % 2 == 0 ? value : next;
        REQUIRE(io::parse_double(text) == even);
        REQUIRE(io::parse_double(nudged(text, true)) == next);
        REQUIRE(io::parse_double(nudged(text, false)) == value);
        REQUIRE(agrees_with_strtod(text));
        REQUIRE(columns_agree_with_strtod({text, nudged(text, true), nudged(text, false)}));
    }
    CHECK(least_digits <= 20);
    CHECK(most_digits >= 700);
}

TEST_CASE("doubles at the edges of their range and of the code's cases", "[number]") {
    std::vector<std::string> texts = {
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.797693134862315807e308",
        "1.79769313486231580793728971405303415e308",
        "1.7976931348623159e308",
        "1.797693134862315808e308",
        "1e308",
        "9.99e307",
        "1e309",
        "18446744073709551615e288",
        "18446744073709551615e289",
        "18430000000000000000e289",
        "17976931348623157e292",
        "17976931348623159e292",
        "1797693134862315807e290",
        "1797693134862315808e290",
        "-9999999999999999e293",
        "1e-307",
        "1e-308",
        "2e-308",
        "5.5e-309",
        "9999999999999999e-323",
        "1844674407370955161.5e-307",
        "1e999",
        "-1e999",
        "4.9406564584124654e-324",
        "5e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "2.47032822920623272088284396434110686182e-324",
        "3e-324",
        "2e-324",
        "1e-323",
        "2.2250738585072014e-308",
        "2.2250738585072011e-308",
        "2.2250738585072012e-308",
        "2.225073858507201136057409796709131975934819546351645e-308",
        "0e999999",
        "0.0e-999999",
        "1e-999999",
        "1e999999",
        "-0",
        "-0.0",
        "-0e5",
        "-1e-999",
        "9007199254740991",
        "9007199254740992",
        "9007199254740993",
        "9007199254740994",
        "9007199254740995",
        "9007199254740993.0000000000000000000000001",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "18446744073709551617",
        "123456789012345678",
        "1234567890123456789",
        "12345678901234567890",
        "99999999999999999999",
        "123456789012345678901234567890",
        "0.1234567890123456789012345678901234567890",
        "1e22",
        "1e23",
        "8.5e22",
        "9.5e-23",
        "6.02214076e23",
        "1e00000000000000000000308",
        "1e-00000000000000000000308",
        "1e18446744073709551617",
        "1e-18446744073709551617",
        "1e9223372036854775808",
        ".5",
        "5.",
        "+5.e-1",
        "0000000000000000000000000000000000001.5",
        "100000000000000000000000000000000000000000000000000000000000000e-62",
        "0.000000000000000000000000000000000000000000000000000000000000001e62"};
    texts.push_back(zeros("1", 400) + "e-400");
    texts.push_back(zeros("0.", 400) + "1e400");
    texts.push_back(zeros("0.", 5000) + "17976931348623157e5309");
    texts.push_back(zeros(zeros("", 5000) + "3.25", 5000));
    texts.push_back(zeros("1", 310));
    texts.push_back(std::string(310, '9').append("e-5"));
    std::vector<std::string> finite;
    for (const std::string& text : texts) {
        CAPTURE(text);
        CHECK(agrees_with_strtod(text));
        if (std::isfinite(std::strtod(text.c_str(), nullptr))) {
            finite.push_back(text);
        } else {
            CHECK(columns_refuse(text));
        }
    }
    CHECK(columns_agree_with_strtod(finite));
}

TEST_CASE("the border of overflow is exact", "[number]") {
    // 2^1024 - 2^970: halfway from the largest double to what would be 2^1024.
    mpz_t border, part;
    mpz_init_set_ui(border, 1);
    mpz_init_set_ui(part, 1);
    mpz_mul_2exp(border, border, 1024);
    mpz_mul_2exp(part, part, 970);
    mpz_sub(border, border, part);
    char* text = mpz_get_str(nullptr, 10, border);
    const std::string at = text;
    mpz_sub_ui(border, border, 1);
    char* less = mpz_get_str(nullptr, 10, border);
    CHECK(!io::parse_double(at));
    CHECK(io::parse_double(less) == std::numeric_limits<double>::max());
    CHECK(!io::parse_double(at + ".000000001"));
    free(text);
    free(less);
    mpz_clears(border, part, nullptr);
}

TEST_CASE("to_double(mantissa, exponent) rounds once", "[number]") {
    std::mt19937_64 random(4);
    for (int i = 0; i < 100'000; ++i) {
        const std::uint64_t mantissa = random() >> (random() % 64);
        int exponent = static_cast<int>(random() % 700) - 360;
        if (i % 2 == 0) exponent = static_cast<int>(random() % 80) - 40;
        CAPTURE(mantissa, exponent);
        REQUIRE(bits_of(io::to_double(mantissa, exponent)) == bits_of(by_mpfr(mantissa, exponent)));
    }
    CHECK(io::to_double(0, 400) == 0);
    CHECK(io::to_double(1, 309) == infinity);
    CHECK(io::to_double(1, std::numeric_limits<int>::max()) == infinity);
    CHECK(io::to_double(1, std::numeric_limits<int>::min()) == 0);
}

TEST_CASE("the powers of five are right to the last bit", "[number]") {
    // Each is floor(5^q * 2^k), or for -27 <= q < 0 one more, with k so that 128 bits remain.
    for (int q = io::detail::least_power; q <= io::detail::greatest_power; ++q) {
        mpz_t power;
        mpz_init(power);
        mpz_ui_pow_ui(power, 5, static_cast<unsigned long>(std::abs(q)));
        const auto bits = static_cast<long>(mpz_sizeinbase(power, 2));
        if (q >= 0) {
            if (bits > 128) {
                mpz_fdiv_q_2exp(power, power, static_cast<unsigned long>(bits - 128));
            } else {
                mpz_mul_2exp(power, power, static_cast<unsigned long>(128 - bits));
            }
        } else {
            mpz_t one;
            mpz_init_set_ui(one, 1);
            mpz_mul_2exp(one, one, static_cast<unsigned long>(bits + 127));
            mpz_fdiv_q(power, one, power);
            mpz_clear(one);
            if (q >= -27) mpz_add_ui(power, power, 1);
        }
        CAPTURE(q);
        REQUIRE(mpz_sizeinbase(power, 2) == 128);
        const auto entry = io::detail::powers_of_five.entries[q - io::detail::least_power];
        CHECK(mpz_get_ui(power) == entry.low);
        mpz_fdiv_q_2exp(power, power, 64);
        CHECK(mpz_get_ui(power) == entry.high);
        mpz_clear(power);
    }
}

}  // namespace number_double_test
