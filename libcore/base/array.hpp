#pragma once

#include "base/large_memory.hpp"

#include <cstddef>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace pipelab::base {

/// std::allocator that leaves new elements uninitialised instead of zeroing them, so that a
/// buffer about to be overwritten costs no pass over memory, and takes large arrays from
/// allocate_large.
template <class T>
struct UninitializedAllocator : std::allocator<T> {
    T* allocate(std::size_t count) {
        if (count < least_large / sizeof(T)) return std::allocator<T>::allocate(count);
        if (count > ~std::size_t{0} / 2 / sizeof(T)) throw std::bad_array_new_length();
        return static_cast<T*>(allocate_large(count * sizeof(T)));
    }
    void deallocate(T* memory, std::size_t count) noexcept {
        if (count < least_large / sizeof(T)) {
            std::allocator<T>::deallocate(memory, count);
        } else {
            release_large(memory, count * sizeof(T));
        }
    }
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
