#include "ngram/text.hpp"

#include <array>
#include <clocale>
#include <cwctype>

#include <locale.h>

namespace pipelab::ngram {

struct LowerCase::Tables {
    locale_t locale;
    std::uint32_t lower(std::uint32_t code_point) const {
        if (locale == nullptr) return code_point;
        return static_cast<std::uint32_t>(towlower_l(static_cast<wint_t>(code_point), locale));
    }
};

LowerCase::LowerCase() : tables_(new Tables{newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)}) {}
LowerCase::~LowerCase() {
    if (tables_->locale != nullptr) freelocale(tables_->locale);
}

CodePoint first_code_point(std::string_view text) {
    if (text.empty()) return {};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return {};
    std::uint32_t value = lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {};
        value = value << 6 | (byte(i) & 0x3fU);
    }
    constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xd800 && value < 0xe000;
    if (value < least[length] || value > 0x10ffff || surrogate) return {};
    return {value, length};
}

void append_utf8(std::string& text, std::uint32_t code_point) {
    const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xc0 | code_point >> 6);
        put(0x80 | (code_point & 0x3f));
    } else if (code_point < 0x10000) {
        put(0xe0 | code_point >> 12);
        put(0x80 | (code_point >> 6 & 0x3f));
        put(0x80 | (code_point & 0x3f));
    } else {
        put(0xf0 | code_point >> 18);
        put(0x80 | (code_point >> 12 & 0x3f));
        put(0x80 | (code_point >> 6 & 0x3f));
        put(0x80 | (code_point & 0x3f));
    }
}

std::string LowerCase::of(std::string_view text) const {
    std::string lower;
    lower.reserve(text.size() + 64);
    while (!text.empty()) {
        const CodePoint point = first_code_point(text);
        if (point.length < 2) {
            const char c = text.front();
            lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
            text.remove_prefix(1);
            continue;
        }
        append_utf8(lower, tables_->lower(point.value));
        text.remove_prefix(point.length);
    }
    return lower;
}

std::string lower_case(std::string_view text) { return LowerCase().of(text); }

}  // namespace pipelab::ngram
