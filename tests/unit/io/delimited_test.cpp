#include "io/delimited.hpp"

#include "catch.hpp"
#include "unit/io/temporary.hpp"

#include <random>
#include <string>
#include <vector>

namespace delimited_test {

using namespace pipelab;
using namespace pipelab::io;
using Strings = std::vector<std::string>;
using testing::message_of;

namespace {

const base::Position place{"f", 7, 1};

Strings split(std::string_view line, std::optional<char> delimiter = std::nullopt) {
    return header_names(line, delimiter, place);
}

std::string failure(std::string_view line, std::optional<char> delimiter = std::nullopt) {
    return message_of<base::DataError>([&] { split(line, delimiter); });
}

/// RFC 4180: a field in quotes if it must be, its quotes doubled.
std::string csv_field(const std::string& text, char delimiter, bool force) {
    if (!force && text.find_first_of(std::string("\"") + delimiter) == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + "\"";
}

}  // namespace

TEST_CASE("without a delimiter blanks or one comma separate fields") {
    CHECK(split("a b\tc") == Strings{"a", "b", "c"});
    CHECK(split("  a \t b  ") == Strings{"a", "b"});
    CHECK(split("a,b , c\t,\td") == Strings{"a", "b", "c", "d"});
    CHECK(split("a,,b") == Strings{"a", "", "b"});
    CHECK(split("a , , b") == Strings{"a", "", "b"});
    CHECK(split(",a") == Strings{"", "a"});
    CHECK(split("a b,c") == Strings{"a", "b", "c"});
    CHECK(split("x\r") == Strings{"x"});
    CHECK(split("") == Strings{});
    CHECK(split("  \t\r") == Strings{});
    CHECK(split("5\"2 it's") == Strings{"5\"2", "it's"});
    CHECK(split("\"a b\" \"c,\"\"d\"\"\",e") == Strings{"a b", "c,\"d\"", "e"});
}

TEST_CASE("a comma at the end is followed by an empty field") {
    CHECK(split("a,") == Strings{"a", ""});
    CHECK(split("a, ") == Strings{"a", ""});
    CHECK(split("a\t", '\t') == Strings{"a", ""});
    CHECK(split(",", ',') == Strings{"", ""});
    CHECK(split(",") == Strings{"", ""});
}

TEST_CASE("a delimiter is exactly that byte") {
    CHECK(split("a\tb c\t\td", '\t') == Strings{"a", "b c", "", "d"});
    CHECK(split(" a , b ", ',') == Strings{" a ", " b "});
    CHECK(split("a  b", ' ') == Strings{"a", "", "b"});
    CHECK(split("1|\"x|\"\"y\"|2\r", '|') == Strings{"1", "x|\"y", "2"});
    CHECK(split("", ',') == Strings{});
    CHECK(split(" ", ',') == Strings{" "});
}

TEST_CASE("quotes that go wrong are errors with their place") {
    CHECK(failure("1,\"abc") == "f:7:3: quote is not closed on this line");
    CHECK(failure("\"") == "f:7:1: quote is not closed on this line");
    CHECK(failure("\"a\"\"") == "f:7:1: quote is not closed on this line");
    CHECK(failure("\"a\"b,c", ',') == "f:7:4: expected a separator behind the quote");
    CHECK(failure("\"a\" ,c", ',') == "f:7:4: expected a separator behind the quote");
    CHECK(failure("\"a\" ,c") == "");
}

TEST_CASE("any fields survive being written as RFC 4180 says") {
    std::mt19937_64 random(3);
    const std::string alphabet = "ab\" ,;#";
    for (int round = 0; round < 20000; ++round) {
        const char delimiter = random() % 2 == 0 ? ',' : ';';
        Strings fields;
        std::string line;
        for (auto count = 1 + random() % 5; count > 0; --count) {
            std::string text;
            for (auto size = random() % 6; size > 0; --size)
                text += alphabet[random() % alphabet.size()];
            if (!fields.empty()) line += delimiter;
            line += csv_field(text, delimiter, random() % 3 == 0);
            fields.push_back(text);
        }
        if (line.empty()) fields.clear();
        INFO(line);
        REQUIRE(split(line, delimiter) == fields);
    }
}

TEST_CASE("offsets and copies of fields") {
    FieldCursor cursor("12 , \"a\"\"b\"", std::nullopt, place);
    Field field;
    std::deque<std::string> copies;
    REQUIRE(cursor.next(field));
    CHECK((field.offset == 0 && field.text == "12" && !field.quoted));
    CHECK(contents(field, copies).data() == field.text.data());
    REQUIRE(cursor.next(field));
    CHECK((field.offset == 6 && field.text == "a\"\"b" && field.quoted && field.has_quotes));
    CHECK(contents(field, copies) == "a\"b");
    CHECK(copies.size() == 1);
    CHECK_FALSE(cursor.next(field));
    CHECK(cursor.count() == 2);
}

TEST_CASE("blank lines and comments are told apart from rows") {
    for (const auto* line : {"", " ", "\t \r", "#", " # 1", "#,"})
        CHECK(is_skipped_line(line, std::nullopt));
    for (const auto* line : {"1", ",", " 1 # x", "\"\""})
        CHECK_FALSE(is_skipped_line(line, std::nullopt));
    CHECK_FALSE(is_skipped_line("\t\t", '\t'));
    CHECK(is_skipped_line("  ", '\t'));
}

TEST_CASE("columns are found by name, and missed with a suggestion") {
    const Strings names{"time", "price", "a", "a"};
    CHECK(find_name(names, "price", place) == 1);
    CHECK(message_of<base::DataError>([&] { find_name(names, "pirce", place); }) ==
          "f:7:1: no column 'pirce'; did you mean 'price'? (columns: 'time', 'price', 'a', 'a')");
    CHECK(message_of<base::DataError>([&] { find_name(names, "zzzzzz", place); }) ==
          "f:7:1: no column 'zzzzzz' (columns: 'time', 'price', 'a', 'a')");
    CHECK(message_of<base::DataError>([&] { find_name(names, "a", place); }) ==
          "f:7:1: several columns are called 'a': give the field number");
    const Strings many(100, "x");
    CHECK(listed(many).ends_with(" and 90 more"));
}

TEST_CASE("field numbers") {
    CHECK(field_number("1") == 1);
    CHECK(field_number("007") == 7);
    CHECK(field_number("0") == 0);
    CHECK(field_number("99999999999999999999") > 1000000000000);
    for (const auto* text : {"", "-1", "+1", "1.0", "a", " 1"})
        CHECK(field_number(text) == std::nullopt);
}

}  // namespace delimited_test
