#include "base/parallel.hpp"
#include "catch.hpp"
#include "ngram/arpa_reader.hpp"
#include "ngram/continuations.hpp"
#include "ngram/generate.hpp"
#include "ngram/judge.hpp"
#include "ngram/segment.hpp"
#include "random_model.hpp"
#include "temporary_model.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace predict_test {

using namespace pipelab;

namespace {

ngram::Scorer scorer_of(const std::string& arpa) {
    const ngram_test::TemporaryModel file(arpa);
    return ngram::Scorer(ngram::read_arpa(file.path(), base::Control::none()).model);
}

/// Words a, b, ab, ba, bb with probabilities that prefer no cut in general.
const std::string letters = R"(\data\
ngram 1=8
ngram 2=6

\1-grams:
-3	<unk>
0	<s>	-0.25
-0.5	</s>
-1	a	-0.125
-1.25	b	-0.5
-1.75	ab	-0.25
-1.5	ba	0
-2.5	bb	-0.125

\2-grams:
-0.5	<s> ab
-0.75	a b
-0.25	ab a
-0.5	ba b
-0.375	b b
-0.25	bb </s>

\end\
)";

/// Scores of sentences, behind which 64 bytes can be read.
std::vector<ngram::SentenceScore> padded_scores(const ngram::Scorer& scorer,
                                                ngram::SentenceRules rules,
                                                std::vector<std::string> sentences) {
    ngram::Sentences padded;
    for (const std::string& sentence : sentences)
        padded.texts.push_back(ngram::padded(sentence, padded.copies));
    const ngram::Tokenizer tokenizer(scorer.vocabulary());
    return ngram::Mixture(tokenizer, {&scorer}, {1}, rules).score(padded, false).scores;
}

/// Tries all cuts.
double best_cut(const ngram::Scorer& scorer, const std::string& text, std::size_t at,
                ngram::State state) {
    if (at == text.size()) return scorer.score(state, ngram::sentence_end).probability;
    double best = -1e9;
    for (std::size_t size = 1; at + size <= text.size(); ++size) {
        const ngram::WordId id = scorer.vocabulary().id(text.substr(at, size));
        if (id == ngram::unknown && size > 1) continue;
        const auto score = scorer.score(state, id);
        best = std::max(best, score.probability + best_cut(scorer, text, at + size, score.next));
    }
    return best;
}

}  // namespace

TEST_CASE("The most probable words are those of all words") {
    std::mt19937 random(5);
    for (const std::size_t order : {1u, 2u, 4u}) {
        const auto scorer = scorer_of(ngram_test::random_model(random, order, 60, 30));
        const ngram::Continuations continuations(scorer);
        const ngram::Tokenizer tokenizer(scorer.vocabulary());
        ngram::State state = scorer.start(true);
        const auto size = static_cast<ngram::WordId>(scorer.vocabulary().size());
        for (int i = 0; i < 50; ++i) {
            std::vector<std::pair<double, ngram::WordId>> all;
            for (ngram::WordId word = 2; word < size; ++word)
                all.push_back({-scorer.score(state, word).probability, word});
            std::sort(all.begin(), all.end());
            for (const std::size_t count : {1u, 7u, 1000u}) {
                const auto found = continuations.most_probable(state, count);
                REQUIRE(found.size() == std::min(count, all.size()));
                for (std::size_t k = 0; k < found.size(); ++k) {
                    REQUIRE(found[k].word == all[k].second);
                    REQUIRE(found[k].probability == Approx(-all[k].first).margin(1e-9));
                }
            }
            state = scorer.score(state, static_cast<std::uint32_t>(random() % size)).next;
        }
    }
}

TEST_CASE("Words are drawn as often as they are probable") {
    const auto scorer = scorer_of(letters);
    const ngram::Continuations continuations(scorer);
    const ngram::Tokenizer tokenizer(scorer.vocabulary());
    for (const double temperature : {1.0, 0.5, 3.0}) {
        for (const std::size_t top : {0u, 3u}) {
            ngram::GenerationRules rules;
            rules.temperature = temperature;
            rules.top = top;
            rules.longest = 2;
            rules.prefix = "a";
            ngram::Generator generator(continuations, tokenizer, rules, false);
            constexpr std::uint64_t draws = 40000;
            std::map<std::string, double> counts;
            for (std::uint64_t i = 0; i < draws; ++i) {
                std::string line;
                generator.append(i, line);
                line.pop_back();
                ++counts[line];
            }
            const auto state = scorer.score(scorer.start(true), scorer.vocabulary().id("a")).next;
            std::map<std::string, double> expected;
            double all = 0;
            for (const auto& next : continuations.most_probable(state, top > 0 ? top : 100)) {
                const double weight = std::pow(10, next.probability / temperature);
                const std::string word(scorer.vocabulary().word(next.word));
                expected[word == "</s>" ? "a" : "a " + word] = weight;
                all += weight;
            }
            REQUIRE(counts.size() <= expected.size());
            double squares = 0;
            for (const auto& [line, weight] : expected) {
                const double mean = weight / all * static_cast<double>(draws);
                squares += (counts[line] - mean) * (counts[line] - mean) / mean;
            }
            CHECK(squares < 25);  // 5 degrees of freedom at most: 1e-4
        }
    }
}

TEST_CASE("Generated sentences have the probability that is said, for any number of threads") {
    std::mt19937 random(6);
    const auto scorer = scorer_of(ngram_test::random_model(random, 3, 40, 30));
    const ngram::Continuations continuations(scorer);
    const ngram::Tokenizer tokenizer(scorer.vocabulary());
    ngram::GenerationRules rules;
    rules.longest = 7;
    rules.seed = 9;
    std::string text, before;
    for (const int threads : {1, 3}) {
        base::set_threads(threads);
        const ngram_test::TemporaryModel file("");
        io::Output out(file.path());
        ngram::generate(continuations, tokenizer, rules, 500, true, out, base::Control::none());
        out.finish();
        text = file.contents();
        if (!before.empty()) CHECK(text == before);
        before = text;
    }
    base::set_threads(2);
    std::istringstream lines(text);
    std::string line;
    while (std::getline(lines, line)) {
        const auto quote = line.find('"', 9);
        const std::string sentence = line.substr(9, quote - 9);
        const double probability = std::atof(line.c_str() + line.find("log10_p") + 9);
        const bool complete = line.find("true") != std::string::npos;
        const auto scores = padded_scores(scorer, {true, complete}, {sentence});
        REQUIRE(scores[0].probability == Approx(probability).margin(1e-9));
    }
}

TEST_CASE("Cuts are the best of all") {
    const auto scorer = scorer_of(letters);
    const ngram::Segmenter segmenter(scorer, {}, false);
    std::mt19937 random(7);
    for (int i = 0; i < 300; ++i) {
        std::string text;
        for (auto left = random() % 9; left > 0; --left) text += "aabbx"[random() % 5];
        const auto cut = segmenter.cut(text);
        CHECK(cut.letters == text);
        CHECK(cut.probability ==
              Approx(best_cut(scorer, text, 0, scorer.start(true))).margin(1e-9));
        std::string joined;
        for (const auto word : cut.words) joined += word;
        CHECK(joined == text);
    }
    const auto words = [&](const char* text) {
        std::string joined;
        for (const auto word : segmenter.cut(text).words) joined += std::string(word) + "|";
        return joined;
    };
    CHECK(words("") == "");
    CHECK(words("xy\xc3\xa9zb") == "xy\xc3\xa9z|b|");
    CHECK(words("x y") == "x|y|");
    CHECK(words(" a\tb ") == "a|b|");
    CHECK(words("\xff\xc3") == "\xff\xc3|");
    CHECK(words("\x80\x80") == "\x80\x80|");
}

TEST_CASE("A limit leaves no more than the share below it") {
    const auto scorer = scorer_of(letters);
    const ngram_test::TemporaryModel good("a b\nab a\nba b\nb b bb\nx\n");
    ngram::SentenceInput input;
    input.paths = {good.path()};
    const ngram::Tokenizer tokenizer(scorer.vocabulary());
    const ngram::Mixture mixture(tokenizer, {&scorer}, {1}, {});
    std::vector<double> all;
    for (const auto& score : padded_scores(scorer, {}, {"a b", "ab a", "ba b", "b b bb", "x"}))
        all.push_back(ngram::per_token(score));
    std::sort(all.begin(), all.end());
    const auto limit = [&](double share) {
        return ngram::calibrate(mixture, input, share, base::Control::none());
    };
    CHECK(limit(0).limit == all[0]);
    CHECK(limit(0.19).limit == all[0]);
    CHECK(limit(0.2).limit == all[1]);
    CHECK(limit(0.2).below == 1);
    CHECK(limit(1).limit == all[4]);
}

}  // namespace predict_test
