#include "ngram/arpa_writer.hpp"

#include "base/parallel.hpp"
#include "catch.hpp"
#include "ngram/smoothing.hpp"
#include "unit/ngram/samples.hpp"

#include <bit>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace arpa_writer_test {

using namespace pipelab;
using namespace pipelab::ngram;

namespace {

std::string arpa_of(const Model& model) {
    static int number = 0;
    const auto path = std::filesystem::temp_directory_path() /
                      ("arpa_" + std::to_string(getpid()) + "_" + std::to_string(number++));
    io::Output out(path.string());
    write_arpa(model, out, base::Control::none());
    out.finish();
    std::ifstream file(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(file), {});
    std::filesystem::remove(path);
    return text;
}

Model trained(const testing::Text& text, std::size_t order, const SmoothingRules& rules) {
    Corpus corpus = corpus_of(text);
    Grams grams = count_grams(corpus, order, base::Control::none());
    Model model;
    model.vocabulary = std::move(corpus.vocabulary);
    model.levels = estimate(std::move(grams), rules, base::Control::none()).levels;
    return model;
}

/// A model of unigrams and a bigram after each, with these numbers for all.
Model model_of(const std::vector<float>& numbers) {
    std::vector<std::string> names;
    for (std::size_t i = 3; i < numbers.size(); ++i) names.push_back(testing::word_name(i));
    Model model;
    model.vocabulary = Vocabulary({names.begin(), names.end()});
    model.levels.resize(2);
    for (WordId word = 0; word < numbers.size(); ++word) {
        auto& unigrams = model.levels[0];
        unigrams.word.push_back(word);
        unigrams.child.push_back(word);
        unigrams.probability.push_back(numbers[word]);
        unigrams.backoff.push_back(numbers[numbers.size() - 1 - word]);
        model.levels[1].word.push_back(static_cast<WordId>(word / 2));
        model.levels[1].probability.push_back(-numbers[word]);
    }
    model.levels[0].child.push_back(static_cast<std::uint32_t>(numbers.size()));
    model.levels[1].backoff.resize(numbers.size());
    model.levels[1].child.resize(numbers.size() + 1);
    return model;
}

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
    return parts;
}

/// Numbers that do not come back bit for bit.
int wrong_numbers(const std::vector<float>& numbers) {
    const Model model = model_of(numbers);
    const auto lines = split(arpa_of(model), '\n');
    const auto same = [](const std::string& text, float value) {
        char* end = nullptr;
        const float read = std::strtof(text.c_str(), &end);
        return *end == 0 && !text.empty() &&
               std::bit_cast<std::uint32_t>(read) == std::bit_cast<std::uint32_t>(value);
    };
    const std::size_t n = numbers.size();
    REQUIRE(lines.size() == 8 + 2 * n + 1);
    int wrong = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const auto unigram = split(lines[5 + i], '\t');
        wrong += unigram.size() != 3 || !same(unigram[0], numbers[i]) ||
                 !same(unigram[2], numbers[n - 1 - i]);
        const auto bigram = split(lines[7 + n + i], '\t');
        wrong += bigram.size() != 2 || !same(bigram[0], -numbers[i]);
    }
    return wrong;
}

}  // namespace

TEST_CASE("a bigram model worked out by hand") {
    // The sentences "a" and "a a" by maximum likelihood. Unigrams: a 3 times, </s> twice, of 5:
    // log10 0.6 = -0.221849, log10 0.4 = -0.397940. Bigrams: <s> a 2 of 2; a </s> 2 of 3, a a 1 of
    // 3: log10 2/3 = -0.176091, log10 1/3 = -0.477121. Nothing else is possible after <s> and a:
    // their backoff is -99, that of others 0.
    const testing::Text text{{{"a"}, {"a", "a"}}, {"a"}};
    SmoothingRules rules;
    rules.method = Smoothing::maximum_likelihood;
    const std::string arpa = arpa_of(trained(text, 2, rules));
    const auto lines = split(arpa, '\n');
    REQUIRE(lines.size() == 16);
    CHECK(lines[0] == "\\data\\");
    CHECK(lines[1] == "ngram 1=4");
    CHECK(lines[2] == "ngram 2=3");
    CHECK(lines[3] == "");
    CHECK(lines[4] == "\\1-grams:");
    CHECK(lines[5] == "-99\t<unk>\t0");
    CHECK(lines[6] == "0\t<s>\t-99");
    CHECK(lines[7].substr(0, 8) == "-0.39794");
    CHECK(lines[7].substr(lines[7].find('\t')) == "\t</s>\t0");
    CHECK(lines[8].substr(0, 9) == "-0.221848");
    CHECK(lines[8].substr(lines[8].find('\t')) == "\ta\t-99");
    CHECK(lines[9] == "");
    CHECK(lines[10] == "\\2-grams:");
    CHECK(lines[11].substr(0, 8) == "-0.17609");
    CHECK(lines[11].substr(lines[11].find('\t')) == "\ta </s>");
    CHECK(lines[12] == "0\t<s> a");
    CHECK(lines[13].substr(0, 9) == "-0.477121");
    CHECK(lines[13].substr(lines[13].find('\t')) == "\ta a");
    CHECK(lines[14] == "");
    CHECK(lines[15] == "\\end\\");
    CHECK(arpa.back() == '\n');
}

TEST_CASE("a trigram model made by hand") {
    // Binary fractions have exact digits. The orders: by the last word, then the last but one.
    Model model;
    model.vocabulary = Vocabulary({"b", "a"});
    model.levels.resize(3);
    const auto set = [&](std::size_t n, std::initializer_list<WordId> words,
                         std::initializer_list<std::uint32_t> children,
                         std::initializer_list<float> probabilities,
                         std::initializer_list<float> backoffs) {
        model.levels[n].word = words;
        model.levels[n].child = children;
        model.levels[n].probability = probabilities;
        model.levels[n].backoff = backoffs;
    };
    set(0, {0, 1, 2, 3, 4}, {0, 0, 0, 1, 3, 4}, {-1.5F, 0, -0.5F, -0.25F, -2},
        {0, -1, 0, 0.75F, 3});
    set(1, {4, 1, 4, 3}, {0, 2, 2, 3, 3}, {-0.125F, -0.0625F, -3, -99}, {0, -0.5F, 0.5F, 1e-6F});
    set(2, {1, 3, 3}, {0, 0, 0, 0}, {-1, -12.25F, -1e-9F}, {0, 0, 0});
    CHECK(arpa_of(model) ==
          "\\data\\\nngram 1=5\nngram 2=4\nngram 3=3\n"
          "\n\\1-grams:\n"
          "-1.5\t<unk>\t0\n"
          "0\t<s>\t-1\n"
          "-0.5\t</s>\t0\n"
          "-0.25\ta\t0.75\n"
          "-2\tb\t3\n"
          "\n\\2-grams:\n"
          "-0.125\tb </s>\t0\n"
          "-0.0625\t<s> a\t-0.5\n"
          "-3\tb a\t0.5\n"
          "-99\ta b\t1e-06\n"
          "\n\\3-grams:\n"
          "-1\t<s> b </s>\n"
          "-12.25\ta b </s>\n"
          "-1e-09\ta b a\n"
          "\n\\end\\\n");
}

TEST_CASE("models without n-grams of some orders") {
    const testing::Text nothing;
    SmoothingRules rules;
    rules.method = Smoothing::maximum_likelihood;
    // Nothing is known: <unk> and </s> share alike. log10 0.5 = -0.30103.
    const std::string arpa = arpa_of(trained(nothing, 3, rules));
    CHECK(arpa ==
          "\\data\\\nngram 1=3\nngram 2=0\nngram 3=0\n"
          "\n\\1-grams:\n-0.30103\t<unk>\t0\n0\t<s>\t0\n-0.30103\t</s>\t0\n"
          "\n\\2-grams:\n\n\\3-grams:\n\n\\end\\\n");
}

TEST_CASE("numbers read back as the same floats") {
    std::mt19937_64 random(13);
    const auto between = [&](double low, double high) {
        return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
    };
    std::vector<float> numbers;
    for (int i = 0; i < 50000; ++i) numbers.push_back(static_cast<float>(between(-8, 0)));
    for (int i = 0; i < 20000; ++i) numbers.push_back(static_cast<float>(between(-0.01, 0.01)));
    for (int i = 0; i < 20000; ++i)
        numbers.push_back(static_cast<float>(std::pow(10, between(-12, 12))));
    for (int i = 0; i < 20000; ++i) {
        const float any = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
        if (std::isfinite(any)) numbers.push_back(any);
    }
    CHECK(wrong_numbers(numbers) == 0);
}

TEST_CASE("numbers at powers of two and ten read back as the same floats") {
    std::vector<float> numbers = {-99, -98.99999F, 1, 9999.9995F, 10000, 1e-5F, 9.9999e-6F};
    for (int e = -40; e <= 40; ++e) {
        for (const float middle : {std::ldexp(1.F, e), std::pow(10.F, static_cast<float>(e) / 4)}) {
            std::uint32_t bits = std::bit_cast<std::uint32_t>(middle) - 20;
            for (int i = 0; i < 40; ++i) numbers.push_back(std::bit_cast<float>(bits++));
        }
    }
    CHECK(wrong_numbers(numbers) == 0);
}

TEST_CASE("numbers seldom have more digits than they need") {
    std::mt19937_64 random(14);
    std::vector<float> numbers;
    for (int i = 0; i < 20000; ++i)
        numbers.push_back(-static_cast<float>(static_cast<double>(random() >> 11) * 0x1p-50));
    const auto lines = split(arpa_of(model_of(numbers)), '\n');
    int longer = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const std::string digits = split(lines[5 + i], '\t')[0];
        std::string shortest;
        for (int precision = 1; precision <= 9; ++precision) {
            char text[40];
            std::snprintf(text, sizeof text, "%.*g", precision, static_cast<double>(numbers[i]));
            shortest = text;
            if (std::strtof(text, nullptr) == numbers[i]) break;
        }
        if (shortest.find('e') != shortest.npos) continue;
        longer += digits.size() > shortest.size();
    }
    CHECK(longer < 100);
}

TEST_CASE("the lines are those of the model's n-grams, by their last words, in all orders") {
    std::mt19937_64 random(15);
    for (int i = 0; i < 200; ++i) {
        const testing::Text text = random_text(random, testing::random_shape(random));
        const std::size_t order = 1 + random() % 5;
        SmoothingRules rules;
        rules.method = Smoothing::witten_bell;
        if (random() % 2 == 0) rules.prune = {0, random() % 2, 2};
        const Model model = trained(text, order, rules);
        const testing::DirectModel direct(text.grams(), text.vocabulary(), order, rules);
        std::ostringstream words;
        words << "\\data\\\n";
        for (std::size_t n = 1; n <= order; ++n)
            words << "ngram " << n << '=' << direct.levels()[n - 1].probability.size() << '\n';
        for (std::size_t n = 1; n <= order; ++n) {
            words << "\n\\" << n << "-grams:\n";
            std::vector<testing::Gram> grams;
            for (const auto& [gram, p] : direct.levels()[n - 1].probability)
                grams.emplace_back(gram.rbegin(), gram.rend());
            std::sort(grams.begin(), grams.end());
            for (const auto& gram : grams) {
                for (std::size_t k = n; k-- > 0;)
                    words << model.vocabulary.word(gram[k]) << (k > 0 ? " " : "\n");
            }
        }
        words << "\n\\end\\\n";
        std::string without_numbers;
        for (const std::string& line : split(arpa_of(model), '\n')) {
            const auto parts = split(line, '\t');
            without_numbers += (parts.size() > 1 ? parts[1] : line) + '\n';
        }
        CHECK(without_numbers == words.str());
    }
}

TEST_CASE("the text of a large model is the same for any number of threads") {
    std::mt19937_64 random(16);
    const testing::Text text = testing::random_text(random, {3000, 4000, 20, true, 2});
    const Model model = trained(text, 3, {});
    REQUIRE(model.levels[2].size() > 20000);
    std::vector<std::string> texts;
    const int before = base::threads();
    for (const int threads : {1, 2, 5}) {
        base::set_threads(threads);
        texts.push_back(arpa_of(model));
    }
    base::set_threads(before);
    CHECK((texts[0] == texts[1] && texts[0] == texts[2]));
}

}  // namespace arpa_writer_test
