#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace pipelab::ngram {

/// The code point that a text begins with, and its length in bytes; length 0: not UTF-8 (overlong
/// forms and surrogates are not).
struct CodePoint {
    std::uint32_t value = 0;
    std::size_t length = 0;
};
CodePoint first_code_point(std::string_view text);

/// Appends UTF-8 of a code point.
void append_utf8(std::string& text, std::uint32_t code_point);

/// Letters in lower case by Unicode's simple mapping, as the C library knows it for UTF-8, whatever
/// the user's locale is; bytes that are not UTF-8 stay. Safe to use from several threads.
class LowerCase {
  public:
    LowerCase();
    ~LowerCase();
    LowerCase(const LowerCase&) = delete;
    LowerCase& operator=(const LowerCase&) = delete;
    std::string of(std::string_view text) const;

  private:
    struct Tables;
    std::unique_ptr<const Tables> tables_;
};

/// The same, for a long text.
std::string lower_case(std::string_view text);

}  // namespace pipelab::ngram
