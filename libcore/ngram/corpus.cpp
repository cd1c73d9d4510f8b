#include "ngram/corpus.hpp"

#include "base/error.hpp"
#include "base/key_table.hpp"
#include "base/parallel.hpp"
#include "io/chunk.hpp"
#include "io/source.hpp"
#include "ngram/tokens.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <numeric>
#include <utility>

namespace pipelab::ngram {
namespace {

/// What one thread has read.
struct WordReader {
    base::KeyTable table;
    std::vector<std::uint32_t> of_code;    ///< the number of a code point or byte, plus one
    std::uint64_t long_code_points = 0;    ///< of 3 bytes: of scripts that may have no blanks
    std::atomic<std::uint64_t> memory{0};  ///< that its words will take, with those of a vocabulary
};

/// Tokens numbered by the table of the thread that read them; ~0 ends a sentence.
struct Piece {
    int reader = 0;
    bool first_of_file = false;
    base::Array<std::uint32_t> tokens;
};
constexpr std::uint32_t line_end = SpilledTokens::line_end;

/// Numbers words in batches.
class WordSink {
  public:
    WordSink(base::KeyTable& table, base::Array<std::uint32_t>& tokens)
        : table_(table), tokens_(tokens) {}
    void word(std::string_view word) {
        words_[size_++] = word;
        if (size_ == words_.size()) flush();
    }
    void end_line() {
        flush();
        tokens_.push_back(line_end);
    }
    void flush() {
        const std::size_t begin = tokens_.size();
        tokens_.resize(begin + size_);
        table_.count({words_.data(), size_}, tokens_.data() + begin);
        size_ = 0;
    }

  private:
    base::KeyTable& table_;
    base::Array<std::uint32_t>& tokens_;
    std::array<std::string_view, 512> words_;
    std::size_t size_ = 0;
};

void read_words(std::string_view text, WordReader& reader, base::Array<std::uint32_t>& tokens) {
    tokens.reserve(text.size() / 4);
    WordSink sink(reader.table, tokens);
    TokenCursor cursor(text);
    std::string_view word;
    while (true) {
        const auto found = cursor.next(word);
        if (found == TokenCursor::Found::word) {
            sink.word(word);
        } else if (found == TokenCursor::Found::line_end) {
            sink.end_line();
        } else {
            break;
        }
    }
    sink.flush();
}

/// The number of a character or byte.
std::uint32_t number_of(WordReader& reader, std::uint32_t code, Unit unit) {
    if (reader.of_code.size() <= code) reader.of_code.resize(code + std::size_t{1}, 0);
    std::uint32_t& number = reader.of_code[code];
    if (number == 0) {
        const std::string name = code_name(code, unit);
        const std::string_view key = name;
        reader.table.count({&key, 1}, &number);
        ++number;
    }
    return number - 1;
}

void read_codes(const io::Chunk& chunk, std::string_view text, const TextRules& rules,
                WordReader& reader, base::Array<std::uint32_t>& tokens) {
    tokens.reserve(text.size());
    const std::size_t end = for_each_code(text, rules.unit, [&](std::uint32_t code, std::size_t i) {
        if (!rules.across_lines) {
            if (code == '\r' && i + 1 < text.size() && text[i + 1] == '\n') return;
            if (code == '\n') return tokens.push_back(line_end);
        }
        tokens.push_back(number_of(reader, code, rules.unit));
    });
    if (end == text.size()) return;
    // Lower case is no longer where it was, but is UTF-8 where the text is.
    throw base::DataError(io::position_at(chunk.start, chunk.text, first_not_utf8(chunk.text)),
                          not_utf8);
}

Piece read_piece(const io::Chunk& chunk, int worker, WordReader& reader, const TextRules& rules) {
    Piece piece{worker, chunk.first_of_file, {}};
    std::string_view text = chunk.text;
    std::string lowered;
    if (rules.lower) {
        lowered = lower_case(text);
        const std::size_t size = lowered.size();
        lowered.resize(size + 64, ' ');
        text = std::string_view(lowered).substr(0, size);
    }
    switch (rules.unit) {
        case Unit::word:
            reader.long_code_points +=
                static_cast<std::uint64_t>(std::count_if(text.begin(), text.end(), [](char c) {
                    return (static_cast<unsigned char>(c) & 0xf0) == 0xe0;
                }));
            read_words(text, reader, piece.tokens);
            break;
        case Unit::character:
        case Unit::byte:
            read_codes(chunk, text, rules, reader, piece.tokens);
            break;
    }
    const bool open = !piece.tokens.empty() && piece.tokens.back() != line_end;
    if (open && !rules.across_lines) piece.tokens.push_back(line_end);
    reader.memory = 2 * reader.table.memory() + 48 * reader.table.size();
    return piece;
}

/// Pieces as they come: in memory as long as they fit, then in a file.
class Pieces {
  public:
    Pieces(const std::vector<std::unique_ptr<WordReader>>& readers, const TextRules& rules,
           const Resources& resources)
        : readers_(readers), rules_(rules), resources_(resources) {}

    void add(Piece&& piece) {
        const bool new_file = rules_.across_lines && piece.first_of_file;
        if (last_ && new_file) last_->tokens.push_back(line_end);
        if (last_) put(*last_);
        last_ = std::move(piece);
        limit();
    }
    /// All of them, or a file.
    std::vector<Piece> finish(std::unique_ptr<SpilledTokens>& spilled) {
        if (last_ && rules_.across_lines) last_->tokens.push_back(line_end);
        if (last_) put(*last_);
        spilled = std::move(spilled_);
        return std::move(pieces_);
    }

  private:
    void put(Piece& piece) {
        if (spilled_) return spilled_->add(piece.tokens, static_cast<std::size_t>(piece.reader));
        bytes_ += piece.tokens.capacity() * sizeof(std::uint32_t);
        pieces_.push_back(std::move(piece));
    }
    void limit() {
        std::uint64_t words = fixed_memory();
        for (const auto& reader : readers_) words += reader->memory;
        require_memory(words, resources_.memory, "the vocabulary");
        const bool fits = bytes_ <= resources_.memory / 6 && bytes_ <= resources_.memory - words;
        if (spilled_ || fits) return;
        spilled_ = std::make_unique<SpilledTokens>(resources_.temporary);
        for (Piece& piece : pieces_) {
            put(piece);
            piece.tokens = {};
        }
        pieces_ = {};
    }

    const std::vector<std::unique_ptr<WordReader>>& readers_;
    const TextRules& rules_;
    const Resources& resources_;
    std::vector<Piece> pieces_;
    std::optional<Piece> last_;  // a sentence may still end behind it
    std::uint64_t bytes_ = 0;
    std::unique_ptr<SpilledTokens> spilled_;
};

/// While it lives, fewer threads read: each has words of its own.
class FewReaders {
  public:
    explicit FewReaders(const Resources& resources) : threads_(base::threads()) {
        constexpr std::uint64_t each = std::uint64_t{512} << 20;
        const std::uint64_t most = std::max<std::uint64_t>(resources.memory / each, 1);
        if (most < static_cast<std::uint64_t>(threads_)) base::set_threads(static_cast<int>(most));
    }
    ~FewReaders() { base::set_threads(threads_); }
    FewReaders(const FewReaders&) = delete;
    FewReaders& operator=(const FewReaders&) = delete;

  private:
    int threads_;
};

/// The numbers that a vocabulary gives to the words of each reader.
std::vector<std::vector<WordId>> numbers(const std::vector<std::unique_ptr<WordReader>>& readers,
                                         const Vocabulary& vocabulary) {
    std::vector<std::vector<WordId>> ids(readers.size());
    base::parallel_for(readers.size(),
                       [&](std::size_t i) { ids[i] = vocabulary.ids(readers[i]->table.keys()); });
    return ids;
}

/// Counts of words from those of parts; <s> counts markers, which it is not otherwise.
void add_up(const std::vector<std::vector<std::uint64_t>>& parts, Corpus& corpus) {
    corpus.counts.assign(corpus.vocabulary.size(), 0);
    for (const auto& part : parts)
        for (std::size_t word = 0; word < part.size(); ++word) corpus.counts[word] += part[word];
    corpus.markers = std::exchange(corpus.counts[sentence_begin], 0);
    corpus.sentences = corpus.counts[sentence_end];
    corpus.tokens = std::accumulate(corpus.counts.begin(), corpus.counts.end(), std::uint64_t{0});
}

/// Numbers all tokens anew and counts them; drops markers.
void renumber(std::vector<Piece>& pieces, const std::vector<std::vector<WordId>>& ids,
              Corpus& corpus) {
    corpus.blocks.resize(pieces.size());
    const std::size_t words = corpus.vocabulary.size();
    const std::size_t parts = std::min(pieces.size(), static_cast<std::size_t>(base::threads()));
    std::vector<std::vector<std::uint64_t>> counts(parts);
    base::parallel_for(parts, [&](std::size_t part) {
        counts[part].assign(words, 0);
        for (std::size_t i = part; i < pieces.size(); i += parts) {
            auto& tokens = pieces[i].tokens;
            const auto& id = ids[static_cast<std::size_t>(pieces[i].reader)];
            std::size_t to = 0;
            for (const std::uint32_t token : tokens) {
                const bool end = token == line_end;
                const WordId word = end ? sentence_end : id[token];
                const bool marker = !end && (word == sentence_begin || word == sentence_end);
                ++counts[part][marker ? sentence_begin : word];
                if (!marker) tokens[to++] = word;
            }
            tokens.resize(to);
            corpus.blocks[i] = std::move(tokens);
        }
    });
    add_up(counts, corpus);
}

/// The same of spilled pieces, which get their numbers when they are read.
void renumber_spilled(std::vector<std::vector<WordId>> ids, Corpus& corpus) {
    corpus.spilled->number(std::move(ids));
    const std::size_t blocks = corpus.spilled->blocks();
    const std::size_t parts = std::min(blocks, static_cast<std::size_t>(base::threads()));
    std::vector<std::vector<std::uint64_t>> counts(parts);
    base::parallel_for(parts, [&](std::size_t part) {
        counts[part].assign(corpus.vocabulary.size(), 0);
        SpilledTokens::Cursor cursor(*corpus.spilled);
        for (std::size_t i = part; i < blocks; i += parts)
            for (const WordId word : cursor.read(i, true)) ++counts[part][word];
    });
    add_up(counts, corpus);
}

/// Keeps the most frequent words only.
void limit_words(Corpus& corpus, std::uint64_t most) {
    constexpr WordId first = sentence_end + 1;
    if (corpus.vocabulary.size() - first <= most) return;
    Vocabulary vocabulary(most_frequent(corpus.vocabulary, corpus.counts, most));
    std::vector<WordId> ids(corpus.vocabulary.size());
    std::vector<std::uint64_t> counts(vocabulary.size(), 0);
    for (WordId word = 0; word < ids.size(); ++word) {
        ids[word] = word < first ? word : vocabulary.id(corpus.vocabulary.word(word));
        counts[ids[word]] += corpus.counts[word];
    }
    base::parallel_for(corpus.blocks.size(), [&](std::size_t i) {
        for (WordId& word : corpus.blocks[i]) word = ids[word];
    });
    if (corpus.spilled) {
        auto numbers = corpus.spilled->numbers();
        for (auto& reader : numbers)
            for (WordId& word : reader) word = ids[word];
        corpus.spilled->number(std::move(numbers));
    }
    corpus.counts = std::move(counts);
    corpus.vocabulary = std::move(vocabulary);
}

void find_first(Corpus& corpus) {
    std::vector<bool> seen(corpus.vocabulary.size(), false);
    for_each_block(corpus, [&](const base::Array<WordId>& block) {
        for (const WordId word : block) {
            if (seen[word]) continue;
            seen[word] = true;
            if (word > sentence_end) corpus.first_seen.push_back(word);
        }
    });
}

/// What is to be read.
std::unique_ptr<io::ChunkReader> input(const std::vector<std::string>& paths,
                                       const TextRules& rules, base::Control control) {
    if (!rules.shard) return std::make_unique<io::ChunkReader>(paths, io::Cut::lines, control);
    std::vector<io::FilePart> parts = io::part_of(paths, *rules.shard);
    std::vector<std::string> part_paths;
    for (const auto& part : parts) part_paths.push_back(part.path);
    if (parts.empty()) {
        part_paths.emplace_back("/dev/null");
        parts.clear();
    }
    auto reader = std::make_unique<io::ChunkReader>(part_paths, io::Cut::lines, control);
    reader->read_parts(std::move(parts));
    return reader;
}

}  // namespace

std::vector<base::Array<WordId>> read_sentences(const std::vector<std::string>& paths,
                                                const TextRules& rules,
                                                const Vocabulary& vocabulary,
                                                base::Control control) {
    TextRules all = rules;
    all.vocabulary.reset();
    all.most_words.reset();
    all.shard.reset();
    Corpus corpus = read_corpus(paths, all, control);
    std::vector<WordId> ids;
    for (WordId word = 0; word < corpus.vocabulary.size(); ++word)
        ids.push_back(vocabulary.id(corpus.vocabulary.word(word)));
    base::parallel_for(corpus.blocks.size(), [&](std::size_t i) {
        for (WordId& word : corpus.blocks[i]) word = ids[word];
    });
    return std::move(corpus.blocks);
}

Corpus read_corpus(const std::vector<std::string>& paths, const TextRules& rules,
                   base::Control control, const Resources& resources) {
    const FewReaders few(resources);
    std::vector<std::unique_ptr<WordReader>> readers(static_cast<std::size_t>(base::threads()));
    for (auto& reader : readers) reader = std::make_unique<WordReader>();
    Pieces pieces(readers, rules, resources);
    control.progress.begin("reading", io::total_size(paths), "B");
    io::for_chunks(
        *input(paths, rules, control), control,
        [&](io::Chunk& chunk, int worker) {
            return read_piece(chunk, worker, *readers[static_cast<std::size_t>(worker)], rules);
        },
        [&](Piece&& piece) { pieces.add(std::move(piece)); });
    control.progress.end();
    Corpus corpus;
    std::vector<Piece> in_memory = pieces.finish(corpus.spilled);
    std::vector<std::string_view> words;
    if (rules.vocabulary) {
        words.assign(rules.vocabulary->begin(), rules.vocabulary->end());
    } else {
        for (const auto& each : readers) {
            const auto keys = each->table.keys();
            words.insert(words.end(), keys.begin(), keys.end());
        }
    }
    corpus.vocabulary = Vocabulary(std::move(words));
    auto ids = numbers(readers, corpus.vocabulary);
    if (corpus.spilled) {
        renumber_spilled(std::move(ids), corpus);
    } else {
        renumber(in_memory, ids, corpus);
    }
    if (rules.most_words) limit_words(corpus, *rules.most_words);
    if (rules.remember_first) find_first(corpus);
    std::uint64_t long_code_points = 0;
    for (const auto& each : readers) long_code_points += each->long_code_points;
    const std::uint64_t words_read = corpus.tokens - corpus.sentences;
    if (long_code_points > 8 * words_read && words_read > 0)
        corpus.warnings.push_back(
            "words are very long: does this script set no blanks between them? See --unit char");
    if (corpus.markers > 0)
        corpus.warnings.push_back("left out " + std::to_string(corpus.markers) +
                                  " <s> and </s> that stood in the text: lines are sentences");
    return corpus;
}

}  // namespace pipelab::ngram
