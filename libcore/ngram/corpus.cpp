#include "ngram/corpus.hpp"

#include "base/parallel.hpp"
#include "io/chunk.hpp"
#include "ngram/tokens.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace pipelab::ngram {
namespace {

/// What one thread has read.
struct Reader {
    base::KeyTable table;
    std::uint64_t sentences = 0;
};

/// Tokens numbered by the table of the thread that read them; ~0 ends a sentence.
struct Piece {
    int reader = 0;
    base::Array<std::uint32_t> tokens;
};
constexpr std::uint32_t line_end = ~std::uint32_t{0};

Piece read_words(const io::Chunk& chunk, int worker, Reader& reader) {
    Piece piece{worker, {}};
    piece.tokens.reserve(chunk.text.size() / 4);
    std::vector<std::string_view> words;
    const auto flush = [&] {
        const std::size_t begin = piece.tokens.size();
        piece.tokens.resize(begin + words.size());
        reader.table.count(words, piece.tokens.data() + begin);
        words.clear();
    };
    TokenCursor cursor(chunk.text);
    std::string_view word;
    while (true) {
        const auto what = cursor.next(word);
        if (what == TokenCursor::Found::word) {
            words.push_back(word);
            if (words.size() == 512) flush();
            continue;
        }
        if (what == TokenCursor::Found::nothing) break;
        flush();
        piece.tokens.push_back(line_end);
        ++reader.sentences;
    }
    flush();
    if (!piece.tokens.empty() && piece.tokens.back() != line_end) {
        piece.tokens.push_back(line_end);
        ++reader.sentences;
    }
    return piece;
}

/// One vocabulary of all threads, and the numbers it gives to the words of each.
std::vector<std::vector<WordId>> merge(const std::vector<std::unique_ptr<Reader>>& readers,
                                       Corpus& corpus) {
    std::vector<std::string_view> words;
    for (const auto& reader : readers) {
        base::KeyTable::Cursor cursor(reader->table);
        while (const auto* record = cursor.next()) words.push_back(record->key());
    }
    corpus.vocabulary = Vocabulary(std::move(words));
    corpus.counts.assign(corpus.vocabulary.size(), 0);
    std::vector<std::vector<WordId>> ids(readers.size());
    for (std::size_t i = 0; i < readers.size(); ++i) {
        ids[i].reserve(readers[i]->table.size());
        base::KeyTable::Cursor cursor(readers[i]->table);
        std::vector<std::string_view> keys;
        std::vector<std::uint64_t> counts;
        while (const auto* record = cursor.next()) {
            keys.push_back(record->key());
            counts.push_back(record->count);
        }
        ids[i].resize(keys.size());
        corpus.vocabulary.ids(keys, ids[i].data());
        for (std::size_t k = 0; k < keys.size(); ++k) corpus.counts[ids[i][k]] += counts[k];
    }
    return ids;
}

/// Numbers all tokens anew, dropping markers.
void renumber(std::vector<Piece>& pieces, const std::vector<std::vector<WordId>>& ids,
              Corpus& corpus) {
    corpus.blocks.resize(pieces.size());
    base::parallel_for(pieces.size(), [&](std::size_t i) {
        auto& tokens = pieces[i].tokens;
        const auto& id = ids[static_cast<std::size_t>(pieces[i].reader)];
        std::size_t to = 0;
        for (const std::uint32_t token : tokens) {
            if (token == line_end) {
                tokens[to++] = sentence_end;
            } else if (const WordId word = id[token];
                       word != sentence_begin && word != sentence_end) {
                tokens[to++] = word;
            }
        }
        tokens.resize(to);
        corpus.blocks[i] = std::move(tokens);
    });
}

}  // namespace

Corpus read_corpus(const std::vector<std::string>& paths, const TextRules&, base::Control control) {
    std::vector<std::unique_ptr<Reader>> readers(static_cast<std::size_t>(base::threads()));
    for (auto& reader : readers) reader = std::make_unique<Reader>();
    std::vector<Piece> pieces;
    io::ChunkReader reader(paths, io::Cut::lines, control);
    io::for_chunks(
        reader, control,
        [&](io::Chunk& chunk, int worker) {
            return read_words(chunk, worker, *readers[static_cast<std::size_t>(worker)]);
        },
        [&](Piece&& piece) { pieces.push_back(std::move(piece)); });
    Corpus corpus;
    const auto ids = merge(readers, corpus);
    renumber(pieces, ids, corpus);
    for (const auto& each : readers) corpus.sentences += each->sentences;
    corpus.markers = corpus.counts[sentence_begin] + corpus.counts[sentence_end];
    corpus.counts[sentence_begin] = 0;
    corpus.counts[sentence_end] = corpus.sentences;
    for (const auto& block : corpus.blocks) corpus.tokens += block.size();
    return corpus;
}

}  // namespace pipelab::ngram
