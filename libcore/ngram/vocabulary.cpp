#include "ngram/vocabulary.hpp"

#include <algorithm>

namespace pipelab::ngram {

Vocabulary::Vocabulary(std::vector<std::string_view> words) {
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
    std::vector<std::uint32_t> ids(words.size());
    table_.count(words, ids.data());
    words_.reserve(words.size());
    base::KeyTable::Cursor cursor(table_);
    while (const auto* record = cursor.next()) words_.push_back(record->key());
}

WordId Vocabulary::id(std::string_view word) const {
    WordId id = unknown;
    ids({&word, 1}, &id);
    return id;
}

}  // namespace pipelab::ngram
