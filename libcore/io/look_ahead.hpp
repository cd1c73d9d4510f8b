#pragma once

#include "io/chunk.hpp"

#include <cstddef>
#include <string_view>

/// Looks at the beginning of an input, to decide how it is read.
namespace pipelab::io {

inline constexpr std::string_view blanks = " \t\r\n";

/// Reads on until `seen` says that it has seen enough, or to the end of the input.
template <class Seen>
std::string_view look_ahead(ChunkReader& reader, Seen&& seen) {
    std::string_view head = reader.read_ahead();
    while (!seen(head)) {
        const std::size_t before = head.size();
        head = reader.read_ahead();
        if (head.size() == before) break;
    }
    return head;
}

/// The byte at or behind `from` that is not blank; 0 if there is none.
inline char visible(std::string_view text, std::size_t from) {
    const std::size_t at = text.find_first_not_of(blanks, from);
    return at == std::string_view::npos ? '\0' : text[at];
}

/// The first byte of an input that is not blank; 0 if there is none.
inline char first_visible(ChunkReader& reader) {
    const auto head =
        look_ahead(reader, [](std::string_view text) { return visible(text, 0) != '\0'; });
    return visible(head, 0);
}

}  // namespace pipelab::io
