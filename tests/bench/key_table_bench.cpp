// Numbering keys in order of first appearance against std::unordered_map, one thread.
#include "base/key_table.hpp"
#include "timing.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
};

void count_ours(std::span<const std::string_view> keys, std::uint32_t* numbers) {
    constexpr std::size_t chunk = 50000;
    pipelab::base::KeyTable table;
    for (std::size_t i = 0; i < keys.size(); i += chunk) {
        table.count(keys.subspan(i, std::min(chunk, keys.size() - i)), numbers + i);
    }
}

void count_theirs(std::span<const std::string_view> keys, std::uint32_t* numbers) {
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> map;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto at = map.find(keys[i]);
        if (at == map.end()) {
            at = map.emplace(keys[i], static_cast<std::uint32_t>(map.size())).first;
        }
        numbers[i] = at->second;
    }
}

void compare(std::size_t different) {
    constexpr std::size_t rows = 6000000;
    std::mt19937_64 random(1);
    std::string text;
    std::vector<std::size_t> ends;
    for (std::size_t i = 0; i < rows; ++i) {
        text += "host" + std::to_string(random() % different);
        ends.push_back(text.size());
    }
    std::vector<std::string_view> keys;
    for (std::size_t i = 0; i < rows; ++i) {
        const std::size_t begin = i == 0 ? 0 : ends[i - 1];
        keys.push_back(std::string_view(text).substr(begin, ends[i] - begin));
    }
    std::vector<std::uint32_t> ours(rows), theirs(rows);
    double mine = 1e9, other = 1e9;
    for (int run = 0; run < 3; ++run) {
        mine = std::min(mine, bench::seconds([&] { count_ours(keys, ours.data()); }));
        other = std::min(other, bench::seconds([&] { count_theirs(keys, theirs.data()); }));
    }
    std::printf("%8zu keys %6.1f M/s   unordered_map %6.1f M/s   ratio %.1f%s\n", different,
                rows / mine / 1e6, rows / other / 1e6, other / mine,
                ours == theirs ? "" : "   DIFFERENT NUMBERS");
}

}  // namespace

int main() {
    for (const std::size_t different : {100, 100000, 3000000}) compare(different);
}
