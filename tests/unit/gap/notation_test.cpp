#include "gap/notation.hpp"

#include "../base/mpfr_reference.hpp"
#include "catch.hpp"
#include "samples.hpp"

#include <cstdlib>
#include <random>
#include <string>

namespace notation_test {

using namespace pipelab;
using namespace pipelab::gap;
using pipelab::gap::test::Wide;

namespace {

/// mantissa * 10^-scale by long division, digit for digit.
std::string by_hand(std::uint64_t mantissa, int scale) {
    Wide unit = 1;
    for (int i = 0; i < scale; ++i) unit *= 10;
    std::string text = std::to_string(static_cast<std::uint64_t>(mantissa / unit));
    std::string fraction;
    for (Wide rest = mantissa % unit; rest != 0; rest = rest * 10 % unit) {
        fraction += static_cast<char>('0' + static_cast<int>(rest * 10 / unit));
    }
    return fraction.empty() ? text : text + "." + fraction;
}

/// What `text` reads as, rounded to 53 bits without a largest exponent.
void read(Reference& value, const std::string& text) {
    mpfr_set_prec(value.get(), 53);
    REQUIRE(mpfr_set_str(value.get(), text.c_str(), 10, MPFR_RNDN) == 0);
}

std::string with_digits(Reference& value, int digits) {
    char* text = nullptr;
    mpfr_asprintf(&text, "%.*Re", digits - 1, value.get());
    const std::string copy = text;
    mpfr_free_str(text);
    return copy;
}

void check_beyond_double(double half) {
    Reference exact(half);
    mpfr_mul_2si(exact.get(), exact.get(), 1, MPFR_RNDN);
    std::string shortest;
    for (int digits = 1; digits <= 17; ++digits) {
        shortest = with_digits(exact, digits);
        Reference back;
        read(back, shortest);
        if (mpfr_equal_p(back.get(), exact.get()) != 0) break;
    }
    REQUIRE(Notation{}.width(RealWidth{true, half, 0}) == shortest);
}

}  // namespace

TEST_CASE("Scaled mantissas are written without trailing zeros and never with an exponent") {
    CHECK(scaled_text(0, 0) == "0");
    CHECK(scaled_text(0, 18) == "0");
    CHECK(scaled_text(5, 0) == "5");
    CHECK(scaled_text(500, 0) == "500");
    CHECK(scaled_text(500, 2) == "5");
    CHECK(scaled_text(505, 2) == "5.05");
    CHECK(scaled_text(5, 2) == "0.05");
    CHECK(scaled_text(1, 18) == "0.000000000000000001");
    CHECK(scaled_text(18446744073709551615u, 0) == "18446744073709551615");
    CHECK(scaled_text(18446744073709551615u, 18) == "18.446744073709551615");
    std::mt19937_64 random(1);
    for (int i = 0; i < 20000; ++i) {
        std::uint64_t mantissa = random() >> (random() % 64);
        for (auto zeros = random() % 4; zeros > 0; --zeros) mantissa = mantissa / 10 * 10;
        const int scale = static_cast<int>(random() % 19);
        CAPTURE(mantissa, scale);
        REQUIRE(scaled_text(mantissa, scale) == by_hand(mantissa, scale));
    }
}

TEST_CASE("Widths of scaled integers beyond int64 are written exactly") {
    const Notation notation{3, false};
    CHECK(notation.width(std::uint64_t{18446744073709551615u}) == "18446744073709551.615");
    CHECK(notation.value(std::int64_t{-1}) == "-0.001");
    CHECK(notation.value(std::int64_t{-1500}) == "-1.5");
    CHECK(notation.value(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775.808");
    CHECK(Notation{}.value(std::uint64_t{18446744073709551615u}) == "18446744073709551615");
}

TEST_CASE("Widths of doubles are rounded once, also beyond the largest double") {
    const Notation notation;
    CHECK(notation.width(width_between(0.5, 0.75)) == "0.25");
    // The doubles nearest to 0.1 and 0.3 are 0.19999999999999998335 apart.
    CHECK(notation.width(width_between(0.1, 0.3)) == "0.19999999999999998");
    CHECK(notation.width(width_between(-0.0, 0.0)) == "0");
    CHECK(notation.width(width_between(-1e308, 1e308)) == "2e+308");
    CHECK(notation.width(width_between(-1.7e308, 1.7e308)) == "3.4e+308");
    // 2 (2^1024 - 2^971): the largest width there is.
    constexpr double largest = std::numeric_limits<double>::max();
    CHECK(notation.width(width_between(-largest, largest)) == "3.5953862697246314e+308");
    // 2^1024 = 1.79769313486231590772...e308; its neighbours are 2e292 and 4e292 away.
    CHECK(notation.width(width_between(-0x1p1023, 0x1p1023)) == "1.797693134862316e+308");
}

TEST_CASE("Widths beyond the largest double have the fewest digits that tell them apart") {
    check_beyond_double(0x1p1023);
    check_beyond_double(1.4143e308);
    check_beyond_double(std::numeric_limits<double>::max());
    std::mt19937_64 random(2);
    int long_ones = 0;
    for (int i = 0; i < 3000; ++i) {
        // Some short decimals, mostly any bits.
        const double half =
            i % 4 == 0 ? static_cast<double>(9000 + random() % 8970) * 1e304
                       : std::ldexp(1 + static_cast<double>(random() >> 12) * 0x1p-52, 1023);
        check_beyond_double(half);
        long_ones += Notation{}.width(RealWidth{true, half, 0}).size() == 23;
    }
    CHECK(long_ones > 200);  // 17 digits
}

TEST_CASE("Times are written as dates, their widths as seconds") {
    const Notation notation{3, true};
    CHECK(notation.value(std::int64_t{1706704496789}) == "2024-01-31T12:34:56.789Z");
    CHECK(notation.value(std::int64_t{-1}) == "1969-12-31T23:59:59.999Z");
    CHECK(notation.width(std::uint64_t{90500}) == "90.5");
}

}  // namespace notation_test
