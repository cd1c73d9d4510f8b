#pragma once

#include <cstdint>

namespace pipelab::geometry::detail {

/// No place among points, vertices, edges or faces numbered from 0.
inline constexpr std::uint32_t none = ~std::uint32_t{0};

}  // namespace pipelab::geometry::detail
