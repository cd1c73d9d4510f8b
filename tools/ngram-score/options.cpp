#include "options.hpp"

namespace ngram_score {
namespace {

void declare_input(cli::Declaration& tool, Options& options) {
    tool.section("Input");
    tool.option("-k,--column", "NAME|N", options.input.column,
                "The sentence is one field of each line: its number, from 1, or its name in the "
                "header (in JSON its key).");
    tool.option("-t,--delimiter", "CHAR", options.input.delimiter,
                "Fields are separated by CHAR and may be quoted (RFC 4180, but without newlines). "
                "Otherwise tabs separate fields and quotes mean nothing.")
        .needs({"--column"});
    tool.flag(
        "--header", options.header,
        "The first line of text output names the fields; with -k the first line of each input "
        "names the columns.");
    tool.choice("--input-format", "FORMAT", options.input.json, {{"text", false}, {"json", true}},
                "Sentences as lines of text, or JSON, one a line: a string, or an object with the "
                "sentence under \"text\" (or the key of -k).");
}

void declare_output(cli::Declaration& tool, Options& options) {
    tool.section("What to report");
    tool.flag("--summary", options.summary,
              "Instead of sentences one record of all: sentences, tokens, OOVs, log10 probability, "
              "perplexity, perplexity without OOVs.");
    tool.flag("--tokens", options.tokens,
              "Instead of sentences their tokens: the word, the length of the n-gram that gave its "
              "probability, log10 probability, log10 of the backoff weights in it, 1 if it is an "
              "OOV. An empty line ends a sentence; in JSON they are an array of it.")
        .excludes({"--summary"});
    tool.flag("--verify", options.verify,
              "Instead of reading sentences, check all of the model: of a binary one the checksums "
              "of its contents. Prints its format, order, n-grams, bits of quantised values (0: "
              "exact) and bytes; a damaged one is an error.")
        .excludes({"--summary", "--tokens", "--plausible", "--calibrate", "--rerank", "--next",
                   "--generate", "--segment", "--column", "--no-bos", "--no-eos", "--flush"});
    tool.flag("--no-bos", options.no_begin, "Sentences do not begin with <s>: fragments.");
    tool.flag("--no-eos", options.no_end, "The end of a sentence, </s>, is not scored.");
    tool.flag("--flush", options.flush,
              "Write each answer as soon as its line has come, for programs that talk to this one "
              "through pipes.");
}

void declare_judgement(cli::Declaration& tool, Options& options) {
    tool.section("Judging");
    tool.option("--plausible", "LIMIT", options.plausible,
                "Tell plausible sentences from others: those with a log10 probability a token of "
                "LIMIT or more.")
        .excludes({"--summary", "--tokens", "--calibrate", "--rerank"});
    tool.option("--calibrate", "FILE", options.calibrate,
                "The same, with the limit that good text calls for: no more than the share of "
                "--reject of the sentences in FILE, read like the input, are below it.")
        .file()
        .excludes({"--summary", "--tokens", "--rerank"});
    tool.option("--reject", "SHARE", options.share,
                "How much of the good text may be taken for implausible.")
        .range(0, 1)
        .needs({"--calibrate"});
    using Action = ngram::Sieve::Action;
    tool.choice("--action", "ACTION", options.action,
                {{"keep", Action::keep}, {"drop", Action::drop}, {"tag", Action::tag}},
                "Print the lines of plausible sentences, those of the others, or all behind their "
                "score and judgement.");
    tool.flag("--rerank", options.rerank,
              "Each line has several candidates, parted by tabs: print the most probable.")
        .excludes({"--summary", "--tokens", "--column"});
    tool.flag("--by-token", options.by_token, "The one with the highest log10 probability a token.")
        .needs({"--rerank"});
}

void declare_predictions(cli::Declaration& tool, Options& options) {
    tool.section("Predicting");
    tool.option("--next", "K", options.next,
                "Each line begins a sentence: the K most probable next words, or </s>, with log10 "
                "probability, and an empty line.")
        .range(1, 1e9)
        .excludes({"--summary", "--tokens", "--plausible", "--calibrate", "--rerank", "--no-eos"});
    tool.option("--generate", "N", options.generate,
                "N sentences drawn at random, instead of reading any. The same for any number of "
                "threads. <unk> is not drawn.")
        .excludes({"--summary", "--tokens", "--plausible", "--calibrate", "--rerank", "--no-eos",
                   "--next", "--segment", "--column", "--no-bos", "--input-format", "--header"});
    tool.option("--temperature", "T", options.generation.temperature,
                "Draw by probabilities to the power 1/T: below 1 more of what is probable, 0 the "
                "most probable word always.")
        .range(0, 1e6)
        .needs({"--generate"});
    tool.option("--top-k", "K", options.generation.top,
                "Draw only from the K most probable words (0: from all).")
        .needs({"--generate"});
    tool.option("--prefix", "WORDS", options.generation.prefix, "What each sentence begins with.")
        .needs({"--generate"});
    tool.option("--max-length", "L", options.generation.longest,
                "Sentences stop after L words, with the prefix, at the latest.")
        .needs({"--generate"});
    tool.flag("--segment", options.segment,
              "Cut lines written without blanks into words, so that they are as probable as can "
              "be.")
        .excludes({"--summary", "--tokens", "--plausible", "--calibrate", "--rerank", "--next"});
}

}  // namespace

void declare_options(cli::Declaration& tool, Options& options) {
    tool.usage("[OPTION]... MODEL [FILE]...");
    tool.about(
        "Prints the log10 probability, the number of tokens, the number of words that the model "
        "does not know (OOVs) and the perplexity of each sentence, a line of the input. Tokens are "
        "the words, which stand between blanks, and the end of the sentence. Perplexity is "
        "10^(-log10 probability / tokens).");
    tool.example("ngram-score corpus.arpa sentences.txt", "a line for each sentence");
    tool.example("ngram-score corpus.arpa --summary < test.txt", "the perplexity of a text");
    tool.example("echo 'the cat sat' | ngram-score corpus.arpa --tokens --header",
                 "how probable each word was");
    tool.example("ngram-score corpus.trie --verify", "whether a binary model is as it was written");
    tool.example("ngram-score corpus.arpa --calibrate good.txt < mixed.txt",
                 "the lines that are as plausible as those of good.txt");
    tool.common({.seed = true});
    tool.arguments("FILE", options.paths,
                   "The model, binary as ngram-train writes it, or ARPA text as ngram-train, KenLM "
                   "and SRILM do, plain or packed by gzip or zstd; then the sentences.")
        .required(1);
    declare_input(tool, options);
    declare_output(tool, options);
    declare_judgement(tool, options);
    declare_predictions(tool, options);
    tool.chapter("Bytes",
                 "Words may have any bytes but blanks (space, tab, carriage return, NUL). In JSON "
                 "output, each byte 0xHH that belongs to no valid UTF-8 appears as the escape "
                 "\\udcHH, half of a surrogate pair, as Python's surrogateescape has it.");
    tool.chapter(
        "Memory",
        "A binary model is mapped: processes share what they look at of it, and nothing is "
        "read before it is used. Its contents are only checked by --verify; a damaged "
        "model gives wrong numbers. Packed, or through a pipe, it is read into memory.\n\n"
        "While an ARPA model is read, some 85 bytes for each of its n-grams; then 23 bytes "
        "an n-gram, 8 a context. Beside the model some 30 MB a thread. --next and "
        "--generate list the n-grams by context: 8 bytes more for each; for that a trie "
        "is unpacked like an ARPA model.");
}

}  // namespace ngram_score
