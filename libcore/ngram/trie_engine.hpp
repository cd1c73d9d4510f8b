#pragma once

#include "ngram/scoring_engine.hpp"
#include "ngram/trie.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pipelab::ngram {

/// Finds n-grams in a trie: w, then each word before it among the children of what was found, as
/// long as there are words in the state. On the way come the weights of the contexts for the next
/// word. States are nodes, numbered by length. A word costs a search in each order that it is
/// found in, and one more.
class TrieEngine final : public ScoringEngine {
  public:
    /// DataError beyond 2^32 - 2 n-grams below the highest order.
    explicit TrieEngine(ModelTrie trie);
    const ModelTrie& trie() const { return trie_; }

    std::size_t order() const override { return trie_.order(); }
    State start(bool behind_begin) const override;
    WordScore score(State state, WordId word) const override;
    void score(std::span<const WordId> words, std::span<const std::size_t> ends,
               SentenceRules rules, SentenceScore* scores, WordScore* details) const override;
    std::size_t length(State state) const override;
    State shorter(State state) const override;
    double backoff(State state) const override;
    double unigram(WordId word) const override { return trie_.unigrams[word].probability; }

  private:
    class Search;
    /// A node of some length; length 0: none.
    struct Node {
        std::size_t length;
        std::uint64_t index;
    };
    Node node(State state) const;
    State state(std::size_t length, std::uint64_t index) const {
        if (length == 0) return {};
        return {static_cast<std::uint32_t>(first_of_length_[length - 1] + index)};
    }
    WordId first_word(Node node) const;
    float weight(Node node) const;
    Node parent(Node node) const;

    ModelTrie trie_;
    /// The first number of the states of length 1, 2, ...
    std::vector<std::uint64_t> first_of_length_;
};

}  // namespace pipelab::ngram
