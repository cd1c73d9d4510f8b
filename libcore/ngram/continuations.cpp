#include "ngram/continuations.hpp"

#include <algorithm>

namespace pipelab::ngram {
namespace {

bool can_follow(WordId word) { return word != unknown && word != sentence_begin; }

bool is_before(const Continuation& a, const Continuation& b) {
    return a.probability > b.probability || (a.probability == b.probability && a.word < b.word);
}

}  // namespace

Continuations::Continuations(const Scorer& scorer)
    : scorer_(scorer), begins_(scorer.table()->table().contexts.size() + 1, 0) {
    const ModelTable& table = scorer.table()->table();
    const auto is_listed = [&](const ContextTable::Entry& entry) {
        return can_follow(entry.word) && entry.word < table.unigrams.size() &&
               entry.context < table.contexts.size();
    };
    table.grams.for_each([&](const ContextTable::Entry& entry) {
        if (is_listed(entry)) ++begins_[entry.context + 1];
    });
    for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
    words_.resize(static_cast<std::size_t>(begins_.back()));
    std::vector<std::uint64_t> next(begins_.begin(), begins_.end() - 1);
    table.grams.for_each([&](const ContextTable::Entry& entry) {
        if (is_listed(entry)) words_[next[entry.context]++] = {entry.word, entry.probability};
    });
    const auto size = static_cast<WordId>(scorer.vocabulary().size());
    for (WordId word = 0; word < size; ++word)
        if (can_follow(word)) by_unigram_.push_back(word);
    std::stable_sort(by_unigram_.begin(), by_unigram_.end(),
                     [&](WordId a, WordId b) { return scorer.unigram(a) > scorer.unigram(b); });
}

void Continuations::list(State state, Listed& listed, Seen& seen) const {
    seen.marks_.resize(scorer_.vocabulary().size(), seen.round_);
    if (++seen.round_ == 0) {
        std::fill(seen.marks_.begin(), seen.marks_.end(), 0);
        seen.round_ = 1;
    }
    listed.words.clear();
    listed.backoff = 0;
    for (; state.context != 0; state = scorer_.shorter(state)) {
        for (auto i = begins_[state.context]; i < begins_[state.context + 1]; ++i)
            if (seen.insert(words_[i].word))
                listed.words.push_back({words_[i].word, listed.backoff + words_[i].probability});
        listed.backoff += scorer_.backoff(state);
    }
}

std::vector<Continuation> Continuations::most_probable(State state, std::size_t count) const {
    Listed listed;
    Seen seen;
    list(state, listed, seen);
    std::vector<Continuation>& words = listed.words;
    for (std::size_t i = 0, more = 0; i < by_unigram_.size() && more < count; ++i) {
        if (seen.contains(by_unigram_[i])) continue;
        words.push_back({by_unigram_[i], listed.backoff + scorer_.unigram(by_unigram_[i])});
        ++more;
    }
    const auto end = static_cast<std::ptrdiff_t>(std::min(count, words.size()));
    std::partial_sort(words.begin(), words.begin() + end, words.end(), is_before);
    words.resize(static_cast<std::size_t>(end));
    return words;
}

}  // namespace pipelab::ngram
