#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace pipelab::base {

/// std::allocator that leaves new elements uninitialised instead of zeroing them, so that a
/// buffer about to be overwritten costs no pass over memory.
template <class T>
struct UninitializedAllocator : std::allocator<T> {
    template <class U>
    struct rebind {
        using other = UninitializedAllocator<U>;
    };
    template <class U>
    void construct(U* place) noexcept {
        ::new (static_cast<void*>(place)) U;
    }
    template <class U, class... Args>
    void construct(U* place, Args&&... args) {
        ::new (static_cast<void*>(place)) U(std::forward<Args>(args)...);
    }
};

/// A vector for bulk data: resize() does not touch the new elements.
template <class T>
using Array = std::vector<T, UninitializedAllocator<T>>;

}  // namespace pipelab::base
