#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pipelab::expression {

/// The smallest parts of a formula.
struct Token {
    enum class Kind { number, name, symbol, end };
    Kind kind = Kind::end;
    std::string_view text;   ///< of the formula; empty at the end
    std::size_t offset = 0;  ///< of its first byte
    double value = 0;        ///< of a number

    bool is(std::string_view symbol) const { return kind == Kind::symbol && text == symbol; }
    bool is_word(std::string_view word) const { return kind == Kind::name && text == word; }
};

/// Cuts a formula into tokens. A copy stands at the same place and goes on by itself.
class Tokens {
  public:
    explicit Tokens(std::string_view formula) : formula_(formula) { next(); }
    const Token& current() const { return current_; }
    /// UsageError at a byte that begins no token, and at digits that are no number.
    void next();
    /// UsageError with `message` and the column of `where`.
    [[noreturn]] void fail(const Token& where, const std::string& message) const;
    /// The same, with what was found there instead of what was `expected`.
    [[noreturn]] void fail_expecting(const std::string& expected) const;

  private:
    void number();

    std::string_view formula_;
    std::size_t offset_ = 0;
    Token current_;
};

}  // namespace pipelab::expression
