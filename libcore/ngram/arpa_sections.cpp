#include "ngram/arpa_sections.hpp"

#include "base/error.hpp"
#include "io/source.hpp"

namespace pipelab::ngram {

ArpaLines lines_of(const io::Chunk& chunk, const ArpaPart& part, std::size_t order) {
    return {chunk, chunk.text.substr(part.begin, part.end - part.begin), part.order,
            part.order == order};
}

namespace {

/// Looks through the text again for the n-gram that stands there for the n-th time.
base::Position place_of(const std::string& path, std::size_t order, const std::string& gram,
                        int times) {
    io::ChunkReader reader({path}, io::Cut::lines, base::Control::none());
    ArpaOutline outline(shown(path));
    io::Chunk chunk;
    while (reader.next(chunk)) {
        for (const ArpaPart& part : outline.cut(chunk)) {
            if (part.order != order) continue;
            ArpaLines lines = lines_of(chunk, part, outline.counts().size());
            ArpaLine line;
            while (lines.next(line)) {
                std::string text;
                for (std::size_t i = 0; i < order; ++i) {
                    if (i > 0) text += ' ';
                    text += canonical(line.words[i]);
                }
                if (text != gram || --times > 0) continue;
                const auto offset =
                    static_cast<std::size_t>(line.words[0].data() - chunk.text.data());
                return io::position_at(chunk.start, chunk.text, offset);
            }
        }
    }
    return {path, 0, 0};
}

}  // namespace

void fail_at(const std::string& path, std::size_t order, const std::string& gram, int times,
             const std::string& message) {
    const bool repeatable = io::ByteSource(path).repeatable();
    throw base::DataError(
        repeatable ? place_of(path, order, gram, times) : base::Position{shown(path), 0, 0},
        message);
}

void check_count(const ArpaOutline& outline, std::size_t order, std::size_t found) {
    const std::uint64_t count = outline.counts()[order - 1];
    if (found == count) return;
    throw base::DataError(outline.count_line(order),
                          std::to_string(count) + " " + std::to_string(order) +
                              "-grams announced, but there are " + std::to_string(found));
}

}  // namespace pipelab::ngram
