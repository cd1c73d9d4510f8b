#include "base/error.hpp"
#include "io/output.hpp"
#include "ngram/arpa_writer.hpp"
#include "ngram/check.hpp"
#include "ngram/counts_writer.hpp"
#include "ngram/external_training.hpp"
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

void report(cli::Run& run, const Options& options, const ngram::Corpus& corpus,
            const ngram::Estimate& estimate) {
    tell(run, estimate);
    if (!options.stats) return;
    io::Output err("/dev/stderr");
    err.write(ngram::report_json(corpus, estimate) + "\n");
    err.finish();
}

/// What has no way through temporary files.
bool must_be_in_memory(const Options& options) {
    return options.features || options.prune_entropy || options.check;
}

ngram::Resources resources(const Options& options) {
    ngram::Resources resources;
    resources.temporary = options.temporary;
    if (options.memory) {
        resources.memory = options.memory->count;
    } else if (!must_be_in_memory(options)) {
        resources.memory = ngram::half_of_memory();
    }
    return resources;
}

[[noreturn]] void refuse() {
    throw base::DataError({},
                          "the n-grams do not fit --memory, and --check, --features and "
                          "--prune-entropy have no other way");
}

void write_counts(cli::Run& run, const Options& options, const ngram::Resources& resources,
                  ngram::Corpus& corpus) {
    const auto order = static_cast<std::size_t>(options.order);
    const auto grams =
        ngram::count_grams_forward_within(resources.memory, corpus, order, run.control());
    if (grams) return ngram::write_counts(*grams, corpus.vocabulary, run.out(), run.control());
    ngram::write_counts_externally(corpus, order, ngram::sorting_memory(corpus, resources),
                                   run.out(), run.control());
}

void write_features(cli::Run& run, const Options& options, const ngram::Resources& resources,
                    ngram::Corpus& corpus) {
    const auto grams = ngram::count_grams_forward_within(
        resources.memory, corpus, static_cast<std::size_t>(options.order), run.control());
    if (!grams) refuse();
    ngram::write_features(*grams, corpus, options.feature_rules, run.json(), run.out(),
                          run.control());
}

void write_model(cli::Run& run, const Options& options, const ngram::Resources& resources,
                 ngram::SmoothingRules rules, ngram::Corpus& corpus) {
    const auto order = static_cast<std::size_t>(options.order);
    if (options.kenlm_compat) rules.first_seen = &corpus.first_seen;
    auto grams = ngram::count_grams_within(resources.memory, corpus, order, run.control());
    if (!grams && must_be_in_memory(options)) refuse();
    if (!grams) {
        const auto memory = ngram::sorting_memory(corpus, resources);
        return report(
            run, options, corpus,
            ngram::train_externally(corpus, order, rules, memory, run.out(), run.control()));
    }
    ngram::Estimate estimate = ngram::estimate(std::move(*grams), rules, run.control());
    report(run, options, corpus, estimate);
    ngram::Model model{std::move(corpus.vocabulary), std::move(estimate.levels)};
    if (options.prune_entropy) {
        const auto weights =
            ngram::weights_of_counts(estimate.counts, corpus.tokens, corpus.sentences);
        ngram::prune_by_entropy(model, weights, *options.prune_entropy, run.control());
    }
    if (options.check) {
        run.out().write(ngram::sums_text(ngram::check_sums(model, run.control()), run.json()));
    } else {
        ngram::write_arpa(model, run.out(), run.control());
    }
}

}  // namespace

void train(cli::Run& run, const Options& options) {
    const ngram::SmoothingRules rules = smoothing_rules(options);
    const ngram::TextRules text = text_rules(options);
    const ngram::Resources resources = ngram_train::resources(options);
    run.out();
    run.reads(options.paths, "sentences");
    ngram::Corpus corpus = ngram::read_corpus(options.paths, text, run.control(), resources);
    for (const std::string& warning : corpus.warnings) run.warn(warning);
    if (options.counts) {
        write_counts(run, options, resources, corpus);
    } else if (options.features) {
        write_features(run, options, resources, corpus);
    } else {
        write_model(run, options, resources, rules, corpus);
    }
}

}  // namespace ngram_train
