#pragma once

#include "base/frozen_array.hpp"
#include "ngram/context_table.hpp"
#include "ngram/model.hpp"
#include "ngram/scoring_engine.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace pipelab::ngram {

/// A model as a table: contexts are numbered, by length, and n-grams are found by the number of
/// their context and their last word. These are the arrays of a `probing` file.
struct ModelTable {
    struct Context {
        float backoff;
        std::uint32_t shorter;  ///< the context it backs off to; below its own number
    };
    struct Unigram {
        float probability;
        std::uint32_t next;  ///< the context after the word
    };
    ContextTable grams;
    base::FrozenArray<Unigram> unigrams;  ///< one or more
    base::FrozenArray<Context> contexts;  ///< 0: the empty one
    /// The first number of the contexts longer than 0, 1, ..., for each order.
    std::vector<std::uint32_t> first_of_length;
    std::uint32_t begin = 0;  ///< the context behind <s>
};

/// Takes what the table needs of the model in O(n-grams). DataError beyond 2^32 - 2 contexts.
ModelTable table_of(Model model);

/// The model that a table was made of, in O(n-grams) time, some 50 bytes for each; nullopt if
/// n-grams without their first word are missing.
std::optional<Model> model_of(const Vocabulary& vocabulary, const ModelTable& table);

/// A word costs one look-up where the model has its n-gram in full, and on average at most two
/// (what was matched for one word bounds what has to be tried for the next), whatever the order.
/// Memory: 23 bytes an n-gram and 8 a context.
class TableEngine final : public ScoringEngine {
  public:
    explicit TableEngine(ModelTable table) : table_(std::move(table)) {}
    const ModelTable& table() const { return table_; }

    std::size_t order() const override { return table_.first_of_length.size(); }
    State start(bool behind_begin) const override {
        return behind_begin ? State{there(table_.begin)} : State{};
    }
    WordScore score(State state, WordId word) const override;
    void score(std::span<const WordId> words, std::span<const std::size_t> ends,
               SentenceRules rules, SentenceScore* scores, WordScore* details) const override;
    std::size_t length(State state) const override;
    State shorter(State state) const override { return {shorter_of(state.context)}; }
    double backoff(State state) const override { return table_.contexts[state.context].backoff; }
    double unigram(WordId word) const override { return table_.unigrams[word].probability; }

  private:
    class Search;
    /// Numbers that a damaged file says lead nowhere else than to the empty context.
    std::uint32_t there(std::uint32_t context) const {
        return context < table_.contexts.size() ? context : 0;
    }
    std::uint32_t shorter_of(std::uint32_t context) const {
        const std::uint32_t shorter = table_.contexts[context].shorter;
        return shorter < context ? shorter : 0;
    }

    ModelTable table_;
};

}  // namespace pipelab::ngram
