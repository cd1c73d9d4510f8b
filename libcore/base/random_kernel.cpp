#include "base/random_kernel.hpp"

#include "base/isa.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace pipelab::base::kernel {
namespace {

PIPELAB_ISA_CLONES
void plain(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, std::uint64_t* out,
           std::size_t blocks) {
    for (std::size_t i = 0; i < blocks; ++i) philox_block(seed, stream, first + i, out + 2 * i);
}

#if defined(__x86_64__)

/// AVX2 multiplies 32-bit lanes to 64 bits, but g++ 12 does not use that for the loop above.
PIPELAB_TARGET_V3
void four_at_once(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, std::uint64_t* out,
                  std::size_t vectors) {
    const auto all = [](std::uint64_t x) { return static_cast<long long>(x); };
    const __m256i low = _mm256_set1_epi64x(0xffffffff);
    const __m256i m0 = _mm256_set1_epi64x(all(multiplier0));
    const __m256i m1 = _mm256_set1_epi64x(all(multiplier1));
    __m256i block = _mm256_add_epi64(_mm256_set1_epi64x(all(first)), _mm256_set_epi64x(3, 2, 1, 0));
    for (std::size_t i = 0; i < vectors; ++i) {
        __m256i c0 = block, c1 = _mm256_srli_epi64(block, 32);
        __m256i c2 = _mm256_set1_epi64x(all(stream)), c3 = _mm256_srli_epi64(c2, 32);
        auto k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
        for (int round = 0; round < 10; ++round) {
            // The multiplication ignores upper halves, so only the words kept need clean ones.
            const __m256i product0 = _mm256_mul_epu32(m0, c0), product1 = _mm256_mul_epu32(m1, c2);
            c0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product1, 32), c1),
                                  _mm256_set1_epi64x(k0));
            c2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product0, 32), c3),
                                  _mm256_set1_epi64x(k1));
            c1 = product1;
            c3 = product0;
            k0 += step0, k1 += step1;
        }
        const __m256i even = _mm256_or_si256(_mm256_and_si256(c0, low), _mm256_slli_epi64(c1, 32));
        const __m256i odd = _mm256_or_si256(_mm256_and_si256(c2, low), _mm256_slli_epi64(c3, 32));
        const __m256i first_half = _mm256_unpacklo_epi64(even, odd);
        const __m256i second_half = _mm256_unpackhi_epi64(even, odd);
        auto* place = reinterpret_cast<__m256i*>(out + 8 * i);
        _mm256_storeu_si256(place, _mm256_permute2x128_si256(first_half, second_half, 0x20));
        _mm256_storeu_si256(place + 1, _mm256_permute2x128_si256(first_half, second_half, 0x31));
        block = _mm256_add_epi64(block, _mm256_set1_epi64x(4));
    }
}

#endif

}  // namespace

void philox_words(std::uint64_t seed, std::uint64_t stream, std::uint64_t first, std::uint64_t* out,
                  std::size_t blocks) {
    std::size_t done = 0;
#if defined(__x86_64__)
    if (blocks >= 4 && isa_level() == IsaLevel::v3) {
        done = blocks / 4 * 4;
        four_at_once(seed, stream, first, out, done / 4);
    }
#endif
    if (blocks == 1) {
        philox_block(seed, stream, first, out);
    } else {
        plain(seed, stream, first + done, out + 2 * done, blocks - done);
    }
}

}  // namespace pipelab::base::kernel
