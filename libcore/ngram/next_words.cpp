#include "ngram/next_words.hpp"

#include "ngram/record_text.hpp"

namespace pipelab::ngram {

std::string NextWords::operator()(const Sentences& sentences) const {
    const Scorer& scorer = continuations_.scorer();
    const Words words = tokenizer_(sentences);
    std::string text;
    std::size_t at = 0;
    for (const std::size_t end : words.ends) {
        State state = scorer.start(begin_);
        for (; at < end; ++at) state = scorer.score(state, words.ids[at]).next;
        if (json_) text += "{\"next\":[";
        bool first = true;
        for (const Continuation& next : continuations_.most_probable(state, count_)) {
            if (json_ && !first) text += ',';
            first = false;
            RecordText record(text, json_);
            record.begin();
            record.field("word", scorer.vocabulary().word(next.word));
            record.field("log10_p", next.probability);
            text += json_ ? "}" : "\n";
        }
        text += json_ ? "]}\n" : "\n";
    }
    return text;
}

}  // namespace pipelab::ngram
