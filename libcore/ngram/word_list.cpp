#include "ngram/word_list.hpp"

#include "io/chunk.hpp"
#include "ngram/tokens.hpp"

namespace pipelab::ngram {

std::vector<std::string> read_word_list(const std::string& path) {
    std::vector<std::string> words;
    io::ChunkReader reader({path}, io::Cut::lines, base::Control::none());
    for (io::Chunk chunk; reader.next(chunk);) {
        TokenCursor cursor(chunk.text);
        std::string_view word;
        for (auto found = cursor.next(word); found != TokenCursor::Found::nothing;
             found = cursor.next(word))
            if (found == TokenCursor::Found::word) words.emplace_back(word);
    }
    return words;
}

}  // namespace pipelab::ngram
