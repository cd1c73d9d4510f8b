#pragma once

#include "ngram/score.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <utility>

namespace pipelab::ngram {

/// Scores many sentences, of which 32 are worked on at a time, so that their cache misses overlap:
/// each look at memory that may be far away is a step by itself, behind a prefetch. Words of
/// sentence i are words[ends[i - 1], ends[i]), from 0 for the first.
///
/// `Search` finds the words of one sentence in turn, with
///     Lane                              what it knows of the sentence
///     start(lane, behind_begin)         before its first word
///     ask(lane, at)                     looks for lane.word, the words before it stand before `at`
///     bool step(lane)                   true: lane.probability and lane.backoff are there
///     WordScore found(lane)             all that is said of the word then
///     go_on(lane)                       behind the word
/// Lane has `const WordId* first`, `WordId word`, `double probability` and `double backoff`.
template <class Search>
class SentenceLanes {
  public:
    SentenceLanes(const Search& search, std::span<const WordId> words,
                  std::span<const std::size_t> ends, SentenceRules rules, SentenceScore* scores,
                  WordScore* details)
        : search_(search),
          words_(words),
          ends_(ends),
          rules_(rules),
          scores_(scores),
          details_(details) {}

    void run() {
        constexpr std::size_t most = 32;
        std::array<Lane, most> lanes;
        std::size_t running = 0;
        while (running < most && start(lanes[running])) ++running;
        while (running > 0) {
            for (std::size_t i = 0; i < running;) {
                if (!search_.step(lanes[i]) || finish_word(lanes[i])) {
                    ++i;
                } else if (i < --running) {
                    lanes[i] = lanes[running];
                }
            }
        }
    }

  private:
    /// A sentence on its way.
    struct Lane : Search::Lane {
        std::size_t sentence;
        const WordId* next;
        const WordId* end;
        WordScore* details;
        bool at_end;  // the word is </s>, behind the last
        SentenceScore score;
    };

    /// The next sentence that has words; false: there is none.
    bool start(Lane& lane) {
        while (sentence_ < ends_.size()) {
            const std::size_t begin = sentence_ > 0 ? ends_[sentence_ - 1] : 0;
            lane.sentence = sentence_;
            lane.first = lane.next = words_.data() + begin;
            lane.end = words_.data() + ends_[sentence_];
            lane.details =
                details_ != nullptr ? details_ + begin + (rules_.end ? sentence_ : 0) : nullptr;
            lane.at_end = false;
            lane.score = {};
            search_.start(lane, rules_.begin);
            ++sentence_;
            if (advance(lane)) return true;
        }
        return false;
    }

    /// Goes on to the next word; false: the sentence is over.
    bool advance(Lane& lane) {
        const WordId* const at = lane.next;
        if (lane.next != lane.end) {
            lane.word = *lane.next++;
        } else if (rules_.end && !lane.at_end) {
            lane.at_end = true;
            lane.word = sentence_end;
        } else {
            scores_[lane.sentence] = lane.score;
            return false;
        }
        search_.ask(lane, at);
        return true;
    }

    /// False: there is nothing left to do.
    bool finish_word(Lane& lane) {
        if (lane.details != nullptr) *lane.details++ = search_.found(lane);
        const bool is_unknown = lane.word == unknown;
        (is_unknown ? lane.score.unknown_probability : lane.score.known_probability) +=
            lane.probability;
        lane.score.probability += lane.probability;
        lane.score.unknown += is_unknown;
        ++lane.score.tokens;
        search_.go_on(lane);
        return advance(lane) || start(lane);
    }

    const Search& search_;
    std::span<const WordId> words_;
    std::span<const std::size_t> ends_;
    SentenceRules rules_;
    SentenceScore* scores_;
    WordScore* details_;
    std::size_t sentence_ = 0;  // the next to start
};

}  // namespace pipelab::ngram
