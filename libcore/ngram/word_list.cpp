#include "ngram/word_list.hpp"

#include "io/chunk.hpp"
#include "ngram/tokens.hpp"

namespace pipelab::ngram {

std::vector<std::string> read_word_list(const std::string& path) {
    std::vector<std::string> words;
    io::ChunkReader reader({path}, io::Cut::lines, base::Control::none());
    for (io::Chunk chunk; reader.next(chunk);) {
        for_each_word(chunk.text, [&](std::string_view word) { words.emplace_back(word); });
    }
    return words;
}

}  // namespace pipelab::ngram
