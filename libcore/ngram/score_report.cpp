#include "ngram/score_report.hpp"

#include "base/elementary.hpp"
#include "ngram/record_text.hpp"

#include <numbers>
#include <vector>

namespace pipelab::ngram {
namespace {

using std::numbers::ln10;

}  // namespace

std::optional<double> perplexity(double log_probability, std::uint64_t tokens) {
    if (tokens == 0) return std::nullopt;
    return base::exp(-log_probability / static_cast<double>(tokens) * ln10);
}

void CorpusScore::add(const SentenceScore& score) {
    ++sentences;
    tokens += score.tokens;
    unknown += score.unknown;
    probability.add(score.probability);
    known_probability.add(score.known_probability);
}

void CorpusScore::join(const CorpusScore& other) {
    sentences += other.sentences;
    tokens += other.tokens;
    unknown += other.unknown;
    probability.join(other.probability);
    known_probability.join(other.known_probability);
}

std::string ScoreReport::header() const {
    if (form_.json) return {};
    return form_.words ? "word\tlength\tlog10_p\tbackoff\toov\n"
                       : "log10_p\ttokens\toov\tperplexity\n";
}

ScoreReport::Block ScoreReport::of(const ScoredSentences& scored) const {
    const Words& words = scored.words;
    const std::size_t count = words.ends.size();
    Block block;
    block.text.reserve(count * (form_.json ? 128 : 48) +
                       (form_.words ? scored.details.size() * 48 : 0));
    std::size_t begin = 0;
    const WordScore* detail = scored.details.data();
    for (std::size_t i = 0; i < count; ++i) {
        block.sums.add(scored.scores[i]);
        if (form_.json || !form_.words) put_sums(block.text, scored.scores[i]);
        if (form_.words) {
            put_words(block.text, words, begin, words.ends[i], detail);
            detail += scored.scores[i].tokens;
        }
        if (form_.json) block.text += '}';
        block.text += '\n';
        begin = words.ends[i];
    }
    return block;
}

void ScoreReport::put_sums(std::string& text, const SentenceScore& score) const {
    RecordText record(text, form_.json);
    record.begin();
    record.field("log10_p", score.probability);
    record.field("tokens", score.tokens);
    record.field("oov", score.unknown);
    record.field("perplexity", perplexity(score.probability, score.tokens));
}

void ScoreReport::put_words(std::string& text, const Words& words, std::size_t begin,
                            std::size_t end, const WordScore* details) const {
    if (form_.json) text += ",\"words\":[";
    const std::size_t count = end - begin + (mixture_.rules().end ? 1 : 0);
    for (std::size_t i = 0; i < count; ++i) {
        const bool is_end = begin + i == end;
        RecordText record(text, form_.json);
        if (form_.json && i > 0) text += ',';
        record.begin();
        record.field("word", is_end ? std::string_view("</s>") : words.texts[begin + i]);
        record.field("length", std::uint64_t{details[i].length});
        record.field("log10_p", details[i].probability);
        record.field("backoff", details[i].backoff);
        record.flag("oov", !is_end && words.ids[begin + i] == unknown);
        text += form_.json ? "}" : "\n";
    }
    if (form_.json) text += ']';
}

std::string summary(const CorpusScore& score, bool json, bool header) {
    const double probability = score.probability.value();
    std::string text;
    if (header && !json)
        text = "sentences\ttokens\toov\tlog10_p\tperplexity\tperplexity_without_oov\n";
    RecordText record(text, json);
    record.begin();
    record.field("sentences", score.sentences);
    record.field("tokens", score.tokens);
    record.field("oov", score.unknown);
    record.field("log10_p", probability);
    record.field("perplexity", perplexity(probability, score.tokens));
    record.field("perplexity_without_oov",
                 perplexity(score.known_probability.value(), score.tokens - score.unknown));
    record.end();
    return text;
}

}  // namespace pipelab::ngram
