#include "answer.hpp"

#include "base/error.hpp"
#include "io/source.hpp"
#include "models.hpp"
#include "ngram/next_words.hpp"
#include "ngram/score_report.hpp"
#include "ngram/segment.hpp"

#include <algorithm>
#include <utility>

namespace ngram_score {

std::vector<std::string> inputs(const Options& options) {
    if (options.input.paths.empty()) return {"-"};
    return options.input.paths;
}

ngram::FileScorer open_model(cli::Run& run, const std::string& path, bool listing) {
    const base::Control control = run.control();
    control.progress.begin("reading the model", io::total_size({path}), "B");
    ngram::FileScorer opened = ngram::open_scorer(path, listing, control);
    control.progress.end();
    for (const std::string& warning : opened.warnings) run.warn(path + ": " + warning);
    return opened;
}

ngram::TokenRules token_rules(cli::Run& run, const Options& options,
                              const ngram::UnitSigns& signs) {
    if (!options.unit && signs.contradictory())
        throw base::UsageError("the models are of different units: --unit says which to take");
    const bool doubtful = !options.unit && signs.doubtful();
    if (doubtful && options.generate) {
        run.warn(
            "all words of the model are single characters: for running text there is --unit "
            "char, for this --unit word");
    }
    return {options.unit.value_or(signs.unit()), options.lower || signs.lower(), doubtful};
}

void refuse_input_twice(const Options& options, const std::string& what) {
    const auto paths = inputs(options);
    if (std::count(paths.begin(), paths.end(), "-") > 0)
        throw base::UsageError("standard input cannot be both " + what + " and the sentences");
}

namespace {

void verify(cli::Run& run, const Options& options) {
    const auto model = ngram::verify_model(options.paths[0], run.control());
    if (options.header && !run.json()) run.out().write("format\torder\tngrams\tbits\tbytes\n");
    run.out().write(ngram::verified_text(model, run.json()));
}

class Answer {
  public:
    Answer(cli::Run& run, const Options& options)
        : run_(run),
          options_(options),
          answers_(run, options),
          models_(run, options),
          scorer_(models_.first()),
          tokenizer_(models_.tokenizer()),
          mixture_(models_.mixture()) {}

    void give() {
        if (options_.segment && tokenizer_.unit() != ngram::Unit::word)
            throw base::UsageError("--segment cuts into words: this is a model of single letters");
        answer();
        models_.require_whole();
    }

  private:
    void answer() {
        if (options_.generate) return generate();
        run_.reads(options_.input.paths, "sentences");
        run_.control().progress.begin("scoring", io::total_size(inputs(options_)), "B");
        if (options_.rerank) {
            each("text\n", ngram::Chooser(mixture_, options_.by_token, run_.json()));
        } else if (options_.segment) {
            each("text\n",
                 ngram::Segmenter(scorer_, mixture_.rules(), run_.json(), options_.lower));
        } else if (options_.next) {
            const ngram::Continuations continuations(scorer_);
            each("word\tlog10_p\n",
                 ngram::NextWords(continuations, tokenizer_, mixture_.rules().begin, *options_.next,
                                  run_.json()));
        } else if (options_.plausible || !options_.calibrate.empty()) {
            judge();
        } else {
            scores();
        }
        run_.control().progress.end();
    }

    void scores() {
        const ngram::ScoreReport report(mixture_, {run_.json(), options_.tokens});
        ngram::CorpusScore all;
        if (options_.header && !options_.summary) answers_.write(report.header());
        const auto take = [&](const ngram::ScoreReport::Block& block) {
            all.join(block.sums);
            if (!options_.summary) answers_.write(block.text);
        };
        if (options_.cache) {
            // Sentences are scored in parallel, but the cache speaks of one after the other.
            ngram::CachedMixture cached(models_.cache(), mixture_.rules());
            ngram::for_sentences(
                options_.input, run_.control(), [](const auto&) {},
                [&](const ngram::Sentences& sentences) {
                    ngram::ScoredSentences scored = mixture_.score(sentences, true);
                    if (options_.tokens) ngram::keep_texts(scored.words);
                    return scored;
                },
                [&](ngram::ScoredSentences&& scored) {
                    cached.apply(scored);
                    take(report.of(scored));
                });
        } else {
            ngram::for_sentences(
                options_.input, run_.control(), [](const auto&) {}, report, take);
        }
        if (options_.summary) answers_.write(ngram::summary(all, run_.json(), options_.header));
    }

    double limit() const {
        if (options_.plausible) return *options_.plausible;
        ngram::SentenceInput good = options_.input;
        good.paths = {options_.calibrate};
        const auto found = ngram::calibrate(mixture_, good, options_.share, run_.control());
        run_.note("limit " + io::printed(found.limit) + ": " + io::printed(found.below) + " of " +
                  io::printed(found.sentences) + " sentences of " + options_.calibrate +
                  " are below it");
        return found.limit;
    }

    void judge() {
        const ngram::Sieve sieve(mixture_, limit(),
                                 options_.action.value_or(ngram::Sieve::Action::keep), run_.json());
        bool header = options_.header;
        std::uint64_t plausible = 0, others = 0;
        ngram::for_sentences(
            options_.input, run_.control(),
            [&](const ngram::SentenceReader& reader) {
                if (std::exchange(header, false)) answers_.write(sieve.header(reader.header()));
            },
            sieve,
            [&](ngram::Sieve::Block&& block) {
                plausible += block.plausible;
                others += block.others;
                answers_.write(block.text);
            });
        run_.note(io::printed(plausible) + " plausible sentences, " + io::printed(others) +
                  " others");
    }

    template <class Work>
    void each(const std::string& header, const Work& work) {
        if (options_.header && !run_.json()) answers_.write(header);
        ngram::for_sentences(
            options_.input, run_.control(), [](const auto&) {}, work,
            [&](const std::string& text) { answers_.write(text); });
    }

    void generate() {
        const ngram::Continuations continuations(scorer_);
        ngram::generate(continuations, tokenizer_, options_.generation, *options_.generate,
                        run_.json(), answers_.output(), run_.control());
    }

    cli::Run& run_;
    const Options& options_;
    Answers answers_;
    Models models_;
    const ngram::Scorer& scorer_;
    const ngram::Tokenizer& tokenizer_;
    const ngram::Mixture& mixture_;
};

}  // namespace

void answer(cli::Run& run, Options& options) {
    const bool with_model =
        options.classes.empty() && options.vectors.features.empty() && options.lookup.empty();
    if (with_model && options.paths.empty())
        throw base::UsageError("expected a model, --classify, --vectorize or --lookup");
    if (options.action && !options.plausible && options.calibrate.empty())
        throw base::UsageError("--action needs --plausible or --calibrate");
    if (!options.classes.empty() && !options.input.label.empty() && !options.summary)
        throw base::UsageError("--label with --classify needs --summary");
    if (options.top && options.lookup.empty() && options.vectors.references.empty())
        throw base::UsageError("--top needs --lookup or --compare");
    if (!options.input.label.empty() && options.classes.empty() && options.vectors.features.empty())
        throw base::UsageError("--label needs --classify or --vectorize");
    options.input.paths.assign(options.paths.begin() + (with_model ? 1 : 0), options.paths.end());
    options.input.header = options.header && !options.input.column.empty();
    if (!options.classes.empty()) return classify(run, options);
    if (!options.lookup.empty()) return look_up(run, options);
    if (!options.vectors.features.empty()) return vectorize(run, options);
    if (options.generate && !options.input.paths.empty())
        throw base::UsageError("--generate reads no sentences: '" + options.input.paths[0] + "'");
    if (options.verify) {
        if (!options.input.paths.empty())
            throw base::UsageError("--verify reads no sentences: '" + options.input.paths[0] + "'");
        return verify(run, options);
    }
    if (options.paths[0] == "-" && !options.generate) refuse_input_twice(options, "the model");
    Answer(run, options).give();
}

}  // namespace ngram_score
