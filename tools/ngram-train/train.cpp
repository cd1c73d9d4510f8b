#include "base/error.hpp"
#include "io/output.hpp"
#include "io/source.hpp"
#include "ngram/arpa_writer.hpp"
#include "ngram/binary_model.hpp"
#include "ngram/check.hpp"
#include "ngram/counts_reader.hpp"
#include "ngram/counts_writer.hpp"
#include "ngram/external_training.hpp"
#include "ngram/mix.hpp"
#include "ngram/model_file.hpp"
#include "ngram/prune.hpp"
#include "ngram/report.hpp"
#include "ngram/rules_text.hpp"
#include "ngram/tune.hpp"
#include "options.hpp"

#include <optional>
#include <utility>

namespace ngram_train {
namespace {

/// What was used instead of the method.
void tell(cli::Run& run, const ngram::Estimate& estimate) {
    for (std::size_t n = 0; n < estimate.orders.size(); ++n) {
        const std::string& fallback = estimate.orders[n].fallback;
        if (!fallback.empty()) {
            run.warn("order " + std::to_string(n + 1) +
                     ": the counts of counts do not allow the method, using " + fallback);
        }
    }
}

/// Writes a model, or checks it; what can be told of a binary one.
std::optional<ngram::BinaryReport> put_model(cli::Run& run, const Options& options,
                                             ngram::Model model, const ngram::TextKind& text) {
    std::vector<ngram::Codebooks> codebooks;
    if (options.quantize) codebooks = ngram::quantize(model, *options.quantize, run.control());
    if (options.check) {
        run.out().write(ngram::sums_text(ngram::check_sums(model, run.control()), run.json()));
        return std::nullopt;
    }
    if (!options.binary) {
        ngram::write_arpa(model, run.out(), run.control());
        return std::nullopt;
    }
    if (options.memory) {
        ngram::require_memory(ngram::packing_memory(model, *options.binary), options.memory->count,
                              "the binary model");
    }
    ngram::BinaryReport report;
    for (const auto& level : model.levels) report.grams += level.size();
    if (options.stats && options.quantize) report.sums = ngram::check_sums(model, run.control());
    report.bytes = ngram::write_binary(std::move(model), *options.binary, codebooks, text,
                                       run.binary_out(), run.control());
    return report;
}

void print_stats(const std::string& json) {
    io::Output err("/dev/stderr");
    err.write(json + "\n");
    err.finish();
}

/// What is known of the text that words come from where only these are there.
ngram::TextKind kind_of(const Options& options, const ngram::Vocabulary& vocabulary) {
    if (options.unit) return {options.unit, options.text.lower};
    ngram::UnitSigns signs;
    signs.see(vocabulary);
    if (signs.doubtful()) return {std::nullopt, options.text.lower};
    return {signs.unit(), options.text.lower};
}

/// A model of these n-grams; `corpus` and `text` tell of the text that they come from.
void write_model(cli::Run& run, const Options& options, ngram::Corpus& corpus, ngram::Grams grams,
                 const ngram::TextKind& text) {
    ngram::SmoothingRules rules = smoothing_rules(options, grams.order());
    if (options.kenlm_compat) rules.first_seen = &corpus.first_seen;
    if (!options.tune.empty()) {
        ngram::TextRules like = options.text;
        like.unit = text.unit.value_or(ngram::Unit::word);
        const auto sentences =
            ngram::read_sentences({options.tune}, like, corpus.vocabulary, run.control());
        ngram::TunedDiscounts tuned = ngram::tune_discounts(grams, rules, sentences, run.control());
        if (tuned.tokens == 0)
            run.warn(options.tune + ": no word that the model knows, nothing to tune by");
        rules.discounts = std::move(tuned.by_count);
        rules.tables = std::move(tuned.tables);
    }
    ngram::Estimate estimate = ngram::estimate(std::move(grams), rules, run.control());
    tell(run, estimate);
    ngram::Model model{corpus.vocabulary, std::move(estimate.levels)};
    if (options.prune_entropy) {
        const auto weights =
            ngram::weights_of_counts(estimate.counts, corpus.tokens, corpus.sentences);
        ngram::prune_by_entropy(model, weights, *options.prune_entropy, run.control());
    }
    const auto binary = put_model(run, options, std::move(model), text);
    if (options.stats) print_stats(ngram::report_json(corpus, estimate, binary));
}

void mix_models(cli::Run& run, const Options& options) {
    const std::vector<std::string> paths =
        options.paths.empty() ? std::vector<std::string>{"-"} : options.paths;
    const auto weights = options.weights.empty() ? std::vector<double>(paths.size(), 1)
                                                 : ngram::parse_weights(options.weights);
    if (!weights || weights->size() != paths.size()) {
        throw base::UsageError("--weights: expected " + std::to_string(paths.size()) +
                               " positive numbers, found '" + options.weights + "'");
    }
    run.reads(options.paths, "a model");
    std::vector<ngram::Model> models;
    std::optional<ngram::TextKind> text;
    for (const std::string& path : paths) {
        run.control().progress.begin("reading " + path, io::total_size({path}), "B");
        ngram::FileModel read = ngram::read_model(path, run.control());
        run.control().progress.end();
        for (const std::string& warning : read.warnings) run.warn(path + ": " + warning);
        if (!read.text.unit) read.text = kind_of(options, read.model.vocabulary);
        if (text && !(*text == read.text)) read.text = {};
        text = read.text;
        models.push_back(std::move(read.model));
    }
    ngram::Model model = models.size() == 1
                             ? std::move(models[0])
                             : ngram::mix(std::move(models), *weights, run.control());
    if (options.prune_entropy) {
        ngram::prune_by_entropy(model, ngram::weights_of_model(model), *options.prune_entropy,
                                run.control());
    }
    std::vector<std::uint64_t> grams;
    for (const auto& level : model.levels) grams.push_back(level.size());
    const auto binary = put_model(run, options, std::move(model), *text);
    if (options.stats) print_stats(ngram::report_json(grams, binary));
}

void train_on_counts(cli::Run& run, const Options& options) {
    run.reads(options.paths, "counts");
    const ngram::TextRules text = text_rules(options);
    ngram::CountRules rules{static_cast<std::size_t>(options.order.value_or(0)), text.vocabulary,
                            text.most_words, options.counts};
    ngram::ReadCounts counts = ngram::read_counts(options.paths, rules, run.control());
    if (counts.ignored > 0)
        run.warn("left out " + std::to_string(counts.ignored) +
                 " counts of n-grams longer than --order");
    if (options.counts)
        return ngram::write_counts(counts.grams, counts.vocabulary, run.out(), run.control());
    const ngram::TextKind kind = kind_of(options, counts.vocabulary);
    ngram::Corpus corpus;
    corpus.vocabulary = std::move(counts.vocabulary);
    corpus.sentences = counts.sentences;
    corpus.tokens = counts.tokens;
    write_model(run, options, corpus, std::move(counts.grams), kind);
}

/// What has no way through temporary files.
bool must_be_in_memory(const Options& options) {
    return options.features || options.prune_entropy || options.check || options.binary ||
           !options.tune.empty();
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

void train_on_text(cli::Run& run, const Options& options, const ngram::Resources& resources,
                   ngram::Corpus& corpus) {
    const std::size_t order = ngram_train::order(options);
    auto grams =
        options.counts || options.features
            ? ngram::count_grams_forward_within(resources.memory, corpus, order, run.control())
            : ngram::count_grams_within(resources.memory, corpus, order, run.control());
    if (!grams && must_be_in_memory(options)) {
        throw base::DataError({},
                              "the n-grams do not fit --memory, and --binary, --check, "
                              "--features, --prune-entropy and --tune have no other way");
    }
    if (options.counts && grams) {
        ngram::write_counts(*grams, corpus.vocabulary, run.out(), run.control());
    } else if (options.counts) {
        ngram::write_counts_externally(corpus, order, ngram::sorting_memory(corpus, resources),
                                       run.out(), run.control());
    } else if (options.features) {
        ngram::write_features(*grams, corpus, options.feature_rules, run.json(), run.out(),
                              run.control());
    } else if (grams) {
        write_model(run, options, corpus, std::move(*grams),
                    {options.unit.value_or(ngram::Unit::word), options.text.lower});
    } else {
        ngram::SmoothingRules rules = smoothing_rules(options, order);
        if (options.kenlm_compat) rules.first_seen = &corpus.first_seen;
        const auto memory = ngram::sorting_memory(corpus, resources);
        const auto estimate =
            ngram::train_externally(corpus, order, rules, memory, run.out(), run.control());
        tell(run, estimate);
        if (options.stats) print_stats(ngram::report_json(corpus, estimate));
    }
}

}  // namespace

void train(cli::Run& run, const Options& options) {
    smoothing_rules(options,
                    options.from_counts && !options.order ? ngram::most_order : order(options));
    if (options.binary && !options.check) run.binary_out();
    run.out();
    if (options.from_arpa) return mix_models(run, options);
    if (options.from_counts) return train_on_counts(run, options);
    const ngram::TextRules text = text_rules(options);
    const ngram::Resources resources = ngram_train::resources(options);
    run.reads(options.paths, "sentences");
    ngram::Corpus corpus = ngram::read_corpus(options.paths, text, run.control(), resources);
    for (const std::string& warning : corpus.warnings) run.warn(warning);
    train_on_text(run, options, resources, corpus);
}

}  // namespace ngram_train
