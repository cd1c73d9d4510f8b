#pragma once

namespace pipelab::io::detail {

/// Of ASCII, whatever the locale.
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace pipelab::io::detail
