#include "ngram/masses.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"

#include <numbers>

namespace pipelab::ngram {
namespace {

using std::numbers::ln10;

}  // namespace

double linear(float log10) {
    return log10 <= log_zero ? 0 : base::exp(static_cast<double>(log10) * ln10);
}

float log10_of(double probability) {
    return probability > 0 ? static_cast<float>(base::log(probability) / ln10) : log_zero;
}

std::vector<Mass> masses_of(const Model& model, const Contexts& contexts,
                            const base::Array<std::uint32_t>& parents,
                            const base::Array<char>* kept) {
    const auto& below = model.levels[contexts.level() - 1].probability;
    const auto& here = model.levels[contexts.level()].probability;
    std::vector<Mass> masses(below.size());
    base::parallel_for(contexts.parts(), [&](std::size_t part) {
        contexts.for_each_run(part, [&](std::uint32_t begin, std::uint32_t end) {
            for (std::uint32_t x = begin; x < end; ++x) {
                if (kept != nullptr && (*kept)[x] == 0) continue;
                Mass& mass = masses[contexts.links()[x]];
                mass.own += linear(here[x]);
                mass.lower += linear(below[parents[x]]);
            }
        });
    });
    return masses;
}

float backoff_for(const Mass& mass) {
    if (mass.own <= 0) return 0;
    const double left = 1 - mass.own, lower = 1 - mass.lower;
    if (left <= 0 || lower <= 0) return log_zero;
    return static_cast<float>(base::log(left / lower) / ln10);
}

}  // namespace pipelab::ngram
