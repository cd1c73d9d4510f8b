#include "optim/stopping.hpp"

#include <cmath>

namespace pipelab::optim {

std::string_view reason(Stop stop) {
    switch (stop) {
        case Stop::running:
            return "it has not stopped";
        case Stop::gradient:
            return "the gradient is as small as asked for";
        case Stop::step:
            return "the step is as small as asked for";
        case Stop::change:
            return "the value changes as little as asked for";
        case Stop::slope:
            return "no direction descends any more";
        case Stop::target:
            return "the target is reached";
        case Stop::evaluations:
            return "all evaluations are used up";
        case Stop::iterations:
            return "all iterations are used up";
        case Stop::not_finite:
            return "the function is not finite beyond this point";
    }
    return "";
}

double largest_magnitude(std::span<const double> values) {
    double most = 0;
    for (const double each : values) {
        const double size = std::abs(each);
        if (!(size <= most)) most = size;
        if (std::isnan(most)) break;
    }
    return most;
}

}  // namespace pipelab::optim
