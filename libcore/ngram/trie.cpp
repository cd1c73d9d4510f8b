#include "ngram/trie.hpp"

#include "base/parallel.hpp"
#include "ngram/block.hpp"
#include "ngram/model_links.hpp"

#include <algorithm>
#include <utility>

namespace pipelab::ngram {
namespace {

/// A multiple of 8, so that blocks of records end with bytes.

/// The codes of values, which are all in a codebook.
class Encoder {
  public:
    Encoder(const base::Array<float>& book, std::size_t first) : book_(book), first_(first) {}
    std::uint64_t operator()(float value) const {
        const auto found = std::lower_bound(book_.begin() + static_cast<std::ptrdiff_t>(first_),
                                            book_.end(), value);
        return static_cast<std::uint64_t>(found - book_.begin());
    }

  private:
    const base::Array<float>& book_;
    std::size_t first_;
};

std::uint64_t probability_code(float probability, const base::Array<float>* book) {
    if (book != nullptr) return Encoder(*book, 0)(probability);
    return std::bit_cast<std::uint32_t>(std::min(probability, 0.0F)) & ~(std::uint32_t{1} << 31);
}

/// The weight with which the trie marks what is a context.
float marked(float backoff, bool followed) {
    if (backoff != 0) return backoff;
    return followed ? 0.0F : no_context_weight;
}

std::uint64_t backoff_code(float weight, const base::Array<float>* book) {
    if (book == nullptr) return std::bit_cast<std::uint32_t>(weight);
    if (weight == 0) return is_context(weight);
    return Encoder(*book, 2)(weight);
}

/// Packs levels with their marks.
class Packer {
  public:
    Packer(const Model& model, const std::vector<Codebooks>& codebooks)
        : model_(model), codebooks_(codebooks), links_(context_links(model)) {}

    ModelTrie pack() {
        ModelTrie trie;
        trie.unigrams = unigrams();
        for (std::size_t n = 1; n < model_.order(); ++n) trie.levels.push_back(level(n));
        return trie;
    }

  private:
    /// Which n-grams of a level something follows.
    base::Array<std::uint8_t> followed(std::size_t n) {
        if (n + 1 == model_.order()) return {};
        auto marks = are_contexts(model_.levels[n].size(), links_[n + 1]);
        links_[n + 1] = {};
        return marks;
    }

    base::Array<ModelTrie::Unigram> unigrams() {
        const ModelLevel& level = model_.levels[0];
        const bool longer = model_.order() > 1;
        const auto marks = followed(0);
        base::Array<ModelTrie::Unigram> unigrams(level.size() + 1);
        for (std::size_t word = 0; word < level.size(); ++word) {
            unigrams[word] = {std::min(level.probability[word], 0.0F), no_context_weight, 0};
            if (!longer) continue;
            unigrams[word].backoff = marked(level.backoff[word], marks[word] != 0);
            unigrams[word].child = level.child[word];
        }
        unigrams.back() = {};
        if (longer) unigrams.back().child = level.child.back();
        return unigrams;
    }

    TrieLevel level(std::size_t n) {
        const ModelLevel& from = model_.levels[n];
        const bool highest = n + 1 == model_.order();
        const Codebooks* const books = codebooks_.empty() ? nullptr : &codebooks_[n - 1];
        TrieLevel to;
        to.size = from.size();
        to.fields.word = word_bits(model_.vocabulary.size());
        if (books != nullptr) {
            const auto bits = static_cast<int>(std::bit_width(books->probabilities.size())) - 1;
            to.fields.probability = to.fields.backoff = bits;
            to.probabilities = base::Array<float>(books->probabilities);
            if (!highest) to.backoffs = base::Array<float>(books->backoffs);
        }
        if (highest) to.fields.backoff = 0;
        const auto marks = followed(n);
        const auto* const probabilities = books != nullptr ? &books->probabilities : nullptr;
        const auto* const backoffs = books != nullptr ? &books->backoffs : nullptr;
        base::Array<char> records(to.fields.bytes(from.size()));
        std::fill(records.end() - bit_field_padding, records.end(), '\0');
        const auto width = static_cast<std::size_t>(to.fields.width());
        base::parallel_blocks(
            from.size(), block_of_grams, [&](std::size_t, std::size_t begin, std::size_t end) {
                BitWriter writer(records.data() + begin * width / 8);
                for (std::size_t x = begin; x < end; ++x) {
                    writer.put(from.word[x], to.fields.word);
                    writer.put(probability_code(from.probability[x], probabilities),
                               to.fields.probability);
                    if (highest) continue;
                    const float weight = marked(from.backoff[x], marks[x] != 0);
                    writer.put(backoff_code(weight, backoffs), to.fields.backoff);
                }
                writer.finish();
            });
        to.records = std::move(records);
        if (!highest) to.children = ChildRanges(from.child);
        return to;
    }

    const Model& model_;
    const std::vector<Codebooks>& codebooks_;
    std::vector<base::Array<std::uint32_t>> links_;
};

base::Array<std::uint32_t> first_children(const ChildRanges& children, std::size_t nodes) {
    base::Array<std::uint32_t> first(nodes + 1);
    base::parallel_blocks(nodes, block_of_grams,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              for (std::size_t x = begin; x < end; ++x)
                                  first[x] = static_cast<std::uint32_t>(children.of(x).begin);
                          });
    first[nodes] = nodes > 0 ? static_cast<std::uint32_t>(children.of(nodes - 1).end) : 0;
    return first;
}

}  // namespace

int word_bits(std::size_t words) {
    return std::max(1, static_cast<int>(std::bit_width(words - 1)));
}

ModelTrie trie_of(const Model& model, const std::vector<Codebooks>& codebooks) {
    return Packer(model, codebooks).pack();
}

Model model_of(const Vocabulary& vocabulary, const ModelTrie& trie) {
    Model model;
    model.vocabulary = vocabulary;
    model.levels.resize(trie.order());
    const auto resize = [&](ModelLevel& level, std::size_t size) {
        level.word.resize(size);
        level.probability.resize(size);
        level.backoff.resize(size);
        level.child.assign(size + 1, 0);
    };
    ModelLevel& unigrams = model.levels[0];
    resize(unigrams, trie.words());
    for (std::size_t word = 0; word < trie.words(); ++word) {
        unigrams.word[word] = static_cast<WordId>(word);
        unigrams.probability[word] = trie.unigrams[word].probability;
        unigrams.backoff[word] = trie.unigrams[word].backoff + 0.0F;
    }
    for (std::size_t word = 0; word <= trie.words(); ++word)
        unigrams.child[word] = trie.unigrams[word].child;
    for (std::size_t n = 1; n < model.order(); ++n) {
        const TrieLevel& from = trie.levels[n - 1];
        ModelLevel& to = model.levels[n];
        resize(to, from.size);
        const bool highest = n + 1 == model.order();
        base::parallel_blocks(from.size, block_of_grams,
                              [&](std::size_t, std::size_t begin, std::size_t end) {
                                  for (std::size_t x = begin; x < end; ++x) {
                                      to.word[x] = from.word(x);
                                      to.probability[x] = from.probability(x);
                                      // Of both zeros the positive one.
                                      to.backoff[x] = highest ? 0 : from.backoff(x) + 0.0F;
                                  }
                              });
        if (!highest) to.child = first_children(from.children, from.size);
    }
    return model;
}

}  // namespace pipelab::ngram
