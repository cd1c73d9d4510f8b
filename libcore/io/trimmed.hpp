#pragma once

#include <string_view>

namespace pipelab::io {

/// `text` without the characters of `blanks` before and behind it.
constexpr std::string_view trimmed(std::string_view text, std::string_view blanks = " \t") {
    while (!text.empty() && blanks.find(text.front()) != blanks.npos) text.remove_prefix(1);
    while (!text.empty() && blanks.find(text.back()) != blanks.npos) text.remove_suffix(1);
    return text;
}

}  // namespace pipelab::io
