#pragma once

#include <string>
#include <string_view>

namespace pipelab::io {

/// Pieces of text for pictures.

/// "10⁶".
std::string power_of_ten_text(int exponent);

/// An estimate of the width in em of `text` (UTF-8) in a common sans-serif font, rather too wide.
double text_width(std::string_view text);

/// The number of code points, which for what plots show is the number of terminal columns.
std::size_t columns(std::string_view text);

/// `text` with control characters and invalid UTF-8 replaced, so that any renderer takes it.
std::string clean(std::string_view text);

/// `text`, cut at a code point and ended by an ellipsis if its width is above the limit.
std::string clipped(std::string_view text, double limit, double (*width)(std::string_view));

}  // namespace pipelab::io
