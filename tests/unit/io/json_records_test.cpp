#include "io/json_records.hpp"

#include "catch.hpp"
#include "io/print.hpp"
#include "unit/io/temporary.hpp"

#include <deque>
#include <random>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace json_records_test {

using namespace pipelab;
using namespace pipelab::io;
using Layout = JsonRecords::Layout;
using Strings = std::vector<std::string>;
using testing::message_of;

namespace {

/// Each row's asked fields as "kind contents", joined by |, then @ and its line.
Strings rows(const std::string& text, const Strings& fields, Layout layout = Layout::lines) {
    const std::string padded = text + std::string(64, '\0');
    JsonRecords records(fields, layout);
    std::deque<std::string> copies;
    Strings result;
    records.parse({padded.data(), text.size()}, {"f", 1, 1}, [&](const JsonRow& row) {
        std::string line;
        for (const JsonField& field : row.fields) {
            line += std::string(kind_name(field.kind)) + " ";
            line += field.kind == JsonField::Kind::string ? records.contents(field, copies)
                                                          : field.text;
            line += "|";
        }
        result.push_back(line + "@" + std::to_string(row.line + 1));
    });
    return result;
}

std::string failure(const std::string& text, const Strings& fields = {"a"},
                    Layout layout = Layout::lines) {
    return message_of<base::DataError>([&] { rows(text, fields, layout); });
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("fields of objects by key, of arrays by number") {
    CHECK(rows("{\"a\":1,\"b\":\"x\"}\n\n{\"b\":null,\"a\":-2.50e3}", {"a", "b"}) ==
          Strings{"a number 1|a string x|@1", "a number -2.50e3|null null|@3"});
    CHECK(rows("[1,true]\r\n [ \"q\" , [2] ] \n", {"2", "1"}) ==
          Strings{"a boolean true|a number 1|@1", "an array |a string q|@2"});
    CHECK(rows("{\"x\":{\"a\":5},\"a\":{}}", {"a"}) == Strings{"an object |@1"});
    CHECK(rows("{}\n[]\n[7]", {"1"}) == Strings{"missing |@1", "missing |@2", "a number 7|@3"});
    CHECK(rows("{\"1\":8}", {"1"}) == Strings{"a number 8|@1"});
    CHECK(rows("{\"a\":8}", {"a", "a"}) == Strings{"a number 8|a number 8|@1"});
    CHECK(rows("", {"a"}).empty());
    CHECK(rows("\n \n", {"a"}).empty());
    CHECK(rows("{\"a\":12345678901234567890123}", {"a"}) ==
          Strings{"a number 12345678901234567890123|@1"});
}

TEST_CASE("escapes in keys and strings") {
    CHECK(rows(R"({"\u0061":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"})", {"a"}) ==
          Strings{"a string \"\\/\b\f\n\r\t\xc3\xa9\xf0\x9f\x98\x80|@1"});
    CHECK(failure(R"({"a":"\x"})") == "f:1:6: string with an escape that JSON does not know");
    CHECK(failure(R"({"b":["\ud83d"]})") == "f:1:7: string with an escape that JSON does not know");
    CHECK(failure(R"({"\u00g0":1})") == "f:1:2: string with an escape that JSON does not know");
}

TEST_CASE("one array of rows, over any number of lines") {
    CHECK(rows("[\n {\"a\":1},\n{\"a\"\n:\n2}\n\n]\n", {"a"}, Layout::document) ==
          Strings{"a number 1|@2", "a number 2|@3"});
    CHECK(rows("[[1],[2]]", {"1"}, Layout::document) == Strings{"a number 1|@1", "a number 2|@1"});
    CHECK(rows(" [ ] ", {"1"}, Layout::document).empty());
    CHECK(rows("", {"1"}, Layout::document).empty());
    CHECK(failure("[[1],[2]", {"1"}, Layout::document) == "f:1:1: this array is not closed");
    CHECK(failure("[[1],", {"1"}, Layout::document) == "f:1:1: this array is not closed");
    CHECK(failure("[", {"1"}, Layout::document) == "f:1:1: this array is not closed");
    CHECK(failure("[[1]\n[2]]", {"1"}, Layout::document) ==
          "f:2:1: expected a comma or ], found '['");
    CHECK(failure("[[1],]", {"1"}, Layout::document) ==
          "f:1:6: expected an object or array, found ']'");
    CHECK(failure("[[1]] 2", {"1"}, Layout::document) ==
          "f:1:7: expected nothing behind the array, found '2'");
    CHECK(failure("[[1],\n\"\xff\"]", {"1"}, Layout::document) == "f:2:1: invalid UTF-8");
}

TEST_CASE("plain values and flat arrays of them") {
    CHECK(rows("\"x\"\n3\n[\"y\", null]\n[]\n", {}) ==
          Strings{"a string x|@1", "a number 3|@2", "a string y|@3", "null null|@3"});
    CHECK(rows("[\n\"x\",\n\n\"y\"]", {}, Layout::document) ==
          Strings{"a string x|@2", "a string y|@4"});
    CHECK(failure("[1,]", {}) == "f:1:4: expected a JSON value, found ']'");
    CHECK(failure("[1 2]", {}) == "f:1:4: expected a comma or ], found '2'");
    CHECK(failure("[1", {}) == "f:1:1: the JSON value that begins here is not complete");
    CHECK(failure("[", {}) == "f:1:1: the JSON value that begins here is not complete");
    CHECK(failure("[[1]]", {}) == "f:1:2: expected a JSON value, found '['");
    CHECK(failure("1 2", {}) == "f:1:3: expected one JSON value on a line");
}

TEST_CASE("what is wrong is said, with its place") {
    CHECK(failure("{\"a\":\n1}") == "f:1:1: expected a whole JSON value on one line");
    CHECK(failure("{\"a\":\n") == "f:1:1: expected a whole JSON value on one line");
    CHECK(failure("\n\n{\"a\":") == "f:3:1: the JSON value that begins here is not complete");
    CHECK(failure("{\"a\":1}{\"a\":2}") == "f:1:8: expected one JSON value on a line");
    CHECK(failure("{\"a\":1,}") == "f:1:8: expected a key in quotes, found '}'");
    CHECK(failure("{\"a\" 1}") == "f:1:6: expected a colon, found '1'");
    CHECK(failure("{\"a\":1]") == "f:1:7: expected a comma or }, found ']'");
    CHECK(failure("[1,,2]") == "f:1:4: expected a JSON value, found ','");
    CHECK(failure("[1}") == "f:1:3: expected a comma or ], found '}'");
    CHECK(failure("{\"a\":1,\"b\":2,\"a\":3}") == "f:1:14: field 'a' occurs twice");
    CHECK(failure("17") == "f:1:1: expected an object or array, found '17'");
    CHECK(failure("{\"b\":[01]}") == "f:1:7: expected a JSON value, found '01'");
    CHECK(failure("{\"b\":nul}") == "f:1:6: expected a JSON value, found 'nul'");
    CHECK(failure("{\"a\":1}\n{\"a\":\"x}\n") == "f:2:1: string is not closed on this line");
    CHECK(failure("{\"a\":1}\n{\"a\":\"x\ty\"}\n") == "f:2:1: control character in a string");
    CHECK(failure("{\"a\":1}\n{\"a\":\"\xc3(\"}\n") == "f:2:1: invalid UTF-8");
    // The error that comes first, though tokens are found before values are looked at.
    CHECK(failure("{\"a\":x}\n{\"a\":\"\xc3(\"}\n") == "f:1:6: expected a JSON value, found 'x'");
}

TEST_CASE("a thousand levels and no more") {
    CHECK(rows(nested(1000), {"1"}).size() == 1);
    CHECK(failure(nested(1001)) == "f:1:1001: nested deeper than 1000 levels");
    CHECK(failure(std::string(1000000, '[')) == "f:1:1001: nested deeper than 1000 levels");
    CHECK(rows(nested(1000), {"1"}, Layout::document).size() == 1);
    CHECK(failure(nested(1001), {"1"}, Layout::document) ==
          "f:1:1001: nested deeper than 1000 levels");
    std::string objects;
    for (int i = 0; i < 1000000; ++i) objects += "{\"a\":";
    CHECK(failure(objects) == "f:1:5001: nested deeper than 1000 levels");
}

TEST_CASE("accepts exactly what a parser of another kind accepts") {
    std::mt19937_64 random(4);
    const Strings pieces{
        "{",       "}",   "[",  "]",    ":",      ",",       "\"a\"",        "\"b\"",
        "1",       "-0",  "01", "1.5e", "2.5e-3", "\"\\n\"", "true",         "\"\\q\"",
        "null",    "nul", " ",  "\t",   "-",      "\"",      "\"\xc3\xa9\"", "\"\xc3\"",
        "\"\\u12", "x"};
    const Strings rows_to_break{R"({"a":1,"b":[2,3,{"c":null}]})", R"([1,"x",{"a":[]},-2e-5])",
                                R"({"k":{"k":{"k":[[],{},""]}}})", "[]", "{}"};
    std::size_t accepted = 0;
    for (int round = 0; round < 40000; ++round) {
        std::string text = rows_to_break[random() % rows_to_break.size()];
        for (auto changes = random() % 3; changes > 0; --changes) {
            const std::size_t at = random() % (text.size() + 1);
            text.replace(at, random() % 3, pieces[random() % pieces.size()]);
        }
        const auto other = nlohmann::json::parse(text, nullptr, false);
        const bool expected = other.is_structured();
        INFO(text);
        REQUIRE((failure(text, {"no such key"}) == "") ==
                (expected || text.find_first_not_of(" \t") == std::string::npos));
        accepted += expected;
    }
    CHECK(accepted > 10000);
    CHECK(accepted < 30000);
}

TEST_CASE("escapes of bytes") {
    const auto contents = [](const std::string& string, JsonRecords::Escapes escapes) {
        const std::string text = "{\"a\":" + string + "}" + std::string(64, '\0');
        JsonRecords records({"a"}, JsonRecords::Layout::lines, escapes);
        std::deque<std::string> copies;
        std::string found;
        records.parse({text.data(), text.size() - 64}, {"f", 1, 1},
                      [&](const JsonRow& row) { found = records.contents(row.fields[0], copies); });
        return found;
    };
    constexpr auto bytes = JsonRecords::Escapes::bytes;
    CHECK(contents("\"a\\udcff\\n\\uDC80b\"", bytes) ==
          "a\xff\n\x80"
          "b");
    CHECK(contents("\"\\ud83d\\udca9\\udca9\"", bytes) == "\xf0\x9f\x92\xa9\xa9");
    CHECK(contents("\"\\\\udcff\"", bytes) == "\\udcff");
    CHECK_THROWS_AS(contents("\"\\udc7f\"", bytes), base::DataError);
    CHECK_THROWS_AS(contents("\"\\ud83d\"", bytes), base::DataError);
    CHECK_THROWS_AS(contents("\"\\udcff\"", JsonRecords::Escapes::characters), base::DataError);
    std::mt19937_64 random(4);
    for (int round = 0; round < 200; ++round) {
        std::string original(random() % 30, ' '), quoted;
        for (char& c : original) c = static_cast<char>(random());
        io::append_json_quoted_bytes(quoted, original);
        REQUIRE(contents(quoted, bytes) == original);
    }
}

}  // namespace json_records_test
