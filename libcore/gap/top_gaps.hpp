#pragma once

#include "gap/width.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace pipelab::gap {

/// Keeps the `top` widest of the gaps it is shown. O(log top) a kept gap, O(1) a refused one.
template <class T>
class TopGaps {
  public:
    explicit TopGaps(std::size_t top) : top_(top) {}

    void add(const Gap<T>& gap) {
        if (heap_.size() < top_) {
            heap_.push_back(gap);
            std::push_heap(heap_.begin(), heap_.end(), wider<T>);
        } else if (top_ > 0 && wider(gap, heap_.front())) {
            std::pop_heap(heap_.begin(), heap_.end(), wider<T>);
            heap_.back() = gap;
            std::push_heap(heap_.begin(), heap_.end(), wider<T>);
        }
    }
    bool full() const { return heap_.size() >= top_; }
    /// The least of the kept ones, once full() and top > 0.
    const Gap<T>& least() const { return heap_.front(); }
    /// Widest first.
    std::vector<Gap<T>> sorted() const {
        std::vector<Gap<T>> gaps = heap_;
        std::sort(gaps.begin(), gaps.end(), wider<T>);
        return gaps;
    }

  private:
    std::size_t top_;
    std::vector<Gap<T>> heap_;  // the narrowest on top
};

}  // namespace pipelab::gap
