#include "base/error.hpp"
#include "base/parallel.hpp"
#include "catch.hpp"
#include "ngram/features.hpp"
#include "ngram/vector_report.hpp"
#include "temporary_model.hpp"
#include "unit/io/temporary.hpp"

#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace vectorizer_test {

using namespace pipelab;
using namespace pipelab::ngram;

namespace {

FeatureList features_of(const std::string& text) {
    const testing::File file(text);
    return read_features(file.path(), base::Control::none());
}

std::string refusal(const std::string& text) {
    try {
        features_of(text);
    } catch (const base::DataError& error) {
        const std::string what = error.what();
        return what.substr(what.find(':'));
    }
    return "";
}

Sentences sentences_of(const std::vector<std::string>& texts) {
    Sentences sentences;
    for (const std::string& text : texts) sentences.texts.push_back(padded(text, sentences.copies));
    return sentences;
}

using Text = std::vector<std::string>;

std::string joined(const Text& words) {
    std::string text;
    for (const std::string& word : words) {
        if (!text.empty()) text += ' ';
        text += word;
    }
    return text;
}

Text random_words(std::mt19937_64& random, std::size_t longest) {
    Text words(random() % longest);
    for (std::string& word : words) word = std::string("w") += std::to_string(random() % 6);
    return words;
}

/// Each feature's count by a look at every window.
std::map<std::uint32_t, double> direct_counts(const std::vector<std::string>& features,
                                              const Text& words) {
    std::map<std::uint32_t, double> counts;
    for (std::size_t begin = 0; begin < words.size(); ++begin) {
        for (std::size_t end = begin + 1; end <= words.size(); ++end) {
            const std::string gram = joined(Text(words.begin() + static_cast<std::ptrdiff_t>(begin),
                                                 words.begin() + static_cast<std::ptrdiff_t>(end)));
            for (std::size_t f = 0; f < features.size(); ++f)
                if (features[f] == gram) ++counts[static_cast<std::uint32_t>(f)];
        }
    }
    return counts;
}

std::map<std::uint32_t, double> row(const SparseRows& rows, std::size_t i) {
    std::map<std::uint32_t, double> values;
    for (std::size_t k = rows.begin(i); k < rows.ends[i]; ++k)
        values[rows.features[k]] = rows.values[k];
    return values;
}

SparseRows counted(const FeatureList& list, const std::vector<std::string>& texts) {
    return Vectorizer(list).count(Tokenizer(list.vocabulary)(sentences_of(texts)));
}

}  // namespace

TEST_CASE("counts of features are those of all windows") {
    std::mt19937_64 random(2);
    for (int round = 0; round < 50; ++round) {
        std::set<std::string> chosen;
        for (int i = 0; i < 40; ++i)
            if (const Text words = random_words(random, 6); !words.empty())
                chosen.insert(joined(words));
        std::vector<std::string> features(chosen.begin(), chosen.end());
        std::shuffle(features.begin(), features.end(), random);
        std::string list;
        for (const std::string& each : features) list += each + "\n";
        std::vector<Text> texts(300);
        std::vector<std::string> lines;
        for (Text& text : texts) {
            text = random_words(random, 30);
            if (!text.empty() && random() % 3 == 0) text[random() % text.size()] = "<unk>";
            lines.push_back(joined(text));
        }
        const SparseRows rows = counted(features_of(list), lines);
        REQUIRE(rows.ends.size() == texts.size());
        for (std::size_t i = 0; i < texts.size(); ++i)
            REQUIRE(row(rows, i) == direct_counts(features, texts[i]));
    }
}

TEST_CASE("long and many sentences, and empty lists of features") {
    std::string text;
    for (int i = 0; i < 50000; ++i) text += "a b ";
    const SparseRows rows = counted(features_of("a\nb a\nc\na b a b\n"), {text, "", "b a b"});
    CHECK(row(rows, 0) == std::map<std::uint32_t, double>{{0, 50000}, {1, 49999}, {3, 49999}});
    CHECK(row(rows, 1).empty());
    CHECK(row(rows, 2) == std::map<std::uint32_t, double>{{0, 1}, {1, 1}});
    CHECK(counted(features_of(""), {"a b"}).features.empty());
}

TEST_CASE("features as training writes them come back, as text and as JSON") {
    const testing::File text("b a\xff b\nb a\xff\nc \"\\ b\n");
    TextRules rules;
    rules.unit = GENERATE(Unit::word, Unit::byte);
    Corpus corpus = read_corpus({text.path()}, rules, base::Control::none());
    const Grams grams = count_grams_forward(corpus, 2, base::Control::none());
    std::vector<std::string> texts[2];
    for (const bool json : {false, true}) {
        const ngram_test::TemporaryModel list("");
        {
            io::Output out(list.path());
            write_features(grams, corpus, {}, json, out, base::Control::none());
            out.finish();
        }
        const FeatureList features = read_features(list.path(), base::Control::none());
        for (std::size_t i = 0; i < features.size(); ++i) {
            texts[json].push_back(features.text(i));
            CHECK(features.documents[i] == 3);
        }
    }
    CHECK(texts[0] == texts[1]);
    CHECK(std::count(texts[0].begin(), texts[0].end(),
                     rules.unit == Unit::word ? "b a\xff" : "\xff") == 1);
}

TEST_CASE("what is no list of features") {
    CHECK(refusal("a\t1\n\t3\n").substr(0, 5) == ":2:1:");
    CHECK(refusal("a\n\nb\n").substr(0, 5) == ":2:1:");
    CHECK(refusal("a b\t1\tx\n").substr(0, 5) == ":1:7:");
    CHECK(refusal("a\t1\t2\t3\t4\n").substr(0, 5) == ":1:9:");
    CHECK(refusal("a  b\n").substr(0, 5) == ":1:1:");
    CHECK(refusal("a\nb\na\n") == ":3:1: 'a' is also feature 1");
    CHECK(refusal("{\"gram\":\"a\"}\n{\"gram\":1}\n").substr(0, 5) == ":2:1:");
    CHECK(refusal("{\"gram\":\"a\",\"docs\":-1}\n").substr(0, 6) == ":1:20:");
    CHECK(refusal("{\t5\t3\t9\r\n").empty());
}

TEST_CASE("weights and norms") {
    const FeatureList list = features_of("a\t5\t3\t9\nb\t1\t1\t9\na b\t1\t1\t9\n");
    const auto values = [&](WeightRules rules) {
        SparseRows rows = counted(list, {"a a b", "c"});
        Weigher(list, rules)(rows);
        CHECK(rows.ends == std::vector<std::size_t>{3, 3});
        return rows.values;
    };
    using Weight = WeightRules::Weight;
    using Norm = WeightRules::Norm;
    CHECK(values({}) == std::vector<double>{2, 1, 1});
    CHECK(values({Weight::presence, {}, {}}) == std::vector<double>{1, 1, 1});
    CHECK(values({Weight::count, Norm::l1, {}}) == std::vector<double>{0.5, 0.25, 0.25});
    const double a = 2 * (std::log(10.0 / 4) + 1), b = std::log(10.0 / 2) + 1;
    const auto plain = values({Weight::tf_idf, Norm::none, {}});
    CHECK(plain[0] == Approx(a));
    CHECK(plain[1] == Approx(b));
    const auto scaled = values({Weight::tf_idf, {}, {}});
    CHECK(scaled[0] == Approx(a / std::sqrt(a * a + 2 * b * b)));
    CHECK(values({Weight::tf_idf, Norm::none, 99})[1] == Approx(std::log(100.0 / 2) + 1));
    CHECK_THROWS_AS(Weigher(features_of("a\t5\t3\n"), {Weight::tf_idf, {}, {}}), base::DataError);
    CHECK_THROWS_AS(Weigher(features_of("a\t5\n"), {Weight::tf_idf, {}, 5}), base::DataError);
}

TEST_CASE("vectors as text and JSON") {
    const FeatureList list = features_of("a\nb\na b\n\"\xff\n");
    const SparseRows rows = counted(list, {"a a b", "", "\"\xff"});
    CHECK(VectorReport(list, false, false)(rows, {}) == "0 1:2 2:1 3:1\n0\n0 4:1\n");
    CHECK(VectorReport(list, false, false)(rows, {"1", "-1", "x"}) == "1 1:2 2:1 3:1\n-1\nx 4:1\n");
    CHECK(
        VectorReport(list, true, true)(rows, {"l", "", "\""}) ==
        "{\"label\":\"l\",\"indices\":[1,2,3],\"values\":[2,1,1],\"grams\":[\"a\",\"b\",\"a b\"]}\n"
        "{\"label\":\"\",\"indices\":[],\"values\":[],\"grams\":[]}\n"
        "{\"label\":\"\\\"\",\"indices\":[4],\"values\":[1],\"grams\":[\"\\\"\\udcff\"]}\n");
}

namespace {

double direct_distance(const std::map<std::uint32_t, double>& a,
                       const std::map<std::uint32_t, double>& b, Distance distance) {
    if (distance == Distance::rank) {
        const auto ranks = [](const std::map<std::uint32_t, double>& values) {
            std::vector<std::pair<double, std::uint32_t>> order;
            for (const auto& [feature, value] : values) order.emplace_back(-value, feature);
            std::sort(order.begin(), order.end());
            std::map<std::uint32_t, double> places;
            for (const auto& [value, feature] : order)
                places.emplace(feature, static_cast<double>(places.size()));
            return places;
        };
        const auto x = ranks(a), y = ranks(b);
        double sum = 0;
        for (const auto& [feature, rank] : x)
            sum += y.contains(feature) ? std::abs(rank - y.at(feature)) : 400;
        return x.empty() ? 1 : sum / (400 * static_cast<double>(x.size()));
    }
    double dot = 0, shared = 0, aa = 0, bb = 0;
    for (const auto& [feature, value] : a) {
        aa += value * value;
        if (!b.contains(feature)) continue;
        dot += value * b.at(feature);
        ++shared;
    }
    for (const auto& [feature, value] : b) bb += value * value;
    if (shared == 0) return 1;
    const double both = static_cast<double>(a.size() + b.size());
    if (distance == Distance::cosine) return 1 - dot / std::sqrt(aa * bb);
    return 1 - (distance == Distance::dice ? 2 * shared / both : shared / (both - shared));
}

}  // namespace

TEST_CASE("distances by their definitions") {
    std::mt19937_64 random(8);
    const FeatureList list = features_of("w0\nw1\nw2\nw3\nw4\nw0 w1\nw1 w1\nw3 w2 w1\n");
    for (const Distance distance :
         {Distance::cosine, Distance::dice, Distance::jaccard, Distance::rank}) {
        std::vector<std::string> lines[2];
        for (auto& each : lines)
            for (int i = 0; i < 30; ++i) each.push_back(joined(random_words(random, 12)));
        const SparseRows rows = counted(list, lines[0]), others = counted(list, lines[1]);
        const Comparison comparison(others, list.size(), distance);
        std::vector<double> found;
        for (std::size_t i = 0; i < rows.ends.size(); ++i) {
            comparison.distances(rows, i, found);
            REQUIRE(found.size() == others.ends.size());
            for (std::size_t k = 0; k < found.size(); ++k)
                REQUIRE(
                    found[k] ==
                    Approx(direct_distance(row(rows, i), row(others, k), distance)).margin(1e-12));
        }
        const Comparison with_itself(rows, list.size(), distance);
        for (std::size_t i = 0; i < rows.ends.size(); ++i) {
            with_itself.distances(rows, i, found);
            CHECK(found[i] == (row(rows, i).empty() ? 1 : 0));
        }
    }
}

}  // namespace vectorizer_test
