#include "base/error.hpp"
#include "base/parallel.hpp"
#include "ngram/block.hpp"
#include "ngram/model_links.hpp"
#include "ngram/table_engine.hpp"

#include <limits>

namespace pipelab::ngram {
namespace {

/// Numbers the contexts of a model, level by level, and makes entries of its n-grams.
class Builder {
    using Links = base::Array<std::uint32_t>;

  public:
    explicit Builder(Model& model) : model_(model), context_links_(context_links(model)) {}

    ModelTable build() {
        contexts_.push_back({0, 0});
        std::uint64_t entries = 0;
        for (std::size_t n = 1; n < model_.order(); ++n) entries += model_.levels[n].size();
        table_.grams = ContextTable(entries);
        for (std::size_t n = 0; n < model_.order(); ++n) {
            const Links suffixes = n > 0 ? suffix_links(model_, n) : Links();
            Links states = number(n, suffixes);
            Links last = last_words(n, suffixes);
            if (n == 0) {
                put_unigrams(states);
            } else {
                put_entries(n, states, last);
            }
            states_ = std::move(states);
            last_ = std::move(last);
            if (n > 0) drop(n - 1);
        }
        table_.contexts = std::move(contexts_);
        return std::move(table_);
    }

  private:
    /// The state that each n-gram leads to: its own, if something follows it in the model or it has
    /// a weight, else that of the n-gram without its first word.
    Links number(std::size_t n, const Links& suffixes) {
        const ModelLevel& level = model_.levels[n];
        Links states(level.size());
        const auto shorter = [&](std::size_t x) { return n == 0 ? 0 : states_[suffixes[x]]; };
        table_.first_of_length.push_back(static_cast<std::uint32_t>(contexts_.size()));
        if (n + 1 == model_.order()) {
            base::parallel_blocks(level.size(), block_of_grams,
                                  [&](std::size_t, std::size_t begin, std::size_t end) {
                                      for (std::size_t x = begin; x < end; ++x)
                                          states[x] = shorter(x);
                                  });
            return states;
        }
        const auto marks = are_contexts(level.size(), context_links_[n + 1]);
        const auto kept = [&](std::size_t x) { return marks[x] != 0 || level.backoff[x] != 0; };
        const base::Blocks blocks{level.size(), block_of_grams};
        std::vector<std::uint64_t> next(blocks.count());
        base::parallel_for(blocks.count(), [&](std::size_t b) {
            for (std::size_t x = blocks.begin(b); x < blocks.end(b); ++x) next[b] += kept(x);
        });
        std::uint64_t all = contexts_.size();
        for (std::uint64_t& each : next) {
            const std::uint64_t size = each;
            each = all;
            all += size;
        }
        if (all >= ContextTable::no_context) throw base::DataError({}, "too many contexts");
        contexts_.resize(static_cast<std::size_t>(all));
        base::parallel_for(blocks.count(), [&](std::size_t b) {
            for (std::size_t x = blocks.begin(b); x < blocks.end(b); ++x) {
                states[x] = shorter(x);
                if (!kept(x)) continue;
                contexts_[next[b]] = {level.backoff[x], states[x]};
                states[x] = static_cast<std::uint32_t>(next[b]++);
            }
        });
        return states;
    }

    Links last_words(std::size_t n, const Links& suffixes) const {
        if (n == 0) return model_.levels[0].word;
        Links last(suffixes.size());
        base::parallel_blocks(last.size(), block_of_grams,
                              [&](std::size_t, std::size_t begin, std::size_t end) {
                                  for (std::size_t x = begin; x < end; ++x)
                                      last[x] = last_[suffixes[x]];
                              });
        return last;
    }

    void put_unigrams(const Links& states) {
        const ModelLevel& level = model_.levels[0];
        base::Array<ModelTable::Unigram> unigrams(level.size());
        for (std::size_t x = 0; x < level.size(); ++x)
            unigrams[x] = {level.probability[x], states[x]};
        table_.unigrams = std::move(unigrams);
        table_.begin = states[sentence_begin];
    }

    void put_entries(std::size_t n, const Links& states, const Links& last) {
        const ModelLevel& level = model_.levels[n];
        base::Array<ContextTable::Entry> entries(level.size());
        base::parallel_blocks(level.size(), block_of_grams,
                              [&](std::size_t, std::size_t begin, std::size_t end) {
                                  for (std::size_t x = begin; x < end; ++x)
                                      entries[x] = {states_[context_links_[n][x]], last[x],
                                                    level.probability[x], states[x]};
                              });
        context_links_[n] = {};
        table_.grams.insert(entries);
    }

    void drop(std::size_t n) {
        ModelLevel& level = model_.levels[n];
        level.word = {};
        level.probability = {};
        level.backoff = {};
    }

    ModelTable table_;
    base::Array<ModelTable::Context> contexts_;
    Model& model_;
    std::vector<Links> context_links_;
    Links states_, last_;  // of the level before
};

}  // namespace

ModelTable table_of(Model model) { return Builder(model).build(); }

}  // namespace pipelab::ngram
