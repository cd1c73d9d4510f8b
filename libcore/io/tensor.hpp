#pragma once

#include "base/array.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace pipelab::io {

/// How an element of a tensor is stored, little endian. bf16 and f16 are the halves of safetensors.
enum class ElementType : std::uint8_t {
    boolean,
    u8,
    i8,
    u16,
    i16,
    u32,
    i32,
    u64,
    i64,
    f16,
    bf16,
    f32,
    f64
};

/// Bytes of one element: 1, 2, 4, 8.
std::size_t element_bytes(ElementType type);
/// "u8", "f32", "bool", as messages and options name it.
std::string_view element_name(ElementType type);

/// An array of numbers, the last index running fastest.
struct Tensor {
    ElementType type = ElementType::f32;
    std::vector<std::size_t> shape;  ///< empty for a single number
    base::Array<std::byte> bytes;

    /// The number of elements.
    std::size_t size() const;
    template <class T>
    std::span<T> values() {
        return {reinterpret_cast<T*>(bytes.data()), bytes.size() / sizeof(T)};
    }
    template <class T>
    std::span<const T> values() const {
        return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
    }
};

/// A tensor of this form, its elements not set. base::UsageError beyond what memory can address.
Tensor make_tensor(ElementType type, std::vector<std::size_t> shape);

}  // namespace pipelab::io
