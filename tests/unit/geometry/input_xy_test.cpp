#include "base/parallel.hpp"
#include "base/random.hpp"
#include "catch.hpp"
#include "geometry/input.hpp"
#include "unit/geometry/outcome.hpp"

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

namespace input_xy_test {

using namespace pipelab;
using namespace pipelab::geometry;
using Catch::Contains;
using testing::features_of;
using testing::rows_of;
using testing::sets_of;

namespace {

Input with_numbers() {
    Input input;
    input.numbers = true;
    return input;
}

Style style_of(std::string_view text, Input input = {}) {
    const testing::TextFile file(text);
    input.paths = {file.path()};
    return PointSetReader(input, base::Control::none()).style();
}

/// The same whatever the pieces and threads, first read at once.
std::string rows_in_pieces(std::string_view text, std::size_t width, Input input = {}) {
    const std::string whole = rows_of(text, width, input);
    const int threads = base::threads();
    for (const std::size_t bytes : {1, 7, 64})
        for (const int count : {1, 3}) {
            base::set_threads(count);
            input.chunk_bytes = bytes;
            CHECK(rows_of(text, width, input) == whole);
        }
    base::set_threads(threads);
    return whole;
}

std::string npy(std::string_view type, const std::string& shape, std::string_view data,
                bool fortran = false) {
    std::string header = "{'descr': '" + std::string(type) +
                         "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': (" +
                         shape + "), }\n";
    std::string text("\x93NUMPY\x01\x00", 8);
    text += static_cast<char>(header.size());
    text += '\0';
    return text + header + std::string(data);
}

}  // namespace

TEST_CASE("rows of plain text") {
    CHECK(rows_in_pieces("", 2) == "");
    CHECK(rows_in_pieces("\n\n", 2) == "");
    CHECK(rows_in_pieces("# nothing\n", 2) == "");
    CHECK(rows_in_pieces("1 2", 2) == "1 2\n");
    CHECK(rows_in_pieces("1 2\n3 4\n", 2) == "1 2\n3 4\n");
    CHECK(rows_in_pieces("\xef\xbb\xbf+1,1e5\r\n 3 , -.5 \r\n\t4\t5", 2) ==
          "1 100000\n3 -0.5\n4 5\n");
    CHECK(rows_in_pieces("1 2 3 4\n", 4) == "1 2 3 4\n");
    CHECK(rows_in_pieces("5\n6\n\n7", 1) == "5\n6\n--\n7\n");
}

TEST_CASE("a blank line ends a block, a comment does not") {
    CHECK(rows_in_pieces("\n1 2\n \n\n3 4\n# c\n5 6\n\n# c\n\n7 8\n\n\n", 2) ==
          "1 2\n--\n3 4\n5 6\n--\n7 8\n--\n");
    CHECK(rows_in_pieces("1 2\n\r\n3 4\n  ", 2) == "1 2\n--\n3 4\n--\n");
    CHECK(rows_in_pieces("1 2 a\n\n3 4 b\n#c\n5 6\n", 2) == "1 2 {a}\n--\n3 4 {b}\n5 6\n");
}

TEST_CASE("line numbers where they are asked for") {
    const std::string text = "#\n1 2\n\n\n3 4\n5 6 x\n";
    CHECK(rows_in_pieces(text, 2, with_numbers()) == "2@ 1 2\n--\n5@ 3 4\n6@ 5 6 {x}\n");
    CHECK(rows_in_pieces("#\n1 2\n\n3 4\n", 2, with_numbers()) == "2@ 1 2\n--\n4@ 3 4\n");
    CHECK(rows_in_pieces("[1,2]\n\n[3,4,\"a\"]\n", 2, with_numbers()) ==
          "1@ 1 2\n--\n3@ 3 4 {\"a\"}\n");
}

TEST_CASE("further fields are carried as they stand") {
    CHECK(rows_in_pieces("1 2 a  b\n3 4\n", 2) == "1 2 {a  b}\n3 4\n");
    CHECK(rows_in_pieces("1,2,\"a, \"\"b\"\"\",c\n", 2) == "1 2 {\"a, \"\"b\"\"\",c}\n");
    CHECK(rows_in_pieces("1 2 # name\n", 2) == "1 2 {# name}\n");
    CHECK(rows_in_pieces("1 2 3 4\n5 6 7\n8 9\n", 2) == "1 2 {3 4}\n5 6 {7}\n8 9\n");
    CHECK(rows_in_pieces("\"1\",\"2\"\n", 2) == "1 2\n");
    CHECK(rows_in_pieces("1 2,\n", 2) == "1 2\n");
}

TEST_CASE("a header names columns, given or guessed") {
    CHECK(rows_in_pieces("x y\n1 2\n", 2) == "1 2\n");
    CHECK(rows_in_pieces("# c\n\nlon,lat,city name\n1,2,New York\n", 2) == "1 2 {New York}\n");
    Input input;
    input.header = true;
    CHECK(rows_in_pieces("1 2\n3 4\n", 2, input) == "3 4\n");
    input.columns = {"lat", "lon"};
    const std::string table = "city name,lon,lat,n\nNew York,-74,40.7,1\nParis,2.3,48.9,2\n";
    CHECK(rows_in_pieces(table, 2, input) == "40.7 -74 {New York,1}\n48.9 2.3 {Paris,2}\n");
    input.id = "city name";
    CHECK(rows_in_pieces(table, 2, input) ==
          "40.7 -74 {New York,1} id New York\n48.9 2.3 {Paris,2} id Paris\n");
    CHECK(style_of(table, input).columns ==
          std::vector<std::string>{"lat", "lon", "city name", "n"});
    CHECK(style_of(table, input).delimiter == ',');
    CHECK(style_of("1 2\n").delimiter == std::nullopt);
    input.columns = {"lat", "lo"};
    CHECK_THAT(rows_of(table, 2, input), Contains("did you mean 'lon'"));
    input = {};
    input.columns = {"3", "1"};
    CHECK(rows_in_pieces("1 a 2\n3 b 4\n", 2, input) == "2 1 {a}\n4 3 {b}\n");
    input.columns = {"1", "1"};
    CHECK(rows_in_pieces("1 a\n", 2, input) == "1 1 {a}\n");
    input.columns = {"1", "x"};
    CHECK_THAT(rows_of("1 2\n", 2, input), Contains("needs a header"));
    input.columns = {"1"};
    CHECK_THAT(rows_of("1 2\n", 2, input), Contains("expected 2 columns"));
}

TEST_CASE("a delimiter is exactly that byte") {
    Input input;
    input.delimiter = '\t';
    CHECK(rows_in_pieces("1\t2\n3\t4\tNew York\n", 2, input) == "1 2\n3 4 {New York}\n");
    CHECK(rows_of("1\t\t2\n", 2, input) == ":1:3: field 2 is empty, expected a number");
    CHECK(rows_in_pieces("x\ty\n1\t2\n", 2, input) == "1 2\n");
    input.delimiter = ';';
    CHECK(rows_in_pieces("1; 2 ;a\n\n3;4\n", 2, input) == "1 2 {a}\n--\n3 4\n");
    CHECK(style_of("1;2\n", input).delimiter == ';');
}

TEST_CASE("what is wrong in a row is said with its place") {
    CHECK(rows_in_pieces("1 2\n3\n", 2) == ":2:2: expected 2 coordinates, found 1");
    CHECK(rows_in_pieces("1 2\n3 x\n", 2) == ":2:3: expected a number, found 'x'");
    CHECK(rows_in_pieces("1 2\n\n3 nan\n", 2) == ":3:3: expected a finite number, found 'nan'");
    CHECK(rows_in_pieces("1 -inf\n", 2) == ":1:3: expected a finite number, found '-inf'");
    CHECK(rows_in_pieces("1 1e999\n", 2) == ":1:3: number beyond the range of double");
    CHECK(rows_in_pieces("1,,2\n", 2) == ":1:3: field 2 is empty, expected a number");
    CHECK(rows_in_pieces("1 2\n3 4e\n5\n", 2) == ":2:3: expected a number, found '4e'");
    CHECK(rows_in_pieces("1 2 3\n", 4) == ":1:6: expected 4 coordinates, found 3");
    CHECK(rows_in_pieces("1 2 \"a\n", 2) == "1 2 {\"a}\n");
    CHECK_THAT(rows_of("\x01\x02 \x03 \x04\n", 2), Contains("expected a number"));
}

TEST_CASE("rows of JSON") {
    CHECK(rows_in_pieces("[1,2]\n[3, 4.5]\n", 2) == "1 2\n3 4.5\n");
    CHECK(rows_in_pieces(" [[1,2],\n[3,4,\"a, b\",{\"k\":[1]}]]\n", 2) ==
          "1 2\n3 4 {\"a, b\",{\"k\":[1]}}\n--\n");
    CHECK(rows_in_pieces("[1,2]\n\n[3,4]", 2) == "1 2\n--\n3 4\n");
    CHECK(rows_in_pieces("[]\n", 2) == "");
    CHECK(rows_of("[[1,2]]\n[[3,4]]", 2) == "1 2\n--\n3 4\n--\n");
    CHECK(style_of("[1,2]").json_rows);
    Input input;
    input.columns = {"3", "2"};
    input.id = "1";
    CHECK(rows_in_pieces("[\"a\",2,1,null]\n", 2, input) == "1 2 {\"a\",null} id \"a\"\n");
    CHECK(rows_in_pieces("[1]\n", 2) == ":1:3: expected 2 coordinates, found 1");
    CHECK(rows_in_pieces("[1,2]\n[1,null]\n", 2) == ":2:4: expected a number, found 'null'");
    CHECK(rows_in_pieces("[1,2] [3,4]\n", 2) == ":1:7: expected one row on a line");
    CHECK(rows_in_pieces("[1,2]\n[3,\n4]\n", 2) ==
          ":2:1: expected a whole row [x,y,...] on one line");
    CHECK(rows_in_pieces("[1,2]\n{\"x\":1}\n", 2) == ":2:1: expected a row [x,y,...], found '{'");
    CHECK(rows_in_pieces("[1,1e999]\n", 2) == ":1:4: number beyond the range of double");
    CHECK(rows_in_pieces("[1,2]\n[01,2]\n[\"\n", 2) == ":2:2: expected a number, found '01'");
    CHECK(rows_in_pieces("[1,2]\n[1,2,\"\xff\"]\n", 2) == ":2:1: invalid UTF-8");
    CHECK_THAT(rows_of("[[1,2]", 2), Contains("the end of the input"));
    CHECK_THAT(rows_of("[1,2," + std::string(100000, '['), 2), Contains("nested deeper than 1000"));
}

TEST_CASE("rows of .npy") {
    const double values[] = {1, 2.5, 3, 4, 5, 6};
    const std::string_view bytes(reinterpret_cast<const char*>(values), sizeof values);
    CHECK(rows_of(npy("<f8", "3, 2", bytes), 2) == "1 2.5\n3 4\n5 6\n");
    CHECK(rows_of(npy("<f8", "3, 2", bytes, true), 2) == "1 4\n2.5 5\n3 6\n");
    CHECK(rows_of(npy("<f8", "2, 3", bytes), 2) == "1 2.5 {3}\n4 5 {6}\n");
    const std::int32_t whole[] = {-1, 2};
    CHECK(rows_of(npy("<i4", "1, 2", {reinterpret_cast<const char*>(whole), 8}), 2) == "-1 2\n");
    CHECK(rows_of(npy("<f8", "0, 2", ""), 2) == "");
    CHECK_THAT(rows_of(npy("<f8", "3, 2", bytes.substr(8)), 2), Contains("found 40"));
    CHECK_THAT(rows_of(npy("<f8", "6,", bytes), 2), Contains("expected an array of shape (n, 2)"));
    CHECK_THAT(rows_of(npy(">f8", "3, 2", bytes), 2), Contains("big endian"));
    CHECK_THAT(rows_of(npy("<c16", "3,", bytes), 2), Contains("not supported"));
    CHECK_THAT(rows_of(npy("<f8", "3, 2", bytes).substr(0, 20), 2), Contains("cut short"));
    const double bad[] = {1, std::nan("")};
    CHECK_THAT(rows_of(npy("<f8", "1, 2", {reinterpret_cast<const char*>(bad), 16}), 2),
               Contains("row 1 holds nan"));
}

TEST_CASE("sets, paths and rings are blocks of rows") {
    const std::string text = "0 0\n1 0\n1 1\n0 0\n\n\n# hole\n5 5 a\n";
    CHECK(sets_of(text) == "-- 1\n0 0\n1 0\n1 1\n0 0\n-- 8\n5 5 {a}\n");
    CHECK(features_of(text, {}, Blocks::points) == "1@1:1 3: 0,0 1,0 1,1 0,0\n2@8:1 3: 5,5 a\n");
    CHECK(features_of(text, {}, Blocks::paths) == "1@1:1 1: 0,0 1,0 1,1 0,0\n2@8:1 1: 5,5 a\n");
    CHECK(features_of(text, {}, Blocks::rings) == "1@1:1 6: 0,0 1,0 1,1; 5,5\n");
    for (const Blocks blocks : {Blocks::points, Blocks::paths, Blocks::rings})
        CHECK(features_of("\n# nothing\n", {}, blocks) == "");
    const std::string sets = sets_of(text, with_numbers());
    CHECK(sets == "-- 1\n1@ 0 0\n2@ 1 0\n3@ 1 1\n4@ 0 0\n-- 8\n8@ 5 5 {a}\n");
    Input input = with_numbers();
    for (input.chunk_bytes = 1; input.chunk_bytes < 40; ++input.chunk_bytes)
        CHECK(sets_of(text, input) == sets);
}

TEST_CASE("several inputs in turn, each with its own notation") {
    const testing::TextFile a("1 2\n3 4"), b("[5,6]\n"), c("POINT(7 8)"), d("x,y\n9,10\n");
    Input input;
    input.paths = {a.path(), b.path(), c.path(), d.path()};
    std::string all;
    std::size_t ends = 0;
    for_rows(
        input, 2, base::Control::none(),
        [](Rows& rows, const Style&, int) { return std::move(rows); },
        [&](Rows&& rows) {
            for (const double value : rows.values) all += io::printed(value) + " ";
            ends += rows.block_ends.size();
        });
    CHECK(all == "1 2 3 4 5 6 7 8 9 10 ");
    CHECK(ends == 3);
    PointSetReader reader(input, base::Control::none());
    std::string sizes;
    for (PointSet set; reader.next(set);) {
        sizes += std::to_string(set.points.size()) + " ";
        if (set.points[0].x == 7) CHECK(reader.style().notation == Notation::wkt);
    }
    CHECK(sizes == "2 1 1 1 ");
}

TEST_CASE("the fast way and the way by fields read the same") {
    base::Random random(7);
    std::uint64_t next = 0;
    const std::string_view pieces[] = {"1",  "2.5",  " ",     " ",     ",",   "\n", "\n",
                                       "\n", "\r\n", "#c\n",  "-3",    "1e2", "x",  " ",
                                       ";",  "\t",   "1 2\n", "3,4\n", "\n\n"};
    Input by_fields;
    by_fields.columns = {"1", "2"};
    for (int round = 0; round < (testing::quick ? 500 : 5000); ++round) {
        std::string text = "1 2\n";
        const std::uint64_t count = random.integer(next++, 12);
        for (std::uint64_t i = 0; i < count; ++i)
            text += pieces[random.integer(next++, std::size(pieces))];
        // A third field in front makes the reader walk over fields from there on.
        const std::string fast = rows_of(text, 2, with_numbers());
        std::string slow = rows_of("1 2 x\n" + text.substr(4), 2, with_numbers());
        if (const std::size_t at = slow.find(" {x}"); at == 6) slow.erase(at, 4);
        if (fast != slow) UNSCOPED_INFO(text);
        CHECK(fast == slow);
    }
}

}  // namespace input_xy_test
