#include "ngram/check.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"
#include "ngram/contexts.hpp"
#include "ngram/model_links.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace pipelab::ngram {
namespace {

constexpr std::size_t block = std::size_t{1} << 15;

double linear(float log10) {
    return log10 <= log_zero ? 0 : base::exp(static_cast<double>(log10) * 2.30258509299404568402);
}

/// Linear probabilities of a level.
base::Array<double> linear_probabilities(const ModelLevel& level) {
    base::Array<double> p(level.size());
    base::parallel_blocks(p.size(), block, [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t x = begin; x < end; ++x) p[x] = linear(level.probability[x]);
    });
    return p;
}

/// What followers of a context have, by themselves and by the lower order.
struct Mass {
    double own = 0, lower = 0;
};

}  // namespace

Sums check_sums(const Model& model, base::Control control) {
    Sums result;
    base::Array<double> lower = linear_probabilities(model.levels[0]);
    double all = 0;
    for (std::size_t word = 0; word < lower.size(); ++word)
        if (word != sentence_begin) all += lower[word];
    result.contexts = 1;
    result.worst = std::fabs(1 - all);
    result.worst_sum = all;
    std::vector<double> sums_below{all};  // of the contexts of the level below, by their parents
    Contexts contexts = Contexts::of(model);
    for (std::size_t level = 1; level < model.order(); ++level) {
        base::stop_if_requested(control.cancellation);
        const ModelLevel &below = model.levels[level - 1], &here = model.levels[level];
        const base::Array<double> own = linear_probabilities(here);
        std::vector<Mass> masses(below.size());
        std::vector<std::uint32_t> parent(here.size());
        base::parallel_blocks(
            below.size(), block, [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t y = begin; y < end; ++y)
                    std::fill(parent.begin() + below.child[y], parent.begin() + below.child[y + 1],
                              static_cast<std::uint32_t>(y));
            });
        base::parallel_for(contexts.parts(), [&](std::size_t part) {
            contexts.for_each_run(part, [&](std::uint32_t begin, std::uint32_t end) {
                for (std::uint32_t x = begin; x < end; ++x) {
                    Mass& mass = masses[contexts.links()[x]];
                    mass.own += own[x];
                    mass.lower += lower[parent[x]];
                }
            });
        });
        std::vector<double> sums(below.size());
        std::size_t above = 0;  // the context without its first word
        for (std::size_t c = 0; c < below.size(); ++c) {
            if (level > 1)
                while (model.levels[level - 2].child[above + 1] <= c) ++above;
            const double rest = sums_below[above];
            sums[c] = rest;
            if (masses[c].own <= 0) continue;
            sums[c] = masses[c].own + linear(below.backoff[c]) * (rest - masses[c].lower);
            ++result.contexts;
            if (std::fabs(1 - sums[c]) <= result.worst) continue;
            result.worst = std::fabs(1 - sums[c]);
            result.worst_sum = sums[c];
            result.worst_context = text_of(model, level - 1, c);
        }
        sums_below = std::move(sums);
        lower = own;
        if (level + 1 < model.order()) contexts.advance();
    }
    return result;
}

}  // namespace pipelab::ngram
