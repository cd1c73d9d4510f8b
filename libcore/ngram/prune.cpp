#include "ngram/prune.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"
#include "ngram/block.hpp"
#include "ngram/contexts.hpp"
#include "ngram/masses.hpp"
#include "ngram/model_links.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pipelab::ngram {
namespace {

using std::numbers::ln10;

/// The work on one level: its n-grams, their contexts and parents.
class LevelPruning {
  public:
    LevelPruning(Model& model, const Contexts& contexts, const ContextWeights& weights,
                 double threshold)
        : model_(model),
          contexts_(contexts),
          below_(model.levels[contexts.level() - 1]),
          here_(model.levels[contexts.level()]),
          weights_(weights.log_probability[contexts.level() - 1]),
          threshold_(threshold),
          parents_(suffix_links(model, contexts.level())),
          masses_(masses_of(model, contexts, parents_)) {}

    /// Clears `kept` of n-grams that may go and matter little.
    void decide(base::Array<char>& kept) const {
        base::parallel_blocks(kept.size(), block_of_grams,
                              [&](std::size_t, std::size_t begin, std::size_t end) {
                                  for (std::size_t x = begin; x < end; ++x)
                                      if (kept[x] == 0) kept[x] = matters(x);
                              });
    }

    /// Sets the backoff weights of contexts for what is kept.
    void back_off(const base::Array<char>& kept) {
        const std::vector<Mass> left = masses_of(model_, contexts_, parents_, &kept);
        base::parallel_blocks(below_.size(), block_of_grams,
                              [&](std::size_t, std::size_t begin, std::size_t end) {
                                  for (std::size_t c = begin; c < end; ++c)
                                      if (left[c].own != masses_[c].own)
                                          below_.backoff[c] = backoff_for(left[c]);
                              });
    }

  private:
    double own(std::size_t x) const { return linear(here_.probability[x]); }
    double lower(std::size_t x) const { return linear(below_.probability[parents_[x]]); }

    bool matters(std::size_t x) const {
        const std::uint32_t context = contexts_.links()[x];
        const Mass& mass = masses_[context];
        const double p = own(x), without = lower(x);
        if (p <= 0) return false;
        if (without <= 0) return true;
        const double left = std::max(0.0, 1 - mass.own), lower_left = 1 - mass.lower;
        const double weight = base::log((left + p) / (lower_left + without));
        double change = p * (base::log(p) - base::log(without) - weight);
        if (left > 0 && lower_left > 0) change += left * (base::log(left / lower_left) - weight);
        return base::expm1(base::exp(static_cast<double>(weights_[context])) * change) >=
               threshold_;
    }

    const Model& model_;
    const Contexts& contexts_;
    ModelLevel& below_;
    const ModelLevel& here_;
    const base::Array<float>& weights_;
    double threshold_;
    base::Array<std::uint32_t> parents_;
    std::vector<Mass> masses_;
};

/// 1 for n-grams of the level that are the context or the parent of one that is kept above.
base::Array<char> needed(const Model& model, std::size_t level, const Contexts* above,
                         const base::Array<char>& kept_above) {
    base::Array<char> needed(model.levels[level].size());
    std::fill(needed.begin(), needed.end(), 0);
    if (above == nullptr) return needed;
    const auto& child = model.levels[level].child;
    for (std::size_t y = 0; y < needed.size(); ++y)
        for (std::uint32_t x = child[y]; x < child[y + 1]; ++x) needed[y] |= kept_above[x];
    for (std::size_t x = 0; x < kept_above.size(); ++x)
        if (kept_above[x] != 0) needed[above->links()[x]] = 1;
    return needed;
}

}  // namespace

void keep_only(std::vector<ModelLevel>& levels, std::size_t level, const base::Array<char>& kept) {
    ModelLevel& all = levels[level];
    auto& first_child = levels[level - 1].child;
    std::uint32_t to = 0;
    std::size_t parent = 0;
    for (std::size_t x = 0;; ++x) {
        while (parent < first_child.size() && first_child[parent] == x) first_child[parent++] = to;
        if (x == all.size()) break;
        if (kept[x] == 0) continue;
        all.word[to] = all.word[x];
        all.probability[to] = all.probability[x];
        all.child[to] = all.child[x];
        if (!all.backoff.empty()) all.backoff[to] = all.backoff[x];
        ++to;
    }
    all.child[to] = all.child[all.size()];
    all.child.resize(to + std::size_t{1});
    all.word.resize(to);
    all.probability.resize(to);
    if (!all.backoff.empty()) all.backoff.resize(to);
}

ContextWeights weights_of_counts(const std::vector<base::Array<std::uint64_t>>& levels,
                                 std::uint64_t tokens, std::uint64_t sentences) {
    ContextWeights weights;
    for (const auto& counts : levels) {
        auto& level = weights.log_probability.emplace_back(counts.size());
        base::parallel_blocks(
            level.size(), block_of_grams, [&](std::size_t, std::size_t begin, std::size_t end) {
                for (std::size_t x = begin; x < end; ++x)
                    level[x] = static_cast<float>(
                        base::log(static_cast<double>(counts[x]) / static_cast<double>(tokens)));
            });
    }
    weights.log_probability[0][sentence_begin] =
        static_cast<float>(base::log(static_cast<double>(sentences) / static_cast<double>(tokens)));
    return weights;
}

ContextWeights weights_of_model(const Model& model) {
    ContextWeights weights;
    Contexts contexts = Contexts::of(model);
    for (std::size_t level = 0; level + 1 < model.order(); ++level) {
        const auto& probability = model.levels[level].probability;
        auto& here = weights.log_probability.emplace_back(probability.size());
        for (std::size_t x = 0; x < here.size(); ++x)
            here[x] = static_cast<float>(static_cast<double>(probability[x]) * ln10);
        if (level == 0) {
            here[sentence_begin] = here[sentence_end];
            continue;
        }
        for (std::size_t x = 0; x < here.size(); ++x)
            here[x] += weights.log_probability[level - 1][contexts.links()[x]];
        contexts.advance();
    }
    return weights;
}

std::uint64_t prune_by_entropy(Model& model, const ContextWeights& weights, double threshold,
                               base::Control control) {
    if (model.order() < 2) return 0;
    std::vector<Contexts> contexts{Contexts::of(model)};
    while (contexts.size() + 1 < model.order()) {
        contexts.push_back(contexts.back());
        contexts.back().advance();
    }
    std::vector<base::Array<char>> kept(model.order());
    control.progress.begin("pruning", model.order() - 1, "orders");
    for (std::size_t level = model.order() - 1; level > 0; --level) {
        base::stop_if_requested(control.cancellation);
        const bool highest = level + 1 == model.order();
        kept[level] = needed(model, level, highest ? nullptr : &contexts[level],
                             highest ? kept[level] : kept[level + 1]);
        LevelPruning pruning(model, contexts[level - 1], weights, threshold);
        pruning.decide(kept[level]);
        pruning.back_off(kept[level]);
        control.progress.advance(1);
    }
    control.progress.end();
    std::uint64_t removed = 0;
    for (std::size_t level = model.order() - 1; level > 0; --level) {
        const std::size_t before = model.levels[level].size();
        keep_only(model.levels, level, kept[level]);
        removed += before - model.levels[level].size();
    }
    return removed;
}

}  // namespace pipelab::ngram
