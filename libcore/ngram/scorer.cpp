#include "ngram/scorer.hpp"

#include <algorithm>
#include <array>

namespace pipelab::ngram {

std::size_t Scorer::length(State state) const {
    const auto longer =
        std::upper_bound(first_of_length_.begin(), first_of_length_.end(), state.context);
    return static_cast<std::size_t>(longer - first_of_length_.begin());
}

WordScore Scorer::score(State state, WordId word) const {
    WordScore result;
    while (state.context != 0) {
        if (const auto* const entry = table_.find(state.context, word)) {
            result.probability = result.backoff + entry->probability;
            result.length = length(state) + 1;
            result.next = {entry->next};
            return result;
        }
        result.backoff += backoff(state);
        state = shorter(state);
    }
    result.probability = result.backoff + unigrams_[word].probability;
    result.length = 1;
    result.next = {unigrams_[word].next};
    return result;
}

/// A sentence on its way.
struct Scorer::Lane {
    std::size_t sentence;
    const WordId* next;
    const WordId* end;
    WordScore* details;
    std::uint32_t context;
    WordId word;
    std::size_t line;  // of the table, which has been asked for
    double backoff;
    bool at_end;  // the word is </s>, behind the last
    SentenceScore score;
};

void Scorer::score(std::span<const WordId> words, std::span<const std::size_t> ends,
                   SentenceRules rules, SentenceScore* scores, WordScore* details) const {
    constexpr std::size_t most = 32;
    std::array<Lane, most> lanes;
    std::size_t running = 0, sentence = 0;

    const auto ask = [&](Lane& lane) {
        if (lane.context == 0) {
            __builtin_prefetch(&unigrams_[lane.word]);
            return;
        }
        __builtin_prefetch(&contexts_[lane.context]);
        lane.line = table_.line(lane.context, lane.word);
        table_.prefetch(lane.line);
    };
    // Goes on to the next word; false: the sentence is over.
    const auto advance = [&](Lane& lane) {
        lane.backoff = 0;
        if (lane.next != lane.end) {
            lane.word = *lane.next++;
        } else if (rules.end && !lane.at_end) {
            lane.at_end = true;
            lane.word = sentence_end;
        } else {
            scores[lane.sentence] = lane.score;
            return false;
        }
        ask(lane);
        return true;
    };
    const auto start = [&](Lane& lane) {
        while (sentence < ends.size()) {
            const std::size_t begin = sentence > 0 ? ends[sentence - 1] : 0;
            WordScore* const own =
                details != nullptr ? details + begin + (rules.end ? sentence : 0) : nullptr;
            lane = {sentence,
                    words.data() + begin,
                    words.data() + ends[sentence],
                    own,
                    Scorer::start(rules.begin).context,
                    0,
                    0,
                    0,
                    false,
                    {}};
            ++sentence;
            if (advance(lane)) return true;
        }
        return false;
    };
    const auto finish_word = [&](Lane& lane, float own, std::uint32_t next) {
        const double probability = lane.backoff + own;
        if (lane.details != nullptr)
            *lane.details++ = {probability, lane.backoff, length({lane.context}) + 1, {next}};
        const bool is_unknown = lane.word == unknown;
        (is_unknown ? lane.score.unknown_probability : lane.score.known_probability) += probability;
        lane.score.probability += probability;
        lane.score.unknown += is_unknown;
        ++lane.score.tokens;
        lane.context = next;
        return advance(lane) || start(lane);
    };
    // One step of a lane, whose data has been asked for; false: there is nothing left to do.
    const auto step = [&](Lane& lane) {
        if (lane.context == 0) {
            const Unigram& unigram = unigrams_[lane.word];
            return finish_word(lane, unigram.probability, unigram.next);
        }
        const ContextTable::Entry* entry = nullptr;
        switch (table_.look(lane.line, lane.context, lane.word, entry)) {
            case ContextTable::Found::entry:
                return finish_word(lane, entry->probability, entry->next);
            case ContextTable::Found::further:
                lane.line = table_.next_line(lane.line);
                table_.prefetch(lane.line);
                break;
            case ContextTable::Found::nothing:
                lane.backoff += contexts_[lane.context].backoff;
                lane.context = contexts_[lane.context].shorter;
                ask(lane);
                break;
        }
        return true;
    };

    while (running < most && start(lanes[running])) ++running;
    while (running > 0) {
        for (std::size_t i = 0; i < running;) {
            if (step(lanes[i])) {
                ++i;
            } else {
                lanes[i] = lanes[--running];
            }
        }
    }
}

}  // namespace pipelab::ngram
