#include "base/elementary.hpp"

#include "catch.hpp"
#include "mpfr_reference.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <random>
#include <vector>

namespace elementary_test {

namespace base = pipelab::base;

namespace {

constexpr int usual = pipelab::testing::quick ? 20'000 : 1'000'000;

constexpr double infinity = std::numeric_limits<double>::infinity();

using Function = double (*)(double);
using Exact = int (*)(mpfr_t, const mpfr_t, mpfr_rnd_t);

struct Worst {
    double error = 0, at = 0;
};

class Comparison {
  public:
    Comparison(Function function, Exact exact) : function_(function), exact_(exact) {}

    void operator()(double x) {
        mpfr_set_d(argument_.get(), x, MPFR_RNDN);
        exact_(value_.get(), argument_.get(), MPFR_RNDN);
        const double error = error_in_ulps(function_(x), value_);
        if (!(error <= worst_.error)) worst_ = {error, x};
    }
    /// Special values, borders of the format, and the neighbourhoods of `places`.
    void edges(const std::vector<double>& places) {
        const double huge = std::numeric_limits<double>::max();
        const double least = std::numeric_limits<double>::denorm_min();
        const double normal = std::numeric_limits<double>::min();
        for (const double x : {0.0, least, 3 * least, normal - least, normal, huge, infinity, 1.0,
                               0.5, 2.0, 0x1p-54, 0x1p-53, 0x1p-52, 0x1p52, 0x1p53}) {
            around(x), around(-x);
        }
        for (const double x : places) around(x), around(-x);
        (*this)(std::numeric_limits<double>::quiet_NaN());
    }
    void uniform(double low, double high, int count) {
        std::uniform_real_distribution<double> draw(low, high);
        for (int i = 0; i < count; ++i) (*this)(draw(engine_));
    }
    void bit_patterns(int count) {
        for (int i = 0; i < count; ++i) (*this)(std::bit_cast<double>(engine_()));
    }
    /// Both signs, sizes from 2^low to 2^high.
    void scales(double low, double high, int count) {
        std::uniform_real_distribution<double> exponent(low, high);
        for (int i = 0; i < count; ++i) {
            (*this)((i % 2 == 0 ? 1 : -1) * std::exp2(exponent(engine_)));
        }
    }
    Worst worst() const { return worst_; }

  private:
    void around(double x) {
        double up = x, down = x;
        for (int i = 0; i < 20; ++i) {
            (*this)(up), (*this)(down);
            up = std::nextafter(up, infinity), down = std::nextafter(down, -infinity);
        }
    }

    Function function_;
    Exact exact_;
    Reference argument_{0, 53}, value_{0, 130};
    Worst worst_;
    std::mt19937_64 engine_{1};
};

void require_error(const char* name, const Comparison& comparison, double bound) {
    const Worst worst = comparison.worst();
    CAPTURE(name, worst.error, worst.at);
    REQUIRE(worst.error < bound);
}

/// MPFR 4.2 has functions of turns, mpfr_sinu with u = 1.
int sin_turns(mpfr_t out, const mpfr_t x, mpfr_rnd_t mode) { return mpfr_sinu(out, x, 1, mode); }
int cos_turns(mpfr_t out, const mpfr_t x, mpfr_rnd_t mode) { return mpfr_cosu(out, x, 1, mode); }

std::vector<double> multiples(double unit, int count) {
    std::vector<double> values;
    for (int i = 1; i <= count; ++i) values.push_back(unit * i);
    return values;
}

void test_log(int arguments) {
    Comparison comparison(base::log, mpfr_log);
    comparison.edges({M_SQRT2, M_SQRT1_2, M_E, 1e308, 0.7, 1.41});
    comparison.bit_patterns(arguments / 2);
    comparison.uniform(0.5, 2.0, arguments / 2);
    comparison.uniform(0.0, 1.0, arguments / 2);
    require_error("log", comparison, 1);
}

void test_log1p(int arguments) {
    Comparison comparison(base::log1p, mpfr_log1p);
    comparison.edges({M_SQRT2 - 1, 1 - M_SQRT1_2, 1e308});
    comparison.bit_patterns(arguments / 4);
    comparison.uniform(-1.0, 2.0, arguments / 4);
    comparison.scales(-60, 3, arguments / 2);
    require_error("log1p", comparison, 1);
}

void test_exp(int arguments) {
    Comparison comparison(base::exp, mpfr_exp);
    comparison.edges({709.782712893384, 745.1332191019411, 708.3964185322641, 0.34657359, 1.0397});
    comparison.uniform(-746.0, 710.0, arguments / 2);
    comparison.uniform(-746.0, -707.0, arguments / 4);
    comparison.uniform(-1.0, 1.0, arguments / 4);
    comparison.bit_patterns(arguments / 4);
    require_error("exp", comparison, 1);
}

void test_expm1(int arguments) {
    Comparison comparison(base::expm1, mpfr_expm1);
    comparison.edges({709.782712893384, 37.42994775023705, 50, 0.34657359, 1.0397});
    comparison.uniform(-45.0, 45.0, arguments / 4);
    comparison.uniform(-1.5, 1.5, arguments / 2);
    comparison.scales(-60, 10, arguments / 4);
    require_error("expm1", comparison, 1);
}

void test_radians(int arguments) {
    const std::vector<double> quarters = multiples(M_PI_4, 200);
    // The double closest to a multiple of pi/2 (Muller, Elementary Functions, 11.3.2).
    const double closest = std::ldexp(6381956970095103.0, 797);
    const auto test = [&](const char* name, Function function, Exact exact) {
        Comparison comparison(function, exact);
        comparison.edges(quarters);
        comparison.edges({closest, 0x1p20, 1e22, 1647099.0 * M_PI_2, 0x1p20 + 1, 0x1p31, 0x1p84});
        comparison.uniform(-4.0, 4.0, arguments / 4);
        comparison.scales(-30, 20, arguments / 4);
        comparison.scales(20, 60, arguments / 8);
        comparison.bit_patterns(arguments / 8);
        require_error(name, comparison, 1);
    };
    test("sin", base::sin, mpfr_sin);
    test("cos", base::cos, mpfr_cos);
}

void test_turns(int arguments) {
    const auto test = [&](const char* name, Function function, Exact exact) {
        Comparison comparison(function, exact);
        comparison.edges(multiples(0.125, 40));
        comparison.edges({0x1p51 + 0.25, 0x1p51 + 0.5, 0x1p52 - 0.5, 0x1p50 + 0.375});
        comparison.uniform(-2.0, 2.0, arguments / 4);
        comparison.scales(-40, 53, arguments / 4);
        require_error(name, comparison, 1);
    };
    test("sin_turns", base::sin_turns, sin_turns);
    test("cos_turns", base::cos_turns, cos_turns);
}

/// MPFR has no logistic function.
int sigmoid(mpfr_t out, const mpfr_t x, mpfr_rnd_t mode) {
    mpfr_neg(out, x, mode);
    mpfr_exp(out, out, mode);
    mpfr_add_ui(out, out, 1, mode);
    return mpfr_ui_div(out, 1, out, mode);
}

struct Promise {
    const char* name;
    Function function;
    Exact exact;
    double low, high;  ///< where most arguments are drawn
    double bound;
};
const Promise promises[] = {{"log2", base::log2, mpfr_log2, 0, 4, 1},
                            {"log10", base::log10, mpfr_log10, 0, 4, 1},
                            {"cbrt", base::cbrt, mpfr_cbrt, -8, 8, 1},
                            {"tan", base::tan, mpfr_tan, -7, 7, 2.5},
                            {"atan", base::atan, mpfr_atan, -4, 4, 1},
                            {"asin", base::asin, mpfr_asin, -1, 1, 3},
                            {"acos", base::acos, mpfr_acos, -1, 1, 3},
                            {"sinh", base::sinh, mpfr_sinh, -24, 24, 3},
                            {"cosh", base::cosh, mpfr_cosh, -24, 24, 3},
                            {"tanh", base::tanh, mpfr_tanh, -24, 24, 3},
                            {"asinh", base::asinh, mpfr_asinh, -24, 24, 3},
                            {"acosh", base::acosh, mpfr_acosh, 1, 24, 3},
                            {"atanh", base::atanh, mpfr_atanh, -1, 1, 3},
                            {"erf", base::erf, mpfr_erf, -6, 6, 1.5},
                            {"erfc", base::erfc, mpfr_erfc, -6, 27, 6},
                            {"sigmoid", base::sigmoid, sigmoid, -40, 40, 3}};

void test_promises(int arguments) {
    for (const Promise& promise : promises) {
        Comparison comparison(promise.function, promise.exact);
        comparison.edges({0.4375, 0.6875, 1.1875, 2.4375, 22, 44, 0x1p28, 1, 6, 10, 100, 1e22});
        comparison.uniform(promise.low, promise.high, arguments / 2);
        comparison.scales(-40, 6, arguments / 4);
        comparison.bit_patterns(arguments / 4);
        require_error(promise.name, comparison, promise.bound);
    }
}

using Function2 = double (*)(double, double);
using Exact2 = int (*)(mpfr_t, const mpfr_t, const mpfr_t, mpfr_rnd_t);

/// Pairs of special values, of any bits, of moderate numbers, and those whose power is a double.
void test_two(const char* name, Function2 function, Exact2 exact, double bound, int arguments) {
    const double special[] = {0.0,    -0.0,   1,      -1,     infinity, -infinity, std::nan(""),
                              0.5,    -0.5,   2,      -2,     3,        -3,        1e300,
                              -1e300, 1e-300, 0x1p53, 5e-324, -2.5};
    Reference a(0, 53), b(0, 53), value(0, 140);
    const auto check = [&](double x, double y) {
        mpfr_set_d(a.get(), x, MPFR_RNDN);
        mpfr_set_d(b.get(), y, MPFR_RNDN);
        exact(value.get(), a.get(), b.get(), MPFR_RNDN);
        CAPTURE(name, x, y);
        if (!(error_in_ulps(function(x, y), value) < bound)) FAIL("wrong by more than it says");
    };
    for (const double x : special) {
        for (const double y : special) check(x, y);
    }
    std::mt19937_64 engine(3);
    std::uniform_real_distribution<double> draw(-1, 1);
    for (int i = 0; i < arguments / 3; ++i) {
        check(std::bit_cast<double>(engine()), std::bit_cast<double>(engine()));
        check(10 * draw(engine), 10 * draw(engine));
        const double x = std::exp2(1000 * draw(engine));
        check(x, 1074 * draw(engine) / std::log2(x));
    }
}

void test_pairs(int arguments) {
    test_two("pow", base::pow, mpfr_pow, 1, arguments);
    test_two("atan2", base::atan2, mpfr_atan2, 2, arguments);
    test_two("hypot", base::hypot, mpfr_hypot, 1, arguments);
}

}  // namespace

TEST_CASE("powers, angles and hyperbolic functions err by less than they say") {
    test_promises(usual / 20);
    test_pairs(usual / 10);
    REQUIRE(std::all_of(std::begin(promises), std::end(promises),
                        [](const Promise& p) { return std::isnan(p.function(std::nan(""))); }));
}
TEST_CASE("softplus is the logarithm of 1 + e^x") {
    for (const double x : {-700.0, -40.0, -1.0, 0.0, 0.5, 30.0, 700.0}) {
        const long double exact = std::log1p(std::exp(static_cast<long double>(x)));
        const auto error = std::abs(static_cast<double>(base::softplus(x) - exact));
        REQUIRE(error <= 3 * 0x1p-52 * static_cast<double>(exact));
    }
    REQUIRE(base::softplus(1e308) == 1e308);
    REQUIRE(base::softplus(-infinity) == 0);
}
TEST_CASE("log errs by less than 1 ulp") { test_log(usual); }
TEST_CASE("log1p errs by less than 1 ulp") { test_log1p(usual); }
TEST_CASE("exp errs by less than 1 ulp") { test_exp(usual); }
TEST_CASE("expm1 errs by less than 1 ulp") { test_expm1(usual); }
TEST_CASE("sin and cos of radians err by less than 1 ulp") { test_radians(usual); }
TEST_CASE("sin and cos of turns err by less than 1 ulp") { test_turns(usual); }

TEST_CASE("all err by less than 1 ulp on ten million arguments", "[.][exhaustive]") {
    for (const auto test : {test_log, test_log1p, test_exp, test_expm1, test_radians, test_turns,
                            test_promises, test_pairs}) {
        test(10'000'000);
    }
}

TEST_CASE("quarters of a turn are exact") {
    for (const double whole : {0.0, 1.0, 7.0, -3.0, 1e6, 0x1p40}) {
        REQUIRE(base::sin_turns(whole) == 0.0);
        REQUIRE(base::cos_turns(whole) == 1.0);
        REQUIRE(base::sin_turns(whole + 0.25) == 1.0);
        REQUIRE(base::cos_turns(whole + 0.25) == 0.0);
        REQUIRE(base::cos_turns(whole + 0.5) == -1.0);
        REQUIRE(base::sin_turns(whole + 0.75) == -1.0);
    }
}

TEST_CASE("special values") {
    const auto is_nan = [](double x) { return x != x; };
    REQUIRE(base::log(0.0) == -infinity);
    REQUIRE(base::log(-0.0) == -infinity);
    REQUIRE(base::log(1.0) == 0.0);
    REQUIRE(is_nan(base::log(-1.0)));
    REQUIRE(is_nan(base::log1p(-1.5)));
    REQUIRE(base::exp(-infinity) == 0.0);
    REQUIRE(base::exp(0.0) == 1.0);
    REQUIRE(base::expm1(-infinity) == -1.0);
    REQUIRE(is_nan(base::sin(infinity)));
    REQUIRE(is_nan(base::cos_turns(-infinity)));
    for (const Function odd : {base::log1p, base::expm1, base::sin, base::sin_turns}) {
        REQUIRE(std::signbit(odd(-0.0)));
        REQUIRE_FALSE(std::signbit(odd(0.0)));
    }
}

TEST_CASE("vectorised values have the bits of single ones") {
    std::mt19937_64 engine(2);
    std::vector<double> x(10'007), out(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = i % 2 == 0 ? std::bit_cast<double>(engine()) : static_cast<double>(i) * 0.37 - 900;
    }
    const auto same = [](double a, double b) {
        return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
    };
    base::log(x, out);
    for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(same(out[i], base::log(x[i])));
    base::exp(x, out);
    for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(same(out[i], base::exp(x[i])));
    base::log({}, {});
    std::vector<double> in_place = x;
    base::exp(in_place, in_place);
    for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(same(out[i], in_place[i]));
}

}  // namespace elementary_test
