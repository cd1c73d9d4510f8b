#include "io/print.hpp"

#include <algorithm>

namespace pipelab::io {
namespace {

/// What may follow a lead byte, by Unicode's table 3-7: the range of the second byte excludes
/// overlong forms, surrogates and everything beyond U+10FFFF.
struct Lead {
    std::size_t length;
    unsigned char second_low, second_high;
};

Lead lead(unsigned char byte) {
    if (byte >= 0xc2 && byte <= 0xdf) return {2, 0x80, 0xbf};
    if (byte == 0xe0) return {3, 0xa0, 0xbf};
    if (byte == 0xed) return {3, 0x80, 0x9f};
    if (byte >= 0xe1 && byte <= 0xef) return {3, 0x80, 0xbf};
    if (byte == 0xf0) return {4, 0x90, 0xbf};
    if (byte >= 0xf1 && byte <= 0xf3) return {4, 0x80, 0xbf};
    if (byte == 0xf4) return {4, 0x80, 0x8f};
    return {1, 1, 0};
}

struct Sequence {
    std::size_t size;
    bool valid;
};

/// The UTF-8 sequence that `text`, which begins with a byte >= 0x80, starts with; if invalid, as
/// much of it as could have been one.
Sequence sequence(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const Lead kind = lead(byte(0));
    std::size_t size = 1;
    while (size < std::min(kind.length, text.size())) {
        const unsigned char low = size == 1 ? kind.second_low : 0x80;
        const unsigned char high = size == 1 ? kind.second_high : 0xbf;
        if (byte(size) < low || byte(size) > high) break;
        ++size;
    }
    return {size, size == kind.length && size > 1};
}

void append_escaped(std::string& to, char byte) {
    constexpr std::string_view short_names = "\b\f\n\r\t\"\\", letters = "bfnrt\"\\";
    to += '\\';
    if (const std::size_t i = short_names.find(byte); i != std::string_view::npos) {
        to += letters[i];
        return;
    }
    constexpr std::string_view hex = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(byte);
    to += "u00";
    to += hex[code >> 4];
    to += hex[code & 15];
}

}  // namespace

std::string json_quoted(std::string_view text) {
    std::string quoted = "\"";
    for (std::size_t i = 0; i < text.size();) {
        const char byte = text[i];
        if (static_cast<unsigned char>(byte) >= 0x80) {
            const Sequence found = sequence(text.substr(i));
            quoted += found.valid ? text.substr(i, found.size) : "\xef\xbf\xbd";
            i += found.size;
            continue;
        }
        if (static_cast<unsigned char>(byte) < 0x20 || byte == '"' || byte == '\\')
            append_escaped(quoted, byte);
        else
            quoted += byte;
        ++i;
    }
    return quoted += '"';
}

void append_json_quoted_bytes(std::string& to, std::string_view text) {
    to += '"';
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            if (byte < 0x20 || byte == '"' || byte == '\\')
                append_escaped(to, text[i]);
            else
                to += text[i];
            ++i;
            continue;
        }
        const Sequence found = sequence(text.substr(i));
        if (found.valid) to += text.substr(i, found.size);
        for (std::size_t k = 0; k < found.size && !found.valid; ++k) {
            constexpr std::string_view hex = "0123456789abcdef";
            const auto code = static_cast<unsigned char>(text[i + k]);
            to += "\\udc";
            to += hex[code >> 4];
            to += hex[code & 15];
        }
        i += found.size;
    }
    to += '"';
}

}  // namespace pipelab::io
