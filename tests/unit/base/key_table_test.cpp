#include "base/key_table.hpp"

#include "catch.hpp"

#include <random>
#include <string>
#include <unordered_map>
#include <vector>

namespace key_table_test {

using namespace pipelab::base;

namespace {

void compare_with_map(const std::vector<std::string>& keys, std::size_t block) {
    KeyTable table;
    std::unordered_map<std::string, std::uint32_t> numbers;
    std::vector<std::string> order;
    std::vector<std::uint64_t> counts;
    std::vector<std::uint32_t> expected, found(keys.size());
    for (const std::string& key : keys) {
        const auto [at, added] = numbers.try_emplace(key, static_cast<std::uint32_t>(order.size()));
        if (added) order.push_back(key), counts.push_back(0);
        expected.push_back(at->second);
        ++counts[at->second];
    }
    const std::vector<std::string_view> views(keys.begin(), keys.end());
    for (std::size_t i = 0; i < views.size(); i += block) {
        const std::size_t count = std::min(block, views.size() - i);
        table.count(std::span(views).subspan(i, count), found.data() + i);
    }
    CHECK(found == expected);
    CHECK(table.size() == order.size());
    std::fill(found.begin(), found.end(), 0);
    CHECK(table.find(views, found.data()));
    CHECK(found == expected);
    const std::vector<std::string_view> unknown = {views[0], "never counted"};
    CHECK_FALSE(table.find(unknown, found.data()));

    KeyTable::Cursor cursor(table);
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto* record = cursor.next();
        REQUIRE(record != nullptr);
        REQUIRE(record->id == i);
        REQUIRE(record->key() == order[i]);
        REQUIRE(record->count == counts[i]);
    }
    CHECK(cursor.next() == nullptr);
}

}  // namespace

TEST_CASE("Keys are numbered in order of first appearance and counted") {
    std::mt19937_64 random(5);
    for (const std::size_t different : {1u, 100u, 50000u}) {
        std::vector<std::string> keys;
        for (int i = 0; i < 100000; ++i) keys.push_back(std::to_string(random() % different * 37));
        for (const std::size_t block : {1u, 63u, 1000u, 100000u}) compare_with_map(keys, block);
    }
}

TEST_CASE("Keys of any length are told apart by every byte") {
    std::vector<std::string> keys;
    for (std::size_t length = 0; length < 70; ++length) {
        const std::string base(length, '\0');
        keys.push_back(base);
        for (std::size_t i = 0; i < length; ++i) {
            for (const int bit : {1, 128}) {
                keys.push_back(base);
                keys.back()[i] = static_cast<char>(bit);
            }
        }
    }
    compare_with_map(keys, 500);
}

TEST_CASE("Keys longer than a block of memory") {
    std::vector<std::string> keys;
    for (const std::size_t length : {10u, 1u << 20, 3u << 20, 5u, (1u << 20) - 16, 700000u, 6u}) {
        keys.push_back(std::string(length, 'a'));
        keys.push_back(std::string(length, 'b'));
        keys.push_back(keys.front());
    }
    compare_with_map(keys, 4);
}

}  // namespace key_table_test
