#include "ngram/classifier.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"
#include "ngram/record_text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>
#include <utility>

namespace pipelab::ngram {
namespace {

using std::numbers::ln10;

Vocabulary joined_vocabulary(const std::vector<SentenceClass>& classes) {
    std::vector<std::string_view> words;
    for (const SentenceClass& each : classes) {
        const Vocabulary& own = each.model.vocabulary();
        for (WordId word = sentence_end + 1; word < own.size(); ++word)
            words.push_back(own.word(word));
    }
    return Vocabulary(std::move(words));
}

/// exp(x - log(sum exp x)) of log10 values; `shares` where all are -inf.
void normalise(double* values, const std::vector<double>& shares) {
    const std::span<double> all(values, shares.size());
    const double highest = *std::max_element(all.begin(), all.end());
    if (highest == -std::numeric_limits<double>::infinity()) {
        std::copy(shares.begin(), shares.end(), values);
        return;
    }
    for (double& value : all) value = (value - highest) * ln10;
    base::exp(all, all);
    double sum = 0;
    for (const double value : all) sum += value;
    for (double& value : all) value /= sum;
}

}  // namespace

Classifier::Classifier(std::vector<SentenceClass> classes, TokenRules tokens, SentenceRules rules)
    : classes_(std::move(classes)),
      rules_(rules),
      vocabulary_(joined_vocabulary(classes_)),
      tokenizer_(vocabulary_, tokens) {
    std::vector<std::string_view> words(vocabulary_.size());
    for (WordId word = 0; word < words.size(); ++word) words[word] = vocabulary_.word(word);
    ids_.resize(classes_.size());
    shares_.resize(classes_.size());
    base::parallel_for(classes_.size(), [&](std::size_t c) {
        const Vocabulary& own = classes_[c].model.vocabulary();
        ids_[c].resize(words.size());
        own.ids(words, ids_[c].data());
        shares_[c] =
            base::log(static_cast<double>(own.size()) / static_cast<double>(words.size())) / ln10;
    });
}

std::vector<double> Classifier::scores(const Words& words) const {
    constexpr std::size_t block = 4096;  // sentences that a model scores in turn
    const std::size_t sentences = words.ends.size();
    const base::Blocks blocks{sentences, block};
    std::vector<double> scores(sentences * size());
    base::parallel_for(blocks.count() * size(), [&](std::size_t task) {
        const std::size_t b = task / size(), c = task % size();
        const std::size_t first = blocks.begin(b), count = blocks.end(b) - first;
        const std::size_t begin = first > 0 ? words.ends[first - 1] : 0;
        std::vector<WordId> ids(words.ends[first + count - 1] - begin);
        for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = ids_[c][words.ids[begin + i]];
        std::vector<std::size_t> ends(count);
        for (std::size_t i = 0; i < count; ++i) ends[i] = words.ends[first + i] - begin;
        std::vector<SentenceScore> found(count);
        classes_[c].model.score(ids, ends, rules_, found.data());
        for (std::size_t i = 0; i < count; ++i)
            scores[(first + i) * size() + c] =
                found[i].probability + static_cast<double>(found[i].unknown) * shares_[c];
    });
    return scores;
}

std::vector<double> Classifier::posteriors(const Words& words) const {
    std::vector<double> values = scores(words), shares, weights;
    double sum = 0;
    for (const SentenceClass& each : classes_) sum += each.weight;
    for (const SentenceClass& each : classes_) {
        shares.push_back(each.weight / sum);
        weights.push_back(base::log(each.weight) / ln10);
    }
    for (std::size_t i = 0; i < words.ends.size(); ++i) {
        double* const own = &values[i * size()];
        for (std::size_t c = 0; c < size(); ++c) own[c] += weights[c];
        normalise(own, shares);
    }
    return values;
}

std::size_t Classifier::best(const double* posteriors, std::size_t classes) {
    return static_cast<std::size_t>(std::max_element(posteriors, posteriors + classes) -
                                    posteriors);
}

ClassReport::Block ClassReport::operator()(const Sentences& sentences) const {
    const std::size_t classes = classifier_.size();
    const auto posteriors = classifier_.posteriors(classifier_.tokenizer()(sentences));
    Block block;
    for (auto* const counts : {&block.found, &block.labelled, &block.right})
        counts->assign(classes, 0);
    for (std::size_t i = 0; i < sentences.texts.size(); ++i) {
        const double* const own = posteriors.data() + i * classes;
        const std::size_t best = Classifier::best(own, classes);
        ++block.found[best];
        if (!sentences.labels.empty()) {
            for (std::size_t c = 0; c < classes; ++c)
                block.labelled[c] += classifier_.name(c) == sentences.labels[i];
            block.right[best] += classifier_.name(best) == sentences.labels[i];
        }
        RecordText record(block.text, json_);
        record.begin();
        record.field("label", classifier_.name(best));
        record.field("posterior", own[best]);
        if (json_) {
            record.put_name("posteriors");
            for (std::size_t c = 0; c < classes; ++c) {
                block.text += c == 0 ? '{' : ',';
                io::append_json_quoted_bytes(block.text, classifier_.name(c));
                block.text += ':';
                RecordText(block.text, true).put_number(own[c]);
            }
            block.text += '}';
        }
        record.end();
    }
    return block;
}

std::string ClassReport::summary(const Block& all, bool labels, bool header) const {
    std::string text;
    if (header && !json_) {
        text = "label\tsentences";
        text += labels ? "\tlabelled\tright\n" : "\n";
    }
    for (std::size_t c = 0; c < classifier_.size(); ++c) {
        RecordText record(text, json_);
        record.begin();
        record.field("label", classifier_.name(c));
        record.field("sentences", all.found[c]);
        if (labels) {
            record.field("labelled", all.labelled[c]);
            record.field("right", all.right[c]);
        }
        record.end();
    }
    return text;
}

}  // namespace pipelab::ngram
