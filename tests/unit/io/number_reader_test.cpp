#include "io/number_reader.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "io/print.hpp"
#include "unit/io/temporary.hpp"

#include <charconv>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace number_reader_test {

using namespace pipelab;
using namespace pipelab::io;
using Strings = std::vector<std::string>;
using testing::File;
using testing::message_of;

namespace {

/// What read_numbers gives, in a form that tests can compare.
struct Outcome {
    Strings values;
    std::vector<std::uint64_t> lines;
    Strings keys;
    std::uint64_t skipped = 0;
    TypeNeed need;
};

std::string value_text(const NumberBlock& block, std::size_t i) {
    if (block.type.kind == NumberType::Kind::decimal)
        return printed(Decimal{block.mantissas()[i], block.type.scale});
    if (block.type.kind == NumberType::Kind::uint64) return printed(block.naturals()[i]);
    return printed(block.reals()[i]);
}

Outcome read(NumberInput input) {
    Outcome all;
    std::mutex guard;
    std::size_t seen_by_work = 0;
    input.keep_lines = true;
    read_numbers(
        input, base::Control::none(),
        [&](NumberRows& rows, int) {
            const std::lock_guard lock(guard);
            seen_by_work += rows.block.size();
        },
        [&](NumberRows&& rows) {
            CHECK(rows.block.first_index == all.values.size());
            const bool keyed = !input.key_column.empty();
            CHECK(rows.keys.size() == (keyed ? rows.block.size() : 0));
            for (std::size_t i = 0; i < rows.block.size(); ++i) {
                all.values.push_back(value_text(rows.block, i));
                all.lines.push_back(rows.block.line(i));
                if (keyed) all.keys.emplace_back(rows.keys[i]);
            }
            all.skipped += rows.block.skipped;
            all.need.join(rows.block.need);
        });
    CHECK(seen_by_work == all.values.size());
    return all;
}

Outcome read(const std::string& text, NumberInput input = {}) {
    const File file(text);
    input.paths = {file.path()};
    return read(input);
}

/// The message without the name of the file.
template <class E = base::DataError>
std::string failure(const std::string& text, NumberInput input = {}) {
    const File file(text);
    input.paths = {file.path()};
    const auto message = message_of<E>([&] { read(input); });
    return message.starts_with(file.path()) ? message.substr(file.path().size() + 1) : message;
}

NumberInput column(const std::string& name, const std::string& key = "") {
    NumberInput input;
    input.column = name;
    input.key_column = key;
    return input;
}

NumberInput headed(NumberInput input) {
    input.header = true;
    return input;
}

NumberInput skipping(NumberInput input) {
    input.nan = NanPolicy::skip;
    return input;
}

NumberInput separated(NumberInput input, char delimiter) {
    input.delimiter = delimiter;
    return input;
}

/// hh:mm at the front of a text, in minutes.
std::optional<Number> clock_time(std::string_view text) {
    int hour = 0, minute = 0;
    if (text.size() < 5 || text[2] != ':') return std::nullopt;
    std::from_chars(text.data(), text.data() + 2, hour);
    std::from_chars(text.data() + 3, text.data() + 5, minute);
    return Decimal{hour * 60 + minute, 0};
}

NumberInput timed(NumberInput input) {
    input.parse_value = clock_time;
    input.expected = "a time";
    return input;
}

using Lines = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("every number of a text") {
    const Outcome all = read("1 2,3\n\n# 9\n4.5e1\r\n-6");
    CHECK(all.values == Strings{"1", "2", "3", "45", "-6"});
    CHECK(all.lines == Lines{1, 1, 1, 4, 5});
    CHECK(read("").values.empty());
    CHECK(read(" \n").values.empty());
    CHECK(failure("1\n2 x\n") == "2:3: expected a number, found 'x'");
    CHECK(read("a\tb\n1\t2\n", headed({})).values == Strings{"1", "2"});
    CHECK(read("a b\n1 2\n3", headed({})).lines == Lines{2, 2, 3});
    CHECK(read("a", headed({})).values.empty());
}

TEST_CASE("every number of JSON, recognised by its first byte") {
    CHECK(read(" \n[1,2,\n3]\n[] 4").values == Strings{"1", "2", "3", "4"});
    CHECK(read("[1,2,\n3]\n5").lines == Lines{1, 1, 2, 3});
    CHECK(failure("[1,2") == "1:5: expected ',' or ']', found the end of the input");
    NumberInput text;
    text.format = InputFormat::text;
    CHECK(failure("[1]", text) != "");
    NumberInput json;
    json.format = InputFormat::json;
    CHECK(read("1\n2\n", json).values == Strings{"1", "2"});
    CHECK(failure("01\n", json) != "");
}

TEST_CASE("several inputs, each of its own form") {
    const File a("1 2"), b("[3,4]"), c(""), d("5\n");
    NumberInput input;
    input.paths = {a.path(), b.path(), c.path(), d.path()};
    CHECK(read(input).values == Strings{"1", "2", "3", "4", "5"});
    input.paths.insert(input.paths.begin() + 2, "/no/such");
    CHECK(message_of<base::IoError>([&] { read(input); }) == "/no/such: No such file or directory");
}

TEST_CASE("a field of text rows") {
    const std::string csv = "id,price\n# c\n1,2.50\n\n 2 , 3\n\"3\",\"4\"\n";
    CHECK(read(csv, headed(column("price"))).values == Strings{"2.5", "3", "4"});
    CHECK(read(csv, headed(column("price"))).lines == Lines{3, 5, 6});
    CHECK(read(csv, headed(column("1"))).values == Strings{"1", "2", "3"});
    CHECK(read("1 x 5\r\n2 y 6", column("3")).values == Strings{"5", "6"});
    CHECK(read("1 x 5\n2 y 6\n", column("3")).lines == Lines{1, 2});
    CHECK(read("a\t 7\nb\t8\n", separated(column("2"), '\t')).values == Strings{"7", "8"});
    CHECK(read("18446744073709551615 a\n3 b\n", column("1")).values ==
          Strings{"18446744073709551615", "3"});
    CHECK(read("a 1e300\nb 2\nc 12345678901234567890123", column("2")).values ==
          Strings{"1e+300", "2", "1.2345678901234568e+22"});
    CHECK(read("", headed(column("2"))).values.empty());
}

TEST_CASE("an input without anything in it needs no header to find a column by name") {
    CHECK(read("", column("price")).values.empty());
    CHECK(read(" \n\n", column("price", "item")).keys.empty());
    CHECK(read("\n{\"price\":3}\n", column("price")).values == Strings{"3"});
}

TEST_CASE("keys beside the values") {
    const Outcome all = read("\"a\"\"x\",1\nb,NA\nc,\nd,nan\ne , 5\n", skipping(column("2", "1")));
    CHECK(all.values == Strings{"1", "5"});
    CHECK(all.keys == Strings{"a\"x", "e"});
    CHECK(all.lines == Lines{1, 5});
    CHECK(all.skipped == 3);
    CHECK(read("x 1\ny 2", column("2", "2")).keys == Strings{"1", "2"});
    CHECK(read("k v\nx 1\ny 2", headed(column("v", "k"))).keys == Strings{"x", "y"});
}

TEST_CASE("what is wrong in text rows") {
    CHECK(failure("1 2\n3\n", column("3")) == "1: expected at least 3 fields, found 2");
    CHECK(failure("1\n", column("2")) == "1: expected at least 2 fields, found 1");
    CHECK(failure("1 2\n3 x\n4", column("2")) == "2:3: expected a number, found 'x'");
    CHECK(failure("1,2\n3,\n", column("2")) == "2:3: field 2 is empty, expected a number");
    CHECK(failure("1,nan\n", column("2")) == "1:3: expected a finite number, found 'nan'");
    CHECK(failure("1,NA\n", column("2")) == "1:3: expected a number, found 'NA'");
    CHECK(failure("1,1e999\n", column("2")) == "1:3: number beyond the range of double");
    CHECK(failure("1,\"2\n3\"\n", column("2")) == "1:3: quote is not closed on this line");
    CHECK(failure("a,b\n1,2\n", headed(column("c"))) == "1:1: no column 'c' (columns: 'a', 'b')");
    using Usage = base::UsageError;
    CHECK(failure<Usage>("1,2\n", column("b")) == "--column b needs --header (or a field number)");
    CHECK(failure<Usage>("1,2\n", column("1", "b")) == "--by b needs --header (or a field number)");
    CHECK(failure<Usage>("1,2\n", column("0")) == "--column 0: fields are numbered from 1");
    CHECK(failure<Usage>("1,2\n", column("", "1")) == "--by needs --column");
    CHECK(failure<Usage>("1,2\n", separated(column("1"), '\n')) != "");
}

TEST_CASE("a field of JSON rows") {
    CHECK(read("{\"t\":1.5,\"k\":\"a\"}\n\n{\"k\":7,\"t\":2}\n", column("t", "k")).keys ==
          Strings{"a", "7"});
    const Outcome all =
        read("{\"t\":1.50}\n\n{\"t\":null}\n{\"t\":\"NA\"}\n{\"t\":2e3}\n", skipping(column("t")));
    CHECK(all.values == Strings{"1.5", "2000"});
    CHECK(all.lines == Lines{1, 5});
    CHECK(all.skipped == 2);
    CHECK(read("[1,2]\n[3,4]\n", column("2")).values == Strings{"2", "4"});
    CHECK(read("[\n[1,2],\n[3,\n4]]\n", column("2")).values == Strings{"2", "4"});
    CHECK(read("[\n[1,2],\n[3,\n4]]\n", column("2")).lines == Lines{2, 4});
    CHECK(read(" [ {\"t\":18446744073709551615}]", column("t")).values ==
          Strings{"18446744073709551615"});
    CHECK(read("[]", column("t")).values.empty());
}

TEST_CASE("what is wrong in JSON rows") {
    CHECK(failure("{\"price\":\"3\"}", column("price")) ==
          "1:10: field 'price' is a string, expected a number");
    CHECK(failure("{\"price\":null}", column("price")) ==
          "1:10: field 'price' is null, expected a number");
    CHECK(failure("{\"price\":1}\n{\"price\":1e999}\n{", column("price")) ==
          "2:10: number beyond the range of double");
    CHECK(failure("{\"price\":3}", column("pirce")) ==
          "1:1: no column 'pirce'; did you mean 'price'? (columns: 'price')");
    CHECK(failure("{\"p\":3,\"k\":[]}", column("p", "k")) ==
          "1:12: field 'k' is an array, expected a string or a number");
    CHECK(failure("[1]\n[2]", column("2")) == "1:1: expected at least 2 fields, found 1");
    CHECK(failure("[1]\n[2]", column("x")) ==
          "1:1: this row is an array: field 'x' must be given by its number");
    CHECK(failure("[[1]", column("1")) == "1:1: this array is not closed");
}

TEST_CASE("values of another kind than numbers") {
    CHECK(read("09:30 start\n\n10:15 end\n", timed({})).values == Strings{"570", "615"});
    CHECK(read("a 09:30 x\nb 10:15 y\n", timed(column("2", "1"))).values == Strings{"570", "615"});
    CHECK(read("a,09:30\nb,\nc,NA\n", skipping(timed(column("2")))).skipped == 2);
    CHECK(read("\"x y\";\"09:30\"\n", separated(timed(column("2")), ';')).values == Strings{"570"});
    CHECK(read("[\"09:30\",\n\"10:15\"]", timed({})).values == Strings{"570", "615"});
    CHECK(read("[\"09:30\"]\n[\"10:15\"]\n", timed({})).lines == Lines{1, 2});
    CHECK(read("{\"at\":\"09:30\"}", timed(column("at"))).values == Strings{"570"});
    CHECK(failure("x 09:30\nx soon\n", timed(column("2"))) == "2:3: expected a time, found 'soon'");
    CHECK(failure("{\"at\":true}", timed(column("at"))) ==
          "1:7: field 'at' is a boolean, expected a time");
}

TEST_CASE("the same values for any chunk size and number of threads") {
    std::mt19937_64 random(5);
    std::string text, csv, lines, array = "[";
    Strings expected;
    for (int i = 0; i < 3000; ++i) {
        std::string number = std::to_string(static_cast<std::int64_t>(random()) >> (random() % 60));
        expected.push_back(number);
        text += number + (random() % 4 == 0 ? "\n" : random() % 3 == 0 ? ", " : " ");
        csv += "\"k,\"\"" + number + "\" , " + number + "\r\n";
        lines += "{\"k\":\"\\u006b" + number + "\",\"v\":" + number + "}\n";
        array += (i > 0 ? ", " : "") + number + (random() % 5 == 0 ? "\n" : "");
    }
    array += "]";
    const int before = base::threads();
    for (const int threads : {1, 4}) {
        base::set_threads(threads);
        for (const std::size_t bytes : {30U, 1000U, 20000U, 1U << 20}) {
            NumberInput plain;
            plain.chunk_bytes = bytes;
            CHECK(read(text, plain).values == expected);
            CHECK(read(array, plain).values == expected);
            NumberInput rows = column("2", "1");
            rows.chunk_bytes = bytes;
            const Outcome from_csv = read(csv, rows);
            CHECK(from_csv.values == expected);
            CHECK(from_csv.keys[17] == "k,\"" + expected[17]);
            CHECK(from_csv.lines.back() == 3000);
            rows = column("v", "k");
            rows.chunk_bytes = bytes;
            const Outcome from_json = read(lines, rows);
            CHECK(from_json.values == expected);
            CHECK(from_json.keys.back() == "k" + expected.back());
        }
    }
    base::set_threads(before);
}

TEST_CASE("reading is a phase of the progress") {
    struct Log : base::Progress {
        std::string text;
        std::uint64_t bytes = 0;
        void begin(std::string_view what, std::uint64_t total, std::string_view unit) override {
            text += std::string(what) + " " + std::to_string(total) + " " + std::string(unit);
        }
        void advance(std::uint64_t amount) override { bytes += amount; }
        void end() override { text += " end"; }
    } log;
    const File file("1\n2\n");
    NumberInput input;
    input.paths = {file.path()};
    read_numbers(input, {log, base::Control::none().cancellation}, {}, {});
    CHECK(log.text == "reading 4 B end");
    CHECK(log.bytes == 4);
}

namespace {

/// What read_columns gives: the names, then the values of each column.
std::vector<Strings> columns(const std::string& text, const Strings& wanted = {},
                             NumberInput input = {}) {
    const File file(text);
    input.paths = {file.path()};
    std::vector<Strings> all;
    read_columns(
        input, {wanted}, base::Control::none(),
        [&](const Strings& names) {
            all = {names};
            all.resize(1 + names.size());
        },
        {},
        [&](std::vector<NumberBlock>&& blocks) {
            REQUIRE(blocks.size() + 1 == all.size());
            for (std::size_t i = 0; i < blocks.size(); ++i)
                for (std::size_t j = 0; j < blocks[i].size(); ++j)
                    all[i + 1].push_back(value_text(blocks[i], j));
        });
    return all;
}

}  // namespace

TEST_CASE("all columns of rows are read at once") {
    using Table = std::vector<Strings>;
    CHECK(columns("1 2.5\n# note\n\n3 4\n") == Table{{"1", "2"}, {"1", "3"}, {"2.5", "4"}});
    CHECK(columns("1,2\n3,4") == Table{{"1", "2"}, {"1", "3"}, {"2", "4"}});
    NumberInput header;
    header.header = true;
    header.delimiter = ',';
    CHECK(columns("2020,\"a b\"\n1,2\n3,4\n", {}, header) ==
          Table{{"2020", "a b"}, {"1", "3"}, {"2", "4"}});
    CHECK(columns("x,y,z\n1,2,3\n", {"z", "1"}, header) == Table{{"z", "x"}, {"3"}, {"1"}});
    CHECK(columns("{\"b\":1,\"a\":2}\n{\"a\":4,\"b\":3,\"c\":0}\n") ==
          Table{{"b", "a"}, {"1", "3"}, {"2", "4"}});
    CHECK(columns("[[1,2],\n[3,4]]") == Table{{"1", "2"}, {"1", "3"}, {"2", "4"}});
    CHECK(columns("{\"b\":1,\"a\":2}\n", {"a"}) == Table{{"a"}, {"2"}});
    CHECK(columns("7 8 9\n", {"3", "1"}) == Table{{"3", "1"}, {"9"}, {"7"}});
}

TEST_CASE("rows of several columns must be alike") {
    NumberInput header;
    header.header = true;
    CHECK(message_of<base::DataError>([] {
              columns("1 2\n3\n");
          }).ends_with(":2: expected 2 fields, found 1"));
    CHECK(message_of<base::DataError>([] {
              columns("1 2\n3 4 5\n");
          }).ends_with(":2: expected 2 fields, found 3"));
    CHECK(message_of<base::DataError>([] {
              columns("[1,2]\n[3]\n");
          }).ends_with("expected 2 fields, found 1"));
    CHECK(message_of<base::DataError>([] {
              columns("1 2\n3 x\n");
          }).ends_with(":2:3: expected a number, found 'x'"));
    CHECK(message_of<base::DataError>([] { columns(""); }).ends_with("no row in the input"));
    CHECK(message_of<base::DataError>([&] {
              columns("a b\n1 2\n", {"c"}, header);
          }).find("'a', 'b'") != std::string::npos);
}

TEST_CASE("blocks that are real keep what their texts say where that is asked for") {
    const File file("0.1234567890123456789 123456.25\n1e-30 1.50\n");
    NumberInput input;
    input.paths = {file.path()};
    input.keep_numbers = true;
    std::vector<Number> numbers;
    read_numbers(input, base::Control::none(), {}, [&](NumberRows&& rows) {
        REQUIRE(rows.block.type.kind == NumberType::Kind::real);
        REQUIRE(rows.block.numbers.size() == rows.block.size());
        numbers.insert(numbers.end(), rows.block.numbers.begin(), rows.block.numbers.end());
    });
    CHECK(numbers == std::vector<Number>{Number(0.1234567890123456789), Decimal{12345625, 2},
                                         Number(1e-30), Decimal{15, 1}});
}

}  // namespace number_reader_test
