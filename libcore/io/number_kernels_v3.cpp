#include "io/number_kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET PIPELAB_TARGET_V3

namespace pipelab::io::detail {
namespace {

/// Masks of 64 bytes, the first byte in the lowest bit.
struct ByteMasks {
    std::uint64_t separator, newline, comma, special;
    /// Makes blanks of the bytes outside of `mask`.
    TARGET void keep(std::uint64_t mask) {
        separator |= ~mask;
        newline &= mask;
        comma &= mask;
        special &= mask;
    }
};

/// Slides a border through a vector: 32 zeros, 32 ones, 32 zeros.
alignas(32) constexpr unsigned char border[96] = {
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
    0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0};

struct Vectors {
    using Bytes = __m256i;

    TARGET static Bytes load(const char* p) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    }
    TARGET static std::uint32_t mask(Bytes bytes) {
        return static_cast<std::uint32_t>(_mm256_movemask_epi8(bytes));
    }
    TARGET static std::uint32_t equal(Bytes bytes, char c) {
        return mask(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c)));
    }
    TARGET static std::uint32_t digits(Bytes bytes) {
        const Bytes values = _mm256_sub_epi8(bytes, _mm256_set1_epi8('0'));
        return mask(_mm256_cmpeq_epi8(_mm256_min_epu8(values, _mm256_set1_epi8(9)), values));
    }

    /// The value of 32 digits, in two halves.
    struct Halves {
        std::uint64_t high, low;
    };
    /// The last `count` digits of `bytes` without its point, which has `behind` bytes behind it
    /// (32: there is none). `earlier` holds the bytes one place before.
    TARGET static Halves to_integers(Bytes bytes, Bytes earlier, std::uint32_t behind,
                                     std::uint32_t count) {
        const Bytes moved = load(reinterpret_cast<const char*>(border) + 32 + behind);
        const Bytes wanted = load(reinterpret_cast<const char*>(border) + (count & 63));
        const Bytes joined = _mm256_blendv_epi8(bytes, earlier, moved);
        const Bytes ones = _mm256_and_si256(_mm256_sub_epi8(joined, _mm256_set1_epi8('0')), wanted);
        const Bytes twos = _mm256_maddubs_epi16(ones, _mm256_set1_epi16(0x010A));
        const Bytes fours = _mm256_madd_epi16(twos, _mm256_set1_epi32(0x00010064));
        const Bytes packed = _mm256_packus_epi32(fours, fours);
        const Bytes eights = _mm256_madd_epi16(packed, _mm256_set1_epi32(0x00012710));
        const auto high =
            static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm256_castsi256_si128(eights)));
        const auto low =
            static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm256_extracti128_si256(eights, 1)));
        constexpr std::uint64_t weight = 100'000'000;
        return {(high & 0xFFFFFFFF) * weight + (high >> 32),
                (low & 0xFFFFFFFF) * weight + (low >> 32)};
    }

    /// Two tables of sixteen: the class of a byte is what the entries of its low and of its high
    /// half have in common.
    struct Classes {
        Bytes low, high;
    };
    static constexpr char special = '\x80', comma = 0x40, newline = 0x20, space = 2, control = 1;

    TARGET static Classes classes(bool text) {
        const char hash = text ? special : 0, bracket = text ? 0 : special;
        const char feed = text ? control : 0;
        const auto both = [](char a, char b) { return static_cast<char>(a | b); };
        return {_mm256_broadcastsi128_si256(_mm_setr_epi8(
                    space, 0, 0, hash, 0, 0, 0, 0, 0, control, newline, both(feed, bracket),
                    both(feed, comma), both(control, bracket), 0, 0)),
                _mm256_broadcastsi128_si256(_mm_setr_epi8(
                    both(control, newline), 0, static_cast<char>(space | comma | hash), 0, 0,
                    bracket, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))};
    }

    TARGET static Bytes class_of(Bytes bytes, const Classes& classes) {
        const Bytes half = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
        return _mm256_and_si256(_mm256_shuffle_epi8(classes.low, bytes),
                                _mm256_shuffle_epi8(classes.high, half));
    }

    TARGET static std::uint64_t join(std::uint32_t first, std::uint32_t second) {
        return (static_cast<std::uint64_t>(second) << 32) | first;
    }

    TARGET static ByteMasks classify(const char* text, const Classes& classes) {
        Bytes a = class_of(load(text), classes), b = class_of(load(text + 32), classes);
        ByteMasks masks;
        masks.separator = ~join(equal(a, 0), equal(b, 0));
        masks.special = join(mask(a), mask(b));
        a = _mm256_add_epi8(a, a), b = _mm256_add_epi8(b, b);
        masks.comma = join(mask(a), mask(b));
        a = _mm256_add_epi8(a, a), b = _mm256_add_epi8(b, b);
        masks.newline = join(mask(a), mask(b));
        return masks;
    }
};

}  // namespace
}  // namespace pipelab::io::detail

#include "io/number_kernels_body.hpp"

namespace pipelab::io::detail {
const NumberKernels v3_kernels{find_any, decimals, naturals, reals};
}  // namespace pipelab::io::detail
#endif
