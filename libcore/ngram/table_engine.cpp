#include "ngram/table_engine.hpp"

#include "ngram/sentence_lanes.hpp"

#include <algorithm>

namespace pipelab::ngram {

std::size_t TableEngine::length(State state) const {
    const auto& firsts = table_.first_of_length;
    const auto longer = std::upper_bound(firsts.begin(), firsts.end(), state.context);
    return static_cast<std::size_t>(longer - firsts.begin());
}

WordScore TableEngine::score(State state, WordId word) const {
    WordScore result;
    while (state.context != 0) {
        if (const auto* const entry = table_.grams.find(state.context, word)) {
            result.probability = result.backoff + entry->probability;
            result.length = length(state) + 1;
            result.next = {there(entry->next)};
            return result;
        }
        result.backoff += backoff(state);
        state = shorter(state);
    }
    result.probability = result.backoff + table_.unigrams[word].probability;
    result.length = 1;
    result.next = {there(table_.unigrams[word].next)};
    return result;
}

/// How SentenceLanes finds words.
class TableEngine::Search {
  public:
    struct Lane {
        const WordId* first;
        double probability, backoff;
        WordId word;
        std::uint32_t context, next;
        ContextTable::Probe probe;  // has been asked for
    };

    explicit Search(const TableEngine& engine) : engine_(engine), table_(engine.table_) {}

    void start(Lane& lane, bool behind_begin) const {
        lane.context = engine_.start(behind_begin).context;
    }
    void ask(Lane& lane, const WordId*) const {
        lane.backoff = 0;
        look_for(lane);
    }
    bool step(Lane& lane) const {
        if (lane.context == 0) {
            const ModelTable::Unigram& unigram = table_.unigrams[lane.word];
            return finish(lane, unigram.probability, unigram.next);
        }
        const ContextTable::Entry* entry = nullptr;
        switch (table_.grams.look(lane.probe, lane.context, lane.word, entry)) {
            case ContextTable::Found::entry:
                return finish(lane, entry->probability, entry->next);
            case ContextTable::Found::further:
                table_.grams.prefetch(lane.probe);
                break;
            case ContextTable::Found::nothing:
                lane.backoff += table_.contexts[lane.context].backoff;
                lane.context = engine_.shorter_of(lane.context);
                look_for(lane);
                break;
        }
        return false;
    }
    WordScore found(const Lane& lane) const {
        return {lane.probability, lane.backoff, engine_.length({lane.context}) + 1, {lane.next}};
    }
    void go_on(Lane& lane) const { lane.context = lane.next; }

  private:
    void look_for(Lane& lane) const {
        if (lane.context == 0) {
            __builtin_prefetch(&table_.unigrams[lane.word]);
            return;
        }
        __builtin_prefetch(&table_.contexts[lane.context]);
        lane.probe = table_.grams.probe(lane.context, lane.word);
        table_.grams.prefetch(lane.probe);
    }
    bool finish(Lane& lane, float probability, std::uint32_t next) const {
        lane.probability = lane.backoff + probability;
        lane.next = engine_.there(next);
        return true;
    }

    const TableEngine& engine_;
    const ModelTable& table_;
};

void TableEngine::score(std::span<const WordId> words, std::span<const std::size_t> ends,
                        SentenceRules rules, SentenceScore* scores, WordScore* details) const {
    const Search search(*this);
    SentenceLanes<Search>(search, words, ends, rules, scores, details).run();
}

}  // namespace pipelab::ngram
