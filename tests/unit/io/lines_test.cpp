#include "io/lines.hpp"

#include "catch.hpp"
#include "unit/io/temporary.hpp"

#include <string>
#include <vector>

namespace lines_test {

using namespace pipelab;
using pipelab::testing::File;

TEST_CASE("lines of several inputs, with their places") {
    const File first(
        "\xef\xbb\xbf"
        "a\r\n\r\n b \nlast"),
        empty(""), third("\n#x\n");
    io::LineReader reader({first.path(), empty.path(), third.path()});
    std::vector<std::string> lines;
    std::vector<std::uint64_t> numbers;
    std::vector<bool> starts;
    std::string_view line;
    while (reader.next(line)) {
        lines.emplace_back(line);
        numbers.push_back(reader.position().line);
        starts.push_back(reader.first_of_file());
        CHECK(reader.position().file == (lines.size() > 4 ? third.path() : first.path()));
    }
    CHECK(lines == std::vector<std::string>{"a", "", " b ", "last", "", "#x"});
    CHECK(numbers == std::vector<std::uint64_t>{1, 2, 3, 4, 1, 2});
    CHECK(starts == std::vector<bool>{true, false, false, false, true, false});
    CHECK_FALSE(reader.next(line));
}

TEST_CASE("many lines and long ones") {
    std::string text;
    std::vector<std::string> expected;
    for (std::size_t i = 0; i < 3000; ++i) {
        expected.push_back(std::string(i * 37 % 1009, 'x') + std::to_string(i));
        text += expected.back() + "\n";
    }
    expected.emplace_back(3000000, 'y');
    text += expected.back();
    const File file(text);
    io::LineReader reader({file.path()});
    std::string_view line;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        REQUIRE(reader.next(line));
        REQUIRE(line == expected[i]);
        REQUIRE(reader.position().line == i + 1);
    }
    CHECK_FALSE(reader.next(line));
}

}  // namespace lines_test
