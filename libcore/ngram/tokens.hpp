#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace pipelab::ngram {

/// Cuts text into words and line ends. Words are separated by space, tab, carriage return and NUL;
/// all other bytes belong to words. 64 bytes are looked at in one step: at least that many must be
/// readable behind the text.
class TokenCursor {
  public:
    explicit TokenCursor(std::string_view text)
        : next_(text.data()), end_(text.data() + text.size()), block_(text.data()) {
        if (next_ != end_) load();
    }

    enum class Found { word, line_end, nothing };
    Found next(std::string_view& word) {
        const char* begin = next_;
        while (next_ < end_) {
            if (separators_ == 0) {
                block_ += 64;
                if (block_ >= end_) break;
                load();
                continue;
            }
            const char* const separator = block_ + std::countr_zero(separators_);
            if (separator >= end_) break;
            if (separator > begin) {
                word = {begin, static_cast<std::size_t>(separator - begin)};
                next_ = separator;
                return Found::word;
            }
            separators_ &= separators_ - 1;
            next_ = begin = separator + 1;
            if (*separator == '\n') return Found::line_end;
        }
        next_ = end_;
        if (begin == end_) return Found::nothing;
        word = {begin, static_cast<std::size_t>(end_ - begin)};
        return Found::word;
    }

  private:
    /// A bit for each byte of the block that separates words.
    void load() {
        separators_ = 0;
        for (int i = 0; i < 64; i += 16) separators_ |= separators(block_ + i) << i;
    }
#if defined(__SSE2__)
    static std::uint64_t separators(const char* text) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text));
        const auto equal = [&](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
        const __m128i blanks = _mm_or_si128(_mm_or_si128(equal(' '), equal('\t')),
                                            _mm_or_si128(equal('\r'), equal('\0')));
        return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_or_si128(blanks, equal('\n'))));
    }
#else
    static std::uint64_t separators(const char* text) {
        std::uint64_t mask = 0;
        for (int i = 0; i < 16; ++i) {
            const char c = text[i];
            const bool blank = c == ' ' || c == '\t' || c == '\r' || c == 0;
            mask |= std::uint64_t{blank || c == '\n'} << i;
        }
        return mask;
    }
#endif

    const char* next_;
    const char* end_;
    const char* block_;
    std::uint64_t separators_ = 0;
};

/// Calls see(word) for the words of a text, line ends being blanks.
template <class See>
void for_each_word(std::string_view text, See&& see) {
    TokenCursor cursor(text);
    std::string_view word;
    for (auto found = cursor.next(word); found != TokenCursor::Found::nothing;
         found = cursor.next(word))
        if (found == TokenCursor::Found::word) see(word);
}

}  // namespace pipelab::ngram
