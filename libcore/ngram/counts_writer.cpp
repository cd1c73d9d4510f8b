#include "ngram/counts_writer.hpp"

#include "io/write_blocks.hpp"
#include "ngram/byte_order.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <vector>

namespace pipelab::ngram {
namespace {

void put(const GramLevel& level, std::size_t n, std::size_t gram, std::string_view text,
         io::Bytes& bytes) {
    if (level.count[gram] == 0 || (n == 0 && level.word[gram] == sentence_begin)) return;
    char digits[24];
    digits[0] = '\t';
    char* end = std::to_chars(digits + 1, digits + 23, level.count[gram]).ptr;
    *end++ = '\n';
    bytes.insert(bytes.end(), text.begin(), text.end());
    bytes.insert(bytes.end(), digits, end);
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

bool has_control_characters(const Vocabulary& vocabulary) {
    for (WordId word = 0; word < vocabulary.size(); ++word)
        for (const char c : vocabulary.word(word))
            if (static_cast<unsigned char>(c) < ' ') return true;
    return false;
}

void write_counts(const Grams& grams, const Vocabulary& vocabulary, io::Output& out,
                  base::Control control) {
    const ByteOrder order(vocabulary);
    const std::size_t words = order.words().size();
    const bool sort = has_control_characters(vocabulary);
    control.progress.begin("writing", words, "words");
    io::write_blocks(out, base::Blocks{words, sort ? words : 256}, control,
                     [&](std::size_t begin, std::size_t end, io::Bytes& bytes) {
                         bytes.clear();
                         const auto see = [&](std::size_t level, std::size_t gram,
                                              std::string_view text) {
                             put(grams.levels[level], level, gram, text, bytes);
                         };
                         ForwardWalk walk(grams, vocabulary, order, see);
                         for (std::size_t i = begin; i < end; ++i) walk.visit(0, order.words()[i]);
                         if (sort) sort_lines(bytes);
                         control.progress.advance(end - begin);
                     });
    control.progress.end();
}

}  // namespace pipelab::ngram
