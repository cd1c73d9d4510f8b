#include "base/parallel.hpp"
#include "catch.hpp"
#include "ngram/smoothing.hpp"
#include "unit/ngram/direct_model.hpp"
#include "unit/ngram/samples.hpp"

#include <cmath>
#include <cstring>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace estimate_test {

using namespace pipelab;
using namespace pipelab::ngram;
using testing::Counts;
using testing::DirectModel;
using testing::Gram;
using testing::Text;
using testing::TextShape;

namespace {

const auto nobody = base::Control::none();

/// The n-grams of each level of a tree, in its order; checks its form.
template <class Level>
std::vector<std::vector<Gram>> grams_of(const std::vector<Level>& levels) {
    std::vector<std::vector<Gram>> found(levels.size());
    for (WordId word = 0; word < levels[0].size(); ++word) {
        REQUIRE(levels[0].word[word] == word);
        found[0].push_back({word});
    }
    for (std::size_t n = 1; n < levels.size(); ++n) {
        const auto& child = levels[n - 1].child;
        REQUIRE(child.size() == levels[n - 1].size() + 1);
        REQUIRE(child.front() == 0);
        REQUIRE(child.back() == levels[n].size());
        for (std::size_t parent = 0; parent + 1 < child.size(); ++parent) {
            for (std::size_t i = child[parent]; i < child[parent + 1]; ++i) {
                if (i > child[parent] && levels[n].word[i - 1] >= levels[n].word[i])
                    FAIL("children out of order");
                Gram gram = found[n - 1][parent];
                gram.insert(gram.begin(), levels[n].word[i]);
                found[n].push_back(std::move(gram));
            }
        }
    }
    return found;
}

std::vector<Counts> counts_of(const Grams& grams) {
    const auto found = grams_of(grams.levels);
    std::vector<Counts> counts(found.size());
    for (std::size_t n = 0; n < found.size(); ++n)
        for (std::size_t i = 0; i < found[n].size(); ++i)
            counts[n][found[n][i]] = grams.levels[n].count[i];
    return counts;
}

struct Line {
    float probability, backoff;
};

/// A model as a map, backing off as ARPA says.
class Mapped {
  public:
    explicit Mapped(const std::vector<ModelLevel>& levels) : lines(levels.size()) {
        const auto found = grams_of(levels);
        for (std::size_t n = 0; n < found.size(); ++n)
            for (std::size_t i = 0; i < found[n].size(); ++i)
                lines[n][found[n][i]] = {levels[n].probability[i],
                                         n + 1 < found.size() ? levels[n].backoff[i] : 0};
    }
    double log_after(const Gram& context, WordId word) const {
        Gram gram = context;
        gram.push_back(word);
        if (gram.size() <= lines.size())
            if (const auto at = lines[gram.size() - 1].find(gram);
                at != lines[gram.size() - 1].end())
                return static_cast<double>(at->second.probability);
        double weight = 0;
        if (context.size() < lines.size())
            if (const auto at = lines[context.size() - 1].find(context);
                at != lines[context.size() - 1].end())
                weight = static_cast<double>(at->second.backoff);
        return weight + log_after(Gram(context.begin() + 1, context.end()), word);
    }
    double sum_after(const Gram& context) const {
        double sum = 0;
        for (WordId word = 0; word < lines[0].size(); ++word)
            if (word != sentence_begin) sum += std::pow(10.0, log_after(context, word));
        return sum;
    }

    std::vector<std::map<Gram, Line>> lines;
};

const char* const names[] = {"kn", "kn1", "abs", "wb", "katz", "add", "mle", "stupid"};

std::string written(const Gram& gram) {
    std::string text;
    for (const WordId word : gram) text += ' ', text += std::to_string(word);
    return text;
}

std::string written(const SmoothingRules& rules) {
    std::ostringstream text;
    text << names[static_cast<int>(rules.method)] << (rules.interpolate ? "" : " backing off")
         << (rules.interpolate_unigrams ? "" : " unigrams alone");
    for (const auto threshold : rules.prune) text << " >" << threshold;
    for (const auto& d : rules.discounts)
        d.empty() ? text << " D -" : text << " D " << d[0] << ',' << d[1] << ',' << d[2];
    if (rules.first_seen != nullptr) text << " as lmplz";
    if (rules.method == Smoothing::additive) text << " K " << rules.added;
    return text.str();
}

float log_of(double p) { return p > 0 ? static_cast<float>(std::log10(p)) : log_zero; }

bool close(float found, double p) {
    const double expected = static_cast<double>(log_of(p));
    return std::fabs(static_cast<double>(found) - expected) <=
           2e-6 * std::max(1.0, std::fabs(expected));
}

/// Where a model differs from the direct one; "" if nowhere.
std::string difference(const Estimate& estimate, const DirectModel& direct) {
    std::ostringstream text;
    const Mapped mapped(estimate.levels);
    for (std::size_t n = 0; n < mapped.lines.size(); ++n) {
        const auto& expected = direct.levels()[n];
        for (const auto& [gram, line] : mapped.lines[n])
            if (!expected.probability.contains(gram)) text << "too many:" << written(gram) << '\n';
        for (const auto& [gram, p] : expected.probability) {
            const auto at = mapped.lines[n].find(gram);
            if (at == mapped.lines[n].end()) {
                text << "missing:" << written(gram) << '\n';
                continue;
            }
            const Line line = at->second;
            if (!close(line.probability, p) || line.probability > 0)
                text << "p" << written(gram) << " is " << line.probability << ", should be "
                     << log_of(p) << '\n';
            if (n + 1 == mapped.lines.size()) continue;
            const auto weight = expected.backoff.find(gram);
            const double backoff = weight == expected.backoff.end() ? 1 : weight->second;
            if (!close(line.backoff, backoff))
                text << "backoff" << written(gram) << " is " << line.backoff << ", should be "
                     << log_of(backoff) << '\n';
        }
    }
    return text.str();
}

/// Where reports differ from the direct model.
std::string difference(const std::vector<OrderReport>& reports, const DirectModel& direct) {
    std::ostringstream text;
    for (std::size_t n = 0; n < reports.size(); ++n) {
        const auto& level = direct.levels()[n];
        const OrderReport& report = reports[n];
        if (n > 0 && report.grams != direct.counts()[n].size())
            text << "grams of " << n + 1 << '\n';
        if (n > 0 && report.kept != level.probability.size()) text << "kept of " << n + 1 << '\n';
        for (std::size_t r = 1; r <= 4; ++r)
            if (report.counts_of_counts[r - 1] != level.n[r])
                text << "order " << n + 1 << " n_" << r << " is " << report.counts_of_counts[r - 1]
                     << ", should be " << level.n[r] << '\n';
        if (level.taken)
            for (std::size_t r = 0; r < report.discounts.size(); ++r)
                if (!(std::fabs(report.discounts[r] - (*level.taken)[r]) <= 1e-12))
                    text << "order " << n + 1 << " D" << r + 1 << " is " << report.discounts[r]
                         << ", should be " << (*level.taken)[r] << '\n';
        if (report.fallback.empty() == level.fallback)
            text << "order " << n + 1 << " falls back: '" << report.fallback << "'\n";
    }
    return text.str();
}

/// Contexts after which probabilities do not sum to one; of very many, some are looked at.
std::string sums(const Estimate& estimate, std::mt19937_64& random) {
    std::ostringstream text;
    const Mapped mapped(estimate.levels);
    const auto look = [&](const Gram& context) {
        const double sum = mapped.sum_after(context);
        if (!(std::fabs(sum - 1) <= 1e-6))
            text << "sum after" << written(context) << ' ' << sum << '\n';
    };
    look({});
    std::size_t contexts = 0;
    for (std::size_t n = 0; n + 1 < mapped.lines.size(); ++n) contexts += mapped.lines[n].size();
    const std::size_t one_in = 1 + contexts * mapped.lines[0].size() / 50000;
    for (std::size_t n = 0; n + 1 < mapped.lines.size(); ++n)
        for (const auto& [gram, line] : mapped.lines[n])
            if (random() % one_in == 0) look(gram);
    for (int i = 0; i < 5; ++i) {
        Gram context;
        for (std::size_t k = random() % mapped.lines.size(); k > 0; --k)
            context.push_back(static_cast<WordId>(random() % mapped.lines[0].size()));
        look(context);
    }
    return text.str();
}

SmoothingRules random_rules(std::mt19937_64& random, Smoothing method, std::size_t order) {
    SmoothingRules rules;
    rules.method = method;
    rules.interpolate = random() % 3 != 0;
    rules.interpolate_unigrams = random() % 4 != 0;
    rules.added = std::array{1.0, 0.01, 0.5, 3.0}[random() % 4];
    if (random() % 3 == 0) {
        std::uint64_t threshold = 0;
        for (std::size_t n = 0; n < 1 + random() % order; ++n) {
            if (n > 0 && random() % 2 == 0) threshold += random() % 3;
            rules.prune.push_back(threshold);
        }
    }
    if (random() % 6 == 0) {
        for (std::size_t n = 0; n < 1 + random() % order; ++n) {
            const double d = static_cast<double>(random() % 11) / 10;
            rules.discounts.push_back({d, 2 * d, 3 * d});
            if (random() % 4 == 0) rules.discounts.back().clear();
        }
    }
    return rules;
}

/// Compares what is made of a text in all ways; adds what differs to `differences`, which has few.
void compare(const Text& text, const Grams& grams, const SmoothingRules& rules,
             std::mt19937_64& random, std::vector<std::string>& differences) {
    const std::size_t order = grams.order();
    const DirectModel direct(text.grams(), text.vocabulary(), order, rules);
    const Estimate estimate = ngram::estimate(grams, rules, nobody);
    std::string all = difference(estimate, direct) + difference(estimate.orders, direct);
    if (rules.method != Smoothing::stupid_backoff) all += sums(estimate, random);
    if (all.empty()) return;
    std::string lines;
    for (const auto& sentence : text.sentences) {
        for (const std::string& word : sentence)
            lines += std::to_string(text.id(word)), lines += ' ';
        lines += "| ";
    }
    if (lines.size() > 400) lines.replace(400, lines.npos, "...");
    if (all.size() > 1000) all.replace(1000, all.npos, "...");
    differences.push_back(written(rules) + ", order " + std::to_string(order) + ", vocabulary " +
                          std::to_string(text.vocabulary()) + "\n" + lines + "\n" + all);
}

/// The shortest of what differs, to be looked at first.
void report(std::vector<std::string> differences, int compared) {
    std::string shortest;
    std::sort(differences.begin(), differences.end(),
              [](const auto& a, const auto& b) { return a.size() < b.size(); });
    for (std::size_t i = 0; i < std::min<std::size_t>(3, differences.size()); ++i)
        shortest += differences[i] + "\n";
    INFO(differences.size() << " of " << compared << " differ, the shortest:\n" << shortest);
    CHECK(differences.empty());
}

struct Question {
    Smoothing method;
    bool interpolate = true;
    bool as_lmplz = false;
};

void compare_many(const Question& question, int texts, std::uint64_t seed = 0) {
    std::mt19937_64 random(static_cast<std::uint64_t>(question.method) + 1 + 100 * seed);
    std::vector<std::string> differences;
    if (testing::quick) texts /= 10;
    for (int i = 0; i < texts; ++i) {
        testing::TextShape shape = testing::random_shape(random);
        if (question.as_lmplz) shape.unknown = false;
        Text text = random_text(random, shape);
        const bool more_words = random() % 4 == 0;
        if (more_words) text.words.insert({"never", "Never"});
        Corpus corpus = more_words || random() % 2 == 0 ? corpus_of(text, random) : corpus_of(text);
        const std::size_t highest = random() % 10 == 0 ? most_order : 5;
        const Grams grams = count_grams(corpus, 1 + random() % highest, nobody);
        SmoothingRules rules = random_rules(random, question.method, grams.order());
        rules.interpolate = question.interpolate;
        const std::vector<WordId> seen = text.first_seen();
        if (question.as_lmplz && !seen.empty()) rules.first_seen = &seen;
        compare(text, grams, rules, random, differences);
    }
    report(differences, texts);
}

/// A text in which words with small numbers are frequent.
Text long_text(std::size_t words, std::size_t sentences) {
    std::mt19937_64 random(words);
    return testing::random_text(random, {words, sentences, 20, true, 3});
}

void compare_long(std::size_t words, std::size_t sentences, std::size_t order) {
    const Text text = long_text(words, sentences);
    Corpus corpus = corpus_of(text);
    const Grams grams = count_grams(corpus, order, nobody);
    std::mt19937_64 random(9);
    std::vector<std::string> differences;
    int compared = 0;
    for (const Smoothing method :
         {Smoothing::kneser_ney, Smoothing::kneser_ney_single, Smoothing::absolute,
          Smoothing::witten_bell, Smoothing::katz, Smoothing::additive,
          Smoothing::maximum_likelihood, Smoothing::stupid_backoff}) {
        for (const bool interpolate : {true, false}) {
            for (const bool prune : {false, true}) {
                SmoothingRules rules;
                rules.method = method;
                rules.interpolate = interpolate;
                if (prune) rules.prune = {0, 1, 2};
                compare(text, grams, rules, random, differences);
                ++compared;
            }
        }
    }
    report(differences, compared);
}

/// A text with all words of a vocabulary of this size, in n-grams of any length.
Text wide_text(std::size_t vocabulary) {
    Text text;
    std::vector<std::string> words;
    for (std::uint64_t i = 0; words.size() + 3 < vocabulary; ++i)
        words.push_back(testing::word_name(i));
    text.words.insert(words.begin(), words.end());
    for (const std::string& word : words) text.sentences.push_back({word});
    const std::vector<std::string> sorted(text.words.begin(), text.words.end());
    std::mt19937_64 random(vocabulary);
    for (int i = 0; i < 20; ++i) {
        auto& sentence = text.sentences.emplace_back();
        while (random() % 40 != 0) {
            const std::size_t near = random() % std::min<std::size_t>(sorted.size(), 3);
            sentence.push_back(random() % 2 == 0 ? sorted[near] : sorted[sorted.size() - 1 - near]);
        }
    }
    return text;
}

template <class T>
bool same_bytes(const base::Array<T>& a, const base::Array<T>& b) {
    return a.size() == b.size() &&
           (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

bool same_bytes(const std::vector<ModelLevel>& a, const std::vector<ModelLevel>& b) {
    bool same = a.size() == b.size();
    for (std::size_t n = 0; same && n < a.size(); ++n)
        same = same_bytes(a[n].word, b[n].word) && same_bytes(a[n].child, b[n].child) &&
               same_bytes(a[n].probability, b[n].probability) &&
               same_bytes(a[n].backoff, b[n].backoff);
    return same;
}

/// Sets the number of threads for a scope.
struct Threads {
    explicit Threads(int count) : before(base::threads()) { base::set_threads(count); }
    ~Threads() { base::set_threads(before); }
    int before;
};

}  // namespace

TEST_CASE("n-grams and their counts are those of counting directly") {
    std::mt19937_64 random(1);
    int wrong = 0;
    for (int i = 0; i < 3000; ++i) {
        Text text = random_text(random, testing::random_shape(random));
        const bool more_words = random() % 4 == 0;
        if (more_words) text.words.insert({"never", "Never"});
        Corpus corpus = more_words ? corpus_of(text, random) : corpus_of(text);
        const std::size_t order = 1 + random() % (i % 4 == 0 ? 16 : 5);
        wrong += counts_of(count_grams(corpus, order, nobody)) !=
                 testing::direct_counts(text.grams(), text.vocabulary(), order);
    }
    CHECK(wrong == 0);
}

TEST_CASE("n-grams in keys of one to eight words") {
    // A word takes the bits of the size of the vocabulary; an n-gram of order 16 sixteen times as
    // many: 64, 80, 128, 144; and of order 7 63 and 70, of order 9 63 and 72.
    struct Shape {
        std::size_t order, vocabulary;
    };
    for (const Shape shape : {Shape{16, 15},
                              {16, 16},
                              {16, 255},
                              {16, 256},
                              {7, 511},
                              {7, 512},
                              {9, 127},
                              {9, 128},
                              {1, 15},
                              {2, 65535},
                              {2, 65536}}) {
        const Text text = wide_text(shape.vocabulary);
        Corpus corpus = corpus_of(text);
        CHECK(counts_of(count_grams(corpus, shape.order, nobody)) ==
              testing::direct_counts(text.grams(), text.vocabulary(), shape.order));
    }
}

TEST_CASE("n-grams of 256 and 272 bits") {
    for (const std::size_t vocabulary : {65535u, 65536u}) {
        const Text text = wide_text(vocabulary);
        Corpus corpus = corpus_of(text);
        CHECK(counts_of(count_grams(corpus, 16, nobody)) ==
              testing::direct_counts(text.grams(), text.vocabulary(), 16));
    }
}

TEST_CASE("what can be interpolated, and what backs off") {
    for (const Smoothing method : {Smoothing::kneser_ney, Smoothing::kneser_ney_single,
                                   Smoothing::absolute, Smoothing::witten_bell}) {
        CHECK(can_interpolate(method));
        CHECK(can_back_off(method));
    }
    CHECK_FALSE(can_interpolate(Smoothing::katz));
    CHECK(can_back_off(Smoothing::katz));
    CHECK_FALSE(can_interpolate(Smoothing::stupid_backoff));
    CHECK_FALSE(can_interpolate(Smoothing::maximum_likelihood));
}

TEST_CASE("modified Kneser-Ney is as computed directly") {
    compare_many({Smoothing::kneser_ney}, 3000);
}
TEST_CASE("modified Kneser-Ney backing off is as computed directly") {
    compare_many({Smoothing::kneser_ney, false}, 1500);
}
TEST_CASE("Kneser-Ney with one discount is as computed directly") {
    compare_many({Smoothing::kneser_ney_single}, 1500);
}
TEST_CASE("Kneser-Ney with one discount backing off is as computed directly") {
    compare_many({Smoothing::kneser_ney_single, false}, 1500);
}
TEST_CASE("Kneser-Ney with the miscount of lmplz is as computed directly") {
    compare_many({Smoothing::kneser_ney, true, true}, 2000);
    compare_many({Smoothing::kneser_ney_single, true, true}, 1000);
}
TEST_CASE("absolute discounting is as computed directly") {
    compare_many({Smoothing::absolute}, 1500);
}
TEST_CASE("absolute discounting backing off is as computed directly") {
    compare_many({Smoothing::absolute, false}, 1500);
}
TEST_CASE("Witten-Bell is as computed directly") { compare_many({Smoothing::witten_bell}, 1500); }
TEST_CASE("Witten-Bell backing off is as computed directly") {
    compare_many({Smoothing::witten_bell, false}, 1500);
}
TEST_CASE("Katz is as computed directly") { compare_many({Smoothing::katz}, 2000); }
TEST_CASE("Katz that falls back without interpolation is as computed directly") {
    compare_many({Smoothing::katz, false}, 1500);
}
TEST_CASE("additive smoothing is as computed directly") {
    compare_many({Smoothing::additive}, 1500);
}
TEST_CASE("maximum likelihood is as computed directly") {
    compare_many({Smoothing::maximum_likelihood}, 1500);
}
TEST_CASE("stupid backoff is as computed directly") {
    compare_many({Smoothing::stupid_backoff}, 1500);
}

namespace {

std::string sums_of(const std::vector<std::vector<std::string>>& sentences, std::size_t order,
                    const SmoothingRules& rules) {
    Text text{sentences, {}};
    for (const auto& sentence : sentences) text.words.insert(sentence.begin(), sentence.end());
    text.words.erase("<unk>");
    Corpus corpus = corpus_of(text);
    std::mt19937_64 random(1);
    return sums(estimate(count_grams(corpus, order, nobody), rules, nobody), random);
}

SmoothingRules backing_off(Smoothing method) {
    SmoothingRules rules;
    rules.method = method;
    rules.interpolate = false;
    return rules;
}

}  // namespace

TEST_CASE("probabilities sum to one after a context that every word follows") {
    CHECK(sums_of({{}, {"<unk>"}, {"a"}}, 2, backing_off(Smoothing::witten_bell)) == "");
    CHECK(sums_of({{}, {"<unk>"}, {}}, 2, backing_off(Smoothing::kneser_ney_single)) == "");
}

TEST_CASE("probabilities sum to one where discounts take all of a context") {
    // Of <s> x </s> one has count 1, one 2, one 3: D3+ is 3, which leaves nothing of <s> c </s>.
    CHECK(sums_of({{"a"}, {"b"}, {"b"}, {"c"}, {"c"}, {"c"}}, 4,
                  backing_off(Smoothing::kneser_ney)) == "");
}

TEST_CASE("probabilities sum to one where maximum likelihood is pruned") {
    SmoothingRules rules = backing_off(Smoothing::maximum_likelihood);
    rules.prune = {0, 1};
    CHECK(sums_of({{}, {}, {"a"}}, 2, rules) == "");
}

TEST_CASE("probabilities sum to one after long contexts that say nearly all") {
    std::vector<std::vector<std::string>> sentences(3, std::vector<std::string>(8, "a"));
    sentences.resize(13, {"a"});
    for (const Smoothing method :
         {Smoothing::katz, Smoothing::witten_bell, Smoothing::absolute, Smoothing::additive}) {
        SmoothingRules rules = backing_off(method);
        CHECK(sums_of(sentences, 9, rules) == "");
        rules.interpolate = true;
        CHECK(sums_of(sentences, 9, rules) == "");
    }
}

TEST_CASE("a discount of zero is one") {
    // Four sentences of a word of their own, three twice, five three times: of the bigrams <s> x
    // and x </s>, n1 = 8, n2 = 6, n3 = 10. Y = 0.4, D1 = 0.4, D2 = 2 - 3 * 0.4 * 10 / 6 = 0, which
    // is no less than 0, however it is rounded.
    Text text;
    char word = 'a';
    for (const std::size_t count : {1U, 1U, 1U, 1U, 2U, 2U, 2U, 3U, 3U, 3U, 3U, 3U}) {
        text.sentences.resize(text.sentences.size() + count, {std::string(1, word)});
        text.words.insert(std::string(1, word++));
    }
    Corpus corpus = corpus_of(text);
    SmoothingRules rules;
    rules.method = Smoothing::kneser_ney;
    const auto estimate = ngram::estimate(count_grams(corpus, 2, nobody), rules, nobody);
    CHECK(estimate.orders[1].fallback == "");
    CHECK(estimate.orders[1].discounts[0] == Approx(0.4));
    CHECK(estimate.orders[1].discounts[1] == Approx(0).margin(1e-12));
    CHECK(estimate.orders[1].discounts[2] == Approx(3));
}

TEST_CASE("models of longer texts are as computed directly") {
    compare_long(30, 400, 3);
    compare_long(120, 500, 3);
    compare_long(60, 250, 5);
}

TEST_CASE("models of many texts are as computed directly", "[.][exhaustive]") {
    for (const Smoothing method :
         {Smoothing::kneser_ney, Smoothing::kneser_ney_single, Smoothing::absolute,
          Smoothing::witten_bell, Smoothing::katz, Smoothing::additive,
          Smoothing::maximum_likelihood, Smoothing::stupid_backoff}) {
        compare_many({method}, 20000, 1);
        compare_many({method, false}, 20000, 2);
        compare_many({method, true, true}, 10000, 3);
    }
}

TEST_CASE("models of a large text are as computed directly", "[.][exhaustive]") {
    const Text text = long_text(3000, 20000);
    Corpus corpus = corpus_of(text);
    const Grams grams = count_grams(corpus, 4, nobody);
    std::mt19937_64 random(10);
    std::vector<std::string> differences;
    for (const Smoothing method : {Smoothing::kneser_ney, Smoothing::kneser_ney_single,
                                   Smoothing::absolute, Smoothing::witten_bell}) {
        SmoothingRules rules;
        rules.method = method;
        compare(text, grams, rules, random, differences);
        rules.prune = {0, 0, 1, 2};
        compare(text, grams, rules, random, differences);
    }
    report(differences, 8);
}

TEST_CASE("models of order 16 are as computed directly") {
    std::mt19937_64 random(16);
    std::vector<std::string> differences;
    for (const std::size_t vocabulary : {12u, 15u, 16u, 255u, 256u, 300u}) {
        const Text text = wide_text(vocabulary);
        Corpus corpus = corpus_of(text);
        const Grams grams = count_grams(corpus, 16, nobody);
        compare(text, grams, {}, random, differences);
    }
    report(differences, 6);
}

TEST_CASE("unigrams that are not frequent enough are as words that do not occur") {
    std::mt19937_64 random(21);
    std::vector<std::string> differences;
    for (int i = 0; i < 300; ++i) {
        const Text text = random_text(random, testing::random_shape(random));
        Corpus corpus = corpus_of(text);
        SmoothingRules rules;
        rules.method = random() % 2 == 0 ? Smoothing::kneser_ney : Smoothing::witten_bell;
        rules.prune = {1 + random() % 2};
        const Grams grams = count_grams(corpus, 1 + random() % 3, nobody);
        compare(text, grams, rules, random, differences);
    }
    report(differences, 300);
}

TEST_CASE("a model has the same bytes for any number of threads") {
    for (const std::size_t sentences : {30u, 20000u}) {
        const Text text = long_text(sentences / 10, sentences);
        for (const Smoothing method : {Smoothing::kneser_ney, Smoothing::witten_bell,
                                       Smoothing::katz, Smoothing::additive}) {
            for (const bool interpolate : {true, false}) {
                std::vector<std::vector<ModelLevel>> models;
                for (const int threads : {1, 2, 5}) {
                    const Threads scope(threads);
                    Corpus corpus = corpus_of(text);
                    SmoothingRules rules;
                    rules.method = method;
                    rules.interpolate = interpolate;
                    if (method == Smoothing::witten_bell) rules.prune = {0, 0, 1};
                    models.push_back(
                        estimate(count_grams(corpus, 4, nobody), rules, nobody).levels);
                }
                CHECK(same_bytes(models[0], models[1]));
                CHECK(same_bytes(models[0], models[2]));
            }
        }
    }
}

TEST_CASE("counts of a text of many chunks are those of counting directly") {
    const Text text = long_text(2000, 20000);
    const auto expected = testing::direct_counts(text.grams(), text.vocabulary(), 3);
    for (const int threads : {1, 2, 5}) {
        const Threads scope(threads);
        Corpus corpus = corpus_of(text);
        CHECK(corpus.sentences == text.sentences.size());
        CHECK(counts_of(count_grams(corpus, 3, nobody)) == expected);
    }
}

}  // namespace estimate_test
