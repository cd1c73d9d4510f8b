#include "ngram/generate.hpp"

#include "base/elementary.hpp"
#include "base/parallel.hpp"
#include "io/write_blocks.hpp"
#include "ngram/record_text.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <mutex>
#include <numbers>
#include <utility>

namespace pipelab::ngram {
namespace {

using std::numbers::ln10;

}  // namespace

Generator::Generator(const Continuations& continuations, const Tokenizer& tokenizer,
                     const GenerationRules& rules, bool json)
    : continuations_(continuations),
      scorer_(continuations.scorer()),
      tokenizer_(tokenizer),
      rules_(rules),
      json_(json) {
    prefix_.texts.push_back(padded(rules.prefix, prefix_.copies));
    prefix_words_ = tokenizer(prefix_);
    if (rules_.top > 0 || rules_.temperature == 0) return;
    const auto words = continuations_.by_unigram();
    unigram_weights_.resize(scorer_.vocabulary().size());
    unigram_sums_.assign(1, 0);
    for (const WordId word : words) {
        unigram_weights_[word] = base::exp(scorer_.unigram(word) * (ln10 / rules_.temperature));
        unigram_sums_.push_back(unigram_sums_.back() + unigram_weights_[word]);
    }
}

/// The weights of the listed words, relative to the highest.
void Generator::weigh() {
    double highest = -std::numeric_limits<double>::infinity();
    for (const Continuation& each : listed_.words) highest = std::max(highest, each.probability);
    weights_.resize(listed_.words.size());
    for (std::size_t i = 0; i < weights_.size(); ++i)
        weights_[i] = (listed_.words[i].probability - highest) * (ln10 / rules_.temperature);
    base::exp(weights_, weights_);
}

Continuation Generator::draw(State state, const base::Random& random, std::uint64_t place) {
    const bool greedy = rules_.temperature == 0;
    double rest = 0;
    if (greedy || rules_.top > 0) {
        listed_.words = continuations_.most_probable(state, greedy ? 1 : rules_.top);
        if (greedy) return listed_.words.front();
        weigh();
    } else {
        continuations_.list(state, listed_, seen_);
        const double power = ln10 / rules_.temperature;
        weights_.resize(listed_.words.size());
        rest = unigram_sums_.back();
        for (std::size_t i = 0; i < weights_.size(); ++i) {
            weights_[i] = listed_.words[i].probability * power;
            rest -= unigram_weights_[listed_.words[i].word];
        }
        base::exp(weights_, weights_);
        rest = std::max(0.0, rest) * base::exp(listed_.backoff * power);
    }
    double all = rest;
    for (const double weight : weights_) all += weight;
    double left = random.uniform(place) * all;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        if (left < weights_[i]) return listed_.words[i];
        left -= weights_[i];
    }
    if (rest > 0) return draw_unlisted(random, place);
    return *std::max_element(
        listed_.words.begin(), listed_.words.end(),
        [](const auto& a, const auto& b) { return a.probability < b.probability; });
}

/// By drawing from all words until one is not listed; where these have nearly all of the weight, by
/// a walk over the others.
Continuation Generator::draw_unlisted(const base::Random& random, std::uint64_t place) const {
    constexpr std::uint64_t attempts = 64;
    const auto words = continuations_.by_unigram();
    const auto chosen = [&](WordId word) {
        return Continuation{word, listed_.backoff + scorer_.unigram(word)};
    };
    const auto uniform = [&](std::uint64_t attempt) {
        return random.uniform(place + (attempt << 32));
    };
    for (std::uint64_t attempt = 1; attempt <= attempts; ++attempt) {
        const double at = uniform(attempt) * unigram_sums_.back();
        const auto above = std::upper_bound(unigram_sums_.begin(), unigram_sums_.end() - 1, at);
        const WordId word = words[static_cast<std::size_t>(above - unigram_sums_.begin()) - 1];
        if (!seen_.contains(word)) return chosen(word);
    }
    double all = 0;
    for (const WordId word : words)
        if (!seen_.contains(word)) all += unigram_weights_[word];
    double left = uniform(attempts + 1) * all;
    WordId last = sentence_end;
    for (const WordId word : words) {
        if (seen_.contains(word)) continue;
        last = word;
        if (left < unigram_weights_[word]) break;
        left -= unigram_weights_[word];
    }
    return chosen(last);
}

void Generator::append(std::uint64_t index, std::string& text) {
    const base::Random random(rules_.seed, index);
    std::string line;
    State state = scorer_.start(true);
    double probability = 0;
    std::uint64_t count = 0;
    const auto add = [&](std::string_view word) {
        ++count;
        tokenizer_.append(line, word);
    };
    for (std::size_t i = 0; i < prefix_words_.ids.size(); ++i) {
        const WordScore score = scorer_.score(state, prefix_words_.ids[i]);
        probability += score.probability;
        state = score.next;
        add(prefix_words_.texts[i]);
    }
    bool ended = false;
    while (count < rules_.longest) {
        const Continuation next = draw(state, random, count);
        probability += next.probability;
        ended = next.word == sentence_end;
        if (ended) break;
        state = scorer_.score(state, next.word).next;
        add(scorer_.vocabulary().word(next.word));
    }
    if (!json_) {
        text += line;
        text += '\n';
        return;
    }
    RecordText record(text, true);
    record.begin();
    record.field("text", std::string_view(line));
    record.field("log10_p", probability);
    record.field("tokens", count + (ended ? 1 : 0));
    record.flag("complete", ended);
    record.end();
}

void generate(const Continuations& continuations, const Tokenizer& tokenizer,
              const GenerationRules& rules, std::uint64_t count, bool json, io::Output& out,
              base::Control control) {
    constexpr std::size_t block = 64;
    // A generator holds tables as long as the vocabulary: one a thread, lent from block to block.
    std::mutex guard;
    std::vector<std::unique_ptr<Generator>> idle;
    io::write_blocks(out, base::Blocks{count, block}, control,
                     [&](std::size_t begin, std::size_t end, io::Bytes& bytes) {
                         std::unique_ptr<Generator> generator;
                         {
                             const std::lock_guard lock(guard);
                             if (!idle.empty()) {
                                 generator = std::move(idle.back());
                                 idle.pop_back();
                             }
                         }
                         if (!generator)
                             generator =
                                 std::make_unique<Generator>(continuations, tokenizer, rules, json);
                         std::string text;
                         for (std::size_t i = begin; i < end; ++i) generator->append(i, text);
                         const std::lock_guard lock(guard);
                         idle.push_back(std::move(generator));
                         bytes.assign(text.begin(), text.end());
                     });
}

}  // namespace pipelab::ngram
