#include "io/tensor.hpp"

#include "base/error.hpp"

#include <limits>
#include <utility>

namespace pipelab::io {

std::size_t element_bytes(ElementType type) {
    using enum ElementType;
    switch (type) {
        case boolean:
        case u8:
        case i8:
            return 1;
        case u16:
        case i16:
        case f16:
        case bf16:
            return 2;
        case u32:
        case i32:
        case f32:
            return 4;
        default:
            return 8;
    }
}

std::string_view element_name(ElementType type) {
    constexpr std::string_view names[] = {"bool", "u8",  "i8",  "u16",  "i16", "u32", "i32",
                                          "u64",  "i64", "f16", "bf16", "f32", "f64"};
    return names[static_cast<std::size_t>(type)];
}

std::size_t Tensor::size() const { return bytes.size() / element_bytes(type); }

Tensor make_tensor(ElementType type, std::vector<std::size_t> shape) {
    constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max();
    std::size_t bytes = element_bytes(type);
    // A length of 0 must not hide that the others cannot be addressed.
    for (const std::size_t length : shape)
        if (__builtin_mul_overflow(bytes, length > 0 ? length : 1, &bytes) || bytes > most)
            throw base::UsageError("a tensor of this shape is too large");
    for (const std::size_t length : shape)
        if (length == 0) bytes = 0;
    Tensor tensor{type, std::move(shape), {}};
    tensor.bytes.resize(bytes);
    return tensor;
}

}  // namespace pipelab::io
