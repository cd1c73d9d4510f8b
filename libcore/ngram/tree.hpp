#pragma once

#include "base/array.hpp"
#include "ngram/vocabulary.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pipelab::ngram {

/// The n-grams of one order, as nodes of a tree from the last word to the first: the parent of
/// w1 w2 ... wn is w2 ... wn, its children lie side by side, ascending by w1. Unigrams are all
/// words of the vocabulary, in order of their numbers.
struct TreeLevel {
    base::Array<WordId> word;          ///< the first
    base::Array<std::uint32_t> child;  ///< the first child in the next level; one more than nodes
    std::size_t size() const { return word.size(); }
};

/// The words of one n-gram of a tree (Grams, Model), first word first. O(order log n-grams).
template <class Tree>
std::vector<WordId> words_of(const Tree& tree, std::size_t level, std::size_t index) {
    std::vector<WordId> words;
    for (std::size_t n = level + 1; n-- > 0;) {
        words.push_back(tree.levels[n].word[index]);
        if (n == 0) break;
        const auto& child = tree.levels[n - 1].child;
        const auto above = std::upper_bound(child.begin(), child.end(), index);
        index = static_cast<std::size_t>(above - child.begin()) - 1;
    }
    return words;
}

/// The same as text, with blanks between them.
template <class Tree>
std::string text_of(const Tree& tree, const Vocabulary& vocabulary, std::size_t level,
                    std::size_t index) {
    std::string text;
    for (const WordId word : words_of(tree, level, index)) {
        if (!text.empty()) text += ' ';
        text += vocabulary.word(word);
    }
    return text;
}

}  // namespace pipelab::ngram
