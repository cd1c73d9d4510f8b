#include "io/number_kernels.hpp"

#if defined(__x86_64__)
#include "io/decimal_to_double.hpp"

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
        // Two numbers of eight digits in each half become one of sixteen.
        const Bytes weighted = _mm256_mul_epu32(eights, _mm256_set1_epi64x(100'000'000));
        const Bytes sixteens = _mm256_add_epi64(weighted, _mm256_srli_epi64(eights, 32));
        return {
            static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm256_castsi256_si128(sixteens))),
            static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm256_extracti128_si256(sixteens, 1)))};
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

constexpr std::uint64_t powers_of_ten[20] = {1ull,
                                             10ull,
                                             100ull,
                                             1000ull,
                                             10000ull,
                                             100000ull,
                                             1000000ull,
                                             10000000ull,
                                             100000000ull,
                                             1000000000ull,
                                             10000000000ull,
                                             100000000000ull,
                                             1000000000000ull,
                                             10000000000000ull,
                                             100000000000000ull,
                                             1000000000000000ull,
                                             10000000000000000ull,
                                             100000000000000000ull,
                                             1000000000000000000ull,
                                             10000000000000000000ull};

/// The largest mantissa that stays an int64 when multiplied by 10^k.
struct Limits {
    std::uint64_t values[19];
    constexpr Limits() : values() {
        for (int k = 0; k < 19; ++k) values[k] = 0x7FFFFFFFFFFFFFFF / powers_of_ten[k];
    }
};
constexpr Limits limits;

/// What a token of plain digits says: mantissa * 10^-fraction.
struct Plain {
    std::uint64_t mantissa;
    std::uint32_t fraction;
    std::uint32_t negative;
    bool regular;  ///< false: the rest means nothing
};

/// Reads text[begin, end) without a branch on its form. The 32 bytes that end with the token are
/// looked at; the digits before the point move up by one byte to close its gap.
template <bool json>
TARGET inline Plain read_plain(const char* text, std::uint32_t begin, std::uint32_t end) {
    const char* const stop = text + end;
    const std::uint32_t negative = text[begin] == '-';
    const std::uint32_t length = end - begin - negative;
    const Vectors::Bytes bytes = Vectors::load(stop - 32);
    const auto inside = static_cast<std::uint32_t>(~std::uint64_t{0} << ((32 - length) & 63));
    const std::uint32_t points = Vectors::equal(bytes, '.') & inside;
    const std::uint32_t others = ~Vectors::digits(bytes) & inside;
    const auto behind = _lzcnt_u32(points);
    const std::uint32_t digits = length - (points != 0);

    Plain plain;
    plain.negative = negative;
    plain.fraction = behind & 31;
    const Vectors::Halves halves =
        Vectors::to_integers(bytes, Vectors::load(stop - 33), behind, digits);
    plain.mantissa = halves.high * 10'000'000'000'000'000 + halves.low;
    // 1843 * 10^16 plus any 16 digits is below 2^64.
    const std::uint32_t wrong = (others ^ points) | (points & (points - 1));
    plain.regular = (wrong == 0) & (digits - 1 < 32) & (halves.high <= 1843);
    if constexpr (json) {
        const char* const first = text + begin + negative;
        const bool zero_led = first[0] == '0' && length > 1 && first[1] != '.';
        const bool bare_point = first[0] == '.' || stop[-1] == '.';
        plain.regular &= !(zero_led | bare_point);
    }
    return plain;
}

template <bool json>
TARGET std::size_t read_decimals(const char* text, const std::uint32_t* edges, std::size_t count,
                                 int scale, std::int64_t* mantissas) {
    for (std::size_t i = 0; i < count; ++i) {
        const Plain plain = read_plain<json>(text, edges[2 * i], edges[2 * i + 1]);
        const std::uint32_t missing = static_cast<std::uint32_t>(scale) - plain.fraction;
        if (!plain.regular | (missing > 18)) [[unlikely]]
            return i;
        if (plain.mantissa > limits.values[missing]) [[unlikely]]
            return i;
        const std::uint64_t sign = 0 - static_cast<std::uint64_t>(plain.negative);
        const std::uint64_t magnitude = plain.mantissa * powers_of_ten[missing];
        mantissas[i] = static_cast<std::int64_t>((magnitude ^ sign) - sign);
    }
    return count;
}

template <bool json>
TARGET std::size_t read_naturals(const char* text, const std::uint32_t* edges, std::size_t count,
                                 std::uint64_t* naturals) {
    for (std::size_t i = 0; i < count; ++i) {
        const Plain plain = read_plain<json>(text, edges[2 * i], edges[2 * i + 1]);
        if (!plain.regular | (plain.fraction != 0) | plain.negative) [[unlikely]]
            return i;
        naturals[i] = plain.mantissa;
    }
    return count;
}

/// Digits and roundings are separate loops: each has a short chain of dependent steps, so that
/// the processor overlaps more numbers.
constexpr std::size_t group_size = 64;
struct Group {
    std::uint64_t mantissas[group_size];
    std::int32_t exponents[group_size];
    std::uint32_t negatives[group_size];
};

/// Reads a token that ends in an exponent of up to three digits; false if it is none, or if the
/// value might be denormal or infinite.
template <bool json>
TARGET __attribute__((noinline)) bool read_scientific(const char* text, std::uint32_t begin,
                                                      std::uint32_t end, Plain& plain,
                                                      std::int32_t& exponent) {
    // Never runs past the front of the token: a separator stands before it.
    const char* at = text + end;
    std::int32_t value = 0, weight = 1;
    for (; weight <= 100 && at[-1] >= '0' && at[-1] <= '9'; weight *= 10) {
        value += weight * (*--at - '0');
    }
    const bool negative = at[-1] == '-';
    if (negative || at[-1] == '+') --at;
    if (weight == 1 || (*--at | 0x20) != 'e' || at <= text + begin) return false;
    plain = read_plain<json>(text, begin, static_cast<std::uint32_t>(at - text));
    exponent = (negative ? -value : value) - static_cast<std::int32_t>(plain.fraction);
    return plain.regular && exponent >= -307 && exponent <= 288;
}

template <bool json>
TARGET inline std::size_t read_group(const char* text, const std::uint32_t* edges,
                                     std::size_t count, Group& group) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t begin = edges[2 * i], end = edges[2 * i + 1];
        Plain plain = read_plain<json>(text, begin, end);
        std::int32_t exponent = -static_cast<std::int32_t>(plain.fraction);
        if (!plain.regular) [[unlikely]] {
            if (!read_scientific<json>(text, begin, end, plain, exponent)) return i;
        }
        group.mantissas[i] = plain.mantissa;
        group.exponents[i] = exponent;
        group.negatives[i] = plain.negative;
    }
    return count;
}

TARGET inline void round_group(const Group& group, std::size_t count, double* reals) {
    for (std::size_t i = 0; i < count; ++i) {
        std::uint64_t bits = 0;
        if (group.mantissas[i] != 0) [[likely]] {
            bits = normal_double_bits(group.mantissas[i], group.exponents[i]);
        }
        bits |= static_cast<std::uint64_t>(group.negatives[i]) << 63;
        __builtin_memcpy(reals + i, &bits, sizeof bits);
    }
}

template <bool json>
TARGET std::size_t read_reals(const char* text, const std::uint32_t* edges, std::size_t count,
                              double* reals) {
    Group group;
    for (std::size_t first = 0; first < count; first += group_size) {
        const std::size_t wanted = count - first < group_size ? count - first : group_size;
        const std::size_t read = read_group<json>(text, edges + 2 * first, wanted, group);
        round_group(group, read, reals + first);
        if (read < wanted) [[unlikely]]
            return first + read;
    }
    return count;
}

/// Writes the positions of the lowest `count` bits that are set, counted from `base`.
template <int count>
TARGET inline void write_lowest(std::uint64_t& bits, std::uint32_t base, std::uint32_t*& out) {
    for (int k = 0; k < count; ++k) {
        *out++ = base + static_cast<std::uint32_t>(_tzcnt_u64(bits));
        bits &= bits - 1;
    }
}

/// Writes the positions of all set bits, in steps of 8, 16 and 8 words, so that the usual counts
/// of one input all end in the same step. Up to 15 more words are overwritten.
TARGET inline std::uint32_t* write_positions(std::uint64_t bits, std::uint32_t base,
                                             std::uint32_t* out) {
    std::uint32_t* const end = out + __builtin_popcountll(bits);
    write_lowest<8>(bits, base, out);
    if (out < end) write_lowest<16>(bits, base, out);
    while (out < end) write_lowest<8>(bits, base, out);
    return end;
}

/// The bytes that follow `starts`, or a run of `blanks` behind a start, as a mask. A run that
/// starts in the block before has its first bit in `starts`.
TARGET inline std::uint64_t reached(std::uint64_t starts, std::uint64_t blanks) {
    return starts | (((starts & blanks) + blanks) & ~blanks);
}

/// State of a scan between blocks of 64 bytes.
struct Carry {
    std::uint64_t in_token = 0;     ///< 1: the byte before the block belongs to a token
    std::uint64_t after_value = 0;  ///< 1: the last byte that is no blank does
    std::uint64_t seen = 0;         ///< not 0: there was a byte that is no blank
};

/// True if commas stand only behind values and, in an array, values only behind commas.
template <bool json>
TARGET inline bool well_formed(const ByteMasks& masks, std::uint64_t tokens, std::uint64_t blanks,
                               const Carry& carry) {
    const std::uint64_t after_tokens = (tokens << 1) | carry.in_token;
    if (masks.comma != 0) {
        const std::uint64_t behind_value = (tokens << 1) | carry.after_value;
        if (masks.comma & ~reached(behind_value, blanks)) return false;
    }
    if constexpr (json) {
        const std::uint64_t begins = tokens & ~after_tokens;
        const std::uint64_t behind_comma = (masks.comma << 1) | (carry.after_value ^ 1);
        if (begins & ~reached(behind_comma, blanks)) return false;
    }
    return true;
}

/// For each of `begins` the newlines before it. Up to 7 more words are overwritten.
TARGET inline std::uint32_t* write_lines(std::uint64_t begins, std::uint64_t newlines,
                                         std::uint64_t before, std::uint32_t* out) {
    std::uint32_t* const end = out + __builtin_popcountll(begins);
    while (out < end) {
        for (int k = 0; k < 8; ++k) {
            const std::uint64_t earlier = newlines & (begins ^ (begins - 1));
            out[k] = static_cast<std::uint32_t>(before) +
                     static_cast<std::uint32_t>(__builtin_popcountll(earlier));
            begins &= begins - 1;
        }
        out += 8;
    }
    return end;
}

/// Sets the state of `scan` behind the blocks, the last token of which may have been left open.
TARGET inline void finish_scan(std::size_t size, std::size_t at, const Carry& carry,
                               const std::uint32_t* end, TokenScan& scan, TokenBatch& batch) {
    auto edges = static_cast<std::size_t>(end - batch.edges);
    scan.at = at < size ? at : size;
    if (edges % 2 != 0 && at >= size) {
        batch.edges[edges++] = static_cast<std::uint32_t>(size - batch.base);
    }
    batch.count = edges / 2;
    if (carry.seen != 0) scan.last = carry.after_value ? Last::value : Last::comma;
    if (edges % 2 != 0) {
        scan.at = batch.base + batch.edges[edges - 1];
        scan.last = Last::comma;
    }
}

enum class Syntax { text, json_array, json_bare };

template <Syntax syntax>
TARGET bool find(const char* text, std::size_t size, TokenScan& scan, TokenBatch& batch) {
    constexpr bool array = syntax == Syntax::json_array;
    const Vectors::Classes classes = Vectors::classes(syntax == Syntax::text);
    Carry carry;
    carry.after_value = scan.last == Last::value;
    std::uint32_t* edges = batch.edges;
    std::uint32_t* lines = batch.lines;
    batch.base = scan.at;
    std::size_t at = scan.at;
    const std::size_t limit = at + TokenBatch::window < size ? at + TokenBatch::window : size;
    bool regular = true;
    for (; at < limit; at += 64) {
        ByteMasks masks = Vectors::classify(text + at, classes);
        if (size - at < 64) masks.keep((std::uint64_t{1} << (size - at)) - 1);
        const std::uint64_t tokens = ~masks.separator;
        const std::uint64_t marks = masks.comma | (syntax == Syntax::text ? masks.newline : 0);
        const std::uint64_t blanks = masks.separator & ~marks;
        regular = masks.special == 0 && (syntax != Syntax::json_bare || masks.comma == 0) &&
                  well_formed<array>(masks, tokens, blanks, carry);
        if (!regular) [[unlikely]]
            break;
        const std::uint64_t after = (tokens << 1) | carry.in_token;
        edges = write_positions(tokens ^ after, static_cast<std::uint32_t>(at - batch.base), edges);
        if (scan.keep_lines) {
            lines = write_lines(tokens & ~after, masks.newline, scan.newlines, lines);
        }
        scan.newlines += static_cast<std::uint64_t>(__builtin_popcountll(masks.newline));
        if (tokens | marks) carry.after_value = tokens > marks;
        carry.seen |= tokens | marks;
        carry.in_token = tokens >> 63;
    }
    finish_scan(size, at, carry, edges, scan, batch);
    return regular;
}

TARGET bool find_any(const char* text, std::size_t size, NumberGrammar grammar, TokenScan& scan,
                     TokenBatch& batch) {
    if (grammar == NumberGrammar::text) return find<Syntax::text>(text, size, scan, batch);
    if (scan.in_array) return find<Syntax::json_array>(text, size, scan, batch);
    return find<Syntax::json_bare>(text, size, scan, batch);
}

TARGET std::size_t decimals(const char* text, const std::uint32_t* edges, std::size_t count,
                            NumberGrammar grammar, int scale, std::int64_t* mantissas) {
    return grammar == NumberGrammar::json
               ? read_decimals<true>(text, edges, count, scale, mantissas)
               : read_decimals<false>(text, edges, count, scale, mantissas);
}

TARGET std::size_t naturals(const char* text, const std::uint32_t* edges, std::size_t count,
                            NumberGrammar grammar, std::uint64_t* naturals) {
    return grammar == NumberGrammar::json ? read_naturals<true>(text, edges, count, naturals)
                                          : read_naturals<false>(text, edges, count, naturals);
}

TARGET std::size_t reals(const char* text, const std::uint32_t* edges, std::size_t count,
                         NumberGrammar grammar, double* reals) {
    return grammar == NumberGrammar::json ? read_reals<true>(text, edges, count, reals)
                                          : read_reals<false>(text, edges, count, reals);
}

}  // namespace

const NumberKernels v3_kernels{find_any, decimals, naturals, reals};

}  // namespace pipelab::io::detail
#endif
