#include "ngram/classifier.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "ngram/arpa_reader.hpp"
#include "random_model.hpp"
#include "temporary_model.hpp"

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace classifier_test {

using namespace pipelab;
using namespace pipelab::ngram;

namespace {

Scorer scorer_of(const std::string& arpa) {
    const ngram_test::TemporaryModel file(arpa);
    return Scorer(read_arpa(file.path(), base::Control::none()).model);
}

std::string unigrams(const std::string& words, const std::string& end = "-1") {
    const auto lines = std::count(words.begin(), words.end(), '\n');
    return "\\data\\\nngram 1=" + std::to_string(lines + 3) + "\n\n\\1-grams:\n-2 <unk>\n0 <s>\n" +
           end + " </s>\n" + words + "\n\\end\\\n";
}

Sentences sentences_of(const std::vector<std::string>& texts) {
    Sentences sentences;
    for (const std::string& text : texts) sentences.texts.push_back(padded(text, sentences.copies));
    return sentences;
}

std::vector<SentenceClass> two_classes(double weight = 1) {
    std::vector<SentenceClass> classes;
    classes.push_back({"one", scorer_of(unigrams("-0.5 a\n-1 b\n")), weight});
    classes.push_back({"two", scorer_of(unigrams("-1 a\n-0.5 b\n-3 c\n")), 1});
    return classes;
}

double log10_of(double x) { return std::log(x) / std::log(10); }

}  // namespace

TEST_CASE("posteriors of two classes by hand") {
    const Classifier classifier(two_classes(), {}, {true, true});
    const auto found =
        classifier.posteriors(classifier.tokenizer()(sentences_of({"a a", "", "a b", "c", "d"})));
    // a a: 10^-2 against 10^-3.
    CHECK(found[0] == Approx(10.0 / 11));
    CHECK(found[2] == Approx(0.5));
    CHECK(found[4] == Approx(0.5));
    // c: <unk> at 10^-2 * 5/6 against 10^-3; d: <unk> at 10^-2 * 5/6 against 10^-2.
    CHECK(found[6] == Approx(50.0 / 56));
    CHECK(found[8] == Approx(5.0 / 11));
    const Classifier weighted(two_classes(10), {}, {true, true});
    CHECK(weighted.posteriors(weighted.tokenizer()(sentences_of({"b b"})))[0] == Approx(0.5));
}

TEST_CASE("reports of classes") {
    const Classifier classifier(two_classes(), {}, {true, true});
    const ClassReport report(classifier, false);
    Sentences sentences = sentences_of({"a b", "b"});
    sentences.labels = {"one", "one"};
    const auto block = report(sentences);
    CHECK(block.text.substr(0, 8) == "one\t0.5\n");
    CHECK(block.found == std::vector<std::uint64_t>{1, 1});
    CHECK(block.labelled == std::vector<std::uint64_t>{2, 0});
    CHECK(block.right == std::vector<std::uint64_t>{1, 0});
    CHECK(report.summary(block, true, true) ==
          "label\tsentences\tlabelled\tright\none\t1\t2\t1\ntwo\t1\t0\t0\n");
    CHECK(ClassReport(classifier, true)(sentences_of({"a b"})).text ==
          "{\"label\":\"one\",\"posterior\":0.5,\"posteriors\":{\"one\":0.5,\"two\":0.5}}\n");
}

TEST_CASE("impossible and endless sentences") {
    std::vector<SentenceClass> classes;
    classes.push_back({"x", scorer_of(unigrams("-inf a\n-0.5 b\n")), 1});
    classes.push_back({"y", scorer_of(unigrams("-inf a\n-1 b\n")), 3});
    const Classifier classifier(std::move(classes), {}, {true, false});
    std::string long_text;
    for (int i = 0; i < 5000; ++i) long_text += "b ";
    const auto found =
        classifier.posteriors(classifier.tokenizer()(sentences_of({"a", long_text})));
    CHECK(found[0] == 0.25);
    CHECK(found[1] == 0.75);
    CHECK(found[2] == 1);
    CHECK(found[3] == 0);
}

TEST_CASE("posteriors are those of word by word scores, whatever the threads") {
    std::mt19937 random(5);
    std::vector<SentenceClass> classes;
    std::vector<Scorer> models;
    std::size_t largest = 0;
    for (int c = 0; c < 5; ++c) {
        const std::string arpa = ngram_test::random_model(random, 3, 5 + random() % 20);
        models.push_back(scorer_of(arpa));
        largest = std::max(largest, models.back().vocabulary().size());
        classes.push_back({std::string(1, static_cast<char>('a' + c)), scorer_of(arpa),
                           1.0 + static_cast<double>(random() % 3)});
    }
    std::vector<double> weights;
    for (const SentenceClass& each : classes) weights.push_back(each.weight);
    const Classifier classifier(std::move(classes), {}, {true, true});
    std::vector<std::string> texts;
    std::vector<std::vector<std::string>> words;
    for (int i = 0; i < 9000; ++i) {
        words.emplace_back(random() % 3);
        std::string text;
        for (std::string& word : words.back()) {
            word = std::string("w") += std::to_string(random() % 30);
            text += word;
            text += ' ';
        }
        texts.push_back(text);
    }
    const Sentences sentences = sentences_of(texts);
    const int threads = base::threads();
    base::set_threads(3);
    const auto found = classifier.posteriors(classifier.tokenizer()(sentences));
    base::set_threads(1);
    CHECK(classifier.posteriors(classifier.tokenizer()(sentences)) == found);
    base::set_threads(threads);
    for (std::size_t i = 0; i < texts.size(); i += 7) {
        std::vector<double> scores;
        for (std::size_t c = 0; c < models.size(); ++c) {
            const Vocabulary& own = models[c].vocabulary();
            double score = log10_of(weights[c]);
            State state = models[c].start(true);
            for (const std::string& word : words[i]) {
                const WordId id = own.id(word);
                const WordScore step = models[c].score(state, id);
                score += step.probability;
                // Vocabularies are the first words of one list, so the largest has all.
                if (id == unknown)
                    score +=
                        log10_of(static_cast<double>(own.size()) / static_cast<double>(largest));
                state = step.next;
            }
            scores.push_back(score + models[c].score(state, sentence_end).probability);
        }
        for (std::size_t c = 0; c < scores.size(); ++c) {
            double sum = 0;
            for (const double other : scores) sum += std::pow(10, other - scores[c]);
            REQUIRE(found[i * scores.size() + c] == Approx(1 / sum).margin(1e-12));
        }
    }
}

}  // namespace classifier_test
