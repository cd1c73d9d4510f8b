#include "options.hpp"

#include "base/error.hpp"
#include "ngram/quantize.hpp"
#include "ngram/rules_text.hpp"
#include "ngram/word_list.hpp"

namespace ngram_train {
namespace {

void declare_text(cli::Declaration& tool, Options& options) {
    tool.section("Text");
    tool.choice<std::optional<ngram::Unit>>(
            "--unit", "UNIT", options.unit,
            {{"word", ngram::Unit::word},
             {"char", ngram::Unit::character},
             {"byte", ngram::Unit::byte}},
            "What sentences are made of: words between blanks (space, tab, carriage return, NUL; "
            "all other bytes belong to words), Unicode characters, or bytes. Of counts and models, "
            "what they were made of, where their words leave it open.")
        .shown_default("word");
    tool.flag("--across-lines", options.text.across_lines,
              "Of bytes: an input is one sentence, newlines are bytes like others.");
    tool.flag("--lower", options.text.lower, "Make letters lower case.");
    tool.option("--vocab", "FILE", options.vocabulary_path,
                "Only the words in FILE, separated by blanks or newlines; others become <unk>.")
        .file();
    tool.option("--limit-vocab", "K", options.text.most_words,
                "Only the K most frequent words; others become <unk>.")
        .range(1, 4e9);
}

void declare_model(cli::Declaration& tool, Options& options) {
    tool.section("Model");
    tool.option("--order", "N", options.order, "The length of the longest n-grams.")
        .range(1, static_cast<double>(ngram::most_order))
        .shown_default("3, of counts the longest there are");
    tool.option("--smoothing", "METHOD", options.smoothing,
                "How counts become probabilities: kn (modified Kneser-Ney), kn1 (with one "
                "discount), abs (absolute discount), wb (Witten-Bell), katz (Good-Turing), add:K "
                "(K more for each word), mle (none), stupid (scores with backoff 0.4).");
    tool.flag("--interpolate", options.interpolate,
              "Longer n-grams add to what shorter ones say. The default for kn, kn1, abs and wb, "
              "which also have the other form.");
    tool.flag("--no-interpolate", options.no_interpolate,
              "Shorter n-grams only speak where longer ones have not been seen.")
        .excludes({"--interpolate"});
    tool.flag("--no-uniform", options.no_uniform,
              "Interpolated unigrams leave their share to <unk> instead of to all words alike.");
    tool.option("--discounts", "N:D1,D2,...", options.discounts,
                "Fixed discounts for order N, of n-grams that occur once, twice, ..., the last "
                "also of more frequent ones, instead of those that the counts give; at most 6. "
                "For kn, kn1 and abs.")
        .excludes({"--tune"});
    tool.option("--tune", "FILE", options.tune,
                "Choose discounts so that the text in FILE is most probable: for each order by "
                "count, count of the n-gram without its first word, and frequency and singletons "
                "of the context.")
        .file();
    tool.option("--prune", "T1,T2,...", options.prune,
                "Leave out n-grams of order 1, 2, ... that occur T times or less; the last T also "
                "holds for longer ones. T1 must be 0: for words there is --limit-vocab.");
    tool.option("--prune-entropy", "T", options.prune_entropy,
                "Leave out n-grams without each of which perplexity grows by less than the factor "
                "1 + T (Stolcke 1998), say 1e-8.")
        .range(0, 1);
    tool.flag("--kenlm-compat", options.kenlm_compat,
              "Repeat lmplz' miscount of one n-gram of each lower order in its discounts.");
}

void declare_reports(cli::Declaration& tool, Options& options) {
    const std::vector<std::string> of_models{
        "--smoothing", "--interpolate", "--no-interpolate", "--no-uniform",   "--discounts",
        "--tune",      "--prune",       "--prune-entropy",  "--kenlm-compat", "--binary",
        "--quantize",  "--check",       "--stats"};
    tool.section("Counts");
    tool.flag("--counts", options.counts,
              "Instead of a model, write the n-grams of orders 1 to N with their counts, gram TAB "
              "count, sorted as by LC_ALL=C sort. With --from-counts their sums.")
        .excludes(of_models);
    tool.flag(
            "--from-counts", options.from_counts,
            "The files are such counts instead of text, in any order; counts of equal n-grams "
            "are added. Gives the model that the text would have given; --vocab and --limit-vocab "
            "belong here, not to the counting of parts. --lower only says what was done.")
        .excludes({"--across-lines", "--features", "--kenlm-compat", "--shard"});
    tool.option("--shard", "I/N", options.shard,
                "Read the I-th (from 0) of N parts of the files, cut at newlines, or auto: as the "
                "batch system says.")
        .needs({"--counts"})
        .excludes({"--across-lines", "--limit-vocab"});
    tool.section("Models");
    tool.flag("--from-arpa", options.from_arpa,
              "The files are models, in ARPA or binary format: writes one, or the mixture of "
              "several, whose probabilities are the weighted means of theirs; --prune-entropy "
              "prunes it.")
        .excludes({"--across-lines", "--vocab", "--limit-vocab", "--counts", "--from-counts",
                   "--features", "--kenlm-compat", "--shard", "--order", "--smoothing",
                   "--interpolate", "--no-interpolate", "--no-uniform", "--discounts", "--prune",
                   "--tune", "--temp"});
    tool.option("--weights", "W1,W2,...", options.weights,
                "Weights of the models, in the order of the files; equal ones if not given.")
        .needs({"--from-arpa"});
    tool.choice("--binary", "FORM", options.binary,
                {{"probing", ngram::BinaryKind::probing}, {"trie", ngram::BinaryKind::trie}},
                "Write the model in binary form, which ngram-score opens at once: probing (a hash "
                "table, the fastest) or trie (a third of the size).");
    tool.option("--quantize", "BITS", options.quantize,
                "Round probabilities and backoff weights from bigrams on to 2^BITS values of each "
                "order, in a trie. What --check and --stats say of sums is of these values.")
        .range(ngram::least_quantize_bits, ngram::most_quantize_bits)
        .needs({"--binary"});
    tool.section("Features");
    tool.flag("--features", options.features,
              "Instead of a model, list the n-grams of orders 1 to N that are features, each with "
              "its count, the number of lines that have it and the number of all lines: gram TAB "
              "count TAB docs TAB documents. Those with <s>, </s> or <unk> are none. A line of the "
              "list is a dimension of vectors, for ngram-score.")
        .excludes(of_models)
        .excludes({"--counts"});
    tool.option("--min-count", "C", options.feature_rules.min_count, "None that occurs less often.")
        .needs({"--features"});
    tool.option("--max-count", "C", options.feature_rules.max_count, "None that occurs more often.")
        .needs({"--features"})
        .shown_default("");
    tool.option("--min-docs", "D", options.feature_rules.min_docs, "None in fewer lines.")
        .needs({"--features"});
    tool.option("--max-features", "K", options.feature_rules.max_features,
                "Of these the K most frequent ones.")
        .needs({"--features"});
    tool.section("Reports");
    tool.flag("--check", options.check,
              "Instead of the model, print how far the probabilities of its contexts are from "
              "adding up to 1. A binary model is also compared with its checksums.");
    tool.flag("--stats", options.stats,
              "Sizes, counts of counts and discounts of each order as JSON on standard error; of "
              "a binary model its bytes, also for each n-gram, and how far quantised "
              "probabilities are from adding up to 1.");
}

void declare_memory(cli::Declaration& tool, Options& options) {
    tool.section("Larger than memory");
    tool.option("--memory", "SIZE", options.memory,
                "Stay within SIZE: what does not fit is sorted in temporary files. The output is "
                "the same. --binary, --check, --features, --prune-entropy and --tune are refused "
                "where they do not fit. (default: half of the machine's memory)")
        .excludes({"--from-arpa", "--from-counts"});
    tool.option("--temp", "DIR", options.temporary,
                "Where temporary files go (default: $TMPDIR, else /tmp).")
        .directory();
}

}  // namespace

void declare_options(cli::Declaration& tool, Options& options) {
    tool.about(
        "Trains an n-gram language model on text, one sentence a line, and writes it in ARPA "
        "format, which other toolkits read.\n\n"
        "Each sentence begins with <s>, which is never predicted, and ends with </s>. Words that "
        "a model does not know are <unk>; as a word of the text it counts as unknown. <s> and "
        "</s> in the text are left out, with a warning. Empty lines are empty sentences. "
        "Characters and bytes up to 0x20, 0x7f and \\ are written \\xHH.");
    tool.example("ngram-train corpus.txt -o corpus.arpa", "modified Kneser-Ney of order 3");
    tool.example("zcat corpus.gz | ngram-train --order 5 --prune 0,0,1 >corpus.arpa",
                 "order 5, without trigrams and longer ones that occur once");
    tool.example("ngram-train --unit char --order 6 names.txt", "a model of spelling");
    tool.example("ngram-train --from-arpa corpus.arpa --binary trie --quantize 8 -o corpus.trie",
                 "a small binary model");
    tool.common({});
    tool.arguments("FILE", options.paths, "Text, plain or packed (gzip, zstd).");
    declare_text(tool, options);
    declare_model(tool, options);
    declare_reports(tool, options);
    declare_memory(tool, options);
    tool.chapter("Memory",
                 "In memory: 4 bytes a token, 16 a token and n-gram of the text (as many more for "
                 "each further 128 bits that the numbers of an n-gram's words take), then 24 an "
                 "n-gram and 72 for each of the order that has most, and the words.\n\n"
                 "With less, tokens and n-grams are sorted in compressed temporary files, of which "
                 "all that is written takes some 2 bytes a token and 25 an n-gram. What must fit "
                 "then are 28 MB (and 12 for each further thread), 8 MB to sort with, and the "
                 "words: twice their length and 160 bytes each while the text is read, once their "
                 "length and 130 bytes each later.\n\n"
                 "A binary model is put together in memory: beside the model, of which each n-gram "
                 "takes 16 bytes, 15 an n-gram for a trie; for probing 34 and 48 for each of the "
                 "order that has most. Reading one takes 20 bytes an n-gram, probing 50.");
    tool.chapter("Binary models",
                 "Binary models are for this program and ngram-score on little-endian machines. "
                 "probing takes 23 bytes an n-gram and 8 a context, trie 8 to 10, with --quantize "
                 "8 about 5, and the words. Both hold the numbers of the ARPA format exactly "
                 "unless they are quantised, and --from-arpa gives the same ARPA file back.");
}

ngram::TextRules text_rules(const Options& options) {
    ngram::TextRules rules = options.text;
    rules.unit = options.unit.value_or(ngram::Unit::word);
    if (rules.across_lines && rules.unit != ngram::Unit::byte)
        throw base::UsageError("--across-lines is for --unit byte");
    if (!options.vocabulary_path.empty())
        rules.vocabulary = ngram::read_word_list(options.vocabulary_path);
    rules.remember_first = options.kenlm_compat;
    if (!options.shard.empty()) rules.shard = base::parse_shard(options.shard);
    return rules;
}

std::size_t order(const Options& options) {
    return static_cast<std::size_t>(options.order.value_or(3));
}

ngram::SmoothingRules smoothing_rules(const Options& options, std::size_t order) {
    ngram::SmoothingRules rules;
    if (!ngram::parse_smoothing(options.smoothing, rules)) {
        throw base::UsageError(
            "--smoothing: expected kn, kn1, abs, wb, katz, add:K (0 < K < 1e9), mle or stupid, "
            "found '" +
            options.smoothing + "'");
    }
    if (options.interpolate && !ngram::can_interpolate(rules.method))
        throw base::UsageError("--interpolate: " + options.smoothing + " has only the other form");
    if (options.quantize && options.binary != ngram::BinaryKind::trie)
        throw base::UsageError("--quantize is for --binary trie");
    rules.keep_counts = options.prune_entropy.has_value();
    rules.interpolate = !options.no_interpolate;
    const bool tunable = rules.method == ngram::Smoothing::kneser_ney && rules.interpolate;
    if (!options.tune.empty() && (!tunable || options.no_uniform))
        throw base::UsageError("--tune is for interpolated kn");
    rules.interpolate_unigrams = !options.no_uniform;
    const bool kneser_ney = rules.method == ngram::Smoothing::kneser_ney ||
                            rules.method == ngram::Smoothing::kneser_ney_single;
    if (!options.discounts.empty() && !kneser_ney && rules.method != ngram::Smoothing::absolute)
        throw base::UsageError("--discounts is for kn, kn1 and abs");
    if (options.kenlm_compat && !kneser_ney)
        throw base::UsageError("--kenlm-compat is for kn and kn1");
    rules.discounts.resize(order);
    for (const std::string& text : options.discounts) {
        const auto discounts = ngram::parse_discounts(text);
        if (!discounts || discounts->first > order) {
            throw base::UsageError(
                "--discounts: expected N:D1,D2,... with N up to the order and 0 <= D_i <= i, found "
                "'" +
                text + "'");
        }
        rules.discounts[discounts->first - 1] = discounts->second;
    }
    if (!options.prune.empty()) {
        const auto prune = ngram::parse_prune(options.prune);
        if (!prune || prune->front() != 0 || prune->size() > order) {
            throw base::UsageError(
                "--prune: expected up to as many counts as the order, not decreasing, the first "
                "0, found '" +
                options.prune + "'");
        }
        rules.prune = *prune;
    }
    return rules;
}

}  // namespace ngram_train
