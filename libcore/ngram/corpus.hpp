#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "base/shard.hpp"
#include "ngram/vocabulary.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

/// What sentences, the lines of a text, are made of.
enum class Unit {
    word,       ///< what stands between blanks (space, tab, carriage return, NUL); any bytes
    character,  ///< Unicode code points, blanks too, but not the carriage return of a line's end
    byte,       ///< the same of bytes
};

struct TextRules {
    Unit unit = Unit::word;
    /// Bytes only: an input is one sentence, newlines are bytes like others.
    bool across_lines = false;
    /// Letters that have one become lower case (Unicode, simple mapping).
    bool lower = false;
    /// Only these words, in any order; others become <unk>. They are in the vocabulary even if they
    /// do not occur.
    std::optional<std::vector<std::string>> vocabulary;
    /// Of the words at most so many, the most frequent ones, of equally frequent ones the first by
    /// their bytes.
    std::optional<std::uint64_t> most_words;
    bool remember_first = false;       ///< fill Corpus::first_seen
    std::optional<base::Shard> shard;  ///< read only that part of the files
};

/// The sentences of a text in numbers.
struct Corpus {
    Vocabulary vocabulary;
    /// In order: of each sentence its words, then sentence_end. Of bytes across lines, sentences go
    /// on from block to block.
    std::vector<base::Array<WordId>> blocks;
    std::vector<std::uint64_t> counts;  ///< how often each word occurs; <s> never
    std::uint64_t sentences = 0;
    std::uint64_t tokens = 0;        ///< words and sentence ends
    std::uint64_t markers = 0;       ///< <s> and </s> that stood in the text, and were dropped
    std::vector<WordId> first_seen;  ///< the words that occur, by first appearance
    std::vector<std::string> warnings;
};

/// Reads texts, one sentence a line. <unk> in a text is the unknown word. Empty lines are empty
/// sentences. A character or byte up to 0x20, 0x7f and \ has the name \xHH, so that all names can
/// stand in ARPA files. DataError for text that is not UTF-8 where characters are wanted.
/// Memory: 4 bytes a token, and the vocabulary once for each thread.
Corpus read_corpus(const std::vector<std::string>& paths, const TextRules& rules,
                   base::Control control);

/// The sentences of other texts, in numbers of this vocabulary.
std::vector<base::Array<WordId>> read_sentences(const std::vector<std::string>& paths,
                                                const TextRules& rules,
                                                const Vocabulary& vocabulary,
                                                base::Control control);

/// The name of a byte.
std::string byte_name(unsigned char byte);

}  // namespace pipelab::ngram
