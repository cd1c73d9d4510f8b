#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "ngram/vocabulary.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace pipelab::ngram {

/// What sentences, the lines of a text, are made of.
enum class Unit {
    word,       ///< what stands between blanks (space, tab, carriage return, NUL); any bytes
    character,  ///< Unicode code points
    byte,
};

struct TextRules {
    Unit unit = Unit::word;
};

/// The sentences of a text in numbers.
struct Corpus {
    Vocabulary vocabulary;
    /// In order: of each sentence its words, then sentence_end. Sentences do not cross blocks.
    std::vector<base::Array<WordId>> blocks;
    std::vector<std::uint64_t> counts;  ///< how often each word occurs
    std::uint64_t sentences = 0;
    std::uint64_t tokens = 0;  ///< words and sentence ends
    /// <s> and </s> that stood in the text, and were dropped.
    std::uint64_t markers = 0;
};

/// Reads texts, one sentence a line. <unk> in a text is the unknown word. Empty lines are empty
/// sentences. Memory: 4 bytes a token and the vocabulary once for each thread.
Corpus read_corpus(const std::vector<std::string>& paths, const TextRules& rules,
                   base::Control control);

}  // namespace pipelab::ngram
