#include "gap/time_values.hpp"

#include "base/error.hpp"
#include "catch.hpp"

#include <string>
#include <vector>

namespace time_values_test {

using namespace pipelab;
using namespace pipelab::gap;

namespace {

struct Read {
    io::TypeNeed need;
    std::vector<io::Number> values;
};

Read read(TimeValues& times, const std::vector<std::string>& texts) {
    Read read;
    const auto parse = times.parser();
    for (const std::string& text : texts) {
        const auto number = parse(text);
        REQUIRE(number);
        read.values.push_back(*number);
        read.need.add(*number);
    }
    return read;
}

/// The shift that a guess leads to.
int guessed(const std::vector<std::string>& texts) {
    TimeValues times({}, TimeValues::Text::line);
    return times.scale_shift(read(times, texts).need);
}

}  // namespace

TEST_CASE("Dates are seconds since 1970") {
    TimeValues times({}, TimeValues::Text::field);
    const auto values = read(times, {"1970-01-02", "1970-01-01T00:00:01.5Z", "19700101T000002"});
    CHECK(io::compare(values.values[0], io::Decimal{86400, 0}) == 0);
    CHECK(io::compare(values.values[1], io::Decimal{15, 1}) == 0);
    CHECK(io::compare(values.values[2], io::Decimal{2, 0}) == 0);
    CHECK(times.scale_shift(values.need) == 0);
}

TEST_CASE("The unit of plain numbers is guessed from the largest") {
    CHECK(guessed({"0", "1700000000"}) == 0);
    CHECK(guessed({"1700000000.25"}) == 0);
    CHECK(guessed({"5", "1700000000000"}) == 3);
    CHECK(guessed({"1700000000000000"}) == 6);
    CHECK(guessed({"1700000000000000000", "3"}) == 9);
    CHECK(guessed({"-1700000000000"}) == 3);
    CHECK(guessed({"-1700000000"}) == 0);
    CHECK(guessed({"99999999999"}) == 0);
    CHECK(guessed({"100000000000"}) == 3);
    CHECK(guessed({"[-500000000] in brackets", " -700000000 behind a blank"}) == 0);
    CHECK(guessed({"[-5]", "<-1700000000000>"}) == 3);
    CHECK(guessed({"[1700000000000] 2024-01-31 is not the time"}) == 3);
}

TEST_CASE("A unit that is given is not guessed") {
    TimeValues times(io::EpochUnit::milliseconds, TimeValues::Text::field);
    const auto values = read(times, {"1500", "1970-01-01T00:00:02Z"});
    CHECK(io::compare(values.values[0], io::Decimal{15, 1}) == 0);
    CHECK(io::compare(values.values[1], io::Decimal{2, 0}) == 0);
    CHECK(times.scale_shift(values.need) == 0);
}

TEST_CASE("Dates and numbers of unknown unit do not mix") {
    for (const char* date : {"2024-01-31", "2024/01/31 00:00:00", "20240131T123456",
                             "20240131t1234", "[2024-01-31T12:34:56Z] log"}) {
        CAPTURE(date);
        TimeValues times({}, TimeValues::Text::line);
        const auto values = read(times, {date, "1700000000"});
        CHECK_THROWS_AS(times.scale_shift(values.need), base::DataError);
        TimeValues dates({}, TimeValues::Text::line);
        CHECK(dates.scale_shift(read(dates, {date, "1999-12-31T23:59:60"}).need) == 0);
    }
}

TEST_CASE("Counts that no decimals hold together are a data error, not a surprise") {
    TimeValues times({}, TimeValues::Text::line);
    const auto values = read(times, {"1700000000000000000", "0.5"});
    REQUIRE(values.need.type().kind == io::NumberType::Kind::real);
    CHECK_THROWS_AS(times.scale_shift(values.need), base::DataError);
}

TEST_CASE("Nothing may follow the time in a whole field") {
    TimeValues field({}, TimeValues::Text::field), line({}, TimeValues::Text::line);
    CHECK(field.parser()("2024-01-31 12:00:00"));
    CHECK(field.parser()("2024-01-31 12:00:00 \t\r"));
    CHECK_FALSE(field.parser()("2024-01-31 12:00:00 INFO"));
    CHECK(line.parser()("2024-01-31 12:00:00 INFO"));
    CHECK_FALSE(line.parser()("INFO 2024-01-31 12:00:00"));
    CHECK_FALSE(line.parser()(""));
    CHECK_FALSE(field.parser()("-"));
}

TEST_CASE("Formats of the user's") {
    TimeValues times(io::TimeFormat("%d.%m.%Y"), TimeValues::Text::field);
    const auto values = read(times, {"02.01.1970", "31.12.1969"});
    CHECK(io::compare(values.values[0], io::Decimal{86400, 0}) == 0);
    CHECK(io::compare(values.values[1], io::Decimal{-86400, 0}) == 0);
    CHECK_FALSE(times.parser()("1970-01-02"));
    CHECK_FALSE(times.parser()("02.01.1970x"));
    CHECK(times.scale_shift(values.need) == 0);
}

TEST_CASE("Time spans") {
    const auto is = [](const char* text, const io::Decimal& seconds) {
        CAPTURE(text);
        const auto span = parse_time_span(text);
        REQUIRE(span);
        CHECK(io::compare(*span, seconds) == 0);
    };
    is("90", {90, 0});
    is("1.5", {15, 1});
    is("250ms", {25, 2});
    is("90s", {90, 0});
    is("5m", {300, 0});
    is("0.5m", {30, 0});
    is("2h", {7200, 0});
    is("1d", {86400, 0});
    is("1.5d", {129600, 0});
    is("-1s", {-1, 0});
    is("106751991167300d", {9223372036854720000, 0});
    is("0.000000000000001ms", {1, 18});
    for (const char* text : {"", "s", "ms", "d", "5x", "five", "5 m 3", "1e300", "nan", "inf",
                             "5mm", "106751991167301d", "0.0000000000000001ms"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_time_span(text));
    }
}

TEST_CASE("what may follow a time on its line") {
    const auto reads = [](TimeValues::Text text, const std::string& line) {
        return TimeValues({}, text).parser()(line).has_value();
    };
    using Text = TimeValues::Text;
    for (const char* line : {"2024-01-31 12:00:00 INFO 1", "2024-01-31T12:00:00Z 17 3.5",
                             "1700000000.5 GET /", "[1700000000] x", "1700000000", "5", " 5 "}) {
        CAPTURE(line);
        CHECK(reads(Text::line, line));
    }
    // Dates in forms that are not known, and second times that would go unseen.
    for (const char* line : {"2020-Jan-05", "05 Jan 2020", "2020-W01-1", "1577836800 1577836860",
                             "1577836800,1577836860", "1 9 30", "2024-01-31, 2024-02-01"}) {
        CAPTURE(line);
        CHECK_FALSE(reads(Text::line, line));
    }
    CHECK(reads(Text::rest_of_line, "1700000000 42"));
    CHECK_FALSE(reads(Text::field, "1700000000 42"));
    CHECK(TimeValues(io::EpochUnit::seconds, Text::line).parser()("12.345 usb 1-1: new device"));
}

}  // namespace time_values_test
