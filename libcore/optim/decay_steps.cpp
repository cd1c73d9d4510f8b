#include "optim/decay_steps.hpp"

#include "optim/optimiser.hpp"

#include <algorithm>
#include <cmath>

namespace pipelab::optim {
namespace {

const base::Array<double>& average(const State<double>& state, const char* name) {
    const auto found = std::find_if(state.arrays.begin(), state.arrays.end(),
                                    [&](const auto& arrays) { return arrays.name == name; });
    return found->tensors.front();
}

}  // namespace

std::vector<std::vector<DecayStep>> decay_steps(const Settings& settings,
                                                const std::vector<double>& curvatures,
                                                std::size_t count) {
    const std::size_t size = curvatures.size();
    const bool in_gradient = settings.decay == DecayMode::l2;
    Optimiser<double> optimiser(settings);
    std::vector<double> w(size, 1), gradient(size), decay_average(size);
    std::vector<std::vector<DecayStep>> steps(count, std::vector<DecayStep>(size));
    double power1 = 1, power2 = 1;
    for (std::vector<DecayStep>& row : steps) {
        for (std::size_t i = 0; i < size; ++i) {
            const double decay = settings.weight_decay * w[i];
            gradient[i] = curvatures[i] * w[i];
            decay_average[i] = settings.beta1 * decay_average[i] + (1 - settings.beta1) * decay;
            row[i].w = w[i];
            row[i].gradient = in_gradient ? gradient[i] + decay : gradient[i];
        }
        const Parameter<double> parameter{w, gradient, {}};
        optimiser.step({&parameter, 1});
        power1 *= settings.beta1;
        power2 *= settings.beta2;
        for (std::size_t i = 0; i < size; ++i) {
            DecayStep& one = row[i];
            one.m = average(optimiser.state(), "exp_avg")[i];
            one.v = average(optimiser.state(), "exp_avg_sq")[i];
            one.m_hat = one.m / (1 - power1);
            one.v_hat = one.v / (1 - power2);
            const double scale = settings.lr / (std::sqrt(one.v_hat) + settings.eps);
            one.update = scale * one.m_hat;
            one.next = w[i];
            if (in_gradient) {
                one.effective_decay = scale * decay_average[i] / (1 - power1) / one.w;
            } else {
                const bool paper = settings.decay == DecayMode::decoupled_paper;
                one.effective_decay = settings.weight_decay * (paper ? 1 : settings.lr);
            }
        }
    }
    return steps;
}

}  // namespace pipelab::optim
