#include "base/parallel.hpp"
#include "ngram/nearest.hpp"

#include <string_view>

namespace pipelab::ngram {

GramRows gram_rows(const SparseRows& rows) {
    GramRows result;
    for (std::size_t row = 0; row < rows.ends.size(); ++row) {
        for (std::size_t i = rows.begin(row); i < rows.ends[row]; ++i)
            result.grams.insert(result.grams.end(), static_cast<std::size_t>(rows.values[i]),
                                rows.features[i]);
        result.ends.push_back(result.grams.size());
    }
    return result;
}

PaddedGrams::PaddedGrams(std::size_t length, TokenRules rules)
    : length_(length), tokenizer_(none_, rules) {}

template <class NumberTokens, class NumberGrams>
GramRows PaddedGrams::cut(const Sentences& sentences, NumberTokens&& number_tokens,
                          NumberGrams&& number_grams) const {
    constexpr std::uint32_t mark = ~std::uint32_t{0};
    constexpr std::size_t block = 4096;  // sentences that are tokens at a time
    GramRows rows;
    std::vector<std::uint32_t> tokens, padded;
    std::vector<std::string_view> texts, windows;
    const base::Blocks blocks{sentences.texts.size(), block};
    for (std::size_t b = 0; b < blocks.count(); ++b) {
        const auto first = sentences.texts.begin();
        texts.assign(first + static_cast<std::ptrdiff_t>(blocks.begin(b)),
                     first + static_cast<std::ptrdiff_t>(blocks.end(b)));
        const Words words = tokenizer_.cut(sentences, texts);
        tokens.resize(words.texts.size());
        number_tokens(std::span(words.texts), tokens.data());
        auto begin = tokens.begin();
        for (const std::size_t end_of_text : words.ends) {
            const auto end = tokens.begin() + static_cast<std::ptrdiff_t>(end_of_text);
            padded.assign(length_ - 1, mark);
            padded.insert(padded.end(), begin, end);
            padded.insert(padded.end(), length_ - 1, mark);
            windows.clear();
            for (std::size_t i = 0; begin != end && i + length_ <= padded.size(); ++i)
                windows.emplace_back(reinterpret_cast<const char*>(&padded[i]),
                                     length_ * sizeof(std::uint32_t));
            const std::size_t size = rows.grams.size();
            rows.grams.resize(size + windows.size());
            number_grams(std::span(windows), rows.grams.data() + size);
            rows.ends.push_back(rows.grams.size());
            begin = end;
        }
    }
    return rows;
}

GramRows PaddedGrams::learn(const Sentences& sentences) {
    const auto count = [](base::KeyTable& table) {
        return [&table](std::span<const std::string_view> keys, std::uint32_t* ids) {
            table.count(keys, ids);
        };
    };
    return cut(sentences, count(tokens_), count(grams_));
}

GramRows PaddedGrams::look_up(const Sentences& sentences) const {
    // A token that the list does not have is in none of its n-grams, and is not the mark either.
    constexpr std::uint32_t no_token = ~std::uint32_t{0} - 1;
    const auto find = [](const base::KeyTable& table, std::uint32_t otherwise) {
        return [&table, otherwise](std::span<const std::string_view> keys, std::uint32_t* ids) {
            table.find(keys, ids, otherwise);
        };
    };
    return cut(sentences, find(tokens_, no_token), find(grams_, GramRows::absent));
}

}  // namespace pipelab::ngram
