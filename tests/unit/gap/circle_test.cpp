#include "gap/circle.hpp"

#include "../base/mpfr_reference.hpp"
#include "base/error.hpp"
#include "catch.hpp"
#include "samples.hpp"

#include <algorithm>
#include <random>
#include <type_traits>
#include <vector>

namespace circle_test {

using namespace pipelab;
using namespace pipelab::gap;
using namespace pipelab::gap::test;

namespace {

/// A real number that is exact; sums and differences of doubles stay so.
class Exact {
  public:
    explicit Exact(double value) : value_(value) {}
    Exact(const Exact& other) : value_(0) { mpfr_set(value_.get(), other.get(), MPFR_RNDN); }
    Exact& operator=(const Exact& other) {
        mpfr_set(value_.get(), other.get(), MPFR_RNDN);
        return *this;
    }
    Exact& operator+=(double term) {
        mpfr_add_d(value_.get(), value_.get(), term, MPFR_RNDN);
        return *this;
    }
    bool operator<(const Exact& other) const { return mpfr_less_p(get(), other.get()) != 0; }
    bool operator==(const Exact& other) const { return mpfr_equal_p(get(), other.get()) != 0; }
    double rounded() const { return value_.rounded(); }
    mpfr_ptr get() const { return value_.get(); }

  private:
    mutable Reference value_;
};

template <class T>
using Real = std::conditional_t<std::is_same_v<T, double>, Exact, Wide>;

/// a + b - c.
template <class T>
Real<T> sum(T a, T b, T c) {
    Real<T> result(a);
    if constexpr (std::is_same_v<T, double>) {
        result += b;
        result += -c;
    } else {
        result += static_cast<Wide>(b) - c;
    }
    return result;
}

template <class T>
struct ExactArc {
    T lower, upper;
    Real<T> width;
};

/// value modulo the period, the representative that the header promises.
template <class T>
T residue(T value, T period) {
    if constexpr (std::is_same_v<T, double>) {
        Reference rest(value), whole(period);
        mpfr_fmod(rest.get(), rest.get(), whole.get(), MPFR_RNDN);
        mpfr_t twice;
        mpfr_init2(twice, 2300);
        mpfr_mul_2si(twice, rest.get(), 1, MPFR_RNDN);
        if (mpfr_cmp_d(twice, period) > 0) {
            mpfr_sub_d(rest.get(), rest.get(), period, MPFR_RNDN);
        } else if (mpfr_cmp_d(twice, -period) <= 0) {
            mpfr_add_d(rest.get(), rest.get(), period, MPFR_RNDN);
        }
        mpfr_clear(twice);
        return rest.rounded();
    } else {
        const Wide rest = static_cast<Wide>(value) % period;
        return static_cast<T>(rest < 0 ? rest + period : rest);
    }
}

/// All arcs between neighbours, from left to right and over the border, in exact arithmetic.
template <class T>
std::vector<ExactArc<T>> by_definition(const std::vector<T>& values, T period) {
    std::vector<T> points;
    for (const T value : values) points.push_back(residue(value, period));
    std::sort(points.begin(), points.end());
    std::vector<ExactArc<T>> arcs;
    if (points.size() < 2) return arcs;
    for (std::size_t i = 1; i < points.size(); ++i) {
        if (points[i - 1] == points[i]) continue;
        arcs.push_back({points[i - 1], points[i], sum<T>(points[i], 0, points[i - 1])});
    }
    const T first = points.front(), last = points.back();
    arcs.push_back({last, first, sum<T>(period, first, last)});
    return arcs;
}

template <class T>
void require_same(const std::vector<Arc<T>>& found, const std::vector<ExactArc<T>>& expected) {
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        CAPTURE(i);
        REQUIRE(found[i].lower == expected[i].lower);
        REQUIRE(found[i].upper == expected[i].upper);
        if constexpr (std::is_same_v<T, double>) {
            REQUIRE_FALSE(found[i].width.doubled);
            REQUIRE(found[i].width.high == expected[i].width.rounded());
        } else {
            REQUIRE(static_cast<Wide>(found[i].width) == expected[i].width);
        }
    }
}

template <class T>
void check(const std::vector<T>& values, T period, std::size_t top, const Width<T>& over) {
    const Circle<T> circle(period);
    const MemoryValues<T> whole{std::span<const T>(values)};
    const auto reduced = on_circle<T>(whole, circle);
    const auto none = base::Control::none();
    REQUIRE(reduced->extent().count == values.size());
    auto expected = by_definition(values, period);

    std::vector<ExactArc<T>> wider;
    for (const auto& arc : expected) {
        if constexpr (std::is_same_v<T, double>) {
            Exact limit(over.high);
            limit += over.low;
            if (!over.doubled && limit < arc.width) wider.push_back(arc);
        } else {
            if (arc.width > static_cast<Wide>(over)) wider.push_back(arc);
        }
    }
    require_same(arcs_over<T>(*reduced, circle, over, {}, none), wider);

    // From left to right they are already: the closing one begins at the largest point.
    std::stable_sort(expected.begin(), expected.end(),
                     [](const auto& a, const auto& b) { return b.width < a.width; });
    if (expected.size() > top)
        expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(top), expected.end());
    require_same(widest_arcs<T>(*reduced, circle, top, {}, none), expected);
}

template <class T>
Width<T> some_width(std::mt19937_64& random, const std::vector<T>& values, T period) {
    if (values.empty() || random() % 4 == 0) return width_between(T{0}, static_cast<T>(period / 8));
    const T a = residue(values[random() % values.size()], period);
    const T b = residue(values[random() % values.size()], period);
    return width_between(std::min(a, b), std::max(a, b));
}

}  // namespace

TEST_CASE("Arcs of integers are those of exact arithmetic") {
    std::mt19937_64 random(71);
    for (int round = 0; round < 4000; ++round) {
        std::vector<std::int64_t> values(random() % 40);
        for (auto& value : values) value = generated<std::int64_t>(random, round % 9);
        const auto period = static_cast<std::int64_t>(1 + (random() >> (1 + random() % 63)));
        CAPTURE(round, period, values);
        check<std::int64_t>(values, period, 1 + random() % 5, some_width(random, values, period));
    }
    for (int round = 0; round < 2000; ++round) {
        std::vector<std::uint64_t> values(random() % 40);
        for (auto& value : values) value = generated<std::uint64_t>(random, round % 9);
        const std::uint64_t period = std::max<std::uint64_t>(1, random() >> (random() % 64));
        CAPTURE(round, period, values);
        check<std::uint64_t>(values, period, 1 + random() % 5, some_width(random, values, period));
    }
}

TEST_CASE("Arcs of doubles are those of exact arithmetic") {
    std::mt19937_64 random(73);
    const double periods[] = {360,    24,       0.1,         2 * 3.141592653589793,
                              5e-324, 1.5e-323, 2.5e-323,    1e-310,
                              1e300,  0x1p53,   1 + 0x1p-52, std::numeric_limits<double>::max()};
    for (int round = 0; round < 4000; ++round) {
        std::vector<double> values(random() % 40);
        const double period = periods[random() % std::size(periods)];
        for (double& value : values) {
            value = generated<double>(random, round % 9);
            // Points of a few bits on the circle itself: ties and halves of the period.
            if (round % 2 == 0) value = std::fmod(value, 16) * (period / 16);
            if (random() % 8 == 0) value = -value;
        }
        CAPTURE(round, period);
        check<double>(values, period, 1 + random() % 5, some_width(random, values, period));
    }
}

TEST_CASE("The ends of the half-open ranges") {
    const Circle<double> degrees(360);
    CHECK(degrees.reduce(180) == 180);
    CHECK(degrees.reduce(-180) == 180);
    CHECK(degrees.reduce(540) == 180);
    CHECK(degrees.reduce(-360) == 0);
    CHECK(degrees.reduce(359) == -1);
    CHECK(degrees.positive(degrees.reduce(359)) == 359);
    CHECK(degrees.positive(-1e-300) == 0);  // 360 would be no angle below 360
    CHECK(degrees.positive(0) == 0);
    const Circle<std::int64_t> hours(24);
    CHECK(hours.reduce(-1) == 23);
    CHECK(hours.reduce(-24) == 0);
    CHECK(hours.reduce(std::numeric_limits<std::int64_t>::min()) == 16);  // -2^63 = 16 mod 24
    CHECK(hours.positive(23) == 23);
    // Five units of the smallest double: -2 of them are 3 = -2 mod 5, not 2.
    CHECK(Circle<double>(5 * 5e-324).reduce(3 * 5e-324) == -2 * 5e-324);
    CHECK(Circle<double>(5 * 5e-324).reduce(2 * 5e-324) == 2 * 5e-324);
}

TEST_CASE("One point leaves no arc, several values at it leave the whole circle") {
    const auto none = base::Control::none();
    const Circle<std::int64_t> circle(10);
    const auto arcs = [&](const std::vector<std::int64_t>& values, std::size_t top) {
        const MemoryValues<std::int64_t> whole{std::span<const std::int64_t>(values)};
        const auto reduced = on_circle<std::int64_t>(whole, circle);
        return widest_arcs<std::int64_t>(*reduced, circle, top, {}, none);
    };
    CHECK(arcs({}, 3).empty());
    CHECK(arcs({7}, 3).empty());
    CHECK(arcs({1, 2}, 0).empty());
    const auto whole = arcs({7, -3, 17}, 3);
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].lower == 7);
    CHECK(whole[0].upper == 7);
    CHECK(whole[0].width == 10);
    CHECK(inner_gaps(whole).empty());
    // Of equal arcs the one with the smallest lower end; the one over the border comes last.
    const auto halves = arcs({8, 3}, 2);
    REQUIRE(halves.size() == 2);
    CHECK(halves[0].lower == 3);
    CHECK(halves[1].lower == 8);
    CHECK(inner_gaps(halves) == std::vector<Gap<std::int64_t>>{{3, 8}});
}

TEST_CASE("The closing arc is compared before it is rounded") {
    const auto none = base::Control::none();
    const Circle<double> circle(1e17);
    const std::vector<double> values{-1, -5, 3};
    const MemoryValues<double> whole{std::span<const double>(values)};
    const auto reduced = on_circle<double>(whole, circle);
    // Exactly 1e17 - 8, between the doubles 1e17 - 16 and 1e17.
    const auto just_below =
        arcs_over<double>(*reduced, circle, RealWidth{false, 1e17, -8.5}, {}, none);
    REQUIRE(just_below.size() == 1);
    CHECK(just_below[0].lower == 3);
    CHECK(arcs_over<double>(*reduced, circle, RealWidth{false, 1e17, -8}, {}, none).empty());
}

TEST_CASE("Periods at the scale of the values") {
    CHECK(period_from<std::int64_t>(io::Decimal{36, 1}, 3) == 3600);
    CHECK(period_from<std::int64_t>(io::Decimal{360, 0}, 0) == 360);
    CHECK(period_from<std::int64_t>(io::Decimal{3600, 1}, 0) == 360);
    CHECK(period_from<std::uint64_t>(std::uint64_t{1} << 63, 0) == std::uint64_t{1} << 63);
    CHECK(period_from<double>(io::Decimal{1, 1}, 0) == 0.1);
    CHECK_THROWS_AS(period_from<std::int64_t>(io::Decimal{36, 1}, 0), base::UsageError);
    CHECK_THROWS_AS(period_from<std::int64_t>(io::Decimal{1000000, 0}, 18), base::UsageError);
    CHECK_THROWS_AS(period_from<std::int64_t>(0.5e-30, 18), base::UsageError);
}

}  // namespace circle_test
