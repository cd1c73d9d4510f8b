#pragma once

#include "ngram/corpus.hpp"
#include "unit/io/temporary.hpp"
#include "unit/ngram/direct_model.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

/// Small random texts.
namespace pipelab::testing {

/// Sentences, and the words of a vocabulary that may have more.
struct Text {
    std::vector<std::vector<std::string>> sentences;
    std::set<std::string> words;  ///< without the three special ones

    std::string lines() const {
        std::string text;
        for (const auto& sentence : sentences) {
            for (std::size_t i = 0; i < sentence.size(); ++i)
                text += (i > 0 ? " " : "") + sentence[i];
            text += '\n';
        }
        return text;
    }
    std::size_t vocabulary() const { return 3 + words.size(); }
    /// The number of a word: behind the special ones, by bytes.
    ngram::WordId id(const std::string& word) const {
        if (word == "<unk>") return 0;
        return static_cast<ngram::WordId>(3 + std::distance(words.begin(), words.find(word)));
    }
    std::vector<Gram> grams() const {
        std::map<std::string, ngram::WordId> ids = {{"<unk>", 0}};
        for (const std::string& word : words) ids.emplace(word, ids.size() + 2);
        std::vector<Gram> found;
        for (const auto& sentence : sentences) {
            found.emplace_back();
            for (const std::string& word : sentence) found.back().push_back(ids.at(word));
        }
        return found;
    }
    std::vector<ngram::WordId> first_seen() const {
        std::vector<ngram::WordId> found;
        for (const Gram& sentence : grams())
            for (const ngram::WordId word : sentence)
                if (word != 0 && std::find(found.begin(), found.end(), word) == found.end())
                    found.push_back(word);
        return found;
    }
};

/// The name of a word: bytes that do not sort as numbers do.
inline std::string word_name(std::uint64_t number) {
    std::string name;
    do name += "qb\xc3\xa9za0<M\xff"[number % 10];
    while ((number /= 10) > 0);
    return name;
}

struct TextShape {
    std::size_t words = 8, sentences = 30, longest = 8;
    bool unknown = false;  ///< <unk> stands in it
    double skew = 1;       ///< the larger the more often few words stand for all
};

inline Text random_text(std::mt19937_64& random, const TextShape& shape) {
    Text text;
    for (std::size_t i = 0; i < shape.sentences; ++i) {
        auto& sentence = text.sentences.emplace_back();
        const std::size_t length = random() % (shape.longest + 1);
        for (std::size_t k = 0; k < length; ++k) {
            const double u = std::pow(static_cast<double>(random() >> 11) * 0x1p-53, shape.skew);
            const auto number = static_cast<std::uint64_t>(u * static_cast<double>(shape.words));
            const bool unknown = shape.unknown && random() % 8 == 0;
            sentence.push_back(unknown ? "<unk>" : word_name(number));
            if (!unknown) text.words.insert(sentence.back());
        }
        if (i > 0 && random() % 4 == 0) sentence = text.sentences[random() % i];
    }
    text.words.clear();
    for (const auto& sentence : text.sentences)
        for (const std::string& word : sentence)
            if (word != "<unk>") text.words.insert(word);
    return text;
}

inline TextShape random_shape(std::mt19937_64& random) {
    TextShape shape;
    shape.words = 1 + random() % 8;
    shape.sentences = random() % 31;
    shape.longest = random() % 10;
    shape.unknown = random() % 3 == 0;
    shape.skew = static_cast<double>(1 + random() % 3);
    return shape;
}

/// Read from a file.
inline ngram::Corpus corpus_of(const Text& text) {
    const File file(text.lines());
    return ngram::read_corpus({file.path()}, {}, base::Control::none());
}

/// Made by hand, in some blocks; the only way to words that do not occur.
inline ngram::Corpus corpus_of(const Text& text, std::mt19937_64& random) {
    std::vector<std::string_view> words(text.words.begin(), text.words.end());
    std::shuffle(words.begin(), words.end(), random);
    ngram::Corpus corpus;
    corpus.vocabulary = ngram::Vocabulary(words);
    corpus.counts.assign(text.vocabulary(), 0);
    corpus.blocks.emplace_back();
    for (const Gram& sentence : text.grams()) {
        while (random() % 4 == 0) corpus.blocks.emplace_back();
        for (const ngram::WordId word : sentence) corpus.blocks.back().push_back(word);
        corpus.blocks.back().push_back(ngram::sentence_end);
        for (const ngram::WordId word : sentence) ++corpus.counts[word];
        ++corpus.counts[ngram::sentence_end];
        ++corpus.sentences;
        corpus.tokens += sentence.size() + 1;
    }
    return corpus;
}

}  // namespace pipelab::testing
