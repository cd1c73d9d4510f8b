#include "gap/radix_sort.hpp"

#include "gap/order_key.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace pipelab::gap {
namespace {

constexpr int digit_bits = 11;
constexpr int digits = 6;  // 66 bits
constexpr std::size_t digit_values = std::size_t{1} << digit_bits;
constexpr std::uint64_t sign = std::uint64_t{1} << 63;

/// An unsigned number in the order of the values.
template <class T>
std::uint64_t key_of(T value) {
    if constexpr (std::is_same_v<T, double>) {
        return order_key(value);
    } else {
        const auto bits = static_cast<std::uint64_t>(value);
        return std::is_signed_v<T> ? bits ^ sign : bits;
    }
}

std::size_t digit(std::uint64_t key, int which) {
    return static_cast<std::size_t>(key >> (which * digit_bits)) & (digit_values - 1);
}

}  // namespace

template <class T>
void radix_sort(std::span<T> values, base::Array<T>& scratch) {
    constexpr std::size_t small = 512;
    if (values.size() < small) {
        std::sort(values.begin(), values.end(), [](T a, T b) { return key_of(a) < key_of(b); });
        return;
    }
    std::vector<std::array<std::size_t, digit_values>> counts(digits);
    for (const T value : values) {
        const std::uint64_t key = key_of(value);
        for (int which = 0; which < digits; ++which) {
            ++counts[static_cast<std::size_t>(which)][digit(key, which)];
        }
    }
    scratch.resize(std::max(scratch.size(), values.size()));
    std::span<T> from = values;
    std::span<T> to(scratch.data(), values.size());
    for (int which = 0; which < digits; ++which) {
        auto& places = counts[static_cast<std::size_t>(which)];
        if (places[digit(key_of(from[0]), which)] == from.size()) continue;
        std::size_t next = 0;
        for (std::size_t& place : places) next += std::exchange(place, next);
        for (const T value : from) to[places[digit(key_of(value), which)]++] = value;
        std::swap(from, to);
    }
    if (from.data() != values.data()) std::copy(from.begin(), from.end(), values.begin());
}

template void radix_sort(std::span<double>, base::Array<double>&);
template void radix_sort(std::span<std::int64_t>, base::Array<std::int64_t>&);
template void radix_sort(std::span<std::uint64_t>, base::Array<std::uint64_t>&);

}  // namespace pipelab::gap
