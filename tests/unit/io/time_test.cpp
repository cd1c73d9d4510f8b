#include "io/time.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "io/calendar.hpp"

#include <cstdio>
#include <ctime>
#include <limits>
#include <random>
#include <string>

namespace time_test {

using namespace pipelab;
using namespace pipelab::io;

namespace {

/// "mantissa/scale@length", or "none".
std::string shown(const std::optional<TimeRead>& time) {
    if (!time) return "none";
    return std::to_string(time->seconds.mantissa) + "/" + std::to_string(time->seconds.scale) +
           "@" + std::to_string(time->length);
}

std::string iso(std::string_view text) { return shown(parse_iso_time(text)); }

/// The time alone, of a text that must be used up.
std::string whole(std::string_view text) {
    const auto time = parse_iso_time(text);
    if (!time) return "none";
    return time->length == text.size() ? time_text(time->seconds) : "left over";
}

std::string by_format(std::string_view format, std::string_view text, int year = 1970) {
    const auto time = TimeFormat(format, year).parse(text);
    return time ? time_text(time->seconds) : "none";
}

template <class... T>
std::string formatted(const char* format, T... values) {
    char buffer[100];
    const int size = std::snprintf(buffer, sizeof buffer, format, values...);
    return std::string(buffer, static_cast<std::size_t>(size));
}

/// A time of day on a day that exists, in the years -9999..9999, as the C library counts it.
std::tm random_time(std::mt19937_64& random) {
    std::tm time{};
    time.tm_year = static_cast<int>(random() % 19999) - 9999 - 1900;
    time.tm_mon = static_cast<int>(random() % 12);
    time.tm_mday = 1 + static_cast<int>(random() % 31);
    time.tm_hour = static_cast<int>(random() % 24);
    time.tm_min = static_cast<int>(random() % 60);
    time.tm_sec = static_cast<int>(random() % 60);
    const std::time_t seconds = timegm(&time);  // makes 1 March of 30 February
    std::tm same{};
    gmtime_r(&seconds, &same);
    return same;
}

std::string iso_text(const std::tm& time, char separator = 'T') {
    const int year = time.tm_year + 1900;
    return formatted("%s%04d-%02d-%02d%c%02d:%02d:%02d", year < 0 ? "-" : "", std::abs(year),
                     time.tm_mon + 1, time.tm_mday, separator, time.tm_hour, time.tm_min,
                     time.tm_sec);
}

}  // namespace

TEST_CASE("days and dates agree with the C library over 20000 years") {
    for (std::int64_t day = -4371587; day <= 2932896; ++day) {
        const Date date = date_from_days(day);
        if (day % 97 == 0 || date.day >= 28) {
            const std::time_t seconds = day * 86400;
            std::tm time{};
            gmtime_r(&seconds, &time);
            REQUIRE(date == Date{time.tm_year + 1900, time.tm_mon + 1, time.tm_mday});
        }
        if (days_from_date(date) != day) REQUIRE(days_from_date(date) == day);
        if (date.day > days_in_month(date.year, date.month)) FAIL("no such day: " << day);
    }
    REQUIRE(date_from_days(-4371587) == Date{-9999, 1, 1});
    REQUIRE(date_from_days(2932896) == Date{9999, 12, 31});
}

TEST_CASE("ISO times agree with timegm and print as themselves") {
    std::mt19937_64 random(7);
    for (int i = 0; i < 200000; ++i) {
        std::tm time = random_time(random);
        const std::string text = iso_text(time);
        const std::int64_t seconds = timegm(&time);
        REQUIRE(iso(text) == formatted("%lld/0@%zu", static_cast<long long>(seconds), text.size()));
        REQUIRE(time_text({seconds, 0}) == text + "Z");
        REQUIRE(whole(iso_text(time, ' ')) == text + "Z");
        // A zone that is h:m ahead of UTC was at this reading h:m earlier in UTC.
        const int hours = static_cast<int>(random() % 24),
                  minutes = static_cast<int>(random() % 60);
        const std::string zone = formatted("+%02d:%02d", hours, minutes);
        REQUIRE(parse_iso_time(text + zone)->seconds ==
                Decimal{seconds - hours * 3600 - minutes * 60, 0});
        REQUIRE(parse_iso_time(text + formatted("-%02d%02d", hours, minutes))->seconds ==
                Decimal{seconds + hours * 3600 + minutes * 60, 0});
    }
}

TEST_CASE("known dates") {
    REQUIRE(iso("1970-01-01T00:00:00Z") == "0/0@20");
    REQUIRE(iso("2001-09-09T01:46:40Z") == "1000000000/0@20");
    REQUIRE(iso("2038-01-19T03:14:07Z") == "2147483647/0@20");
    REQUIRE(iso("1901-12-13T20:45:52Z") == "-2147483648/0@20");
    REQUIRE(iso("1969-12-31T23:59:59.5") == "-5/1@21");
    REQUIRE(iso("2024-02-29") == "1709164800/0@10");
    REQUIRE(iso("2000-02-29") == "951782400/0@10");
    REQUIRE(iso("1900-02-29") == "none");
    REQUIRE(iso("2023-02-29") == "none");
    REQUIRE(iso("9999-12-31T23:59:59") == "253402300799/0@19");
    REQUIRE(iso("-9999-01-01T00:00:00") == "-377705116800/0@20");
    REQUIRE(iso("0000-01-01") == "-62167219200/0@10");
    REQUIRE(iso("2009-02-13 23:31:30.1234567891") == "none");
    REQUIRE(iso("2009-02-13 23:31:30.12345678900") == "1234567890123456789/9@31");
}

TEST_CASE("all forms of ISO times") {
    const std::string full = "2024-01-31T12:34:56Z", minute = "2024-01-31T12:34:00Z";
    for (const char* text :
         {"2024-01-31T12:34:56", "2024-01-31t12:34:56z", "2024-01-31 12:34:56Z", "20240131T123456Z",
          "2024-01-31T12:34:56+00", "20240131T133456+0100", "2024-01-31T13:34:56+01",
          "2024-01-31T07:04:56-05:30", "+2024-01-31T12:34:56", "2024/01/31 12:34:56",
          "2024-01-31 12:34:56 UTC", "2024-01-31 12:34:56 GMT", "2024-01-31 13:34:56 +0100",
          "2024-01-31 12:34:56.000", "2024-01-31 12:34:56.0000000000000 -00:00",
          "2024-02-01T12:33:56+23:59"}) {
        INFO(text);
        REQUIRE(whole(text) == full);
    }
    for (const char* text : {"2024-01-31T12:34", "2024-01-31 12:34Z", "20240131T1234",
                             "2024-01-31T13:34+01:00", "2024-01-31T12:33:60"}) {
        INFO(text);
        REQUIRE(whole(text) == minute);
    }
    REQUIRE(whole("2024-01-31T12:34:56,789") == "2024-01-31T12:34:56.789Z");
    REQUIRE(whole("2016-12-31T23:59:60Z") == "2017-01-01T00:00:00Z");
    REQUIRE(whole("2016-12-31T23:59:60.25Z") == "2017-01-01T00:00:00.25Z");
    REQUIRE(whole("2023-12-31T24:00:00Z") == "2024-01-01T00:00:00Z");
    REQUIRE(whole("2023-12-31T24:00") == "2024-01-01T00:00:00Z");
}

TEST_CASE("what is no ISO time") {
    for (const char* text : {"",
                             "-",
                             "2",
                             "2024",
                             "2024-01",
                             "2024-1-31",
                             "2024-01-3",
                             "2024-01-311",
                             "2024-13-01",
                             "2024-00-01",
                             "2024-01-00",
                             "2024-01-32",
                             "2024-04-31",
                             "20240131",
                             "-0000-01-01",
                             "2024-01-31T",
                             "2024-01-31T1",
                             "2024-01-31T12",
                             "2024-01-31T12:3",
                             "2024-01-31T12:34:",
                             "2024-01-31T12:34:5",
                             "2024-01-31T12:34:561",
                             "2024-01-31T24:00:01",
                             "2024-01-31T25:00",
                             "2024-01-31T24:00:00.1",
                             "2024-01-31T12:60",
                             "2024-01-31T12:34:61",
                             "2024-01-31 12:34:5",
                             "2024-01-31T12:34.5",
                             "2024-01-31T12:34,5",
                             "2024-01-31T12:34:56-1",
                             "2024-01-31T12:34:56+24:00",
                             "2024-01-31T12:34:56+01:60",
                             "2024-01-31T12:34:56+010",
                             "2024-01-31T12:34:56+01:0",
                             "2024-01-31T12:34:56Zulu",
                             "2024-01-31T12:34:56Z5",
                             "2024-01-31T12:34:56.1.2",
                             "2024-01-31-12:34",
                             "2024-01-31_12:34",
                             "2024/01-31",
                             "2024-01-31/02-01",
                             "2024-01-31T1234",
                             "20240131T12:34",
                             "20240131 123456",
                             "2024-01-31x",
                             "x2024-01-31",
                             " 2024-01-31",
                             "2024-01-31T12:34:56 UTC+1",
                             "\xff\xff\xff\xff-01-31T12:34:56",
                             "2024-01-31T12:34:5\xb6",
                             "2024\x00-01-31T12:34:56",
                             "202:-01-31T12:34:56",
                             "2024-01-31T1/:34:56",
                             "99999-01-01"}) {
        INFO(text);
        REQUIRE(iso(text) == "none");
    }
}

TEST_CASE("what follows an ISO time is left alone") {
    for (const char* rest : {" INFO", ", rest", ",", "]", "]7", " 17", ".", ". Then", "-", "- x",
                             ":", " -5 degrees", " +0100x"}) {
        INFO(rest);
        const std::string stamp = "2024-01-31 12:34:56";
        const bool zone = std::string(rest) == " +0100x";
        REQUIRE(iso(stamp + rest) == (zone ? "none" : "1706704496/0@19"));
    }
    REQUIRE(iso("2024-01-31 12 apples") == "1706659200/0@10");
    REQUIRE(iso("2024-01-31,5") == "1706659200/0@10");
    REQUIRE(iso("2024-01-31 12:34:56 UTCX") == "1706704496/0@19");
    REQUIRE(iso("2024-01-31 12:34:56 +99:99") == "1706704496/0@19");
}

TEST_CASE("times at and beyond the ends of what a decimal holds") {
    // 2^63 ns is 9223372036.854775807 s, that is 2262-04-11T23:47:16.854775807Z.
    REQUIRE(iso("2262-04-11T23:47:16.854775807Z") == "9223372036854775807/9@30");
    REQUIRE(iso("2262-04-11T23:47:16.854775808Z") == "none");
    REQUIRE(iso("2262-04-11T23:47:16.85477581Z") == "922337203685477581/8@29");
    REQUIRE(iso("1677-09-21T00:12:43.145224192Z") == "-9223372036854775808/9@30");
    REQUIRE(iso("1677-09-21T00:12:43.145224191Z") == "none");
    REQUIRE(whole("9999-12-31T23:59:59.9999999-23:59") == "+10000-01-01T23:58:59.9999999Z");
    REQUIRE(whole("-9999-01-01T00:00:00.0000001+23:59") == "-10000-12-31T00:01:00.0000001Z");
    REQUIRE(iso("9999-12-31T23:59:59.99999999") == "none");
}

TEST_CASE("counts since 1970") {
    const auto epoch = [](std::string_view text, EpochUnit unit) {
        return shown(parse_epoch_time(text, unit));
    };
    REQUIRE(epoch("1700000000.123 rest", EpochUnit::seconds) == "1700000000123/3@14");
    REQUIRE(epoch("1700000000", EpochUnit::seconds) == "1700000000/0@10");
    REQUIRE(epoch("-1.50", EpochUnit::seconds) == "-15/1@5");
    REQUIRE(epoch("+0", EpochUnit::nanoseconds) == "0/0@2");
    REQUIRE(epoch("1700000000123", EpochUnit::milliseconds) == "1700000000123/3@13");
    REQUIRE(epoch("1700000000100", EpochUnit::milliseconds) == "17000000001/1@13");
    REQUIRE(epoch("1700000000123.5", EpochUnit::milliseconds) == "17000000001235/4@15");
    REQUIRE(epoch("1700000000123456", EpochUnit::microseconds) == "1700000000123456/6@16");
    REQUIRE(epoch("1700000000123456789", EpochUnit::nanoseconds) == "1700000000123456789/9@19");
    REQUIRE(epoch("9223372036854775807", EpochUnit::nanoseconds) == "9223372036854775807/9@19");
    REQUIRE(epoch("9223372036854775808", EpochUnit::nanoseconds) == "none");
    REQUIRE(epoch("9300000000000000000", EpochUnit::nanoseconds) == "9300000000/0@19");
    REQUIRE(epoch("00000000000000000000000000000001", EpochUnit::seconds) == "1/0@32");
    REQUIRE(epoch("1.0000000000000000", EpochUnit::nanoseconds) == "1/9@18");
    REQUIRE(epoch("1.1", EpochUnit::nanoseconds) == "none");
    REQUIRE(epoch("1.1234567891", EpochUnit::seconds) == "none");
    REQUIRE(epoch("1. item", EpochUnit::seconds) == "1/0@1");
    for (const char* text : {"", "-", "x", ".5", "1e9", "12abc", "1.2.3", "99999999999999999999",
                             "340282366920938463463374607431768211456", "1-2", "12:34"}) {
        INFO(text);
        REQUIRE(epoch(text, EpochUnit::seconds) == "none");
    }
}

TEST_CASE("the unit of a count is guessed from its size") {
    const auto guess = [](std::int64_t count, int scale = 0) {
        return guess_epoch_unit({count, scale});
    };
    for (const std::int64_t sign : {1, -1}) {
        REQUIRE(guess(sign * 99'999'999'999) == EpochUnit::seconds);
        REQUIRE(guess(sign * 100'000'000'000) == EpochUnit::milliseconds);
        REQUIRE(guess(sign * 99'999'999'999'999) == EpochUnit::milliseconds);
        REQUIRE(guess(sign * 100'000'000'000'000) == EpochUnit::microseconds);
        REQUIRE(guess(sign * 99'999'999'999'999'999) == EpochUnit::microseconds);
        REQUIRE(guess(sign * 100'000'000'000'000'000) == EpochUnit::nanoseconds);
    }
    REQUIRE(guess(std::numeric_limits<std::int64_t>::min()) == EpochUnit::nanoseconds);
    REQUIRE(guess(0) == EpochUnit::seconds);
    REQUIRE(guess(1700000000123, 3) == EpochUnit::seconds);
    REQUIRE(guess(15778368000005, 1) == EpochUnit::milliseconds);
    REQUIRE(guess(1700000000123456789, 9) == EpochUnit::seconds);
}

TEST_CASE("lines that begin with a time") {
    const auto prefix = [](std::string_view line) {
        return shown(parse_time_prefix(line, EpochUnit::seconds));
    };
    REQUIRE(prefix("2024-01-31 12:34:56,789 INFO x") == "1706704496789/3@23");
    REQUIRE(prefix("[2024-01-31T12:34:56Z] x") == "1706704496/0@22");
    REQUIRE(prefix("[2024-01-31T12:34:56Z INFO] x") == "1706704496/0@21");
    REQUIRE(prefix("  \"2024-01-31\",5") == "1706659200/0@14");
    REQUIRE(prefix("'2024-01-31' 5") == "1706659200/0@12");
    REQUIRE(prefix("<2024-01-31>") == "1706659200/0@12");
    REQUIRE(prefix("(2024-01-31]") == "1706659200/0@11");
    REQUIRE(prefix("1700000000.123 x") == "1700000000123/3@14");
    REQUIRE(prefix("[    5.250000] kernel: x") == "525/2@14");
    REQUIRE(prefix("2024/01/31 12:34:56 main.go:5: x") == "1706704496/0@19");
    REQUIRE(shown(parse_time_prefix("1700000000123 x", EpochUnit::milliseconds)) ==
            "1700000000123/3@13");
    for (const char* line :
         {"", "  ", "[", "[]", "INFO 2024-01-31", "[[2024-01-31]]", "\"\"", "2024-02-30 12:00:00 x",
          "2024/02/30 12:00:00 x", "12:34:56 x", "2024-01-31T12:34:5 x"}) {
        INFO(line);
        REQUIRE(prefix(line) == "none");
    }
}

TEST_CASE("formats agree with strptime") {
    std::mt19937_64 random(11);
    const char* formats[] = {"%Y-%m-%d %H:%M:%S",
                             "%d/%b/%Y:%H:%M:%S",
                             "%A, %d %B %Y %I:%M:%S %p",
                             "%a %b %e %T %Y",
                             "%D %R",
                             "%F%n%T",
                             "%Y%m%d%H%M%S",
                             "%j %Y %H",
                             "%y-%m-%d %%%S",
                             "%I %p %t %M %d.%m.%Y"};
    for (int i = 0; i < 40000; ++i) {
        std::tm time = random_time(random);
        time.tm_year = static_cast<int>(random() % 9000) + 1000 - 1900;
        timegm(&time);
        for (const char* format : formats) {
            char text[100];
            const std::size_t size = std::strftime(text, sizeof text, format, &time);
            std::tm read{};
            read.tm_mday = 1;
            const char* const end = strptime(text, format, &read);
            const auto ours = TimeFormat(format).parse({text, size});
            INFO(format << " | " << text);
            REQUIRE((end != nullptr) == ours.has_value());
            REQUIRE(ours->length == static_cast<std::size_t>(end - text));
            if (std::string_view(format).starts_with("%j")) {
                read.tm_mday = read.tm_yday + 1;
                read.tm_mon = 0;
            }
            REQUIRE(ours->seconds == Decimal{timegm(&read), 0});
        }
    }
}

TEST_CASE("formats of logs and the directives of our own") {
    REQUIRE(by_format("%d/%b/%Y:%H:%M:%S %z", "10/Oct/2000:13:55:36 -0700") ==
            "2000-10-10T20:55:36Z");  // the example of the Apache documentation
    REQUIRE(by_format("%b %d %H:%M:%S", "Jan  5 01:02:03 host", 2024) == "2024-01-05T01:02:03Z");
    REQUIRE(by_format("%b %d %H:%M:%S", "Jan  5 01:02:03 host") == "1970-01-05T01:02:03Z");
    REQUIRE(by_format("%b %d", "Feb 29") == "none");
    REQUIRE(by_format("%b %d", "Feb 29", 2024) == "2024-02-29T00:00:00Z");
    REQUIRE(by_format("%a, %d %b %Y %T %Z", "Sun, 06 Nov 1994 08:49:37 GMT") ==
            "1994-11-06T08:49:37Z");  // the example of RFC 9110
    REQUIRE(by_format("%T.%f", "12:34:56.789") == "1970-01-01T12:34:56.789Z");
    REQUIRE(by_format("%T.%f", "12:34:56.1234567890") == "1970-01-01T12:34:56.123456789Z");
    REQUIRE(by_format("%T.%f", "12:34:56.1234567891") == "none");
    REQUIRE(by_format("%s", "1700000000") == "2023-11-14T22:13:20Z");
    REQUIRE(by_format("%s.%f", "-1.25") == "1969-12-31T23:59:58.75Z");
    REQUIRE(by_format("%s.%f", "-0.25") == "1969-12-31T23:59:59.75Z");
    REQUIRE(by_format("%s", "9223372036854775808") == "none");
    REQUIRE(by_format("%s %z", "-9223372036854775807 +01:00") == "none");
    REQUIRE(by_format("%I:%M %p", "12:30 am") == "1970-01-01T00:30:00Z");
    REQUIRE(by_format("%I:%M %p", "12:30 PM") == "1970-01-01T12:30:00Z");
    REQUIRE(by_format("%p %I", "pm 1") == "1970-01-01T13:00:00Z");
    REQUIRE(by_format("%I:%M %p", "13:30 PM") == "none");
    REQUIRE(by_format("%y", "68") == "2068-01-01T00:00:00Z");
    REQUIRE(by_format("%y", "69") == "1969-01-01T00:00:00Z");
    REQUIRE(by_format("%Y", "-44") == "-0044-01-01T00:00:00Z");
    REQUIRE(by_format("%Y %j", "2024 366") == "2024-12-31T00:00:00Z");
    REQUIRE(by_format("%Y %j", "2023 366") == "none");
    REQUIRE(by_format("%B %Y", "sEPTEMBER 2024") == "2024-09-01T00:00:00Z");
    REQUIRE(by_format("%b %Y", "Septembe 2024") == "none");
    REQUIRE(by_format("%F %T", "2016-12-31 23:59:60") == "2017-01-01T00:00:00Z");
    REQUIRE(by_format("%d.%m.%Y", "30.2.2024") == "none");
    REQUIRE(by_format("%H:%M", "") == "none");
    REQUIRE(TimeFormat("%F").has_year());
    REQUIRE(TimeFormat("%s").has_year());
    REQUIRE_FALSE(TimeFormat("%b %d %T").has_year());
}

TEST_CASE("formats that cannot be") {
    for (const char* format : {"", "%", "%Y %", "%Q", "%Ey", "%I:%M", "%p", "%a", "%z", "plain"}) {
        INFO(format);
        REQUIRE_THROWS_AS(TimeFormat(format), base::UsageError);
    }
    REQUIRE_THROWS_WITH(TimeFormat("%Y %Q"),
                        Catch::Contains("unknown directive %Q in the time format '%Y %Q'"));
}

TEST_CASE("times and durations as text") {
    REQUIRE(time_text({0, 0}) == "1970-01-01T00:00:00Z");
    REQUIRE(time_text({1706704496789, 3}) == "2024-01-31T12:34:56.789Z");
    REQUIRE(time_text({17067044960000, 4}) == "2024-01-31T12:34:56Z");
    REQUIRE(time_text({-1, 9}) == "1969-12-31T23:59:59.999999999Z");
    REQUIRE(time_text({-1, 18}) == "1969-12-31T23:59:59.999999999999999999Z");
    REQUIRE(time_text({253402300800, 0}) == "+10000-01-01T00:00:00Z");
    // 2^63 s: 292277026596-12-04T15:30:08 after 1970, as is well known from 64-bit time_t.
    REQUIRE(time_text({std::numeric_limits<std::int64_t>::max(), 0}) ==
            "+292277026596-12-04T15:30:07Z");
    REQUIRE(time_text({std::numeric_limits<std::int64_t>::min(), 0}) ==
            "-292277022657-01-27T08:29:52Z");
    REQUIRE(time_text({std::numeric_limits<std::int64_t>::min(), 9}) ==
            "1677-09-21T00:12:43.145224192Z");
    REQUIRE(duration_text(Decimal{0, 0}) == "00:00:00");
    REQUIRE(duration_text(Decimal{937845, 1}) == "1d 02:03:04.5");
    REQUIRE(duration_text(Decimal{86399999, 3}) == "23:59:59.999");
    REQUIRE(duration_text(Decimal{-10, 1}) == "-00:00:01");
    REQUIRE(duration_text(Decimal{5, 3}) == "00:00:00.005");
    REQUIRE(duration_text(std::numeric_limits<std::uint64_t>::max(), 0) ==
            "213503982334601d 07:00:15");
    REQUIRE(duration_text(Decimal{std::numeric_limits<std::int64_t>::min(), 18}) ==
            "-00:00:09.223372036854775808");
}

}  // namespace time_test
