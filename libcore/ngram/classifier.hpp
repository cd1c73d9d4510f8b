#pragma once

#include "ngram/scorer.hpp"
#include "ngram/tokenizer.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

/// A class of sentences: what its model finds probable.
struct SentenceClass {
    std::string name;
    Scorer model;
    double weight = 1;  ///< before a sentence is seen, relative to those of other classes
};

/// Tells by Bayes' theorem which class a sentence is of: p(class | sentence) is proportional to the
/// weight of the class and the probability of the sentence by its model.
///
/// Models must speak of the same words for their probabilities to be comparable. A word that a
/// model does not know has its probability of <unk>, one share of what smoothing gives to all words
/// of its vocabulary alike. As if that went to the words of all models together, the probability is
/// multiplied by the size of the model's own vocabulary over that of the joint one.
///
/// Sentences are cut once; blocks of them are scored by the models in parallel. Memory: the models,
/// and 4 bytes for each of them and word that any of them knows.
class Classifier {
  public:
    /// At least one class. Weights are positive. `tokens` says of what unit the models are.
    Classifier(std::vector<SentenceClass> classes, TokenRules tokens, SentenceRules rules);

    std::size_t size() const { return classes_.size(); }
    std::string_view name(std::size_t c) const { return classes_[c].name; }
    const Tokenizer& tokenizer() const { return tokenizer_; }

    /// The posterior probability of class c for sentence i, at [i * size() + c]. The classes' share
    /// in the weights if all models find a sentence impossible.
    std::vector<double> posteriors(const Words& words) const;
    /// The first of the most probable classes.
    static std::size_t best(const double* posteriors, std::size_t classes);

  private:
    std::vector<double> scores(const Words& words) const;

    std::vector<SentenceClass> classes_;
    SentenceRules rules_;
    Vocabulary vocabulary_;  // of all models together
    Tokenizer tokenizer_;
    std::vector<std::vector<WordId>> ids_;  // of a model, by number in vocabulary_
    std::vector<double> shares_;            // log10 of what <unk> is multiplied by
};

/// Writes of each sentence its class and the posterior probability of that; in JSON also those of
/// all classes by name.
class ClassReport {
  public:
    struct Block {
        std::string text;
        /// Sentences of each class; where they have labels, also those that have its name as label,
        /// and those of them that are in it.
        std::vector<std::uint64_t> found, labelled, right;
    };
    /// `classifier` must outlive the object.
    ClassReport(const Classifier& classifier, bool json) : classifier_(classifier), json_(json) {}
    std::string header() const { return json_ ? "" : "label\tposterior\n"; }
    Block operator()(const Sentences& sentences) const;
    /// A record a class of the sums of blocks; with labels also how many there were, how many were
    /// found.
    std::string summary(const Block& all, bool labels, bool header) const;

  private:
    const Classifier& classifier_;
    bool json_;
};

}  // namespace pipelab::ngram
