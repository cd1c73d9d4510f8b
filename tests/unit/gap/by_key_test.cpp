#include "gap/by_key.hpp"

#include "../io/temporary.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace by_key_test {

using namespace pipelab;
using namespace pipelab::gap;

namespace {

/// A multiple of 0.001, which holds 64-bit integers too.
__extension__ using Thousandths = __int128;

io::Number number(Thousandths value) {
    if (value % 1000 == 0 && value / 1000 > std::numeric_limits<std::int64_t>::max()) {
        return static_cast<std::uint64_t>(value / 1000);
    }
    if (value % 1000 == 0) return io::Decimal{static_cast<std::int64_t>(value / 1000), 0};
    return io::Decimal{static_cast<std::int64_t>(value), 3};
}

io::Number number(double value) { return value; }

template <class V>
struct Row {
    std::string key;
    V value;
};

struct Ends {
    io::Number lower, upper;
    bool operator==(const Ends& other) const {
        return io::compare(lower, other.lower) == 0 && io::compare(upper, other.upper) == 0;
    }
};

struct Found {
    std::string key;
    std::uint64_t count;
    std::vector<Ends> gaps;
    bool operator==(const Found&) const = default;
};

/// Sorts each key's values and looks at all neighbours. Differences of V must be exact.
template <class V>
std::vector<Found> by_definition(const std::vector<Row<V>>& rows, std::size_t top,
                                 const std::optional<V>& over = {}) {
    std::vector<std::string> order;
    std::map<std::string, std::vector<V>> values;
    for (const auto& row : rows) {
        if (values[row.key].empty()) order.push_back(row.key);
        values[row.key].push_back(row.value);
    }
    std::vector<Found> all;
    for (const std::string& key : order) {
        auto& sorted = values[key];
        std::sort(sorted.begin(), sorted.end());
        std::vector<std::pair<V, V>> gaps;
        for (std::size_t i = 1; i < sorted.size(); ++i) {
            const V width = sorted[i] - sorted[i - 1];
            if (width > (over ? *over : V{0})) gaps.push_back({sorted[i - 1], sorted[i]});
        }
        if (!over) {
            std::stable_sort(gaps.begin(), gaps.end(), [](const auto& a, const auto& b) {
                return a.second - a.first > b.second - b.first;
            });
            gaps.resize(std::min(gaps.size(), top));
            if (gaps.empty() && sorted.size() > 1) gaps.push_back({sorted[0], sorted[0]});
        }
        all.push_back({key, sorted.size(), {}});
        for (const auto& [lower, upper] : gaps) {
            all.back().gaps.push_back({number(lower), number(upper)});
        }
    }
    return all;
}

io::Number held(std::int64_t value, io::NumberType type) { return io::Decimal{value, type.scale}; }
io::Number held(std::uint64_t value, io::NumberType) { return value; }
io::Number held(double value, io::NumberType) { return value; }

struct Answer {
    std::vector<Found> keys;
    KeyedTotals totals;
};

io::NumberInput second_by_first(const std::string& path) {
    io::NumberInput input;
    input.paths = {path};
    input.key_column = "1";
    input.column = "2";
    input.delimiter = ',';
    return input;
}

Answer search(const std::string& path, const KeyedQuery& query, const Storage& storage,
              io::NanPolicy nan = io::NanPolicy::error) {
    io::NumberInput input = second_by_first(path);
    input.nan = nan;
    Answer answer;
    answer.totals =
        gaps_by_key(input, query, storage, base::Control::none(), [&](const KeyGaps& found) {
            if (!found.continued) {
                answer.keys.push_back({std::string(found.key), found.count, {}});
            }
            CHECK(answer.keys.back().key == found.key);
            std::visit(
                [&](const auto& gaps) {
                    for (const auto& gap : gaps) {
                        answer.keys.back().gaps.push_back(
                            {held(gap.lower, found.type), held(gap.upper, found.type)});
                    }
                },
                found.gaps);
        });
    return answer;
}

std::string quoted(const std::string& key) {
    std::string text = "\"";
    for (const char c : key) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + '"';
}

template <class V>
std::string csv(const std::vector<Row<V>>& rows) {
    std::string text;
    for (const auto& row : rows) {
        const bool plain = row.key.find_first_of("\", ") == std::string::npos && !row.key.empty();
        text += (plain ? row.key : quoted(row.key)) + ',' + io::printed(number(row.value)) + '\n';
    }
    return text;
}

Storage limited(std::uint64_t bytes) { return {bytes, ""}; }

/// The answer of any memory limit and number of threads is that of the definition.
template <class V>
void compare_with_definition(const std::vector<Row<V>>& rows, std::size_t top,
                             const std::optional<V>& over = {}) {
    const testing::File file(csv(rows));
    const auto expected = by_definition(rows, top, over);
    KeyedQuery query{top, {}};
    if (over) query.over = number(*over);
    const int threads = base::threads();
    for (const int used : {1, 3}) {
        base::set_threads(used);
        for (const Storage& storage :
             {Storage{}, limited(1 << 20), limited(1 << 17), limited(std::uint64_t{1} << 40)}) {
            CAPTURE(rows.size(), top, over.has_value(), used, storage.memory.value_or(0));
            const Answer answer = search(file.path(), query, storage);
            CHECK(answer.totals.count == rows.size());
            CHECK(answer.totals.keys == expected.size());
            CHECK(std::equal(answer.keys.begin(), answer.keys.end(), expected.begin(),
                             expected.end()));
        }
    }
    base::set_threads(threads);
}

/// Keys of which the first are much more frequent than the last.
template <class V, class Make>
std::vector<Row<V>> skewed(std::size_t rows, std::size_t keys, std::uint64_t seed,
                           const Make& make) {
    std::mt19937_64 random(seed);
    std::vector<Row<V>> all(rows);
    for (auto& row : all) {
        const double u = static_cast<double>(random() >> 11) * 0x1p-53;
        const auto key = static_cast<std::size_t>(u * u * u * static_cast<double>(keys));
        row = {"key" + std::to_string(key), make(random, key)};
    }
    return all;
}

Thousandths whole(std::mt19937_64& random, std::size_t) {
    return static_cast<Thousandths>(static_cast<std::int64_t>(random()) >> 20) * 1000;
}

Thousandths mixed(std::mt19937_64& random, std::size_t key) {
    const auto value = static_cast<Thousandths>(random() % 1000000000);
    return key % 2 == 0 ? value * 1000 : value - 500000000;
}

Thousandths natural(std::mt19937_64& random, std::size_t) {
    return static_cast<Thousandths>(random()) * 1000;
}

/// So large a range that no decimal of 64 bits holds all; differences are exact.
double real(std::mt19937_64& random, std::size_t key) {
    const double value = static_cast<double>(random() % (1 << 20)) * 0x1p-20;
    return key % 3 == 0 ? value * 0x1p40 : value;
}

}  // namespace

TEST_CASE("Each key has the gaps of its own values, sorted") {
    for (const std::size_t rows : {1u, 2u, 10u, 1000u, 60000u}) {
        for (const std::size_t keys : {1u, 3u, 500u}) {
            compare_with_definition(skewed<Thousandths>(rows, keys, rows + keys, whole), 1);
            compare_with_definition(skewed<Thousandths>(rows, keys, rows + keys, mixed), 4);
        }
    }
}

TEST_CASE("Values of all types are grouped by key") {
    compare_with_definition(skewed<Thousandths>(3000, 20, 1, natural), 2);
    compare_with_definition(skewed<double>(3000, 20, 2, real), 2);
    compare_with_definition(skewed<double>(70000, 20, 3, real), 1);
    const testing::File naturals(csv(skewed<Thousandths>(3000, 20, 1, natural)));
    CHECK(search(naturals.path(), {}, {}).totals.type.kind == io::NumberType::Kind::uint64);
    const testing::File reals(csv(skewed<double>(3000, 20, 2, real)));
    CHECK(search(reals.path(), {}, {}).totals.type.kind == io::NumberType::Kind::real);
}

TEST_CASE("All gaps over a width are found for each key") {
    compare_with_definition(skewed<Thousandths>(3000, 50, 5, mixed), 1,
                            std::optional<Thousandths>(12345678));
    compare_with_definition(skewed<Thousandths>(50000, 3, 6, mixed), 1,
                            std::optional<Thousandths>(50001));
    compare_with_definition(skewed<double>(20000, 9, 7, real), 1, std::optional<double>(0x1p-12));
    compare_with_definition(skewed<Thousandths>(20000, 9, 8, whole), 1,
                            std::optional<Thousandths>(0));
}

TEST_CASE("One type for all keys: the one that holds all values") {
    const testing::File file("a,1\nb,2.25\na,4\nb,2.5\n");
    const Answer answer = search(file.path(), {}, {});
    CHECK(answer.totals.type == io::NumberType{io::NumberType::Kind::decimal, 2});
    REQUIRE(answer.keys.size() == 2);
    CHECK(answer.keys[0].gaps == std::vector<Ends>{{io::Decimal{1, 0}, io::Decimal{4, 0}}});
    CHECK(answer.keys[1].gaps == std::vector<Ends>{{io::Decimal{225, 2}, io::Decimal{25, 1}}});
}

TEST_CASE("A single value has no gap, equal values have one of width 0") {
    const testing::File file("one,7\nsame,3\nsame,3.0\nsame,3\nzero,-0.0\nzero,0\n");
    const Answer answer = search(file.path(), {}, {});
    REQUIRE(answer.keys.size() == 3);
    CHECK(answer.keys[0] == Found{"one", 1, {}});
    CHECK(answer.keys[1] == Found{"same", 3, {{io::Decimal{3, 0}, io::Decimal{3, 0}}}});
    CHECK(answer.keys[2] == Found{"zero", 2, {{io::Decimal{}, io::Decimal{}}}});
    const KeyedQuery any{1, io::Number(io::Decimal{})};
    for (const Found& found : search(file.path(), any, {}).keys) CHECK(found.gaps.empty());
    const testing::File empty("");
    CHECK(search(empty.path(), {}, {}).keys.empty());
    CHECK(search(empty.path(), {}, limited(1 << 20)).totals.keys == 0);
}

TEST_CASE("What is skipped makes no key") {
    const testing::File file("a,1\nb,nan\na,NA\na,5\nc,inf\nc,2\n");
    for (const Storage& storage : {Storage{}, limited(1 << 20)}) {
        const Answer answer = search(file.path(), {}, storage, io::NanPolicy::skip);
        REQUIRE(answer.keys.size() == 2);
        CHECK(answer.keys[0] == Found{"a", 2, {{io::Decimal{1, 0}, io::Decimal{5, 0}}}});
        CHECK(answer.keys[1] == Found{"c", 1, {}});
        CHECK(answer.totals.skipped == 3);
    }
}

TEST_CASE("Any text is a key") {
    const std::vector<std::string> keys = {"plain",
                                           "with \"quotes\"",
                                           "comma, inside",
                                           "ünïcödé ✓",
                                           "",
                                           std::string(40, 'x'),
                                           std::string(40, 'x') + "y",
                                           "a",
                                           "b",
                                           "ab",
                                           "sixteen bytes ab",
                                           "seventeen bytes a"};
    std::mt19937_64 random(11);
    std::vector<Row<Thousandths>> rows;
    for (int i = 0; i < 2000; ++i) {
        rows.push_back({keys[random() % keys.size()], whole(random, 0)});
    }
    compare_with_definition(rows, 1);
}

TEST_CASE("Many keys with one value each, and many values with one key") {
    std::vector<Row<Thousandths>> rows(testing::quick ? 30000 : 100000);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i] = {std::to_string(i * 7919), static_cast<Thousandths>(i) * 1000};
    }
    compare_with_definition(rows, 1);
    for (auto& row : rows) row.key = "k";
    std::shuffle(rows.begin(), rows.end(), std::mt19937_64(3));
    compare_with_definition(rows, 3);
}

TEST_CASE("A large key is searched by all threads, small ones beside it") {
    std::mt19937_64 random(17);
    std::vector<Row<Thousandths>> rows;
    for (int i = 0; i < (testing::quick ? 180000 : 400000); ++i) {
        const auto draw = random() % 10;
        rows.push_back({draw < 8 ? "large" : "small" + std::to_string(random() % 300),
                        static_cast<Thousandths>(random() % 100000000)});
    }
    compare_with_definition(rows, 2);
    compare_with_definition(rows, 1, std::optional<Thousandths>(1200));
    // More gaps of one key than come in one call.
    compare_with_definition(rows, 1, std::optional<Thousandths>(0));
}

TEST_CASE("A pipe is read once, whatever the limit") {
    for (const Storage& storage : {Storage{}, limited(1 << 16)}) {
        testing::Pipe pipe;
        std::string text;
        for (int i = 0; i < 4000; ++i)
            text += std::to_string(i % 3) + ',' + std::to_string(i) + '\n';
        pipe.write(text);
        pipe.finish();
        const Answer answer = search(pipe.path(), {}, storage);
        REQUIRE(answer.keys.size() == 3);
        CHECK(answer.keys[2] == Found{"2", 1333, {{io::Decimal{2, 0}, io::Decimal{5, 0}}}});
    }
}

TEST_CASE("A negative width is refused before anything is read") {
    KeyedQuery query;
    query.over = io::Decimal{-1, 2};
    CHECK_THROWS_AS(search("/does/not/exist", query, {}), base::UsageError);
}

namespace {

/// Appends to a file when it is about to be read for the second time.
class Appending final : public base::Progress {
  public:
    Appending(io::TemporaryFile& file, std::string text) : file_(file), text_(std::move(text)) {}
    void begin(std::string_view, std::uint64_t, std::string_view) override {
        if (++readings_ == 2) file_.write(text_.data(), text_.size());
    }

  private:
    io::TemporaryFile& file_;
    std::string text_;
    int readings_ = 0;
};

}  // namespace

TEST_CASE("An input that changes between two readings is an error") {
    for (const std::string added : {"new,1\n", "a,2\n", "a,0.5\n"}) {
        io::TemporaryFile file("");
        std::string text;
        for (int i = 0; i < 20000; ++i) text += (i % 2 ? "a," : "b,") + std::to_string(i) + '\n';
        file.write(text.data(), text.size());
        Appending progress(file, added);
        const base::Cancellation never;
        CAPTURE(added);
        CHECK_THROWS_AS(gaps_by_key(second_by_first(file.path()), {}, limited(1 << 17),
                                    {progress, never}, [](const KeyGaps&) {}),
                        base::DataError);
    }
}

}  // namespace by_key_test
