#include "ngram/vocabulary.hpp"

#include <algorithm>

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

}  // namespace pipelab::ngram
