#pragma once

#include <cstddef>
#include <cstdint>

namespace pipelab::base::kernel {

constexpr std::uint64_t multiplier0 = 0xd2511f53, multiplier1 = 0xcd9e8d57;
constexpr std::uint32_t step0 = 0x9e3779b9, step1 = 0xbb67ae85;

/// The Philox block with counter (block, stream) and key seed as two words, low half first. In
/// 64-bit lanes whose upper halves are zero: with AVX-512 this becomes vectors of
/// eight blocks.
[[gnu::always_inline]] inline void philox_block(std::uint64_t seed, std::uint64_t stream,
                                                std::uint64_t block, std::uint64_t* out) {
    std::uint64_t c0 = block & 0xffffffff, c1 = block >> 32;
    std::uint64_t c2 = stream & 0xffffffff, c3 = stream >> 32;
    auto k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t product0 = multiplier0 * c0, product1 = multiplier1 * c2;
        c0 = (product1 >> 32) ^ c1 ^ k0;
        c2 = (product0 >> 32) ^ c3 ^ k1;
        c1 = product1 & 0xffffffff;
        c3 = product0 & 0xffffffff;
        k0 += step0, k1 += step1;
    }
    out[0] = c0 | c1 << 32;
    out[1] = c2 | c3 << 32;
}

/// The blocks with counters (first + i, stream), i < blocks.
void philox_words(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, std::uint64_t* out,
                  std::size_t blocks);

}  // namespace pipelab::base::kernel
