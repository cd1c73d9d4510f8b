#pragma once

#include "io/number.hpp"
#include "io/number_kernels.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pipelab::io::detail {

/// Reads tokens into one array of the smallest type that holds them: the second half of
/// parse_numbers. Begins as options.at_least and widens as values ask for it.
class NumberColumn {
  public:
    /// All arguments must outlive the column.
    NumberColumn(const NumberKernels& kernels, std::string_view text, const base::Position& start,
                 const ParseOptions& options);

    /// Appends the tokens of a batch. False: the column has to be real, begin it again as that
    /// type. DataError for a token that is no number.
    [[nodiscard]] bool append(const TokenBatch& batch);

    /// The block of all that was appended.
    NumberBlock finish();

    [[noreturn]] void fail(std::size_t offset, const std::string& message) const;

  private:
    std::size_t append_regular(const TokenBatch& batch, std::size_t first);
    bool append_one(const TokenBatch& batch, std::size_t i);
    std::string_view token_of(const TokenBatch& batch, std::size_t i) const;
    bool keeps_numbers() const;
    void keep_number(std::string_view token);
    bool is_skipped(std::string_view token, std::size_t offset);
    bool place(const Number& value);
    bool raise_scale(const Number& value, int scale);
    bool widen(const Number& value);
    void convert(NumberType type);
    void make_room(const TokenBatch& batch);
    void resize(std::size_t count);
    void examine();
    TypeNeed need();

    const NumberKernels& kernels_;
    std::string_view text_;
    const base::Position& start_;
    const ParseOptions& options_;
    NumberBlock block_;
    std::size_t count_ = 0;     ///< values so far; the arrays of block_ are longer
    std::size_t examined_ = 0;  ///< of them, those that extremes_ has seen
    TypeNeed extremes_;
};

}  // namespace pipelab::io::detail
