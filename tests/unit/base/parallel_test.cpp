#include "base/parallel.hpp"

#include "base/progress.hpp"
#include "catch.hpp"

#include <atomic>
#include <cmath>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

namespace parallel_test {

namespace base = pipelab::base;

namespace {

/// Sets the number of threads for one test.
class Threads {
  public:
    explicit Threads(int count) : before_(base::threads()) { base::set_threads(count); }
    ~Threads() { base::set_threads(before_); }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

  private:
    int before_;
};

double sum_of_sines(std::size_t items) {
    return base::fold_blocks(
        items, 37, 0.1,
        [](std::size_t begin, std::size_t end) {
            double sum = 0;
            for (std::size_t i = begin; i < end; ++i) sum += std::sin(static_cast<double>(i));
            return sum;
        },
        [](double a, double b) { return a + b; });
}

}  // namespace

TEST_CASE("every index is visited once") {
    for (const int count : {1, 2, 3, 8}) {
        const Threads threads(count);
        for (const std::size_t items : {0u, 1u, 2u, 7u, 1000u}) {
            std::vector<int> visits(items);
            base::parallel_for(items, [&](std::size_t i) { ++visits[i]; });
            REQUIRE(visits == std::vector<int>(items, 1));
        }
    }
}

TEST_CASE("the exception of the lowest index arrives") {
    for (const int count : {1, 2, 4, 8}) {
        const Threads threads(count);
        for (int repeat = 0; repeat < 200; ++repeat) {
            std::string message;
            try {
                base::parallel_for(64, [&](std::size_t i) {
                    if (i == 5) std::this_thread::yield();
                    if (i % 7 == 5) throw std::runtime_error(std::to_string(i));
                });
            } catch (const std::runtime_error& error) {
                message = error.what();
            }
            REQUIRE(message == "5");
        }
    }
}

TEST_CASE("a loop works again after an exception") {
    const Threads threads(4);
    REQUIRE_THROWS_AS(base::parallel_for(100, [](std::size_t) { throw 1; }), int);
    std::atomic<int> visits{0};
    base::parallel_for(100, [&](std::size_t) { ++visits; });
    REQUIRE(visits == 100);
}

TEST_CASE("loops that several threads start at once all come to their ends") {
    const Threads threads(3);
    std::vector<std::thread> starters;
    std::atomic<std::size_t> visits{0};
    for (int starter = 0; starter < 4; ++starter) {
        starters.emplace_back([&] {
            for (std::size_t items = 0; items < 300; ++items)
                base::parallel_for(items, [&](std::size_t) { ++visits; });
        });
    }
    for (std::thread& starter : starters) starter.join();
    REQUIRE(visits == 4 * 299 * 300 / 2);
}

TEST_CASE("a loop inside a loop is serial") {
    const Threads threads(4);
    std::vector<int> stayed(16);
    base::parallel_for(16, [&](std::size_t i) {
        const auto outer = std::this_thread::get_id();
        bool same = true;
        std::size_t next = 0;
        base::parallel_for(50, [&](std::size_t j) {
            same = same && std::this_thread::get_id() == outer && j == next++;
        });
        stayed[i] = same && next == 50;
    });
    REQUIRE(stayed == std::vector<int>(16, 1));
}

TEST_CASE("an exception passes through nested loops") {
    const Threads threads(4);
    REQUIRE_THROWS_WITH(base::parallel_for(8,
                                           [](std::size_t i) {
                                               base::parallel_for(8, [i](std::size_t j) {
                                                   if (i >= 2 && j >= 3) {
                                                       throw std::runtime_error(std::to_string(i) +
                                                                                std::to_string(j));
                                                   }
                                               });
                                           }),
                        "23");
}

TEST_CASE("blocks cover the items") {
    for (std::size_t items = 0; items < 40; ++items) {
        for (std::size_t block = 1; block < 12; ++block) {
            const base::Blocks blocks{items, block};
            std::size_t end = 0;
            for (std::size_t i = 0; i < blocks.count(); ++i) {
                REQUIRE(blocks.begin(i) == end);
                end = blocks.end(i);
                REQUIRE(end > blocks.begin(i));
                REQUIRE(end - blocks.begin(i) <= block);
            }
            REQUIRE(end == items);
        }
    }
    const std::size_t most = ~std::size_t{0};
    const base::Blocks blocks{most, std::size_t{1} << 63};
    REQUIRE(blocks.count() == 2);
    REQUIRE(blocks.end(1) == most);
}

TEST_CASE("fold_blocks gives the same bits for any number of threads") {
    for (const std::size_t items : {0u, 1u, 36u, 37u, 38u, 5000u}) {
        double serial = 0.1;
        for (std::size_t begin = 0; begin < items; begin += 37) {
            double sum = 0;
            for (std::size_t i = begin; i < std::min(items, begin + 37); ++i) {
                sum += std::sin(static_cast<double>(i));
            }
            serial += sum;
        }
        for (int count = 1; count <= 8; ++count) {
            const Threads threads(count);
            REQUIRE(sum_of_sines(items) == serial);
        }
    }
}

TEST_CASE("fold_blocks joins in order, moves what cannot be copied, and folds bools") {
    const Threads threads(4);
    using Text = std::unique_ptr<std::string>;
    const Text text = base::fold_blocks(
        10, 3, std::make_unique<std::string>("<"),
        [](std::size_t begin, std::size_t end) {
            return std::make_unique<std::string>(std::to_string(begin) + "-" + std::to_string(end) +
                                                 " ");
        },
        [](Text a, Text b) { return std::make_unique<std::string>(*a + *b); });
    REQUIRE(*text == "<0-3 3-6 6-9 9-10 ");
    const bool all = base::fold_blocks(
        1000, 1, true, [](std::size_t begin, std::size_t) { return begin != 777; },
        [](bool a, bool b) { return a && b; });
    REQUIRE_FALSE(all);
}

TEST_CASE("the number of threads holds for loops that other threads start") {
    const Threads threads(3);
    int seen = 0;
    std::thread([&] { seen = base::threads(); }).join();
    REQUIRE(seen == 3);
    base::set_threads(-5);
    REQUIRE(base::threads() == 1);
    std::set<std::thread::id> ids;
    base::parallel_for(100, [&](std::size_t) { ids.insert(std::this_thread::get_id()); });
    REQUIRE(ids.size() == 1);
}

TEST_CASE("the silent control watches nothing and stops nothing") {
    const base::Control control = base::Control::none();
    control.progress.begin("reading", 10, "B");
    control.progress.advance(3);
    control.progress.end();
    REQUIRE_FALSE(control.cancellation.requested());
}

}  // namespace parallel_test
