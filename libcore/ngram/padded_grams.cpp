#include "ngram/nearest.hpp"

#include <string_view>

namespace pipelab::ngram {

PaddedGrams::PaddedGrams(std::size_t length, TokenRules rules)
    : length_(length), tokenizer_(none_, rules) {}

template <class NumberTokens, class NumberGrams>
GramRows PaddedGrams::cut(const Sentences& sentences, NumberTokens&& number_tokens,
                          NumberGrams&& number_grams) const {
    constexpr std::uint32_t mark = ~std::uint32_t{0};
    const Words words = tokenizer_(sentences);
    std::vector<std::uint32_t> tokens(words.texts.size()), padded;
    number_tokens(std::span(words.texts), tokens.data());
    GramRows rows;
    std::vector<std::string_view> windows;
    std::size_t begin = 0;
    for (const std::size_t end : words.ends) {
        padded.assign(length_ - 1, mark);
        padded.insert(padded.end(), tokens.begin() + static_cast<std::ptrdiff_t>(begin),
                      tokens.begin() + static_cast<std::ptrdiff_t>(end));
        padded.insert(padded.end(), length_ - 1, mark);
        windows.clear();
        if (end > begin) {
            for (std::size_t i = 0; i + length_ <= padded.size(); ++i)
                windows.emplace_back(reinterpret_cast<const char*>(&padded[i]),
                                     length_ * sizeof(std::uint32_t));
        }
        const std::size_t size = rows.grams.size();
        rows.grams.resize(size + windows.size());
        number_grams(std::span(windows), rows.grams.data() + size);
        rows.ends.push_back(rows.grams.size());
        begin = end;
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
