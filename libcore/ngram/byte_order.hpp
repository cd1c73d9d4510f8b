#pragma once

#include "ngram/grams.hpp"
#include "ngram/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

/// Words are numbered in the order of their bytes, but for the three special ones.
class ByteOrder {
  public:
    explicit ByteOrder(const Vocabulary& vocabulary) {
        constexpr std::array<WordId, 3> specials{sentence_end, sentence_begin, unknown};
        WordId next = sentence_end + 1;
        for (const WordId special : specials) {
            while (next < vocabulary.size() && vocabulary.word(next) < vocabulary.word(special))
                words_.push_back(next++);
            words_.push_back(special);
        }
        while (next < vocabulary.size()) words_.push_back(next++);
        rank_.resize(words_.size());
        for (std::uint32_t i = 0; i < words_.size(); ++i) rank_[words_[i]] = i;
    }
    const std::vector<WordId>& words() const { return words_; }
    std::uint32_t rank(WordId word) const { return rank_[word]; }

  private:
    std::vector<WordId> words_;
    std::vector<std::uint32_t> rank_;
};

/// Calls see(level, gram, text) for an n-gram of a tree of count_grams_forward and all that begin
/// with it, in the order of their bytes (of texts without control characters).
template <class See>
class ForwardWalk {
  public:
    ForwardWalk(const Grams& grams, const Vocabulary& vocabulary, const ByteOrder& order, See& see)
        : grams_(grams), vocabulary_(vocabulary), order_(order), see_(see) {}

    void visit(std::size_t level, std::size_t gram) {
        const GramLevel& here = grams_.levels[level];
        const std::size_t before = text_.size();
        if (level > 0) text_ += ' ';
        text_ += vocabulary_.word(here.word[gram]);
        see_(level, gram, std::string_view(text_));
        if (level + 1 < grams_.order())
            visit_children(level + 1, here.child[gram], here.child[gram + 1]);
        text_.resize(before);
    }

  private:
    /// The special words come first among children, but not among bytes.
    void visit_children(std::size_t level, std::size_t begin, std::size_t end) {
        const auto& word = grams_.levels[level].word;
        std::array<std::size_t, 3> specials{};
        std::size_t count = 0, next = 0;
        while (begin < end && word[begin] <= sentence_end) specials[count++] = begin++;
        const auto rank = [&](std::size_t gram) { return order_.rank(word[gram]); };
        std::sort(specials.begin(), specials.begin() + static_cast<std::ptrdiff_t>(count),
                  [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
        for (std::size_t x = begin; x < end; ++x) {
            while (next < count && rank(specials[next]) < rank(x)) visit(level, specials[next++]);
            visit(level, x);
        }
        while (next < count) visit(level, specials[next++]);
    }

    const Grams& grams_;
    const Vocabulary& vocabulary_;
    const ByteOrder& order_;
    See& see_;
    std::string text_;
};

}  // namespace pipelab::ngram
