#include "ngram/arpa_reader.hpp"

#include "ngram/arpa_longer.hpp"
#include "ngram/arpa_unigrams.hpp"
#include "ngram/model_links.hpp"

#include <bit>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace pipelab::ngram {
namespace {

/// Cuts chunks in their order, whichever threads they are given to.
class CutInTurn {
  public:
    CutInTurn(ArpaOutline& outline, std::uint64_t next) : outline_(outline), next_(next) {}
    std::vector<ArpaPart> cut(const io::Chunk& chunk) {
        std::unique_lock lock(guard_);
        turn_.wait(lock, [&] { return next_ == chunk.index; });
        ++next_;
        turn_.notify_all();
        // Those behind a chunk that failed are dropped.
        if (failed_) return {};
        failed_ = true;
        auto parts = outline_.cut(chunk);
        failed_ = false;
        return parts;
    }

  private:
    ArpaOutline& outline_;
    std::uint64_t next_;
    bool failed_ = false;
    std::mutex guard_;
    std::condition_variable turn_;
};

/// Computes the probabilities of blanks, and checks that all other n-grams have a context.
void complete(Model& model, const std::string& path) {
    const auto contexts = context_links(model);
    for (std::size_t n = 1; n < model.order(); ++n) {
        ModelLevel& level = model.levels[n];
        const auto suffixes = suffix_links(model, n);
        for (std::size_t x = 0; x < level.size(); ++x) {
            const std::uint32_t context = contexts[n][x];
            if (!std::isnan(level.probability[x])) {
                if (context != absent) continue;
                const std::string gram = text_of(model, model.vocabulary, n, x);
                fail_at(path, n + 1, gram, 1,
                        "the context of '" + gram + "' is not among the " + std::to_string(n) +
                            "-grams");
            }
            const ModelLevel& below = model.levels[n - 1];
            level.probability[x] =
                below.probability[suffixes[x]] + (context == absent ? 0 : below.backoff[context]);
        }
    }
}

template <std::size_t Words>
void read_longer(const std::string& path, io::ChunkReader& reader, const CutChunk& first,
                 ArpaOutline& outline, base::Control control, ReadModel& result) {
    Model& model = result.model;
    const int bits = static_cast<int>(std::bit_width(model.vocabulary.size()));
    LongerGrams<Words> grams(path, model.order(), bits, model);
    grams.add(grams.parse(first.chunk, first.parts));
    CutInTurn in_turn(outline, first.chunk.index + 1);
    io::for_chunks(
        reader, control,
        [&](io::Chunk& chunk, int) { return grams.parse(chunk, in_turn.cut(chunk)); },
        [&](auto&& pieces) { grams.add(std::move(pieces)); });
    base::stop_if_requested(control.cancellation);
    outline.finish();
    grams.check_counts(outline);
    result.blanks = grams.build(control);
}

}  // namespace

ReadModel read_arpa(const std::string& path, base::Control control) {
    io::ChunkReader reader({path}, io::Cut::lines, control);
    return read_arpa(path, reader, control);
}

ReadModel read_arpa(const std::string& path, io::ChunkReader& reader, base::Control control) {
    ArpaOutline outline(shown(path));
    std::vector<CutChunk> head;
    const auto past_unigrams = [&] { return outline.order() > 1 || outline.ended(); };
    for (io::Chunk chunk; !past_unigrams() && reader.next(chunk); chunk = {}) {
        auto parts = outline.cut(chunk);
        head.push_back({std::move(chunk), std::move(parts)});
    }
    base::stop_if_requested(control.cancellation);
    if (!past_unigrams()) outline.finish();
    ReadModel result;
    Model& model = result.model;
    const std::size_t order = outline.counts().size();
    model.levels.resize(order);
    read_unigrams(path, head, outline, result);
    const CutChunk first = std::move(head.back());
    head = {};
    const int bits = static_cast<int>(std::bit_width(model.vocabulary.size()));
    with_key_words(order, bits, 0, [&]<std::size_t Words>() {
        read_longer<Words>(path, reader, first, outline, control, result);
    });
    if (model.order() > 1) complete(model, path);
    return result;
}

}  // namespace pipelab::ngram