#pragma once

#include "base/progress.hpp"
#include "base/random.hpp"
#include "io/output.hpp"
#include "ngram/continuations.hpp"
#include "ngram/tokenizer.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

struct GenerationRules {
    std::uint64_t seed = 0;
    double temperature = 1;      ///< probabilities to the power 1 / temperature; 0: the highest
    std::size_t top = 0;         ///< only the so many most probable words; 0: all
    std::string prefix;          ///< what each sentence begins with
    std::size_t longest = 1000;  ///< words, with the prefix; then a sentence stops without an end
};

/// Draws sentences from a model: each word by its probability after those before, but neither <s>
/// nor <unk>. Sentence i is a function of the model, the rules and i alone. A word costs what
/// Continuations::list costs.
class Generator {
  public:
    /// `continuations`, `tokenizer` and `rules` must outlive the object. Not to be shared by
    /// threads. DataError for a prefix that has no such tokens.
    Generator(const Continuations& continuations, const Tokenizer& tokenizer,
              const GenerationRules& rules, bool json);
    /// Sentence `index`, a line of text that the tokenizer would cut into its tokens; in JSON an
    /// object of text, log10_p (with the end and the prefix), tokens and whether it came to an end.
    void append(std::uint64_t index, std::string& text);

  private:
    /// Word number `place` of a sentence.
    Continuation draw(State state, const base::Random& random, std::uint64_t place);
    Continuation draw_unlisted(const base::Random& random, std::uint64_t place) const;
    void weigh();

    const Continuations& continuations_;
    const Scorer& scorer_;
    const Tokenizer& tokenizer_;
    const GenerationRules& rules_;
    bool json_;
    Sentences prefix_;
    Words prefix_words_;
    std::vector<double> unigram_sums_;     // of the weights of by_unigram, one more
    std::vector<double> unigram_weights_;  // by word
    Continuations::Listed listed_;
    Continuations::Seen seen_;
    std::vector<double> weights_;
};

/// Writes sentences 0 to count - 1, made in parallel.
void generate(const Continuations& continuations, const Tokenizer& tokenizer,
              const GenerationRules& rules, std::uint64_t count, bool json, io::Output& out,
              base::Control control);

}  // namespace pipelab::ngram
