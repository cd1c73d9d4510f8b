#pragma once

#include "base/array.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace pipelab::ngram {

/// Fields may be as wide as this.
inline constexpr int most_field_bits = 57;
/// Bytes that must be readable behind the last field.
inline constexpr std::size_t bit_field_padding = 8;

/// The `width` bits from bit `at` on, the lowest first.
inline std::uint64_t bits_at(const char* bytes, std::uint64_t at, int width) {
    std::uint64_t word;
    std::memcpy(&word, bytes + at / 8, sizeof word);
    return word >> at % 8 & ((std::uint64_t{1} << width) - 1);
}

/// Writes fields one after another, from the beginning of a byte on.
class BitWriter {
  public:
    explicit BitWriter(char* to) : to_(to) {}
    /// `value` has no more than `width` bits.
    void put(std::uint64_t value, int width) {
        pending_ |= value << bits_;
        bits_ += width;
        while (bits_ >= 8) {
            *to_++ = static_cast<char>(pending_);
            pending_ >>= 8;
            bits_ -= 8;
        }
    }
    /// Fills the last byte with zeros.
    void finish() {
        if (bits_ > 0) put(0, 8 - bits_);
    }

  private:
    char* to_;
    std::uint64_t pending_ = 0;
    int bits_ = 0;
};

}  // namespace pipelab::ngram
