#include "optim/linear_model.hpp"

#include <algorithm>

namespace pipelab::optim {

void LinearModel::predict(const Features& row, std::span<double> margins) const {
    std::fill(margins.begin(), margins.end(), 0.0);
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::size_t slot = row.index[i] * outputs;
        if (slot >= weights.size()) continue;
        for (std::size_t k = 0; k < outputs; ++k) margins[k] += weights[slot + k] * row.value[i];
    }
}

std::size_t LinearModel::nonzero() const {
    return weights.size() -
           static_cast<std::size_t>(std::count(weights.begin(), weights.end(), 0.0));
}

}  // namespace pipelab::optim
