#include "ngram/counts_writer.hpp"

#include "io/write_blocks.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {
namespace {

/// Words are numbered in the order of their bytes, but for the three special ones.
class ByteOrder {
  public:
    explicit ByteOrder(const Vocabulary& vocabulary) {
        constexpr std::array<WordId, 3> specials{sentence_end, sentence_begin, unknown};
        WordId next = sentence_end + 1;
        for (const WordId special : specials) {
            while (next < vocabulary.size() && vocabulary.word(next) < vocabulary.word(special))
                words_.push_back(next++);
            words_.push_back(special);
        }
        while (next < vocabulary.size()) words_.push_back(next++);
        rank_.resize(words_.size());
        for (std::uint32_t i = 0; i < words_.size(); ++i) rank_[words_[i]] = i;
    }
    const std::vector<WordId>& words() const { return words_; }
    std::uint32_t rank(WordId word) const { return rank_[word]; }

  private:
    std::vector<WordId> words_;
    std::vector<std::uint32_t> rank_;
};

/// Appends the lines of one n-gram and all that begin with it.
class Lines {
  public:
    Lines(const Grams& grams, const Vocabulary& vocabulary, const ByteOrder& order,
          io::Bytes& bytes)
        : grams_(grams), vocabulary_(vocabulary), order_(order), bytes_(bytes) {}

    void put(std::size_t level, std::size_t gram) {
        const GramLevel& here = grams_.levels[level];
        const std::size_t before = text_.size();
        if (level > 0) text_ += ' ';
        text_ += vocabulary_.word(here.word[gram]);
        if (here.count[gram] > 0 && (level > 0 || here.word[gram] != sentence_begin)) {
            char digits[24];
            digits[0] = '\t';
            char* end = std::to_chars(digits + 1, digits + 23, here.count[gram]).ptr;
            *end++ = '\n';
            bytes_.insert(bytes_.end(), text_.begin(), text_.end());
            bytes_.insert(bytes_.end(), digits, end);
        }
        if (level + 1 < grams_.order())
            put_children(level + 1, here.child[gram], here.child[gram + 1]);
        text_.resize(before);
    }

  private:
    void put_children(std::size_t level, std::size_t begin, std::size_t end) {
        const auto& word = grams_.levels[level].word;
        std::array<std::size_t, 3> specials{};
        std::size_t count = 0, next = 0;
        while (begin < end && word[begin] <= sentence_end) specials[count++] = begin++;
        const auto rank = [&](std::size_t gram) { return order_.rank(word[gram]); };
        std::sort(specials.begin(), specials.begin() + static_cast<std::ptrdiff_t>(count),
                  [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
        for (std::size_t x = begin; x < end; ++x) {
            while (next < count && rank(specials[next]) < rank(x)) put(level, specials[next++]);
            put(level, x);
        }
        while (next < count) put(level, specials[next++]);
    }

    const Grams& grams_;
    const Vocabulary& vocabulary_;
    const ByteOrder& order_;
    io::Bytes& bytes_;
    std::string text_;
};

/// Control characters come before the blanks between words: only sorting helps.
bool has_control_characters(const Vocabulary& vocabulary) {
    for (WordId word = 0; word < vocabulary.size(); ++word)
        for (const char c : vocabulary.word(word))
            if (static_cast<unsigned char>(c) < ' ') return true;
    return false;
}

void sort_lines(io::Bytes& bytes) {
    std::vector<std::string_view> lines;
    for (std::size_t begin = 0; begin < bytes.size();) {
        const auto end =
            std::find(bytes.begin() + static_cast<std::ptrdiff_t>(begin), bytes.end(), '\n');
        const auto size = static_cast<std::size_t>(end - bytes.begin()) - begin;
        lines.emplace_back(bytes.data() + begin, size);
        begin += size + 1;
    }
    std::sort(lines.begin(), lines.end());
    io::Bytes sorted;
    sorted.reserve(bytes.size());
    for (const std::string_view line : lines) {
        sorted.insert(sorted.end(), line.begin(), line.end());
        sorted.push_back('\n');
    }
    bytes.swap(sorted);
}

}  // namespace

void write_counts(const Grams& grams, const Vocabulary& vocabulary, io::Output& out,
                  base::Control control) {
    const ByteOrder order(vocabulary);
    const std::size_t words = order.words().size();
    const bool sort = has_control_characters(vocabulary);
    io::write_blocks(out, base::Blocks{words, sort ? words : 256}, control,
                     [&](std::size_t begin, std::size_t end, io::Bytes& bytes) {
                         bytes.clear();
                         Lines lines(grams, vocabulary, order, bytes);
                         for (std::size_t i = begin; i < end; ++i) lines.put(0, order.words()[i]);
                         if (sort) sort_lines(bytes);
                     });
}

}  // namespace pipelab::ngram
