#pragma once

#include "io/number_column.hpp"

#include <cstddef>
#include <string_view>

namespace pipelab::io {

/// Reads the doubles of tokens that another parser has found in a text, one by one and in order:
/// the kernels of parse_numbers take many at a time.
class TokenColumn {
  public:
    /// `text` and `start`, where it stands, must outlive the column. 64 bytes before and behind
    /// the text must be readable.
    TokenColumn(std::string_view text, const base::Position& start, NumberGrammar grammar);
    TokenColumn(const TokenColumn&) = delete;
    TokenColumn& operator=(const TokenColumn&) = delete;

    /// The token is text[begin, end). DataError, no later than flush(), for the first that is no
    /// finite number.
    void add(std::size_t begin, std::size_t end) {
        if (batch_.count == detail::TokenBatch::capacity ||
            (batch_.count > 0 && begin - batch_.base >= detail::TokenBatch::window))
            flush();
        if (batch_.count == 0) batch_.base = begin;
        batch_.edges[2 * batch_.count] = static_cast<std::uint32_t>(begin - batch_.base);
        batch_.edges[2 * batch_.count + 1] = static_cast<std::uint32_t>(end - batch_.base);
        ++batch_.count;
    }
    void flush();
    base::Array<double> finish();

  private:
    ParseOptions options_;
    detail::NumberColumn column_;
    detail::TokenBatch batch_;
};

}  // namespace pipelab::io
