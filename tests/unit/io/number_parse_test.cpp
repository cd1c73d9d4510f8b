#include "catch.hpp"
#include "io/number.hpp"
#include "number_samples.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <string>

namespace number_parse_test {

using namespace pipelab;
using io::Decimal;
using io::NumberType;
using Kind = NumberType::Kind;
using number_samples::Padded;

namespace {

struct Column {
    io::NumberBlock block;
    std::vector<double> doubles;
};

/// Parses at every level, requires equal results, and returns the one of the highest.
Column parse(std::string_view text, const io::ParseOptions& options = {},
             const base::Position& start = {"f", 1, 1}) {
    const Padded padded(text);
    Column column;
    bool first = true;
    for (const base::IsaLevel level : number_samples::levels()) {
        io::NumberBlock block =
            io::detail::parse_numbers_with(level, padded.text(), start, options);
        if (!first) {
            REQUIRE(block.type == column.block.type);
            REQUIRE(block.values == column.block.values);
            REQUIRE(block.lines == column.block.lines);
            REQUIRE(block.skipped == column.block.skipped);
            REQUIRE(block.need.type() == column.block.need.type());
        }
        column.block = std::move(block);
        first = false;
    }
    io::NumberBlock copy = column.block;
    copy.convert({Kind::real, 0});
    column.doubles.assign(copy.reals().begin(), copy.reals().end());
    return column;
}

io::ParseOptions json() {
    io::ParseOptions options;
    options.grammar = io::NumberGrammar::json;
    return options;
}

/// The message of the DataError that every level gives.
std::string error_of(std::string_view text, const io::ParseOptions& options = {},
                     const base::Position& start = {"f", 1, 1}) {
    const Padded padded(text);
    std::string message;
    for (const base::IsaLevel level : number_samples::levels()) {
        std::string found = "no error";
        try {
            static_cast<void>(io::detail::parse_numbers_with(level, padded.text(), start, options));
        } catch (const base::DataError& error) {
            found = error.what();
        }
        if (!message.empty()) REQUIRE(found == message);
        message = found;
    }
    return message;
}

std::vector<std::int64_t> mantissas(const Column& column) {
    const auto span = column.block.mantissas();
    return {span.begin(), span.end()};
}

}  // namespace

TEST_CASE("one number", "[number]") {
    CHECK(io::parse_number("12") == io::Number(Decimal{12, 0}));
    CHECK(io::parse_number("-3.00") == io::Number(Decimal{-3, 0}));
    CHECK(io::parse_number("+.5") == io::Number(Decimal{5, 1}));
    CHECK(io::parse_number("5.") == io::Number(Decimal{5, 0}));
    CHECK(io::parse_number("007") == io::Number(Decimal{7, 0}));
    CHECK(io::parse_number("1e3") == io::Number(Decimal{1000, 0}));
    CHECK(io::parse_number("1.5E-7") == io::Number(Decimal{15, 8}));
    CHECK(io::parse_number("-0.0") == io::Number(Decimal{0, 0}));
    CHECK(io::parse_number("0e999999") == io::Number(Decimal{0, 0}));
    CHECK(io::parse_number("1e-18") == io::Number(Decimal{1, 18}));
    CHECK(io::parse_number("1e-19") == io::Number(1e-19));
    CHECK(io::parse_number("-9223372036854775808") ==
          io::Number(Decimal{std::numeric_limits<std::int64_t>::min(), 0}));
    CHECK(io::parse_number("-9223372036854775809") == io::Number(-9223372036854775808.0));
    CHECK(io::parse_number("9223372036854775808") == io::Number(9223372036854775808u));
    CHECK(io::parse_number("18446744073709551615") == io::Number(18446744073709551615u));
    CHECK(io::parse_number("18446744073709551615.000") == io::Number(18446744073709551615u));
    CHECK(io::parse_number("18446744073709551616") == io::Number(18446744073709551616.0));
    CHECK(io::parse_number("1844674407370955161.6") == io::Number(1844674407370955161.6));
    CHECK(io::parse_number("92233720368547758.07") == io::Number(Decimal{9223372036854775807, 2}));
    CHECK(io::parse_number("-9.223372036854775808") ==
          io::Number(Decimal{std::numeric_limits<std::int64_t>::min(), 18}));
    CHECK(io::parse_number("1" + std::string(100, '0') + "e-100") == io::Number(Decimal{1, 0}));
    CHECK(io::parse_number("1." + std::string(100, '0')) == io::Number(Decimal{1, 0}));
    CHECK(std::isnan(std::get<double>(*io::parse_number("-nAn"))));
    CHECK(io::parse_number("-Infinity") == io::Number(-std::numeric_limits<double>::infinity()));
    CHECK(io::parse_number("+inf") == io::Number(std::numeric_limits<double>::infinity()));
}

TEST_CASE("what is no number", "[number]") {
    for (const std::string text :
         {"",     " ",     "1 ",           " 1",        "-",         "+",        ".",       "-.",
          "e5",   "1e",    "1e+",          "1e-",       "--1",       "+-1",      "1.2.3",   "1..2",
          "0x10", "1,5",   "1_000",        "nan(1)",    "infin",     "informed", "1e5.5",   "1f",
          "e",    "1e5e5", "\xEF\xBC\x91", "12345678a", "a12345678", "1234567:", "/2345678"}) {
        CAPTURE(text);
        CHECK(!io::parse_number(text));
        CHECK(!io::parse_double(text));
        if (!text.empty() && text.find_first_of(" ,") == text.npos) {
            CHECK(error_of(text).starts_with("f:1:1: expected a number, found '"));
            // Also where the column is already of a type and scale that would take the digits.
            for (const std::string before :
                 {"1.123456789012 ", "9223372036854775809 ", "1e-300 "}) {
                const std::string place = "f:1:" + std::to_string(before.size() + 1);
                CHECK(error_of(before + text).starts_with(place + ": expected a number, found '"));
            }
        }
    }
    CHECK(!io::parse_number("1e999"));
    CHECK(!io::parse_number(std::string_view("1\0", 2)));
}

TEST_CASE("one number as a plain type", "[number]") {
    CHECK(io::parse_int64("1e3") == 1000);
    CHECK(io::parse_int64("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
    CHECK(!io::parse_int64("9223372036854775808"));
    CHECK(!io::parse_int64("1.5"));
    CHECK(!io::parse_int64("nan"));
    CHECK(io::parse_uint64("18446744073709551615") == 18446744073709551615u);
    CHECK(!io::parse_uint64("18446744073709551616"));
    CHECK(!io::parse_uint64("-1"));
    CHECK(io::parse_uint64("-0") == 0u);
    CHECK(std::signbit(*io::parse_double("-0.0")));
    CHECK(std::isnan(*io::parse_double("NaN")));
}

TEST_CASE("separators of the text grammar", "[number]") {
    CHECK(mantissas(parse("")).empty());
    CHECK(mantissas(parse("\n \n\t\r\n")).empty());
    CHECK(mantissas(parse("1 2\t3\v4\f5\r\n6")) == std::vector<std::int64_t>{1, 2, 3, 4, 5, 6});
    CHECK(mantissas(parse("1,2 ,3 , 4,\n5,6")) == std::vector<std::int64_t>{1, 2, 3, 4, 5, 6});
    CHECK(mantissas(parse("1#x,,\n# y\n#\n 2 # z")) == std::vector<std::int64_t>{1, 2});
    io::ParseOptions in_comment;
    in_comment.in_comment = true;
    CHECK(mantissas(parse("7 8 9\n1", in_comment)) == std::vector<std::int64_t>{1});
    CHECK(mantissas(parse("7 8 9", in_comment)).empty());
    CHECK(mantissas(parse(", 2", {}, {"f", 1, 9})) == std::vector<std::int64_t>{2});
    const std::string far(1000, ' ');
    CHECK(mantissas(parse("1" + far + "," + far + "2,")) == std::vector<std::int64_t>{1, 2});
}

TEST_CASE("errors of the text grammar say where and what", "[number]") {
    CHECK(error_of("1\n2\nx1 3\n") == "f:3:1: expected a number, found 'x1'");
    CHECK(error_of("1,,2") == "f:1:3: expected a number, found ','");
    CHECK(error_of(",1") == "f:1:1: expected a number, found ','");
    CHECK(error_of("1,\n,2") == "f:2:1: expected a number, found ','");
    CHECK(error_of("1, # a\n ,2") == "f:2:2: expected a number, found ','");
    CHECK(error_of(std::string("1\n2 \0 3", 7)) == "f:2:3: expected a number, found '\\x00'");
    CHECK(error_of("\xFF\xFE") == "f:1:1: expected a number, found '\\xff\\xfe'");
    CHECK(error_of(std::string(40, 'z')) ==
          "f:1:1: expected a number, found '" + std::string(30, 'z') + "...'");
    CHECK(error_of("5 1e999 x") == "f:1:3: number beyond the range of double");
    CHECK(error_of("0.5 -1e999") == "f:1:5: number beyond the range of double");
    CHECK(error_of("x", {}, {"data.txt", 7, 5}) == "data.txt:7:5: expected a number, found 'x'");
    CHECK(error_of("nan") == "f:1:1: expected a finite number, found 'nan'");
    CHECK(error_of("[1,2]") == "f:1:1: expected a number, found '[1'");
    for (const std::size_t before :
         {0u, 1u, 15u, 31u, 50u, 62u, 63u, 64u, 65u, 100u, 500u, 5000u}) {
        std::string lines;
        for (std::size_t i = 0; i < before; ++i) lines += i % 3 == 0 ? "12.5\n" : "7\n";
        const std::string place = "f:" + std::to_string(before + 1) + ":";
        CHECK(error_of(lines + "1,,2\nx") == place + "3: expected a number, found ','");
        CHECK(error_of(lines + "x\n1,,2") == place + "1: expected a number, found 'x'");
        CHECK(error_of(lines + "1e400 1,,2") == place + "1: number beyond the range of double");
    }
}

TEST_CASE("NaN and infinity by policy", "[number]") {
    io::ParseOptions skip;
    skip.nan = io::NanPolicy::skip;
    skip.keep_lines = true;
    const Column column = parse("1\nNaN\n-inf\n2\n+Infinity\n3", skip);
    CHECK(mantissas(column) == std::vector<std::int64_t>{1, 2, 3});
    CHECK(column.block.skipped == 3);
    CHECK(column.block.line(0) == 1);
    CHECK(column.block.line(1) == 4);
    CHECK(column.block.line(2) == 6);
    io::ParseOptions skip_json = json();
    skip_json.nan = io::NanPolicy::skip;
    CHECK(mantissas(parse("[1,null,2]", skip_json)) == std::vector<std::int64_t>{1, 2});
    CHECK(error_of("[1,null]", json()) == "f:1:4: expected a finite number, found 'null'");
    CHECK(error_of("[1,nan]", skip_json) == "f:1:4: expected a number, found 'nan'");
    CHECK(error_of("null", skip) == "f:1:1: expected a number, found 'null'");
}

TEST_CASE("the type of a column", "[number]") {
    CHECK(parse("1 -2 3").block.type == NumberType{Kind::decimal, 0});
    CHECK(parse("1 2.50 3").block.type == NumberType{Kind::decimal, 1});
    CHECK(mantissas(parse("1 2.50 3")) == std::vector<std::int64_t>{10, 25, 30});
    CHECK(parse("3.00 4.00").block.type == NumberType{Kind::decimal, 0});
    CHECK(mantissas(parse("3.00 4.00")) == std::vector<std::int64_t>{3, 4});
    CHECK(parse("92233720368547758.07 1.000").block.type == NumberType{Kind::decimal, 2});
    CHECK(parse("1.000 92233720368547758.07").block.type == NumberType{Kind::decimal, 2});
    CHECK(parse("92233720368547758.07 1.001").block.type == NumberType{Kind::real, 0});
    CHECK(parse("9223372036854775808").block.type == NumberType{Kind::uint64, 0});
    CHECK(parse("9223372036854775808 1").block.type == NumberType{Kind::uint64, 0});
    CHECK(parse("1.0 9223372036854775808").block.type == NumberType{Kind::uint64, 0});
    CHECK(parse("9223372036854775808 -1").block.type == NumberType{Kind::real, 0});
    CHECK(parse("-1 9223372036854775808").block.type == NumberType{Kind::real, 0});
    CHECK(parse("9223372036854775808 0.5").block.type == NumberType{Kind::real, 0});
    CHECK(parse("18446744073709551616").block.type == NumberType{Kind::real, 0});
    CHECK(parse("-9223372036854775808").block.type == NumberType{Kind::decimal, 0});
    CHECK(parse("-9223372036854775809").block.type == NumberType{Kind::real, 0});
    CHECK(parse("1e-18 9.223372036854775807").block.type == NumberType{Kind::decimal, 18});
    CHECK(parse("1e-18 9.3").block.type == NumberType{Kind::real, 0});
    CHECK(parse("1.5e-7 1e3").block.type == NumberType{Kind::decimal, 8});
    CHECK(parse("").block.type == NumberType{});
    CHECK(parse("").block.need.empty());
}

TEST_CASE("a hint at the type", "[number]") {
    io::ParseOptions options;
    options.at_least = {Kind::decimal, 3};
    CHECK(parse("1 2.5", options).block.type == NumberType{Kind::decimal, 3});
    CHECK(parse("1 2.5", options).block.need.type() == NumberType{Kind::decimal, 1});
    CHECK(parse("1 9223372036854775807", options).block.type == NumberType{Kind::decimal, 0});
    options.at_least = {Kind::uint64, 0};
    CHECK(parse("1 2", options).block.type == NumberType{Kind::uint64, 0});
    CHECK(parse("1 2", options).block.need.type() == NumberType{Kind::decimal, 0});
    CHECK(parse("1 -2.5", options).block.type == NumberType{Kind::decimal, 1});
    CHECK(parse("9223372036854775808 -2.5", options).block.type == NumberType{Kind::real, 0});
    options.at_least = {Kind::real, 0};
    const Column column = parse("1 -0.0 2.5", options);
    CHECK(column.block.type == NumberType{Kind::real, 0});
    CHECK(column.block.need.type() == NumberType{Kind::real, 0});
    CHECK(std::signbit(column.block.reals()[1]));
}

TEST_CASE("minus zero", "[number]") {
    CHECK(mantissas(parse("-0 -0.0 0")) == std::vector<std::int64_t>{0, 0, 0});
    const Column column = parse("-0.0 1 1e300");
    CHECK(column.block.type.kind == Kind::real);
    CHECK(std::signbit(column.block.reals()[0]));
}

TEST_CASE("lines of the values", "[number]") {
    io::ParseOptions options;
    options.keep_lines = true;
    const auto lines = [&](std::string_view text) {
        const io::NumberBlock block = parse(text, options, {"f", 10, 1}).block;
        std::vector<std::uint64_t> found;
        for (std::size_t i = 0; i < block.size(); ++i) found.push_back(block.line(i));
        return found;
    };
    using Lines = std::vector<std::uint64_t>;
    CHECK(lines("1\n2\n3") == Lines{10, 11, 12});
    CHECK(parse("1\n2\n3\n\n", options).block.lines.empty());
    CHECK(lines("1 2\n3") == Lines{10, 10, 11});
    CHECK(lines("\n1\n\n2\n") == Lines{11, 13});
    CHECK(lines("1 # a\n# b\n2") == Lines{10, 12});
    std::string text;
    Lines expected;
    std::mt19937_64 random(5);
    for (std::uint64_t line = 10; line < 3000; ++line) {
        for (std::uint64_t i = random() % 4; i > 0; --i) {
            text += std::to_string(random() >> (random() % 64)) + " ";
            expected.push_back(line);
        }
        text += '\n';
    }
    CHECK(lines(text) == expected);
}

TEST_CASE("the JSON grammar", "[number]") {
    using Values = std::vector<std::int64_t>;
    CHECK(mantissas(parse("[1, 2,\n3]", json())) == Values{1, 2, 3});
    CHECK(mantissas(parse("[1][2,3] []\n[ ]\n[4]", json())) == Values{1, 2, 3, 4});
    CHECK(mantissas(parse("1 2\n3\r\n[4] 5", json())) == Values{1, 2, 3, 4, 5});
    CHECK(mantissas(parse("", json())).empty());
    CHECK(mantissas(parse("[-0, 0, 1E2, 1e+2, -1]", json())) == Values{0, 0, 100, 100, -1});
    CHECK(parse("[0.5,1.25e1]", json()).doubles == std::vector<double>{0.5, 12.5});
    for (const std::string number :
         {"+1", "01", "-01", "00",  ".5",       "-.5", "5.", "-5.", "1.e5", "0x1",
          "1e", "-",  "--1", "NaN", "Infinity", "tru", "1a", "'1'", "\v1",  "1#"}) {
        CAPTURE(number);
        const std::string message = "expected a number, found ";
        CHECK(error_of(number, json()).find(message) != std::string::npos);
        CHECK(error_of("[1, " + number + "]", json()).starts_with("f:1:5: " + message));
        CHECK(error_of("[" + std::string(100, ' ') + number + "," + std::string(100, ' ') + "2]",
                       json())
                  .starts_with("f:1:102: " + message));
    }
}

TEST_CASE("blanks between the parts of a JSON array", "[number]") {
    for (std::size_t count = 0; count < 200; ++count) {
        const std::string blanks(count, count % 3 == 0 ? '\n' : ' ');
        CHECK(mantissas(parse("[" + blanks + "]", json())).empty());
        CHECK(mantissas(parse("[" + blanks + "1" + blanks + "," + blanks + "2" + blanks + "]",
                              json())) == std::vector<std::int64_t>{1, 2});
        CHECK(error_of("[1," + blanks + "]", json()).ends_with("expected a number, found ']'"));
        CHECK(error_of("[1" + blanks + " 2]", json()).ends_with("expected ',' or ']', found '2'"));
        CHECK(error_of("[1," + blanks + ",2]", json()).ends_with("expected a number, found ','"));
    }
}

TEST_CASE("errors of the JSON grammar", "[number]") {
    CHECK(error_of("[[1,2],[3]]", json()) ==
          "f:1:2: expected a number, found '[': an array of arrays needs -k to choose a field");
    CHECK(error_of("{\"a\":1}", json()) ==
          "f:1:1: expected a number, found '{\"a\":1}': objects need -k to choose a field");
    CHECK(error_of("[\"a b\"]", json()) == "f:1:2: expected a number, found '\"a'");
    CHECK(error_of("[true]", json()) == "f:1:2: expected a number, found 'true'");
    CHECK(error_of("[1,,2]", json()) == "f:1:4: expected a number, found ','");
    CHECK(error_of("[,1]", json()) == "f:1:2: expected a number, found ','");
    CHECK(error_of("[1,]", json()) == "f:1:4: expected a number, found ']'");
    CHECK(error_of("[1 2]", json()) == "f:1:4: expected ',' or ']', found '2'");
    CHECK(error_of("[1\n2]", json()) == "f:2:1: expected ',' or ']', found '2'");
    CHECK(error_of("1,2", json()) == "f:1:2: expected a number or '[', found ','");
    CHECK(error_of("]", json()) == "f:1:1: expected a number or '[', found ']'");
    CHECK(error_of("1[2]", json()) == "f:1:2: expected a blank between number and '['");
    CHECK(error_of("[1]2", json()) == "f:1:4: expected a blank between ']' and number");
    CHECK(error_of("[1,2", json()) == "f:1:5: expected ',' or ']', found the end of the input");
    CHECK(error_of("[", json()) == "f:1:2: expected ',' or ']', found the end of the input");
    CHECK(error_of("[1e999]", json()) == "f:1:2: number beyond the range of double");
    CHECK(error_of(std::string(1'000'000, '['), json()).starts_with("f:1:2: "));
}

TEST_CASE("pieces of a JSON array", "[number]") {
    io::ParseOptions options = json();
    options.at_end = false;
    CHECK(mantissas(parse("[1,2,", options)) == std::vector<std::int64_t>{1, 2});
    options.in_array = true;
    CHECK(mantissas(parse("3,\n4,", options)) == std::vector<std::int64_t>{3, 4});
    options.at_end = true;
    CHECK(mantissas(parse("5]\n[6]", options)) == std::vector<std::int64_t>{5, 6});
    CHECK(error_of("]", options) == "f:1:1: expected a number, found ']'");
    CHECK(error_of(",5]", options) == "f:1:1: expected a number, found ','");
    CHECK(error_of("5,", options).ends_with("found the end of the input"));
}

TEST_CASE("tokens longer than any window", "[number]") {
    const std::string zeros(20'000, '0');
    CHECK(parse("1 " + zeros + "5." + zeros + " 2").doubles == std::vector<double>{1, 5, 2});
    CHECK(parse("[1," + std::string("5.") + zeros + ", 2]", json()).doubles ==
          std::vector<double>{1, 5, 2});
    CHECK(error_of("1 " + zeros + "x") ==
          "f:1:3: expected a number, found '" + std::string(30, '0') + "...'");
    const std::string blanks(20'000, ' ');
    CHECK(mantissas(parse("1" + blanks + "2")) == std::vector<std::int64_t>{1, 2});
}

}  // namespace number_parse_test
