#include "ngram/segment.hpp"

#include "ngram/record_text.hpp"

#include <algorithm>

namespace pipelab::ngram {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0'; }
bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// The best way to come to a place in a state.
struct Node {
    State state;
    double probability;
    std::size_t begin;  // of the last word
    std::size_t from;   // among the nodes of that place
    bool is_unknown;
};

void reach(std::vector<Node>& nodes, const Node& node) {
    for (Node& other : nodes) {
        if (!(other.state == node.state)) continue;
        if (node.probability > other.probability) other = node;
        return;
    }
    nodes.push_back(node);
}

}  // namespace

Segmenter::Segmenter(const Scorer& scorer, SentenceRules rules, bool json, bool lower)
    : scorer_(scorer), rules_(rules), json_(json) {
    if (lower) lower_.emplace();
    const auto size = static_cast<WordId>(scorer.vocabulary().size());
    for (WordId word = sentence_end + 1; word < size; ++word)
        longest_ = std::max(longest_, scorer.vocabulary().word(word).size());
}

Segmenter::Cut Segmenter::cut(std::string_view text) const {
    Cut result;
    std::vector<std::size_t> borders;  // behind which the words that were parted end
    for (const char c : text) {
        if (!is_blank(c)) {
            result.letters += c;
        } else if (!result.letters.empty()) {
            borders.push_back(result.letters.size());
        }
    }
    borders.push_back(result.letters.size());
    const std::string_view letters = result.letters;
    std::vector<std::vector<Node>> nodes(letters.size() + 1);
    nodes[0].push_back({scorer_.start(rules_.begin), 0, 0, 0, false});
    std::vector<std::string_view> words;
    std::vector<WordId> ids;
    auto border = borders.begin();
    for (std::size_t begin = 0; begin < letters.size(); ++begin) {
        while (*border <= begin) ++border;
        if (nodes[begin].empty()) continue;
        words.clear();
        const std::size_t last = std::min(*border, begin + std::max<std::size_t>(longest_, 4));
        for (std::size_t end = begin + 1; end <= last; ++end)
            if (end == *border || !continues(letters[end]))
                words.push_back(letters.substr(begin, end - begin));
        if (words.empty()) words.push_back(letters.substr(begin, 1));
        ids.resize(words.size());
        scorer_.vocabulary().ids(words, ids.data());
        for (std::size_t i = 0; i < words.size(); ++i) {
            if (ids[i] <= sentence_end && i > 0) continue;
            const WordId id = ids[i] <= sentence_end ? unknown : ids[i];
            for (std::size_t from = 0; from < nodes[begin].size(); ++from) {
                const WordScore score = scorer_.score(nodes[begin][from].state, id);
                reach(nodes[begin + words[i].size()],
                      {score.next, nodes[begin][from].probability + score.probability, begin, from,
                       id == unknown});
            }
        }
    }
    std::size_t best = 0;
    auto& final = nodes.back();
    for (std::size_t i = 0; i < final.size(); ++i) {
        if (rules_.end)
            final[i].probability += scorer_.score(final[i].state, sentence_end).probability;
        if (final[i].probability > final[best].probability) best = i;
    }
    result.probability = final[best].probability;
    bool joins = false;
    for (std::size_t end = letters.size(), at = best; end > 0;) {
        const Node& node = nodes[end][at];
        const bool parted = std::binary_search(borders.begin(), borders.end(), end);
        if (joins && node.is_unknown && !parted) {
            const std::string_view word = result.words.back();
            result.words.back() = {letters.data() + node.begin, word.size() + end - node.begin};
        } else {
            result.words.push_back(letters.substr(node.begin, end - node.begin));
        }
        joins = node.is_unknown;
        at = node.from;
        end = node.begin;
    }
    std::reverse(result.words.begin(), result.words.end());
    return result;
}

std::string Segmenter::operator()(const Sentences& sentences) const {
    std::string text, line;
    for (const std::string_view sentence : sentences.texts) {
        const Cut found = lower_ ? cut(lower_->of(sentence)) : cut(sentence);
        line.clear();
        for (const std::string_view word : found.words) {
            if (!line.empty()) line += ' ';
            line += word;
        }
        RecordText record(text, json_);
        record.begin();
        record.field("text", std::string_view(line));
        if (json_) record.field("log10_p", found.probability);
        record.end();
    }
    return text;
}

}  // namespace pipelab::ngram
