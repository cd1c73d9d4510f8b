#pragma once

#include "base/wide.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

/// How hash tables of keys, strings of any bytes, hash and compare them.
namespace pipelab::base {

namespace detail {

template <class Word>
std::uint64_t load(const char* from) {
    Word word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

/// The bytes of a key of at most 16, which with its length they determine.
struct KeyWords {
    std::uint64_t first, last;
    bool operator==(const KeyWords&) const = default;
};

inline KeyWords short_words(const char* key, std::size_t length) {
    if (length >= 8) return {load<std::uint64_t>(key), load<std::uint64_t>(key + length - 8)};
    if (length >= 4) return {load<std::uint32_t>(key), load<std::uint32_t>(key + length - 4)};
    if (length == 0) return {0, 0};
    return {load<unsigned char>(key) | load<unsigned char>(key + length / 2) << 8 |
                load<unsigned char>(key + length - 1) << 16,
            0};
}

/// Both halves of a product depend on all bits of both factors (the step of wyhash and others).
inline std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace detail

/// The same on all machines, and part of file formats.
inline std::uint32_t key_hash(std::string_view key) {
    // Fractional parts of square roots of 2, 3 and 5.
    constexpr std::uint64_t salt_a = 0x6a09e667f3bcc908;
    constexpr std::uint64_t salt_b = 0xbb67ae8584caa73b;
    constexpr std::uint64_t salt_c = 0x3c6ef372fe94f82b;
    const char* from = key.data();
    std::size_t left = key.size();
    std::uint64_t state = salt_c ^ left;
    for (; left > 16; from += 16, left -= 16) {
        state = detail::mixed(detail::load<std::uint64_t>(from) ^ salt_a ^ state,
                              detail::load<std::uint64_t>(from + 8) ^ salt_b);
    }
    const detail::KeyWords words = detail::short_words(from, left);
    return static_cast<std::uint32_t>(detail::mixed(
        detail::mixed(words.first ^ salt_a ^ state, words.last ^ salt_b) ^ salt_c, salt_a));
}

inline bool same_key(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    if (a.size() > 16) return std::memcmp(a.data(), b.data(), a.size()) == 0;
    return detail::short_words(a.data(), a.size()) == detail::short_words(b.data(), b.size());
}

}  // namespace pipelab::base
