#pragma once

#include "io/number.hpp"
#include "io/number_kernels.hpp"
#include "io/number_tokens.hpp"

#include <cstddef>
#include <string_view>

namespace pipelab::io::detail {

/// Walks over the tokens of a text batch by batch: by the vector code, and byte by byte where that
/// one cannot go on.
class TokenReader {
  public:
    /// 64 bytes before and behind `text` must be readable.
    TokenReader(const NumberKernels& kernels, std::string_view text, const base::Position& start,
                const ParseOptions& options)
        : kernels_(kernels),
          text_(text),
          grammar_(options.grammar),
          scan_(start_scan(start, options)) {}

    /// The next tokens, which may be none; false behind the last. Behind a batch with which
    /// scan().error is set, next() must not be called.
    bool next(TokenBatch& batch);
    const TokenScan& scan() const { return scan_; }

  private:
    const NumberKernels& kernels_;
    std::string_view text_;
    NumberGrammar grammar_;
    TokenScan scan_;
    bool careful_ = false;
};

}  // namespace pipelab::io::detail
