#pragma once

#include "ngram/scorer.hpp"
#include "ngram/sentence_reader.hpp"
#include "ngram/text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

/// Cuts text written without blanks into the words of a model so that the sentence is as probable
/// as can be (Viterbi 1967, over pairs of a place and a state of the model). Blanks that are there
/// stay borders. Characters are UTF-8 code points; one that begins no word that fits is an unknown
/// word, and unknown ones side by side are joined. Of equally probable cuts the one whose last
/// words begin first.
/// Time for each character: the length of the longest word, and the n-grams tried.
class Segmenter {
  public:
    /// `scorer` must outlive the object. `lower`: letters become lower case first.
    Segmenter(const Scorer& scorer, SentenceRules rules, bool json, bool lower = false);
    /// A line a sentence: its words with blanks between them; in JSON an object of text and
    /// log10_p.
    std::string operator()(const Sentences& sentences) const;
    struct Cut {
        std::vector<std::string_view> words;  ///< of the letters
        std::string letters;                  ///< the text without blanks
        double probability = 0;               ///< log10
    };
    Cut cut(std::string_view text) const;

  private:
    const Scorer& scorer_;
    SentenceRules rules_;
    bool json_;
    std::optional<LowerCase> lower_;
    std::size_t longest_ = 1;
};

}  // namespace pipelab::ngram
