#pragma once

#include "base/array.hpp"
#include "base/progress.hpp"
#include "base/shard.hpp"
#include "ngram/resources.hpp"
#include "ngram/spilled_tokens.hpp"
#include "ngram/unit.hpp"
#include "ngram/vocabulary.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {

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
    /// The blocks, if they were too large for their share of memory.
    std::unique_ptr<SpilledTokens> spilled;
    std::vector<std::uint64_t> counts;  ///< how often each word occurs; <s> never
    std::uint64_t sentences = 0;
    std::uint64_t tokens = 0;        ///< words and sentence ends
    std::uint64_t markers = 0;       ///< <s> and </s> that stood in the text, and were dropped
    std::vector<WordId> first_seen;  ///< the words that occur, by first appearance
    std::vector<std::string> warnings;
};

/// Reads texts, one sentence a line. <unk> in a text is the unknown word. Empty lines are empty
/// sentences. Characters and bytes are words by their code_name. DataError for text that is not
/// UTF-8 where characters are wanted.
/// Memory: 4 bytes a token, up to a sixth of what `resources` allow, then tokens go to a temporary
/// file; the words once for each thread (of whom no more read than have 512 MiB each) and once
/// more in the vocabulary: some 2 * (length + 48) + 48 bytes each. DataError if these do not fit.
Corpus read_corpus(const std::vector<std::string>& paths, const TextRules& rules,
                   base::Control control, const Resources& resources = {});

/// Calls see(words) for the blocks of a corpus in their order, wherever they are.
template <class See>
void for_each_block(const Corpus& corpus, See&& see) {
    for (const auto& block : corpus.blocks) see(block);
    if (corpus.spilled == nullptr) return;
    SpilledTokens::Cursor cursor(*corpus.spilled);
    for (std::size_t i = 0; i < corpus.spilled->blocks(); ++i) see(cursor.read(i));
}

/// The sentences of other texts, in numbers of this vocabulary.
std::vector<base::Array<WordId>> read_sentences(const std::vector<std::string>& paths,
                                                const TextRules& rules,
                                                const Vocabulary& vocabulary,
                                                base::Control control);

}  // namespace pipelab::ngram
