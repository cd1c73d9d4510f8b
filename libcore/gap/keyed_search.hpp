#pragma once

#include "base/progress.hpp"
#include "gap/search.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace pipelab::gap {

/// What is sought among the values of each key: the `top` widest gaps, or all that are wider than
/// `over`.
template <class T>
struct KeyGoal {
    std::size_t top = 1;
    std::optional<Width<T>> over;
    Resources resources;
};

/// Some gaps of key number `key`, widest first (KeyGoal::over: from left to right). If `continued`,
/// they follow those of the call before.
template <class T>
using SeeKeyGaps =
    std::function<void(std::size_t key, std::span<const Gap<T>> gaps, bool continued)>;

/// The gaps of one key.
template <class T>
void search_key(std::size_t key, const Values<T>& values, const KeyGoal<T>& goal,
                base::Control control, const SeeKeyGaps<T>& see);

/// The gaps of each of the keys 0, 1, ..., in this order. The values of key i stand before ends[i]
/// and behind those of key i - 1; they are put into another order. Many small keys are searched in
/// parallel, each by sorting; a large one is searched by all threads. The same calls for any number
/// of threads. Memory: goal.resources, and 16 bytes a gap of some 400,000 values.
template <class T>
void search_keys(std::span<T> values, std::span<const std::uint64_t> ends, const KeyGoal<T>& goal,
                 base::Control control, const SeeKeyGaps<T>& see);

}  // namespace pipelab::gap
