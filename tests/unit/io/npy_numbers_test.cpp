#include "base/error.hpp"
#include "catch.hpp"
#include "io/number_reader.hpp"
#include "io/print.hpp"
#include "unit/io/temporary.hpp"

#include <limits>
#include <string>
#include <vector>

namespace npy_numbers_test {

using namespace pipelab;
using namespace pipelab::io;
using testing::File;
using testing::message_of;

namespace {

template <class T>
std::string npy(const std::string& type, const std::string& shape, const std::vector<T>& values,
                const std::string& fortran = "False") {
    std::string header =
        "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
    header.resize((header.size() + 11 + 63) / 64 * 64 - 11, ' ');
    header += '\n';
    std::string bytes = "\x93NUMPY\x01";
    bytes += '\0';
    bytes += static_cast<char>(header.size() % 256);
    bytes += static_cast<char>(header.size() / 256);
    bytes += header;
    for (const T& value : values) bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    return bytes;
}

std::string text_of(const NumberBlock& block) {
    std::string text;
    for (std::size_t i = 0; i < block.size(); ++i) {
        if (i > 0) text += ' ';
        if (block.type.kind == NumberType::Kind::decimal)
            text += printed(block.mantissas()[i]);
        else if (block.type.kind == NumberType::Kind::uint64)
            text += printed(block.naturals()[i]);
        else
            text += printed(block.reals()[i]);
    }
    return text;
}

std::string all_of(const std::string& bytes, const std::string& column = "",
                   NanPolicy nan = NanPolicy::error) {
    const File file(bytes);
    NumberInput input;
    input.paths = {file.path()};
    input.column = column;
    input.nan = nan;
    std::string text;
    read_numbers(input, base::Control::none(), {},
                 [&](NumberRows&& rows) { text += text_of(rows.block); });
    return text;
}

}  // namespace

TEST_CASE("numbers of .npy arrays of all types") {
    CHECK(all_of(npy<double>("<f8", "(3,)", {1.5, -0.25, 1e300})) == "1.5 -0.25 1e+300");
    CHECK(all_of(npy<float>("<f4", "(2, 1)", {0.5F, 3})) == "0.5 3");
    CHECK(all_of(npy<std::int64_t>("<i8", "(2,)",
                                   {std::numeric_limits<std::int64_t>::min(), 9007199254740993})) ==
          "-9223372036854775808 9007199254740993");
    CHECK(all_of(npy<std::uint64_t>("<u8", "(2,)", {18446744073709551615U, 1})) ==
          "18446744073709551615 1");
    CHECK(all_of(npy<std::uint64_t>("<u8", "(2,)", {7, 1})) == "7 1");
    CHECK(all_of(npy<std::int16_t>("<i2", "(2,)", {-7, 1})) == "-7 1");
    CHECK(all_of(npy<std::uint8_t>("|u1", "(2,)", {255, 1})) == "255 1");
    CHECK(all_of(npy<std::uint8_t>("|b1", "(2,)", {1, 0})) == "1 0");
    CHECK(all_of(npy<double>("<f8", "()", {2})) == "2");
    CHECK(all_of(npy<double>("<f8", "(0,)", {})) == "");
}

TEST_CASE("columns of .npy arrays, in either order") {
    const auto rows = npy<std::int32_t>("<i4", "(2, 3)", {1, 2, 3, 4, 5, 6});
    const auto columns = npy<std::int32_t>("<i4", "(2, 3)", {1, 4, 2, 5, 3, 6}, "True");
    for (const std::string& bytes : {rows, columns}) {
        CHECK(all_of(bytes) == "1 2 3 4 5 6");
        CHECK(all_of(bytes, "2") == "2 5");
        const File file(bytes);
        NumberInput input;
        input.paths = {file.path()};
        std::vector<std::string> names, texts;
        read_columns(
            input, {}, base::Control::none(), [&](const auto& found) { names = found; }, {},
            [&](std::vector<NumberBlock>&& blocks) {
                for (const NumberBlock& block : blocks) texts.push_back(text_of(block));
            });
        CHECK(names == std::vector<std::string>{"1", "2", "3"});
        CHECK(texts == std::vector<std::string>{"1 4", "2 5", "3 6"});
    }
    CHECK(all_of(npy<std::int32_t>("<i4", "(2, 2, 2)", {1, 5, 3, 7, 2, 6, 4, 8}, "True")) ==
          "1 2 3 4 5 6 7 8");
}

TEST_CASE("what of .npy arrays is refused") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto with_nan = npy<double>("<f8", "(3,)", {1, nan, 2});
    CHECK(all_of(with_nan, "", NanPolicy::skip) == "1 2");
    CHECK(message_of<base::DataError>([&] { all_of(with_nan); }).find("element 2 is not finite") !=
          std::string::npos);
    CHECK(message_of<base::DataError>([&] {
              all_of(npy<double>("<f8", "(2,)", {1, 2}), "2");
          }).find("expected at least 2 columns, found 1") != std::string::npos);
    CHECK_THROWS_AS(all_of(npy<double>("<f8", "(2,)", {1, 2}), "x"), base::UsageError);
    CHECK_THROWS_AS(all_of(npy<double>("<f8", "(2,)", {1, 2}).substr(0, 100)), base::DataError);
    CHECK_THROWS_AS(all_of(npy<double>("<f8", "(2,)", {1, 2}) + "x"), base::DataError);
    CHECK_THROWS_AS(all_of(npy<double>("<f8", "(3,)", {1, 2})), base::DataError);
    CHECK_THROWS_AS(all_of(npy<double>("<c16", "(1,)", {1, 2})), base::DataError);
    CHECK_THROWS_AS(all_of("\x93NUMPY"), base::DataError);
}

}  // namespace npy_numbers_test
