#include "ngram/mixture.hpp"

#include "base/elementary.hpp"
#include "base/error.hpp"

#include <numbers>
#include <utility>

namespace pipelab::ngram {
namespace {

using std::numbers::ln10;

double linear(double log10_p) { return base::exp(log10_p * ln10); }
double logarithmic(double p) { return base::log(p) / ln10; }

void add(SentenceScore& score, double log10_p, bool is_unknown) {
    (is_unknown ? score.unknown_probability : score.known_probability) += log10_p;
    score.probability += log10_p;
    score.unknown += is_unknown;
    ++score.tokens;
}

/// Calls see(sentence, id, place among the details) for each token, and each end if it is scored.
template <class See>
void for_each_token(const Words& words, bool ends, See&& see) {
    std::size_t word = 0, place = 0;
    for (std::size_t i = 0; i < words.ends.size(); ++i) {
        for (; word < words.ends[i]; ++word) see(i, words.ids[word], place++);
        if (ends) see(i, sentence_end, place++);
    }
}

}  // namespace

/// What each model says by itself.
class Mixture::Shares {
  public:
    Shares(const Mixture& mixture, const Words& words)
        : mixture_(mixture), details_(mixture.scorers_.size()), ids_(details_.size()) {
        const std::size_t ends = mixture.rules_.end ? words.ends.size() : 0;
        std::vector<SentenceScore> scores(words.ends.size());
        for (std::size_t m = 0; m < details_.size(); ++m) {
            const Scorer& scorer = *mixture.scorers_[m];
            ids_[m] = m == 0 ? words.ids : scorer.vocabulary().ids(words.texts);
            details_[m].resize(words.ids.size() + ends);
            scorer.score(ids_[m], words.ends, mixture.rules_, scores.data(), details_[m].data());
        }
    }

    /// Numbers for the words of all models.
    void renumber(std::vector<WordId>& ids) const {
        std::size_t before = mixture_.scorers_[0]->vocabulary().size();
        for (std::size_t m = 1; m < ids_.size(); ++m) {
            for (std::size_t i = 0; i < ids.size(); ++i)
                if (ids[i] == unknown && ids_[m][i] != unknown)
                    ids[i] = static_cast<WordId>(before + ids_[m][i]);
            before += mixture_.scorers_[m]->vocabulary().size();
        }
    }
    /// The details of the first model.
    std::vector<WordScore> take_first() { return std::move(details_[0]); }

    /// Calls see(sentence, id, place, p) for all tokens, where p[m] is what model m says.
    template <class See>
    void for_each(const Words& words, See&& see) const {
        std::vector<double> p(details_.size());
        std::size_t word = 0;
        for_each_token(
            words, mixture_.rules_.end, [&](std::size_t sentence, WordId id, std::size_t place) {
                const bool is_end = word == words.ends[sentence];
                for (std::size_t m = 0; m < p.size(); ++m) {
                    const bool mute = !is_end && id != unknown && ids_[m][word] == unknown;
                    p[m] = mute ? 0 : linear(details_[m][place].probability);
                }
                word += !is_end;
                see(sentence, id, place, p);
            });
    }

  private:
    const Mixture& mixture_;
    std::vector<std::vector<WordScore>> details_;
    std::vector<std::vector<WordId>> ids_;
};

ScoredSentences Mixture::score(const Sentences& sentences,
                               const std::vector<std::string_view>& texts, bool details) const {
    ScoredSentences scored{tokenizer_.cut(sentences, texts), {}, {}};
    scored.scores.resize(texts.size());
    if (scorers_.size() == 1) {
        if (details)
            scored.details.resize(scored.words.ids.size() + (rules_.end ? texts.size() : 0));
        scorers_[0]->score(scored.words.ids, scored.words.ends, rules_, scored.scores.data(),
                           details ? scored.details.data() : nullptr);
        return scored;
    }
    Shares shares(*this, scored.words);
    shares.renumber(scored.words.ids);
    std::vector<double> mixed;
    shares.for_each(scored.words, [&](std::size_t sentence, WordId id, std::size_t,
                                      const std::vector<double>& p) {
        double sum = 0;
        for (std::size_t m = 0; m < p.size(); ++m) sum += weights_[m] * p[m];
        mixed.push_back(logarithmic(sum));
        add(scored.scores[sentence], mixed.back(), id == unknown);
    });
    if (!details) return scored;
    scored.details = shares.take_first();
    for (std::size_t i = 0; i < mixed.size(); ++i) scored.details[i].probability = mixed[i];
    return scored;
}

Mixture::Columns Mixture::columns(const Sentences& sentences) const {
    Words words = tokenizer_(sentences);
    const Shares shares(*this, words);
    shares.renumber(words.ids);
    Columns columns{{}, std::vector<std::vector<float>>(scorers_.size())};
    shares.for_each(words, [&](std::size_t, WordId id, std::size_t, const std::vector<double>& p) {
        columns.ids.push_back(id);
        for (std::size_t m = 0; m < p.size(); ++m) columns.p[m].push_back(static_cast<float>(p[m]));
    });
    return columns;
}

void keep_texts(Words& words) {
    std::size_t size = 0;
    for (const std::string_view text : words.texts) size += text.size();
    std::string& kept = words.copies.emplace_back();
    kept.reserve(size);
    for (std::string_view& text : words.texts) {
        const std::size_t begin = kept.size();
        kept += text;
        text = std::string_view(kept).substr(begin);
    }
}

void CachedMixture::apply(ScoredSentences& scored) {
    double models = 1;
    for (const double weight : rules_.weights) models -= weight;
    for (SentenceScore& score : scored.scores) score = {};
    for_each_token(scored.words, sentences_.end,
                   [&](std::size_t sentence, WordId id, std::size_t place) {
                       double& log10_p = scored.details[place].probability;
                       const double own = linear(log10_p);
                       const auto said = cache_.probabilities(id, own);
                       double p = models * own;
                       for (std::size_t i = 0; i < said.size(); ++i)
                           p += rules_.weights[i] * said[i];
                       log10_p = logarithmic(p);
                       add(scored.scores[sentence], log10_p, id == unknown);
                       cache_.add(id);
                   });
}

namespace {

/// Those of known words.
MixtureWeights tune_models(const Mixture::Columns& columns, base::Control control) {
    std::vector<std::vector<float>> known(columns.p.size());
    for (std::size_t i = 0; i < columns.ids.size(); ++i)
        if (columns.ids[i] != unknown)
            for (std::size_t m = 0; m < known.size(); ++m) known[m].push_back(columns.p[m][i]);
    return tune_weights({known.begin(), known.end()}, control);
}

}  // namespace

TunedMixture tune_mixture(const Mixture& mixture, const SentenceInput& input, bool cache,
                          base::Control control) {
    Mixture::Columns all{{}, std::vector<std::vector<float>>(mixture.weights().size())};
    for_sentences(
        input, control, [](const auto&) {},
        [&](const Sentences& sentences) { return mixture.columns(sentences); },
        [&](Mixture::Columns&& more) {
            all.ids.insert(all.ids.end(), more.ids.begin(), more.ids.end());
            for (std::size_t m = 0; m < all.p.size(); ++m)
                all.p[m].insert(all.p[m].end(), more.p[m].begin(), more.p[m].end());
        });
    base::stop_if_requested(control.cancellation);
    if (all.ids.empty())
        throw base::DataError({input.paths.front(), 0, 0}, "no sentences to tune by");
    TunedMixture tuned;
    tuned.tokens = all.ids.size();
    tuned.weights = tune_models(all, control).weights;
    std::vector<float> mixed(all.ids.size());
    double log_p = 0;
    for (std::size_t i = 0; i < mixed.size(); ++i) {
        double p = 0;
        for (std::size_t m = 0; m < all.p.size(); ++m)
            p += tuned.weights[m] * static_cast<double>(all.p[m][i]);
        mixed[i] = static_cast<float>(p);
        log_p += base::log(p);
    }
    if (cache) {
        const TunedCache found = tune_cache(all.ids, mixed, control);
        tuned.cache = found.rules;
        log_p = found.log_p;
    }
    tuned.perplexity = base::exp(-log_p / static_cast<double>(tuned.tokens));
    return tuned;
}

}  // namespace pipelab::ngram
