#include "answer.hpp"
#include "base/error.hpp"
#include "io/number.hpp"
#include "io/source.hpp"
#include "ngram/nearest_report.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <optional>
#include <utility>

namespace ngram_score {
namespace {

ngram::FeatureList read_feature_list(cli::Run& run, const Options& options) {
    const std::string& path = options.vectors.features;
    if (path == "-") refuse_input_twice(options, "the features");
    run.control().progress.begin("reading features", io::total_size({path}), "B");
    ngram::FeatureList features = ngram::read_features(path, run.control());
    run.control().progress.end();
    return features;
}

ngram::UnitSigns signs_of(const ngram::FeatureList& features) {
    ngram::UnitSigns signs;
    signs.see(features.vocabulary);
    return signs;
}

/// Vectors of sentences, or of files.
class Vectors {
  public:
    Vectors(cli::Run& run, const Options& options)
        : run_(run),
          options_(options),
          answers_(run, options),
          features_(read_feature_list(run, options)),
          vectorizer_(features_),
          weigher_(features_, options.vectors.weights),
          tokenizer_(features_.vocabulary, token_rules(run, options, signs_of(features_))) {}

    void give() {
        run_.reads(options_.input.paths, "sentences");
        if (options_.vectors.references.empty()) return write_vectors();
        compare();
    }

  private:
    ngram::SparseRows weighted(const ngram::Sentences& sentences) const {
        ngram::SparseRows rows = vectorizer_.count(tokenizer_(sentences));
        weigher_(rows);
        return rows;
    }

    /// Labels of libsvm are numbers.
    void check_labels(const ngram::Sentences& sentences) const {
        if (run_.json()) return;
        for (const std::string_view label : sentences.labels) {
            const auto value = io::parse_double(label);
            if (value && std::isfinite(*value)) continue;
            throw base::DataError(sentences.position(label),
                                  "labels of libsvm are numbers (of --json any text), found '" +
                                      std::string(label) + "'");
        }
    }

    /// Calls sink(text(rows, labels)) for the vectors of the inputs.
    template <class Text>
    void each(const Text& text) {
        run_.control().progress.begin("reading", io::total_size(inputs(options_)), "B");
        if (options_.vectors.whole) {
            for (const std::string& path : inputs(options_)) {
                const std::vector<std::string_view> labels(run_.json() ? 1 : 0, path);
                answers_.write(text(document(path), labels));
            }
        } else {
            ngram::for_sentences(
                options_.input, run_.control(), [](const auto&) {},
                [&](const ngram::Sentences& sentences) {
                    check_labels(sentences);
                    return text(weighted(sentences), sentences.labels);
                },
                [&](const std::string& made) { answers_.write(made); },
                options_.vectors.references.empty() ? io::ChunkReader::default_chunk
                                                    : ngram::hard_work_chunk);
        }
        run_.control().progress.end();
    }

    /// The vector of all sentences of a file together.
    ngram::SparseRows document(const std::string& path) {
        ngram::RowSum sum(vectorizer_.features());
        ngram::SentenceInput input = options_.input;
        input.paths = {path};
        ngram::for_sentences(
            input, run_.control(), [](const auto&) {},
            [&](const ngram::Sentences& sentences) {
                return vectorizer_.count(tokenizer_(sentences));
            },
            [&](const ngram::SparseRows& rows) { sum.add(rows); });
        ngram::SparseRows row = sum.take();
        weigher_(row);
        return row;
    }

    void write_vectors() {
        each(ngram::VectorReport(features_, run_.json(), options_.vectors.grams));
    }

    void compare() {
        const auto& paths = options_.vectors.references;
        if (std::count(paths.begin(), paths.end(), "-") > 0)
            refuse_input_twice(options_, "what is compared with");
        ngram::SparseRows references;
        std::deque<ngram::TextList> lists;
        std::vector<std::string_view> names;
        for (const std::string& path : paths) {
            if (options_.vectors.whole) {
                references.append(document(path));
                names.push_back(path);
                continue;
            }
            lists.push_back(ngram::read_text_list(options_.input, path, run_.control()));
            const ngram::Sentences& sentences = lists.back().sentences;
            references.append(weighted(sentences));
            names.insert(names.end(), sentences.texts.begin(), sentences.texts.end());
        }
        const ngram::Comparison comparison(std::move(references), vectorizer_.features(),
                                           options_.vectors.distance);
        const ngram::ComparisonReport report(comparison, names, options_.top, run_.json());
        if (options_.header) answers_.write(report.header(options_.vectors.whole));
        each([&](const ngram::SparseRows& rows, const auto&) { return report(rows); });
    }

    cli::Run& run_;
    const Options& options_;
    Answers answers_;
    ngram::FeatureList features_;
    ngram::Vectorizer vectorizer_;
    ngram::Weigher weigher_;
    ngram::Tokenizer tokenizer_;
};

/// The nearest lines of a list, by padded n-grams or by features.
class Lookup {
  public:
    Lookup(cli::Run& run, const Options& options)
        : run_(run), options_(options), answers_(run, options) {}

    void give() {
        if (options_.lookup == "-") refuse_input_twice(options_, "the list");
        if (options_.vectors.features.empty()) {
            ngram::PaddedGrams grams(
                static_cast<std::size_t>(options_.order),
                {options_.unit.value_or(ngram::Unit::character), options_.lower});
            return answer([&](const ngram::Sentences& list) { return grams.learn(list); },
                          [&](const ngram::Sentences& texts) { return grams.look_up(texts); });
        }
        const ngram::FeatureList features = read_feature_list(run_, options_);
        const ngram::Vectorizer vectorizer(features);
        const ngram::Tokenizer tokenizer(features.vocabulary,
                                         token_rules(run_, options_, signs_of(features)));
        const auto grams = [&](const ngram::Sentences& texts) {
            return ngram::gram_rows(vectorizer.count(tokenizer(texts)));
        };
        answer(grams, grams);
    }

  private:
    template <class Learn>
    void answer(const Learn& learn, const ngram::LookupReport::Grams& grams) {
        run_.control().progress.begin("reading the list", io::total_size({options_.lookup}), "B");
        const ngram::TextList list = ngram::read_text_list({}, options_.lookup, run_.control());
        const ngram::NearestEntries entries(learn(list.sentences));
        run_.control().progress.end();
        const ngram::LookupReport report(list.sentences.texts, grams, entries,
                                         {options_.top.value_or(5), options_.least}, run_.json());
        run_.reads(options_.input.paths, "texts");
        run_.control().progress.begin("looking up", io::total_size(inputs(options_)), "B");
        if (options_.header) answers_.write(report.header());
        ngram::for_sentences(
            options_.input, run_.control(), [](const auto&) {}, report,
            [&](const std::string& text) { answers_.write(text); }, ngram::hard_work_chunk);
        run_.control().progress.end();
    }

    cli::Run& run_;
    const Options& options_;
    Answers answers_;
};

}  // namespace

void vectorize(cli::Run& run, const Options& options) { Vectors(run, options).give(); }

void look_up(cli::Run& run, const Options& options) { Lookup(run, options).give(); }

}  // namespace ngram_score
