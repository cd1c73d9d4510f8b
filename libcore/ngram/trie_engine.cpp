#include "ngram/trie_engine.hpp"

#include "base/error.hpp"
#include "ngram/grams.hpp"
#include "ngram/sentence_lanes.hpp"

#include <algorithm>
#include <array>

namespace pipelab::ngram {

TrieEngine::TrieEngine(ModelTrie trie) : trie_(std::move(trie)) {
    std::uint64_t next = 1;
    for (std::size_t length = 1; length < order(); ++length) {
        first_of_length_.push_back(next);
        next += length == 1 ? trie_.words() : trie_.levels[length - 2].size;
    }
    if (next > ~std::uint32_t{0}) throw base::DataError({}, "too many contexts");
}

State TrieEngine::start(bool behind_begin) const {
    const bool any = order() > 1 && is_context(trie_.unigrams[sentence_begin].backoff);
    if (!behind_begin || !any) return {};
    return state(1, sentence_begin);
}

TrieEngine::Node TrieEngine::node(State state) const {
    const auto longer =
        std::upper_bound(first_of_length_.begin(), first_of_length_.end(), state.context);
    const auto length = static_cast<std::size_t>(longer - first_of_length_.begin());
    return {length, length > 0 ? state.context - first_of_length_[length - 1] : 0};
}

WordId TrieEngine::first_word(Node node) const {
    return node.length == 1 ? static_cast<WordId>(node.index)
                            : trie_.levels[node.length - 2].word(node.index);
}

float TrieEngine::weight(Node node) const {
    return node.length == 1 ? trie_.unigrams[node.index].backoff
                            : trie_.levels[node.length - 2].backoff(node.index);
}

TrieEngine::Node TrieEngine::parent(Node node) const {
    if (node.length <= 1) return {0, 0};
    if (node.length > 2)
        return {node.length - 1, trie_.levels[node.length - 3].children.parent(node.index)};
    const auto last = trie_.unigrams.end() - 1;
    const auto above =
        std::upper_bound(trie_.unigrams.begin(), last, node.index,
                         [](std::uint64_t a, const ModelTrie::Unigram& b) { return a < b.child; });
    const auto behind = static_cast<std::uint64_t>(above - trie_.unigrams.begin());
    return {1, behind > 0 ? behind - 1 : 0};
}

std::size_t TrieEngine::length(State state) const { return node(state).length; }

State TrieEngine::shorter(State state) const {
    Node at = parent(node(state));
    while (at.length > 0 && !is_context(weight(at))) at = parent(at);
    return this->state(at.length, at.index);
}

double TrieEngine::backoff(State state) const {
    const Node at = node(state);
    return at.length > 0 ? weight(at) : 0;
}

/// How SentenceLanes finds words.
class TrieEngine::Search {
    enum class Stage : std::uint8_t {
        unigram,   // the unigram has been asked for
        siblings,  // one of the children of the node
        sample,    // what of(node) looks at first
        bits,      // what it looks at next
    };

  public:
    struct Lane {
        const WordId* first;
        double probability, backoff;
        const WordId* at;
        /// Of a context of 1, 2, ... words: that of the state, and that behind the word.
        std::array<float, most_order> weights, next_weights;
        std::uint64_t begin, end;  // where the next word may be,
        WordId low, high;          // whose neighbours are from `low` to before `high`
        std::uint64_t node;        // the longest that was found
        State next;
        WordId word;
        WordId wanted;                              // the word before those of the node
        std::uint8_t length, matched, next_length;  // of the state, the node and the next state
        std::uint8_t steps;                         // of the search
        Stage stage;
    };

    explicit Search(const TrieEngine& engine) : engine_(engine), trie_(engine.trie_) {}

    void start(Lane& lane, bool behind_begin) const {
        const State state = engine_.start(behind_begin);
        lane.length = state.context != 0;
        if (lane.length > 0) lane.weights[0] = engine_.weight({1, sentence_begin});
    }
    void ask(Lane& lane, const WordId* at) const {
        lane.at = at;
        lane.matched = lane.next_length = 0;
        lane.next = {};
        lane.stage = Stage::unigram;
        __builtin_prefetch(&trie_.unigrams[lane.word]);
    }
    bool step(Lane& lane) const {
        switch (lane.stage) {
            case Stage::unigram: {
                const auto& unigram = trie_.unigrams[lane.word];
                reach(lane, lane.word, unigram.backoff);
                const std::uint64_t children = first_children_end();
                const std::uint64_t begin = std::min<std::uint64_t>(unigram.child, children);
                const std::uint64_t behind = trie_.unigrams[lane.word + 1].child;
                return descend(lane, {begin, std::clamp(behind, begin, children)});
            }
            case Stage::siblings:
                return look(lane);
            case Stage::sample:
                children(lane).prefetch_bits(lane.node);
                lane.stage = Stage::bits;
                return false;
            case Stage::bits:
                break;
        }
        return descend(lane, children(lane).of(lane.node));
    }
    WordScore found(const Lane& lane) const {
        return {lane.probability, lane.backoff, lane.matched, lane.next};
    }
    void go_on(Lane& lane) const {
        lane.length = lane.next_length;
        std::copy_n(lane.next_weights.begin(), lane.length, lane.weights.begin());
    }

  private:
    std::uint64_t first_children_end() const {
        return trie_.levels.empty() ? 0 : trie_.levels[0].size;
    }
    const ChildRanges& children(const Lane& lane) const {
        return trie_.levels[lane.matched - 2U].children;
    }

    /// The n-gram with one word more is `node`; `weight` is that of the context it may be.
    void reach(Lane& lane, std::uint64_t node, float weight) const {
        lane.node = node;
        lane.next_weights[lane.matched] = weight;
        ++lane.matched;
        if (!is_context(weight) || lane.matched == engine_.order()) return;
        lane.next_length = lane.matched;
        lane.next = engine_.state(lane.matched, node);
    }

    bool descend(Lane& lane, ChildRanges::Range range) const {
        if (lane.matched > lane.length || range.begin == range.end) return finish(lane);
        const WordId* const at = lane.at - lane.matched;
        lane.wanted = at >= lane.first ? *at : sentence_begin;
        lane.begin = range.begin;
        lane.end = range.end;
        lane.low = 0;
        lane.high = static_cast<WordId>(trie_.words());
        lane.steps = 0;
        lane.stage = Stage::siblings;
        const TrieLevel& level = trie_.levels[lane.matched - 1U];
        __builtin_prefetch(level.address(pivot(lane)));
        return false;
    }

    /// Where to look next: interpolated, now and then in the middle.
    static std::uint64_t pivot(const Lane& lane) {
        const std::uint64_t span = lane.end - lane.begin;
        if (lane.steps % 4 == 3) return lane.begin + span / 2;
        return lane.begin + std::uint64_t{lane.wanted - lane.low} * span / (lane.high - lane.low);
    }

    bool look(Lane& lane) const {
        constexpr std::uint64_t near = 8;
        const TrieLevel& level = trie_.levels[lane.matched - 1U];
        do {
            const std::uint64_t at = pivot(lane);
            const WordId word = level.word(at);
            if (word == lane.wanted) return found_sibling(lane, level, at);
            ++lane.steps;
            if (word < lane.wanted) {
                lane.begin = at + 1;
                lane.low = word + 1;
            } else {
                lane.end = at;
                lane.high = word;
            }
            if (lane.begin == lane.end || lane.low == lane.high) return finish(lane);
        } while (lane.end - lane.begin <= near);
        __builtin_prefetch(level.address(pivot(lane)));
        return false;
    }

    bool found_sibling(Lane& lane, const TrieLevel& level, std::uint64_t node) const {
        if (lane.matched + 1U == engine_.order()) {
            ++lane.matched;
            lane.node = node;
            return finish(lane);
        }
        reach(lane, node, level.backoff(node));
        if (lane.matched > lane.length) return finish(lane);
        level.children.prefetch_sample(node);
        lane.stage = Stage::sample;
        return false;
    }

    bool finish(Lane& lane) const {
        lane.backoff = 0;
        for (std::size_t i = lane.length; i >= lane.matched; --i)
            lane.backoff += lane.weights[i - 1];
        const float own = lane.matched == 1
                              ? trie_.unigrams[lane.node].probability
                              : trie_.levels[lane.matched - 2U].probability(lane.node);
        lane.probability = lane.backoff + own;
        return true;
    }

    const TrieEngine& engine_;
    const ModelTrie& trie_;
};

void TrieEngine::score(std::span<const WordId> words, std::span<const std::size_t> ends,
                       SentenceRules rules, SentenceScore* scores, WordScore* details) const {
    const Search search(*this);
    SentenceLanes<Search>(search, words, ends, rules, scores, details).run();
}

WordScore TrieEngine::score(State state, WordId word) const {
    const Search search(*this);
    std::array<WordId, most_order> words;
    Search::Lane lane;
    lane.length = 0;
    for (Node at = node(state); at.length > 0; at = parent(at)) {
        if (lane.length == 0) lane.length = static_cast<std::uint8_t>(at.length);
        words[words.size() - at.length] = first_word(at);
        lane.weights[at.length - 1] = weight(at);
    }
    lane.first = words.data();
    lane.word = word;
    search.ask(lane, words.data() + words.size());
    while (!search.step(lane)) continue;
    return search.found(lane);
}

}  // namespace pipelab::ngram
