#include "gap/in_order.hpp"

#include <algorithm>
#include <type_traits>
#include <vector>

namespace pipelab::gap {

template <class T>
void widest_steps(const Column& column, std::size_t top, const std::optional<Width<T>>& over,
                  const std::function<void(const Step<T>&)>& see) {
    struct Ranked {
        Step<T> step;
        std::uint64_t index;
    };
    const auto better = [](const Ranked& a, const Ranked& b) {
        const auto order = a.step.width() <=> b.step.width();
        return order != 0 ? order > 0 : a.index < b.index;
    };
    std::vector<Ranked> best;  // a heap with the narrowest on top
    std::optional<T> last;
    Location last_location;
    std::uint64_t index = 0;
    column.in_order([&](const io::NumberBlock& block) {
        const std::span<const T> values = values_of<T>(block);
        for (std::size_t i = 0; i < values.size(); ++i, ++index) {
            if (last) {
                const T from = i > 0 ? values[i - 1] : *last;
                const auto width = Step<T>{from, values[i], {}, {}}.width();
                const bool wanted =
                    over ? width > *over
                         : best.size() < top || width > best.front().step.width();
                if (wanted) {
                    Ranked ranked{{from, values[i], {}, {block.start.file, block.line(i)}}, index};
                    ranked.step.from_location =
                        i > 0 ? Location{block.start.file, block.line(i - 1)} : last_location;
                    if (over) {
                        see(ranked.step);
                    } else if (top > 0) {
                        if (best.size() == top) {
                            std::pop_heap(best.begin(), best.end(), better);
                            best.pop_back();
                        }
                        best.push_back(std::move(ranked));
                        std::push_heap(best.begin(), best.end(), better);
                    }
                }
            }
            if (i == 0 || i + 1 == values.size()) last = values[i];
        }
        if (!values.empty()) last_location = {block.start.file, block.line(values.size() - 1)};
    });
    std::sort(best.begin(), best.end(), better);
    for (const Ranked& ranked : best) see(ranked.step);
}

#define PIPELAB_GAP_IN_ORDER(T)                                                            \
    template void widest_steps(const Column&, std::size_t, const std::optional<Width<T>>&, \
                               const std::function<void(const Step<T>&)>&);
PIPELAB_GAP_IN_ORDER(double)
PIPELAB_GAP_IN_ORDER(std::int64_t)
PIPELAB_GAP_IN_ORDER(std::uint64_t)

}  // namespace pipelab::gap
