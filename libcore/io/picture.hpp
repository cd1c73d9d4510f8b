#pragma once

#include <string>

namespace pipelab::io {

/// Something that can be drawn.
class Picture {
  public:
    virtual ~Picture() = default;
    /// A complete SVG 1.1 document, readable on light and dark pages.
    virtual std::string svg() const = 0;
    /// The same for a terminal: braille and text of UTF-8 without escape sequences, lines of at
    /// most 76 characters.
    virtual std::string braille() const = 0;
};

}  // namespace pipelab::io
