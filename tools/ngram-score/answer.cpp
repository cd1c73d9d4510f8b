#include "base/error.hpp"
#include "io/source.hpp"
#include "ngram/model_file.hpp"
#include "ngram/next_words.hpp"
#include "ngram/score_report.hpp"
#include "ngram/segment.hpp"
#include "options.hpp"

#include <algorithm>
#include <utility>

namespace ngram_score {
namespace {

ngram::FileScorer open_model(cli::Run& run, const Options& options) {
    const std::string& path = options.paths[0];
    const base::Control control = run.control();
    control.progress.begin("reading the model", io::total_size({path}), "B");
    const bool listing = options.next || options.generate;
    ngram::FileScorer opened = ngram::open_scorer(path, listing, control);
    control.progress.end();
    for (const std::string& warning : opened.warnings) run.warn(path + ": " + warning);
    return opened;
}

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
          out_(run.out()),
          rules_{!options.no_begin, !options.no_end},
          model_(open_model(run, options)),
          scorer_(model_.scorer) {}

    void give() {
        answer();
        model_.require_whole();
    }

  private:
    void answer() {
        if (options_.generate) return generate();
        run_.reads(options_.input.paths, "sentences");
        run_.control().progress.begin("scoring", io::total_size(inputs()), "B");
        if (options_.rerank) {
            each(ngram::Chooser(scorer_, rules_, options_.by_token, run_.json()));
        } else if (options_.segment) {
            each(ngram::Segmenter(scorer_, rules_, run_.json()));
        } else if (options_.next) {
            const ngram::Continuations continuations(scorer_);
            each(ngram::NextWords(continuations, rules_.begin, *options_.next, run_.json()));
        } else if (options_.plausible || !options_.calibrate.empty()) {
            judge();
        } else {
            scores();
        }
        run_.control().progress.end();
    }

    std::vector<std::string> inputs() const {
        if (options_.input.paths.empty()) return {"-"};
        return options_.input.paths;
    }

    void write(const std::string& text) {
        out_.write(text);
        if (options_.flush) out_.flush();
    }

    void scores() {
        const ngram::ScoreReport report(scorer_, rules_, {run_.json(), options_.tokens});
        ngram::CorpusScore all;
        if (options_.header && !options_.summary) write(report.header());
        ngram::for_sentences(
            options_.input, run_.control(), [](const auto&) {}, report,
            [&](ngram::ScoreReport::Block&& block) {
                all.join(block.sums);
                if (!options_.summary) write(block.text);
            });
        if (options_.summary) write(ngram::summary(all, run_.json(), options_.header));
    }

    double limit() const {
        if (options_.plausible) return *options_.plausible;
        ngram::SentenceInput good = options_.input;
        good.paths = {options_.calibrate};
        const auto found = ngram::calibrate(scorer_, rules_, good, options_.share, run_.control());
        run_.note("limit " + io::printed(found.limit) + ": " + io::printed(found.below) + " of " +
                  io::printed(found.sentences) + " sentences of " + options_.calibrate +
                  " are below it");
        return found.limit;
    }

    void judge() {
        const ngram::Sieve sieve(scorer_, rules_, limit(), options_.action, run_.json());
        bool header = options_.header;
        std::uint64_t plausible = 0, others = 0;
        ngram::for_sentences(
            options_.input, run_.control(),
            [&](const ngram::SentenceReader& reader) {
                if (std::exchange(header, false)) write(sieve.header(reader.header()));
            },
            sieve,
            [&](ngram::Sieve::Block&& block) {
                plausible += block.plausible;
                others += block.others;
                write(block.text);
            });
        run_.note(io::printed(plausible) + " plausible sentences, " + io::printed(others) +
                  " others");
    }

    template <class Work>
    void each(const Work& work) {
        ngram::for_sentences(
            options_.input, run_.control(), [](const auto&) {}, work,
            [&](const std::string& text) { write(text); });
    }

    void generate() {
        const ngram::Continuations continuations(scorer_);
        ngram::generate(continuations, options_.generation, *options_.generate, run_.json(), out_,
                        run_.control());
    }

    cli::Run& run_;
    const Options& options_;
    io::Output& out_;
    ngram::SentenceRules rules_;
    ngram::FileScorer model_;
    const ngram::Scorer& scorer_;
};

}  // namespace

void answer(cli::Run& run, Options& options) {
    options.input.paths.assign(options.paths.begin() + 1, options.paths.end());
    options.input.header = options.header && !options.input.column.empty();
    if (options.generate && !options.input.paths.empty())
        throw base::UsageError("--generate reads no sentences: '" + options.input.paths[0] + "'");
    if (options.paths[0] == "-" && !options.generate && !options.verify &&
        (options.input.paths.empty() ||
         std::count(options.input.paths.begin(), options.input.paths.end(), "-") > 0)) {
        throw base::UsageError("standard input cannot be both the model and the sentences");
    }
    if (options.verify) {
        if (!options.input.paths.empty())
            throw base::UsageError("--verify reads no sentences: '" + options.input.paths[0] + "'");
        return verify(run, options);
    }
    Answer(run, options).give();
}

}  // namespace ngram_score
