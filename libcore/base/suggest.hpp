#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace pipelab::base {

/// The least number of inserted, deleted or changed bytes and of swapped neighbours that turns
/// `a` into `b`, no byte being touched twice (optimal string alignment). ASCII case does not
/// count. O(|a| |b|) time, O(|b|) memory.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate that `word` was probably meant to be: the one of least edit_distance (of equal
/// ones the first), if that is at most 1 + |word| / 4 and less than the length of either. A word of
/// four bytes or more stands for the only candidate that begins with it.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace pipelab::base
