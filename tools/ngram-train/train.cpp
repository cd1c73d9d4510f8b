#include "io/output.hpp"
#include "ngram/arpa_writer.hpp"
#include "ngram/check.hpp"
#include "ngram/counts_writer.hpp"
#include "ngram/prune.hpp"
#include "ngram/report.hpp"
#include "options.hpp"

#include <utility>

namespace ngram_train {
namespace {

void tell(cli::Run& run, const ngram::Estimate& estimate) {
    for (std::size_t n = 0; n < estimate.orders.size(); ++n) {
        const std::string& fallback = estimate.orders[n].fallback;
        if (!fallback.empty()) {
            run.warn("order " + std::to_string(n + 1) +
                     ": the counts of counts do not allow the method, using " + fallback);
        }
    }
}

}  // namespace

void train(cli::Run& run, const Options& options) {
    ngram::SmoothingRules rules = smoothing_rules(options);
    const ngram::TextRules text = text_rules(options);
    io::Output& out = run.out();
    run.reads(options.paths, "sentences");
    ngram::Corpus corpus = ngram::read_corpus(options.paths, text, run.control());
    for (const std::string& warning : corpus.warnings) run.warn(warning);
    const auto order = static_cast<std::size_t>(options.order);
    if (options.counts) {
        const auto grams = ngram::count_grams_forward(corpus, order, run.control());
        return ngram::write_counts(grams, corpus.vocabulary, out, run.control());
    }
    if (options.features) {
        const auto grams = ngram::count_grams_forward(corpus, order, run.control());
        return ngram::write_features(grams, corpus, options.feature_rules, run.json(), out,
                                     run.control());
    }
    if (options.kenlm_compat) rules.first_seen = &corpus.first_seen;
    ngram::Grams grams = ngram::count_grams(corpus, order, run.control());
    ngram::Estimate estimate = ngram::estimate(std::move(grams), rules, run.control());
    tell(run, estimate);
    if (options.stats) {
        io::Output err("/dev/stderr");
        err.write(ngram::report_json(corpus, estimate) + "\n");
        err.finish();
    }
    ngram::Model model{std::move(corpus.vocabulary), std::move(estimate.levels)};
    if (options.prune_entropy) {
        const auto weights =
            ngram::weights_of_counts(estimate.counts, corpus.tokens, corpus.sentences);
        ngram::prune_by_entropy(model, weights, *options.prune_entropy, run.control());
    }
    if (options.check) {
        out.write(ngram::sums_text(ngram::check_sums(model, run.control()), run.json()));
    } else {
        ngram::write_arpa(model, out, run.control());
    }
}

}  // namespace ngram_train
