#pragma once

#include "base/array.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <utility>

namespace pipelab::base {

/// Elements that do not change any more: in an array of their own, or in memory that something else
/// keeps, such as a mapped file. Copies share them.
template <class T>
class FrozenArray {
  public:
    FrozenArray() = default;
    FrozenArray(Array<T> elements) {
        const auto own = std::make_shared<const Array<T>>(std::move(elements));
        elements_ = {own->data(), own->size()};
        keeper_ = own;
    }
    /// `keeper` keeps the elements in memory.
    FrozenArray(std::span<const T> elements, std::shared_ptr<const void> keeper)
        : elements_(elements), keeper_(std::move(keeper)) {}

    std::size_t size() const { return elements_.size(); }
    bool empty() const { return elements_.empty(); }
    const T* data() const { return elements_.data(); }
    const T& operator[](std::size_t i) const { return elements_[i]; }
    const T* begin() const { return data(); }
    const T* end() const { return data() + size(); }
    std::span<const T> span() const { return elements_; }

  private:
    std::span<const T> elements_;
    std::shared_ptr<const void> keeper_;
};

}  // namespace pipelab::base
