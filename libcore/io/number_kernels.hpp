#pragma once

#include "base/isa.hpp"
#include "io/number.hpp"
#include "io/number_tokens.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// The hot loops of parse_numbers, one set for each instruction set. All sets read the same
/// values; they differ only in how much they leave to the code byte by byte.
namespace pipelab::io::detail {

struct NumberKernels {
    /// Replaces `batch` by the tokens from scan.at on, as find_tokens; false if it met a byte that
    /// only find_tokens understands (comments, brackets, errors): call that one for the next 64
    /// bytes. Null: always find_tokens.
    bool (*find)(const char* text, std::size_t size, NumberGrammar grammar, TokenScan& scan,
                 TokenBatch& batch);

    /// These three read tokens given by their `edges` in `text` until one is not plain digits with
    /// sign and point, or does not fit; they return how many they read. 64 bytes before and behind
    /// must be readable.
    std::size_t (*decimals)(const char* text, const std::uint32_t* edges, std::size_t count,
                            NumberGrammar grammar, int scale, std::int64_t* mantissas);
    std::size_t (*naturals)(const char* text, const std::uint32_t* edges, std::size_t count,
                            NumberGrammar grammar, std::uint64_t* naturals);
    std::size_t (*reals)(const char* text, const std::uint32_t* edges, std::size_t count,
                         NumberGrammar grammar, double* reals);
};

extern const NumberKernels portable_kernels;
#if defined(__x86_64__)
extern const NumberKernels v3_kernels;
#endif

/// The best for a level. The 512-bit form of the v3 set was measured 5 to 15 % slower on Zen 5
/// (the mask registers lie on the critical path), so v4 has none of its own.
inline const NumberKernels& number_kernels(base::IsaLevel level) {
#if defined(__x86_64__)
    if (level >= base::IsaLevel::v3) return v3_kernels;
#endif
    static_cast<void>(level);
    return portable_kernels;
}

/// parse_numbers with the kernels of a level, which the machine must have.
NumberBlock parse_numbers_with(base::IsaLevel level, std::string_view text,
                               const base::Position& start, const ParseOptions& options);

}  // namespace pipelab::io::detail
