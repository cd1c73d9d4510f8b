#include "ngram/contexts.hpp"

#include "base/parallel.hpp"
#include "ngram/block.hpp"

#include <algorithm>

namespace pipelab::ngram {
namespace {

/// The place of `word` in the ascending words[begin, end), hardly far from begin; some place there
/// (or `end` if that is empty) where it is missing.
std::uint32_t find_from(const WordId* words, std::uint32_t begin, std::uint32_t end, WordId word) {
    const std::uint32_t first = begin;
    std::uint32_t step = 1;
    while (step < end - begin && words[begin + step] <= word) {
        begin += step;
        step *= 2;
    }
    const WordId* const found =
        std::upper_bound(words + begin, words + std::min(begin + step, end), word);
    return std::max(static_cast<std::uint32_t>(found - words), first + 1) - 1;
}

}  // namespace

Contexts::Contexts(std::vector<const TreeLevel*> levels)
    : levels_(std::move(levels)), parts_(static_cast<std::size_t>(base::threads())) {
    if (levels_.size() < 2) return;
    link_bigrams();
    cut();
}

void Contexts::link_bigrams() {
    const auto& word = levels_[1]->word;
    links_.resize(word.size());
    base::parallel_blocks(word.size(), block_of_grams,
                          [&](std::size_t, std::size_t begin, std::size_t end) {
                              std::copy(word.begin() + static_cast<std::ptrdiff_t>(begin),
                                        word.begin() + static_cast<std::ptrdiff_t>(end),
                                        links_.begin() + static_cast<std::ptrdiff_t>(begin));
                          });
}

/// Borders between words, such that about as many bigrams begin before and behind.
void Contexts::cut() {
    const TreeLevel &unigrams = *levels_[0], &bigrams = *levels_[1];
    std::vector<std::uint32_t> begin_with(unigrams.size(), 0);
    for (const WordId word : bigrams.word) ++begin_with[word];
    std::vector<WordId> borders{0};
    std::uint64_t before = 0;
    for (WordId word = 0; word < unigrams.size() && borders.size() < parts_; ++word) {
        if (before * parts_ >= bigrams.size() * borders.size()) borders.push_back(word);
        before += begin_with[word];
    }
    borders.resize(parts_ + 1, static_cast<WordId>(unigrams.size()));
    cuts_.resize(unigrams.size() * (parts_ + 1));
    base::parallel_blocks(
        unigrams.size(), 4096, [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t word = begin; word < end; ++word) {
                const WordId* const words = bigrams.word.data();
                const WordId* at = words + unigrams.child[word];
                const WordId* const last = words + unigrams.child[word + 1];
                for (std::size_t part = 0; part <= parts_; ++part) {
                    at = std::lower_bound(at, last, borders[part]);
                    cuts_[word * (parts_ + 1) + part] = static_cast<std::uint32_t>(at - words);
                }
            }
        });
}

void Contexts::advance() {
    const TreeLevel &below = *levels_[level_ - 1], &level = *levels_[level_];
    const TreeLevel& next = *levels_[level_ + 1];
    base::Array<std::uint32_t> links(next.size());
    // w1 ... wn is a child of w2 ... wn; its context w1 ... w(n-1) is one of the context of that,
    // w2 ... w(n-1), by the same first word.
    base::parallel_blocks(
        level.size(), block_of_grams, [&](std::size_t, std::size_t begin, std::size_t end) {
            constexpr std::size_t far = 16, near = 8;
            for (std::size_t parent = begin; parent < end; ++parent) {
                if (parent + far < end) __builtin_prefetch(&below.child[links_[parent + far]]);
                if (parent + near < end)
                    __builtin_prefetch(&level.word[below.child[links_[parent + near]]]);
                std::uint32_t from = below.child[links_[parent]];
                const std::uint32_t to = below.child[links_[parent] + 1];
                for (std::uint32_t x = level.child[parent]; x < level.child[parent + 1]; ++x) {
                    from = find_from(level.word.data(), from, to, next.word[x]);
                    links[x] = from;
                }
            }
        });
    links_ = std::move(links);
    for (std::uint32_t& border : cuts_) border = level.child[border];
    ++level_;
}

}  // namespace pipelab::ngram
