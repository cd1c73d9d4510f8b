#pragma once

#include "io/number.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Where the tokens of a text are: the first half of parse_numbers.
namespace pipelab::io::detail {

/// What the last byte was that is no blank. In JSON a newline is a blank.
enum class Last : std::uint8_t { line_start, value, comma, open, close };

/// How far a text has been cut into tokens. Everything before `at` has been.
struct TokenScan {
    std::size_t at = 0;
    std::uint64_t newlines = 0;  ///< before `at`
    Last last = Last::line_start;
    bool in_array = false;
    bool in_comment = false;
    bool keep_lines = false;
    std::string error;  ///< not empty: at `at` stands what the grammar does not allow
};

/// The tokens of a stretch of text, in order. Edges count from `base`.
struct TokenBatch {
    static constexpr std::size_t window = 4096;  ///< bytes that one batch looks at
    static constexpr std::size_t capacity = window / 2 + 64;

    std::size_t base = 0;
    std::size_t count = 0;
    std::uint32_t edges[2 * capacity];  ///< begin and end of each token
    std::uint32_t lines[capacity];      ///< newlines before each token, if scan.keep_lines
};

/// Starts `scan` at the front of a text.
TokenScan start_scan(const base::Position& start, const ParseOptions& options);

/// Replaces `batch` by the tokens that begin before `stop`, byte by byte and with all checks: sets
/// scan.error and stops at the first violation. At most TokenBatch::window bytes, or one token.
void find_tokens(std::string_view text, NumberGrammar grammar, std::size_t stop, TokenScan& scan,
                 TokenBatch& batch);

}  // namespace pipelab::io::detail
