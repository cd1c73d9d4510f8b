#include "ngram/arpa_unigrams.hpp"

#include "base/parallel.hpp"

#include <cmath>
#include <utility>

namespace pipelab::ngram {
namespace {

constexpr float missing_probability = -100;

class Unigrams {
  public:
    explicit Unigrams(const std::string& path) : path_(path) {}

    void read(const std::vector<CutChunk>& chunks, const ArpaOutline& outline, ReadModel& result) {
        std::vector<Piece> pieces(chunks.size());
        base::parallel_for(chunks.size(), [&](std::size_t i) {
            read_piece(chunks[i], outline.counts().size(), pieces[i]);
        });
        std::vector<std::string_view> words;
        for (const Piece& piece : pieces)
            words.insert(words.end(), piece.words.begin(), piece.words.end());
        check_count(outline, 1, words.size());
        result.model.vocabulary = Vocabulary(std::move(words));
        ModelLevel& level = result.model.levels[0];
        const std::size_t size = result.model.vocabulary.size();
        level.word.resize(size);
        for (std::size_t id = 0; id < size; ++id) level.word[id] = static_cast<WordId>(id);
        level.probability.assign(size, blank_probability);
        level.backoff.assign(size, 0);
        for (const Piece& piece : pieces) put(piece, result.model);
        for (WordId id = unknown; id <= sentence_end; ++id) add_missing(id, result);
    }

  private:
    struct Piece {
        std::vector<std::string_view> words;
        std::vector<float> probability, backoff;
    };

    void read_piece(const CutChunk& cut, std::size_t order, Piece& piece) const {
        for (const ArpaPart& part : cut.parts) {
            if (part.order != 1) continue;
            ArpaLines lines = lines_of(cut.chunk, part, order);
            ArpaLine line;
            while (lines.next(line)) {
                piece.words.push_back(canonical(line.words[0]));
                piece.probability.push_back(line.probability);
                piece.backoff.push_back(line.backoff);
            }
        }
    }

    void put(const Piece& piece, Model& model) const {
        std::vector<WordId> ids(piece.words.size());
        model.vocabulary.ids(piece.words, ids.data());
        ModelLevel& level = model.levels[0];
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (!std::isnan(level.probability[ids[i]])) {
                const std::string word(piece.words[i]);
                fail_at(path_, 1, word, 2, "'" + word + "' for the second time");
            }
            level.probability[ids[i]] = piece.probability[i];
            level.backoff[ids[i]] = piece.backoff[i];
        }
    }

    static void add_missing(WordId id, ReadModel& result) {
        float& probability = result.model.levels[0].probability[id];
        if (!std::isnan(probability)) return;
        probability = missing_probability;
        result.warnings.push_back("the model has no " +
                                  std::string(result.model.vocabulary.word(id)) +
                                  ": its log10 probability is taken to be -100");
    }

    const std::string& path_;
};

}  // namespace

void read_unigrams(const std::string& path, const std::vector<CutChunk>& chunks,
                   const ArpaOutline& outline, ReadModel& result) {
    Unigrams(path).read(chunks, outline, result);
}

}  // namespace pipelab::ngram
