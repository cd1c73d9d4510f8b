#include "ngram/counts_reader.hpp"

#include "base/error.hpp"
#include "base/key_table.hpp"
#include "base/parallel.hpp"
#include "io/chunk.hpp"
#include "io/number.hpp"
#include "io/source.hpp"
#include "ngram/contexts.hpp"
#include "ngram/gram_key.hpp"
#include "ngram/tokens.hpp"
#include "ngram/tree_fill.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <numeric>
#include <utility>

namespace pipelab::ngram {
namespace {

/// The n-grams of a chunk, words numbered by the table of the thread that read it.
struct CountsPiece {
    int reader = 0;
    base::Array<std::uint32_t> words;   // of one n-gram after the other
    base::Array<std::uint8_t> lengths;  // of n-grams
    base::Array<std::uint64_t> counts;
    std::uint64_t ignored = 0;
};

class ChunkParser {
  public:
    ChunkParser(const io::Chunk& chunk, base::KeyTable& table, std::size_t order,
                CountsPiece& piece)
        : chunk_(chunk), table_(table), order_(order), piece_(piece) {}

    void parse() {
        TokenCursor cursor(chunk_.text);
        std::string_view token;
        while (true) {
            const auto found = cursor.next(token);
            if (found == TokenCursor::Found::word) {
                line_.push_back(token);
                continue;
            }
            if (!line_.empty()) end_line();
            if (found == TokenCursor::Found::nothing) break;
        }
        flush();
    }

  private:
    [[noreturn]] void fail(std::string_view token, const std::string& message) const {
        throw base::DataError(
            io::position_at(chunk_.start, chunk_.text,
                            static_cast<std::size_t>(token.data() - chunk_.text.data())),
            message);
    }

    void end_line() {
        const std::string_view last = line_.back();
        const auto count = io::parse_uint64(last);
        if (!count || line_.size() < 2)
            fail(last, "expected an n-gram and its count, found '" + std::string(last) + "'");
        line_.pop_back();
        if (line_.size() <= order_) {
            words_.insert(words_.end(), line_.begin(), line_.end());
            piece_.lengths.push_back(static_cast<std::uint8_t>(line_.size()));
            piece_.counts.push_back(*count);
            if (words_.size() >= 512) flush();
        } else if (line_.size() > most_order && order_ == most_order) {
            fail(line_.front(), "an n-gram of more than " + std::to_string(most_order) + " words");
        } else {
            ++piece_.ignored;
        }
        line_.clear();
    }

    void flush() {
        const std::size_t begin = piece_.words.size();
        piece_.words.resize(begin + words_.size());
        table_.count(words_, piece_.words.data() + begin);
        words_.clear();
    }

    const io::Chunk& chunk_;
    base::KeyTable& table_;
    std::size_t order_;
    CountsPiece& piece_;
    std::vector<std::string_view> line_, words_;
};

void add(std::uint64_t& to, std::uint64_t count) {
    if (__builtin_add_overflow(to, count, &to))
        throw base::DataError({}, "counts add up to more than 64 bits hold");
}

/// Makes a tree: forward, from first words to last, else from last to first.
template <std::size_t Words, bool Forward>
class Gathering {
    using Layout = KeyLayout<Words>;
    struct Item {
        typename Layout::Key key;
        std::uint64_t count;
    };

  public:
    Gathering(std::size_t order, int bits) : layout_(order, bits) {}

    Grams run(std::vector<CountsPiece>& pieces, const std::vector<std::vector<WordId>>& ids,
              std::size_t words) {
        scatter(pieces, ids);
        sort();
        std::vector<std::uint64_t> nodes(layout_.order(), 0);
        nodes[0] = words;
        count_nodes(layout_, std::span<const Item>(items_), nodes);
        Grams grams = allocate_grams(nodes);
        std::vector<std::uint64_t> next(layout_.order(), 0);
        fill_tree(
            layout_, std::span<const Item>(items_), 0, static_cast<WordId>(words), next, grams,
            [&](std::span<const Item> same, std::size_t length) {
                std::uint64_t& count =
                    grams.levels[length - 1].count[static_cast<std::size_t>(next[length - 1] - 1)];
                for (const Item& item : same) add(count, item.count);
            });
        if constexpr (!Forward) add_up(grams);
        return grams;
    }

  private:
    void scatter(std::vector<CountsPiece>& pieces, const std::vector<std::vector<WordId>>& ids) {
        std::vector<std::size_t> begins{0};
        for (const CountsPiece& piece : pieces)
            begins.push_back(begins.back() + piece.counts.size());
        items_.resize(begins.back());
        base::parallel_for(pieces.size(), [&](std::size_t p) {
            const auto& id = ids[static_cast<std::size_t>(pieces[p].reader)];
            std::size_t at = 0;
            for (std::size_t i = 0; i < pieces[p].counts.size(); ++i) {
                Item& item = items_[begins[p] + i];
                item = {{}, pieces[p].counts[i]};
                const std::size_t length = pieces[p].lengths[i];
                for (std::size_t n = 0; n < length; ++n) {
                    const std::size_t word = at + (Forward ? length - 1 - n : n);
                    item.key =
                        layout_.after(item.key, std::uint64_t{id[pieces[p].words[word]]} + 1);
                }
                at += length;
            }
            pieces[p] = {};
        });
    }

    /// By the first bits in one pass, then each part by itself.
    void sort() {
        const int low = std::max(0, layout_.total_bits() - 10);
        const auto part_of = [&](const Item& item) {
            return static_cast<std::size_t>(Layout::bits_of(item.key, low) & 1023);
        };
        std::vector<std::size_t> begins(1025, 0);
        for (const Item& item : items_) ++begins[part_of(item) + 1];
        for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
        base::Array<Item> sorted(items_.size());
        std::vector<std::size_t> next(begins.begin(), begins.end() - 1);
        for (const Item& item : items_) sorted[next[part_of(item)]++] = item;
        base::parallel_for(1024, [&](std::size_t part) {
            radix_sort<Layout>(sorted.data() + begins[part], items_.data() + begins[part],
                               begins[part + 1] - begins[part], low);
        });
        items_.swap(sorted);
    }

    /// Counts of n-grams that only longer ones tell of.
    void add_up(Grams& grams) const {
        for (std::size_t n = layout_.order() - 1; n-- > 0;) {
            GramLevel& level = grams.levels[n];
            const auto& longer = grams.levels[n + 1].count;
            base::parallel_blocks(level.size(), std::size_t{1} << 15,
                                  [&](std::size_t, std::size_t begin, std::size_t end) {
                                      for (std::size_t x = begin; x < end; ++x)
                                          if (level.count[x] == 0)
                                              level.count[x] = std::accumulate(
                                                  longer.begin() + level.child[x],
                                                  longer.begin() + level.child[x + 1],
                                                  std::uint64_t{0});
                                  });
        }
    }

    Layout layout_;
    base::Array<Item> items_;
};

Grams gather(std::vector<CountsPiece>& pieces, const std::vector<std::vector<WordId>>& ids,
             std::size_t words, std::size_t order, bool forward) {
    const int bits = static_cast<int>(std::bit_width(words));
    return with_key_words(order, bits, 0, [&]<std::size_t Words>() {
        return forward ? Gathering<Words, true>(order, bits).run(pieces, ids, words)
                       : Gathering<Words, false>(order, bits).run(pieces, ids, words);
    });
}

[[noreturn]] void fail_without_context(const std::string& gram) {
    throw base::DataError(
        {}, "there is a count of '" + gram + "', but none of it without its last word");
}

/// Each n-gram must have its context.
void check_contexts(const Grams& grams, const Vocabulary& vocabulary) {
    if (grams.order() < 3) return;
    Contexts contexts = Contexts::of(grams);
    for (std::size_t level = 2; level < grams.order(); ++level) {
        contexts.advance();
        const GramLevel &here = grams.levels[level], &below = grams.levels[level - 1];
        base::parallel_blocks(here.size(), std::size_t{1} << 15,
                              [&](std::size_t, std::size_t begin, std::size_t end) {
                                  for (std::size_t x = begin; x < end; ++x) {
                                      const std::uint32_t link = contexts.links()[x];
                                      if (link < below.size() && below.word[link] == here.word[x])
                                          continue;
                                      fail_without_context(text_of(grams, vocabulary, level, x));
                                  }
                              });
    }
}

/// The same of grams in a tree from first words to last.
void check_parents(const Grams& grams, const Vocabulary& vocabulary) {
    for (std::size_t level = 1; level + 1 < grams.order(); ++level) {
        const GramLevel& here = grams.levels[level];
        for (std::size_t x = 0; x < here.size(); ++x) {
            if (here.count[x] > 0) continue;
            std::vector<WordId> words = words_of(grams, level + 1, here.child[x]);
            std::string text;
            for (auto word = words.rbegin(); word != words.rend(); ++word)
                text += (text.empty() ? "" : " ") + std::string(vocabulary.word(*word));
            fail_without_context(text);
        }
    }
}

/// Numbers of the words of each reader.
std::vector<std::vector<WordId>> numbers(const std::vector<std::vector<std::string_view>>& keys,
                                         const Vocabulary& vocabulary) {
    std::vector<std::vector<WordId>> ids(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) ids[i] = vocabulary.ids(keys[i]);
    return ids;
}

std::vector<std::uint64_t> unigram_counts(const std::vector<CountsPiece>& pieces,
                                          const std::vector<std::vector<WordId>>& ids,
                                          std::size_t words) {
    std::vector<std::uint64_t> counts(words, 0);
    for (const CountsPiece& piece : pieces) {
        const auto& id = ids[static_cast<std::size_t>(piece.reader)];
        std::size_t at = 0;
        for (std::size_t i = 0; i < piece.counts.size(); at += piece.lengths[i], ++i)
            if (piece.lengths[i] == 1) add(counts[id[piece.words[at]]], piece.counts[i]);
    }
    return counts;
}

}  // namespace

ReadCounts read_counts(const std::vector<std::string>& paths, const CountRules& rules,
                       base::Control control) {
    const std::size_t order = rules.order;
    std::vector<std::unique_ptr<base::KeyTable>> tables(static_cast<std::size_t>(base::threads()));
    for (auto& table : tables) table = std::make_unique<base::KeyTable>();
    std::vector<CountsPiece> pieces;
    io::ChunkReader reader(paths, io::Cut::lines, control);
    control.progress.begin("reading counts", io::total_size(paths), "B");
    io::for_chunks(
        reader, control,
        [&](io::Chunk& chunk, int worker) {
            CountsPiece piece{worker, {}, {}, {}, 0};
            ChunkParser(chunk, *tables[static_cast<std::size_t>(worker)],
                        order == 0 ? most_order : order, piece)
                .parse();
            return piece;
        },
        [&](CountsPiece&& piece) { pieces.push_back(std::move(piece)); });
    control.progress.end();
    ReadCounts result;
    std::vector<std::string_view> words;
    std::vector<std::vector<std::string_view>> keys(tables.size());
    for (std::size_t i = 0; i < tables.size(); ++i) {
        keys[i] = tables[i]->keys();
        words.insert(words.end(), keys[i].begin(), keys[i].end());
    }
    if (rules.vocabulary) words.assign(rules.vocabulary->begin(), rules.vocabulary->end());
    result.vocabulary = Vocabulary(std::move(words));
    auto ids = numbers(keys, result.vocabulary);
    if (rules.most_words) {
        const auto counts = unigram_counts(pieces, ids, result.vocabulary.size());
        result.vocabulary = Vocabulary(most_frequent(result.vocabulary, counts, *rules.most_words));
        ids = numbers(keys, result.vocabulary);
    }
    std::size_t longest = 1;
    for (const CountsPiece& piece : pieces) {
        result.ignored += piece.ignored;
        for (const std::uint8_t length : piece.lengths)
            longest = std::max<std::size_t>(longest, length);
    }
    result.grams =
        gather(pieces, ids, result.vocabulary.size(), order == 0 ? longest : order, rules.forward);
    if (rules.forward) {
        check_parents(result.grams, result.vocabulary);
    } else {
        check_contexts(result.grams, result.vocabulary);
    }
    auto& counts = result.grams.levels[0].count;
    counts[sentence_begin] = 0;
    result.sentences = counts[sentence_end];
    for (const std::uint64_t count : counts) add(result.tokens, count);
    return result;
}

}  // namespace pipelab::ngram
