#include "ngram/vocabulary.hpp"

#include <algorithm>
#include <numeric>

namespace pipelab::ngram {

namespace {

/// In the order of their numbers.
std::vector<std::string_view> numbered(std::vector<std::string_view> words) {
    constexpr std::string_view special[] = {"<unk>", "<s>", "</s>"};
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    words.erase(std::remove_if(words.begin(), words.end(),
                               [&](std::string_view word) {
                                   return std::find(std::begin(special), std::end(special), word) !=
                                          std::end(special);
                               }),
                words.end());
    words.insert(words.begin(), std::begin(special), std::end(special));
    return words;
}

}  // namespace

Vocabulary::Vocabulary(std::vector<std::string_view> words) : keys_(numbered(std::move(words))) {}

WordId Vocabulary::id(std::string_view word) const {
    WordId id = unknown;
    ids({&word, 1}, &id);
    return id;
}

std::vector<std::string_view> most_frequent(const Vocabulary& vocabulary,
                                            std::span<const std::uint64_t> counts,
                                            std::uint64_t most) {
    std::vector<WordId> order(vocabulary.size() - (sentence_end + 1));
    std::iota(order.begin(), order.end(), sentence_end + 1);
    if (order.size() > most) {
        const auto more = [&](WordId a, WordId b) {
            return counts[a] != counts[b] ? counts[a] > counts[b] : a < b;
        };
        std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most),
                         order.end(), more);
        order.resize(static_cast<std::size_t>(most));
    }
    std::vector<std::string_view> words;
    for (const WordId word : order) words.push_back(vocabulary.word(word));
    return words;
}

}  // namespace pipelab::ngram
