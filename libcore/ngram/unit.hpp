#pragma once

#include "ngram/text.hpp"
#include "ngram/vocabulary.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pipelab::ngram {

/// What sentences, the lines of a text, are made of.
enum class Unit {
    word,       ///< what stands between blanks (space, tab, carriage return, NUL); any bytes
    character,  ///< Unicode code points, blanks too, but not the carriage return of a line's end
    byte,       ///< the same of bytes
};

/// The name of a byte as a token: \xHH up to 0x20 and for 0x7f and \, else itself, so that names
/// can stand in ARPA files.
std::string byte_name(unsigned char byte);

/// The name of a character or byte as a token, and the code that a token names (a character that
/// should have the name \xHH may also stand for itself); nullopt if it names none.
std::string code_name(std::uint32_t code, Unit unit);
std::optional<std::uint32_t> named_code(std::string_view token, Unit unit);

/// Calls see(code, offset) for the characters or bytes of a text in turn. Returns where that ends:
/// at the end of the text, or where it is no UTF-8.
template <class See>
std::size_t for_each_code(std::string_view text, Unit unit, See&& see) {
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (unit == Unit::byte || byte < 0x80) {
            see(std::uint32_t{byte}, i);
            ++i;
            continue;
        }
        const CodePoint point = first_code_point(text.substr(i));
        if (point.length == 0) return i;
        see(point.value, i);
        i += point.length;
    }
    return text.size();
}

/// Where a text stops to be UTF-8; its size if it does not.
std::size_t first_not_utf8(std::string_view text);
inline constexpr const char* not_utf8 = "not UTF-8 (for other bytes there is --unit byte)";

/// What a model knows of the text it comes from.
struct TextKind {
    std::optional<Unit> unit;
    bool lower = false;  ///< letters were made lower case
    bool operator==(const TextKind&) const = default;
};

/// What models tell of the unit of their words: what their files say, else (ARPA cannot say it)
/// what their vocabularies look like.
class UnitSigns {
  public:
    void see(const Vocabulary& vocabulary, const TextKind& said = {});
    /// Of vocabularies alone: if all words are names of single bytes or characters, bytes if some
    /// are bytes that are no characters, characters if the blank, \x20, is among them; else words.
    Unit unit() const;
    bool lower() const { return said_.lower; }
    /// Files say different things.
    bool contradictory() const { return contradictory_; }
    /// All words are single characters, but there is no blank: words with blanks between them, or
    /// the characters of texts without blanks.
    bool doubtful() const { return !said_.unit && single_ && any_ && !blank_ && !lone_bytes_; }

  private:
    TextKind said_;
    bool contradictory_ = false;
    bool single_ = true;  ///< so far
    bool any_ = false;
    bool blank_ = false;
    bool lone_bytes_ = false;
    bool long_characters_ = false;
};

}  // namespace pipelab::ngram
