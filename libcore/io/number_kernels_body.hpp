// No #pragma once: included by number_kernels_v3.cpp and _v4.cpp, each after it has defined the
// class Vectors and TARGET, the attribute of its level. Everything here is private to them and
// uses nothing inline from elsewhere but what is always inlined, so that no code for one level
// can serve another.

#include "io/decimal_to_double.hpp"
#include "io/number_kernels.hpp"

namespace pipelab::io::detail {
namespace {

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
    plain.regular = others == points && (points & (points - 1)) == 0 && digits - 1 < 31 &&
                    length <= 32 && halves.high <= 1843;
    if constexpr (json) {
        const char* const first = text + begin + negative;
        const bool zero_led = first[0] == '0' && length > 1 && first[1] != '.';
        const bool bare_point = first[0] == '.' || stop[-1] == '.';
        plain.regular = plain.regular && !(zero_led | bare_point);
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

template <bool json>
TARGET std::size_t read_reals(const char* text, const std::uint32_t* edges, std::size_t count,
                              double* reals) {
    for (std::size_t i = 0; i < count; ++i) {
        const Plain plain = read_plain<json>(text, edges[2 * i], edges[2 * i + 1]);
        if (!plain.regular) [[unlikely]]
            return i;
        std::uint64_t bits = 0;
        if (plain.mantissa != 0) [[likely]] {
            bits = normal_double_bits(plain.mantissa, -static_cast<int>(plain.fraction));
        }
        bits |= static_cast<std::uint64_t>(plain.negative) << 63;
        __builtin_memcpy(reals + i, &bits, sizeof bits);
    }
    return count;
}

/// Writes the positions of the set bits, counted from `base`. Up to 7 more words are overwritten.
TARGET inline std::uint32_t* write_positions(std::uint64_t bits, std::uint32_t base,
                                             std::uint32_t* out) {
    std::uint32_t* const end = out + __builtin_popcountll(bits);
    while (out < end) {
        for (int k = 0; k < 8; ++k) {
            out[k] = base + static_cast<std::uint32_t>(_tzcnt_u64(bits));
            bits &= bits - 1;
        }
        out += 8;
    }
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

TARGET inline void write_lines(std::uint64_t begins, std::uint64_t newlines, std::uint64_t before,
                               std::uint32_t*& lines) {
    for (; begins != 0; begins &= begins - 1) {
        const std::uint64_t earlier = newlines & ((begins & (0 - begins)) - 1);
        *lines++ = static_cast<std::uint32_t>(
            before + static_cast<std::uint64_t>(__builtin_popcountll(earlier)));
    }
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
        write_lines(tokens & ~after, masks.newline, scan.newlines, lines);
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
}  // namespace pipelab::io::detail
