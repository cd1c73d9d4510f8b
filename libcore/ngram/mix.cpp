#include "ngram/mix.hpp"

#include "base/parallel.hpp"
#include "ngram/block.hpp"
#include "ngram/contexts.hpp"
#include "ngram/gram_key.hpp"
#include "ngram/masses.hpp"
#include "ngram/model_links.hpp"
#include "ngram/tree_fill.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <span>
#include <utility>

namespace pipelab::ngram {
namespace {

/// Of n-grams that a model does not have.
constexpr float no_probability = std::numeric_limits<float>::infinity();

/// What one model says of the n-grams of a level of the mixture.
struct Said {
    base::Array<float> probability;  // none: it does not have it
    base::Array<float> backoff;      // 0 where it does not have it
};

template <std::size_t Words>
class Union {
    using Layout = KeyLayout<Words>;
    using Key = typename Layout::Key;
    struct Item {
        Key key;
        float probability, backoff;
        std::uint32_t model;
    };

  public:
    Union(const std::vector<Model>& models, const Vocabulary& vocabulary, std::size_t order,
          int bits)
        : models_(models), vocabulary_(vocabulary), layout_(order, bits) {}

    /// The tree of all, and what each model says of it: said[level][model].
    Grams run(std::vector<std::vector<Said>>& said) {
        for (std::size_t m = 0; m < models_.size(); ++m) gather(m);
        base::Array<Item> scratch(items_.size());
        radix_sort<Layout>(items_.data(), scratch.data(), items_.size(), layout_.total_bits());
        scratch = {};
        const std::span<const Item> items(items_);
        std::vector<std::uint64_t> nodes(layout_.order(), 0);
        nodes[0] = vocabulary_.size();
        count_nodes(layout_, items, nodes);
        Grams grams = allocate_grams(nodes);
        said.resize(layout_.order());
        for (std::size_t n = 0; n < said.size(); ++n) {
            said[n].resize(models_.size());
            for (Said& each : said[n]) {
                each.probability.assign(grams.levels[n].size(), no_probability);
                each.backoff.assign(grams.levels[n].size(), 0);
            }
        }
        std::vector<std::uint64_t> next(layout_.order(), 0);
        fill_tree(layout_, items, 0, static_cast<WordId>(vocabulary_.size()), next, grams,
                  [&](std::span<const Item> same, std::size_t length) {
                      const auto at = static_cast<std::size_t>(next[length - 1] - 1);
                      for (const Item& item : same) {
                          said[length - 1][item.model].probability[at] = item.probability;
                          said[length - 1][item.model].backoff[at] = item.backoff;
                      }
                  });
        return grams;
    }

  private:
    void gather(std::size_t m) {
        const Model& model = models_[m];
        std::vector<WordId> ids(model.vocabulary.size());
        for (WordId word = 0; word < ids.size(); ++word)
            ids[word] = vocabulary_.id(model.vocabulary.word(word));
        std::vector<Key> keys;  // of the level below
        for (std::size_t n = 0; n < model.order(); ++n) {
            const ModelLevel& level = model.levels[n];
            std::vector<Key> here(level.size());
            const auto digit = [&](std::size_t x) { return std::uint64_t{ids[level.word[x]]} + 1; };
            if (n == 0) {
                for (std::size_t x = 0; x < here.size(); ++x)
                    here[x] = layout_.after(Key{}, digit(x));
            } else {
                const auto& child = model.levels[n - 1].child;
                for (std::size_t y = 0; y + 1 < child.size(); ++y)
                    for (std::size_t x = child[y]; x < child[y + 1]; ++x)
                        here[x] = layout_.with_digit(keys[y], n, digit(x));
            }
            for (std::size_t x = 0; x < here.size(); ++x) {
                items_.push_back({here[x], level.probability[x],
                                  level.backoff.empty() ? 0 : level.backoff[x],
                                  static_cast<std::uint32_t>(m)});
            }
            keys = std::move(here);
        }
    }

    const std::vector<Model>& models_;
    const Vocabulary& vocabulary_;
    Layout layout_;
    base::Array<Item> items_;
};

Grams join(const std::vector<Model>& models, const Vocabulary& vocabulary,
           std::vector<std::vector<Said>>& said) {
    std::size_t order = 1;
    for (const Model& model : models) order = std::max(order, model.order());
    const int bits = static_cast<int>(std::bit_width(vocabulary.size()));
    return with_key_words(order, bits, 0, [&]<std::size_t Words>() {
        return Union<Words>(models, vocabulary, order, bits).run(said);
    });
}

/// Fills in what a model says of n-grams that it does not have, by backing off.
void back_off(Said& here, const Said& below, const base::Array<std::uint32_t>& parents,
              const base::Array<std::uint32_t>& contexts) {
    base::parallel_blocks(
        parents.size(), block_of_grams, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t x = begin; x < end; ++x)
                if (here.probability[x] == no_probability)
                    here.probability[x] = std::max(
                        log_zero, below.backoff[contexts[x]] + below.probability[parents[x]]);
        });
}

void average(const std::vector<Said>& said, const std::vector<double>& weights,
             base::Array<float>& probability) {
    base::parallel_blocks(probability.size(), block_of_grams,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t x = begin; x < end; ++x) {
                                  double sum = 0;
                                  for (std::size_t m = 0; m < said.size(); ++m)
                                      sum += weights[m] * linear(said[m].probability[x]);
                                  probability[x] = log10_of(sum);
                              }
                          });
}

}  // namespace

Model mix(std::vector<Model> models, std::vector<double> weights, base::Control control) {
    double all = 0;
    for (const double weight : weights) all += weight;
    for (double& weight : weights) weight /= all;
    std::vector<std::string_view> words;
    for (const Model& model : models)
        for (WordId word = 0; word < model.vocabulary.size(); ++word)
            words.push_back(model.vocabulary.word(word));
    Model mixed;
    mixed.vocabulary = Vocabulary(std::move(words));
    std::vector<std::vector<Said>> said;
    Grams grams = join(models, mixed.vocabulary, said);
    models.clear();
    for (GramLevel& level : grams.levels) {
        ModelLevel& to = mixed.levels.emplace_back();
        to.word = std::move(level.word);
        to.child = std::move(level.child);
        to.probability.resize(to.word.size());
        if (mixed.levels.size() < grams.order()) to.backoff.assign(to.word.size(), 0);
    }
    for (Said& each : said[0])
        for (float& probability : each.probability)
            if (probability == no_probability) probability = log_zero;
    average(said[0], weights, mixed.levels[0].probability);
    mixed.levels[0].probability[sentence_begin] = 0;
    Contexts contexts = Contexts::of(mixed);
    for (std::size_t level = 1; level < mixed.order(); ++level) {
        base::stop_if_requested(control.cancellation);
        const auto parents = suffix_links(mixed, level);
        for (std::size_t m = 0; m < weights.size(); ++m)
            back_off(said[level][m], said[level - 1][m], parents, contexts.links());
        average(said[level], weights, mixed.levels[level].probability);
        const auto masses = masses_of(mixed, contexts, parents);
        auto& backoff = mixed.levels[level - 1].backoff;
        for (std::size_t c = 0; c < backoff.size(); ++c) backoff[c] = backoff_for(masses[c]);
        if (level + 1 < mixed.order()) contexts.advance();
    }
    return mixed;
}

}  // namespace pipelab::ngram
