#pragma once

#include "io/chunk.hpp"
#include "ngram/grams.hpp"
#include "ngram/tokens.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pipelab::ngram {

/// The float nearest to a number in text; NaN if it is none.
float nearest_float(std::string_view text);

/// One n-gram of ARPA text.
struct ArpaLine {
    std::array<std::string_view, most_order> words;
    float probability = 0;
    float backoff = 0;
};

/// Reads the lines of one section, or of a stretch of it.
class ArpaLines {
  public:
    /// `text` is part of the text of `chunk`.
    ArpaLines(const io::Chunk& chunk, std::string_view text, std::size_t order, bool highest)
        : chunk_(chunk), cursor_(text), order_(order), highest_(highest) {}
    /// The next line that is not blank; false behind the last. DataError with the place for one
    /// that is no n-gram of the order.
    bool next(ArpaLine& line);
    /// DataError at the place of `token`, which is part of the chunk's text.
    [[noreturn]] void fail(std::string_view token, const std::string& message) const;

  private:
    float probability(std::string_view token) const;
    float backoff(std::string_view token) const;

    const io::Chunk& chunk_;
    TokenCursor cursor_;
    std::size_t order_;
    bool highest_;
};

}  // namespace pipelab::ngram
