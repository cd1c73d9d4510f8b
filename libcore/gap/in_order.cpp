#include "gap/in_order.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace pipelab::gap {
namespace {

/// Keeps the `top` widest of the steps it is shown, of equal ones those shown first.
template <class T>
class WidestSteps {
  public:
    explicit WidestSteps(std::size_t top) : top_(top) {}

    bool wants(const Width<T>& width) const {
        return heap_.size() < top_ || (top_ > 0 && width > heap_.front().step.width());
    }
    void add(Step<T> step) {
        if (heap_.size() == top_) {
            std::pop_heap(heap_.begin(), heap_.end(), before);
            heap_.pop_back();
        }
        heap_.push_back({std::move(step), shown_++});
        std::push_heap(heap_.begin(), heap_.end(), before);
    }
    /// Hands them over, widest first; ends the use of this object.
    void give(const std::function<void(const Step<T>&)>& see) {
        std::sort(heap_.begin(), heap_.end(), before);
        for (const Shown& shown : heap_) see(shown.step);
    }

  private:
    struct Shown {
        Step<T> step;
        std::uint64_t order;
    };
    static bool before(const Shown& a, const Shown& b) {
        const auto order = a.step.width() <=> b.step.width();
        return order != 0 ? order > 0 : a.order < b.order;
    }
    std::size_t top_;
    std::uint64_t shown_ = 0;
    std::vector<Shown> heap_;  // the narrowest on top
};

}  // namespace

template <class T>
void widest_steps(const Column& column, std::size_t top, const std::optional<Width<T>>& over,
                  const std::function<void(const Step<T>&)>& see) {
    WidestSteps<T> widest(top);
    std::optional<T> last;
    Location last_location;
    column.in_order([&](const io::NumberBlock& block) {
        const std::span<const T> values = values_of<T>(block);
        const auto location = [&](std::size_t i) {
            return Location{block.start.file, block.line(i)};
        };
        for (std::size_t i = last ? 0 : 1; i < values.size(); ++i) {
            Step<T> step{i > 0 ? values[i - 1] : *last, values[i], {}, {}};
            const auto width = step.width();
            if (over ? !(width > *over) : !widest.wants(width)) continue;
            step.from_location = i > 0 ? location(i - 1) : last_location;
            step.to_location = location(i);
            if (over) {
                see(step);
            } else {
                widest.add(std::move(step));
            }
        }
        if (values.empty()) return;
        last = values.back();
        last_location = location(values.size() - 1);
    });
    widest.give(see);
}

#define PIPELAB_GAP_IN_ORDER(T)                                                            \
    template void widest_steps(const Column&, std::size_t, const std::optional<Width<T>>&, \
                               const std::function<void(const Step<T>&)>&);
PIPELAB_GAP_IN_ORDER(double)
PIPELAB_GAP_IN_ORDER(std::int64_t)
PIPELAB_GAP_IN_ORDER(std::uint64_t)

}  // namespace pipelab::gap
