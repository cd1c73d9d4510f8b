#include "ngram/word_cache.hpp"

#include "base/elementary.hpp"

#include <iterator>

namespace pipelab::ngram {
namespace {

constexpr std::uint32_t no_word = ~std::uint32_t{0};
/// When what comes counts so much more than it did, old counts are scaled down, and the oldest
/// forgotten: after 32 half-lives.
constexpr double most_growth = 0x1p32;

}  // namespace

std::size_t WordCache::Hash::operator()(const Gram& gram) const {
    std::uint64_t hash = (gram.context ^ gram.word * 0x9e3779b97f4a7c15U) * 0xbf58476d1ce4e5b9U;
    hash = (hash ^ hash >> 29) * 0x94d049bb133111ebU;
    return static_cast<std::size_t>(hash ^ hash >> 32);
}

WordCache::WordCache(const std::array<double, CacheRules::orders>& half_lives)
    : last_(no_word), before_(no_word) {
    constexpr double ln_2 = 0.69314718055994530942;
    for (std::size_t i = 0; i < counts_.size(); ++i)
        counts_[i].growth = base::exp(ln_2 / half_lives[i]);
}

std::uint64_t WordCache::context(std::size_t order) const {
    if (order == 0) return 0;
    return order == 1 ? last_ : std::uint64_t{before_} << 32 | last_;
}

WordCache::Probabilities WordCache::probabilities(std::uint32_t word, double otherwise) const {
    Probabilities found;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        const Counts& counts = counts_[i];
        const auto all = counts.contexts.find(context(i));
        const auto own = counts.grams.find({context(i), word});
        found[i] = all == counts.contexts.end() ? otherwise
                   : own == counts.grams.end()  ? 0
                                                : own->second / all->second;
    }
    return found;
}

void WordCache::add(std::uint32_t word) {
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        Counts& counts = counts_[i];
        counts.now *= counts.growth;
        counts.grams[{context(i), word}] += counts.now;
        counts.contexts[context(i)] += counts.now;
        if (counts.now > most_growth) rescale(counts);
    }
    before_ = last_;
    last_ = word;
}

void WordCache::rescale(Counts& counts) {
    const auto fade = [&](auto& map) {
        for (auto each = map.begin(); each != map.end();) {
            each->second /= counts.now;
            each = each->second < 1 / most_growth ? map.erase(each) : std::next(each);
        }
    };
    fade(counts.grams);
    fade(counts.contexts);
    counts.now = 1;
}

}  // namespace pipelab::ngram
