#include "base/large_memory.hpp"

#include "base/array.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"

#include <numeric>
#include <random>
#include <vector>

namespace large_memory_test {

using namespace pipelab::base;

TEST_CASE("large memory: pieces in use never overlap") {
    struct Piece {
        unsigned char* memory;
        std::size_t bytes;
        unsigned char mark;
    };
    std::mt19937_64 random(5);
    std::vector<Piece> pieces;
    const auto intact = [](const Piece& piece) {
        for (std::size_t i = 0; i < piece.bytes; i += 997) {
            if (piece.memory[i] != piece.mark) return false;
        }
        return piece.memory[piece.bytes - 1] == piece.mark;
    };
    for (int step = 0; step < 3000; ++step) {
        if (pieces.size() < 40 && random() % 2 == 0) {
            const std::size_t bytes =
                least_large + random() % (std::size_t{1} << (16 + random() % 9));
            const auto mark = static_cast<unsigned char>(random());
            auto* const memory = static_cast<unsigned char*>(allocate_large(bytes));
            for (std::size_t i = 0; i < bytes; i += 997) memory[i] = mark;
            memory[bytes - 1] = mark;
            pieces.push_back({memory, bytes, mark});
        } else if (!pieces.empty()) {
            std::swap(pieces[random() % pieces.size()], pieces.back());
            REQUIRE(intact(pieces.back()));
            release_large(pieces.back().memory, pieces.back().bytes);
            pieces.pop_back();
        }
    }
    for (const Piece& piece : pieces) {
        CHECK(intact(piece));
        release_large(piece.memory, piece.bytes);
    }
}

TEST_CASE("large memory: arrays grow, shrink and move on several threads") {
    set_threads(4);
    std::vector<std::uint64_t> sums(64);
    parallel_for(sums.size(), [&](std::size_t i) {
        Array<std::uint64_t> numbers;
        for (std::uint64_t k = 0; k < 100000; ++k) numbers.push_back(k);
        numbers.resize(50000);
        numbers.shrink_to_fit();
        Array<std::uint64_t> moved = std::move(numbers);
        Array<std::uint64_t> copy = moved;
        sums[i] = std::accumulate(copy.begin(), copy.end(), std::uint64_t{0});
    });
    for (const std::uint64_t sum : sums) CHECK(sum == std::uint64_t{50000} * 49999 / 2);
    set_threads(2);
}

}  // namespace large_memory_test
