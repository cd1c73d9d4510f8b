#pragma once

#include "base/error.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pipelab::io {

/// What escapes of strings may stand for.
enum class JsonEscapes {
    characters,
    /// Also of bytes: \udc80 to \udcff, where they are not the second half of a surrogate pair,
    /// are bytes, as append_json_quoted_bytes writes them.
    bytes,
};

/// Finds the tokens of JSON text: simdjson's first stage, which also checks UTF-8 and that strings
/// are closed. Of the rest of simdjson only the unescaping of strings is used, since its walkers
/// either lose the digits of large numbers or do not look at what they skip.
/// Memory: 4 bytes for each of the text. One object serves one thread.
class JsonTokens {
  public:
    JsonEscapes escapes = JsonEscapes::characters;

    JsonTokens();
    ~JsonTokens();
    JsonTokens(JsonTokens&&) noexcept;
    JsonTokens& operator=(JsonTokens&&) noexcept;

    /// Null, or what is wrong somewhere in `text`, which needs 64 readable bytes behind it and must
    /// outlive what is asked for below.
    const char* run(std::string_view text);

    std::size_t size() const { return size_; }
    std::size_t offset(std::size_t i) const { return offsets_[i]; }
    char first(std::size_t i) const { return bytes_[offsets_[i]]; }
    /// The token up to its last byte that is not blank.
    std::string_view token(std::size_t i) const;
    /// What `escaped`, which a quote follows, stands for; nullopt if an escape is none.
    std::optional<std::string> unescaped(std::string_view escaped) const;

  private:
    struct Parser;
    std::optional<std::string> unescaped_characters(std::string_view escaped) const;
    std::optional<std::string> unescaped_bytes(std::string_view escaped) const;
    void reserve(std::size_t bytes);

    std::unique_ptr<Parser> parser_;
    const std::uint32_t* offsets_ = nullptr;
    std::string_view bytes_;
    std::size_t size_ = 0;
};

/// Walks over the tokens of a text and checks them by RFC 8259.
class JsonCursor {
  public:
    static constexpr std::size_t max_depth = 1000;

    /// All arguments must outlive the cursor; `tokens` has run over `text`, whose first byte stands
    /// at `start`.
    JsonCursor(const JsonTokens& tokens, std::string_view text, const base::Position& start)
        : tokens_(tokens), text_(text), start_(start) {}

    /// The number of the token here; it may be set to one passed before.
    std::size_t at = 0;

    bool done() const { return at >= tokens_.size(); }
    /// The first byte of the token here; 0 behind the last one.
    char peek() const { return done() ? '\0' : tokens_.first(at); }
    std::string_view token() const { return tokens_.token(at); }
    /// Where the token here begins; the length of the text behind the last one.
    std::size_t offset() const { return done() ? text_.size() : tokens_.offset(at); }

    /// Passes `c`; `expected` says what should stand here, for the message.
    void expect(char c, std::string_view expected);
    /// Passes a comma and returns true, or `close` and returns false.
    bool more(char close);
    /// Passes a string and its checks; what stands between the quotes, not unescaped.
    std::string_view string();
    /// Passes a key of an object and its colon; the key, unescaped.
    std::string key();
    /// Passes a whole value, checked, and returns its text. O(its length), no recursion.
    /// `depth`: the levels around it.
    std::string_view skip(std::size_t depth = 0);

    [[noreturn]] void fail(std::size_t offset, const std::string& message) const;
    /// "expected ..., found ..." here.
    [[noreturn]] void fail_here(std::string_view expected) const;

  private:
    void skip_scalar();

    const JsonTokens& tokens_;
    std::string_view text_;
    const base::Position& start_;
};

}  // namespace pipelab::io
