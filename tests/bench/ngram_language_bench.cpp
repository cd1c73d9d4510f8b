// Language identification: byte n-gram models by Bayes' theorem, as ngram-score --classify, against
// multinomial naive Bayes over byte n-grams and against Cavnar and Trenkle's ranks.
// ngram_language_bench FOLDER [SNIPPETS [ORDER SMOOTHING]...]
//
// FOLDER has a text in UTF-8 for each language, NAME.txt, such as the Universal Declaration of
// Human Rights. Of those that are valid and have 4000 characters or more, the first 70 % are for
// training, and from the others snippets are cut at random, SNIPPETS of each width. With ORDER and
// SMOOTHING such models are compared instead on snippets from the last tenth of the training part,
// trained on the other nine.
#include "base/random.hpp"
#include "language_peers.hpp"
#include "ngram/classifier.hpp"
#include "ngram/rules_text.hpp"
#include "ngram/smoothing.hpp"
#include "timing.hpp"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

using namespace pipelab;
using bench::Language;

namespace {

/// Lines without blanks at their ends and with single ones inside.
std::string tidy(const std::string& text) {
    std::string result, line, word;
    std::istringstream lines(text);
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string tidied;
        while (words >> word) tidied += (tidied.empty() ? "" : " ") + word;
        if (!tidied.empty()) result += tidied + '\n';
    }
    return result;
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

/// The byte at which character `n` begins.
std::size_t at_character(std::string_view text, std::size_t n) {
    std::size_t at = 0;
    for (++n; at < text.size(); ++at)
        if (!continues(text[at]) && --n == 0) break;
    return at;
}

std::vector<Language> read_languages(const std::string& folder) {
    std::vector<Language> languages;
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() != ".txt") continue;
        ++files;
        std::ifstream in(file.path(), std::ios::binary);
        const std::string text = tidy({std::istreambuf_iterator<char>(in), {}});
        const std::size_t size = characters(text);
        if (size < 4000 || ngram::first_not_utf8(text) < text.size()) continue;
        const std::size_t cut = at_character(text, size * 7 / 10);
        languages.push_back({file.path().stem(), text.substr(0, cut), text.substr(cut)});
    }
    std::sort(languages.begin(), languages.end(),
              [](const Language& a, const Language& b) { return a.name < b.name; });
    std::printf("%zu of %zu files\n", languages.size(), files);
    return languages;
}

/// The last tenth of the training part in place of the test part.
void hold_out(std::vector<Language>& languages) {
    for (Language& each : languages) {
        const std::size_t cut = at_character(each.train, characters(each.train) * 9 / 10);
        each.test = each.train.substr(cut);
        each.train.resize(cut);
    }
}

struct Snippets {
    std::vector<std::string> texts;
    std::vector<std::size_t> languages;
};

Snippets snippets_of(const std::vector<Language>& languages, std::size_t width, std::size_t count) {
    Snippets snippets;
    const base::Random random(1, width);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t language = random.integer(2 * i, languages.size());
        const std::string& text = languages[language].test;
        const std::size_t starts = characters(text) - width;
        const std::string_view from =
            std::string_view(text).substr(at_character(text, random.integer(2 * i + 1, starts)));
        std::string snippet(from.substr(0, at_character(from, width)));
        std::replace(snippet.begin(), snippet.end(), '\n', ' ');
        snippets.texts.push_back(std::move(snippet));
        snippets.languages.push_back(language);
    }
    return snippets;
}

ngram::Scorer train(const std::string& text, std::size_t order, const std::string& smoothing) {
    const std::string path = "/tmp/ngram_language_bench.txt";
    std::ofstream(path, std::ios::binary) << text;
    ngram::TextRules unit;
    unit.unit = ngram::Unit::byte;
    const base::Control control = base::Control::none();
    ngram::Corpus corpus = ngram::read_corpus({path}, unit, control);
    std::remove(path.c_str());
    ngram::SmoothingRules rules;
    ngram::parse_smoothing(smoothing, rules);
    rules.discounts.resize(order);
    ngram::Estimate estimate =
        ngram::estimate(ngram::count_grams(corpus, order, control), rules, control);
    return ngram::Scorer({std::move(corpus.vocabulary), std::move(estimate.levels)});
}

/// What --classify does.
class ByModels {
  public:
    ByModels(const std::vector<Language>& languages, std::size_t order,
             const std::string& smoothing)
        : classifier_(classes(languages, order, smoothing), {ngram::Unit::byte, false},
                      {false, false}) {}
    std::vector<std::size_t> operator()(const std::vector<std::string>& texts) const {
        ngram::Sentences sentences;
        for (const std::string& text : texts) sentences.texts.emplace_back(text);
        const auto posteriors = classifier_.posteriors(classifier_.tokenizer()(sentences));
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < texts.size(); ++i)
            found.push_back(
                ngram::Classifier::best(&posteriors[i * classifier_.size()], classifier_.size()));
        return found;
    }

  private:
    static std::vector<ngram::SentenceClass> classes(const std::vector<Language>& languages,
                                                     std::size_t order,
                                                     const std::string& smoothing) {
        std::vector<ngram::SentenceClass> classes;
        for (const Language& each : languages)
            classes.push_back({each.name, train(each.train, order, smoothing)});
        return classes;
    }
    ngram::Classifier classifier_;
};

class Contest {
  public:
    Contest(const std::vector<Language>& languages, std::size_t count) {
        for (const std::size_t width : {20, 50, 100})
            snippets_.push_back(snippets_of(languages, width, count));
        std::printf("%zu snippets of 20, 50 and 100 characters\n", count);
        std::printf("%-22s %7s %7s %7s   (standard error) snippets/s\n", "", "20", "50", "100");
    }
    template <class Method>
    void enter(const std::string& name, const Method& method) {
        std::printf("%-22s", name.c_str());
        std::string errors;
        double seconds = 0, count = 0;
        for (const Snippets& each : snippets_) {
            std::vector<std::size_t> found;
            seconds += bench::seconds([&] { found = method(each.texts); });
            const auto n = static_cast<double>(found.size());
            count += n;
            double right = 0;
            for (std::size_t i = 0; i < found.size(); ++i) right += found[i] == each.languages[i];
            const double share = right / n;
            std::printf(" %7.4f", share);
            char text[32];
            std::snprintf(text, sizeof text, " %.4f", std::sqrt(share * (1 - share) / n));
            errors += text;
        }
        std::printf("   (%s) %.0f\n", errors.c_str() + 1, count / seconds);
        std::fflush(stdout);
    }

  private:
    std::vector<Snippets> snippets_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2 || (argc > 3 && argc % 2 == 0)) {
        std::fprintf(stderr,
                     "usage: ngram_language_bench FOLDER [SNIPPETS [ORDER SMOOTHING]...]\n");
        return 2;
    }
    std::vector<Language> languages = read_languages(argv[1]);
    const std::size_t count = argc > 2 ? std::stoul(argv[2]) : 10000;
    if (argc > 3) hold_out(languages);
    Contest contest(languages, count);
    for (int i = 3; i + 1 < argc; i += 2)
        contest.enter(std::string("order ") + argv[i] + ", " + argv[i + 1],
                      ByModels(languages, std::stoul(argv[i]), argv[i + 1]));
    if (argc > 3) return 0;
    contest.enter("models, order 5, kn", ByModels(languages, 5, "kn"));
    contest.enter("naive Bayes, 1-4", bench::NaiveBayes(languages));
    contest.enter("Cavnar-Trenkle", bench::CavnarTrenkle(languages));
}
