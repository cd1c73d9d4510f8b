#include "ngram/check.hpp"

#include "ngram/contexts.hpp"
#include "ngram/masses.hpp"
#include "ngram/model_links.hpp"

#include <cmath>
#include <vector>

namespace pipelab::ngram {

Sums check_sums(const Model& model, base::Control control) {
    Sums result;
    double all = 0;
    for (std::size_t word = 0; word < model.levels[0].size(); ++word)
        if (word != sentence_begin) all += linear(model.levels[0].probability[word]);
    result.contexts = 1;
    result.worst = std::fabs(1 - all);
    result.worst_sum = all;
    result.all = result.worst;
    std::vector<double> sums_below{all};  // of the contexts of the level below
    Contexts contexts = Contexts::of(model);
    control.progress.begin("checking sums", model.order() - 1, "orders");
    for (std::size_t level = 1; level < model.order(); ++level) {
        base::stop_if_requested(control.cancellation);
        const ModelLevel& below = model.levels[level - 1];
        const std::vector<Mass> masses = masses_of(model, contexts, suffix_links(model, level));
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
            result.all += std::fabs(1 - sums[c]);
            if (std::fabs(1 - sums[c]) <= result.worst) continue;
            result.worst = std::fabs(1 - sums[c]);
            result.worst_sum = sums[c];
            result.worst_context = text_of(model, model.vocabulary, level - 1, c);
        }
        sums_below = std::move(sums);
        if (level + 1 < model.order()) contexts.advance();
        control.progress.advance(1);
    }
    control.progress.end();
    return result;
}

}  // namespace pipelab::ngram
