#include "io/external_sort.hpp"
#include "io/print.hpp"
#include "ngram/byte_order.hpp"
#include "ngram/counts_writer.hpp"
#include "ngram/external_training.hpp"
#include "ngram/gram_key.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {
namespace {

template <std::size_t Words>
using Counter = io::ExternalSorter<io::CountedKeys<Words>>;

io::SortSpace counting_space(const Corpus& corpus, const SortingMemory& memory) {
    std::uint64_t in_memory = 0;
    for (const auto& block : corpus.blocks) in_memory += block.capacity() * sizeof(WordId);
    const std::uint64_t bytes = memory.bytes - std::min(memory.bytes * 3 / 4, in_memory);
    return {bytes / 8 * 7, memory.bytes / 2, memory.temporary};
}

/// Calls add(key) for the n-grams that begin with each word, as long as they can be; the digits of
/// the key are digit(word), the first word's the most significant one.
template <std::size_t Words, class Digit, class Add>
void for_each_forward(const Corpus& corpus, const KeyLayout<Words>& layout, base::Control control,
                      Digit&& digit, Add&& add) {
    GramKey<Words> key;
    const auto push = [&](std::uint64_t last) {
        key = layout.appended(key, last);
        if (layout.digit(key, 0) != 0) add(key);
    };
    bool begins = true;
    for_each_block(corpus, [&](const base::Array<WordId>& block) {
        base::stop_if_requested(control.cancellation);
        for (const WordId word : block) {
            if (begins) push(digit(sentence_begin));
            push(digit(word));
            begins = word == sentence_end;
            for (std::size_t i = 1; begins && i < layout.order(); ++i) push(0);
            if (begins) key = {};
        }
        control.progress.advance(block.size());
    });
}

/// Lines "w1 ... wn<TAB>count" in the order of their words.
class Lines {
  public:
    Lines(const Vocabulary& vocabulary, io::Output& out) : vocabulary_(vocabulary), out_(out) {}
    /// The next line has words[i] for i < size.
    void put(const WordId* words, std::size_t size, std::uint64_t count) {
        if (size == 1 && words[0] == sentence_begin) return;
        std::size_t same = 0;
        while (same < size && same < words_.size() && words_[same] == words[same]) ++same;
        text_.resize(same > 0 ? ends_[same - 1] : 0);
        words_.resize(same), ends_.resize(same);
        for (std::size_t i = same; i < size; ++i) {
            if (i > 0) text_ += ' ';
            text_ += vocabulary_.word(words[i]);
            words_.push_back(words[i]), ends_.push_back(text_.size());
        }
        out_.write(text_);
        out_.write('\t');
        out_.number(count);
        out_.write('\n');
    }

  private:
    const Vocabulary& vocabulary_;
    io::Output& out_;
    std::vector<WordId> words_;
    std::vector<std::size_t> ends_;
    std::string text_;
};

/// Where words have no control characters, n-grams are in the order of their words, shorter ones
/// before longer ones that they begin.
template <std::size_t Words>
class CountsInWordOrder {
    using Layout = KeyLayout<Words>;
    using Key = GramKey<Words>;
    using Record = io::KeyedRecord<Words>;

  public:
    CountsInWordOrder(Corpus& corpus, std::size_t order, int bits, const SortingMemory& memory,
                      base::Control control)
        : corpus_(corpus),
          layout_(order, bits),
          words_(corpus.vocabulary),
          memory_(memory),
          control_(control) {}

    void run(io::Output& out) {
        count();
        std::vector<io::RecordReader<Words>> readers;
        for (const auto& file : files_) readers.push_back(file->read());
        io::RecordMerge<Words> merge(std::move(readers));
        Lines lines(corpus_.vocabulary, out);
        std::vector<WordId> gram(layout_.order());
        std::uint64_t written = 0;
        for (Record record; merge.next(record);) {
            if (++written % 4096 == 0) base::stop_if_requested(control_.cancellation);
            const Key key{record.key};
            const std::size_t size = length(key);
            for (std::size_t i = 0; i < size; ++i)
                gram[i] = words_.words()[static_cast<std::size_t>(layout_.digit(key, i)) - 1];
            lines.put(gram.data(), size, record.value);
        }
    }

  private:
    std::size_t length(const Key& key) const {
        std::size_t length = layout_.order();
        while (layout_.digit(key, length - 1) == 0) --length;
        return length;
    }

    /// Counts n-grams of all orders: one file for each.
    void count() {
        Counter<Words> counter(counting_space(corpus_, memory_), layout_.total_bits(), control_);
        control_.progress.begin("counting n-grams", corpus_.tokens, "tokens");
        for_each_forward<Words>(
            corpus_, layout_, control_,
            [&](WordId word) { return std::uint64_t{words_.rank(word)} + 1; },
            [&](const Key& key) { counter.add(key.words); });
        counter.finish();
        control_.progress.end();
        corpus_.blocks = {};
        corpus_.spilled.reset();
        const auto block = static_cast<std::size_t>(
            std::clamp<std::uint64_t>(memory_.bytes / 16 / sizeof(Record), 4, 8192));
        for (std::size_t n = 0; n < layout_.order(); ++n)
            files_.push_back(std::make_unique<io::RecordFile<Words>>(memory_.temporary, block));
        std::vector<Record> open(layout_.order());
        std::size_t depth = 0;
        Key before;
        const auto close_to = [&](std::size_t shared) {
            for (; depth > shared; --depth) files_[depth - 1]->add(open[depth - 1]);
        };
        auto sorted = counter.read();
        std::uint64_t seen = 0;
        for (Record record; sorted.next(record);) {
            if (++seen % 65536 == 0) base::stop_if_requested(control_.cancellation);
            const Key key{record.key};
            close_to(depth > 0 ? layout_.shared(before, key) : 0);
            for (const std::size_t size = length(key); depth < size; ++depth)
                open[depth] = {first(key, depth + 1).words, 0};
            for (std::size_t n = 0; n < depth; ++n) open[n].value += record.value;
            before = key;
        }
        close_to(0);
        for (const auto& file : files_) file->finish();
    }

    /// The first words of an n-gram.
    Key first(const Key& key, std::size_t words) const {
        Key result;
        for (std::size_t i = 0; i < layout_.order(); ++i)
            result = layout_.appended(result, i < words ? layout_.digit(key, i) : 0);
        return result;
    }

    Corpus& corpus_;
    Layout layout_;
    ByteOrder words_;
    const SortingMemory& memory_;
    base::Control control_;
    std::vector<std::unique_ptr<io::RecordFile<Words>>> files_;
};

/// Words with what follows them on a line, a blank or, behind the last, a tab, in the order of
/// their bytes: 2 * word, or 2 * word + 1.
class FollowedOrder {
  public:
    explicit FollowedOrder(const Vocabulary& vocabulary) : ends_(2 * vocabulary.size()) {
        std::iota(ends_.begin(), ends_.end(), 0);
        const auto at = [](std::string_view text, std::uint32_t end, std::size_t i) {
            return i < text.size() ? static_cast<unsigned char>(text[i])
                                   : static_cast<unsigned char>(end % 2 == 0 ? ' ' : '\t');
        };
        std::sort(ends_.begin(), ends_.end(), [&](std::uint32_t a, std::uint32_t b) {
            const std::string_view x = vocabulary.word(a / 2), y = vocabulary.word(b / 2);
            const std::size_t both = std::min(x.size(), y.size());
            const int order = x.substr(0, both).compare(y.substr(0, both));
            // One word may begin the other, or be it.
            return order != 0 ? order < 0 : at(x, a, both) < at(y, b, both);
        });
        rank_.resize(ends_.size());
        for (std::uint32_t i = 0; i < ends_.size(); ++i) rank_[ends_[i]] = i;
    }
    std::uint64_t digit(WordId word, bool last) const {
        return std::uint64_t{rank_[2 * word + (last ? 1 : 0)]} + 1;
    }
    WordId word(std::uint64_t digit) const {
        return ends_[static_cast<std::size_t>(digit) - 1] / 2;
    }

  private:
    std::vector<std::uint32_t> ends_, rank_;
};

/// Any words: each n-gram, long or short, is a key, whose last digit says that it is the last.
template <std::size_t Words>
void write_in_line_order(Corpus& corpus, std::size_t order, int bits, const SortingMemory& memory,
                         io::Output& out, base::Control control) {
    using Key = GramKey<Words>;
    const FollowedOrder followed(corpus.vocabulary);
    const KeyLayout<Words> layout(order, bits);
    Counter<Words> counter(counting_space(corpus, memory), layout.total_bits(), control);
    control.progress.begin("counting n-grams", corpus.tokens, "tokens");
    for_each_forward<Words>(
        corpus, layout, control, [](WordId word) { return std::uint64_t{word} + 1; },
        [&](const Key& words) {
            for (std::size_t size = 1; size <= order && layout.digit(words, size - 1) != 0;
                 ++size) {
                Key key;
                for (std::size_t i = 0; i < order; ++i) {
                    const auto word = static_cast<WordId>(layout.digit(words, i) - 1);
                    key = layout.appended(key, i < size ? followed.digit(word, i + 1 == size) : 0);
                }
                counter.add(key.words);
            }
        });
    counter.finish();
    control.progress.end();
    corpus.blocks = {};
    corpus.spilled.reset();
    Lines lines(corpus.vocabulary, out);
    std::vector<WordId> gram(order);
    auto sorted = counter.read();
    for (io::KeyedRecord<Words> record; sorted.next(record);) {
        const Key key{record.key};
        std::size_t size = 0;
        for (; size < order && layout.digit(key, size) != 0; ++size)
            gram[size] = followed.word(layout.digit(key, size));
        lines.put(gram.data(), size, record.value);
    }
}

}  // namespace

void write_counts_externally(Corpus& corpus, std::size_t order, const SortingMemory& memory,
                             io::Output& out, base::Control control) {
    const bool any = has_control_characters(corpus.vocabulary);
    const int bits = static_cast<int>(std::bit_width((any ? 2 : 1) * corpus.vocabulary.size()));
    with_key_words(order, bits, 0, [&]<std::size_t Words>() {
        if (any) {
            write_in_line_order<Words>(corpus, order, bits, memory, out, control);
        } else {
            CountsInWordOrder<Words>(corpus, order, bits, memory, control).run(out);
        }
    });
}

}  // namespace pipelab::ngram
