#include "ngram/judge.hpp"

#include "base/error.hpp"
#include "ngram/record_text.hpp"

#include <algorithm>

namespace pipelab::ngram {

double per_token(const SentenceScore& score) {
    return score.tokens == 0 ? 0 : score.probability / static_cast<double>(score.tokens);
}

std::string Sieve::header(const std::string& header) const {
    if (json_) return {};
    if (action_ == Action::tag)
        return "score\tjudgement\t" + (header.empty() ? "text" : header) + "\n";
    return header.empty() ? std::string() : header + "\n";
}

Sieve::Block Sieve::operator()(const Sentences& sentences) const {
    const auto scores = mixture_.score(sentences, false).scores;
    Block block;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const double score = per_token(scores[i]);
        const bool plausible = score >= limit_;
        ++(plausible ? block.plausible : block.others);
        if (action_ != Action::tag && plausible != (action_ == Action::keep)) continue;
        RecordText record(block.text, json_);
        if (json_) {
            record.begin();
            record.field("score", score);
            record.flag("plausible", plausible);
            record.field("text", sentences.texts[i]);
            record.end();
            continue;
        }
        if (action_ == Action::tag) {
            record.field("score", score);
            record.field("judgement", std::string_view(plausible ? "plausible" : "implausible"));
            block.text += '\t';
        }
        block.text += sentences.lines[i];
        block.text += '\n';
    }
    return block;
}

Calibration calibrate(const Mixture& mixture, const SentenceInput& input, double share,
                      base::Control control) {
    std::vector<double> scores;
    for_sentences(
        input, control, [](const auto&) {},
        [&](const Sentences& sentences) { return mixture.score(sentences, false).scores; },
        [&](std::vector<SentenceScore>&& more) {
            for (const SentenceScore& score : more) scores.push_back(per_token(score));
        });
    base::stop_if_requested(control.cancellation);
    if (scores.empty())
        throw base::DataError({input.paths.front(), 0, 0}, "no sentences to calibrate by");
    std::sort(scores.begin(), scores.end());
    const auto rank = std::min(
        scores.size() - 1, static_cast<std::size_t>(share * static_cast<double>(scores.size())));
    const auto first = std::lower_bound(scores.begin(), scores.end(), scores[rank]);
    return {scores[rank], static_cast<std::uint64_t>(first - scores.begin()), scores.size()};
}

std::string Chooser::operator()(const Sentences& sentences) const {
    std::vector<std::string_view> candidates;
    std::vector<std::size_t> ends;
    for (std::string_view text : sentences.texts) {
        while (true) {
            const std::size_t tab = text.find('\t');
            candidates.push_back(text.substr(0, tab));
            if (tab == std::string_view::npos) break;
            text.remove_prefix(tab + 1);
        }
        ends.push_back(candidates.size());
    }
    const auto scores = mixture_.score(sentences, candidates, false).scores;
    const auto value = [&](std::size_t i) {
        return by_token_ ? per_token(scores[i]) : scores[i].probability;
    };
    std::string text;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        std::size_t best = begin;
        for (std::size_t i = begin; i < end; ++i)
            if (value(i) > value(best)) best = i;
        RecordText record(text, json_);
        record.begin();
        if (json_) record.field("best", std::uint64_t{best - begin + 1});
        record.field("text", candidates[best]);
        if (json_) {
            record.put_name("scores");
            for (std::size_t i = begin; i < end; ++i) {
                text += i == begin ? '[' : ',';
                RecordText(text, true).put_number(value(i));
            }
            text += ']';
        }
        record.end();
        begin = end;
    }
    return text;
}

}  // namespace pipelab::ngram
