#include "io/record_writer.hpp"

#include "base/error.hpp"
#include "catch.hpp"
#include "temporary.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <string>

namespace record_writer_test {

using namespace pipelab::io;

namespace {

/// What `write` writes into a pipe.
std::string written(bool json, bool header, const std::function<void(RecordWriter&)>& write) {
    pipelab::testing::Pipe pipe;
    Output out("/dev/fd/" + std::to_string(pipe.writing()));
    RecordWriter record(out, json, header);
    write(record);
    out.finish();
    pipe.finish();
    std::string text(1 << 16, '\0');
    text.resize(static_cast<std::size_t>(read(pipe.reading(), text.data(), text.size())));
    return text;
}

void two_records(RecordWriter& record) {
    record.number("gap", "1.5").text("file", "a b").none("line").end();
    record.number("gap", std::uint64_t{18446744073709551615u}).text("file", "").number("line", 0.1);
    record.end();
}

}  // namespace

TEST_CASE("Records as text are tab separated, nothing between the tabs where there is no value") {
    CHECK(written(false, false, two_records) == "1.5\ta b\t\n18446744073709551615\t\t0.1\n");
}

TEST_CASE("The header line comes once, before the first record") {
    CHECK(written(false, true, two_records) ==
          "gap\tfile\tline\n1.5\ta b\t\n18446744073709551615\t\t0.1\n");
    CHECK(written(false, true, [](RecordWriter&) {}).empty());
}

TEST_CASE("Records as JSON are one object a line and have no header") {
    const std::string expected =
        "{\"gap\":1.5,\"file\":\"a b\",\"line\":null}\n"
        "{\"gap\":18446744073709551615,\"file\":\"\",\"line\":0.1}\n";
    CHECK(written(true, false, two_records) == expected);
    CHECK(written(true, true, two_records) == expected);
}

TEST_CASE("A record may have one field") {
    const auto one = [](RecordWriter& record) { record.none("x").end(); };
    CHECK(written(false, true, one) == "x\n\n");
    CHECK(written(true, false, one) == "{\"x\":null}\n");
}

TEST_CASE("Texts cannot break a line or a string") {
    const auto odd = [](RecordWriter& record) {
        record.text("a\"b", "tab\there\nand \r\"quoted\" \\ \x01\xff").number("n", -0.0).end();
    };
    CHECK(written(false, false, odd) == "tab here and  \"quoted\" \\ \x01\xff\t0\n");
    CHECK(written(true, false, odd) ==
          "{\"a\\\"b\":\"tab\\there\\nand \\r\\\"quoted\\\" \\\\ \\u0001\xEF\xBF\xBD\",\"n\":0}\n");
}

TEST_CASE("Numbers are written as print() writes them, given as text or as values") {
    const auto numbers = [](RecordWriter& record) {
        record.number("a", std::numeric_limits<std::int64_t>::min())
            .number("b", Decimal{150, 2})
            .number("c", 1e300)
            .number("d", std::string("7"))
            .end();
    };
    CHECK(written(true, false, numbers) ==
          "{\"a\":-9223372036854775808,\"b\":1.5,\"c\":1e+300,\"d\":7}\n");
}

TEST_CASE("Nothing of a record is written before its end") {
    CHECK(written(false, false, [](RecordWriter& record) { record.number("a", "1"); }).empty());
    CHECK(written(true, false, [](RecordWriter& record) { record.text("a", "1"); }).empty());
}

}  // namespace record_writer_test
