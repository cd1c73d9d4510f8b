#include "ngram/unit.hpp"

namespace pipelab::ngram {
namespace {

bool is_named(std::uint32_t code) { return code <= 0x20 || code == 0x7f || code == '\\'; }

std::optional<std::uint32_t> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<std::uint32_t>(c - 'A' + 10);
    return std::nullopt;
}

}  // namespace

std::string byte_name(unsigned char byte) {
    if (!is_named(byte)) return {static_cast<char>(byte)};
    constexpr const char* digits = "0123456789ABCDEF";
    return {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
}

std::string code_name(std::uint32_t code, Unit unit) {
    if (unit == Unit::byte || code < 0x80) return byte_name(static_cast<unsigned char>(code));
    std::string name;
    append_utf8(name, code);
    return name;
}

std::optional<std::uint32_t> named_code(std::string_view token, Unit unit) {
    if (token.size() == 4 && token.substr(0, 2) == "\\x") {
        const auto high = hex_digit(token[2]), low = hex_digit(token[3]);
        if (high && low && is_named(*high << 4 | *low)) return *high << 4 | *low;
    }
    if (unit == Unit::byte) {
        if (token.size() != 1) return std::nullopt;
        return static_cast<unsigned char>(token[0]);
    }
    const CodePoint point = first_code_point(token);
    if (point.length == 0 || point.length != token.size()) return std::nullopt;
    return point.value;
}

std::size_t first_not_utf8(std::string_view text) {
    return for_each_code(text, Unit::character, [](std::uint32_t, std::size_t) {});
}

void UnitSigns::see(const Vocabulary& vocabulary, const TextKind& said) {
    if (said.unit) {
        contradictory_ |= said_.unit && !(said == said_);
        said_ = said;
        return;
    }
    const auto size = static_cast<WordId>(vocabulary.size());
    for (WordId word = sentence_end + 1; word < size && single_; ++word) {
        const std::string_view token = vocabulary.word(word);
        any_ = true;
        const auto code = named_code(token, Unit::character);
        if (code) {
            blank_ |= *code == ' ';
            long_characters_ |= *code >= 0x80;
        } else if (token.size() == 1) {
            lone_bytes_ = true;
        } else {
            single_ = false;
        }
    }
}

Unit UnitSigns::unit() const {
    if (said_.unit) return *said_.unit;
    if (!single_ || (lone_bytes_ && long_characters_)) return Unit::word;
    if (lone_bytes_) return Unit::byte;
    return blank_ ? Unit::character : Unit::word;
}

}  // namespace pipelab::ngram
