#include "gap/extremes.hpp"

#include <vector>

namespace pipelab::gap {

template <class T>
ExtremeValues<T> extreme_values(const Values<T>& values) {
    std::vector<ExtremeValues<T>> own(static_cast<std::size_t>(values.workers()));
    values.visit([&](const Block<T>& block, int worker) {
        for (const T value : block.values) own[static_cast<std::size_t>(worker)].add(value);
    });
    for (std::size_t i = 1; i < own.size(); ++i) own[0].join(own[i]);
    return own[0];
}

template ExtremeValues<double> extreme_values(const Values<double>&);
template ExtremeValues<std::int64_t> extreme_values(const Values<std::int64_t>&);
template ExtremeValues<std::uint64_t> extreme_values(const Values<std::uint64_t>&);

}  // namespace pipelab::gap
