#include "base/frozen_keys.hpp"

#include "catch.hpp"

#include <map>
#include <random>
#include <string>
#include <vector>

namespace frozen_keys_test {

using namespace pipelab;

TEST_CASE("Frozen keys have the numbers of their places") {
    std::mt19937 random(1);
    for (const std::size_t count : {0u, 1u, 2u, 3u, 100u, 20000u}) {
        std::map<std::string, std::uint32_t> numbers;
        std::vector<std::string> keys;
        while (keys.size() < count) {
            std::string key(random() % (random() % 20 == 0 ? 70 : 9), '\0');
            for (char& c : key) c = static_cast<char>(random() % 7);
            if (numbers.emplace(key, keys.size()).second) keys.push_back(key);
        }
        const std::vector<std::string_view> views(keys.begin(), keys.end());
        const base::FrozenKeys frozen(views);
        const base::FrozenKeys again(frozen.parts());
        REQUIRE(again.size() == count);
        std::vector<std::uint32_t> found(count);
        again.find(views, found.data(), 77777);
        for (std::size_t i = 0; i < count; ++i) {
            REQUIRE(found[i] == i);
            REQUIRE(again.key(i) == views[i]);
        }
        std::vector<std::string_view> others{"other", "\7", "a key that is longer than sixteen"};
        std::vector<std::uint32_t> none(others.size());
        again.find(others, none.data(), 77777);
        for (const std::uint32_t number : none) REQUIRE(number == 77777);
    }
}

}  // namespace frozen_keys_test
