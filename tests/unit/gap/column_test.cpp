#include "gap/column.hpp"

#include "../io/temporary.hpp"
#include "base/error.hpp"
#include "catch.hpp"
#include "io/print.hpp"

#include <algorithm>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace column_test {

using namespace pipelab;
using namespace pipelab::gap;

namespace {

using Kind = io::NumberType::Kind;

const base::Control none = base::Control::none();

/// The least limit: columns of more than a million values are read anew on each visit.
const Storage limited{std::uint64_t{32} << 20, ""};

io::NumberInput input_of(std::vector<std::string> paths) {
    io::NumberInput input;
    input.paths = std::move(paths);
    input.keep_lines = true;
    return input;
}

template <class T>
std::vector<T> in_order(const Column& column) {
    std::vector<T> values;
    column.in_order([&](const io::NumberBlock& block) {
        REQUIRE(block.type == column.type());
        REQUIRE(block.first_index == values.size());
        const auto some = values_of<T>(block);
        values.insert(values.end(), some.begin(), some.end());
    });
    return values;
}

/// What the visits show, which come in no order, against the values that are expected.
template <class T>
void require_values(const Column& column, const std::vector<T>& expected) {
    REQUIRE(column.count() == expected.size());
    const bool same_in_order = in_order<T>(column) == expected;
    REQUIRE(same_in_order);
    column.with_values([&]<class U>(const Values<U>& values) {
        if constexpr (std::is_same_v<T, U>) {
            std::vector<T> seen;
            std::mutex guard;
            values.visit([&](const Block<T>& block, int worker) {
                const std::lock_guard lock(guard);
                REQUIRE(worker < values.workers());
                seen.insert(seen.end(), block.values.begin(), block.values.end());
            });
            auto sorted = expected;
            std::sort(sorted.begin(), sorted.end());
            std::sort(seen.begin(), seen.end());
            REQUIRE((seen == sorted));
            REQUIRE(values.extent().count == sorted.size());
            if (sorted.empty()) return;
            REQUIRE(values.extent().minimum == sorted.front());
            REQUIRE(values.extent().maximum == sorted.back());
            const auto sample = values.sample();
            REQUIRE(sample.size() <= 5 * sample_size);
            REQUIRE(sample.size() >= std::min(sample_size, sorted.size()));
            for (const T value : sample) {
                REQUIRE((sorted.front() <= value && value <= sorted.back()));
            }
        } else {
            FAIL("held as another type");
        }
    });
}

}  // namespace

TEST_CASE("Small columns of each type, with and without a limit") {
    for (const Storage& storage : {Storage{}, limited}) {
        const auto require = [&]<class T>(const std::string& text, io::NumberType type,
                                          const std::vector<T>& expected) {
            const testing::File file(text);
            const Column column(input_of({file.path()}), storage, none);
            CHECK(column.type() == type);
            CHECK(column.in_memory());
            CHECK(column.rounded() == (type.kind == Kind::real));
            require_values<T>(column, expected);
        };
        using Whole = std::vector<std::int64_t>;
        require("3\n-1\n2\n", {Kind::decimal, 0}, Whole{3, -1, 2});
        require("3 1.50\n-.25", {Kind::decimal, 2}, Whole{300, 150, -25});
        require("18446744073709551615\n0\n", {Kind::uint64, 0},
                std::vector<std::uint64_t>{18446744073709551615u, 0});
        require("18446744073709551615\n-1\n", {Kind::real, 0}, std::vector<double>{0x1p64, -1});
        require("0.5 1e300\n", {Kind::real, 0}, std::vector<double>{0.5, 1e300});
        require("", {}, Whole{});
        require("# nothing\n\n", {}, Whole{});
    }
}

TEST_CASE("A column beyond the limit is the same as in memory") {
    // 1.5 million values are 12 MB; 32 MiB leave 8 for them.
    std::mt19937_64 random(1);
    std::vector<std::int64_t> values(1500000);
    std::string texts[2];
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<std::int64_t>(random() % 2000000) - 1000000;
        texts[i >= 700000] += io::printed(io::Decimal{values[i], 3}) + (i % 3 == 0 ? " " : "\n");
    }
    const testing::File first(texts[0]), second(texts[1]);
    const auto input = input_of({first.path(), second.path()});
    const Column whole(input, {}, none);
    const Column streamed(input, limited, none);
    CHECK(whole.in_memory());
    CHECK_FALSE(streamed.in_memory());
    for (const Column* column : {&whole, &streamed}) {
        CHECK(column->type() == io::NumberType{Kind::decimal, 3});
        require_values<std::int64_t>(*column, values);
    }

    // Where values stand: files of three values on two lines ("a b\nc\n"), the first of equals.
    std::vector<std::int64_t> wanted{values[0],      values[1],       values[699999],
                                     values[700000], values[1499999], values[123456],
                                     99999999};
    const auto expected = [&](std::int64_t value) {
        const auto i = static_cast<std::size_t>(std::find(values.begin(), values.end(), value) -
                                                values.begin());
        if (i == values.size()) return Location{};
        const std::size_t begin = i < 700000 ? 0 : 700000;
        std::uint64_t line = 1;
        for (std::size_t k = begin; k < i; ++k) line += k % 3 != 0;
        return Location{(i < 700000 ? first : second).path(), line};
    };
    for (const Column* column : {&whole, &streamed}) {
        const auto found = column->locations<std::int64_t>(wanted);
        REQUIRE(found.size() == wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            CHECK(found[i].file == expected(wanted[i]).file);
            CHECK(found[i].line == expected(wanted[i]).line);
        }
        // The first value whose absolute amount is that of the fourth.
        const std::function<std::int64_t(std::int64_t)> amount = [](std::int64_t v) {
            return v < 0 ? -v : v;
        };
        const auto place = std::find_if(values.begin(), values.end(), [&](std::int64_t v) {
            return amount(v) == amount(values[3]);
        });
        CHECK(column->locations<std::int64_t>({amount(values[3])}, amount)[0].line ==
              expected(*place).line);
    }
}

TEST_CASE("Decimals that turn real in a late block are real from the first") {
    std::vector<double> expected;
    std::string text;
    for (int i = 0; i < 1200000; ++i) {
        expected.push_back(static_cast<double>(i) / 10);
        text += io::printed(io::Decimal{i, 1}) + "\n";
    }
    expected.push_back(1e-300);
    text += "1e-300\n";
    const testing::File file(text);
    for (const Storage& storage : {Storage{}, limited}) {
        const Column column(input_of({file.path()}), storage, none);
        CHECK(column.in_memory() == !storage.memory.has_value());
        CHECK(column.type().kind == Kind::real);
        require_values<double>(column, expected);
        const auto places = column.locations<double>({1e-300, 119999.9, 0.3});
        CHECK(places[0].line == 1200001);
        CHECK(places[1].line == 1200000);
        CHECK(places[2].line == 4);
    }
}

TEST_CASE("What cannot be read twice is spooled, each input for itself") {
    std::string texts[] = {"", "5.5\n4.5"};
    std::vector<std::int64_t> expected;
    for (int i = 0; i < 1500000; ++i) {
        expected.push_back(i * 10);
        texts[0] += std::to_string(i) + "\n";
    }
    expected.insert(expected.end(), {55, 45});
    testing::Pipe pipes[2];
    std::vector<std::thread> writers;
    for (int i = 0; i < 2; ++i) {
        writers.emplace_back([&, i] {
            pipes[i].write(texts[i]);
            pipes[i].finish();
        });
    }
    const Column column(input_of({pipes[0].path(), pipes[1].path()}), limited, none);
    for (auto& writer : writers) writer.join();
    CHECK_FALSE(column.in_memory());
    CHECK(column.type() == io::NumberType{Kind::decimal, 1});
    require_values<std::int64_t>(column, expected);
    const auto places = column.locations<std::int64_t>({14999990, 45});
    CHECK(places[0].file == pipes[0].path());
    CHECK(places[0].line == 1500000);
    CHECK(places[1].file == pipes[1].path());
    CHECK(places[1].line == 2);
}

TEST_CASE("Standard input is spooled if it is a pipe") {
    for (const bool named : {false, true}) {
        testing::Pipe pipe;
        pipe.write("7\n5\n7\n");
        pipe.finish();
        const testing::StandardInput standard_input(pipe.reading());
        const Column column(
            input_of(named ? std::vector<std::string>{"-"} : std::vector<std::string>{}), limited,
            none);
        require_values<std::int64_t>(column, {7, 5, 7});
        CHECK(column.locations<std::int64_t>({5})[0].file == "stdin");
    }
}

TEST_CASE("Equal doubles are found whatever the sign of zero") {
    const testing::File file("1e300\n-0.0\n0.0\n");
    const Column column(input_of({file.path()}), {}, none);
    CHECK(column.locations<double>({0.0})[0].line == 2);
    CHECK(column.locations<double>({-0.0})[0].line == 2);
    CHECK(column.locations<double>({}).empty());
}

TEST_CASE("A companion is held by the type, too") {
    const testing::File file("1\n2\n");
    const auto type = [&](const io::Number& companion) {
        const Column column(input_of({file.path()}), {}, none,
                            [&](const io::TypeNeed&) { return companion; });
        CHECK(column.count() == 2);
        if (column.type().kind == Kind::decimal) {
            const std::int64_t unit = column.type().scale == 3 ? 1000 : 1;
            require_values<std::int64_t>(column, {unit, 2 * unit});
        }
        if (column.type().kind == Kind::uint64) require_values<std::uint64_t>(column, {1, 2});
        if (column.type().kind == Kind::real) require_values<double>(column, {1, 2});
        return column.type();
    };
    CHECK(type(io::Decimal{360, 0}) == io::NumberType{Kind::decimal, 0});
    CHECK(type(io::Decimal{3600, 1}) == io::NumberType{Kind::decimal, 0});
    CHECK(type(io::Decimal{125, 3}) == io::NumberType{Kind::decimal, 3});
    CHECK(type(~std::uint64_t{0}) == io::NumberType{Kind::uint64, 0});
    CHECK(type(1e300).kind == Kind::real);
}

TEST_CASE("Values that are skipped are counted") {
    const testing::File file("1\nnan\n2\ninf\n");
    auto input = input_of({file.path()});
    CHECK_THROWS_AS(Column(input, {}, none), base::DataError);
    input.nan = io::NanPolicy::skip;
    const Column column(input, {}, none);
    CHECK(column.skipped() == 2);
    require_values<std::int64_t>(column, {1, 2});
}

TEST_CASE("A search gets its share of the limit") {
    CHECK(search_memory({}) == std::uint64_t{16} << 20);
    CHECK(search_memory(limited) <= std::uint64_t{16} << 20);
    CHECK(search_memory({std::uint64_t{1} << 40, ""}) <= std::uint64_t{1} << 39);
}

}  // namespace column_test
