#include "ngram/features.hpp"

#include "base/parallel.hpp"
#include "ngram/byte_order.hpp"
#include "ngram/record_text.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <string_view>
#include <vector>

namespace pipelab::ngram {
namespace {

/// In how many sentences each n-gram occurs.
class DocumentCounts {
  public:
    explicit DocumentCounts(const Grams& grams) : grams_(grams) {
        for (const auto& level : grams.levels) docs_.emplace_back(level.size());
    }
    void add(const base::Array<WordId>& block) {
        std::vector<std::vector<std::uint32_t>> found(grams_.order());
        for (auto begin = block.begin(); begin != block.end();) {
            const auto end = std::find(begin, block.end(), sentence_end);
            for (auto at = begin; at != end; ++at) walk(at, end, found);
            for (std::size_t n = 0; n < found.size(); ++n) {
                std::sort(found[n].begin(), found[n].end());
                found[n].erase(std::unique(found[n].begin(), found[n].end()), found[n].end());
                for (const std::uint32_t gram : found[n])
                    docs_[n][gram].fetch_add(1, std::memory_order_relaxed);
                found[n].clear();
            }
            begin = end == block.end() ? end : end + 1;
        }
    }
    std::uint64_t operator()(std::size_t level, std::size_t gram) const {
        return docs_[level][gram].load(std::memory_order_relaxed);
    }

  private:
    template <class Words>
    void walk(Words at, Words end, std::vector<std::vector<std::uint32_t>>& found) const {
        std::uint32_t gram = *at;
        found[0].push_back(gram);
        for (std::size_t n = 1; n < grams_.order() && ++at != end; ++n) {
            const auto& word = grams_.levels[n].word;
            const auto& child = grams_.levels[n - 1].child;
            const auto first = word.begin() + child[gram], last = word.begin() + child[gram + 1];
            gram = static_cast<std::uint32_t>(std::lower_bound(first, last, *at) - word.begin());
            found[n].push_back(gram);
        }
    }

    const Grams& grams_;
    std::vector<std::vector<std::atomic<std::uint32_t>>> docs_;
};

struct Feature {
    std::string text;
    std::uint64_t count = 0, docs = 0;
};

}  // namespace

void write_features(const Grams& grams, const Corpus& corpus, const FeatureRules& rules, bool json,
                    io::Output& out, base::Control control) {
    DocumentCounts docs(grams);
    base::parallel_for(corpus.blocks.size(), [&](std::size_t i) {
        base::stop_if_requested(control.cancellation);
        docs.add(corpus.blocks[i]);
    });
    std::vector<Feature> features;
    std::vector<char> plain(grams.order() + 1, 1);  // no special word up to this length
    const auto see = [&](std::size_t level, std::size_t gram, std::string_view text) {
        plain[level + 1] = plain[level] != 0 && grams.levels[level].word[gram] > sentence_end;
        const std::uint64_t count = grams.levels[level].count[gram];
        if (plain[level + 1] == 0 || count < rules.min_count || count > rules.max_count ||
            count == 0)
            return;
        const std::uint64_t in = docs(level, gram);
        if (in >= rules.min_docs) features.push_back({std::string(text), count, in});
    };
    const ByteOrder order(corpus.vocabulary);
    ForwardWalk walk(grams, corpus.vocabulary, order, see);
    for (const WordId word : order.words()) walk.visit(0, word);
    const auto by_text = [](const Feature& a, const Feature& b) { return a.text < b.text; };
    std::sort(features.begin(), features.end(), by_text);
    if (rules.max_features && features.size() > *rules.max_features) {
        std::stable_sort(features.begin(), features.end(),
                         [](const Feature& a, const Feature& b) { return a.count > b.count; });
        features.resize(static_cast<std::size_t>(*rules.max_features));
        std::sort(features.begin(), features.end(), by_text);
    }
    std::string text;
    for (const Feature& feature : features) {
        text.clear();
        RecordText record(text, json);
        record.begin();
        record.field("gram", std::string_view(feature.text));
        record.field("count", feature.count);
        record.field("docs", feature.docs);
        record.field("documents", corpus.sentences);
        record.end();
        out.write(text);
    }
}

}  // namespace pipelab::ngram
